"""Where in the text a change is made, and what is written there: one cut for each."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from service.editing.tree import BLOCK_TEXT, EditRefused, Found, Part, part
from service.editing.writing import Value, behind_a_dash, behind_a_key, in_one_line, key, scalar


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """Take the text from `start` up to `end` away, and write this there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cutter:
    """Makes cuts in one text."""

    text: str
    newline: str = "\n"

    # --- a value

    def replaced(self, found: Found, value: Value) -> Cut:
        """Another value in place of this one."""
        old = part(found.value)
        if found.holder.flow_style or (old.in_brackets and not _is_collection(value)):
            start = old.start if not old.empty else self._behind_colon(found)
            return Cut(start, old.end if not old.empty else start, self._space(old) + self._plain(found.value, value))
        if isinstance(found.value, yaml.ScalarNode) and found.value.style in BLOCK_TEXT:
            return Cut(old.start, self._without_newlines(old), self._in_block(found, value).lstrip(" "))
        if found.key is None:
            return Cut(old.start, old.end, self._in_block(found, value).lstrip(" "))
        if not _is_collection(value) and isinstance(found.value, yaml.ScalarNode) and not old.empty:
            return Cut(old.start, old.end, self._plain(found.value, value))
        return Cut(self._behind_colon(found), max(old.end, self._behind_colon(found)), self._in_block(found, value))

    def renamed(self, found: Found, name: str) -> Cut:
        """Another key. Raises EditRefused for the entry of a list."""
        if found.key is None:
            raise EditRefused("an entry of a list has no name")
        old = part(found.key)
        quoted = getattr(found.key, "style", "") == '"'
        return Cut(old.start, old.end, scalar(name, quoted) if quoted else key(name))

    def _in_block(self, found: Found, value: Value) -> str:
        column = self._column(found.key or found.value)
        if found.key is None:
            return self._lines(behind_a_dash(value, column - 2))
        return self._lines(behind_a_key(value, column, self._behind_colon(found) - self._line_start(found.key)))

    @staticmethod
    def _plain(old: yaml.Node, value: Value) -> str:
        if _is_collection(value):
            return in_one_line(value)
        return scalar(value, isinstance(old, yaml.ScalarNode) and old.style in ("'", '"') and isinstance(value, str))

    @staticmethod
    def _space(old: Part) -> str:
        return " " if old.empty else ""

    def _behind_colon(self, found: Found) -> int:
        end = part(found.key or found.value).end
        return self.text.index(":", end) + 1 if found.key is not None else end

    def _without_newlines(self, old: Part) -> int:
        return old.start + len(self.text[old.start : old.end].rstrip())

    # --- one more

    def added(self, holder: yaml.CollectionNode, at: int, name: str | None, value: Value) -> Cut:
        """One more entry: of a mapping (by name, at its end), or of a list at this place."""
        if holder.flow_style:
            return self._added_in_brackets(holder, at, name, value)
        if at == 0 and name is None:
            first = part(holder.value[0]).start
            dash = self.text.rindex("-", 0, first)
            column = dash - self._start_of_line(dash)
            return Cut(dash, dash, f"-{self._lines(behind_a_dash(value, column))}{self.newline}{' ' * column}")
        before = holder.value[at - 1]
        last = before[1] if isinstance(before, tuple) else before
        end = self._line_end(self._last(before, last))
        return Cut(end, end, self._begun_line(end) + self._entry(holder, name, value))

    def _entry(self, holder: yaml.CollectionNode, name: str | None, value: Value) -> str:
        if name is None:
            first = part(holder.value[0]).start
            dash = self.text.rindex("-", 0, first)
            column = dash - self._start_of_line(dash)
            return f"{' ' * column}-{self._lines(behind_a_dash(value, column))}"
        column = self._column(holder.value[0][0])
        begun = f"{' ' * column}{key(name)}:"
        return begun + self._lines(behind_a_key(value, column, len(begun)))

    def _added_in_brackets(self, holder: yaml.CollectionNode, at: int, name: str | None, value: Value) -> Cut:
        entry = in_one_line(value) if name is None else f"{key(name)}: {in_one_line(value)}"
        if not holder.value:
            return Cut(holder.start_mark.index + 1, holder.end_mark.index - 1, entry)
        if at < len(holder.value):
            start = self._begins(holder.value[at])
            return Cut(start, start, f"{entry}, ")
        end = self._ends(holder.value[-1])
        return Cut(end, end, f", {entry}")

    # --- one less

    def removed(self, found: Found) -> Cut:
        """Without this entry. The holder has others."""
        entries = found.holder.value
        begins = self._begins(entries[found.index])
        more = found.index + 1 < len(entries)
        if found.holder.flow_style:
            if more:
                return Cut(begins, self._begins(entries[found.index + 1]), "")
            return Cut(self._ends(entries[found.index - 1]), self._ends(entries[found.index]), "")
        if found.key is not None and self.text[self._start_of_line(begins) : begins].strip():
            return Cut(begins, self._begins(entries[found.index + 1]), "")
        end = self._line_end(self._last(entries[found.index], found.value))
        start = self._start_of_line(begins)
        if end < len(self.text):
            return Cut(start, end + len(self.newline), "")
        return Cut(max(start - len(self.newline), 0), end, "")

    # --- places in the text

    @staticmethod
    def _begins(entry: yaml.Node | tuple[yaml.Node, yaml.Node]) -> int:
        return int((entry[0] if isinstance(entry, tuple) else entry).start_mark.index)

    def _ends(self, entry: yaml.Node | tuple[yaml.Node, yaml.Node]) -> int:
        return self._last(entry, entry[1] if isinstance(entry, tuple) else entry)

    def _last(self, entry: yaml.Node | tuple[yaml.Node, yaml.Node], value: yaml.Node) -> int:
        """Where an entry ends; one without a value at its colon, or at its key where there is none."""
        found = part(value)
        behind = isinstance(entry, tuple) and (found.empty or found.start < entry[0].start_mark.index)
        if isinstance(entry, tuple) and behind:
            end = int(entry[0].end_mark.index)
            return self.text.index(":", end) + 1 if self.text[end:].lstrip(" ").startswith(":") else end
        if isinstance(value, yaml.ScalarNode) and value.style in BLOCK_TEXT:
            return self._without_newlines(found)
        return self._without_newlines(found) if self._is_block_text(value) else found.end

    def _is_block_text(self, node: yaml.Node) -> bool:
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        return isinstance(node, yaml.ScalarNode) and node.style in BLOCK_TEXT

    def _line_end(self, at: int) -> int:
        end = self.text.find(self.newline, at)
        return len(self.text) if end < 0 else end

    def _start_of_line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_start(self, node: yaml.Node) -> int:
        return self._start_of_line(int(node.start_mark.index))

    def _column(self, node: yaml.Node) -> int:
        return int(node.start_mark.column)

    def _begun_line(self, _end: int) -> str:
        return self.newline

    def _lines(self, text: str) -> str:
        return text.replace("\n", self.newline)


def _is_collection(value: Value) -> bool:
    return isinstance(value, dict | list | tuple)
