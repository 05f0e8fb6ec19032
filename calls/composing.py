"""YAML text -> Nodes.

Works on the parser's events: nothing is guessed (YAML 1.1's yes, 0755) and nothing recurses. A document
made to eat memory (a "billion laughs" of aliases, endless nesting) is refused where it grows too big.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from calls.nodes import Node
from calls.problems import Place, Problems
from calls.yaml_faults import explain_fault, explain_reader_fault

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000
"""Counted with every alias written out."""


def compose(text: str, file: str, problems: Problems) -> Node:
    """The document as a Node; an absent one when it is blank or broken, with the problems reported."""
    start = Node(file, 1, 1, problems)
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        limit = f"at most {MAX_CHARACTERS} characters"
        start.problem("too-big", limit, "split the file with include", f"{len(text)} characters")
        return start
    composer = _Composer(file, problems)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            composer.receive(event)
    except MarkedYAMLError as fault:
        explain_fault(fault, text, file, problems)
    except ReaderError as fault:
        explain_reader_fault(fault, text, file, problems)
    except _RefusedError:
        return start
    except YAMLStreamError as fault:
        start.problem("syntax", "a YAML document", found=str(fault).splitlines()[0])
    else:
        return composer.finished(start)
    return start


class _RefusedError(Exception):
    """The document is too deep or too big to go on; the problem is reported."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come. `key` waits for its value."""

    node: Node
    anchor: str | None
    key: Node | None = None
    keys: set[str] = field(default_factory=set)


class _Composer:
    """Builds the tree event by event, without recursion."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.root: Node | None = None
        self.documents = 0
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.measures: dict[int, tuple[int, int]] = {}

    def finished(self, start: Node) -> Node:
        """The root; a blank document is a problem (pain P24)."""
        if self.root is None or self.root.empty:
            start.problem("blank", "a document", "nothing is written in this file", "a blank file")
            return start
        return self.root

    def receive(self, event: Any) -> None:
        match event:
            case DocumentStartEvent():
                self._document(event)
            case ScalarEvent():
                plain = event.style is None or event.style == ""
                self._leaf(self._node(event, "text", str(event.value), plain), event.anchor)
            case AliasEvent():
                self._alias(event)
            case MappingStartEvent() | SequenceStartEvent():
                kind = "mapping" if isinstance(event, MappingStartEvent) else "list"
                self._begin(self._node(event, kind), event.anchor)
            case MappingEndEvent() | SequenceEndEvent():
                self._end()

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            found, hint = "a second document (---)", "remove the line ---"
            self._place_problem(event, "syntax", found, "one document in a file", hint)
            raise _RefusedError

    def _node(self, event: Any, kind: Any, written: str = "", plain: bool = True) -> Node:
        if event.tag is not None:
            hint = "remove the word that begins with !"
            self._place_problem(event, "tag", f"the tag {event.tag}", "a plain value", hint)
        mark = event.start_mark
        return Node(self.file, mark.line + 1, mark.column + 1, self.problems, kind, written, plain)

    def _alias(self, event: Any) -> None:
        known = self.anchors.get(event.anchor)
        if known is None:
            named = str(event.anchor).strip(":")
            hint = (
                f"write &{named} before the value that is meant, above this line"
                if named
                else 'the star key is written "*"'
            )
            self._place_problem(event, "alias", f"*{event.anchor}", "the name of a finished value", hint)
            known = self._node_at(event)
        self._put(known)

    def _leaf(self, node: Node, anchor: str | None) -> None:
        self.measures[id(node)] = (1, 1)
        if anchor:
            self.anchors[anchor] = node
        self._put(node)

    def _begin(self, node: Node, anchor: str | None) -> None:
        if len(self.open) >= MAX_DEPTH:
            self._refuse(node, "too-deep", f"at most {MAX_DEPTH} levels", "nested too deep")
        self.open.append(_Open(node, anchor))

    def _end(self) -> None:
        done = self.open.pop()
        self._measure(done.node)
        if done.anchor:
            self.anchors[done.anchor] = done.node
        self._put(done.node)

    def _measure(self, node: Node) -> None:
        """Size and height with every alias written out, known without writing it out."""
        inner = [*node.values, *(half for pair in node.pairs for half in pair)]
        known = [self.measures.get(id(child), (1, 1)) for child in inner]
        size, height = 1 + sum(s for s, _ in known), 1 + max((h for _, h in known), default=0)
        self.measures[id(node)] = (size, height)
        if size > MAX_VALUES:
            found = f"{size} values, aliases written out"
            self._refuse(node, "too-big", f"at most {MAX_VALUES}", found)
        if height + len(self.open) > MAX_DEPTH:
            self._refuse(node, "too-deep", f"at most {MAX_DEPTH} levels", "nested too deep")

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if top.node.kind == "list":
            top.node.values.append(node)
        elif top.key is None:
            top.key = node
        else:
            self._pair(top, top.key, node)
            top.key = None

    def _pair(self, top: _Open, key: Node, value: Node) -> None:
        if key.kind != "text":
            hint = "a text that begins with { or [ needs quotes"
            key.problem("wrong-type", "a key of plain text", hint)
        elif key.plain and key.written == "<<":
            hint = "merging (<<) is not used here; write the keys out or use *name"
            key.problem("merge", "plain keys", hint, "<<")
        elif key.written in top.keys:
            self._used_twice(top, key)
        else:
            if value.empty:  # the parser's mark of what is not there lies behind it, often on the next line
                value.line, value.column = key.line, key.column
            top.keys.add(key.written)
            top.node.pairs.append((key, value))

    def _used_twice(self, top: _Open, key: Node) -> None:
        first = next(other for other, _ in top.node.pairs if other.written == key.written)
        hint = f"it was used at line {first.line} already; remove one"
        key.problem("duplicate-key", "each key once", hint, f"key {key.shown} again")

    def _node_at(self, event: Any) -> Node:
        mark = event.start_mark
        return Node(self.file, mark.line + 1, mark.column + 1, self.problems)

    def _place_problem(self, event: Any, code: str, found: str, expected: str, hint: str) -> None:
        mark = event.start_mark
        self.problems.report(Place(self.file, mark.line + 1, mark.column + 1), code, found, expected, hint)

    def _refuse(self, node: Node, code: str, expected: str, found: str) -> None:
        node.problem(code, expected, found=found)
        raise _RefusedError
