"""main.yaml and the files it includes, as one set of sections."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass

from calls.documents import Node, Problems, Read, did_you_mean, open_document

INCLUDE = "include"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to open, and where it was named; `from_file` is empty for main.yaml itself."""

    file: str
    named_at: Node | None = None


def gather(main: str, read: Read, known: Collection[str], problems: Problems) -> dict[str, Node]:
    """The top-level sections of main.yaml and all that it includes, by name; those written in parts are joined.

    A section that is not `known` is reported.
    """
    sections: dict[str, Node] = {}
    opened: set[str] = set()
    main = posixpath.normpath(main)
    wanted = [_Wanted(main)]
    while wanted:
        each = wanted.pop(0)
        if each.file in opened and each.named_at is not None:
            each.named_at.problem(
                "included-twice", "each file once", "remove one of the two lines", f"{each.file} again"
            )
            continue
        opened.add(each.file)
        document = open_document(each.file, read, problems, each.named_at)
        _report_strangers(document, (*known, INCLUDE))
        wanted += _sort_in(document, sections, main)
    return sections


def _report_strangers(document: Node, known: Collection[str]) -> None:
    for key, _ in document.pairs:
        if key.written not in known:
            hint, expected = did_you_mean(key.written, known), f"one of {', '.join(known)}"
            key.problem("unknown-key", expected, hint, f"section {key.shown}")


def _sort_in(document: Node, sections: dict[str, Node], main: str) -> list[_Wanted]:
    includes: list[_Wanted] = []
    for key, value in document.items("sections such as numbers, flows or queues"):
        if key.written == INCLUDE:
            includes += _included(value, document.file, main)
        else:
            _join(sections, key, value)
    return includes


def _included(value: Node, file: str, main: str) -> list[_Wanted]:
    nodes = value.sequence("a list of files") if value.kind != "text" else [value]
    return [_Wanted(found, node) for node in nodes if (found := _path(node, file, main))]


def _path(node: Node, file: str, main: str) -> str:
    """The file's name as `read` takes it: beside the file that names it, never outside main.yaml's folder."""
    written, root = node.text(expected="the name of a file"), posixpath.dirname(main)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), written)) if written else ""
    inside = path.startswith(f"{root}/") if root else not path.startswith(("..", "/"))
    if written and not (inside and path.isprintable()):
        node.problem("outside", "a file in the folder of the dialplan", "copy the file into that folder")
        return ""
    return path


def _join(sections: dict[str, Node], key: Node, value: Node) -> None:
    """Parts of one section in several files become one; a name used in two of them is reported."""
    known = sections.get(key.written)
    if known is None:
        sections[key.written] = value
    elif known.kind != "mapping" or value.kind != "mapping":
        key.problem(
            "duplicate-key", "this section once", f"it is in {known.file} already", f"section {key.shown} again"
        )
    else:
        sections[key.written] = _joined(known, value)


def _joined(first: Node, second: Node) -> Node:
    pairs = list(first.pairs)
    places = {key.written: key.place for key, _ in first.pairs}
    for key, value in second.pairs:
        if key.written in places:
            hint = f"it is used at {places[key.written]} already"
            key.problem("duplicate-key", "each name once", hint, f"{key.shown} again")
        else:
            pairs.append((key, value))
    return Node(first.file, first.line, first.column, first.problems, "mapping", pairs=pairs)
