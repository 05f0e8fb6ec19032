"""One phone that rings for an offer: what the floor is told, what is written down, and that the phone never stays behind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from acd.messages import Event, OfferAccepted, OfferDeclined, OfferPickedUp, OfferRang, Refusal, Tell
from acd.offers import Offer
from calls.causes import Cause
from calls.errors import HotlineError, SwitchLost, SwitchRefused
from calls.events import Caller
from calls.happenings.offer import PickedUp, Rang
from calls.ids import CallId, LegId, OfferId
from calls.switch import Marks, Outside, RingOrder, Role, Seat
from service.call import Partner
from service.connecting import Connecting
from service.crew import Crew
from service.hooks import NoHooks, Told
from tests.contract.switch.world import order
from tests.fakes.clock import EPOCH
from tests.fakes.party import Answers, FakePhone
from tests.unit.service.rooms import CALL, LIN, WEI, Rooms, offer, open_rooms

ONE, LEG = OfferId("offer-1"), LegId("leg-1")
RANG, UP, TAKEN = OfferRang(ONE), OfferPickedUp(ONE), OfferAccepted(ONE)


def declined(why: Refusal, detail: str = "") -> OfferDeclined:
    return OfferDeclined(ONE, why, detail)


class Noted(NoHooks):
    """What other systems would be told."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def tell(self, told: Told) -> None:
        self.told.append(told)


class Scene(Rooms):
    """A caller waits, and offers for him ring."""

    connecting: Connecting

    def __init__(self, crew: Crew) -> None:
        super().__init__(crew)
        self.hooks = Noted()

    async def begin(self, made: Offer, *, script: Answers | None = None) -> FakePhone:
        target = Outside("13900001111") if made.person == LIN else Seat("1001")
        phone = self.switch.phone(target, script)
        self.connecting.start(made)
        await self.clock.settle()
        return phone

    def gone(self) -> bool:
        """The phone rings no more, and nobody follows it."""
        return self.switch.all_legs[LEG].ended is not None and not self.lines.knows(LEG)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_rooms(Scene) as rooms:
        await rooms.caller()
        rooms.connecting = Connecting(
            rooms.switch, rooms.clock, rooms.lines, rooms.floor, rooms.people, rooms.chronicle, rooms.sounds, rooms.crew,
            rooms.new_leg, rooms.hooks,
        )  # fmt: skip
        yield rooms


# --- agents


async def test_an_agent_takes_a_call_by_picking_up(scene: Scene) -> None:
    phone = await scene.begin(offer(), script=Answers(after=3))
    assert scene.floor.told == [RANG]
    await scene.clock.advance(3)
    assert scene.floor.told == [RANG, UP, TAKEN]
    assert scene.noted() == [Rang(ONE, LEG), PickedUp(ONE)]
    assert scene.connecting.hand_over(ONE) == Partner(WEI, scene.lines.open(LEG), ONE)
    assert phone.up
    assert scene.connecting.hand_over(ONE) is None


async def test_the_phone_is_rung_with_the_caller_and_the_truth_about_the_offer(scene: Scene) -> None:
    await scene.begin(offer())
    [rung] = [leg for leg in await scene.switch.legs() if leg.leg == LEG]
    assert rung.marks == Marks(CALL, Role.OFFER, ONE, WEI, "wealth")
    assert rung.caller == Caller("13800001111", "Li")


async def test_an_offer_of_a_call_that_is_over_names_nobody_and_notes_nothing(scene: Scene) -> None:
    strange = Offer(ONE, CallId("call-9"), WEI, "wealth", offer().kind, EPOCH, EPOCH + 40)
    await scene.begin(strange)
    assert scene.switch.all_legs[LEG].caller == Caller()
    assert scene.noted() == []


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (Cause.BUSY, Refusal.BUSY),
        (Cause.REJECTED, Refusal.REJECTED),
        (Cause.NO_ANSWER, Refusal.NO_ANSWER),
        (Cause.NO_RESPONSE, Refusal.NO_ANSWER),
        (Cause.ABSENT, Refusal.UNREACHABLE),
        (Cause.UNALLOCATED, Refusal.UNREACHABLE),
        (Cause.RECOVERY_ON_TIMER, Refusal.UNREACHABLE),
        (Cause.OUT_OF_ORDER, Refusal.UNREACHABLE),
        (Cause.CONGESTION, Refusal.FAILED),
        (Cause.NORMAL, Refusal.FAILED),
        (Cause.UNKNOWN, Refusal.FAILED),
    ],
)
async def test_how_a_phone_ends_says_why_the_person_does_not_come(scene: Scene, cause: Cause, why: Refusal) -> None:
    await scene.begin(offer())
    scene.end(LEG, cause)
    await scene.clock.settle()
    assert scene.floor.told == [RANG, declined(why, cause.words)]
    assert scene.gone()


async def test_a_phone_rings_for_as_long_as_the_plan_says(scene: Scene) -> None:
    await scene.begin(offer())
    await scene.clock.advance(14.9)
    assert scene.floor.told == [RANG]
    await scene.clock.advance(0.1)
    assert scene.floor.told == [RANG, declined(Refusal.NO_ANSWER)]
    assert scene.gone()


@pytest.mark.parametrize("error", [SwitchRefused("no trunk"), SwitchLost("no answer to Originate")])
async def test_a_phone_that_cannot_be_rung_is_declined_and_nowhere_left(scene: Scene, error: HotlineError) -> None:
    scene.switch.fail_next("ring", error)
    await scene.begin(offer())
    assert scene.floor.told == [declined(Refusal.FAILED, error.told())]
    assert [command.leg for command in scene.switch.asked("hang_up")] == [LEG]
    assert not scene.lines.knows(LEG)


# --- the floor closes the offer


async def test_a_closed_offer_stops_the_ringing_and_says_nothing_more(scene: Scene) -> None:
    await scene.begin(offer())
    scene.connecting.close(ONE, None)
    scene.connecting.close(ONE, Tell.CALL_TAKEN)
    await scene.clock.settle()
    assert scene.floor.told == [RANG]
    assert scene.gone()
    assert scene.connecting.hand_over(ONE) is None


async def test_an_offer_closed_before_it_rang_never_rings(scene: Scene) -> None:
    scene.switch.phone(Seat("1001"))
    scene.connecting.start(offer())
    scene.connecting.close(ONE, None)
    await scene.clock.settle()
    assert all(leg.ended is not None for leg in scene.switch.all_legs.values() if leg.name == LEG)
    assert OfferPickedUp(ONE) not in scene.floor.told


@pytest.mark.parametrize("tell", [Tell.CALL_GONE, Tell.CALL_TAKEN])
async def test_who_has_picked_up_too_late_is_told_why_and_released(scene: Scene, tell: Tell) -> None:
    phone = await scene.begin(offer(), script=Answers(after=1))
    await scene.clock.advance(1)
    scene.connecting.close(ONE, tell)
    await scene.clock.settle()
    assert phone.hears == tell.value
    await scene.clock.advance(3)
    assert scene.gone()
    assert phone.heard == [tell.value]


async def test_a_word_that_cannot_be_said_releases_him_all_the_same(scene: Scene) -> None:
    await scene.begin(offer(), script=Answers(after=1))
    await scene.clock.advance(1)
    scene.switch.fail_next("play", SwitchRefused("there is no sound"))
    scene.connecting.close(ONE, Tell.CALL_GONE)
    await scene.clock.settle()
    assert scene.gone()


async def test_who_hangs_up_before_he_is_joined_is_not_handed_over(scene: Scene) -> None:
    phone = await scene.begin(offer(), script=Answers(after=1))
    await scene.clock.advance(1)
    phone.hang_up()
    await scene.clock.settle()
    assert scene.connecting.hand_over(ONE) is None


async def test_an_offer_that_nobody_knows_is_closed_without_harm(scene: Scene) -> None:
    scene.connecting.close(OfferId("offer-9"), Tell.CALL_GONE)
    assert scene.connecting.hand_over(OfferId("offer-9")) is None


# --- managers


async def test_a_manager_takes_a_call_by_his_key(scene: Scene) -> None:
    phone = await scene.begin(offer(LIN), script=Answers(after=2, presses="1"))
    await scene.clock.advance(2)
    assert scene.floor.told == [RANG, UP]
    assert phone.hears == "manager_brief"
    await scene.clock.advance(1)
    assert scene.floor.told == [RANG, UP, TAKEN]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("2", declined(Refusal.DECLINED, "pressed 2")),
        ("3", declined(Refusal.LATER, "pressed 3")),
        ("*#0", None),
        ("41", TAKEN),
        ("72", declined(Refusal.DECLINED, "pressed 2")),
    ],
)
async def test_only_his_keys_mean_something(scene: Scene, keys: str, told: Event | None) -> None:
    await scene.begin(offer(LIN), script=Answers(after=1, presses=keys))
    await scene.clock.advance(5)
    assert scene.floor.told == [RANG, UP, *([told] if told else [])]


async def test_silence_is_no_answer_and_the_phone_is_put_down(scene: Scene) -> None:
    phone = await scene.begin(offer(LIN), script=Answers(after=1))
    await scene.clock.advance(10.9)
    assert scene.floor.told == [RANG, UP]
    assert phone.heard == ["manager_brief", "queue_wealth", "brief_keys"]
    await scene.clock.advance(0.1)
    assert scene.floor.told[2:] == [declined(Refusal.NOT_ACCEPTED, "no key")]
    assert scene.gone()


async def test_a_manager_who_hangs_up_without_a_key_has_not_accepted(scene: Scene) -> None:
    phone = await scene.begin(offer(LIN), script=Answers(after=1))
    await scene.clock.advance(2)
    phone.hang_up()
    await scene.clock.settle()
    assert scene.floor.told[2:] == [declined(Refusal.NOT_ACCEPTED, "hung up without a key")]


@pytest.mark.parametrize("error", [SwitchRefused("no sound"), SwitchLost("no answer to AGI")])
async def test_a_manager_who_cannot_be_asked_is_put_down(scene: Scene, error: HotlineError) -> None:
    scene.switch.fail_next("collect", error)
    await scene.begin(offer(LIN), script=Answers(after=1))
    await scene.clock.advance(1)
    assert scene.floor.told[2:] == [declined(Refusal.FAILED, error.told())]
    assert scene.gone()


async def test_other_systems_are_told_when_a_manager_is_rung_and_when_he_accepts(scene: Scene) -> None:
    await scene.begin(offer(LIN), script=Answers(after=2, presses="1"))
    assert [each.event for each in scene.hooks.told] == ["ringing"]
    await scene.clock.advance(3)
    told = scene.hooks.told
    assert [each.event for each in told] == ["ringing", "accepted"]
    assert (told[0].person, told[0].phone, told[0].number, told[0].name) == (LIN, "13900001111", "13800001111", "Li")


async def test_nobody_is_told_of_an_agent(scene: Scene) -> None:
    await scene.begin(offer(), script=Answers(after=1))
    await scene.clock.advance(2)
    assert scene.hooks.told == []


# --- after a restart


async def found(scene: Scene, made: Offer, target: Seat | Outside, up: bool) -> FakePhone:
    phone = scene.switch.phone(target)
    wanted = order(target, LEG)
    await scene.switch.ring(RingOrder(LEG, target, 20.0, wanted.caller, wanted.marks))
    if up:
        phone.answer()
    await scene.clock.settle()
    scene.connecting.adopt(made, LEG, up)
    await scene.clock.settle()
    return phone


async def test_a_phone_found_ringing_rings_on_for_what_is_left(scene: Scene) -> None:
    await found(scene, offer(made_at=EPOCH - 10), Seat("1001"), up=False)
    await scene.clock.advance(4.9)
    assert scene.floor.told == []
    await scene.clock.advance(0.1)
    assert scene.floor.told == [declined(Refusal.NO_ANSWER)]
    assert scene.gone()


async def test_a_phone_found_ringing_can_be_answered(scene: Scene) -> None:
    phone = await found(scene, offer(), Seat("1001"), up=False)
    phone.answer()
    await scene.clock.settle()
    assert scene.floor.told == [UP, TAKEN]


async def test_a_manager_found_on_the_phone_is_asked_again(scene: Scene) -> None:
    phone = await found(scene, offer(LIN), Outside("13900001111"), up=True)
    assert phone.hears == "manager_brief"
    phone.press("1")
    await scene.clock.settle()
    assert scene.floor.told == [UP, TAKEN]


async def test_phones_from_before_are_forgotten(scene: Scene) -> None:
    await scene.begin(offer(), script=Answers(after=1))
    await scene.clock.advance(1)
    scene.connecting.start_anew()
    assert scene.connecting.hand_over(ONE) is None
