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
    """A variable that was secret and is not any more is known again, and the other way round.

    What the innermost flow was given by that name gives way; what a flow further out was given is hidden, and comes back.
    """
    others = tuple(name for name in r.secrets if name != what.name)
    secrets = (*others, what.name) if what.secret else others
    variables = {**r.variables, what.name: what.value}
    return replace(r, variables=variables, secrets=secrets, frames=_in_its_flow(r.frames, what))


def _in_its_flow(frames: tuple[FrameRecord, ...], what: Remembered) -> tuple[FrameRecord, ...]:
    for at in reversed(range(len(frames))):
        if what.name in frames[at].given or what.name in frames[at].unknown:
            return (*frames[:at], _changed(frames[at], what), *frames[at + 1 :])
    return frames


def _changed(frame: FrameRecord, what: Remembered) -> FrameRecord:
    given = {name: value for name, value in frame.given.items() if name != what.name}
    unknown = tuple(name for name in frame.unknown if name != what.name)
    if what.secret:
        return replace(frame, given=given, unknown=(*unknown, what.name))
    return replace(frame, given={**given, what.name: what.value}, unknown=unknown)


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
    secrets = tuple(name for name in r.secrets if hidden.get(name) is None)
    return replace(r, frames=r.frames[:-1], variables=variables, secrets=secrets)


def _values(written: str) -> dict[str, Value]:
    """Of our own writing; what is none of it gives nothing."""
    try:
        found = dict(json.loads(written))
    except (ValueError, TypeError):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str | int | float | bool)}
