"""The words and signs of an expression, each with its place. A number may carry a unit of time: 30s, 3m, 1.5h."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calls.profile import Value

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,15}(?:\.[0-9]{1,9})?)(?P<unit>ms|s|m|h|d)?(?![\w.])"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]{0,63})"
    r"|'(?P<single>[^'\n]*)'|\"(?P<double>[^\"\n]*)\""
    r"|(?P<sign>==|!=|<=|>=|<>|&&|\|\||[-<>()\[\],.+*/=!]))"
)


class Wrong(ValueError):
    """The text is no expression. `at` counts characters from 0; `found` and `expected` are for people."""

    def __init__(self, at: int, found: str, expected: str, hint: str = "") -> None:
        super().__init__(f"character {at + 1}: found {found}, expected {expected}")
        self.at, self.found, self.expected, self.hint = at, found, expected, hint


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text. `kind`: number, name, text, sign or end."""

    kind: str
    text: str
    at: int
    value: Value = ""

    @property
    def shown(self) -> str:
        """As a mistake tells it."""
        return f"'{self.text}'" if self.kind != "end" else "the end"


def tokens_in(text: str) -> Iterator[Token]:
    """What the text is made of, and its end. Raises Wrong."""
    at, length = 0, len(text.rstrip())
    while at < length:
        found = _TOKEN.match(text, at)
        if found is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise Wrong(
                at, f"'{text[at]}'", "a name, a number, a text in quotes or a sign such as ==", _stray(text[at])
            )
        yield _token(found)
        at = found.end()
    yield Token("end", "", length)


def _stray(sign: str) -> str:
    return "close the quotes" if sign in "'\"" else "texts need quotes"


def _token(found: re.Match[str]) -> Token:
    at = found.start() + len(found[0]) - len(found[0].lstrip())
    if number := found["number"]:
        return Token("number", found[0].strip(), at, _number(number, found["unit"]))
    if name := found["name"]:
        return Token("name", name, at)
    if sign := found["sign"]:
        return Token("sign", sign, at)
    return Token("text", found[0].strip(), at, found["single"] if found["single"] is not None else found["double"])


def _number(digits: str, unit: str | None) -> float | int:
    number = float(digits) if "." in digits else int(digits)
    return number * _UNITS[unit] if unit else number
