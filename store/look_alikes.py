"""What other characters are drawn as a character of ASCII: one table, and rules where a list would leave some out.

Letters and signs of other scripts are named here, after the look-alikes of Unicode Technical Standard 39
(confusables.txt, copyright Unicode, Inc., under the Unicode License v3: unicode.org/license.txt). Every dash is a
hyphen, and every further letter of the Latin script that is another one with a hook, turned, made small or the like is
that one. Letters with an accent or a stroke stay what they are: languages tell them apart.
"""

import re
import unicodedata

from store.searchable import STROKES

_TABLE = {
    "!": "ǃⵑ",
    "&": "ꝸ",
    "'": "´ʹʻʼʽʾˈˊˋ˴΄՚՝ᑊᛌ᾽᾿´῾‘’‛′‵ꞌ",
    "(": "❨❲〔﴾",
    ")": "❩❳〕﴿",
    "*": "⁎∗\U0001031f",
    "+": "᛭➕\U0001029b",
    ",": "¸‚ꓹ",
    "-": "¯ˉᅳᐨⲺーㅡ㇐一꓾ꟷ",
    ".": "\u0660۰ꓸ꘎",
    "/": "᜵⁁⁄∕╱⟋⧸Ⳇ〳ノ㇓丿\U0001d23a",
    "0": "\u0665۵०০੦૦୦௦౦೦൦๐໐၀\U000114d0\U000118e0",
    "1": "\u0661۱",
    "2": "ƧϨᒿꙄꛯꝚ",
    "3": "ƷȜЗзӠⳌꝪ\U000118ca\U00016f3b\U0001d206",
    "4": "Ꮞ\U000118af",
    "5": "Ƽ\U000118bb",
    "6": "бᏮⳒ\U000118d5",
    "7": "\U000104d2\U000118c6\U0001d212",
    "8": "Ȣȣ৪੪\U0001031a",
    "9": "৭੧୨൭ⳊꝮ\U000118ac\U000118cc\U000118d6",
    ":": "ː˸։᛬᠃᠉⁚∶ꓽ꞉",
    "<": "˂ᐸᚲ‹❮\U0001d236",
    "=": "꓿",
    ">": "˃ᐳ›❯\U00016f3f\U0001d237",
    "?": "ɁʔॽᎮꛫ",
    "A": "ΑАᎪᗅꓮ\U000102a0\U00016f40",
    "B": "ΒВᏴᗷꓐꞴ\U00010282\U000102a1\U00010301",
    "C": "ϹСᏟⲤꓚ\U000102a2\U00010302\U00010415\U0001051c\U000118e9\U000118f2\U0001f74c",
    "D": "Ꭰᗞᗪꓓ",
    "E": "ΕЕᎬ⋿ⴹꓰ\U00010286\U000118a6\U000118ae",
    "F": "Ϝᖴꓝ\U00010287\U000102a5\U00010525\U000118a2\U000118c2\U0001d213",
    "G": "ԌᏀᏳꓖ",
    "H": "ΗНᎻᕼⲎꓧ\U000102cf",
    "I": "ƖΙІӀⲒ",
    "J": "ͿЈᎫᒍꓙ",
    "K": "ΚКᏦᛕⲔꓗ\U00010518",
    "L": "ᏞᒪⳐꓡ\U0001041b\U00010526\U000118a3\U000118b2\U00016f16\U0001d22a",
    "M": "ΜϺМᎷᗰᛖⲘꓟ\U000102b0\U00010311",
    "N": "ΝⲚꓠ\U00010513",
    "O": "ΟОՕଠዐⲞⵔ〇ꓳ\U00010292\U000102ab\U00010404\U000104c2\U00010516\U000118b5",
    "P": "ΡРᏢᑭⲢꓑ\U00010295",
    "Q": "Ԛⵕ",
    "R": "ƦᎡᏒᖇꓣ\U000104b4\U00016f35\U0001d216",
    "S": "ЅՏᏕᏚꓢ\U00010296\U00010420\U00016f3a",
    "T": "ΤТᎢ⊤⟙Ⲧꓔ\U00010297\U000102b1\U00010315\U000118bc\U00016f0a\U0001f768",
    "U": "Սሀᑌ∪⋃ꓴ\U000104ce\U000118b8\U00016f42",
    "V": "Ѵ۷Ꮩᐯⴸꓦꛟ\U0001051d\U000118a0\U00016f08\U0001d20d",
    "W": "ԜᎳᏔꓪ\U000118e6\U000118ef",
    "X": "ΧХ᙭ᚷ╳ⲬⵝꓫꞳ\U00010290\U000102b4\U00010317\U00010322\U00010527\U000118ec",
    "Y": "ΥУҮᎩᎽⲨꓬ\U000102b2\U000118a4\U00016f43",
    "Z": "ΖᏃꓜ\U000102f5\U000118a9\U000118e5",
    "\\": "⟍⧵⧹㇔丶\U0001d20f\U0001d23b",
    "^": "˄ˆ",
    "a": "ɑαа⍺",
    "b": "ƄЬᏏᑲᖯ",
    "c": "ϲсⲥꮯ\U0001043d",
    "d": "ԁᏧᑯꓒ",
    "e": "еҽ℮",
    "f": "ք",
    "g": "ƍց",
    "h": "һհᏂ",
    "i": "ɩ˛ͺιіᎥ⍳ꙇꭵ\U000118c3",
    "j": "ϳј",
    "k": "κк",
    "l": "ǀӏ\u05d5\u05df\u0627ᛁ∣⏽ⵏꓲ￨\U0001028a\U00010309\U00010320\U00016f28",
    "n": "ոռ",
    "o": "οоօ\u05e1\u0647ഠဝჿⲟ\U0001042c\U000104ea\U000118c8\U000118d7",
    "p": "ρр⍴ⲣ",
    "q": "ԛգզ",
    "r": "гᴦⲅꭇꮁ",
    "s": "ƽѕꮪ\U00010448\U000118c1",
    "u": "υսꞟ\U000104f6\U000118d8",
    "v": "νѵ∨⋁ꮩ\U00011706\U000118c0",
    "w": "ɯѡԝաꮃ\U0001170a\U0001170e\U0001170f",
    "x": "×χхᕁᕽ᙮⤫⤬⨯",
    "y": "ɣγуүყ\U000118dc",
    "z": "ꮓ\U000118c4",
    "{": "❴\U0001d114",
    "}": "❵",
    "~": "˜῀∼",
}
_DASH = re.compile(
    r".*\b(?:HYPHEN|DASH|MINUS)\b.*|.*PROLONGED SOUND MARK|HORIZONTAL LINE EXTENSION|"
    r"BOX DRAWINGS (?:LIGHT|HEAVY) HORIZONTAL"
)
_CHANGED = (
    "REVERSED|TURNED|INVERTED|SIDEWAYS|OPEN|CLOSED|INSULAR|SCRIPT|DOTLESS|LONG|BARRED|STRETCHED|TAILLESS|BLACKLETTER|"
    "HALF|TOP|BOTTOM|ANGLICANA|VISIGOTHIC|BROAD|STIRRUP|LENIS|CROSSED-TAIL|FLATTENED|AFRICAN|BROKEN"
)
_LATIN = re.compile(
    rf"LATIN (?:EPIGRAPHIC )?(?P<case>CAPITAL LETTER|SMALL LETTER|LETTER SMALL CAPITAL|SMALL CAPITAL LETTER|LETTER)"
    rf"(?: (?:{_CHANGED}))* (?P<letter>[A-Z])(?: BAR|-BAR| ROTUNDA)?(?: WITH(?:OUT)? .*)?"
)
_SMALL_LIKE_ITS_CAPITAL = "CKOSUVWXZ"
"""Of these a small capital is what the small letter is."""
_TOLD_APART = {*STROKES, *(one.upper() for one in STROKES)}


class _Drawn(dict[int, str]):
    """A character as it is drawn, by its code point; each is found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _drawn_as(chr(code))
        return found


class _Folded(dict[int, str]):
    """The same without regard to case: a letter is drawn as another if it or its capital is, never as a sign."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        other = DRAWN[code]
        if other == one and len(one.upper()) == 1:
            other = DRAWN[ord(one.upper())]
        is_word = one.isalpha() and not other.isalnum()  # as in Japanese, where a dash makes a vowel long
        self[code] = found = one if is_word or other == one.upper() else other.lower()
        return found


def _drawn_as(one: str) -> str:
    name = unicodedata.name(one, "")
    if one.isascii() or unicodedata.decomposition(one) or one in _TOLD_APART:
        return one
    if unicodedata.category(one) == "Pd" or ("PLUS" not in name and _DASH.fullmatch(name)):
        return "-"
    if (latin := _LATIN.fullmatch(name)) is None:
        return one
    small = latin["case"] == "SMALL LETTER" or latin["letter"] in _SMALL_LIKE_ITS_CAPITAL
    return latin["letter"].lower() if small and latin["case"] != "CAPITAL LETTER" else latin["letter"]


_NAMED = {ord(other): one for one, others in _TABLE.items() for other in others}
DRAWN = _Drawn(_NAMED)
"""For `str.translate`: each character as the one of ASCII that it is drawn as, in its case; all else as it is."""
FOLDED = _Folded(
    zip(
        map(ord, "абвсԁезһніјкморԛѕтԝхуαβειηκμνορτυχγζı"),
        "a6bcde3hhijkmopqstwxyabeinkmvoptuxyzi",
        strict=True,
    )
)
"""The same for what case does not tell apart."""
