"""The operator: reached by key and by word from every question and under every prompt, unless the plan says otherwise."""

from __future__ import annotations

import pytest

from calls.happenings.menu import Chose, Pressed
from calls.speech import Guess, Phrase, Recognised
from ivr.actions import Collect, Play, SpeechRules
from ivr.events import Done, Uttered
from ivr.operators import PHRASES
from ivr.session import Session
from tests.unit.ivr.plans import check_of, plan_of, told
from tests.unit.ivr.stories import NOW, notes, session_of, short, tell

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\noperator: %s\n"
FLOWS = """
  start:
    - say: first
    - menu: {prompt: main, choices: {1: one, %s}, noinput: {then: one}%s}
  one: [{enqueue: orders}]
  two: [{enqueue: wealth}]
  human: [{enqueue: human}]
"""


def in_menu(choice: str = "2: two", more: str = "", operator: str = "human") -> Session:
    """A session that asks in the menu."""
    session = session_of(plan_of(FLOWS % (choice, more and f", {more}"), HEAD % operator))
    tell(session, ["done", "done"])
    return session


def rules(session: Session) -> SpeechRules | None:
    assert isinstance(session.outstanding, Collect)
    return session.outstanding.speech


MENUS = {
    "his key": (in_menu(), "keys 0", "enqueue human"),
    "another key, written": (in_menu(operator="{flow: human, key: 9}"), "keys 9", "enqueue human"),
    "0 is nothing then": (in_menu(operator="{flow: human, key: 9}"), "keys 0", "ask main"),
    "a choice of that key": (in_menu("0: two"), "keys 0", "enqueue wealth"),
    "not here": (in_menu(more="operator: no"), "keys 0", "ask main"),
    "not in this plan": (in_menu(operator="no"), "keys 0", "ask main"),
    "a lone 0 where keys are longer": (in_menu("21: two"), "keys 0", "enqueue human"),
}


@pytest.mark.parametrize("name", MENUS)
def test_the_key_in_a_menu(name: str) -> None:
    session, keyed, follows = MENUS[name]
    assert tell(session, [keyed]) == [follows]


def test_a_key_that_begins_with_his_waits_for_more() -> None:
    session = in_menu("01: two")
    assert isinstance(session.outstanding, Collect)
    assert (session.outstanding.max_digits, session.outstanding.terminator) == (2, "#")
    assert tell(session, ["keys 01"]) == ["enqueue wealth"]


def test_the_record_tells_that_he_wanted_a_person() -> None:
    assert notes(in_menu(), ["keys 0"])[1:] == [Pressed("start.2", "0"), Chose("start.2", "0", "human", "operator")]


# --- by voice


@pytest.mark.parametrize("language", ["zh", "en"])
def test_his_words_are_understood_in_every_menu(language: str) -> None:
    session = session_of(plan_of(FLOWS % ("2: two", ""), (HEAD % "human").replace("zh, en", f"{language}, fr")))
    tell(session, ["done", "done"])
    found = rules(session)
    assert found is not None
    assert found.question.phrases == tuple(Phrase(text, "0") for text in PHRASES[language])
    said = Uttered(Recognised("x", (Guess("0", "x", 0.99),)))
    assert short(session.receive(said, NOW)[-1]) == "enqueue human"


def test_his_words_may_be_written() -> None:
    found = rules(in_menu(operator="{flow: human, phrases: {zh: 找人}}"))
    assert found is not None
    assert found.question.phrases == (Phrase("找人", "0"),)


def test_a_choice_that_leads_to_him_is_understood_by_his_words() -> None:
    found = rules(in_menu("0: human"))
    assert found is not None
    assert found.question.phrases == tuple(Phrase(text, "0") for text in PHRASES["zh"])


def test_a_phrase_of_a_choice_means_that_choice() -> None:
    found = rules(in_menu("2: {go: two, phrases: {zh: 人工}}"))
    assert found is not None
    assert {phrase.text: phrase.means for phrase in found.question.phrases}["人工"] == "2"


@pytest.mark.parametrize("more", ["operator: no", "speech: no"])
def test_nobody_listens_for_him_where_it_is_written(more: str) -> None:
    assert rules(in_menu(more=more)) is None


# --- under a prompt


SAYS = {
    # the say, what follows it, and what a 0 under its prompt leads to
    "a question follows": ("say: p", "menu: {prompt: m, choices: {1: one}, noinput: {then: one}}", "enqueue human"),
    "its own 0": ("say: p", "menu: {prompt: m, choices: {0: one}, noinput: {then: one}}", "enqueue orders"),
    "one that takes no keys ahead": (
        "say: p",
        "menu: {prompt: m, choices: {1: one}, noinput: {then: one}, barge_in: no}",
        "enqueue human",
    ),
    "no question follows": ("say: p", "hang_up", "enqueue human"),
    "a prompt with barge_in": ("say: {prompt: p, barge_in: yes}", "hang_up", "enqueue human"),
    "a prompt between": ("say: p", "say: q", "enqueue human"),
}


@pytest.mark.parametrize("name", SAYS)
def test_his_key_under_a_prompt(name: str) -> None:
    say, following, expected = SAYS[name]
    flows = f"  start:\n    - {say}\n    - {following}\n  one: [{{enqueue: orders}}]\n  human: [{{enqueue: human}}]\n"
    session = session_of(plan_of(flows, HEAD % "human"))
    tell(session, ["done"])
    assert tell(session, ["done 0"]) == [expected]


STOPS = {
    "say: p": "0",
    "say: {prompt: p, barge_in: no}": "",
    "say: {prompt: p, operator: no}": "",
    "say: {prompt: p, barge_in: yes}": "0123456789*#",
}


@pytest.mark.parametrize("say", STOPS)
def test_the_keys_that_stop_a_prompt(say: str) -> None:
    flows = f"  start:\n    - {say}\n    - hang_up\n  human: [{{enqueue: human}}]\n"
    session = session_of(plan_of(flows, HEAD % "human"))
    tell(session, ["done"])
    assert isinstance(session.outstanding, Play)
    assert session.outstanding.stop_on == STOPS[say]


def test_what_must_be_heard_is_heard_before_he_comes() -> None:
    flows = "  start: [{say: a}, {say: {prompt: b, barge_in: no}}, {menu: {prompt: m, choices: {1: start}, "
    flows += "noinput: {then: human}}}]\n  human: [{enqueue: human}]\n"
    session = session_of(plan_of(flows, HEAD % "human"))
    tell(session, ["done"])
    assert [short(session.receive(Done(key), NOW)[-1]) for key in ("0", "")] == ["play b", "enqueue human"]


# --- the plan


PLANS = {
    "operator: nobody\n": "main.yaml:3:11: found 'nobody', expected the name of a flow",
    "operator: {key: 0}\n": "main.yaml:3:11: found no 'flow'",
    "operator: {flow: start, key: 12}\n": "main.yaml:3:30: found '12', expected one of",
    "operator: {flow: start, phrases: {fr: oui}}\n": "main.yaml:3:35: found key 'fr'",
    "operator: [start]\n": "main.yaml:3:11: found a list",
}


@pytest.mark.parametrize("section", PLANS)
def test_a_section_with_a_mistake(section: str) -> None:
    found = told(f"numbers: {{100: start}}\nlanguages: [zh, en]\n{section}flows:\n  start: [hang_up]\n")
    assert any(each.startswith(PLANS[section]) for each in found), found


MENU = "    - menu: {prompt: greeting, choices: {1: %s}, noinput: {then: human}%s}\n"
LEADS = "  human: [{enqueue: human}]\n  end: [hang_up]\n  far: [{goto: human}]\n"
LEADS += "  asks: [{branch: [{when: queue.human.ready > 0, go: end}, {otherwise: end}]}]\n"
PROOFS = {
    # choice, more, operator -> whether it is refused
    "a choice to a queue": ("human", "", "", False),
    "a choice to a flow that leads there": ("far", "", "", False),
    "no choice": ("end", "", "", True),
    "a condition that only asks about a queue": ("asks", "", "", True),
    "the operator": ("end", "", "operator: human\n", False),
    "an operator who leads nowhere": ("end", "", "operator: end\n", True),
    "in writing, here": ("end", ", operator: no", "", False),
    "in writing, for all": ("end", "", "operator: no\n", False),
    "the operator, but not here": ("end", ", operator: no", "operator: human\n", False),
    "his key means something else": ("end, 0: end", "", "operator: human\n", True),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_question_leaves_a_way_to_a_person(name: str) -> None:
    choice, more, operator, refused = PROOFS[name]
    flows = f"  start:\n{MENU % (choice, more)}{LEADS}"
    found = [problem for problem in check_of(f"{flows}{operator}") if problem.code == "no-human"]
    assert bool(found) is refused
    if found:
        assert found[0].told() == (
            "main.yaml:5:7: found start.1, a question from which no choice leads to a person, expected a choice, or the "
            "plan's operator, that leads to a queue, a phone or a message box "
            "(hint: add a section such as `operator: human`, or write `operator: no` here)"
        )


def test_a_flow_that_only_the_operator_leads_to_is_reached() -> None:
    flows = "  start:\n    - menu: {prompt: greeting, choices: {1: start}, noinput: {then: end}}\n"
    flows += "  end: [hang_up]\n  human: [{enqueue: human}]\noperator: human\n"
    assert check_of(flows) == []


def test_in_a_survey_he_is_reached_by_word_only_for_keys_are_scores_there() -> None:
    survey = "survey: {name: s, questions: [{id: q, prompt: main, scores: 0-9}]}"
    session = session_of(plan_of(f"  start: [{survey}, hang_up]\n  human: [{{enqueue: human}}]\n", HEAD % "human"))
    tell(session, ["done"])
    asked = rules(session)
    assert asked is not None
    assert Phrase("人工", "operator") in asked.question.phrases
    heard = Uttered(Recognised("人工", (Guess("operator", "人工", 0.95),)))
    actions = session.receive(heard, NOW)
    assert [line for line in map(short, actions) if line] == ["enqueue human"]


def test_and_where_the_plan_has_none_a_survey_has_none() -> None:
    survey = "survey: {name: s, questions: [{id: q, prompt: main, scores: 0-9}]}"
    session = session_of(plan_of(f"  start: [{survey}, hang_up]\n"))
    tell(session, ["done"])
    asked = rules(session)
    assert asked is not None
    assert {phrase.means for phrase in asked.question.phrases} == set("0123456789")
