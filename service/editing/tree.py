"""YAML text as a tree in which every part knows where in the text it begins and ends.

A round trip through a YAML library would lay out again what nobody touched (aligned comments, long lines, spaces in brackets).
So the parser only says where things are; the text itself is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from calls.documents import Problems, compose
from calls.errors import WrongSettings

Path = Sequence[str | int]
Data = str | list["Data"] | dict[str, "Data"]
"""A document as it is written: texts, lists, mappings. Nothing is guessed: `yes` and `0755` are texts."""
BLOCK_TEXT = ("|", ">")


class EditRefused(WrongSettings):
    """This change cannot be made in a form. Nothing was changed."""

    code = "HL261"
    remedy = "change it in the text of the dialplan"


@dataclass(frozen=True, slots=True)
class Part:
    """A value (or a key) in the text, from `start` up to `end` (excluded), comments behind it left out."""

    node: yaml.Node
    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Nothing is written: `key:` and no more."""
        return isinstance(self.node, yaml.ScalarNode) and self.start == self.end

    @property
    def in_brackets(self) -> bool:
        """`{…}` or `[…]`."""
        return isinstance(self.node, yaml.CollectionNode) and bool(self.node.flow_style)


def parsed(text: str) -> yaml.Node:
    """The root of a document that our own reader takes. Raises EditRefused."""
    problems = Problems()
    compose(text, "", problems)
    if problems:
        raise EditRefused(f"the text is no YAML: {problems.sorted()[0].told()}", "mend the text first")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise EditRefused("the file has no sections")
    return root


def part(node: yaml.Node) -> Part:
    """Where a node stands. The parser counts the blank lines behind a block to it; its last value ends it here."""
    return Part(node, node.start_mark.index, _end(node))


def _end(node: yaml.Node) -> int:
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            last = key if _unwritten(value) or value.start_mark.index < key.start_mark.index else value
            if last is key:
                return int(key.end_mark.index) + 1  # its colon
        node = last
    return int(node.end_mark.index)


def _unwritten(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def data_of(node: yaml.Node) -> Data:
    """What is written there."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): data_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(value) for value in node.value]
    return str(node.value)


def lines_of(node: yaml.Node, before: str = "", depth: int = 2) -> Iterator[tuple[str, int]]:
    """`agents/1001` and its line, from 1, so many levels down."""
    if isinstance(node, yaml.MappingNode) and depth:
        for key, value in node.value:
            yield (name := f"{before}{key.value}"), key.start_mark.line + 1
            yield from lines_of(value, f"{name}/", depth - 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the tree: the value there, and what holds it. `index`: its place in the holder; `key`: in a mapping."""

    holder: yaml.CollectionNode
    index: int
    value: yaml.Node
    key: yaml.Node | None = None


def find(root: yaml.Node, path: Path) -> Found | None:
    """The value at this path; None where nothing is written. Raises EditRefused for what another place writes."""
    found: Found | None = None
    node = root
    for step in path:
        found = _child(node, step)
        if found is None:
            return None
        first = found.key or found.value
        if not node.start_mark.index <= first.start_mark.index <= found.value.start_mark.index:
            raise EditRefused(f"'{step}' is written at another place (*name)")
        node = found.value
    return found


def _child(node: yaml.Node, step: str | int) -> Found | None:
    if isinstance(node, yaml.MappingNode):
        for index, (key, value) in enumerate(node.value):
            if str(key.value) == str(step):
                return Found(node, index, value, key)
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return Found(node, step, node.value[step])
    return None
