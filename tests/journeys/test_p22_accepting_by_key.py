"""P22: no accept step on dequeue: a voicemail box gets the caller. Here every outside phone must press a key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acd.managers import Manager
from acd.messages import Person
from calls.ids import PersonId
from calls.switch import Outside
from tests.fakes.party import UNREACHABLE, VOICEMAIL, Answers, Rings
from tests.journeys.centre import COMPANY
from tests.journeys.people_centre import ORDERS, agent, people_centre

MOBILE = Outside("13911110000")
MANAGER = Manager(PersonId("boss"), "Boss", MOBILE.number, skills={"orders": 9.0})
AGENT = replace(agent("1001"), others=(MOBILE.number,))


@pytest.mark.parametrize("person", [MANAGER, AGENT], ids=["a manager", "an agent who is not at his seat"])
async def test_a_voicemail_box_never_gets_the_caller(person: Person) -> None:
    async with people_centre([person, agent("1002")], [ORDERS]) as centre:
        centre.sign_in("1001", UNREACHABLE)
        box = centre.switch.phone(MOBILE, VOICEMAIL)
        caller = centre.call()
        await centre.clock.until(lambda: box.up)
        await centre.clock.advance(10)
        assert caller.hears in COMPANY
        await centre.clock.until(lambda: box.gone)
        assert caller.voice not in box.heard
        centre.sign_in("1002", Answers(after=1))
        await centre.talks(caller, "1002")
        first = centre.memory.records()[0].offers[0]
        assert (first.person, first.outcome) == (person.id, "DECLINED")
        assert "no key" in first.reason


@pytest.mark.parametrize("person", [MANAGER, AGENT], ids=["a manager", "an agent who is not at his seat"])
async def test_a_person_gets_him_with_the_key_and_not_before(person: Person) -> None:
    async with people_centre([person], [ORDERS]) as centre:
        centre.sign_in("1001", UNREACHABLE)
        phone = centre.switch.phone(MOBILE, Answers(after=2))
        caller = centre.call()
        await centre.clock.until(lambda: phone.up)
        await centre.clock.advance(3)
        assert caller.hears in COMPANY
        phone.press("1")
        await centre.talks(caller, MOBILE.number, within=3)


async def test_after_a_restart_a_seat_that_rings_needs_no_key_though_its_agent_has_a_mobile() -> None:
    async with people_centre([AGENT], [ORDERS]) as centre:
        seat = centre.sign_in("1001", Rings())
        caller = centre.call()
        await centre.clock.until(lambda: seat.ringing)
        await centre.kill()
        await centre.start_again(away=1.0)
        seat.answer()
        await centre.talks(caller, "1001", within=3)
