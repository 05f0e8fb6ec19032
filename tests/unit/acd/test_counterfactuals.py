"""P15: what an explanation says would have changed the decision does change it, when the dispatcher is asked again so."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import assert_never

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from acd.agents import Agent
from acd.dispatcher import Dispatcher
from acd.explanation import Counterfactual, Explanation, Found, IfOnly, Verdict
from acd.live import Wish
from acd.managers import Manager
from acd.messages import Decision, Event, Joined, MakeOffer, Paused, Person, Readied, Refusal
from acd.queues import Queue, Rings
from acd.states import PersonState
from calls.ids import CallId, OfferId, PersonId
from tests.unit.acd.scene import Scene, agent, only

RINGS = Rings(order=("ideal", "dialect"), every=20.0)
QUEUES = [
    Queue("orders", skill={"orders": 5}),
    Queue("wealth", weight=3, skill={"wealth": 5}, strategy="patience", ideal={"wealth": 9}, rings=RINGS),
]
MINNAN = {"dialect": ("minnan",)}
PEOPLE: list[Person] = [
    agent("1001", orders=6),
    replace(agent("1002", orders=6, wealth=6), tags=MINNAN),
    replace(agent("1003", wealth=9.5), tags=MINNAN),
    agent("1004", wealth=7),
    Manager(PersonId("boss"), "Boss", "139", skills={"wealth": 9.8}, deputy=PersonId("1003")),
]
NAMES = [person.id for person in PEOPLE]

joins = st.tuples(
    st.just("join"),
    st.sampled_from(["orders", "wealth"]),
    st.sampled_from(["", "", "boss", "1002"]),
    st.sampled_from([(), (("dialect", "minnan"),)]),
    st.integers(0, 5),
    st.sampled_from([0.0, 15.0, 30.0, 70.0]),
)
moves = st.one_of(
    joins,
    st.tuples(st.just("talk"), st.sampled_from(NAMES)),
    st.tuples(st.just("end"), st.sampled_from(NAMES)),
    st.tuples(st.just("no"), st.sampled_from(NAMES), st.sampled_from([Refusal.NO_ANSWER, Refusal.DECLINED])),
    st.tuples(st.just("pause"), st.sampled_from(NAMES)),
    st.tuples(st.just("ready"), st.sampled_from(NAMES)),
    st.tuples(st.just("wait"), st.sampled_from([1.0, 12.0, 25.0])),
)


Moment = tuple[Event | None, float]
"""What happened, and when; None: a tick."""


class Told(Scene):
    """Keeps all that happened, and for every offer how much had happened before it was made."""

    def __init__(self) -> None:
        self.history: list[Moment] = []
        self.made: list[tuple[int, Explanation]] = []
        super().__init__(PEOPLE, QUEUES)

    def tell(self, event: Event) -> list[Decision]:
        decisions = super().tell(event)
        return self._note(event, decisions)

    def tick(self) -> list[Decision]:
        return self._note(None, super().tick())

    def _note(self, event: Event | None, decisions: list[Decision]) -> list[Decision]:
        for made in only(decisions, MakeOffer):
            assert made.offer.explanation is not None
            self.made.append((len(self.history), made.offer.explanation))
        self.history.append((event, self.now))
        return decisions

    def before(self, moment: int) -> Dispatcher:
        """The dispatcher as it was: the same events give the same decisions."""
        numbers = count(1)
        dispatcher = Dispatcher(PEOPLE, QUEUES, lambda _: OfferId(f"offer-{next(numbers)}"))
        for event, now in self.history[:moment]:
            happens(dispatcher, event, now)
        return dispatcher

    def do(self, number: int, move: tuple[object, ...]) -> None:
        match move:
            case ("join", str(queue), str(wanted), wishes, int(priority), float(age)):
                caller = Joined(CallId(f"c{number}"), queue, priority, self.now - age, PersonId(wanted), wishes=wishes)  # type: ignore[arg-type] # drawn so
                self.tell(caller)
            case ("talk", str(person)) if self._rings_for(person):
                self.talks(person)
            case ("end", str(person)) if self.state(person) is PersonState.TALKING:
                self.ends(person)
            case ("no", str(person), Refusal() as why) if self._rings_for(person):
                self.declines(person, why)
            case ("pause", str(person)):
                self.tell(Paused(PersonId(person), "lunch"))
            case ("ready", str(person)):
                self.tell(Readied(PersonId(person)))
            case ("wait", float(seconds)):
                self.after(seconds)

    def _rings_for(self, person: str) -> bool:
        return self.state(person) in (PersonState.RESERVED, PersonState.RINGING)


def happens(dispatcher: Dispatcher, event: Event | None, now: float) -> dict[CallId, PersonId]:
    """Who is offered to whom when this happens."""
    decisions = dispatcher.tick(now) if event is None else dispatcher.receive(event, now)
    return {made.offer.contact: made.offer.person for made in only(decisions, MakeOffer)}


def make_ready(dispatcher: Dispatcher, person: PersonId, now: float) -> None:
    """As if he had been free all the time: whatever keeps him is not there."""
    centre = dispatcher._centre
    live = centre.roster.people[person]
    live.state, live.wish, live.reason, live.until, live.hold = PersonState.READY, Wish(), "", None, None
    live.ringing, live.talks, live.since = None, {}, now
    centre.roster.note(live)
    centre.roster.freed.clear()


def check(scene: Told, moment: int, why: Explanation, claim: Counterfactual) -> None:
    dispatcher, (event, now) = scene.before(moment), scene.history[moment]
    match claim.kind:
        case IfOnly.HAD_BEEN_READY:
            assert claim.person != why.person
            if _is_about(dispatcher, claim.person, event, now):
                return  # what kept him ends with this very event: it cannot be both so and not so
            make_ready(dispatcher, claim.person, now)
            taken = {person: contact for contact, person in happens(dispatcher, event, now).items()}
            at_once = {other.contact for at, other in scene.made if at == moment}
            # Of several callers decided on at the same instant, the first would have taken him.
            assert taken.get(claim.person) in at_once, (why, claim)
            assert len(at_once) > 1 or taken[claim.person] == why.contact, (why, claim)
        case IfOnly.WISH_HAD_HELD:
            assert why.ring is not None
            assert claim.wish in why.ring.dropped
            narrower = [
                person.id
                for person in PEOPLE
                if person.id in dispatcher._centre.roster.idle.since and _meets(person, why.ring.dropped[-1:], why)
            ]
            assert why.person not in narrower, (why, claim)
        case IfOnly.HAD_NOT_REFUSED:
            refused = {each.person for each in why.passed_over if each.verdict is Verdict.REFUSED}
            assert claim.person in refused
            assert claim.seconds is not None
            assert 0 <= claim.seconds <= why.waited + 1e-6 or why.waited == 0
        case _:
            assert_never(claim.kind)


def _is_about(dispatcher: Dispatcher, person: PersonId, event: Event | None, now: float) -> bool:
    offers = [offer for offer in dispatcher._centre.offers.values() if offer.person == person]
    if event is None:
        return any(offer.expires_at <= now for offer in offers)
    return getattr(event, "person", None) == person or getattr(event, "offer", "") in {offer.id for offer in offers}


def _meets(person: Person, wishes: tuple[str, ...], why: Explanation) -> bool:
    """Whether he is in the narrower ring: he meets the last wish that was dropped."""
    (wish,) = wishes
    if wish == "ideal":
        return person.skills.get("wealth", 0.0) >= 9
    return isinstance(person, Agent | Manager) and bool(person.tags.get(wish))


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(moves, min_size=5, max_size=22))
def test_every_claim_is_true_when_it_is_tried(day: list[tuple[object, ...]]) -> None:
    scene = Told()
    for number, move in enumerate(day):
        scene.do(number, move)
    for moment, why in scene.made:
        for claim in why.if_only:
            check(scene, moment, why, claim)


def test_a_wanted_person_who_is_busy_is_named() -> None:
    scene = Told()
    scene.tell(Paused(PersonId("1002"), "lunch"))
    scene.tell(Joined(CallId("call-1"), "orders", 1, scene.now, PersonId("1002")))
    ((_, why),) = scene.made
    assert (why.person, why.found) == ("1001", Found.QUEUE)
    assert why.if_only[0] == Counterfactual(IfOnly.HAD_BEEN_READY, PersonId("1002"))
    check(scene, *scene.made[0], why.if_only[0])


def test_who_would_have_taken_somebody_else_is_not_named() -> None:
    """The wanted one is busy, and another who has waited longer is first for him."""
    scene = Told()
    for name in ("1002", "1003", "1004", "boss"):
        scene.tell(Paused(PersonId(name), "lunch"))
    scene.tell(Joined(CallId("older"), "wealth", 9, scene.now - 500))
    scene.tell(Joined(CallId("newer"), "orders", 1, scene.now, PersonId("1002")))
    ((_, why),) = scene.made
    assert (why.contact, why.person) == ("newer", "1001")
    assert IfOnly.HAD_BEEN_READY not in {claim.kind for claim in why.if_only}


def test_a_wish_given_up_tells_how_much_longer_it_would_have_taken() -> None:
    scene = Told()
    for name in ("1003", "boss"):
        scene.tell(Readied(PersonId(name)))
        scene.joins(f"busy-{name}", queue="wealth", wanted=name)
        scene.talks(name)
    scene.tell(Joined(CallId("call-1"), "wealth", 1, scene.now))
    scene.after(21)
    why = next(why for _, why in scene.made if why.contact == "call-1")
    (claim,) = [claim for claim in why.if_only if claim.kind is IfOnly.WISH_HAD_HELD]
    assert (claim.wish, claim.seconds) == ("ideal", 90.0)
