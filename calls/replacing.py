"""`replace` for frozen dataclasses with slots, two to three times as fast as the library's.

A call's record has some forty fields and is changed a dozen times in each call; a report folds hundreds of thousands of
them. The library builds every copy through `__init__`, which sets each field by `object.__setattr__`.
Measured with a record of 47 fields, two of them changed, 100,000 times: 11 to 13 us here, 33 us there (2.5 to 2.9 times).
"""

from __future__ import annotations

import dataclasses
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as replace  # the types of its arguments are checked, as they are for the library's
else:

    def replace(whole: Any, /, **changes: Any) -> Any:
        """A copy with these fields changed. TypeError for a field that there is not."""
        kind = type(whole)
        copy, (read, write, by_name) = object.__new__(kind), _fields(kind)
        for put, value in zip(write, read(whole), strict=True):
            put(copy, value)
        for name, value in changes.items():
            if name not in by_name:
                raise TypeError(f"{kind.__name__} has no field {name!r}")
            by_name[name](copy, value)
        return copy


@cache
def _fields(kind: type[Any]) -> tuple[Any, list[Any], dict[str, Any]]:
    """How all fields are read at once, and how each is written: by its slot, which does not know of frozen."""
    names = [field.name for field in dataclasses.fields(kind)]
    if not set(names) <= set(getattr(kind, "__slots__", ())) or hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} is no plain dataclass with slots")
    by_name = {name: getattr(kind, name).__set__ for name in names}
    read = attrgetter(*names) if len(names) > 1 else lambda whole: (getattr(whole, names[0]),)
    return read, list(by_name.values()), by_name
