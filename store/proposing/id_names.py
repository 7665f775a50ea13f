"""Whether a column is called an id, and whose: the case's own, or that of somebody or something in it.

A name is an id of the case only if nothing in it says otherwise: `Alert ID`, `Fallnummer` and `_id` are, `Asset Id`,
`threat_level_id`, `Code` and `ref` are not.
"""

import re
import unicodedata

_ID = "id|ids|uid|uuid|guid|identifier|kennung|identifiant|identificador|identyfikator"
_NUMBER = (
    "number|numbers|no|nr|num|key|ref|reference|refno|referenz|urn|nummer|numero|numer|numeris|folio|code|"
    "номер|番号|编号|編號"
)
_CASE = (
    "case|cases|respondent|ticket|alert|issue|incident|finding|record|row|entry|response|report|claim|complaint|application|"
    "transaction|trans|tx|txn|task|item|submission|request|order|invoice|document|doc|message|booking|payment|"
    "vulnerability|article|paper|post|review|dossier|fall|vorgang|akte|antrag|beleg|buchung|rechnung|meldung|"
    "cas|caso|expediente|sprawa|sprawy|byla|bylos|zaak|sak|sag|arende|дела|дело|заявки"
)
_AROUND = "data|oid|meta|metadata|node|attributes|properties|fields|of|the|der|des|du|de|d|n"
"""Words that say nothing of whose id it is: those of wrappers in JSON, and articles."""
_ONE_WORD = re.compile(
    "(?:akten|fall|vorgangs?|ticket|belegs?|rechnungs?|antrags?|auftrags?|buchungs?|schadens?|meldungs?|transaktions?|"
    "vorfalls?|zaak|saks?|sags|arende|diarie|case|ticket|alert|record|order|invoice)(?:nummer|nr|kennung|id|no|number)|"
    "aktenzeichen|geschaftszeichen|accession|doi|pmid|pmcid|案件番号|受付番号|管理番号|案号"
)
_PLAIN = re.compile("id|uuid|guid|uid")
_OWN = re.compile(f"{_ID}|{_NUMBER}|{_CASE}|{_AROUND}")
_CALLED_ID, _CALLED_NUMBER = re.compile(_ID), re.compile(_NUMBER)
_NO_NUMBER_ALONE = re.compile("ref|reference|referenz|code|folio")
_OF_OTHERS = re.compile(
    "account|accounts|acct|konto|iban|card|sender|receiver|from|to|payer|payee|customer|client|kunde|"
    "person|user|owner|author|annotator|reviewer|merchant|device|mandate|mandat|mandatsreferenz|creditor|glaeubiger|"
    "meter|zahler|vehicle|asset|host|product|member|patient|employee|supplier|vendor"
)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\\W\\d_a-zA-Z]+")


def words_of(name: str) -> frozenset[str]:
    """The words of a name, in lower case, accents left out: `alertId`, `ALERT_ID` and `alert id` have the same."""
    parts = unicodedata.normalize("NFKD", name)
    plain = unicodedata.normalize("NFC", "".join(one for one in parts if not "\u0300" <= one <= "\u036f"))
    return frozenset(word.lower() for word in _WORD.findall(plain))


def is_plain_id(name: str) -> bool:
    """Whether a column, or what stands at the top of an object, is called id and nothing else: `id`, `_id`, `UUID`."""
    words = words_of(name)
    return "." not in name and len(words) == 1 and _any(_PLAIN, words)


def is_id(name: str) -> bool:
    """Whether a column, or a path, is called an id of the case itself."""
    words = words_of(name)
    if _any(_ONE_WORD, words_of(name.rpartition(".")[2])):
        return True
    if not words or not all(map(_OWN.fullmatch, words)):
        return False
    if _any(_CALLED_ID, words):
        return True
    return _any(_CALLED_NUMBER, words) and not all(map(_NO_NUMBER_ALONE.fullmatch, words))


def is_id_of_something(name: str) -> bool:
    """Whether it is called the id of somebody or something else, that of whoever pays and of what is measured too."""
    return not is_id(name) and _any(_OF_OTHERS, words_of(name))


def _any(words: re.Pattern[str], of: frozenset[str]) -> bool:
    return any(map(words.fullmatch, of))
