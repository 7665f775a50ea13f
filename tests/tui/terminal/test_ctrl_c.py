"""Ctrl-C breaks off what may be broken off, waits for what may not, and is itself again afterwards."""

import os
import signal

import pytest

from tui.terminal.ctrl_c import ctrl_c

ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def press(number: signal.Signals = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", ENDS)
def test_it_counts_at_once_until_it_has_to_wait(number):
    with ctrl_c() as key, pytest.raises(KeyboardInterrupt):
        press(number)
    assert key.pressed


def test_what_a_closed_terminal_sends_twice_counts_once():
    with ctrl_c():
        with pytest.raises(KeyboardInterrupt):
            press(signal.SIGHUP)
        press(signal.SIGHUP)
        press(signal.SIGTERM)


def test_what_was_ignored_before_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ctrl_c() as key:
            press(signal.SIGHUP)
        assert not key.pressed
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_must_not_be_broken_off_is_done_first():
    with ctrl_c() as key:
        key.wait()
        press()
        with pytest.raises(KeyboardInterrupt):
            key.welcome()


def test_afterwards_it_is_as_it_was_before():
    before = [signal.getsignal(one) for one in ENDS]
    for interrupted in (False, True):
        try:
            with ctrl_c():
                assert [signal.getsignal(one) for one in ENDS] != before
                if interrupted:
                    press()
        except KeyboardInterrupt:
            assert interrupted
        assert [signal.getsignal(one) for one in ENDS] == before
