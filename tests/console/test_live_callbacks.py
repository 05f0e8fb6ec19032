"""A callback that changes is told at once: to who serves its queue, and to who sees the floor; nothing of the caller is in it."""

from __future__ import annotations

import pytest

from calls.ids import PersonId
from console.live.scope import EVERYTHING, Scope
from tests.console.board import Place

FLOOR = Scope(EVERYTHING, False)


@pytest.mark.parametrize(
    ("scope", "who", "told"),
    [
        (FLOOR, "", True),
        (Scope(EVERYTHING, True, only=PersonId("anna")), "anna", True),
        (Scope(EVERYTHING, True, only=PersonId("ben")), "ben", False),
        (Scope(EVERYTHING, True, only=PersonId("")), "", False),
    ],
)
async def test_it_is_told_to_whom_it_concerns(place: Place, scope: Scope, who: str, told: bool) -> None:
    viewer = await place.enter(scope, who)
    place.news(viewer)
    place.hub.announce([PersonId("anna")], "callback", {"queue": "orders"})
    assert [(each.name, each.data) for each in place.news(viewer)] == [("callback", {"queue": "orders"})] * told
