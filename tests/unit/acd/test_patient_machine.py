"""Anything may happen in any order where queues go by score, with wishes, limits, a reserve, and two callers for one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from acd.agents import Agent
from acd.messages import (
    Configured,
    Event,
    Joined,
    Known,
    Learned,
    Leaving,
    Left,
    Occupied,
    OfferAccepted,
    OfferDeclined,
    OfferRang,
    Paused,
    RaiseAlarm,
    Readied,
    Refusal,
    SignedOut,
    TalkEnded,
    TalkStarted,
)
from acd.patience import COLD, Baseline, Patience, PatienceModel
from acd.queues import Queue
from acd.snapshot import WaitingView
from acd.states import ContactState, PersonState
from acd.watch import Sight, side_by_side
from calls.errors import IllegalStep
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.patient_plan import OTHERS, PEOPLE, QUEUES, SPIKED
from tests.unit.acd.scene import Scene, only

person_ids = st.sampled_from([person.id for person in PEOPLE])
calls = st.integers(0, 14).map(lambda number: CallId(f"call-{number}"))


class Centre(RuleBasedStateMachine):
    """A contact centre in which everything goes wrong."""

    @initialize()
    def opens(self) -> None:
        self.scene = Scene(PEOPLE, QUEUES)
        self.here: set[CallId] = set()

    def tell(self, event: Event) -> None:
        before = self.scene.snapshot()
        try:
            self.scene.tell(event)
        except IllegalStep:
            assert self.scene.snapshot() == before, event

    @rule(
        call=calls,
        queue=st.sampled_from(["orders", "orders", "wealth", "cards"]),
        priority=st.integers(0, 6),
        age=st.sampled_from([0.0, 0.0, 30.0, 400.0]),
        wanted=st.sampled_from(["", "", "boss"]),
        last=st.sampled_from(["", "", "1001", "1003", "nobody"]),
        dialect=st.sampled_from(["", "minnan", "wu", "gan"]),
        limit=st.sampled_from([None, None, 10.0, 30.0]),
        known=st.sampled_from([None, Patience("", 5.0, 2.0)]),
    )
    def a_caller_joins(
        self,
        call: CallId,
        queue: str,
        priority: int,
        age: float,
        wanted: str,
        last: str,
        dialect: str,
        limit: float | None,
        known: Patience | None,
    ) -> None:
        joined = Joined(
            call,
            queue,
            priority,
            self.scene.now - age,
            PersonId(wanted),
            wishes=(("dialect", dialect),) if dialect else (),
            last_agent=PersonId(last),
            limit=limit,
            patience=known,
        )
        try:
            self.scene.tell(joined)
        except IllegalStep:
            assert call in self.here
        self.here.add(call)

    @rule(call=calls, why=st.sampled_from([Leaving.HUNG_UP, Leaving.MOVED]))
    def a_caller_leaves(self, call: CallId, why: Leaving) -> None:
        self.tell(Left(call, why))
        self.here.discard(call)

    @precondition(lambda self: self.scene.offers())
    @rule(data=st.data(), steps=st.integers(1, 4))
    def an_offer_goes_on(self, data: st.DataObject, steps: int) -> None:
        offer = data.draw(st.sampled_from(self.scene.offers()))
        way = (
            OfferRang(offer.id),
            OfferAccepted(offer.id),
            TalkStarted(offer.id),
            TalkEnded(offer.person, offer.contact),
        )
        for event in way[:steps]:
            self.tell(event)
        shown = self.scene.snapshot()
        known = {talk.contact for talk in shown.talks} | set(self.waiting_calls())
        self.here &= known

    @precondition(lambda self: self.scene.offers())
    @rule(data=st.data(), why=st.sampled_from(Refusal))
    def an_offer_is_refused(self, data: st.DataObject, why: Refusal) -> None:
        self.tell(OfferDeclined(data.draw(st.sampled_from(self.scene.offers())).id, why))

    @rule(offer=st.integers(1, 60).map(lambda number: OfferId(f"offer-{number}")))
    def something_is_told_out_of_turn(self, offer: OfferId) -> None:
        self.tell(TalkStarted(offer))
        self.here &= {talk.contact for talk in self.scene.snapshot().talks} | set(self.waiting_calls())

    @rule(
        person=person_ids, make=st.sampled_from([Readied, Readied, SignedOut, lambda person: Paused(person, "lunch")])
    )
    def a_person_wants(self, person: PersonId, make: type[Readied | SignedOut]) -> None:
        self.tell(make(person))

    @rule(person=person_ids, busy=st.booleans())
    def a_phone_is_busy(self, person: PersonId, busy: bool) -> None:
        self.tell(Occupied(person, busy))

    @rule(queues=st.sampled_from([QUEUES, OTHERS]))
    def the_plan_changes(self, queues: list[Queue]) -> None:
        self.tell(Configured(PEOPLE, queues))
        self.scene.plan = PEOPLE, queues

    @rule(call=calls, a=st.sampled_from([1.0, 9.0]), limit=st.sampled_from([None, 5.0, 120.0]))
    def it_is_known_who_he_is(self, call: CallId, a: float, limit: float | None) -> None:
        self.tell(Known(call, "gold", Patience("gold", a, 2.0), limit))

    @rule(baseline=st.sampled_from([COLD, SPIKED]))
    def something_is_learnt(self, baseline: Baseline) -> None:
        self.tell(Learned(PatienceModel({"": baseline})))

    @rule(seconds=st.sampled_from([0.5, 1, 3, 12, 40, 200]))
    def time_passes(self, seconds: float) -> None:
        assert only(self.scene.after(seconds), RaiseAlarm) == []

    # --- what always holds

    def waiting_calls(self) -> list[CallId]:
        return [view.contact for queue in self.scene.snapshot().queues for view in queue.waiting]

    @invariant()
    def nobody_is_lost(self) -> None:
        talking = {talk.contact for talk in self.scene.snapshot().talks}
        assert self.here <= talking | set(self.waiting_calls())

    @invariant()
    def nobody_has_more_than_he_may(self) -> None:
        most = {person.id: person.concurrency if isinstance(person, Agent) else 1 for person in PEOPLE}
        for person, count in Counter(offer.person for offer in self.scene.offers()).items():
            assert count <= most[person]
        ringing = [offer.person for offer in self.scene.offers() if offer.state == "PENDING"]
        assert len(ringing) == len(set(ringing))

    @invariant()
    def every_lease_ends(self) -> None:
        shown, deadline = self.scene.snapshot(), self.scene.dispatcher.next_deadline()
        talking = {talk.offer for talk in shown.talks}
        for offer in shown.offers:
            if offer.id not in talking:
                assert deadline is not None
                assert deadline <= offer.expires_at

    @invariant()
    def nobody_waits_beside_a_free_person_without_a_reason(self) -> None:
        shown = self.scene.snapshot()

        def show(queue: Queue, _: float) -> Iterable[WaitingView]:
            views = shown.queue(queue.name).waiting
            return [view for view in views if view.state is ContactState.WAITING and view.here]

        assert list(side_by_side(Sight(shown.at, shown.people, self.scene.plan[1], show))) == []

    @invariant()
    def a_note_of_reserve_is_never_old_beside_a_free_person(self) -> None:
        """Who is kept for others is thought about again every second: by then there is an offer or a new note."""
        shown = self.scene.snapshot()
        ready = any(view.state is PersonState.READY for view in shown.people)
        kept = [view for queue in shown.queues for view in queue.waiting if view.kept_at == shown.at]
        assert not kept or ready or self.scene.dispatcher.next_deadline() is not None

    @invariant()
    def what_is_weighed_is_sane(self) -> None:
        for queue in self.scene.snapshot().queues:
            scores = [view.score for view in queue.waiting if view.score is not None]
            assert scores == sorted(scores, reverse=True)
            for view in queue.waiting:
                assert 0.0 <= view.leaves <= 1.0
                assert view.expected is None or view.expected >= 0.0
                assert view.ring is None or 0 <= view.ring.number <= view.ring.last


Centre.TestCase.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
TestCentre = pytest.mark.timeout(400)(Centre.TestCase)
