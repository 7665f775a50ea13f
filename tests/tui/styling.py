"""Styles, found once for all the apps of a run: a style sheet is parsed once, what it says of a place looked up once.

A quarter of what tests of screens compute went into finding anew, for each of a thousand apps, what the same widget in
the same place looks like. Rules are never changed, so what was found holds for all.
"""

from typing import Any

from textual.app import App
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

_parse = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


def parse_once(sheet: Stylesheet, *source: Any, **more: Any) -> list[RuleSet]:
    """Parse each style sheet once, and not again for each app."""
    key = (*sheet._variables.items(), *source, *more.values())
    if key not in _parsed:
        _parsed[key] = _parse(sheet, *source, **more)
    return _parsed[key]


_apply = Stylesheet.apply
_found: dict[tuple[Any, ...], tuple[RulesMap | None, bool]] = {}
_sheets: dict[tuple[int, ...], int] = {}


def apply_known(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: Any = None) -> None:
    """Give a node the style that was found for another one of all the same qualities, as were all that it stands in.

    Not where its style depends on its neighbours or on what it holds (`:first-child`, `:empty`, `:focus-within`).
    """
    key = (_number(sheet), *map(_qualities, node.css_path_nodes))
    before, vars(node)["_styled_as"] = vars(node).get("_styled_as"), key
    if key in _found:
        rules, node._has_hover_style = _found[key]
        node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
        if rules is not None:
            _replace(sheet, node, rules, animate)
        if key != before:
            sheet._process_component_classes(node)
        return
    own: dict[tuple[Any, ...], RulesMap] = {}
    _apply(sheet, node, animate=animate, cache=own)
    if not (node._has_focus_within or node._has_order_style or node._has_odd_or_even):
        _found[key] = next(iter(own.values()), None), node._has_hover_style
    elif node._parent is not None:
        vars(node._parent)["_styled_as"] = None  # it may be a part of that, to be looked up each time


def _replace(sheet: Stylesheet, node: DOMNode, rules: RulesMap, animate: bool) -> None:
    """Give it these rules, unless it has them."""
    if node.styles.base._rules == rules and not animate:
        node.notify_style_update()
    else:
        sheet.replace_rules(node, rules, animate=animate)


def _qualities(node: DOMNode) -> tuple[object, ...]:
    """All that a selector can ask of a node by itself."""
    states: tuple[object, ...] = ()
    if isinstance(node, Widget):
        states = node.mouse_hover, node.has_focus, node.disabled, node.allow_focus()
    elif isinstance(node, App):
        states = tuple(asked(node) for asked in node._PSEUDO_CLASSES.values())  # its theme and colours
    return type(node), node._id, frozenset(node._classes), states


def _number(sheet: Stylesheet) -> int:
    """A number of the rules of a sheet; those of the same rules, which stay where they are, have the same."""
    rules, known = sheet.rules, vars(sheet).get("_numbered")
    if known is None or known[0] is not rules:
        known = rules, _sheets.setdefault(tuple(map(id, rules)), len(_sheets))
        vars(sheet)["_numbered"] = known
    return int(known[1])
