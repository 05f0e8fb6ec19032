"""A written document as a tree whose every key and value knows its place.

Its readers report instead of raising: a reader always returns a value of its type. Where text is wrong the
problem is noted and the default stands in; a document with problems is never used, so nobody meets that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from calls.problems import Place, Problems, did_you_mean

Kind = Literal["text", "list", "mapping", "absent"]
_WORDS = {"text": "text", "list": "a list", "mapping": "keys with values", "absent": "nothing"}
_EMPTY = ("", "~", "null")
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_BOOLEAN = _TRUE | _FALSE
_UNITS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")
_SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?(ms|s|m|h|)")


@dataclass(slots=True, eq=False)
class Node:
    """One value of a document. `written` is never guessed at: 0755, yes and * stay as they are."""

    file: str
    line: int
    column: int
    problems: Problems = field(repr=False)
    kind: Kind = "absent"
    written: str = ""
    plain: bool = True
    values: Sequence[Node] = field(default=(), repr=False)
    pairs: Sequence[tuple[Node, Node]] = field(default=(), repr=False)

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(self.file, self.line, self.column)

    @property
    def present(self) -> bool:
        """False for an optional key that was not written."""
        return self.kind != "absent"

    @property
    def empty(self) -> bool:
        """Nothing stands here, or a bare `null` or `~`."""
        kind = self.kind
        return kind == "absent" or (kind == "text" and self.plain and self.written in _EMPTY)

    @property
    def nothing(self) -> Node:
        """An absent Node at this place."""
        return Node(self.file, self.line, self.column, self.problems)

    @property
    def shown(self) -> str:
        """What was found, for a problem's text."""
        if self.empty or self.kind != "text":
            return "nothing" if self.empty else _WORDS[self.kind]
        line = "".join(sign if sign.isprintable() else "·" for sign in self.written[:41])
        return f"'{line if len(line) <= 40 else line[:39] + '…'}'"

    def problem(self, code: str, expected: str, hint: str = "", found: str = "") -> None:
        """Report a problem at this place."""
        self.problems.report(self.place, code, found or self.shown, expected, hint)

    # --- shapes ---------------------------------------------------------------------------------------------

    def items(self, expected: str = "keys with values") -> list[tuple[Node, Node]]:
        """The keys and values as written, in order; a key is a Node too, read by `.name()` or `.text()`."""
        if self.present and (self.kind != "mapping" or not self.pairs):
            self.problem("wrong-type", expected)
        return list(self.pairs)

    def sequence(self, expected: str = "a list") -> list[Node]:
        """The values of a list, in order."""
        if self.present and self.kind != "list":
            hint = "put a dash before each entry" if self.kind == "mapping" else ""
            self.problem("wrong-type", expected, hint)
        return list(self.values)

    def mapping(self, known: Collection[str], required: Collection[str] = ()) -> Fields:
        """The values under fixed keys. Reports unknown keys and required ones that are missing."""
        if not self.pairs:
            self.items(f"keys of {', '.join(known)}")
        fields = {}
        for key, value in self.pairs:
            fields[key.written] = value
            if key.written not in known:
                hint = did_you_mean(key.written, known)
                key.problem("unknown-key", f"one of {', '.join(known)}", hint, f"key {key.shown}")
        if required and (self.kind == "mapping" or self.empty):
            for missing in (word for word in required if word not in fields):
                self.problem("missing-key", f"the key '{missing}'", found=f"no '{missing}'")
        return Fields(self, fields, self.nothing)

    # --- values ---------------------------------------------------------------------------------------------

    def text(self, default: str = "", expected: str = "text") -> str:
        """The text as written."""
        if self.kind == "text" and not self.empty and self.written.strip():
            return self.written
        if self.kind != "absent":
            self.problem("wrong-type", expected)
        return default

    def texts(self, default: Sequence[str] = (), expected: str = "text or a list of texts") -> tuple[str, ...]:
        """One text or a list of them."""
        if not self.present:
            return tuple(default)
        if self.kind != "list":
            return (self.text(expected=expected),)
        if not self.values:
            self.problem("wrong-type", expected, found="an empty list")
        return tuple(value.text() for value in self.values)

    def name(self, default: str = "", expected: str = "a name") -> str:
        """A name fit for logs, channels and the store: ASCII letters, digits, `_`, `-`, `.`; 64 at most."""
        return self._matched(_NAME, default, expected, "a name is made of letters a-z, digits, _ - and .")

    def integer(self, default: int = 0, least: int | None = None, most: int | None = None) -> int:
        """A whole number within bounds."""
        if self.kind == "absent":
            return default
        expected = f"a whole number{_bounds(least, most)}"
        text = self._matched(_INTEGER, "", expected, "no leading zeros, no unit")
        return int(text) if text and self._within(int(text), least, most) else default

    def number(self, default: float = 0.0, least: float | None = None, most: float | None = None) -> float:
        """A number within bounds."""
        text = self._matched(_NUMBER, "", f"a number{_bounds(least, most)}", "such as 7 or 9.5")
        return float(text) if text and self._within(float(text), least, most) else default

    def seconds(self, default: float = 0.0, least: float = 0.0, most: float = 86400.0) -> float:
        """A time in seconds: `20s`, `3m`, `1.5s`, `500ms`, `1h`, or a bare number of seconds."""
        if self.kind == "absent":
            return default
        text = self._matched(_SECONDS, "", "a time such as 20s, 1.5s or 3m", "units are ms, s, m and h")
        found = _SECONDS.fullmatch(text)
        if found is None:
            return default
        value = float(found[1]) * _UNITS[found[2]]
        return value if self._within(value, least, most, " seconds") else default

    def boolean(self, default: bool = False) -> bool:
        """`true`, `yes` or `on`; `false`, `no` or `off`."""
        if self.kind == "absent":
            return default
        word = self.written.lower() if self.kind == "text" else ""
        if word not in _BOOLEAN:
            self.problem("wrong-type", "true or false")
            return default
        return word in _TRUE

    def one_of(self, words: Collection[str], default: str = "") -> str:
        """One of these words."""
        if not self.present:
            return default
        expected = f"one of {', '.join(words)}"
        text = self.text(default, expected)
        if self.kind == "text" and not self.empty and text not in words:
            self.problem("unknown-word", expected, did_you_mean(text, words))
            return default
        return text

    def _matched(self, pattern: re.Pattern[str], default: str, expected: str, hint: str) -> str:
        if self.kind == "absent":
            return default
        if self.kind != "text" or not pattern.fullmatch(self.written):
            code = "wrong-value" if self.kind == "text" and not self.empty else "wrong-type"
            self.problem(code, expected, hint)
            return default
        return self.written

    def _within(self, value: float, least: float | None, most: float | None, unit: str = "") -> bool:
        fits = (least is None or value >= least) and (most is None or value <= most)
        if not fits:
            self.problem("out-of-range", f"a value{_bounds(least, most)}{unit}")
        return fits


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of a mapping with fixed keys. `of(key)` is an absent Node when the key was not written."""

    node: Node
    values: dict[str, Node]
    absent: Node
    """What stands for each key that was not written."""

    def of(self, key: str) -> Node:
        """The value under this key; if there is none, a Node whose readers return their defaults."""
        return self.values.get(key, self.absent)

    def __contains__(self, key: object) -> bool:
        return key in self.values


def _bounds(least: float | None, most: float | None) -> str:
    match (least, most):
        case (None, None):
            return ""
        case (None, _):
            return f" of at most {most:g}"
        case (_, None):
            return f" of at least {least:g}"
        case _:
            return f" from {least:g} to {most:g}"
