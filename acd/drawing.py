"""The transition tables as drawings: docs/states.md is what `document()` returns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from acd.after_refusal import CONSEQUENCES
from acd.late import LATE
from acd.states import CONTACT, OFFER, PERSON, ContactState, OfferState, PersonState

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)

HEAD = """# States and steps

Drawn from the tables in `acd/states.py`; a test keeps this page and the tables equal. Write it anew with
`python -m acd.drawing > docs/states.md`. A step that is not drawn raises `IllegalStep` and changes nothing.
"""


def document() -> str:
    """The whole page, in Markdown."""
    parts = [
        HEAD,
        "## Contact\n\nA caller, from joining a queue until he left. Back in WAITING he has his old place.\n",
        drawing(CONTACT, ContactState.WAITING),
        "## Person\n\nAn agent or a manager: one machine for each, whatever queues he serves.\n",
        drawing(PERSON, PersonState.LOGGED_OUT),
        "## Offer\n\nA contact proposed to a person: a lease. ACCEPTED lasts until the conversation is over.\n",
        drawing(OFFER, OfferState.PENDING),
        "## What a refusal means for the person\n",
        _consequences(),
        "## Late events\n\nAbout a contact, an offer, a conversation or a person that is not known (any more).\n",
        _late(),
    ]
    return "\n".join(parts)


def drawing(table: Mapping[tuple[State, Step], State], first: State) -> str:
    """One table as a Mermaid state diagram; steps between the same two states share an edge."""
    edges: dict[tuple[State, State], list[Step]] = {}
    for (before, step), after in table.items():
        edges.setdefault((before, after), []).append(step)
    arrows = [f"    {before} --> {after}: {', '.join(steps)}" for (before, after), steps in edges.items()]
    left = {before for before, _ in table}
    final = dict.fromkeys(after for after in table.values() if after not in left)
    ends = [f"    {state} --> [*]" for state in final]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *arrows, *ends, "```", ""])


def _consequences() -> str:
    rows = [f"| {kind} | {why} | {after.value} |" for (kind, why), after in CONSEQUENCES.items()]
    return "\n".join(["| phone of | what happened | the person is |", "|---|---|---|", *rows, ""])


def _late() -> str:
    rows = [f"| `{kind.__name__}` | {what.value} |" for kind, what in LATE.items()]
    return "\n".join(["| event | what is done |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    import sys

    sys.stdout.write(document())
