"""What is believed of a caller goes with him: onto the floor, into his record, and over a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from acd.dispatcher import Dispatcher
from acd.messages import Decision, Event, Joined, Known, Learned, Recovered
from acd.patience import Baseline, Hazard, PatienceModel
from calls.causes import EndedBy
from calls.happenings.queue import Believed
from store.patience import ModelKept
from tests.journeys.centre import Centre, nobody, open_centre
from tests.journeys.knowing_centre import KnowingCentre, found, open_knowing_centre

WANG = "13800001111"


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What the dispatcher is told."""
    told: list[Event] = []
    receive = Dispatcher.receive

    def listen(self: Dispatcher, event: Event, now: float) -> list[Decision]:
        told.append(event)
        return receive(self, event, now)

    monkeypatch.setattr(Dispatcher, "receive", listen)
    return told


@pytest.fixture
async def centre(events: list[Event]) -> AsyncIterator[Centre]:
    assert not events
    async with open_centre() as running:
        yield running


@pytest.fixture
async def knowing(events: list[Event]) -> AsyncIterator[KnowingCentre]:
    assert not events
    async with open_knowing_centre() as running:
        yield running


def joined(events: list[Event]) -> Joined:
    (only,) = (event for event in events if isinstance(event, Joined))
    return only


async def test_a_limit_in_his_profile_goes_to_the_floor_and_into_his_record(
    knowing: KnowingCentre, events: list[Event]
) -> None:
    nobody(knowing)
    knowing.source.answers[WANG] = found(segment="vip", value=5000.0, wait_limit=30.0)
    knowing.source.ready.set()
    knowing.switch.call_in("95105", number=WANG)
    await knowing.clock.until(lambda: any(isinstance(event, Joined) for event in events))
    assert (joined(events).segment, joined(events).limit) == ("vip", 30.0)
    believed = knowing.memory.record(WANG).believed
    assert believed is not None
    assert (believed.segment, believed.schedule, believed.limit) == ("vip", "8-40", 30.0)


async def test_a_profile_that_comes_after_he_joined_changes_what_is_believed(
    knowing: KnowingCentre, events: list[Event]
) -> None:
    """His flow asks for nothing of the profile, so that nobody waited for it."""
    nobody(knowing)
    knowing.source.answers[WANG] = found(segment="vip", value=5000.0)
    knowing.switch.call_in("95108", number=WANG)
    await knowing.clock.until(lambda: any(isinstance(event, Joined) for event in events), within=1)
    assert joined(events).segment == ""
    knowing.source.ready.set()
    await knowing.clock.until(lambda: any(isinstance(event, Known) for event in events), within=1)
    [known] = [event for event in events if isinstance(event, Known)]
    assert known.patience is not None
    assert (known.segment, known.patience.segment) == ("vip", "vip@8-40")
    believed = knowing.memory.record(WANG).believed
    assert believed is not None
    assert believed.segment == "vip"
    await knowing.kill()
    await knowing.start_again()
    recovered = [event for event in events if isinstance(event, Recovered)][-1]
    assert [(each.segment, each.patience) for each in recovered.waiting] == [("vip", known.patience)]


async def test_who_found_his_place_again_after_a_restart_is_believed_the_same(
    centre: Centre, events: list[Event]
) -> None:
    nobody(centre)
    centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: any(isinstance(event, Joined) for event in events))
    before = joined(events)
    assert before.patience is not None
    await centre.clock.advance(12)
    await centre.kill()
    await centre.start_again()
    recovered = [event for event in events if isinstance(event, Recovered)][-1]
    assert [each.patience for each in recovered.waiting] == [before.patience]
    assert [each.joined_at for each in recovered.waiting] == [before.joined_at]


async def test_what_is_learnt_tonight_holds_for_who_calls_tomorrow(centre: Centre, events: list[Event]) -> None:
    nobody(centre)
    model = PatienceModel({"": Baseline(Hazard((0.0, 30.0), (0.0, 1.0)), 4.0, 4.0)})
    centre.house.learned(ModelKept(1, centre.clock.now(), 500, 90, 80, model))
    assert Learned(model) in events
    centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: any(isinstance(event, Joined) for event in events))
    patience = joined(events).patience
    assert patience is not None
    assert (patience.a, patience.b) == (4.0, 4.0)


async def test_who_hangs_up_and_calls_again_is_believed_less_patient(centre: Centre, events: list[Event]) -> None:
    nobody(centre)
    first = centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: any(isinstance(event, Joined) for event in events))
    await centre.clock.advance(9)
    first.hang_up()
    await centre.clock.settle()
    assert centre.memory.record(WANG).ended_by is EndedBy.CALLER
    centre.switch.call_in("95106", number=WANG)
    await centre.clock.until(lambda: sum(isinstance(event, Joined) for event in events) == 2)
    before, after = (event.patience for event in events if isinstance(event, Joined))
    assert before is not None
    assert after is not None
    assert after.a / after.b > 1.5 * before.a / before.b
    told = [entry.what for entry in centre.memory.entries if isinstance(entry.what, Believed)]
    assert [each.a for each in told] == [before.a, after.a]
