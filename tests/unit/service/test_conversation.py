"""Caller and person talk: joined, followed through holds and transfers, and ended once, by whoever it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from acd.messages import Refusal, TalkEnded, TalkFailed, TalkStarted
from calls.causes import Cause, EndedBy
from calls.errors import LegGone, SwitchRefused
from calls.events import (
    DigitPressed,
    LegEnded,
    LegEvent,
    LegHeld,
    LegParted,
    LegResumed,
    LegsJoined,
    LegTransferred,
)
from calls.happenings.entry import Happening
from calls.happenings.talk import Connected, Held, Parted, Resumed, Transferred
from calls.ids import LegId, OfferId, PersonId
from service.call import Call, Partner
from service.changes import SentOn
from service.conversation import Conversation, End, NotJoined, Over
from service.lines import Line
from tests.fakes.clock import EPOCH
from tests.fakes.party import FakeCaller, FakePhone
from tests.unit.service.rooms import CALL, WEI, Rooms, open_rooms

OFFER = OfferId("offer-1")
CONNECTED, STARTED, ENDED = Connected(WEI, LegId("leg-1")), TalkStarted(OFFER), TalkEnded(WEI, CALL)


class Scene(Rooms):
    """A caller, and an agent who has picked up."""

    room: Conversation
    caller_side: FakeCaller
    call: Call
    agent: FakePhone
    line: Line

    async def joined(self, offer: OfferId = OFFER) -> asyncio.Task[End]:
        task = asyncio.create_task(self.room.hold(self.call, Partner(WEI, self.line, offer)))
        await self.clock.settle()
        return task

    async def tell(self, *events: LegEvent) -> None:
        for event in events:
            self.lines.deliver(event)
        await self.clock.settle()

    def parted(self, by: EndedBy = EndedBy.PERSON, cause: Cause = Cause.NORMAL) -> Parted:
        return Parted(WEI, by, cause)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_rooms(Scene) as rooms:
        rooms.room = Conversation(rooms.switch, rooms.clock, rooms.lines, rooms.floor, rooms.chronicle)
        rooms.caller_side, rooms.call = await rooms.caller()
        rooms.agent, rooms.line = await rooms.picked_up()
        yield rooms


async def test_they_are_joined_and_everybody_is_told(scene: Scene) -> None:
    task = await scene.joined()
    assert (scene.caller_side.hears, scene.agent.hears) == ("1001", "13800001111")
    assert (scene.noted(), scene.floor.told) == ([CONNECTED], [STARTED])
    assert scene.call.partner == Partner(WEI, scene.line, OFFER)
    assert scene.line.owner == CALL
    task.cancel()


async def test_a_person_who_hangs_up_ends_it_and_the_caller_stays(scene: Scene) -> None:
    task = await scene.joined()
    scene.agent.hang_up()
    assert await scene.clock.run(_of(task)) == Over(EndedBy.PERSON, Cause.NORMAL)
    assert (scene.noted(), scene.floor.told) == ([CONNECTED, scene.parted()], [STARTED, ENDED])
    assert not scene.caller_side.gone
    assert scene.call.partner is None


@pytest.mark.parametrize("parted_first", [True, False])
async def test_nothing_of_one_conversation_ends_the_next(scene: Scene, parted_first: bool) -> None:
    """The switch may tell of the caller's leg before the person's or after it."""
    task = await scene.joined()
    news: list[LegEvent] = [LegParted(scene.call.leg, EPOCH), LegEnded(scene.line.leg, EPOCH, Cause.NORMAL)]
    scene.switch.attach(lambda _event: None)
    scene.agent.hang_up()
    await scene.tell(*(news if parted_first else reversed(news)))
    assert isinstance(await scene.clock.run(_of(task)), Over)
    scene.switch.attach(scene._hear)
    scene.agent, scene.line = await scene.picked_up(seat="1002")
    second = await scene.joined(OfferId("offer-2"))
    await scene.clock.advance(30)
    assert not second.done()
    second.cancel()


async def test_a_caller_whose_leg_is_never_given_back_is_not_waited_for(scene: Scene) -> None:
    task = await scene.joined()
    scene.switch.attach(lambda _event: None)
    await scene.tell(LegEnded(scene.line.leg, EPOCH, Cause.OUT_OF_ORDER))
    assert await scene.clock.run(_of(task), within=1.0) == Over(EndedBy.PERSON, Cause.OUT_OF_ORDER)


async def test_holds_of_the_person_are_noted_and_those_of_the_caller_are_not(scene: Scene) -> None:
    task = await scene.joined()
    other = scene.call.leg
    await scene.tell(
        LegHeld(other, EPOCH),
        LegHeld(scene.line.leg, EPOCH),
        LegResumed(scene.line.leg, EPOCH),
        LegResumed(other, EPOCH),
    )
    assert scene.noted() == [CONNECTED, Held(WEI), Resumed(WEI)]
    task.cancel()


@pytest.mark.parametrize("of", ["caller", "person"])
async def test_what_else_happens_changes_nothing(scene: Scene, of: str) -> None:
    task = await scene.joined()
    leg = scene.call.leg if of == "caller" else scene.line.leg
    stranger = LegId("leg-99")
    await scene.tell(
        DigitPressed(leg, EPOCH, "#"),
        LegsJoined(leg, stranger, EPOCH),
        LegEnded(stranger, EPOCH, Cause.NORMAL),
        LegTransferred(scene.line.leg, scene.call.leg, "1002", attended=False, at=EPOCH),
    )
    if of == "person":
        await scene.tell(LegParted(leg, EPOCH))
    assert not task.done()
    assert (scene.noted(), scene.floor.told) == ([CONNECTED], [STARTED])
    task.cancel()


# --- transfers


@pytest.mark.parametrize("ended_first", [True, False])
async def test_a_caller_who_is_sent_on_is_sent_on_whatever_is_told_first(scene: Scene, ended_first: bool) -> None:
    task = await scene.joined()
    scene.switch.attach(lambda _event: None)
    moved = LegTransferred(scene.call.leg, scene.line.leg, "1002", attended=False, at=EPOCH)
    ended = LegEnded(scene.line.leg, EPOCH, Cause.NORMAL)
    await scene.tell(*((ended, moved) if ended_first else (moved, ended)))
    assert await scene.clock.run(_of(task)) == SentOn("1002", WEI)
    assert scene.noted() == [CONNECTED, scene.parted(), Transferred("1002", WEI)]
    assert scene.floor.told == [STARTED, ENDED]


async def test_an_attended_transfer_changes_the_partner(scene: Scene) -> None:
    task = await scene.joined()
    lin = PersonId("lin")
    _, line = await scene.picked_up(seat="1002")
    line.person = lin
    scene.switch.attach(lambda _event: None)
    await scene.tell(LegTransferred(scene.call.leg, scene.line.leg, line.leg, attended=True, at=EPOCH))
    told: list[Happening] = [CONNECTED, scene.parted(), Transferred(lin, WEI, attended=True), Connected(lin, line.leg)]
    assert scene.noted() == told
    assert scene.floor.told == [STARTED, ENDED]
    assert scene.agent.gone
    await scene.tell(LegEnded(scene.line.leg, EPOCH, Cause.NORMAL), LegParted(scene.line.leg, EPOCH))
    assert not task.done()
    await scene.tell(LegParted(scene.call.leg, EPOCH), LegEnded(line.leg, EPOCH, Cause.NORMAL))
    await scene.clock.run(_of(task))
    assert scene.noted()[4:] == [Parted(lin, EndedBy.PERSON, Cause.NORMAL)]
    assert scene.floor.told == [STARTED, ENDED]


async def test_sent_on_after_asking_to_somebody_unknown_is_told_by_his_leg(scene: Scene) -> None:
    task = await scene.joined()
    await scene.tell(LegTransferred(scene.call.leg, scene.line.leg, "1795333604.99", attended=True, at=EPOCH))
    assert Transferred("1795333604.99", WEI, attended=True) in scene.noted()
    task.cancel()


# --- not joined


async def test_a_person_who_is_gone_costs_the_caller_nothing(scene: Scene) -> None:
    scene.agent.hang_up()
    assert await scene.clock.run(scene.room.hold(scene.call, Partner(WEI, scene.line, OFFER))) == NotJoined()
    assert (scene.noted(), scene.floor.told) == ([], [TalkFailed(OFFER, Refusal.HUNG_UP)])
    assert not scene.lines.knows(scene.line.leg)


async def test_a_switch_that_refuses_to_join_puts_the_person_down(scene: Scene) -> None:
    scene.switch.fail_next("bridge", SwitchRefused("no bridge"))
    assert await scene.clock.run(scene.room.hold(scene.call, Partner(WEI, scene.line, OFFER))) == NotJoined()
    assert scene.floor.told == [TalkFailed(OFFER, Refusal.FAILED)]
    assert scene.agent.gone
    assert not scene.caller_side.gone


async def test_a_caller_who_is_gone_is_a_leg_gone_and_nobodys_failure(scene: Scene) -> None:
    scene.caller_side.hang_up()
    await scene.clock.settle()
    with pytest.raises(LegGone) as gone:
        await scene.clock.run(scene.room.hold(scene.call, Partner(WEI, scene.line, OFFER)))
    assert gone.value.leg == scene.call.leg
    assert (scene.noted(), scene.floor.told) == ([], [])


async def test_who_was_offered_nothing_is_no_business_of_the_floor(scene: Scene) -> None:
    task = await scene.joined(OfferId(""))
    scene.agent.hang_up()
    await scene.clock.run(_of(task))
    assert scene.floor.told == []
    assert scene.noted() == [CONNECTED, scene.parted()]


async def test_parting_twice_is_told_once(scene: Scene) -> None:
    task = await scene.joined()
    task.cancel()
    for _ in range(2):
        scene.room.parted(scene.call, EndedBy.CALLER, Cause.NORMAL)
    assert scene.noted() == [CONNECTED, scene.parted(EndedBy.CALLER)]
    assert scene.floor.told == [STARTED, ENDED]


async def _of(task: asyncio.Task[End]) -> End:
    return await task
