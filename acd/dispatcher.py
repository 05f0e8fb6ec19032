"""The dispatcher: one machine that gives each waiting caller the person who fits. No socket, no clock, no await.

`receive(event, now) -> [decisions]`, `next_deadline() -> time | None`, `tick(now) -> [decisions]`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, assert_never

from acd import (
    callbacks,
    configuring,
    contact_events,
    giving_away,
    matching,
    offer_events,
    offer_moves,
    person_events,
    person_moves,
    places,
    recovering,
    refusals,
    snapshot,
    steering,
)
from acd.centre import Centre
from acd.deadlines import Due
from acd.estimates import Outlook
from acd.live import LiveContact
from acd.messages import (
    Absent,
    Configured,
    Decision,
    Event,
    Joined,
    Known,
    Learned,
    Left,
    Occupied,
    OfferAccepted,
    OfferDeclined,
    OfferPickedUp,
    OfferRang,
    Paused,
    Person,
    Present,
    Reachable,
    Readied,
    Recovered,
    Redirected,
    Reprioritised,
    SignedOut,
    TalkEnded,
    TalkFailed,
    TalkStarted,
    WrapUpDone,
    WrapUpProlonged,
)
from acd.offers import Offer
from acd.onlooking import Onlooking
from acd.queues import Queue
from acd.snapshot import Snapshot
from acd.states import ContactState, PersonState
from acd.strategies import Strategies
from acd.watch import EVERY, Sight, Watch
from calls.ids import CallId, OfferId, PersonId

OfContact = Literal[Due.REFUSALS, Due.OVERFLOW, Due.RING, Due.KEPT]
"""What comes due for one contact."""


class Dispatcher:
    """People, queues and callers, matched anew after everything that happens.

    `new_offer_id` makes a fresh id; with the same ids the same events give the same decisions. Raises
    `WrongSettings` for a plan that cannot be used. The first tick is due at once: it lets
    everybody on duty in. `watched`: the alarm rule looks on, every second. `explained`:
    offers say why they were made; without it they are the same offers, for somebody who reads no explanation.
    """

    def __init__(
        self,
        people: Sequence[Person],
        queues: Sequence[Queue],
        new_offer_id: Callable[[float], OfferId],
        strategies: Strategies | None = None,
        watched: bool = True,
        once_known: Iterable[Queue] = (),
        explained: bool = True,
    ) -> None:
        """`once_known`: queues of earlier plans, to which callers of an earlier service may still be led."""
        self._centre = Centre(new_offer_id, strategies or Strategies(), explained)
        self._watch = Watch()
        self._look_due, self._watched = False, watched
        configuring.check(people, queues, self._centre.strategies)
        self._centre.roster.once_known.update((queue.name, queue) for queue in once_known)
        configuring.begin(self._centre, people, queues)

    def receive(self, event: Event, now: float) -> list[Decision]:
        """Take in what happened. Raises `IllegalStep` or `WrongSettings`; then nothing was changed."""
        self._take_in(event, now)
        return self._conclude(now)

    def tick(self, now: float) -> list[Decision]:
        """Let everything happen that is due."""
        self._catch_up(now)
        return self._conclude(now)

    def next_deadline(self) -> float | None:
        """When `tick` is due next, in epoch seconds."""
        return self._centre.deadlines.next()

    def snapshot(self, now: float) -> Snapshot:
        """The state as others see it."""
        return snapshot.take(self._centre, now)

    def onlooking(self) -> Onlooking:
        """For somebody who looks on all the time, one row after the other."""
        return Onlooking(self._centre)

    def outlook(self, contact: CallId, now: float) -> Outlook | None:
        """What may be told to a waiting caller of his turn; None: nobody can tell, or he does not wait."""
        live = self._centre.contacts.get(contact)
        return giving_away.outlook_for(self._centre, live, now) if live else None

    def offer(self, offer: OfferId) -> Offer | None:
        """An offer that is open: proposed, accepted or talking."""
        return self._centre.offers.get(offer)

    def knows(self, queue: str) -> bool:
        """Whether this plan or an earlier one has a queue of this name: a caller may join it."""
        return queue in self._centre.roster.queues or queue in self._centre.roster.once_known

    def stage_of(self, contact: CallId) -> ContactState | None:
        """Where a contact stands; None: it is not here."""
        live = self._centre.contacts.get(contact)
        return live.state if live else None

    def may_be_moved(self, contact: CallId) -> bool:
        """Whether a leader may send it elsewhere now: nobody has accepted it."""
        return steering.may_be_moved(self._centre, contact)

    def serving(self, queue: str) -> Collection[PersonId]:
        """Who serves a queue."""
        return self._centre.roster.fitting.get(queue, ())

    def state_of(self, person: PersonId) -> PersonState | None:
        """What a person is doing; None if nobody has this name."""
        live = self._centre.roster.people.get(person)
        return live.state if live else None

    def _take_in(self, event: Event, now: float) -> None:
        match event:
            case Joined() | Known() | Left() | Present() | Redirected() | Reprioritised():
                contact_events.receive(self._centre, event, now)
            case OfferRang() | OfferPickedUp() | OfferAccepted() | OfferDeclined():
                offer_events.receive(self._centre, event, now)
            case TalkStarted() | TalkFailed() | TalkEnded():
                offer_events.receive(self._centre, event, now)
            case (
                WrapUpDone()
                | WrapUpProlonged()
                | Reachable()
                | Readied()
                | Paused()
                | SignedOut()
                | Occupied()
                | Absent()
            ):
                person_events.receive(self._centre, event, now)
            case Configured(people=people, queues=queues):
                configuring.check(people, queues, self._centre.strategies)
                configuring.change(self._centre, people, queues, now)
                giving_away.look_at_all(self._centre, now)
            case Learned(model=model):
                self._centre.model = model
                places.redraw(self._centre)
            case Recovered():
                recovering.recover(self._centre, event, now)
                giving_away.look_at_all(self._centre, now)
                self._catch_up(now)
            case _:
                assert_never(event)

    def _catch_up(self, now: float) -> None:
        while due := self._centre.deadlines.take(now):
            self._happen(*due, now)

    def _happen(self, kind: Due, name: str, now: float) -> None:
        match kind:
            case Due.OFFER:
                offer_moves.expire(self._centre, self._centre.offers[OfferId(name)], now)
            case Due.PERSON:
                person_moves.settle(self._centre, self._centre.roster.people[PersonId(name)], now)
            case Due.REFUSALS | Due.OVERFLOW | Due.RING | Due.KEPT:
                if contact := self._centre.contacts.get(CallId(name)):
                    self._happen_to(kind, contact, now)
            case Due.CALL_OUT:
                return  # it is looked at in the conclusion
            case Due.RESERVE:
                matching.again(self._centre, now)
            case Due.WATCH:
                self._look_due = True
            case _:
                assert_never(kind)

    def _happen_to(self, kind: OfContact, contact: LiveContact, now: float) -> None:
        match kind:
            case Due.REFUSALS:
                refusals.reconsider(self._centre, contact, now)
            case Due.OVERFLOW:
                giving_away.while_waiting(self._centre, contact.id, now)
            case Due.RING:
                self._centre.stirred[contact.id] = contact
            case Due.KEPT:
                callbacks.release(self._centre, contact)
            case _:
                assert_never(kind)

    def _conclude(self, now: float) -> list[Decision]:
        """Offer all that can be offered, and keep an eye on what is left."""
        callbacks.claim(self._centre, now)
        matching.match(self._centre, now)
        callbacks.look(self._centre, now)
        if self._look_due:
            self._look_due = False
            self._centre.decisions += self._watch.look(self._sight(now))
        self._plan_look(now)
        return self._centre.decided()

    def _sight(self, now: float) -> Sight:
        centre = self._centre
        return Sight(
            at=now,
            people=[view for view in snapshot.take_ready(centre, now) if view.id not in centre.kept_free],
            queues=list(centre.roster.queues.values()),
            show=snapshot.take_waiting(centre),
        )

    def _plan_look(self, now: float) -> None:
        """Somebody waits and somebody is free: that may be right, so look again in a while."""
        deadlines = self._centre.deadlines
        if not self._watched:
            return
        if not self._centre.roster.idle.since or not self._centre.in_line:
            deadlines.put(Due.WATCH, "", None)
        elif not deadlines.has(Due.WATCH, ""):
            deadlines.put(Due.WATCH, "", now + EVERY)
