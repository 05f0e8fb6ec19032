"""Callers who are away and to be called back."""

from __future__ import annotations

from acd.decisions import CallOut
from acd.messages import (
    Decision,
    Joined,
)
from calls.ids import CallId
from tests.unit.acd.scene import Scene, only

DIAL = 25.0


def away(scene: Scene, contact: str, waited: float = 0.0, queue: str = "orders", priority: int = 1) -> list[Decision]:
    joined = Joined(CallId(contact), queue, priority, scene.now - waited, reached_within=DIAL, here=False)
    return scene.tell(joined)


def called(decisions: list[Decision]) -> list[str]:
    return [each.contact for each in only(decisions, CallOut)]
