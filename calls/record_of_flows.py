"""What the menus learn, and which flows have called which: as much of it as a call needs to go on after a restart."""

from __future__ import annotations

import json

from calls.contact import ContactRecord
from calls.contact_parts import FrameRecord
from calls.happenings.menu import FlowCalled, Remembered
from calls.profile import Value
from calls.replacing import replace

DEEPEST_CALL = 20
"""Ways back that a call remembers when flows call one another."""


def remembered(r: ContactRecord, what: Remembered) -> ContactRecord:
    """A variable that was secret and is not any more is known again, and the other way round. What a flow was given gives way."""
    others = tuple(name for name in r.secrets if name != what.name)
    secrets = (*others, what.name) if what.secret else others
    frames = tuple(_without(frame, what.name) for frame in r.frames) if r.frames else r.frames
    return replace(r, variables={**r.variables, what.name: what.value}, secrets=secrets, frames=frames)


def _without(frame: FrameRecord, name: str) -> FrameRecord:
    given = {each: value for each, value in frame.given.items() if each != name}
    return replace(frame, given=given, unknown=tuple(each for each in frame.unknown if each != name))


def flow_called(r: ContactRecord, what: FlowCalled) -> ContactRecord:
    """One more way back."""
    given = _values(what.given)
    names = (*given, *what.secrets)
    hidden = {name: None if name in r.secrets else r.variables.get(name) for name in names}
    frame = FrameRecord(what.back, given, hidden, what.secrets)
    return replace(r, frames=(*r.frames, frame)[-DEEPEST_CALL:])


def flow_left(r: ContactRecord) -> ContactRecord:
    """Back out of the innermost: what its names meant before holds again."""
    if not r.frames:
        return r
    hidden = r.frames[-1].hidden
    variables = {name: value for name, value in r.variables.items() if name not in hidden}
    variables |= {name: value for name, value in hidden.items() if value is not None}
    return replace(r, frames=r.frames[:-1], variables=variables)


def _values(written: str) -> dict[str, Value]:
    """Of our own writing; what is none of it gives nothing."""
    try:
        found = dict(json.loads(written))
    except (ValueError, TypeError):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str | int | float | bool)}
