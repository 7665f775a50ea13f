"""What any terminal sends: keys are keys, pastes are text, and nothing else is typed or ends the program."""

from codecs import getincrementaldecoder
from collections.abc import Iterator

import pytest
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.terminal.terminal_parser import PATIENCE, TerminalParser


class Line:
    """A terminal's line, and the time that goes by on it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = TerminalParser(clock=lambda: self.now)
        self.decode = getincrementaldecoder("utf-8")("surrogateescape").decode

    def sends(self, *packets: bytes, pause: float = 0.0) -> list[Message]:
        """What is understood of packets that come one after the other."""
        return [message for packet in packets for message in self._packet(packet, pause)]

    def _packet(self, packet: bytes, pause: float) -> Iterator[Message]:
        yield from self.parser.feed(self.decode(packet))
        self.now += pause
        yield from self.parser.tick()


def keys(*packets: bytes, pause: float = 0.0) -> list[str]:
    """The keys that are understood, once all that is awaited is given up; nothing else may be understood."""
    line = Line()
    found = line.sends(*packets, pause=pause)
    line.now += 60
    found += line.parser.tick()
    assert all(isinstance(one, events.Key) for one in found), found
    return [one.key for one in found if isinstance(one, events.Key)]


def pasted(*packets: bytes, pause: float = 0.0) -> list[str]:
    return [one.text if isinstance(one, events.Paste) else repr(one) for one in Line().sends(*packets, pause=pause)]


ANSWERS = [
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]11;rgb:0000/0000/0000\x9c",
    b"\x1b]52;c;AAAA" + b"QUJD" * 2000 + b"\x07",
    "\x1b]0;Titel – 日本\x07".encode(),
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP>|xterm(379)\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[?62;4c",
    b"\x1b[>41;379;0c",
    b"\x1b[?1u",
    b"\x1b[?997;1n",
    b"\x1b[8;30;100t",
    b"\x1b[<;;M",
    b"\x1b[<-1;-1;-1M",
    b"\x1b[M\xff\xff\xff",
    b"\x1b[48;0;0;0;0t",
    b"\x1b[48;30;100;0;0t",
    b"\x1b[" + b"1;" * 40 + b"1m",
]


@pytest.mark.long
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_nobody_asked_for_is_no_key(answer):
    assert keys(b"j" + answer + b"q") == ["j", "q"]
    cut = [bytes([byte]) for byte in answer]
    assert keys(b"j", *cut, b"q") == ["j", "q"]


@pytest.mark.parametrize("begun", [b"\x1b]11;rgb:00", b"\x1bP1$r", b"\x1b_G", b"\x1b[<0;1", b"\x1b[?62", b"\x1bO1"])
def test_what_never_ends_is_given_up_and_the_keys_live_on(begun):
    line = Line()
    assert line.sends(begun, pause=PATIENCE) == []
    assert [one.key for one in line.sends(b"q") if isinstance(one, events.Key)] == ["q"]
    assert keys(begun + b"\x1b[A") == ["up"]
    assert keys(begun + b"\x03") == ["ctrl+c"]
    assert keys(begun, b"\x1b", b"\x1b") == ["escape", "escape"]


KITTY = [
    (b"\x1b[106;1:1u", ["j"]),
    (b"\x1b[106;1:2u", ["j"]),
    (b"\x1b[106;1:3u", []),
    (b"\x1b[106;1:9u", []),
    (b"\x1b[106:74u", ["j"]),
    (b"\x1b[106:74:106;2;74u", ["J"]),
    (b"\x1b[106;5:1u", ["ctrl+j"]),
    (b"\x1b[A\x1b[1;2:3A\x1b[1;1:2B", ["up", "down"]),
    (b"\x1b[5;1:1~\x1b[5;1:3~", ["pageup"]),
    (b"\x1b[13;1:1u\x1b[13;1:3u", ["enter"]),
    (b"\x1b[0;;229:345u", ["å", "ř"]),
    (b"\x1b[0;;" + b":".join([b"97"] * 30) + b"u", ["a"] * 30),
    (b"\x1b[1114112u", []),
    (b"\x1b[55296u", []),
    (b"\x1b[0u", []),
    (b"\x1b[" + b"9" * 5000 + b"u", []),
    (b"\x1b[106;2;99999999u", []),
    (b"\x1b[106;2;55296u", []),
    (b"\x1b[106;;97::98u", []),
    (b"\x1b[106;1;106;106u", []),
    (b"\x1b[99999999~", []),
    (b"\x1b[49~", []),
    (b"\x1b[106A", []),
    (b"\x1b[99999999R", []),
]


@pytest.mark.parametrize(("sent", "wanted"), KITTY)
def test_a_key_in_the_fuller_form_is_the_key_and_a_malformed_one_is_none(sent, wanted):
    assert keys(sent) == wanted


def test_a_key_that_is_pressed_has_its_character():
    [pressed] = Line().sends(b"\x1b[106:74;2:1;74u")
    assert isinstance(pressed, events.Key)
    assert pressed.character == "J"


def test_a_byte_that_is_no_utf8_is_shown_and_is_no_key():
    found = Line().sends(b"caf\xe9 \xf0\x9f\x00\x80\xff", b"\xe6\x97", b"\xa5")
    typed = "".join(one.character or "" for one in found if isinstance(one, events.Key))
    assert typed == "caf\ufffd \ufffd\ufffd\0\ufffd\ufffd日"
    assert {"c", "a", "f"}.isdisjoint(keys(b"\xe9\xff"))


def test_what_is_spelled_in_eight_bits_is_the_same_key():
    assert keys(b"\x9b5~") == ["pageup"]
    assert keys(b"\x9b?62;4c") == []


PASTES = [
    (b"one\rtwo", "one\rtwo"),
    (b"caf\xe9 au lait", "caf\ufffd au lait"),
    (b"\x1b[31mred\x1b]0;x\x07 \x1b\x1b[A\x1b[200~q", "\x1b[31mred\x1b]0;x\x07 \x1b\x1b[A\x1b[200~q"),
    (b"\x9b201~q", "\ufffd201~q"),
    (b"a\0b", "ab"),
    (b"", ""),
]


@pytest.mark.parametrize(("sent", "text"), PASTES)
def test_a_paste_is_text_whatever_it_holds(sent, text):
    whole = b"\x1b[200~" + sent + b"\x1b[201~"
    assert pasted(whole) == [text]
    assert pasted(*(bytes([byte]) for byte in whole)) == [text]
    assert pasted(whole[:6], sent, whole[-6:], pause=600) == [text]


def test_esc_ends_a_paste_whose_end_was_lost_and_no_pause_does():
    line = Line()
    assert line.sends(b"\x1b[200~A note", b" that goes on", pause=600) == []
    (text,) = line.sends(b".", b"\x1b", pause=PATIENCE)
    assert isinstance(text, events.Paste)
    assert text.text == "A note that goes on."
    assert [one.key for one in line.sends(b"j") if isinstance(one, events.Key)] == ["j"]


def test_esc_within_a_paste_is_part_of_it():
    assert pasted(b"\x1b[200~a\x1b", b"b\x1b", b"[201~", pause=PATIENCE / 2) == ["a\x1bb"]


def test_keys_go_on_behind_a_paste_and_an_end_alone_is_none():
    assert [type(one) for one in Line().sends(b"\x1b[200~a\x1b[201~q")] == [events.Paste, events.Key]
    assert keys(b"\x1b[201~q") == ["q"]


@pytest.mark.parametrize("sent", [b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]"])
def test_a_key_that_begins_like_a_sequence_is_that_key_after_a_moment(sent):
    line = Line()
    assert line.sends(sent) == []
    line.now += 0.5
    assert len(list(line.parser.tick())) == 1


def test_every_key_that_a_terminal_is_known_to_send_is_read_as_before():
    """But for numbers that no table of keys has, which Textual takes for characters."""
    for sequence in ANSI_SEQUENCES_KEYS:
        numbered = sequence.startswith("\x1b[") and sequence[-1] in "~ABCD"
        if numbered and f"{sequence[2:-1].split(';')[0] or '1'}{sequence[-1]}" not in FUNCTIONAL_KEYS:
            continue
        textual = XTermParser()
        wanted = list(textual.feed(sequence))
        if textual._timeout_time is not None:
            textual._timeout_time = 0.0
            wanted += textual.tick()
        line = Line()
        found = line.sends(sequence.encode())
        line.now += 60
        assert list(map(repr, (*found, *line.parser.tick()))) == list(map(repr, wanted)), sequence
