"""What a call that is found again had learnt in the menus, and the ways back out of the flows that were called."""

from __future__ import annotations

from collections.abc import Sequence

from calls.contact import ContactRecord
from calls.contact_parts import FrameRecord
from calls.profile import NO_VALUES, Value, Values
from ivr.frame import Frame


def known_of(record: ContactRecord | None) -> tuple[Values, tuple[Frame, ...]]:
    """The variables as they are in the innermost flow, and the frames. A secret is masked in the record: it is lost."""
    if record is None:
        return NO_VALUES, ()
    variables: dict[str, Value] = {
        name: value for name, value in record.variables.items() if name not in record.secrets
    }
    for frame in record.frames:
        variables |= frame.given
        for name in frame.unknown:
            variables.pop(name, None)
    frames = enumerate(record.frames)
    return variables, tuple(_frame(each, record.frames[:number]) for number, each in frames)


def _frame(told: FrameRecord, outer: Sequence[FrameRecord]) -> Frame:
    flow, _, ordinal = told.back.rpartition(".")
    hidden = {name: _before(name, known, outer) for name, known in told.hidden.items()}
    return Frame(flow, int(ordinal) - 1, hidden, frozenset())


def _before(name: str, known: Value | None, outer: Sequence[FrameRecord]) -> Value | None:
    """What it was in the flow that called: given to that one or to one further out, else learnt by the call."""
    for frame in reversed(outer):
        if name in frame.given:
            return frame.given[name]
        if name in frame.unknown:
            return None
    return known
