"""Two pieces of frozen data compared, field by field: what was written differently, in the words of the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from calls.wording import Words, words


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` names the field (`noinput tries`); None: it is not there."""

    path: str
    before: object
    after: object

    def told(self) -> str:
        """`tries 3 -> 2`, `scenario vip is new`, `deputy 1003 is gone`."""
        return self.words().en

    def words(self) -> Words:
        """The same in each language. The names of fields are those of the plan."""
        if _empty(self.before):
            return words("{0} {1} is new", "新增 {0} {1}", self.path, shown(self.after))
        if _empty(self.after):
            return words("{0} {1} is gone", "去掉 {0} {1}", self.path, shown(self.before))
        return words("{0} {1} -> {2}", "{0} 由 {1} 改为 {2}", self.path, shown(self.before), shown(self.after))


def differences(before: object, after: object, leave_out: Set[str] = frozenset(), path: str = "") -> Iterator[Change]:
    """Every difference between two values of one type; fields of the names in `leave_out` are not looked at."""
    if before == after:
        return
    if is_dataclass(before) and type(before) is type(after):
        for field in fields(before):
            if field.name not in leave_out:
                old, new = getattr(before, field.name), getattr(after, field.name)
                yield from differences(old, new, leave_out, _joined(path, field.name))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), leave_out, _joined(path, str(key)))
    else:
        yield Change(path, before, after)


def shown(value: object) -> str:
    """A value as people read it."""
    match value:
        case None | "" | () | []:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Enum():
            return str(value.value)
        case tuple() | list() | frozenset() | set():
            return ", ".join(shown(each) for each in value)
        case _:
            return str(value)


def _empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, tuple | list | Mapping) and not value)


def _joined(path: str, name: str) -> str:
    return f"{path} {name}".strip()
