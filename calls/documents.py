"""Documents an admin writes: YAML in, Nodes and located Problems out. Reading the file is the caller's.

problems = Problems()
node = open_document("dialplans/queues.yaml", read, problems)
queues = node.mapping(("queues",)).of("queues")
for key, value in queues.items():
    name = key.name()
    fields = value.mapping(("priority", "ring"), required=("priority",))
    priority, ring = fields.of("priority").integer(5, least=0, most=100), fields.of("ring").seconds(20.0)
for problem in problems:
    print(problem.told())
"""

from __future__ import annotations

from collections.abc import Callable

from calls.composing import compose
from calls.nodes import Fields, Kind, Node
from calls.problems import Place, Problem, Problems, did_you_mean

__all__ = [
    "Fields",
    "Kind",
    "Node",
    "Place",
    "Problem",
    "Problems",
    "Read",
    "compose",
    "did_you_mean",
    "open_document",
]

Read = Callable[[str], str]
"""Name of a file -> its text. Raises OSError or UnicodeDecodeError."""


def open_document(file: str, read: Read, problems: Problems, named_at: Node | None = None) -> Node:
    """The document in this file; an absent Node, and a problem where it was named, if it cannot be read."""
    at = named_at or Node(file, 1, 1, problems)
    try:
        text = read(file)
    except UnicodeDecodeError as fault:
        found = f"{file} in another encoding (byte {fault.start})"
        at.problem("encoding", "a file in UTF-8", "save it as UTF-8", found)
    except OSError as fault:
        at.problem("unreadable", "a file that can be read", found=f"{file}: {fault.strerror or fault}")
    else:
        return compose(text, file, problems)
    return Node(file, 1, 1, problems)
