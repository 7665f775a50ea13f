"""Ctrl-C breaks off what may be broken off, waits for what may not, and is itself again afterwards."""

import os
import signal

import pytest

from tui.ctrl_c import ctrl_c


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_it_counts_at_once_until_it_has_to_wait():
    with ctrl_c() as key, pytest.raises(KeyboardInterrupt):
        press()
    assert key.pressed


def test_what_must_not_be_broken_off_is_done_first():
    with ctrl_c() as key:
        key.wait()
        press()
        with pytest.raises(KeyboardInterrupt):
            key.welcome()


def test_afterwards_it_is_as_it_was_before():
    before = signal.getsignal(signal.SIGINT)
    for interrupted in (False, True):
        try:
            with ctrl_c():
                assert signal.getsignal(signal.SIGINT) != before
                if interrupted:
                    press()
        except KeyboardInterrupt:
            assert interrupted
        assert signal.getsignal(signal.SIGINT) == before
