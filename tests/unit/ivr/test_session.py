"""One caller in the menus, story by story."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.errors import IllegalStep
from calls.happenings.menu import Chose, Heard, Missed, Pressed, Spoke
from calls.happenings.visit import Failed
from ivr.actions import Answer, Collect, Enqueue, HangUp, Note, Play, Transfer
from ivr.events import Done, Started
from ivr.session import NumberUnknown, Session
from ivr.transitions import AWAITED, LEADS_TO, Phase
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.stories import NOW, WORDS, notes, session_of, tell

PLAN = plan_of(
    """
  start:
    - say: greeting
    - menu:
        prompt: main
        choices:
          1: orders
          2: {go: wealth, say: wait}
          3: {language: en}
          4: {language: en, go: orders, say: wait}
          5: away
          "#": {go: wealth, scenario: wealth.advice}
        noinput: {tries: 3, prompts: [nothing, nothing_again], then: human}
        nomatch: {tries: 2, prompts: [wrong], then: wealth}
  orders:
    - enqueue: orders
  wealth:
    - enqueue: {queue: wealth, priority: 7, manager: xiamen_1, after: survey, otherwise: away}
  human:
    - enqueue: human
  survey:
    - hang_up: {say: thanks}
  away:
    - transfer: {to: "1003", ring: 15s, otherwise: human}
"""
)
AT_MENU = ["done", "done"]

STORIES = {
    "the right key": (["keys 1"], ["enqueue orders"]),
    "a choice with a last word": (["keys 2", "done"], ["play wait", "enqueue wealth"]),
    "silence, then the key": (["silence", "keys 1"], ["ask nothing+main", "enqueue orders"]),
    "silence twice, then the key": (
        ["silence", "silence", "keys 1"],
        ["ask nothing+main", "ask nothing_again+main", "enqueue orders"],
    ),
    "silence thrice": (
        ["silence", "silence", "silence"],
        ["ask nothing+main", "ask nothing_again+main", "enqueue human"],
    ),
    "a wrong key, then the right one": (["keys 9", "keys 1"], ["ask wrong+main", "enqueue orders"]),
    "two wrong keys": (["keys 9", "keys *"], ["ask wrong+main", "enqueue wealth"]),
    "wrong and silent count apart": (
        ["keys 9", "silence", "silence", "keys 9"],
        ["ask wrong+main", "ask nothing+main", "ask nothing_again+main", "enqueue wealth"],
    ),
    "another language, then a key": (["keys 3", "keys 1"], ["speak en", "ask main", "enqueue orders"]),
    "another language, and on": (["keys 4", "done"], ["speak en", "play wait", "enqueue orders"]),
    "the language changes once": (["keys 3", "keys 3"], ["speak en", "ask main", "ask main"]),
    "tries are fresh in the new language": (
        ["keys 9", "keys 3", "keys 9"],
        ["ask wrong+main", "speak en", "ask main", "ask wrong+main"],
    ),
    "served, and still there": (
        ["keys #", "served", "done"],
        ["enqueue wealth", "play thanks", "hang up normal"],
    ),
    "served, and no survey": (["keys 1", "served"], ["enqueue orders", "hang up normal"]),
    "given back by the queue": (["keys #", "unqueued"], ["enqueue wealth", "transfer 1003"]),
    "given back, and no way on": (["keys 1", "unqueued"], ["enqueue orders", "hang up normal"]),
    "a transfer that fails": (["keys 5", "busy"], ["transfer 1003", "enqueue human"]),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_story(name: str) -> None:
    events, expected = STORIES[name]
    session = session_of(PLAN)
    assert tell(session, AT_MENU) == ["play greeting", "ask main"]
    assert tell(session, events) == expected


def test_the_call_is_answered_first() -> None:
    session = Session.begin(PLAN, "100", NOW)
    assert session.receive(Started(), NOW) == [Note(Spoke("zh")), Answer()]


def test_what_an_action_carries() -> None:
    session = session_of(PLAN)
    assert session.receive(Done(), NOW) == [Play(("greeting",), "zh", "start.1")]
    assert session.receive(Done(), NOW)[-1] == Collect(("main",), "zh", "start.2", 1, "", 5.0, 2.5, True, False)
    tell(session, ["keys 2"])
    assert session.receive(Done(), NOW)[-1] == Enqueue("wealth", 7, "xiamen_1", "wealth.1")
    tell(session, ["unqueued"])
    assert session.outstanding == Transfer("1003", 15.0, "away.1")


def test_prompts_are_spoken_in_the_language_of_the_call() -> None:
    session = session_of(PLAN)
    tell(session, [*AT_MENU, "keys 3"])
    asked = session.outstanding
    assert (isinstance(asked, Collect) and asked.language, session.language) == ("en", "en")


def test_a_transfer_without_a_way_on_ends_with_its_cause() -> None:
    session = session_of(plan_of('  start:\n    - transfer: "1003"\n'))
    assert tell(session, ["done", "busy"]) == ["transfer 1003", "hang up busy"]


def test_a_farewell_is_heard_before_the_end() -> None:
    session = session_of(plan_of("  start:\n    - hang_up: {say: goodbye}\n"))
    assert tell(session, ["done", "done"]) == ["play goodbye", "hang up normal"]
    assert session.over


def test_the_language_step_and_goto() -> None:
    session = session_of(plan_of("  start:\n    - language: en\n    - goto: end\n  end: [hang_up: {say: bye}]\n"))
    assert tell(session, ["done"]) == ["speak en", "play bye"]


# --- the record -------------------------------------------------------------------------------------------------


def test_the_record_tells_the_whole_way() -> None:
    session = session_of(PLAN)
    assert notes(session, [*AT_MENU, "silence", "keys 9", "keys #"]) == [
        Heard("start.1", "greeting", whole=True),
        Heard("start.2", "main", whole=True),
        Missed("start.2", "noinput", 1),
        Heard("start.2", "nothing", whole=False),
        Heard("start.2", "main", whole=False),
        Pressed("start.2", "9"),
        Missed("start.2", "nomatch", 1),
        Heard("start.2", "wrong", whole=False),
        Heard("start.2", "main", whole=False),
        Pressed("start.2", "#"),
        Chose("start.2", "#", "wealth", "wealth.advice"),
    ]


def test_a_change_of_language_is_in_the_record() -> None:
    session = session_of(PLAN)
    tell(session, AT_MENU)
    assert Spoke("en") in notes(session, ["keys 3"])


def test_secret_keys_are_masked_everywhere() -> None:
    flows = "  start:\n    - menu: {prompt: pin, choices: {1234: end}, noinput: {then: end}, secret: yes}\n  end: [hang_up]\n"
    session = session_of(plan_of(flows))
    tell(session, ["done"])
    asked = session.outstanding
    assert isinstance(asked, Collect)
    assert (asked.secret, asked.max_digits, asked.terminator) == (True, 4, "#")
    record = notes(session, ["keys 987", "keys 1234"])
    assert Pressed("start.1", "***") in record
    assert Chose("start.1", "****", "end") in record
    assert "1234" not in repr(record)


# --- hang-up ----------------------------------------------------------------------------------------------------


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


# --- after a restart --------------------------------------------------------------------------------------------


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


# --- bounds -----------------------------------------------------------------------------------------------------


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
