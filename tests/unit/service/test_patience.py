"""What is believed of who joins: counts read as he calls, limits that win, schedules, restarts, and one step more at his end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from math import log

import pytest

from acd.messages import Joined, Known, Leaving, Left, Recovered
from acd.patience import Baseline, Hazard, Patience, PatienceModel
from acd.personal import DAY, Counts
from acd.queues import Queue, Words
from calls.causes import Cause, EndedBy
from calls.contact import ContactRecord
from calls.happenings.menu import Chose
from calls.happenings.queue import AskedFor, Believed, Queued
from calls.happenings.visit import Ended
from calls.ids import CallId, PersonId
from calls.profile import UNKNOWN, Profile
from calls.record import fold
from service.call import Call
from service.patience import PatienceMeans, Patiences
from service.patience_rules import PatienceRules
from store.errors import StoreUnusable
from store.patience import PatienceKept
from tests.fakes.clock import EPOCH
from tests.unit.service.rooms import CALL, Rooms, open_rooms
from tests.waiting import until

NUMBER = "13800001111"
MODEL = PatienceModel({"": Baseline(Hazard((0.0, 60.0), (0.0, 1.0)), 1.0, 1.0)})
RULES = PatienceRules(class_limits={"gold": 45.0}, queue_limits={"wealth": 60.0})
JOINED = Joined(CALL, "orders", 1, EPOCH)


class Centre(Rooms):
    """The rooms, and what the store knows of one caller."""

    kept: list[PatienceKept]
    known: PatienceKept | None = None
    error: StoreUnusable | None = None
    profile: Profile | None = UNKNOWN
    asked = 0

    def open(self) -> Patiences:
        self.kept, self.slow = [], asyncio.Event()
        self.slow.set()
        means = PatienceMeans(RULES, MODEL, self.recall, self.kept.append)
        queues = (Queue("orders"), Queue("wealth", words=Words(20, 60, position=True, wait=True)))
        rooms = (self.clock, self.chronicle, self.crew)
        return Patiences(means, *rooms, {each.name: each for each in queues}.get, lambda _call: self.profile)

    async def recall(self, number: str) -> PatienceKept | None:
        assert number == NUMBER
        self.asked += 1
        await self.slow.wait()
        if self.error is not None:
            raise self.error
        return self.known

    async def met(self, patiences: Patiences) -> Call:
        """He calls, and what is known of him is read."""
        _, call = await self.caller()
        patiences.meet(call)
        read = patiences._open[call.id]
        await until(lambda: read.reading is None or read.reading.done())
        return call

    def record(self) -> ContactRecord:
        """His call, as it was written down."""
        return fold(self.journal.entries)

    def wait_of(self, seconds: float, hung_up: bool = True) -> None:
        """He waits and hangs up, or the call ends otherwise."""
        self.chronicle.note(CALL, Queued("orders", 1, EPOCH), EPOCH)
        by = EndedBy.CALLER if hung_up else EndedBy.SWITCH
        self.chronicle.note(CALL, Ended(by, Cause.NORMAL), EPOCH + seconds)


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_rooms(Centre) as rooms:
        yield rooms


def believed(patiences: Patiences, joined: Joined = JOINED) -> Joined:
    event = patiences.believe(joined)
    assert isinstance(event, Joined)
    return event


async def test_a_stranger_is_believed_what_his_class_is(centre: Centre) -> None:
    patiences = centre.open()
    await centre.met(patiences)
    joined = believed(patiences)
    assert (joined.segment, joined.limit) == ("", None)
    assert joined.patience == Patience("@8-40", 1.0, 1.0)
    assert centre.noted()[-1] == Believed("", "8-40", 1.0, 1.0)


async def test_a_profile_that_comes_as_he_waits_changes_what_is_believed(centre: Centre) -> None:
    centre.known, centre.profile = PatienceKept.of(NUMBER, Counts(2.0, 0.5, 1.5, EPOCH, 3)), None
    patiences = centre.open()
    call = await centre.met(patiences)
    assert patiences.known(call) is None, "he does not wait yet"
    centre.chronicle.note(CALL, Queued("orders", 1, EPOCH), EPOCH)
    assert believed(patiences).segment == ""
    assert patiences.known(call) is None, "nothing is known of him yet"
    centre.profile = Profile(segment="gold")
    assert patiences.known(call) == Known(CALL, "gold", Patience("gold@8-40", 3.5, 2.5), 45.0)
    assert centre.noted()[-1] == Believed("gold", "8-40", 3.5, 2.5, 45.0)
    assert patiences.known(call) is None, "that is believed already"


async def test_a_question_of_an_agent_has_the_patience_of_the_caller_whom_he_holds(centre: Centre) -> None:
    patiences, question = centre.open(), CallId("call-20260105-010000-00000002")
    of_caller = Believed("gold", "8-40", 3.5, 2.5, 45.0)
    for call in (CALL, question):
        await centre.caller(call)
    centre.chronicle.note(CALL, of_caller, EPOCH)
    centre.chronicle.note(question, AskedFor(PersonId("1001"), CALL), EPOCH)
    joined = believed(patiences, replace(JOINED, contact=question, queue="wealth"))
    assert (joined.segment, joined.patience, joined.limit) == ("gold", Patience("gold@8-40", 3.5, 2.5), 45.0)
    assert centre.noted()[-1] == of_caller


async def test_his_own_waits_make_his_patience(centre: Centre) -> None:
    centre.known, centre.profile = PatienceKept.of(NUMBER, Counts(2.0, 0.5, 1.5, EPOCH, 3)), Profile(segment="gold")
    patiences = centre.open()
    await centre.met(patiences)
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


async def test_a_wait_is_not_for_the_disk(centre: Centre) -> None:
    """The store is slow: he is believed what his class is, at once; the nightly learning counts his wait."""
    patiences = centre.open()
    centre.slow.clear()
    _, call = await centre.caller()
    patiences.meet(call)
    await until(lambda: centre.asked == 1)
    assert believed(patiences).patience == Patience("@8-40", 1.0, 1.0)
    centre.wait_of(20.0)
    patiences.ended(centre.record())
    assert centre.kept == []
    patiences.parted(call)


async def test_without_the_store_he_is_believed_what_his_class_is(centre: Centre) -> None:
    centre.error = StoreUnusable("the disk is full")
    patiences = centre.open()
    await centre.met(patiences)
    assert believed(patiences).patience == Patience("@8-40", 1.0, 1.0)


async def test_his_wait_counts_at_the_end_of_his_call(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    centre.wait_of(30.0)
    patiences.ended(centre.record())
    patiences.parted(call)
    assert centre.kept == [PatienceKept(NUMBER, 1.0, 0.0, 0.5, EPOCH + 30, 1, None)]


async def test_who_calls_again_at_once_is_known_before_the_store_knows(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    centre.wait_of(60.0)
    patiences.ended(centre.record())
    patiences.parted(call)
    again = Call(CallId("call-2"), call.line, call.dialled, call.caller, "zh", EPOCH)
    patiences.meet(again)
    patience = believed(patiences, Joined(again.id, "orders", 1, EPOCH)).patience
    assert centre.asked == 1
    assert patience is not None
    assert (patience.a, patience.b) == pytest.approx((2.0, 2.0), rel=1e-3)


async def test_what_is_learnt_anew_holds_for_who_joins_after(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    centre.wait_of(60.0)
    patiences.ended(centre.record())
    patiences.learned(PatienceModel({"": Baseline(Hazard(), 3.0, 2.0)}), since=EPOCH + 61)
    patiences.meet(call)
    await until(lambda: centre.asked == 2)
    assert believed(patiences).patience == Patience("@8-40", 3.0, 2.0)


async def test_after_a_restart_he_is_believed_what_he_was_before(centre: Centre) -> None:
    patiences = centre.open()
    await centre.caller()
    centre.chronicle.note(CALL, Queued("orders", 1, EPOCH))
    centre.chronicle.note(CALL, Believed("gold", "8-40", 4.0, 2.0, 45.0))
    event = patiences.believe(Recovered((), (JOINED,)))
    assert isinstance(event, Recovered)
    (joined,) = event.waiting
    assert (joined.segment, joined.patience, joined.limit) == ("gold", Patience("gold@8-40", 4.0, 2.0), 45.0)
    assert sum(isinstance(what, Believed) for what in centre.noted()) == 1


def test_other_events_are_left_as_they_are() -> None:
    patiences = Patiences.__new__(Patiences)
    left = Left(CALL, Leaving.HUNG_UP)
    assert patiences.believe(left) is left


async def test_a_complaint_about_an_earlier_wait_counts(centre: Centre) -> None:
    centre.known = PatienceKept.of(NUMBER, Counts(0.0, 0.0, 1.0, EPOCH - DAY, 1, EPOCH - DAY))
    patiences = centre.open()
    await centre.met(patiences)
    centre.chronicle.note(CALL, Chose("welcome", "9", "care", "complaint.late"))
    centre.chronicle.note(CALL, Ended(EndedBy.CALLER, Cause.NORMAL), EPOCH + 9)
    patiences.ended(centre.record())
    (kept,) = centre.kept
    assert (kept.complaints, kept.waits, kept.long_wait_at) == (0.5, 1, None)


async def test_callers_of_a_queue_give_up_at_the_rate_of_their_first_minute(centre: Centre) -> None:
    patiences = centre.open()
    assert patiences.theta("orders") == pytest.approx(log(2) / 60)


async def test_a_complaint_written_down_in_the_call_counts_at_its_end(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    patiences.complained(centre.record())
    assert centre.kept == []
    centre.wait_of(60.0)
    patiences.ended(centre.record())
    patiences.parted(call)
    (kept,) = centre.kept
    assert (kept.complaints, kept.waits, kept.long_wait_at) == (0.5, 1, None)


async def test_a_complaint_written_down_after_the_call_counts_once(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    centre.wait_of(60.0)
    patiences.ended(centre.record())
    patiences.parted(call)
    before = centre.kept[-1]
    for _ in range(2):
        patiences.complained(centre.record())
        await centre.clock.settle()
    assert len(centre.kept) == 2
    after = centre.kept[-1]
    assert (after.complaints, after.waits) == (0.5, before.waits)
    assert after.hang_ups == pytest.approx(before.hang_ups)


async def test_a_complaint_counts_when_the_end_of_the_call_is_not_in_the_store_yet(centre: Centre) -> None:
    patiences = centre.open()
    call = await centre.met(patiences)
    before_the_end = replace(centre.record(), ended_at=None)
    centre.wait_of(60.0)
    patiences.ended(centre.record())
    patiences.parted(call)
    patiences.complained(before_the_end)
    await centre.clock.settle()
    assert [kept.complaints for kept in centre.kept] == [0.0, 0.5]


async def test_a_complaint_of_somebody_not_seen_since_the_start_counts_on_what_the_store_knows(centre: Centre) -> None:
    centre.known = PatienceKept.of(NUMBER, Counts(2.0, 0.0, 1.0, EPOCH, 3, EPOCH))
    patiences = centre.open()
    await centre.caller()
    centre.wait_of(60.0)
    patiences.complained(centre.record())
    await until(lambda: bool(centre.kept))
    assert centre.kept[0].complaints == 0.5
    assert centre.kept[0].hang_ups == pytest.approx(2.0, abs=0.01)
