"""YAML text -> Nodes.

Works on the parser's events: nothing is guessed (YAML 1.1's yes, 0755) and nothing recurses. A document
made to eat memory (a "billion laughs" of aliases, endless nesting) is refused where it grows too big.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from calls.nodes import Kind, Node
from calls.problems import Place, Problems
from calls.yaml_events import YamlFault, pure_events, quick_events, read_alike
from calls.yaml_faults import explain_fault, report_unreadable, unreadable_in

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000
"""Counted with every alias written out."""
RETOLD_UP_TO = 200_000
"""Characters of a text whose fault the slow parser is asked about too, for its better words."""


def compose(text: str, file: str, problems: Problems) -> Node:
    """The document as a Node; an absent one when it is blank or broken, with the problems reported."""
    start = Node(file, 1, 1, problems)
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        limit = f"at most {MAX_CHARACTERS} characters"
        start.problem("too-big", limit, "split the file with include", f"{len(text)} characters")
        return start
    if report_unreadable(text, file, problems):
        return start
    known = len(problems)
    if read_alike(text):
        try:
            return _composed(quick_events(text), start)
        except _BrokenError as broken:
            if len(text) > RETOLD_UP_TO:
                explain_fault(broken.fault, text, file, problems, broken.brackets)
                return start
    problems.forget_after(known)
    try:
        return _composed(pure_events(text), start)
    except _BrokenError as broken:
        explain_fault(broken.fault, text, file, problems, broken.brackets)
    return start


def _composed(events: Iterable[Any], start: Node) -> Node:
    """The root; `start` when it is refused or blank. Raises _BrokenError."""
    composer = _Composer(start.file, start.problems)
    try:
        composer.receive_all(events)
    except _RefusedError:
        return start
    except YamlFault as fault:
        raise _BrokenError(fault, composer.brackets()) from None
    return composer.finished(start)


class _RefusedError(Exception):
    """The document is too deep or too big to go on; the problem is reported."""


@dataclass
class _BrokenError(Exception):
    """The text is no YAML. `brackets`: the lists and mappings in brackets that were open, innermost first."""

    fault: YamlFault
    brackets: list[Place]


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come. `key` waits for its value; size and height are of what is in it."""

    node: Node
    anchor: str | None
    flow: bool
    values: list[Node] | None
    """None for a mapping."""
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    key: Node | None = None
    keys: set[str] = field(default_factory=set)
    size: int = 1
    height: int = 0


class _Composer:
    """Builds the tree event by event, without recursion."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.root: Node | None = None
        self.documents = 0
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self._receivers: dict[str, Callable[[Any], None]] = {
            "DocumentStartEvent": self._document,
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": self._begin,
            "SequenceStartEvent": self._begin,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
        }

    def receive_all(self, events: Iterable[Any]) -> None:
        """Both parsers call their events by these names; the beginning and end of a stream say nothing."""
        receivers: dict[type, Callable[[Any], None] | None] = {}
        for event in events:
            kind = type(event)
            if kind not in receivers:
                receivers[kind] = self._receivers.get(kind.__name__)
            if (receive := receivers[kind]) is not None:
                receive(event)

    def finished(self, start: Node) -> Node:
        """The root; a blank document is a problem (pain P24)."""
        if self.root is None or self.root.empty:
            start.problem("blank", "a document", "nothing is written in this file", "a blank file")
            return start
        return self.root

    def brackets(self) -> list[Place]:
        """The lists and mappings in brackets that are open, innermost first."""
        return [each.node.place for each in reversed(self.open) if each.flow]

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            found, hint = "a second document (---)", "remove the line ---"
            self._node(event).problem("syntax", "one document in a file", hint, found)
            raise _RefusedError

    def _node(self, event: Any, kind: Kind = "absent", written: str = "", plain: bool = True) -> Node:
        mark = event.start_mark
        return Node(self.file, mark.line + 1, mark.column + 1, self.problems, kind, written, plain)

    def _refuse_tag(self, event: Any) -> None:
        hint = "remove the word that begins with !"
        self._node(event).problem("tag", "a plain value", hint, f"the tag {event.tag}")

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        style, mark, problems = event.style, event.start_mark, self.problems
        node = Node(self.file, mark.line + 1, mark.column + 1, problems, "text", str(event.value), not style)
        if style == '"' and (sign := unreadable_in(node.written)):
            found, expected, hint = sign
            node.problem("syntax", expected, hint, found)  # it was written as an escape, such as "\ud800"
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 1)
        if not self.open:
            self.root = node
        elif (top := self.open[-1]).values is None and top.key is None:
            top.key = node
            top.size += 1
            top.height = top.height or 1
        else:
            self._put(node, 1, 1)

    def _alias(self, event: Any) -> None:
        self._put(*(self.anchors.get(event.anchor) or self._unknown(event)))

    def _unknown(self, event: Any) -> tuple[Node, int, int]:
        node, named = self._node(event), str(event.anchor).strip(":")
        above = f"write &{named} before the value that is meant, above this line"
        hint = above if named else 'the star key is written "*"'
        node.problem("alias", "the name of a finished value", hint, f"*{event.anchor}")
        return node, 1, 1

    def _begin(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        values: list[Node] | None = [] if type(event).__name__ == "SequenceStartEvent" else None
        node = self._node(event, "mapping" if values is None else "list")
        if len(self.open) >= MAX_DEPTH:
            self._refuse(node, "too-deep", f"at most {MAX_DEPTH} levels", "nested too deep")
        top = _Open(node, event.anchor, bool(event.flow_style), values)
        node.values, node.pairs = (() if values is None else values), top.pairs
        self.open.append(top)

    def _end(self, _event: Any) -> None:
        done = self.open.pop()
        height = 1 + done.height
        if done.size > MAX_VALUES:
            found = f"{done.size} values, aliases written out"
            self._refuse(done.node, "too-big", f"at most {MAX_VALUES}", found)
        if height + len(self.open) > MAX_DEPTH:
            self._refuse(done.node, "too-deep", f"at most {MAX_DEPTH} levels", "nested too deep")
        if done.anchor:
            self.anchors[done.anchor] = (done.node, done.size, height)
        self._put(done.node, done.size, height)

    def _put(self, node: Node, size: int, height: int) -> None:
        """Into what is open. Size and height count every alias written out, and are known without writing it out."""
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        top.size += size
        if height > top.height:
            top.height = height
        if top.values is not None:
            top.values.append(node)
        elif top.key is None:
            top.key = node
        else:
            self._pair(top, top.key, node)
            top.key = None

    def _pair(self, top: _Open, key: Node, value: Node) -> None:
        written = key.written
        if key.kind != "text":
            hint = "a text that begins with { or [ needs quotes"
            key.problem("wrong-type", "a key of plain text", hint)
        elif written == "<<" and key.plain:
            hint = "merging (<<) is not used here; write the keys out or use *name"
            key.problem("merge", "plain keys", hint, "<<")
        elif written in top.keys:
            self._used_twice(top, key)
        else:
            if value.empty:  # the parser's mark of what is not there lies behind it, often on the next line
                value.line, value.column = key.line, key.column
            top.keys.add(written)
            top.pairs.append((key, value))

    def _used_twice(self, top: _Open, key: Node) -> None:
        first = next(other for other, _ in top.pairs if other.written == key.written)
        hint = f"it was used at line {first.line} already; remove one"
        key.problem("duplicate-key", "each key once", hint, f"key {key.shown} again")

    def _refuse(self, node: Node, code: str, expected: str, found: str) -> None:
        node.problem(code, expected, found=found)
        raise _RefusedError
