"""What is believed of who joins: counts read as he calls, limits that win, schedules, restarts."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from acd.messages import Joined, Known, Leaving, Left, Recovered
from acd.patience import Baseline, Hazard, Patience, PatienceModel
from acd.personal import Counts
from calls.happenings.queue import AskedFor, Believed, Queued
from calls.ids import CallId, PersonId
from calls.profile import Profile
from service.call import Call
from service.patience import Patiences
from store.errors import StoreUnusable
from store.patience import PatienceKept
from tests.fakes.clock import EPOCH
from tests.unit.service.patience_rooms import JOINED, NUMBER, RULES, PatienceRooms, believed
from tests.unit.service.rooms import CALL
from tests.waiting import until


async def test_a_stranger_is_believed_what_his_class_is(believing: PatienceRooms) -> None:
    patiences = believing.open()
    await believing.met(patiences)
    joined = believed(patiences)
    assert (joined.segment, joined.limit) == ("", None)
    assert joined.patience == Patience("@8-40", 1.0, 1.0)
    assert believing.noted()[-1] == Believed("", "8-40", 1.0, 1.0)


async def test_a_profile_that_comes_as_he_waits_changes_what_is_believed(believing: PatienceRooms) -> None:
    believing.known, believing.profile = PatienceKept.of(NUMBER, Counts(2.0, 0.5, 1.5, EPOCH, 3)), None
    patiences = believing.open()
    call = await believing.met(patiences)
    assert patiences.known(call) is None, "he does not wait yet"
    believing.chronicle.note(CALL, Queued("orders", 1, EPOCH), EPOCH)
    assert believed(patiences).segment == ""
    assert patiences.known(call) is None, "nothing is known of him yet"
    believing.profile = Profile(segment="gold")
    assert patiences.known(call) == Known(CALL, "gold", Patience("gold@8-40", 3.5, 2.5), 45.0)
    assert believing.noted()[-1] == Believed("gold", "8-40", 3.5, 2.5, 45.0)
    assert patiences.known(call) is None, "that is believed already"


async def test_a_question_of_an_agent_has_the_patience_of_the_caller_whom_he_holds(believing: PatienceRooms) -> None:
    patiences, question = believing.open(), CallId("call-20260105-010000-00000002")
    of_caller = Believed("gold", "8-40", 3.5, 2.5, 45.0)
    for call in (CALL, question):
        await believing.caller(call)
    believing.chronicle.note(CALL, of_caller, EPOCH)
    believing.chronicle.note(question, AskedFor(PersonId("1001"), CALL), EPOCH)
    joined = believed(patiences, replace(JOINED, contact=question, queue="wealth"))
    assert (joined.segment, joined.patience, joined.limit) == ("gold", Patience("gold@8-40", 3.5, 2.5), 45.0)
    assert believing.noted()[-1] == of_caller


async def test_his_own_waits_make_his_patience(believing: PatienceRooms) -> None:
    believing.known, believing.profile = (
        PatienceKept.of(NUMBER, Counts(2.0, 0.5, 1.5, EPOCH, 3)),
        Profile(segment="gold"),
    )
    patiences = believing.open()
    await believing.met(patiences)
    joined = believed(patiences)
    assert joined.patience == Patience("gold@8-40", 3.5, 2.5)
    assert (joined.segment, joined.limit) == ("gold", 45.0)


@pytest.mark.parametrize(
    ("profile", "queue", "limit"),
    [
        (Profile(segment="gold", wait_limit=20.0), "wealth", 20.0),
        (Profile(segment="gold", wait_limit=300.0), "orders", 300.0),
        (Profile(segment="gold"), "wealth", 45.0),
        (Profile(), "wealth", 60.0),
        (Profile(segment="vip", value=8e6), "orders", None),
        (Profile(wait_limit=0.0), "orders", None),
    ],
)
def test_whose_limit_wins(profile: Profile, queue: str, limit: float | None) -> None:
    """His own, then the shorter one of class and queue. Being worth much is no limit."""
    assert RULES.limit(profile, queue) == limit


async def test_a_wait_is_not_for_the_disk(believing: PatienceRooms) -> None:
    """The store is slow: he is believed what his class is, at once; the nightly learning counts his wait."""
    patiences = believing.open()
    believing.slow.clear()
    _, call = await believing.caller()
    patiences.meet(call)
    await until(lambda: believing.asked == 1)
    assert believed(patiences).patience == Patience("@8-40", 1.0, 1.0)
    believing.wait_of(20.0)
    patiences.ended(believing.record())
    assert believing.kept == []
    patiences.parted(call)


async def test_without_the_store_he_is_believed_what_his_class_is(believing: PatienceRooms) -> None:
    believing.error = StoreUnusable("the disk is full")
    patiences = believing.open()
    await believing.met(patiences)
    assert believed(patiences).patience == Patience("@8-40", 1.0, 1.0)


async def test_his_wait_counts_at_the_end_of_his_call(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    believing.wait_of(30.0)
    patiences.ended(believing.record())
    patiences.parted(call)
    assert believing.kept == [PatienceKept(NUMBER, 1.0, 0.0, 0.5, EPOCH + 30, 1, None)]


async def test_who_calls_again_at_once_is_known_before_the_store_knows(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    believing.wait_of(60.0)
    patiences.ended(believing.record())
    patiences.parted(call)
    again = Call(CallId("call-2"), call.line, call.dialled, call.caller, "zh", EPOCH)
    patiences.meet(again)
    patience = believed(patiences, Joined(again.id, "orders", 1, EPOCH)).patience
    assert believing.asked == 1
    assert patience is not None
    assert (patience.a, patience.b) == pytest.approx((2.0, 2.0), rel=1e-3)


async def test_what_is_learnt_anew_holds_for_who_joins_after(believing: PatienceRooms) -> None:
    patiences = believing.open()
    call = await believing.met(patiences)
    believing.wait_of(60.0)
    patiences.ended(believing.record())
    patiences.learned(PatienceModel({"": Baseline(Hazard(), 3.0, 2.0)}), since=EPOCH + 61)
    patiences.meet(call)
    await until(lambda: believing.asked == 2)
    assert believed(patiences).patience == Patience("@8-40", 3.0, 2.0)


async def test_after_a_restart_he_is_believed_what_he_was_before(believing: PatienceRooms) -> None:
    patiences = believing.open()
    await believing.caller()
    believing.chronicle.note(CALL, Queued("orders", 1, EPOCH))
    believing.chronicle.note(CALL, Believed("gold", "8-40", 4.0, 2.0, 45.0))
    event = patiences.believe(Recovered((), (JOINED,)))
    assert isinstance(event, Recovered)
    (joined,) = event.waiting
    assert (joined.segment, joined.patience, joined.limit) == ("gold", Patience("gold@8-40", 4.0, 2.0), 45.0)
    assert sum(isinstance(what, Believed) for what in believing.noted()) == 1


def test_other_events_are_left_as_they_are() -> None:
    patiences = Patiences.__new__(Patiences)
    left = Left(CALL, Leaving.HUNG_UP)
    assert patiences.believe(left) is left


async def test_callers_of_a_queue_give_up_at_the_rate_of_their_first_minute(believing: PatienceRooms) -> None:
    patiences = believing.open()
    assert patiences.theta("orders") == pytest.approx(log(2) / 60)
