"""Values as an admin would have written them: `{name: Lin Mei, skills: {orders: 8}, wrap_up: 10s}`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

WIDEST = 112
"""Characters of a line; a longer mapping is written a key a line."""
_WORDS = frozenset({"", "~", "null", "yes", "no", "on", "off", "true", "false"})
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9_:.,eExXoO+-]*|[-+]?\.[0-9].*|[-+]?\.(inf|nan)", re.IGNORECASE)
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?")
Value = str | int | float | bool | None | list[Any] | dict[str, Any]
"""What a form sends: JSON."""


def written(value: Value) -> str:
    """A plain value as text, unquoted: yes, 9.5, Lin Mei."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.10g}"
        case _:
            return str(value)


def scalar(value: Value, quoted: bool = False) -> str:
    """A plain value, in quotes where it must be, or where the one before was."""
    text = written(value)
    if not isinstance(value, str):
        return text
    return _in_quotes(text) if quoted or _needs_quotes(text) else text


def key(name: str) -> str:
    """A key. One digit and a date need no quotes; a longer number is a name, and gets them."""
    if (name.isascii() and name.isdigit() and len(name) == 1) or _DATE.fullmatch(name):
        return name
    return scalar(name)


def in_one_line(value: Value) -> str:
    """In brackets, whatever it is."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(name)}: {in_one_line(each)}" for name, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(in_one_line(each) for each in value) + "]"
    return scalar(value)


def behind_a_key(value: Value, column: int, used: int) -> str:
    """What follows `key:`. `column`: of the key; `used`: characters that its line has already."""
    line = in_one_line(value)
    if not _collection(value) or not value or used + len(line) < WIDEST:
        return f" {line}"
    return "\n" + "\n".join(_lines(value, column + 2))


def behind_a_dash(value: Value, column: int) -> str:
    """What follows `-`. `column`: of the dash."""
    line = in_one_line(value)
    if not _collection(value) or not value or column + len(line) < WIDEST:
        return f" {line}"
    return " " + "\n".join(_lines(value, column + 2)).lstrip(" ")


def _lines(value: Value, indent: int) -> list[str]:
    """A key or an entry a line."""
    space = " " * indent
    if isinstance(value, Mapping):
        keys = ((f"{space}{key(name)}:", each) for name, each in value.items())
        return [f"{begun}{behind_a_key(each, indent, len(begun))}" for begun, each in keys]
    entries = value if isinstance(value, Sequence) else []
    return [f"{space}-{behind_a_dash(each, indent)}" for each in entries]


def _collection(value: Value) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str)


def _in_quotes(text: str) -> str:
    """As JSON has it, which is YAML; but YAML takes NEL and the like for ends of lines, even in quotes."""
    return "".join(
        each if each.isprintable() else f"\\U{ord(each):08x}" for each in json.dumps(text, ensure_ascii=False)
    )


def _needs_quotes(text: str) -> bool:
    if text.lower() in _WORDS or text[0] in _FIRST or text[-1] in " :" or _NUMBER_LIKE.fullmatch(text):
        return True
    return ": " in text or " #" in text or any(char in ",[]{}" or not char.isprintable() for char in text)
