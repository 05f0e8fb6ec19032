"""What a caller wishes reaches the floor and his record, and comes back after a restart."""

from __future__ import annotations

import pytest

from acd.messages import Event, Joined, Recovered
from service.call import wishes_of
from service.floor import Floor
from tests.journeys.centre import nobody
from tests.journeys.knowing_centre import WANG, KnowingCentre, found


async def test_wishes_reach_the_floor_and_the_record(knowing: KnowingCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody(knowing)
    floor, seen = knowing.house.floor, list[Event]()
    tell = floor.tell

    def listen(event: Event) -> None:
        seen.append(event)
        tell(event)

    monkeypatch.setattr(floor, "tell", listen)
    knowing.source.answers[WANG] = found(branch="xiamen")
    knowing.source.ready.set()
    knowing.switch.call_in("95107", number=WANG)
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "wealth")
    record = knowing.memory.record(WANG)
    assert record.wishes == ("branch: xiamen",)
    assert wishes_of(record.wishes) == (("branch", "xiamen"),)
    assert [event.wishes for event in seen if isinstance(event, Joined)] == [(("branch", "xiamen"),)]


async def test_wishes_and_place_come_back_after_a_restart(
    knowing: KnowingCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody(knowing)
    knowing.source.answers[WANG] = found(branch="xiamen", manager="xiamen_1")
    knowing.source.ready.set()
    knowing.switch.call_in("95107", number=WANG)
    await knowing.clock.until(lambda: knowing.memory.record(WANG).queue == "wealth")
    before = knowing.memory.record(WANG)
    await knowing.kill()
    seen = list[Event]()
    tell = Floor.tell

    def listen(floor: Floor, event: Event) -> None:
        seen.append(event)
        tell(floor, event)

    monkeypatch.setattr(Floor, "tell", listen)
    await knowing.start_again()
    [recovered] = [event for event in seen if isinstance(event, Recovered)]
    [joined] = recovered.waiting
    assert (joined.wishes, joined.joined_at) == ((("branch", "xiamen"),), before.queued_at)
    assert knowing.memory.record(WANG).ended_at is None
