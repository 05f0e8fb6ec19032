"""What a caller mostly takes comes first; keys never change their meaning, and the order is stable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.happenings.menu import Chose, Pressed, Reordered
from ivr.actions import Collect, Note
from ivr.events import Digits
from ivr.grammar import Choice
from ivr.habits import Favourites, favourites, habit, in_order
from ivr.session import Session
from ivr.surroundings import Nowhere
from tests.unit.ivr.plans import plan_of, told
from tests.unit.ivr.stories import NOW, notes, tell

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\n"
FLOWS = """
  start:
    - menu:
        prompt: main
        order: by_habit
        choices:
          1: {go: one, name: one_name, prompt: say_one}
          2: {go: two, name: two_name, prompt: say_two}
          3: {go: three, prompt: say_three}
          4: start
%s
        noinput: {tries: 3, then: one}
  one: [{enqueue: orders}]
  two: [{enqueue: wealth}]
  three: [{goto: start}]
"""
KEYS = "1234"
CHOICES = tuple(Choice(key, f"f{key}") for key in KEYS)


@dataclass(frozen=True, slots=True)
class Moving(Nowhere):
    """A world that learns more of the caller while he is in the menu."""

    answers: list[Mapping[str, int]] = field(default_factory=list)

    def habits(self, menu: str) -> Mapping[str, int]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def of(counts: Mapping[str, int], more: str = "", head: str = HEAD) -> Session:
    """A session of a caller with these habits, that asks."""
    world = Nowhere(taken={"start.1": counts})
    session = Session.begin(plan_of(FLOWS % more, head), "100", NOW, surroundings=world)
    tell(session, ["start", "done"])
    return session


def heard(session: Session) -> tuple[object, ...]:
    assert isinstance(session.outstanding, Collect)
    return session.outstanding.prompts


# --- which they are


COUNTS: list[tuple[dict[str, int], tuple[str, ...]]] = [
    ({}, ()),
    ({"1": 2}, ()),
    ({"1": 3}, ("1",)),
    ({"2": 9, "1": 1}, ("2",)),
    ({"1": 4, "2": 7}, ("1", "2")),
    ({"1": 3, "2": 7}, ("2",)),
    ({"1": 4, "2": 8}, ("2", "1")),
    ({"1": 5, "2": 5, "3": 5}, ("1", "2")),
    ({"1": 1, "2": 1, "3": 1, "4": 1}, ()),
    ({"9": 100}, ()),
    ({"1": -5}, ()),
]


@pytest.mark.parametrize(("counts", "keys"), COUNTS)
def test_the_favourites(counts: dict[str, int], keys: tuple[str, ...]) -> None:
    assert favourites(CHOICES, counts).keys == keys


def test_the_reason_is_told() -> None:
    assert favourites(CHOICES, {"1": 4, "2": 8}).because == "key 2 taken 8 of 12 times, key 1 taken 4 of 12 times"


def test_a_key_that_means_something_else_now_is_no_habit() -> None:
    assert favourites(CHOICES, {habit("1", "elsewhere"): 9}) == Favourites()
    assert favourites(CHOICES, {habit("1", "f1"): 9}).keys == ("1",)


def test_a_choice_of_a_language_is_no_habit() -> None:
    assert favourites((Choice("1", language="en"), Choice("2", "two")), {"1": 9}).keys == ()


counts = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 50))


@given(counts)
def test_the_same_counts_give_the_same_order(taken: dict[str, int]) -> None:
    assert favourites(CHOICES, taken) == favourites(CHOICES, dict(sorted(taken.items(), reverse=True)))


@given(counts)
def test_the_order_is_one_of_the_same_choices(taken: dict[str, int]) -> None:
    ordered = in_order(CHOICES, favourites(CHOICES, taken))
    assert sorted(choice.key for choice in ordered) == list(KEYS)
    rest = [choice.key for choice in ordered if choice.key not in favourites(CHOICES, taken).keys]
    assert rest == sorted(rest), "those that are no habit stay as they are written"


@given(st.lists(st.sampled_from(KEYS), max_size=300))
def test_the_order_does_not_go_back_and_forth(taken: list[str]) -> None:
    """Each doubling of a count, or of all, may change it once; so it settles."""
    uses: dict[str, int] = {}
    changes, before = 0, favourites(CHOICES, uses).keys
    for key in taken:
        uses[key] = uses.get(key, 0) + 1
        now = favourites(CHOICES, uses).keys
        changes, before = changes + (now != before), now
    assert changes <= (len(KEYS) + 1) * max(1, len(taken)).bit_length()


# --- what is heard and keyed


def test_who_has_no_habits_hears_the_menu_as_it_is_written() -> None:
    session = of({})
    assert heard(session) == ("main", "say_one", "say_two", "say_three")
    assert tell(session, ["keys *"]) == ["ask main+say_one+say_two+say_three"]


def test_the_shortcut_is_announced_first_and_the_order_is_his_own() -> None:
    session = of({"2": 5})
    announced = ("shortcut_intro", "two_name", "press_key_star")
    assert heard(session) == (*announced, "main", "say_two", "say_one", "say_three")
    assert notes(session, ["keys *"])[-2:] == [Pressed("start.1", "*"), Chose("start.1", "2", "two")]


@pytest.mark.parametrize("key", ["1", "2"])
def test_the_written_keys_are_what_they_always_are(key: str) -> None:
    assert tell(of({"2": 5}), [f"keys {key}"]) == tell(of({}), [f"keys {key}"])


def test_the_reason_is_in_the_record() -> None:
    world = Nowhere(taken={"start.1": {"3": 5}})
    session = Session.begin(plan_of(FLOWS % ""), "100", NOW, surroundings=world)
    assert Reordered("start.1", ("3", "1", "2", "4"), "key 3 taken 5 of 5 times") in notes(session, ["start", "done"])


def test_a_favourite_without_a_name_has_no_shortcut() -> None:
    assert heard(of({"3": 5})) == ("main", "say_three", "say_one", "say_two")


def test_another_key_may_be_the_shortcut() -> None:
    session = of({"2": 5}, "        shortcut: 9")
    assert heard(session)[2] == "press_key_9"
    assert tell(session, ["keys 9"]) == ["enqueue wealth"]


def test_the_operators_key_is_no_shortcut() -> None:
    session = of({"2": 5}, head=HEAD + 'operator: {flow: one, key: "*"}\n')
    assert "shortcut_intro" not in heard(session)
    assert tell(session, ["keys *"]) == ["enqueue orders"]


@given(st.lists(counts, min_size=1, max_size=4), st.lists(st.sampled_from("347*#"), max_size=5))
def test_no_key_means_two_things_in_one_call(worlds: list[Mapping[str, int]], keyed: list[str]) -> None:
    """Whatever is learnt of the caller while he goes round in the menu: what he heard at first still holds."""
    session = Session.begin(PLAN, "100", NOW, surroundings=Moving(answers=list(worlds)))
    tell(session, ["start", "done"])
    meant: dict[str, str] = {}
    first = heard(session)
    for key in keyed:
        if not isinstance(session.outstanding, Collect):
            break
        prompts = session.outstanding.prompts
        assert prompts == first
        actions = [each for each in notes_of(session, key) if isinstance(each, Chose)]
        means = actions[0].key if actions else "nothing"
        assert meant.setdefault(key, means) == means


PLAN = plan_of(FLOWS % "        nomatch: {tries: 9, then: one}")


def notes_of(session: Session, key: str) -> list[object]:
    """What the record says of this key."""
    return [action.happening for action in session.receive(Digits(key), NOW) if isinstance(action, Note)]


# --- the plan


MISTAKES = {
    "order: sometimes": "expected one of by_habit, written",
    "order: by_habit": "expected choices with a `name` (for a shortcut) or with a `prompt` of their own",
    "shortcut: 9": "expected `order: by_habit` and choices with a `name`",
    "order: by_habit, secret: yes": "expected `written` where keys are secret",
    "order: by_habit, choices: {1: {go: a, name: n}, '*': a}": "found '*', expected a free key for the shortcut",
    "order: by_habit, shortcut: 12": "found '12', expected one of 0, 1",
}


@pytest.mark.parametrize("written", MISTAKES)
def test_a_mistake_is_told(written: str) -> None:
    choices = "" if "choices" in written else ", choices: {1: a}"
    menu = f"menu: {{prompt: p{choices}, noinput: {{then: a}}, {written}}}"
    found = told(f"numbers: {{any: a}}\nlanguages: [zh]\nflows:\n  a: [{{{menu}}}]\n")
    assert any(MISTAKES[written] in problem for problem in found), found
