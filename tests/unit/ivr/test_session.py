"""One caller in the menus, story by story."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Chose, Heard, Missed, Pressed, Spoke
from ivr.actions import Answer, Collect, Enqueue, Note, Play, Transfer
from ivr.events import Done, Started
from ivr.session import Session
from tests.unit.ivr.plans import plan_of
from tests.unit.ivr.session_plan import AT_MENU, PLAN
from tests.unit.ivr.stories import NOW, notes, session_of, tell

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
