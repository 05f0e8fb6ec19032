"""What a phone does with the other side by itself (SIP REFER): at once, after asking, and while it is still asking."""

from __future__ import annotations

import os
from itertools import count

import pytest

from calls.causes import Cause
from calls.errors import LegGone
from calls.events import LegAnswered, LegEnded, LegHeld, LegParted, LegsJoined, LegTransferred
from calls.ids import CallId, LegId
from calls.switch import Marks, Role
from tests.contract.switch.world import DESK, OTHER_DESK, Desk, Side, World, meanwhile, order, told

LEG, OTHER_LEG = LegId("offer-1"), LegId("offer-2")
QUEUE = "7001"
_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _a_name_of_its_own() -> None:
    """Legs are never named twice: what one test still asked of its leg would befall the next one's."""
    global LEG, OTHER_LEG
    LEG, OTHER_LEG = (LegId(f"offer-20260105-020000-{os.getpid():05}{next(_NUMBERS):04}") for _ in range(2))


@pytest.fixture
async def agent(world: World, caller: Side) -> Desk:
    """An agent who talks with the caller."""
    agent = await world.desk()
    await world.run(world.switch.ring(order(DESK, LEG)))
    await world.until(lambda: agent.ringing)
    await agent.answer()
    await world.until(lambda: told(world, LegAnswered, LEG))
    await world.run(world.switch.bridge(caller.leg, LEG))
    await world.until(lambda: seen_with(world, caller.leg, LEG))
    return agent


def seen_with(world: World, leg: LegId, other: LegId) -> bool:
    """Whether the switch has told that this leg hears the other."""
    return any(event.other == other for event in told(world, LegsJoined, leg))


def sent(world: World, leg: LegId) -> list[tuple[str, bool]]:
    """Where the switch says that this leg was sent."""
    return [(event.to, event.attended) for event in told(world, LegTransferred, leg)]


async def commandable(world: World, leg: LegId) -> bool:
    """What the switch says of the leg."""
    return [seen.commandable for seen in await world.run(world.switch.legs()) if seen.leg == leg] == [True]


async def asking(world: World, agent: Desk) -> LegId:
    """The agent holds the caller; his second call was answered and hears music, as in a queue."""
    await agent.hold()
    await world.until(lambda: told(world, LegHeld, LEG))
    second = await agent.ask(QUEUE)
    await world.run(world.switch.answer(second))
    await world.run(world.switch.music(second, True))
    return second


async def test_sent_on_at_once_he_takes_commands(world: World, caller: Side, agent: Desk) -> None:
    with meanwhile(agent.send_on("1002")) as sending:
        await world.until(lambda: sent(world, caller.leg))
        assert sent(world, caller.leg) == [("1002", False)]
        with meanwhile(world.switch.play(caller.leg, [world.sound(600, 3.0)])):
            await world.until(lambda: caller.hears(600))
        # The phone is told that it worked, and leaves, only once something happens where the caller is now.
        await world.until(sending.done)
        await sending
    await world.until(lambda: told(world, LegEnded, LEG))
    assert not told(world, LegParted, caller.leg)


async def test_handed_over_he_talks_with_whom_the_second_call_reached(world: World, caller: Side, agent: Desk) -> None:
    second, other = await asking(world, agent), await world.phone(OTHER_DESK)
    await world.run(world.switch.ring(order(OTHER_DESK, OTHER_LEG)))
    await world.until(lambda: other.ringing)
    await other.answer()
    await world.until(lambda: told(world, LegAnswered, OTHER_LEG))
    await world.run(world.switch.bridge(second, OTHER_LEG))
    await world.until(lambda: seen_with(world, second, OTHER_LEG))
    await agent.complete(QUEUE)
    caller.speak(700)
    other.speak(1100)
    await world.until(lambda: sent(world, caller.leg) == [(OTHER_LEG, True)])
    await world.until(lambda: caller.hears(1100) and other.hears(700))
    await world.until(lambda: told(world, LegEnded, LEG) and told(world, LegEnded, second))


async def test_sent_while_nobody_is_reached_he_is_where_the_second_call_was(
    world: World, caller: Side, agent: Desk
) -> None:
    second = await asking(world, agent)
    await agent.complete(QUEUE)
    await world.until(lambda: sent(world, caller.leg) and told(world, LegEnded, second) and told(world, LegEnded, LEG))
    assert sent(world, caller.leg) == [(QUEUE, False)]
    assert not told(world, LegParted, caller.leg)
    assert agent.gone
    assert await commandable(world, caller.leg)
    with meanwhile(world.switch.play(caller.leg, [world.sound(600, 3.0)])):
        await world.until(lambda: caller.hears(600))


async def test_and_whoever_did_not_see_it_finds_him_there(world: World, caller: Side, agent: Desk) -> None:
    await world.run(world.switch.mark(caller.leg, Marks(CallId("call-of-the-caller"), Role.CALLER)))
    second = await asking(world, agent)
    await world.run(world.switch.mark(second, Marks(CallId("call-of-the-question"), Role.CALLER)))
    await agent.complete(QUEUE)
    await world.until(lambda: sent(world, caller.leg) and told(world, LegEnded, second) and told(world, LegEnded, LEG))
    (found,) = await world.run(world.switch.legs())
    assert (found.leg, found.dialled) == (caller.leg, QUEUE)
    assert found.marks is not None
    assert found.marks.call == "call-of-the-question", "he bears what is written where he is now"
    await world.run(world.switch.mark(caller.leg, Marks(CallId("call-of-the-caller"), Role.CALLER)))
    (found,) = await world.run(world.switch.legs())
    assert found.marks is not None
    assert found.marks.call == "call-of-the-caller"


async def test_and_what_went_on_in_the_second_call_is_over(world: World, caller: Side, agent: Desk) -> None:
    second = await asking(world, agent)
    with meanwhile(world.switch.play(second, [world.sound(900, 30.0)])) as playing:
        await world.pass_time(0.5)
        await agent.complete(QUEUE)
        await world.until(lambda: told(world, LegEnded, second) and playing.done())
        with pytest.raises(LegGone):
            await playing
    await world.run(world.switch.music(caller.leg, True))
    await world.until(caller.hears_music)


async def test_and_he_can_be_joined_with_who_is_there_for_him(world: World, caller: Side, agent: Desk) -> None:
    second, other = await asking(world, agent), await world.phone(OTHER_DESK)
    await agent.complete(QUEUE)
    await world.until(lambda: sent(world, caller.leg) and told(world, LegEnded, second))
    await world.run(world.switch.ring(order(OTHER_DESK, OTHER_LEG)))
    await world.until(lambda: other.ringing)
    await other.answer()
    await world.until(lambda: told(world, LegAnswered, OTHER_LEG))
    caller.speak(700)
    other.speak(1100)
    await world.run(world.switch.bridge(caller.leg, OTHER_LEG))
    await world.until(lambda: caller.hears(1100) and other.hears(700))


async def test_and_his_end_is_told(world: World, caller: Side, agent: Desk) -> None:
    second = await asking(world, agent)
    await agent.complete(QUEUE)
    await caller.hang_up()
    await world.until(lambda: told(world, LegEnded, caller.leg) and told(world, LegEnded, second))
    assert told(world, LegEnded, caller.leg)[0].cause is Cause.NORMAL
    await world.until(lambda: told(world, LegEnded, LEG))
