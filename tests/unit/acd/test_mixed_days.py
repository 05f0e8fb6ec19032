"""Random days at a centre where everything is at once, through the real dispatcher: what must hold, always does.

The other machine (test_machine.py) throws impossible events at a plain centre; here the events are those of a day, and the
centre has every strategy, rings of wishes, reserve, overflow, two lines, guests, deputies, absences, callbacks.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from acd.messages import (
    Configured,
    KnownRefusal,
    Recovered,
    Talk,
)
from acd.offers import JOIN_WITHIN, lease_of
from acd.snapshot import Snapshot
from acd.states import ContactState
from calls.ids import CallId
from tests.unit.acd.apart import unexplained
from tests.unit.acd.happenings_of_a_day import EVERYBODY, Happenings
from tests.unit.acd.mixed_plan import FEWER, OTHERWISE, PEOPLE, QUEUES, most_at_once
from tests.unit.acd.plain_plan import known_people


class Days(Happenings):
    """A day, changes of the plan, restarts; and what holds after each step."""

    # --- the whole

    @rule(fewer_people=st.booleans(), other_queues=st.booleans())
    def the_plan_changes(self, fewer_people: bool, other_queues: bool) -> None:
        people, queues = FEWER if fewer_people else PEOPLE, OTHERWISE if other_queues else QUEUES
        self.scene.plan = people, queues
        self.people.update({person.id: person for person in people})
        self.known.update({queue.name: queue for queue in queues})
        self.tell(Configured(people, queues))

    @rule()
    def the_service_restarts(self) -> None:
        """What was kept and what is seen is all that the next one has. No conversation of the plan ends by it."""
        before = self.scene.snapshot()
        plan = {person.id for person in self.scene.plan[0]}
        for talk in before.talks:
            if talk.person not in plan:
                del self.callers[talk.contact]
        self.known = {queue.name: queue for queue in self.scene.plan[1]}
        self.note(self.scene.restart(self.found(before)))
        after = self.scene.snapshot()
        talks = {(talk.contact, talk.person) for talk in before.talks if talk.person in plan}
        assert {(talk.contact, talk.person) for talk in after.talks} == talks

    def found(self, shown: Snapshot) -> Recovered:
        talking = {talk.contact for talk in shown.talks}
        waiting = [view for queue in shown.queues for view in queue.waiting]
        return Recovered(
            people=known_people(shown),
            waiting=[self.callers[view.contact] for view in waiting],
            ringing=[offer for offer in shown.offers if offer.contact not in talking],
            talks=[Talk(talk.offer, talk.contact, talk.person, talk.queue, talk.since) for talk in shown.talks],
            refused={
                view.contact: [KnownRefusal(who, why, shown.at) for who, why in view.refused.items()] for view in waiting
            },
        )  # fmt: skip

    def refused(self, contact: CallId) -> list[KnownRefusal]:
        live = self.scene.dispatcher._centre.contacts[contact]
        return [KnownRefusal(person, refused.why, refused.at) for person, refused in live.refused.items()]

    @rule(seconds=st.sampled_from([0.5, 2.5, 12.0, 40.0, 400.0]))
    def time_passes(self, seconds: float) -> None:
        """From deadline to deadline; each lies after the one before, so that nothing ever spins."""
        end = self.scene.now + seconds
        while (due := self.scene.dispatcher.next_deadline()) is not None and due <= end:
            self.scene.now = max(self.scene.now, due)
            self.note(self.scene.tick())
            left = self.scene.dispatcher.next_deadline()
            assert left is None or left > self.scene.now
            assert unexplained(self.scene, self.people) == []
        self.scene.now = end

    # --- what always holds

    @invariant()
    def no_caller_is_lost_and_none_is_twice(self) -> None:
        shown = self.scene.snapshot()
        there = [view.contact for queue in shown.queues for view in queue.waiting]
        there += [talk.contact for talk in shown.talks]
        assert Counter(there) == Counter([*self.callers])

    @invariant()
    def a_place_is_kept(self) -> None:
        for queue in self.scene.snapshot().queues:
            for view in queue.waiting:
                joined = self.callers[view.contact]
                assert (view.queue, view.joined_at, view.priority) == (joined.queue, joined.joined_at, joined.priority)

    @invariant()
    def nobody_has_more_than_he_may(self) -> None:
        shown = self.scene.snapshot()
        talks = Counter(talk.person for talk in shown.talks)
        talking = {talk.offer for talk in shown.talks}
        ringing = Counter(offer.person for offer in shown.offers if offer.id not in talking)
        assert all(count == 1 for count in ringing.values())
        for person in talks | ringing:
            assert talks[person] + ringing[person] <= most_at_once(EVERYBODY[person])
        assert set(Counter(offer.contact for offer in shown.offers).values()) <= {1}

    @invariant()
    def nobody_waits_beside_a_free_person_without_a_reason(self) -> None:
        assert unexplained(self.scene, self.people) == []

    @invariant()
    def every_offer_ends(self) -> None:
        deadline, shown = self.scene.dispatcher.next_deadline(), self.scene.snapshot()
        talking = {talk.offer for talk in shown.talks}
        for offer in shown.offers:
            if offer.id not in talking:
                assert deadline is not None
                assert deadline <= offer.expires_at
                assert self.scene.now <= offer.expires_at
                within = self.callers[offer.contact].reached_within
                longest = max(lease_of(EVERYBODY[offer.person]), JOIN_WITHIN + within)
                assert offer.expires_at <= self.scene.now + longest
        assert {offer.id for offer in shown.offers if offer.id not in talking} <= set(self.offered)

    @invariant()
    def what_is_shown_is_what_is(self) -> None:
        shown, centre = self.scene.snapshot(), self.scene.dispatcher._centre
        here = {
            queue.name: sorted(
                view.contact for view in queue.waiting if view.state is ContactState.WAITING and view.here
            )
            for queue in shown.queues
        }
        assert here == {name: sorted(contact.id for contact in line) for name, line in centre.lines.items()}
        assert centre.in_line == sum(map(len, centre.lines.values()))
        for line in centre.lines.values():
            assert line.columns is None or sorted(c.id for c in line.columns.contacts) == sorted(c.id for c in line)
        free = {live.id for live in centre.roster.people.values() if live.available}
        assert set(centre.roster.idle.since) <= free
        assert free - set(centre.roster.idle.since) <= set(centre.kept_free)
        for view in shown.people:
            assert (view.offer is None) == (view.state not in ("RESERVED", "RINGING", "TALKING"))


Days.TestCase.settings = settings(
    max_examples=30, stateful_step_count=50, deadline=None, derandomize=True, report_multiple_bugs=False
)
TestDays = pytest.mark.timeout(400)(Days.TestCase)
