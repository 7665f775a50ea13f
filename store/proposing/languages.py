"""The letters that languages have beside those of ASCII, by which an encoding is told: the most usual letter first.

The order is that of the counts in Wikipedia's "Letter frequency" and of the alphabets in Unicode's CLDR (exemplar
characters); it need not be exact, since encodings differ in far more than neighbours of it.
"""

_LETTERS = {
    "German": "üäöß",
    "French": "éèàêçùâîôûïœëæÿü",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéíõóêúâàôü",
    "Italian": "àèòùìéí",
    "Dutch": "ëéïóèöü",
    "Swedish": "äåöéü",
    "Finnish": "äöåšž",
    "Danish": "åøæéüö",
    "Icelandic": "ðáþíóæöúéý",
    "Catalan": "àéèíóçòúïü",
    "Polish": "łąęóżśćńź",
    "Czech": "íáéěřščžýůúťňďó",
    "Slovak": "áíéčýšžľúťôňóäďŕĺ",
    "Hungarian": "áéőöóüíúű",
    "Romanian": "ăâîțșţş",
    "Croatian": "čšžćđ",
    "Turkish": "ıüşçöğİâî",
    "Lithuanian": "ėųšįąžūčę",
    "Latvian": "āīēšūņļžķčģŗ",
    "Estonian": "äõüöšž",
    "Esperanto": "ĉĝŭŝĵĥ",
    "Maltese": "ħżġċà",
    "Welsh": "ŷŵâêîôûï",
    "Azerbaijani": "əıüşçöğİ",
    "Albanian": "ëç",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаинвіертскулдмпзьбягйчхцжїюєшщфґ",
    "Bulgarian": "аоиетнрсвлкдпмзгубчщъяжхцшйюфь",
    "Serbian": "аоиенртсјувкдмплгзбшчцњћжхђљфџ",
    "Macedonian": "аоиетнрсвлкдмпјугзбчшцжфхќѓѕљњџ",
    "Belarusian": "аніертоскляыудвпмьзгшчйбцўжхюфэёў",
    "Greek": "αοιετσνηυρπκμλωςδάγίόθέχφήύβξώζψϊϋΐΰ",
    "Hebrew": "יוהלאמרתבשנעחדקכטפםגסזןצךףץ",
    "Arabic": "اليمونرتبةعدسفهكقأحجشطصخإىذثضغئءزآظؤپچژگ",
    "Persian": "ایرنمدهتوسبلشکزفعخقحجگصپطچضءآغذظثژئيك",
    "Thai": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผถธศซณภฉฟษญ่้ีัิุู์็ืึ๋ํำๆ",
    "Armenian": "աենրիկոտսումլվյցդթգհբպզքշղխջչխծ",
    "Georgian": "აიერსმნვლდობთგუტკხშცქფპზჯყღძჩწჭჰ",
}
_WESTERN = ("German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Swedish", "Danish")
_CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Croatian")
_BALTIC = ("Lithuanian", "Latvian", "Estonian")

Shares = dict[str, float]
"""For each letter the share that it has of those of its language which ASCII has not."""


def _shares(letters: str) -> Shares:
    """Each letter is half as usual as the one of half its rank (Zipf's law)."""
    whole = sum(1 / rank for rank in range(1, len(letters) + 1))
    return {letter: 1 / rank / whole for rank, letter in reversed(list(enumerate(letters, 1)))}


def _mixed(names: tuple[str, ...]) -> Shares:
    """What stands in a list of people and places of many countries."""
    mixed: Shares = {}
    for name in names:
        for letter, share in LANGUAGES[name].items():
            mixed[letter] = mixed.get(letter, 0) + share / len(names) / 2
    return mixed


LANGUAGES = {name: _shares(letters) for name, letters in _LETTERS.items()}
LANGUAGES |= {"Western": _mixed(_WESTERN), "Central": _mixed(_CENTRAL), "Baltic": _mixed(_BALTIC)}
"""By name, and what lists of people and places of several of them hold."""
