"""What a dispatcher is told after a restart: callers, offers that ring, people as they were kept."""

from __future__ import annotations

from dataclasses import replace

from acd.messages import (
    Joined,
    KnownPerson,
)
from acd.states import PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import START
from tests.unit.acd.two_agents import ONE, TWO

CALL = CallId("call-1")


def known(person: PersonId, state: PersonState, reason: str = "", **more: object) -> KnownPerson:
    values: dict[str, object] = {"since": START - 100, **more}
    return replace(KnownPerson(person, state, reason, START), **values)  # type: ignore[arg-type]  # fields by name


def waits(contact: str, waited: float, priority: int = 1) -> Joined:
    return Joined(CallId(contact), "orders", priority, START - waited)


READY_TWO = (known(ONE, PersonState.READY), known(TWO, PersonState.READY))
