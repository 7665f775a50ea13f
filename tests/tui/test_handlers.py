"""Textual calls a handler by its name, and says nothing of one that no message has."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import textual.widgets
from textual.message import Message
from textual.message_pump import MessagePump

import tui


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """All modules of a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def messages(kind: type[Message] = Message) -> Iterator[type[Message]]:
    """Every message there is."""
    for one in kind.__subclasses__():
        yield one
        yield from messages(one)


def test_every_handler_has_its_message() -> None:
    for name in vars(textual.widgets)["__all__"]:
        getattr(textual.widgets, name)  # loaded only when asked for
    handlers = {
        (pump.__qualname__, name)
        for module in modules(tui)
        for _, pump in inspect.getmembers(module, inspect.isclass)
        if issubclass(pump, MessagePump) and pump.__module__.startswith("tui.")
        for name in vars(pump)
        if name.startswith("on_")
    }
    known = {one.handler_name for one in messages()}
    assert len(handlers) > 30
    assert {(pump, name) for pump, name in handlers if name not in known} == set()
