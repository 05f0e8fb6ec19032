"""Ids: fresh, and each says what it names."""

from __future__ import annotations

from service.ids import Ids
from tests.fakes.clock import EPOCH, ManualClock


def test_ids_are_fresh_and_say_what_they_name() -> None:
    ids = Ids(ManualClock())
    made = [ids.call(), ids.call(), ids.leg(), ids.leg(), ids.offer(EPOCH), ids.offer(EPOCH)]
    assert len(set(made)) == len(made)
    assert [each.partition("-2026")[0] for each in made] == ["call", "call", "leg", "leg", "offer", "offer"]
