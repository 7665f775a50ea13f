"""Whether a column is called an id, and whose: the case's own, or that of somebody or something in it."""

import re

_OWN = re.compile(
    "id|ids|uid|uuid|guid|identifier|number|no|nr|num|key|ref|reference|refno|referenz|code|ticket|urn|doi|pmid"
)
_OF_OTHERS = re.compile(
    "account|accounts|acct|konto|iban|bic|card|sender|receiver|from|to|payer|payee|customer|client|kunde|"
    "person|user|owner|author|annotator|reviewer|merchant|device|ip|phone|email|mandate|mandat|"
    "mandatsreferenz|creditor|glaeubiger|parent|group|batch|file|version|type|category|class|status|"
    "country|zip|postal"
)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def words_of(name: str) -> frozenset[str]:
    """The words of a name, in lower case: `alertId`, `ALERT_ID` and `alert id` have the same."""
    return frozenset(word.lower() for word in _WORD.findall(name))


def is_id(name: str) -> bool:
    """Whether a column of this name, or a path that ends so, is called an id of the case itself."""
    return _any(_OWN, name.rpartition(".")[2]) and not _any(_OF_OTHERS, name)


def is_id_of_something(name: str) -> bool:
    """Whether it is called an id, be it that of somebody else."""
    return _any(_OWN, name) or _any(_OF_OTHERS, name)


def _any(words: re.Pattern[str], name: str) -> bool:
    return any(words.fullmatch(word) for word in words_of(name))
