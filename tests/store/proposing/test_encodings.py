"""In which encoding a few words are: those of people and places, as a file has them that somebody sends."""

import holidays
import pytest

from store.proposing.encoding_guess import encodings_of

WORDS = {
    "German": (
        "cp1252 cp850 iso8859_15 mac_roman",
        ("Jürgen Groß;Köln", "Die Prüfung läuft über größere Beträge", "id;Straße\n1;Müllerstraße 5\n2;Königsallee"),
    ),
    "French": (
        "cp1252 cp850 iso8859_15 mac_roman",
        (
            "Hélène Dûmas;Orléans",
            "Le débit a été refusé à la banque, ça coûte très cher",
            "prénom;ville\nZoé;Besançon\nLéa;Nîmes",
            "cœur à cœur",
        ),
    ),
    "Spanish": ("cp1252 cp850 mac_roman", ("Iñaki Muñoz;León", "¿Dónde está el año? ¡Aquí!", "José García;Córdoba")),
    "Portuguese": ("cp1252 cp850 mac_roman", ("João Simões;São Paulo", "ações não são", "Gonçalo Magalhães;Évora")),
    "Italian": ("cp1252 cp850 mac_roman", ("Nicolò;Forlì;città", "perché è così")),
    "Dutch": ("cp1252 cp850", ("financiële reële;België",)),
    "Swedish": ("cp1252 cp850 mac_roman", ("Åke Sjöström;Malmö", "Göran Bäckström;Västerås", "Räksmörgås på färjan")),
    "Finnish": ("cp1252 cp850", ("Jyväskylä;Mäkinen", "Päivi Hämäläinen;Järvenpää")),
    "Danish": ("cp1252 cp850", ("Søren Kjær;Ålborg", "Bjørn Sjåk;Tromsø;Færøyene")),
    "Icelandic": ("cp1252", ("Þórður Guðmundsson;Reykjavík", "Ísafjörður;Björk Guðmundsdóttir")),
    "Polish": (
        "cp1250 iso8859_2 cp852 mac_latin2",
        (
            "Kraków;Łódź;Żółć",
            "Zażółć gęślą jaźń",
            "Wójcik Małgorzata;Gdańsk",
            "imię;miasto\nPaweł;Poznań\nBożena;Wrocław",
            "Śląsk",
        ),
    ),
    "Czech": (
        "cp1250 iso8859_2 cp852",
        (
            "Dvořák Jiří;Plzeň",
            "Příliš žluťoučký kůň úpěl ďábelské ódy",
            "jméno;město\nŠárka;Třebíč\nTomáš;Děčín",
            "Nováková",
        ),
    ),
    "Slovak": ("cp1250 iso8859_2 cp852", ("Žilina;Ľubomír Šťastný", "Košice;Mikuláš Ďurica;Trenčín")),
    "Hungarian": (
        "cp1250 iso8859_2 cp852",
        ("Kőműves Gábor", "Árvíztűrő tükörfúrógép", "név;város\nErzsébet;Győr\nSándor;Székesfehérvár"),
    ),
    "Romanian": (
        "cp1250 iso8859_2 cp852",
        ("Brăila;Ştefan cel Mare", "Constanţa;Iaşi;Bacău", "în România şi Moldova, aşa că"),
    ),
    "Croatian": (
        "cp1250 iso8859_2 cp852",
        ("Đorđe Čović;Šibenik", "Željko Kovačić;Požega", "Gospić;Čakovec;Ivanišević"),
    ),
    "Turkish": (
        "cp1254 iso8859_9 cp857 mac_turkish",
        ("Yıldız Şahin;İstanbul", "Ağrı Dağı;Çiğdem Gökçe", "ad;şehir\nAyşe;Muğla\nİbrahim;Diyarbakır", "Işık"),
    ),
    "Lithuanian": (
        "cp1257 iso8859_13 cp775 iso8859_4",
        (
            "Šiauliai;Jūratė Žemaitė",
            "Kėdainiai;Panevėžys;Vytė Nemunėlis",
            "vardas;miestas\nEglė;Utena\nŽygimantas;Alytus",
        ),
    ),
    "Latvian": (
        "cp1257 iso8859_13 cp775 iso8859_4",
        ("Jānis Bērziņš;Rīga", "Liepāja;Ķekava;Kārlis Ozoliņš", "Šķēde;Ģirts Ļaudis"),
    ),
    "Estonian": ("cp1257 cp1252 cp775", ("Pärnu;Jüri Öpik;Võru", "õun;küla")),
    "Russian": (
        "cp1251 koi8_r cp866 iso8859_5",
        (
            "Москва;Иванов Иван",
            "имя;город\nАнна;Казань",
            "МОСКВА;САНКТ-ПЕТЕРБУРГ",
            "перевод средств отклонён банком",
            "договор № 5",
        ),
    ),
    "Ukrainian": ("cp1251 koi8_u cp1125", ("Київ;Олена Їжакевич", "Львів;Євген Ґалаґан")),
    "Bulgarian": ("cp1251 cp866", ("София;Георги Първанов", "Пловдив;Велико Търново")),
    "Serbian": ("cp1251 iso8859_5", ("Београд;Ђорђе Јовановић", "Ниш;Љубица Његош")),
    "Greek": (
        "cp1253 iso8859_7 cp737",
        ("Αθήνα;Γιώργος Παπαδόπουλος", "όνομα;πόλη\nΜαρία;Θεσσαλονίκη", "ΑΘΗΝΑ;ΠΕΙΡΑΙΑΣ"),
    ),
    "Hebrew": ("cp1255 iso8859_8 cp862", ("תל אביב;דוד כהן", "שם;עיר\nרחל;ירושלים")),
    "Arabic": ("cp1256 iso8859_6", ("محمد علي;القاهرة", "الاسم;المدينة\nفاطمة;بغداد")),
    "Thai": ("cp874", ("กรุงเทพ;สมชาย ใจดี", "ชื่อ;เมือง\nสมหญิง;เชียงใหม่")),
    "Japanese": (
        "cp932 euc_jp",
        ("名前;住所\n佐藤さくら;大阪府大阪市", "取引の内容を確認してください"),
    ),
    "Chinese": ("gb18030 big5", ("北京市;王小明", "姓名,城市\n李華,台北", "中国银行")),
    "Korean": ("cp949", ("서울;김철수", "이름,도시\n박영희,부산", "거래가 거절되었습니다")),
    "signs": ("cp1252", ("5 €;10 €", "price\n£5", "“quoted” – dash", "it’s;don’t", "20 °C;§ 5", "m²;½", "naïve café")),
    "Western names": ("cp1252 cp850", ("Müller;François;Muñoz;Ångström;João;Søren", "Jean-Noël;Björk;Çelik;Zoë")),
    "Central names": ("cp1250 iso8859_2", ("Kowalska Łucja;Dvořák;Győr;Müller",)),
}
"""By language: the encodings that offices have used for it, and what somebody may write in it."""


HOLIDAYS = (
    *("AT de cp1252", "FR fr cp1252", "PL pl cp1250", "CZ cs iso8859_2", "HU hu cp1250", "TR tr cp1254"),
    *(
        "LT lt cp1257",
        "EE et cp1252",
        "RU ru cp1251",
        "UA uk koi8_u",
        "GR el cp1253",
        "IL he cp1255",
        "EG ar_EG cp1256",
    ),
    *(
        "JP ja cp932",
        "CN zh_CN gb18030",
        "TW zh_TW big5",
        "KR ko cp949",
        "TH th cp874",
        "IS is cp1252",
        "SE sv mac_roman",
    ),
    *("SK sk cp852", "BG bg cp866", "ES es cp850", "FI fi cp1252", "NO no cp850", "IT it_IT cp1252", "LV lv cp1257"),
)
"""A country, its language, and an encoding: what holidays are called there is a list that nobody made for a test."""


def _as_written():
    for language, (encodings, texts) in WORDS.items():
        for encoding in encodings.split():
            for text in texts:
                raw = text.encode(encoding, "replace")
                if raw.decode(encoding) == text and not raw.isascii():
                    yield pytest.param(raw, text, id=f"{language} {encoding} {text[:6]}")


@pytest.mark.long
@pytest.mark.parametrize(("raw", "words"), list(_as_written()))
def test_a_few_words_tell_their_encoding(raw, words):
    assert raw.decode(encodings_of(raw)[0]) == words


@pytest.mark.parametrize("where", HOLIDAYS)
def test_lists_of_names_tell_theirs(where):
    country, language, encoding = where.split()
    names = holidays.country_holidays(country, years=2021, language=language).values()
    raw = "\n".join(sorted(set(names))).encode(encoding, "replace")
    assert not raw.isascii()
    assert raw.decode(encodings_of(raw)[0]) == raw.decode(encoding)


def test_others_that_make_sense_are_named_too_and_none_that_import_would_refuse():
    first, *others = encodings_of("Tõnu Jõgi".encode("cp1252"))
    assert first == "cp1252"
    assert "cp1250" in others
    refused = [
        one for one in others if set("Tõnu Jõgi".encode("cp1252").decode(one)) & set(map(chr, range(0x7F, 0xA0)))
    ]
    assert not refused
