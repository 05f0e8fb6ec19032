"""What is decided by looking only at what changed is what a plain look at everybody would have decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from acd.agents import Agent
from acd.messages import Configured, Decision, Joined, MakeOffer, Paused, Readied
from acd.patience import COLD, Patience, leaves_within
from acd.queues import Queue, fits
from acd.snapshot import PersonView, Snapshot, WaitingView
from acd.states import ContactState, PersonState
from calls.ids import CallId, PersonId
from tests.unit.acd.scene import Scene, agent, only

SKILLS = ("orders", "wealth", "cards")
CLASSICAL = ("fifo", "priority", "priority_aging")
CHOICES = ("longest_idle", "most_skilled", "fewest_skills")


@dataclass(frozen=True, slots=True)
class Comes:
    """A caller to be."""

    queue: str
    priority: int
    age: float
    a: float
    b: float


skills = st.dictionaries(st.sampled_from(SKILLS), st.sampled_from([4.0, 6.0, 8.0]), min_size=1)
comers = st.lists(
    st.builds(
        Comes,
        queue=st.sampled_from(SKILLS),
        priority=st.integers(0, 4),
        age=st.floats(0, 400),
        a=st.floats(0.5, 20),
        b=st.floats(0.5, 20),
    ),
    max_size=12,
)
staff = st.lists(skills, min_size=1, max_size=6)


def centre(people: Sequence[dict[str, float]], strategies: Sequence[str], choices: Sequence[str]) -> Scene:
    agents = [replace(agent(f"{1000 + n}"), skills=each) for n, each in enumerate(people)]
    queues = [
        Queue(skill, skill={skill: 5.0}, strategy=strategy, choice=choice)
        for skill, strategy, choice in zip(SKILLS, strategies, choices, strict=True)
    ]
    return Scene(agents, queues)


def come(scene: Scene, number: int, comes: Comes) -> list[Decision]:
    return scene.tell(
        Joined(
            CallId(f"call-{number}"),
            comes.queue,
            comes.priority,
            scene.now - comes.age,
            patience=Patience("", comes.a, comes.b),
        )
    )


def waiting(shown: Snapshot, queue: str) -> list[WaitingView]:
    return [view for view in shown.queue(queue).waiting if view.state is ContactState.WAITING]


def queue_of(scene: Scene, name: str) -> Queue:
    return next(queue for queue in scene.plan[1] if queue.name == name)


# --- plain looks at everybody


def rank(queue: Queue, view: WaitingView) -> tuple[float, ...]:
    match queue.strategy:
        case "fifo":
            return (view.joined_at,)
        case "priority":
            return (-view.priority, view.joined_at)
        case _:
            return (view.joined_at - 60.0 * view.priority, view.joined_at)


def plain_score(scene: Scene, view: WaitingView, comes: Comes) -> float:
    """The score by the formulas of the policy, from what everybody can see."""
    shown = scene.snapshot()
    on_duty = (PersonState.READY, PersonState.RESERVED, PersonState.RINGING, PersonState.TALKING, PersonState.WRAP_UP)
    able = [each for each in shown.people if each.state in on_duty and each.skills.get(view.queue, 0) >= 5]
    tau = min(max(8 * (len(waiting(shown, view.queue)) + 1) * 180.0 / len(able), 5.0), 900.0) if able else 900.0
    weight = view.priority if view.priority >= 1 else 1 / (2 - view.priority)
    score = weight * leaves_within(Patience("", comes.a, comes.b), COLD.hazard, view.waited, tau)
    score += 0.4 if view.waited < 20 <= view.waited + tau / 8 else 0.0
    return score + max(0.0, view.waited - 300) / 60


def first_by_rank(scene: Scene, person: PersonView) -> CallId | None:
    """Of each queue that he serves the first; of these the one of the highest priority, then the oldest."""
    shown, heads = scene.snapshot(), []
    for queue in scene.plan[1]:
        views = waiting(shown, queue.name)
        if views and fits(queue, person.skills):
            heads.append(min(views, key=lambda view: (*rank(queue, view), view.contact)))
    if not heads:
        return None
    return min(heads, key=lambda view: (-view.priority, view.joined_at, view.contact)).contact


def chosen(queue: Queue, free: Sequence[PersonView]) -> PersonId:
    by_idleness = sorted(free, key=lambda view: (view.since, view.id))
    if queue.strategy == "patience" or queue.choice == "fewest_skills":
        return min(by_idleness, key=lambda view: len(view.skills)).id
    if queue.choice == "most_skilled":
        return max(by_idleness, key=lambda view: view.skills[queue.name]).id
    return by_idleness[0].id


def offered(decisions: Sequence[Decision]) -> list[tuple[CallId, PersonId]]:
    return [(each.offer.contact, each.offer.person) for each in only(decisions, MakeOffer)]


# --- the same, by what changed


@given(
    people=staff,
    strategies=st.tuples(*[st.sampled_from(CLASSICAL)] * 3),
    choices=st.tuples(*[st.sampled_from(CHOICES)] * 3),
    callers=comers,
)
def test_a_freed_person_gets_the_caller_whom_a_plain_look_finds(
    people: list[dict[str, float]], strategies: tuple[str, ...], choices: tuple[str, ...], callers: list[Comes]
) -> None:
    scene = centre(people, strategies, choices)
    for person in scene.plan[0]:
        scene.tell(Paused(person.id, "lunch"))
    for number, comes in enumerate(callers):
        assert offered(come(scene, number, comes)) == []
    for person in scene.plan[0]:
        expected = first_by_rank(scene, scene.person(person.id))
        found = offered(scene.tell(Readied(person.id)))
        assert found == ([(expected, person.id)] if expected else [])


@given(people=staff, callers=comers)
@settings(max_examples=60)
def test_a_freed_person_gets_the_highest_score(people: list[dict[str, float]], callers: list[Comes]) -> None:
    scene = centre(people, ["patience"] * 3, ["longest_idle"] * 3)
    for person in scene.plan[0]:
        scene.tell(Paused(person.id, "lunch"))
    by_call = {}
    for number, comes in enumerate(callers):
        come(scene, number, comes)
        by_call[CallId(f"call-{number}")] = comes
    for person in scene.plan[0]:
        free = scene.person(person.id)
        able = [view for skill in SKILLS if free.skills.get(skill, 0) >= 5 for view in waiting(scene.snapshot(), skill)]
        found = offered(scene.tell(Readied(person.id)))
        assert bool(found) is bool(able)
        for contact, _ in found:
            scores = {view.contact: plain_score(scene, view, by_call[view.contact]) for view in able}
            assert scores[contact] >= max(scores.values()) - 0.05, "as close as the grid and the queue's length allow"


@given(
    people=staff,
    strategies=st.tuples(*[st.sampled_from((*CLASSICAL, "patience"))] * 3),
    choices=st.tuples(*[st.sampled_from(CHOICES)] * 3),
    callers=comers,
    gaps=st.lists(st.sampled_from([0.0, 1.0, 5.0]), min_size=6, max_size=6),
)
def test_a_caller_gets_the_person_whom_a_plain_look_finds(
    people: list[dict[str, float]],
    strategies: tuple[str, ...],
    choices: tuple[str, ...],
    callers: list[Comes],
    gaps: list[float],
) -> None:
    scene = centre(people, strategies, choices)
    for person, gap in zip(scene.plan[0], gaps, strict=False):
        scene.tell(Paused(person.id, "lunch"))
        scene.after(gap)
        scene.tell(Readied(person.id))
    for number, comes in enumerate(callers):
        queue = queue_of(scene, comes.queue)
        shown = scene.snapshot().people
        free = [view for view in shown if view.state is PersonState.READY and fits(queue, view.skills)]
        expected = [(CallId(f"call-{number}"), chosen(queue, free))] if free else []
        assert offered(come(scene, number, comes)) == expected


@given(people=staff, callers=comers, paused=st.lists(st.booleans(), min_size=6, max_size=6))
def test_when_everything_changes_at_once_nobody_is_left_beside_a_free_person(
    people: list[dict[str, float]], callers: list[Comes], paused: list[bool]
) -> None:
    scene = centre(people, ["fifo", "patience", "priority"], ["longest_idle"] * 3)
    for person, out in zip(scene.plan[0], paused, strict=False):
        if out:
            scene.tell(Paused(person.id, "lunch"))
    for number, comes in enumerate(callers):
        come(scene, number, comes)
    versatile: list[Agent] = [
        replace(person, skills=dict.fromkeys(SKILLS, 6.0)) for person in scene.plan[0] if isinstance(person, Agent)
    ]
    scene.tell(Configured(versatile, scene.plan[1]))
    shown = scene.snapshot()
    ready = [view for view in shown.people if view.state is PersonState.READY]
    assert not ready or not [view for queue in shown.queues for view in queue.waiting if view.state == "WAITING"]
