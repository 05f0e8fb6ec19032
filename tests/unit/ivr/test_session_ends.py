"""Ends of a session at every step, beginnings after a restart, and the bounds that no plan can cross."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.errors import IllegalStep
from calls.happenings.menu import Heard
from calls.happenings.visit import Failed
from ivr.actions import HangUp, Note
from ivr.events import Done
from ivr.session import NumberUnknown, Session
from ivr.transitions import AWAITED, LEADS_TO, Phase
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.session_plan import AT_MENU, PLAN
from tests.unit.ivr.stories import NOW, WORDS, notes, session_of, tell

UNTIL = {
    Phase.NEW: None,
    Phase.ANSWERING: [],
    Phase.PLAYING: ["done"],
    Phase.COLLECTING: AT_MENU,
    Phase.WAITING: [*AT_MENU, "keys 1"],
    Phase.TRANSFERRING: [*AT_MENU, "keys 5"],
    Phase.ENDING: [*AT_MENU, "keys 1", "served"],
}


def _at(phase: Phase) -> Session:
    events = UNTIL[phase]
    if events is None:
        return Session.begin(PLAN, "100", NOW)
    session = session_of(PLAN)
    tell(session, events)
    return session


@pytest.mark.parametrize("phase", UNTIL)
def test_the_caller_may_hang_up_at_every_step(phase: Phase) -> None:
    session = _at(phase)
    assert session.phase is phase
    assert tell(session, ["gone"]) == []
    assert (session.phase, session.over, session.outstanding) == (Phase.OVER, True, None)


def test_a_prompt_cut_by_a_hang_up_was_not_heard_whole() -> None:
    assert notes(_at(Phase.PLAYING), ["gone"]) == [Heard("start.1", "greeting", whole=False)]


@pytest.mark.parametrize("phase", UNTIL)
def test_an_event_that_is_not_awaited_raises_and_changes_nothing(phase: Phase) -> None:
    session = _at(phase)
    for unawaited in (each for each in WORDS.values() if not isinstance(each, AWAITED[phase])):
        before = (session.phase, session.step, session.language, session.outstanding, session.next_deadline())
        with pytest.raises(IllegalStep, match=f"{phase.value}.* not {type(unawaited).__name__}"):
            session.receive(unawaited, NOW + 5)
        assert (session.phase, session.step, session.language, session.outstanding, session.next_deadline()) == before


def test_nothing_follows_the_end() -> None:
    session = _at(Phase.NEW)
    tell(session, ["gone"])
    for each in WORDS.values():
        with pytest.raises(IllegalStep):
            session.receive(each, NOW)


def test_every_phase_is_reached_by_an_action_and_left_by_an_event() -> None:
    assert set(LEADS_TO.values()) | {Phase.NEW, Phase.OVER} == set(Phase)
    assert all(AWAITED[phase] for phase in LEADS_TO.values())


@pytest.mark.parametrize(
    ("step", "asks"),
    [
        ("start.2", ["ask main"]),
        ("wealth.1", ["enqueue wealth"]),
        ("start.9", ["play greeting"]),
        ("start.0", ["play greeting"]),
        ("start", ["play greeting"]),
        ("gone.1", ["play greeting"]),
        ("", ["play greeting"]),
    ],
)
def test_a_call_goes_on_where_it_was_without_being_answered_again(step: str, asks: list[str]) -> None:
    session = Session.resume(PLAN, step, NOW, "en", "100")
    assert tell(session, ["start"]) == asks
    assert session.language == "en"


def test_after_a_restart_in_a_called_flow_he_comes_back_to_the_beginning() -> None:
    """Who called it is not known any more: he hears the beginning, and is not hung up on."""
    plan = plan_of("  start:\n    - say: greeting\n    - call: shared\n    - hang_up\n  shared: [say: one, say: two]\n")
    resumed = Session.resume(plan, "shared.2", NOW, "zh", "100")
    assert tell(resumed, ["start", "done", "done"]) == ["play two", "play greeting", "play one"]
    assert tell(resumed, ["done", "done"]) == ["play two", "hang up normal"]


def test_tries_are_fresh_after_a_restart() -> None:
    session = session_of(PLAN)
    tell(session, [*AT_MENU, "keys 9"])
    resumed = Session.resume(PLAN, session.step, NOW, session.language)
    assert tell(resumed, ["start", "keys 9"]) == ["ask main", "ask wrong+main"]


def test_a_language_that_the_plan_has_not_is_the_first_one() -> None:
    assert Session.begin(PLAN, "100", NOW, "fr").language == "zh"


def test_numbers_that_are_not_ours() -> None:
    with pytest.raises(NumberUnknown) as refused:
        Session.begin(PLAN, "911", NOW)
    assert refused.value.told().startswith("HL301 no flow begins with the number '911'")
    with pytest.raises(NumberUnknown):
        Session.resume(PLAN, "gone.1", NOW)


def test_any_takes_every_other_number() -> None:
    plan = plan_of("  start: [hang_up]\n", "numbers: {any: start}\nlanguages: [zh]\n")
    assert tell(Session.begin(plan, "911", NOW), ["start", "done"]) == ["answer", "hang up normal"]


def test_a_caller_may_not_stay_in_the_menus_for_ever() -> None:
    session = session_of(PLAN)
    tell(session, AT_MENU)
    assert session.next_deadline() == NOW + 900
    assert session.tick(NOW + 899.9) == []
    actions = session.tick(NOW + 900)
    assert actions[-1] == HangUp(Cause.NORMAL)
    assert Note(Failed("hung up at start.2: 900 s in the menus")) in actions
    assert (session.next_deadline(), session.tick(NOW + 9999)) == (None, [])


def test_waiting_and_talking_are_not_time_in_the_menus() -> None:
    session = session_of(PLAN)
    tell(session, [*AT_MENU, "keys #"])
    assert session.next_deadline() is None
    tell(session, ["served"], NOW + 5000)
    assert session.next_deadline() == NOW + 5900


@pytest.mark.parametrize("steps", ["goto: start", "language: en", "say: {prompt: p, barge_in: yes}"])
def test_no_plan_can_keep_the_machine_spinning(steps: str) -> None:
    session = session_of(plan_of(f"  start:\n    - {steps}\n    - goto: start\n"))
    actions = session.receive(Done(), NOW)
    for _ in range(2000):
        if session.over:
            break
        actions = session.receive(Done(), NOW)
    assert actions[-2:] == [
        Note(Failed(f"hung up at {session.step or 'start.1'}: after 1000 steps")),
        HangUp(Cause.TEMPORARY_FAILURE),
    ]
