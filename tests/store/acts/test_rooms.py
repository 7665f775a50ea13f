"""An act is a room: nothing else in the store knows one by name, none is forgotten, and what is new is private."""

import ast
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import store.acts
from store.acts import ACTS, REQUESTS, Act, Request, Sight
from store.acts.base import Remark
from store.acts.opinion import Opinion

STORE = Path(store.acts.__file__).parents[1]
GENERAL = {Act, Opinion, Remark, Request}
"""What several acts have in common: the rest of the store may know these."""


def _classes(kind: type) -> set[type]:
    modules = [import_module(f"store.acts.{one.name}") for one in pkgutil.iter_modules(store.acts.__path__)]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return {one for one in found if issubclass(one, kind)} - GENERAL


def test_every_act_and_every_request_of_a_module_is_in_the_list() -> None:
    assert _classes(Act) == set(ACTS)
    assert _classes(Request) == set(REQUESTS)
    assert {request.act for request in REQUESTS} == set(ACTS)
    assert len(ACTS) >= 6


def test_no_other_module_of_the_store_knows_an_act_by_name() -> None:
    names = {one.__name__ for one in (*ACTS, *REQUESTS)}
    kinds = {str(one.__struct_config__.tag) for one in ACTS}
    looked_at = 0
    for path in STORE.rglob("*.py"):
        if path.parent.name == "acts":
            continue
        looked_at += 1
        tree = ast.parse(path.read_text())
        words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        words |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        assert words & names == set(), path
        assert kinds & {text for text in texts if isinstance(text, str)} == set(), path
    assert looked_at > 50


def test_a_new_act_is_seen_by_nobody_but_its_author() -> None:
    class Whisper(Act, frozen=True, tag="whisper"):
        pass

    assert Whisper.sight is Sight.AUTHOR
    assert not Whisper.reads_only


FORGETFUL = """
from store.acts.base import Act, Scene
from store.model import Missing, Refusal
from store.policy import Policy


class Whisper(Act, frozen=True, tag="whisper"):
    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        return ()

    def words(self, policy: Policy) -> str:
        return "whispered"


Whisper()
"""
UNLISTED = """
from store.docket import Docket
from store.acts import Note
from store.acts.base import Act, Request, Scene
from store.model import Missing


class Shout(Request, frozen=True):
    act = Note

    def make(self, scene: Scene) -> tuple[Note, tuple[Missing, ...]]:
        return Note("!"), ()


def ask(docket: Docket) -> None:
    docket.act("ana", "RP-1", Shout())
"""


def test_the_type_checker_finds_an_act_that_forgets_something_and_a_request_that_is_not_listed(tmp_path: Path) -> None:
    for name, source, said in (
        ("forgetful.py", FORGETFUL, 'Cannot instantiate abstract class "Whisper" with abstract attribute "move"'),
        ("unlisted.py", UNLISTED, 'incompatible type "Shout"'),
    ):
        path = tmp_path / name
        path.write_text(source)
        command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "--follow-imports=silent", str(path)]
        checked = subprocess.run(command, cwd=STORE.parent, capture_output=True, text=True, check=False)
        assert said in checked.stdout
