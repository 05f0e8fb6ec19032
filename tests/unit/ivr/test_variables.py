"""`set`, `goto` and `call` with variables: what flows give one another, in which order, and what the record may show."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Heard, Remembered
from calls.happenings.visit import Failed
from calls.profile import Values
from calls.record_of_flows import DEEPEST_CALL
from ivr.actions import Note
from ivr.events import Started
from ivr.session import Session
from ivr.transitions import Phase
from ivr.walk import MOST_STEPS
from tests.unit.ivr import stories
from tests.unit.ivr.plans import check_of, plan_of, told
from tests.unit.ivr.stories import NOW, session_of, short, tell

GIVEN = "  given: [set: {pin: 1}, hang_up]\n"
"""A flow that gives `pin` a value: who only reads a variable that nothing sets is told so."""


def run(flows: str, variables: Values | None = None) -> tuple[Session, list[str], list[object]]:
    """A call that begins at `start`, with these variables: what it asks for, and what is written down."""
    session = Session.resume(plan_of(flows), "start.1", NOW, "zh", "100", variables=variables or {})
    actions = session.receive(Started(), NOW)
    notes: list[object] = [action.happening for action in actions if isinstance(action, Note)]
    return session, [line for line in map(short, actions) if line], notes


def noted(session: Session, word: str) -> list[object]:
    return stories.notes(session, [word])


def problems(step: str) -> list[str]:
    return told(f"numbers: {{100: start}}\nlanguages: [zh]\nflows:\n  start:\n    - {step}\n    - hang_up\n{GIVEN}")


# --- set


def test_values_are_worked_out_in_the_order_written_and_the_next_may_use_them() -> None:
    session, _, notes = run("  start:\n    - set: {a: 2, b: a * 3, c: \"'vip' if b > 5 else ''\", d: nothing / 0}\n"
                            "    - set: {nothing: 1}\n    - hang_up\n")  # fmt: skip
    assert session.variables == {"a": 2, "b": 6, "c": "vip", "d": "", "nothing": 1}
    assert notes[:4] == [Remembered("a", "2"), Remembered("b", "6"), Remembered("c", "vip"), Remembered("d", "")]


def test_a_value_that_a_caller_chose_is_cut() -> None:
    session, _, _ = run("  start: [set: {copy: pin}, hang_up]\n" + GIVEN, {"pin": "9" * 5000})
    assert session.variables["copy"] == "9" * 200


def test_what_is_marked_secret_is_masked_in_the_record_and_known_to_the_plan() -> None:
    session, asked, notes = run(
        "  start:\n    - set: {pin: 4711, word: \"'x'\", secret: [pin]}\n    - branch: [{when: pin == 4711, go: right}]\n"
        "    - hang_up\n  right: [say: right, hang_up]\n"
    )
    assert notes == [Remembered("pin", "****", secret=True), Remembered("word", "x")]
    assert session.variables["pin"] == 4711
    assert asked == ["play right"]


def test_what_a_secret_went_into_is_secret_and_a_condition_on_it_is_not() -> None:
    _, _, notes = run(
        "  start:\n    - set: {pin: 4711, secret: [pin]}\n    - set: {twice: pin * 2, right: pin == 4711, other: 5}\n"
        "    - goto: {flow: end, with: {taken: pin, free: other}}\n  end: [hang_up]\n"
    )
    assert notes == [
        Remembered("pin", "****", secret=True),
        Remembered("twice", "****", secret=True),
        Remembered("right", "yes"),
        Remembered("other", "5"),
        Remembered("taken", "****", secret=True),
        Remembered("free", "5"),
    ]


def test_a_secret_that_gets_an_open_value_is_none_any_more() -> None:
    _, _, notes = run("  start:\n    - set: {pin: 4711, secret: [pin]}\n    - set: {pin: 1}\n    - hang_up\n")
    assert notes[:2] == [Remembered("pin", "****", secret=True), Remembered("pin", "1")]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("set", "names of variables, each with an expression"),
        ("set: {}", "names of variables, each with an expression"),
        ("set: {secret: [pin]}", "names of variables, each with an expression"),
        ("set: {a: 1, secret: [pin]}", "found 'pin', expected a variable that this step gives a value"),
        ("set: {a: 1, secret: a}", "expected names of variables"),
        ("set: {caller: 1}", "this word has a meaning of its own"),
        ("set: {a b: 1}", "letters a-z, digits and _"),
        ("set: {a: 1 +}", "expected"),
    ],
)
def test_what_cannot_be_set(step: str, expected: str) -> None:
    found = problems(step)
    assert found
    assert expected in found[0]


# --- goto


def test_goto_gives_what_was_before_and_what_it_gives_stays() -> None:
    session, asked, notes = run(
        "  start:\n    - set: {a: 1, b: 2}\n    - goto: {flow: next, with: {a: b, b: a}}\n  next: [say: bye, hang_up]\n"
    )
    assert (session.variables, asked) == ({"a": 2, "b": 1}, ["play bye"])
    assert notes[2:] == [Remembered("a", "2"), Remembered("b", "1")]


# --- call


CALLING = (
    "  start:\n    - set: {a: 1}\n    - call: {flow: ask, with: {a: a + 1, b: 7}}\n    - say: back\n    - hang_up\n"
    "  ask:\n    - set: {answer: a * 10}\n    - say: inside\n"
)


def test_a_called_flow_knows_what_it_is_given_and_only_what_it_sets_stays() -> None:
    session, asked, _ = run(CALLING)
    assert asked == ["play inside"]
    assert session.variables == {"a": 2, "b": 7, "answer": 20}
    assert tell(session, ["done"]) == ["play back"]
    assert session.variables == {"a": 1, "answer": 20}
    assert tell(session, ["done"]) == ["hang up normal"]


def test_what_a_called_flow_is_given_in_secret_is_secret_until_it_comes_back() -> None:
    session, _, notes = run(
        "  start:\n    - set: {pin: 4711, a: 5, secret: [pin]}\n    - call: {flow: ask, with: {a: pin}}\n"
        "    - set: {after: a, still: pin}\n    - say: back\n    - hang_up\n  ask: [set: {inside: a}, say: inside]\n"
    )
    assert notes[-1] == Remembered("inside", "****", secret=True)
    after = [note for note in noted(session, "done") if isinstance(note, Remembered)]
    assert after == [Remembered("after", "5"), Remembered("still", "****", secret=True)]


def test_a_flow_that_a_called_flow_goes_to_comes_back_as_well() -> None:
    session, asked, _ = run(
        "  start: [call: one, say: back, hang_up]\n  one: [goto: two]\n  two: [call: three, say: two]\n  three: [say: three]\n"
    )
    assert asked == ["play three"]
    assert tell(session, ["done"]) == ["play two"]
    assert tell(session, ["done"]) == ["play back"]


def test_who_hangs_up_within_a_called_flow_is_gone_at_that_step() -> None:
    session, _, _ = run(CALLING)
    assert session.step == "ask.2"
    assert noted(session, "gone") == [Heard("ask.2", "inside", whole=False)]
    assert (session.phase, session.over) == (Phase.OVER, True)


def test_calls_lie_at_most_so_deep_and_the_oldest_way_back_is_forgotten() -> None:
    """A menu that calls itself at each key: nothing grows, and the caller is answered as the first time."""
    session = session_of(
        plan_of(
            "  start:\n    - menu: {prompt: main, choices: {1: again, 2: out}, noinput: {then: out}}\n"
            "  again: [call: start, say: back, hang_up]\n  out: [say: out]\n"
        )
    )
    assert tell(session, ["done"]) == ["ask main"]
    for _ in range(10 * DEEPEST_CALL):
        assert tell(session, ["keys 1"]) == ["ask main"]
    heard = tell(session, ["keys 2"])
    assert heard == ["play out"]
    assert tell(session, ["done"]) == ["play back"]


def test_a_flow_that_calls_itself_without_asking_anything_is_told() -> None:
    flows = "  start:\n    - call: start\n    - hang_up\n"
    assert [problem.code for problem in check_of(flows)] == ["endless-loop"]


def test_and_ends_with_a_word_in_the_record_where_a_plan_was_not_checked() -> None:
    _, asked, notes = run("  start: [set: {a: 1}, call: start, hang_up]\n")
    assert asked == ["hang up temporary failure"]
    assert notes[-1] == Failed(f"hung up at start.1: after {MOST_STEPS} steps")
