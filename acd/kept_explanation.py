"""An explanation as text that a record keeps, and back: JSON with the version of its shape.

A field that a newer version added is passed over; what an older one did not have is as the class has it by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, get_args, get_origin, get_type_hints

import orjson

from acd.explanation import Explanation

VERSION = 1
T = TypeVar("T")
Read = Callable[[Any], Any]


def to_json(why: Explanation) -> str:
    """The explanation in one line. A number that JSON does not know is null."""
    return orjson.dumps({"version": VERSION} | {each.name: getattr(why, each.name) for each in fields(why)}).decode()


def from_json(text: str) -> Explanation | None:
    """The explanation again; None if there is none, or only a newer version can read it."""
    if not text:
        return None
    try:
        return _read(Explanation, orjson.loads(text))
    except (KeyError, TypeError, ValueError):
        return None


def _read(kind: Callable[..., T], values: Any) -> T:
    """One object. Raises KeyError, TypeError or ValueError for what is none."""
    if not isinstance(values, dict):
        raise TypeError("no object")
    readers = _readers(kind)
    found = {name: read(values[name]) for name, read in readers.items() if values.get(name) is not None}
    return kind(**found)


@cache
def _readers(kind: Any) -> dict[str, Read]:
    hints = get_type_hints(kind)
    return {each.name: _reader(hints[each.name]) for each in fields(kind)}


def _reader(hint: Any) -> Read:
    """What reads a value of this type."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if isinstance(hint, UnionType):
        (present,) = (each for each in get_args(hint) if each is not NoneType)
        return _reader(present)
    if get_origin(hint) is tuple:
        return _tuple_reader(get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: _read(hint, value)
    return _plain_reader(hint)


def _tuple_reader(parts: tuple[Any, ...]) -> Read:
    if parts[-1] is Ellipsis:
        one = _reader(parts[0])
        return lambda values: tuple(one(each) for each in values)
    readers = [_reader(part) for part in parts]
    return lambda values: tuple(read(each) for read, each in zip(readers, values, strict=True))


def _plain_reader(hint: type[Any]) -> Read:
    if issubclass(hint, StrEnum):
        return hint
    if hint is float:
        return _number

    def plain(value: Any) -> Any:
        if type(value) is not hint:
            raise TypeError(f"{value!r:.40} is no {hint.__name__}")
        return value

    return plain


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not isfinite(value):
        raise TypeError(f"{value!r:.40} is no number")
    return float(value)
