"""The changes that a form makes, done to the text of one file, and proved by reading the text again."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import yaml

from service.editing.cutting import Cut, Cutter
from service.editing.tree import Data, EditRefused, Found, Path, data_of, find, parsed
from service.editing.writing import Value, written

MOST = 10_000
"""Changes at once."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `set` writes a value (a mapping is compared key by key), `remove` takes it out, with what is empty then;

    `insert` puts an entry into a list before the one at the end of the path; `rename` gives another key.
    """

    do: Literal["set", "remove", "insert", "rename"]
    path: Path
    value: Value = None
    name: str = ""


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with these changes, one after the other. Raises EditRefused, and then nothing is changed."""
    if len(edits) > MOST:
        raise EditRefused(f"{len(edits)} changes at once", f"at most {MOST}")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    desk = _Desk(text.removeprefix(mark))
    for edit in edits:
        if not edit.path:
            raise EditRefused("a change needs a place")
        desk.do(edit)
    return mark + desk.done()


class _Desk:
    """Cuts are gathered as long as they do not touch each other; then the text is read anew."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: yaml.Node = parsed(text)
        self._wanted: Data = data_of(self._root)
        self._cuts: list[tuple[Cut, tuple[str, ...]]] = []

    def do(self, edit: Edit) -> None:
        """One change."""
        if self._touches(edit.path):
            self._read_anew()
        match edit.do:
            case "set":
                self._set(edit.path, edit.value)
            case "remove":
                self._remove(edit.path)
            case "insert":
                self._insert(edit.path, edit.value)
            case "rename":
                self._rename(edit.path, edit.name)

    def done(self) -> str:
        """The text, if it says what it should."""
        self._read_anew()
        return self._text

    # --- the changes

    def _set(self, path: Path, value: Value) -> None:
        found = find(self._root, path)
        if found is None:
            self._add(path, value)
            return
        for change in list(_steps(found, path, value)):
            if change.path == path and change.do == "set":
                self._cut(self._cutter.replaced(found, value), path)
                _put(self._wanted, path, value)
            else:
                self.do(change)

    def _add(self, path: Path, value: Value) -> None:
        """A key that is not there, with the keys above it that are not there either."""
        holder, name = self._holder(path[:-1]), path[-1]
        if holder is None and len(path) > 1:
            self._set(path[:-1], {str(name): value})
            return
        if not isinstance(holder, yaml.MappingNode) or not isinstance(name, str):
            raise EditRefused(f"there is no place {_told(path)}")
        self._cut(self._cutter.added(holder, len(holder.value), name, value), path[:-1])
        _put(self._wanted, path, value)

    def _insert(self, path: Path, value: Value) -> None:
        holder, at = self._holder(path[:-1]), path[-1]
        if holder is None:
            self._set(path[:-1], [value])
            return
        if not isinstance(holder, yaml.SequenceNode) or not isinstance(at, int) or not 0 <= at <= len(holder.value):
            raise EditRefused(f"there is no list with a place {_told(path)}")
        self._cut(self._cutter.added(holder, at, None, value), path[:-1])
        cast("list[Data]", _get(self._wanted, path[:-1])).insert(at, _as_written(value))

    def _remove(self, path: Path) -> None:
        found = find(self._root, path)
        if found is None:
            raise EditRefused(f"there is nothing at {_told(path)}")
        if len(found.holder.value) == 1:
            if len(path) == 1:
                raise EditRefused("the file would be blank", "remove the file from the plan instead")
            self._remove(path[:-1])
            return
        self._cut(self._cutter.removed(found), path[:-1])
        _drop(self._wanted, path)

    def _rename(self, path: Path, name: str) -> None:
        found = find(self._root, path)
        if found is None or not isinstance(found.holder, yaml.MappingNode):
            raise EditRefused(f"there is no key {_told(path)}")
        if any(str(key.value) == name for key, _ in found.holder.value):
            raise EditRefused(f"'{name[:60]}' is there already", "choose another name")
        self._cut(self._cutter.renamed(found, name), path)
        holder = cast("dict[str, Data]", _get(self._wanted, path[:-1]))
        renamed = {name if each == str(path[-1]) else each: value for each, value in holder.items()}
        holder.clear()
        holder.update(renamed)

    def _holder(self, path: Path) -> yaml.CollectionNode | None:
        """None where there is nothing that could hold an entry: it is written as a whole then."""
        if not path:
            return cast("yaml.CollectionNode", self._root)
        found = find(self._root, path)
        if found is None or (isinstance(found.value, yaml.ScalarNode) and not found.value.value):
            return None
        if not isinstance(found.value, yaml.CollectionNode):
            raise EditRefused(f"{_told(path)} is a text")
        return found.value if found.value.value else None

    # --- the text

    @property
    def _cutter(self) -> Cutter:
        return Cutter(self._text, "\r\n" if "\r\n" in self._text else "\n")

    def _cut(self, cut: Cut, path: Path) -> None:
        self._cuts.append((cut, tuple(map(str, path))))

    def _touches(self, path: Path) -> bool:
        """Whether a cut was made in what holds this place, or within it."""
        here = tuple(map(str, path))
        return any(here[: len(cut)] == cut or cut[: len(here)] == here for _, cut in self._cuts)

    def _read_anew(self) -> None:
        if not self._cuts:
            return
        text = self._text
        for cut, _ in sorted(self._cuts, reverse=True):
            text = text[: cut.start] + cut.text + text[cut.end :]
        root = parsed(text)
        if data_of(root) != self._wanted:
            raise EditRefused("the change would touch something else")
        self._text, self._root, self._cuts = text, root, []


# --- a value against what is written


def _steps(found: Found, path: Path, value: Value) -> Iterator[Edit]:
    """The smallest changes that make the value there this one; itself, where it is another kind of thing."""
    old = found.value
    if isinstance(old, yaml.MappingNode) and isinstance(value, dict) and value and old.value:
        yield from _of_mapping(old, path, value)
    elif isinstance(old, yaml.SequenceNode) and isinstance(value, list) and value and old.value and not old.flow_style:
        yield from _of_list(old, path, value)
    elif data_of(old) != _as_written(value):
        yield Edit("set", path, value)


def _of_mapping(old: yaml.MappingNode, path: Path, value: dict[str, Value]) -> Iterator[Edit]:
    there = {str(key.value): each for key, each in old.value}
    kept = [name for name in there if name in value]
    if not kept:
        yield Edit("set", path, value)
        return
    for name in there:
        if name not in value:
            yield Edit("remove", (*path, name))
    for name, each in value.items():
        if name not in there or data_of(there[name]) != _as_written(each):
            yield Edit("set", (*path, name), each)


def _of_list(old: yaml.SequenceNode, path: Path, value: list[Value]) -> Iterator[Edit]:
    """Entries in common at both ends stay."""
    before, after = [data_of(each) for each in old.value], [_as_written(each) for each in value]
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    both = min(len(before), len(after)) - last
    for index in range(first, both):
        yield Edit("set", (*path, index), value[index])
    for index in reversed(range(both, len(before) - last)):
        yield Edit("remove", (*path, index))
    for index in range(both, len(after) - last):
        yield Edit("insert", (*path, index), value[index])


# --- what is wanted, as data


def _as_written(value: Value) -> Data:
    if isinstance(value, dict):
        return {str(name): _as_written(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_written(each) for each in value]
    return written(value)


def _get(data: Data, path: Path) -> Data:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else cast("dict[str, Data]", data)[str(step)]
    return data


def _put(data: Data, path: Path, value: Value) -> None:
    holder, wanted = _get(data, path[:-1]), copy.deepcopy(_as_written(value))
    if isinstance(holder, list):
        holder[int(path[-1])] = wanted
    else:
        cast("dict[str, Data]", holder)[str(path[-1])] = wanted


def _drop(data: Data, path: Path) -> None:
    holder = _get(data, path[:-1])
    if isinstance(holder, list):
        del holder[int(path[-1])]
    else:
        del cast("dict[str, Data]", holder)[str(path[-1])]


def _told(path: Path) -> str:
    return " > ".join(str(each)[:60] for each in path)
