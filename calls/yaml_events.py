"""YAML text -> parse events with their places: by libyaml where it fits, else by the pure parser.

libyaml (YAML 1.1) is fifty times as fast, the pure parser (YAML 1.2) has the last word: what libyaml would read in
another way never gets to it, and a fault that it finds is told in the pure parser's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

QUICK = yaml.__with_libyaml__
"""Whether PyYAML was built with libyaml. Without it everything works, slowly."""

_ONLY_PURE = ("\x85", "\u2028", "\u2029", "\ufeff", "\n%")
"""Line breaks of YAML 1.1, a mark that is no letter, directives: the two parsers differ wherever these stand."""
_PERHAPS_PURE = {
    "!": re.compile(r"!(?<![^\s,\[{]!)"),  # a tag
    "*": re.compile(r"\*(?<![^\s,\[{:]\*)[-\w]*[^-\w\s,\[\]{}]"),  # an alias as a key, or with a sign in its name
    "&": re.compile(r"&(?<![^\s,\[{:]&)[-\w]*[^-\w\s,\[\]{}]"),  # a name with a sign in it: &a:b, &a?b
    "[": re.compile(r"[]\[{}\s,\"']:\S"),  # a colon close to its value in a list: ["a":b]
    "|": re.compile(r"\|[-+0-9]{0,2}(#| *\n[ \n]* \n)"),  # a block of text whose first line is blanks, or its head odd
    ">": re.compile(r">[-+0-9]{0,2}(#| *\n[ \n]* \n)"),
    "\t": re.compile(r"^(?! *#).*\t", re.MULTILINE),  # a tab outside of remarks
}
"""For a character that may stand where the two differ: how to tell."""


@dataclass
class YamlFault(Exception):
    """The text is no YAML. `at` is where it shows, `begun` where the broken part begins: (line, column) from 1."""

    words: str
    context: str
    at: tuple[int, int]
    begun: tuple[int, int] | None = None


def read_alike(text: str) -> bool:
    """Whether the quick parser is there, and reads this text as the pure one does."""
    if not QUICK or text.startswith("%") or any(mark in text for mark in _ONLY_PURE):
        return False
    return not any(sign in text and where.search(text) for sign, where in _PERHAPS_PURE.items())


def quick_events(text: str) -> Iterator[Any]:
    """libyaml's events. Raises YamlFault; its words are libyaml's."""
    from yaml._yaml import CParser  # only there where libyaml is

    parser = CParser(text)
    try:
        yield from iter(parser.get_event, None)
    except yaml.YAMLError as fault:
        raise _fault(fault) from None


def pure_events(text: str) -> Iterator[Any]:
    """The pure parser's events. Raises YamlFault."""
    from ruamel.yaml import YAML  # only where it is needed: it takes longer to import than a plan to read
    from ruamel.yaml.error import YAMLError as PureError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except PureError as fault:
        raise _fault(fault) from None


def _fault(fault: Any) -> YamlFault:
    """The library's complaint in our shape; one without a place is told at the beginning."""
    at, begun = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    words = getattr(fault, "problem", None) or str(fault).splitlines()[0]
    place = _place(at) or _place(begun) or (1, 1)
    return YamlFault(str(words), str(getattr(fault, "context", None) or ""), place, _place(begun))


def _place(mark: Any) -> tuple[int, int] | None:
    return None if mark is None else (mark.line + 1, mark.column + 1)
