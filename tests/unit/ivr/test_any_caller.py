"""Whatever an admin writes and whatever a caller does: the session awaits exactly one thing, or it is over."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings

from ivr.actions import Action, Collect, Enqueue, HangUp, Note, Speak, Transfer
from ivr.dialplan import Plan
from ivr.events import Started
from ivr.session import Session
from ivr.steps import VERBS
from ivr.surroundings import Nowhere, Surroundings
from ivr.transitions import LEADS_TO
from tests.unit.ivr.any_caller import SILENT, Doing, callers, end_of, worlds
from tests.unit.ivr.any_plan import DRAWN, plans
from tests.unit.ivr.plans import sample

SAMPLE = sample().plan
NOW = 1_700_000_000.0
NOBODY = Nowhere()
STEP = 10.0
"""Seconds that a silent caller spends with each thing."""


def test_every_verb_is_drawn() -> None:
    assert set(DRAWN) == set(VERBS)


def _is_sound(session: Session, actions: Sequence[Action]) -> None:
    blocking = [action for action in actions if not isinstance(action, Note | Speak)]
    assert len(blocking) == (0 if session.outstanding is None else 1)
    assert actions[-1:] == blocking[-1:] or session.outstanding is None, "the blocking action comes last"
    if session.outstanding is not None:
        assert session.phase is LEADS_TO[type(session.outstanding)]
    if isinstance(session.outstanding, Collect):
        assert session.outstanding.max_digits > 0, "a question takes a key at least"


def _walk(plan: Plan, number: str, caller: Sequence[Doing], world: Surroundings = NOBODY) -> tuple[Session, float]:
    session, now = Session.begin(plan, number, NOW, surroundings=world), NOW
    _is_sound(session, session.receive(Started(), now))
    for doing in caller:
        if session.over or session.outstanding is None:
            break
        now += 1
        _is_sound(session, session.receive(end_of(session.outstanding, doing), now))
    return session, now


def _ends(session: Session, now: float, plan: Plan) -> None:
    """Who does nothing any more is led out of the menus, or put out, within their longest time."""
    until = now + plan.at_most + STEP
    while not session.over and not isinstance(session.outstanding, Enqueue | Transfer):
        assert session.outstanding is not None
        assert now <= until, f"still in the menus at {session.step}"
        now += STEP
        actions = session.tick(now) or session.receive(end_of(session.outstanding, SILENT), now)
        _is_sound(session, actions)


@given(plans(), callers, worlds())
@settings(max_examples=120, deadline=None)
def test_any_plan_with_any_caller_in_any_world(plan: Plan, caller: list[Doing], world: Surroundings) -> None:
    session, now = _walk(plan, "100", caller, world)
    _ends(session, now, plan)


@given(callers, worlds())
@settings(max_examples=80, deadline=None)
def test_the_sample_hotline_with_any_caller(caller: list[Doing], world: Surroundings) -> None:
    session, now = _walk(SAMPLE, "95105", caller, world)
    _ends(session, now, SAMPLE)


@given(plans())
@settings(max_examples=40, deadline=None)
def test_a_call_goes_on_at_any_step_of_any_plan(plan: Plan) -> None:
    for each in (step for flow in plan.flows.values() for step in flow.steps):
        session = Session.resume(plan, each.id, NOW)
        _is_sound(session, session.receive(Started(), NOW))


@given(plans(), callers)
@settings(max_examples=60, deadline=None)
def test_the_same_caller_meets_the_same(plan: Plan, caller: list[Doing]) -> None:
    """Nothing in a session is left to chance: tests, rehearsals and replays rest on it."""
    first, second = _walk(plan, "100", caller)[0], _walk(plan, "100", caller)[0]
    assert (first.phase, first.step, first.outstanding) == (second.phase, second.step, second.outstanding)
    assert dict(first.variables) == dict(second.variables)


@given(callers)
@settings(max_examples=60, deadline=None)
def test_who_keys_nothing_more_reaches_a_person_or_the_end_of_the_sample(caller: list[Doing]) -> None:
    session, now = _walk(SAMPLE, "95105", caller)
    for _ in range(40):
        if session.over or isinstance(session.outstanding, Enqueue | Transfer | HangUp) or session.outstanding is None:
            return
        session.receive(end_of(session.outstanding, SILENT), now)
    raise AssertionError(f"still in the menus at {session.step}")
