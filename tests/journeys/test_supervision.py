"""A leader steps into a talk: he listens, whispers, joins, takes over; and moves who waits. On the switch in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from acd.messages import Paused, Readied
from acd.states import PersonState
from calls.causes import Cause
from calls.contact import ContactRecord
from calls.errors import DestinationBarred, SwitchLost, SwitchRefused
from calls.happenings.supervision import Manner, Moved, PriorityChanged
from calls.ids import CallId, PersonId
from calls.switch import Outside, Role, Seat
from console.ports.supervision import TakesPart
from console.ports.supervision_errors import (
    LeaderBusy,
    NoPhone,
    NoSuchQueue,
    NotTakingPart,
    NotTalking,
    NotWaiting,
    OwnTalk,
    PhoneNotReached,
    UnknownCall,
)
from service.watches import Leader
from tests.fakes.party import Answers, FakeCaller, FakePhone, Refuses, Rings
from tests.journeys.centre import COMPANY, Centre, at_work

NUMBER = "13800001111"
AGENT, BOSS = PersonId("1001"), PersonId("1002")
WANG = Leader("wang", BOSS, Seat("1002"))
LI = Leader("li", PersonId(""), Outside("13900005555"))
STEPS = [Manner.LISTEN, Manner.WHISPER, Manner.JOIN]


@dataclass
class Talk:
    """A caller talks with agent 1001; 1002 is the leader, at rest, and picks up after two seconds."""

    centre: Centre
    caller: FakeCaller
    agent: FakePhone
    boss: FakePhone
    call: CallId

    async def part(self, manner: Manner, leader: Leader = WANG) -> TakesPart:
        return await self.centre.clock.run(self.centre.house.supervising.take_part(self.call, leader, manner))

    async def begin(self, manner: Manner, leader: Leader = WANG) -> None:
        """Take part, and be there."""
        await self.part(manner, leader)
        await self.centre.clock.until(lambda: any(not e.ringing for e in self.there() if e.user == leader.user))
        await self.centre.clock.settle()

    def there(self) -> tuple[TakesPart, ...]:
        return self.centre.house.supervising.taking_part(self.call)

    def record(self) -> ContactRecord:
        return self.centre.record(self.call)

    def manners(self) -> list[str]:
        return [span.whom for each in self.record().supervisions for span in each.manners]

    def state(self, person: PersonId) -> PersonState | None:
        return self.centre.house.floor.state_of(person)

    def expect_untouched(self) -> None:
        """Caller and agent talk, and only they."""
        assert (self.caller.hears, self.agent.hears) == ("1001", NUMBER)
        assert self.there() == ()


@pytest.fixture
async def talk(centre: Centre) -> Talk:
    for seat in ("1002", "1003"):
        centre.house.floor.tell(Paused(PersonId(seat), "leading"))
    agent, boss = (
        centre.switch.phone(Seat("1001"), Answers(after=1)),
        centre.switch.phone(Seat("1002"), Answers(after=2)),
    )
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.settle()
    return Talk(centre, caller, agent, boss, centre.memory.record(NUMBER).call)


HEARD = {
    Manner.LISTEN: ("1001", NUMBER),
    Manner.WHISPER: ("1001", f"{NUMBER}+1002"),
    Manner.JOIN: ("1001+1002", f"{NUMBER}+1002"),
}
"""What caller and agent hear."""


@pytest.mark.parametrize("manner", STEPS)
async def test_each_manner_is_heard_by_whom_it_should(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    assert (talk.caller.hears, talk.agent.hears) == HEARD[manner]
    assert set(talk.boss.hears.split("+")) == {"1001", NUMBER}
    assert talk.manners() == [manner]


async def test_he_changes_without_being_rung_again(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    for manner in (Manner.WHISPER, Manner.JOIN, Manner.LISTEN, Manner.JOIN, Manner.WHISPER):
        assert (await talk.part(manner)).manner is manner
        assert (talk.caller.hears, set(talk.agent.hears.split("+"))) == (
            HEARD[manner][0],
            set(HEARD[manner][1].split("+")),
        )
    assert talk.boss.rung == 1
    assert talk.manners() == ["listen", "whisper", "join", "listen", "join", "whisper"]


async def test_his_phone_shows_whom_he_is_about_to_hear(talk: Talk) -> None:
    talk.boss.script = Rings()
    assert (await talk.part(Manner.LISTEN)).ringing
    assert talk.boss.shows == "1001"
    assert (await talk.part(Manner.JOIN)).ringing
    talk.boss.answer()
    await talk.centre.clock.until(lambda: talk.manners() == ["join"])


async def test_he_is_busy_meanwhile_and_free_afterwards(talk: Talk) -> None:
    centre = talk.centre
    centre.house.floor.tell(Readied(BOSS))
    await talk.begin(Manner.LISTEN)
    waits = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.advance(5)
    assert waits.hears in COMPANY
    await centre.clock.run(centre.house.supervising.leave(talk.call, "wang"))
    await centre.clock.until(lambda: waits.hears == "1002")


async def test_he_leaves_by_hanging_up_or_by_asking(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: not talk.there())
    talk.expect_untouched()
    await talk.begin(Manner.JOIN)
    await talk.centre.clock.run(talk.centre.house.supervising.leave(talk.call, "wang"))
    await talk.centre.clock.until(lambda: talk.boss.gone and not talk.there())
    talk.expect_untouched()
    assert [each.lasts for each in talk.record().supervisions] == [False, False]
    assert at_work("supervision") == []


@pytest.mark.parametrize("manner", STEPS)
async def test_when_the_caller_hangs_up_he_is_let_go(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and talk.agent.gone)
    assert at_work("supervision", "call") == []
    assert not any(each.lasts for each in talk.record().supervisions)
    assert talk.state(AGENT) is PersonState.WRAP_UP


@pytest.mark.parametrize("manner", [Manner.LISTEN, Manner.WHISPER])
async def test_when_the_agent_hangs_up_who_only_listens_is_let_go(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and "goodbye" in talk.caller.heard)
    assert talk.record().talks[0].until is not None
    assert [span.whom for span in talk.record().talks] == ["1001"]


async def test_when_the_agent_hangs_up_the_caller_goes_on_with_who_has_joined(talk: Talk) -> None:
    await talk.begin(Manner.JOIN)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: [span.whom for span in talk.record().talks] == ["1001", "1002"])
    assert (talk.caller.hears, talk.boss.hears) == ("1002", NUMBER)


@pytest.mark.parametrize("turns", range(6))
async def test_all_hang_up_in_the_moment_of_taking_over(talk: Talk, turns: int) -> None:
    await talk.begin(Manner.JOIN)
    talk.agent.hang_up()
    for _ in range(turns):
        await asyncio.sleep(0)  # a step further
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    await talk.centre.clock.settle()
    assert list(talk.centre.house.lines._lines) == []
    assert at_work("supervision", "call") == []


# --- taking over


@pytest.mark.parametrize("first", [None, *STEPS])
async def test_taking_over_in_one_action(talk: Talk, first: Manner | None) -> None:
    if first is not None:
        await talk.begin(first)
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    assert (talk.caller.hears, talk.boss.hears) == ("1002", NUMBER)
    assert talk.boss.rung == 1
    assert talk.state(AGENT) is PersonState.WRAP_UP
    record = talk.record()
    assert [(span.whom, span.until is None) for span in record.talks] == [("1001", False), ("1002", True)]
    assert talk.manners()[-1] == "take over"
    assert record.transfers == ()
    assert talk.there() == ()
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert at_work("supervision", "call") == []


async def test_the_caller_hears_a_voice_at_every_instant(talk: Talk) -> None:
    heard_before = len(talk.caller.heard)
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    assert talk.caller.heard[heard_before:] == ["1001+1002", "1002"]


async def test_after_it_the_plan_goes_on_when_the_leader_hangs_up(talk: Talk) -> None:
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: "goodbye" in talk.caller.heard)


@pytest.mark.parametrize("script", [Rings(), Refuses(Cause.REJECTED, after=1.0)])
async def test_a_leader_who_does_not_pick_up_changes_nothing(talk: Talk, script: Rings | Refuses) -> None:
    talk.boss.script = script
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.boss.gone, within=40)
    await talk.centre.clock.settle()
    talk.expect_untouched()
    assert talk.record().supervisions == ()
    assert talk.state(BOSS) is PersonState.NOT_READY
    assert at_work("supervision") == []


async def test_a_phone_that_is_not_there_is_told_at_once(talk: Talk) -> None:
    talk.boss.unregister()
    with pytest.raises(PhoneNotReached):
        await talk.part(Manner.LISTEN)
    await talk.centre.clock.settle()
    talk.expect_untouched()


@pytest.mark.parametrize(
    ("manner", "step"),
    [
        *((Manner.LISTEN, step) for step in ("ring", "overhear", "mark")),
        *((Manner.TAKE_OVER, step) for step in ("ring", "add", "mark", "hang_up")),
    ],
)
async def test_whatever_the_switch_refuses_the_talk_goes_on(talk: Talk, step: str, manner: Manner) -> None:
    talk.centre.switch.fail_next(step)
    try:
        await talk.part(manner)
    except SwitchRefused:
        assert step == "ring"
    await talk.centre.clock.advance(5)
    assert not talk.caller.gone
    assert talk.caller.hears in ("1001", "1002", "1001+1002")
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone and talk.agent.gone)
    assert at_work("supervision", "call") == []


# --- what happens in the talk meanwhile


async def test_a_hold_is_heard_and_ends_nothing(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.agent.hold()
    await talk.centre.clock.advance(5)
    assert len(talk.there()) == 1
    talk.agent.resume()
    await talk.centre.clock.settle()
    assert (talk.caller.hears, talk.agent.hears) == HEARD[Manner.LISTEN]


@pytest.mark.parametrize("manner", STEPS)
@pytest.mark.parametrize("attended", [False, True])
async def test_a_transfer_ends_his_part(talk: Talk, manner: Manner, attended: bool) -> None:
    third = talk.centre.switch.phone(Seat("1003"), Answers(after=1))
    await talk.begin(manner)
    if manner is Manner.JOIN:
        await talk.part(Manner.LISTEN)
    talk.agent.transfer_to("1003", attended=attended)
    if attended:
        await talk.centre.clock.advance(2)
    await talk.centre.clock.until(lambda: talk.caller.hears == "1003" or third.up)
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert at_work("supervision") == []


async def test_the_star_does_not_end_his_part(talk: Talk) -> None:
    await talk.begin(Manner.WHISPER)
    talk.boss.press("*")
    await talk.centre.clock.advance(1)
    assert (talk.caller.hears, talk.agent.hears) == HEARD[Manner.WHISPER]
    assert talk.manners() == ["whisper"]


async def test_two_leaders_at_one_call(talk: Talk) -> None:
    talk.centre.switch.phone(Outside("13900005555"), Answers(after=1))
    await talk.begin(Manner.LISTEN)
    await talk.begin(Manner.WHISPER, LI)
    assert [(each.user, each.manner) for each in talk.there()] == [("wang", "listen"), ("li", "whisper")]
    assert talk.caller.hears == "1001"
    await talk.part(Manner.TAKE_OVER, LI)
    await talk.centre.clock.until(lambda: talk.agent.gone and talk.boss.gone)
    assert talk.caller.hears == "13900005555"
    assert talk.there() == ()


async def test_both_have_joined_and_the_agent_leaves(talk: Talk) -> None:
    talk.centre.switch.phone(Outside("13900005555"), Answers(after=1))
    await talk.begin(Manner.JOIN)
    await talk.begin(Manner.JOIN, LI)
    talk.agent.hang_up()
    await talk.centre.clock.until(lambda: talk.caller.hears == "1002")
    assert talk.there() == ()


# --- who may not


async def test_what_is_refused(talk: Talk) -> None:
    supervising, clock = talk.centre.house.supervising, talk.centre.clock
    for leader, error in (
        (Leader("nobody", PersonId(""), None), NoPhone),
        (Leader("self", AGENT, Seat("1001")), OwnTalk),
    ):
        with pytest.raises(error):
            await talk.part(Manner.LISTEN, leader)
    with pytest.raises(NotTalking):
        await clock.run(supervising.take_part(CallId("call-0"), WANG, Manner.LISTEN))
    with pytest.raises(NotTakingPart):
        await clock.run(supervising.leave(talk.call, "wang"))
    talk.expect_untouched()


async def test_a_barred_number_is_not_dialled(talk: Talk) -> None:
    talk.centre.switch.allowed = lambda _number: False
    with pytest.raises(DestinationBarred):
        await talk.part(Manner.LISTEN, LI)
    talk.expect_untouched()


async def test_who_is_on_the_phone_takes_part_in_nothing_else(talk: Talk) -> None:
    other = talk.centre.switch.call_in("95106", number="13800002222")
    talk.centre.house.floor.tell(Readied(PersonId("1003")))
    talk.centre.switch.phone(Seat("1003"), Answers(after=1))
    await talk.centre.clock.until(lambda: other.hears == "1003")
    await talk.begin(Manner.LISTEN)
    call = talk.centre.memory.record("13800002222").call
    with pytest.raises(LeaderBusy):
        await talk.centre.clock.run(talk.centre.house.supervising.take_part(call, WANG, Manner.LISTEN))
    leader = Leader("zhao", PersonId("1003"), Seat("1003"))
    with pytest.raises(LeaderBusy):
        await talk.part(Manner.LISTEN, leader)


async def test_without_a_link_it_is_refused_and_the_talk_goes_on(talk: Talk) -> None:
    await talk.begin(Manner.LISTEN)
    talk.centre.switch.lose_link()
    with pytest.raises((SwitchLost, NotTalking)):
        await talk.part(Manner.WHISPER)
    await talk.centre.clock.advance(3)
    talk.centre.switch.restore_link()
    await talk.centre.clock.advance(2)
    assert [(each.user, each.manner) for each in talk.there()] == [("wang", "listen")]
    assert talk.caller.hears == "1001"
    assert (await talk.part(Manner.WHISPER)).manner is Manner.WHISPER


# --- after a SIGKILL


@pytest.mark.parametrize("manner", STEPS)
async def test_after_a_restart_he_takes_part_as_before(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.advance(1)
    assert [(each.user, each.person, each.manner) for each in talk.there()] == [("wang", BOSS, manner)]
    assert (talk.caller.hears, set(talk.agent.hears.split("+"))) == (HEARD[manner][0], set(HEARD[manner][1].split("+")))
    assert talk.record().person == AGENT
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone and talk.caller.hears == "1002")
    talk.caller.hang_up()
    await talk.centre.clock.until(lambda: talk.boss.gone)


async def test_a_phone_that_rang_for_him_is_stopped_after_a_restart(talk: Talk) -> None:
    talk.boss.script = Rings()
    await talk.part(Manner.LISTEN)
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    talk.expect_untouched()


@pytest.mark.parametrize("manner", STEPS)
async def test_the_talk_ended_while_nobody_looked(talk: Talk, manner: Manner) -> None:
    await talk.begin(manner)
    await talk.centre.kill()
    talk.caller.hang_up()
    talk.agent.hang_up()
    await talk.centre.start_again()
    await talk.centre.clock.until(lambda: talk.boss.gone)
    assert talk.there() == ()


async def test_the_agent_left_while_nobody_looked_and_the_leader_has_the_caller(talk: Talk) -> None:
    await talk.begin(Manner.JOIN)
    await talk.centre.kill()
    talk.agent.hang_up()
    await talk.centre.start_again()
    await talk.centre.clock.advance(2)
    assert talk.caller.hears == "1002"
    assert [(span.whom, span.until is None) for span in talk.record().talks] == [("1001", False), ("1002", True)]
    talk.boss.hang_up()
    await talk.centre.clock.until(lambda: "goodbye" in talk.caller.heard)


async def test_who_took_over_is_found_talking(talk: Talk) -> None:
    await talk.part(Manner.TAKE_OVER)
    await talk.centre.clock.until(lambda: talk.agent.gone)
    await talk.centre.clock.settle()
    marks = {seen.leg: seen.marks for seen in await talk.centre.switch.legs()}[talk.boss.leg]
    assert marks is not None
    assert marks.role is Role.TRANSFER
    await talk.centre.kill()
    await talk.centre.start_again()
    await talk.centre.clock.advance(1)
    assert talk.caller.hears == "1002"
    assert talk.there() == ()


# --- callers who wait


@dataclass
class Waits:
    centre: Centre
    caller: FakeCaller
    call: CallId


@pytest.fixture
async def waits(centre: Centre) -> Waits:
    for seat in ("1001", "1002", "1003"):
        centre.house.floor.tell(Paused(PersonId(seat), "break"))
    caller = centre.switch.call_in("95106", number=NUMBER)
    await centre.clock.until(lambda: caller.hears in COMPANY)
    await centre.clock.advance(30)
    return Waits(centre, caller, centre.memory.record(NUMBER).call)


async def test_a_caller_is_moved_with_all_that_he_has_waited(waits: Waits) -> None:
    centre = waits.centre
    joined_at = centre.house.steering.place(waits.call).joined_at
    place = centre.house.steering.move(waits.call, "desk", "wang")
    assert (place.queue, place.joined_at) == ("desk", joined_at)
    await centre.clock.settle()
    marks = {seen.leg: seen.marks for seen in await centre.switch.legs()}[waits.caller.leg]
    assert marks is not None
    assert marks.queue == "desk"
    assert abs(marks.joined_at - joined_at) < 0.01
    record = centre.record(waits.call)
    assert (record.queue, record.queued_at) == ("desk", joined_at)
    assert [entry.what for entry in record.entries if isinstance(entry.what, Moved)] == [
        Moved("wang", "orders", "desk")
    ]
    assert [(span.whom, span.until is None) for span in record.waits] == [("orders", False), ("desk", True)]
    centre.switch.phone(Seat("1003"), Answers(after=1))
    centre.house.floor.tell(Readied(PersonId("1003")))
    await centre.clock.until(lambda: waits.caller.hears == "1003")
    assert centre.record(waits.call).waited >= 30


async def test_he_stays_where_he_was_moved_after_a_restart(waits: Waits) -> None:
    waits.centre.house.steering.move(waits.call, "desk", "wang")
    waits.centre.house.steering.prioritise(waits.call, 7, "wang")
    await waits.centre.clock.settle()
    await waits.centre.kill()
    await waits.centre.start_again()
    place = waits.centre.house.steering.place(waits.call)
    assert (place.queue, place.priority) == ("desk", 7)


async def test_a_phone_that_rings_for_him_stops(waits: Waits) -> None:
    centre = waits.centre
    phone = centre.switch.phone(Seat("1001"), Rings())
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: phone.ringing)
    centre.house.steering.move(waits.call, "desk", "wang")
    await centre.clock.until(lambda: phone.gone)
    assert centre.house.floor.state_of(AGENT) is PersonState.READY
    assert centre.record(waits.call).offers[-1].outcome == "WITHDRAWN"
    assert waits.caller.hears in COMPANY


async def test_another_priority_lets_him_be_served_first(waits: Waits) -> None:
    centre = waits.centre
    later = centre.switch.call_in("95106", number="13800002222")
    await centre.clock.until(lambda: later.hears in COMPANY)
    call = centre.memory.record("13800002222").call
    centre.house.steering.prioritise(call, 9, "wang")
    centre.switch.phone(Seat("1001"), Answers(after=1))
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: later.hears == "1001")
    record = centre.record(call)
    assert record.priority == 9
    assert [entry.what for entry in record.entries if isinstance(entry.what, PriorityChanged)] == [
        PriorityChanged("wang", 1, 9)
    ]


async def test_who_cannot_be_moved(waits: Waits, centre: Centre) -> None:
    steering = centre.house.steering
    with pytest.raises(NoSuchQueue):
        steering.move(waits.call, "nowhere", "wang")
    with pytest.raises(UnknownCall):
        steering.move(CallId("call-0"), "desk", "wang")
    centre.switch.phone(Seat("1001"), Answers(after=1))
    centre.house.floor.tell(Readied(AGENT))
    await centre.clock.until(lambda: waits.caller.hears == "1001")
    with pytest.raises(NotWaiting):
        steering.move(waits.call, "desk", "wang")
    with pytest.raises(NotWaiting):
        steering.prioritise(waits.call, 2, "wang")
    assert waits.caller.hears == "1001"
