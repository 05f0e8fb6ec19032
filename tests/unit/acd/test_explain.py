"""P15: every field of a decision is told, in every language; and what is kept of it is read again as it was."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd import sentences
from acd.explain import lines
from acd.explanation import Counterfactual, Explanation, Found, IfOnly, PassedOver, RingOpen, Rival, Term, Verdict
from acd.kept_explanation import from_json, to_json
from acd.messages import Refusal
from acd.rest import FOUND_BY_US, REMOVED
from acd.scoring import terms as score_terms
from acd.strategies import CHOICES, ORDERS
from calls.ids import CallId, PersonId

LIN, WEI, BOSS = PersonId("1001"), PersonId("1003"), PersonId("boss")
PLAIN = Explanation(
    at=100.0,
    contact=CallId("call-1"),
    person=LIN,
    queue="orders",
    strategy="priority",
    choice="longest_idle",
    position=1,
    of=3,
    waited=42.0,
    idle=7.0,
    free=2,
    skills=(("orders", 8.0, 5.0),),
    rank="priority 4",
    priority=4,
)
FULL = replace(
    PLAIN,
    strategy="patience",
    found=Found.DEPUTY,
    deputy_of=BOSS,
    position=2,
    score=(Term("patience", 0.5), Term("promise", 0.4), Term("long wait", 0.0), Term("ideal", 0.3)),
    rivals=(Rival(CallId("call-2"), "wealth", 0.71, 12.0),),
    passed_over=(
        PassedOver(BOSS, Verdict.AWAY, "travelling"),
        *(PassedOver(PersonId(f"p{at}"), verdict) for at, verdict in enumerate(Verdict)),
    ),
    ring=RingOpen(1, 3, ("ideal",), ("dialect",), 20.0, 61.0),
    asked_again=15.0,
    missed_how="no answer",
    reserve=0.0123,
    worth=0.0456,
    if_only=(
        Counterfactual(IfOnly.HAD_BEEN_READY, WEI),
        Counterfactual(IfOnly.HAD_NOT_REFUSED, BOSS, seconds=21.0),
        Counterfactual(IfOnly.WISH_HAD_HELD, wish="dialect", seconds=40.0),
        Counterfactual(IfOnly.WISH_HAD_HELD, wish="dialect"),
    ),
)


def slots(template: str) -> list[tuple[str, str]]:
    return sorted({(name, kind or "") for _, name, kind, _ in Formatter().parse(template) if name})


# --- the catalogue


@pytest.mark.parametrize("name", [*sentences.SENTENCES, *sentences.RANKS])
def test_a_sentence_is_there_in_every_language_with_known_slots(name: str) -> None:
    said = {**sentences.SENTENCES, **sentences.RANKS}[name]
    for text in said:
        assert text
        assert {kind for _, kind in slots(text)} <= set(sentences.SLOTS)
    assert set(slots(said.zh)) <= set(slots(said.en))


@pytest.mark.parametrize("name", [name for name in sentences.SENTENCES if name != "queue"])
def test_no_language_leaves_a_figure_or_a_name_out(name: str) -> None:
    said = sentences.SENTENCES[name]
    assert slots(said.en) == slots(said.zh)


def test_every_word_of_ours_has_its_chinese() -> None:
    ours = {*Refusal, *FOUND_BY_US, REMOVED, *CHOICES, "signed out", "ready"}
    assert {str(word) for word in ours} <= set(sentences.WORDS)
    assert all(said.zh and not said.zh.isascii() for said in sentences.WORDS.values())
    assert set(ORDERS) <= set(sentences.RANKS)


def test_every_term_of_a_score_has_a_word() -> None:
    assert score_terms.__name__ == "terms"
    assert {term.name for term in FULL.score} <= set(sentences.WORDS)


def test_every_way_and_every_verdict_and_every_if_has_a_sentence() -> None:
    assert set(sentences.CLAUSES) == set(Found)
    assert set(sentences.VERDICTS) == set(Verdict)
    assert {each.value for each in (*Found, *Verdict, *IfOnly)} <= set(sentences.SENTENCES)


# --- what is told


def test_a_plain_decision_in_english() -> None:
    assert lines(PLAIN) == (
        "queue orders: first of 3 by priority 4, waited 42 s",
        "1001: skill orders 8 >= 5, idle 7 s, longest idle of 2",
    )


def test_a_plain_decision_in_chinese() -> None:
    assert lines(PLAIN, "zh") == (
        "队列 orders：按优先级 4，在 3 人中排第一，已等待 42 秒",
        "1001：技能 orders 8，要求 5，已空闲 7 秒，在 2 位空闲者中空闲最久",
    )


def test_all_that_was_weighed_in_english() -> None:
    assert lines(FULL) == (
        "queue orders: number 2 of 3 by score, waited 42 s",
        "1001: deputy of boss (travelling), idle 7 s",
        "1001: asked again, no answer 15 s ago",
        "score 1.20: patience 0.50 + promise 0.40 + ideal 0.30",
        "before call-2 of wealth, score 0.71, waited 12 s",
        "wishes that hold: ideal",
        "wishes given up: dialect, after 20 s of waiting",
        "the next wish would have been given up after 61 s of waiting",
        "not kept in reserve: that is worth 0.0123 a second, this caller 0.0456",
        "boss not asked: travelling",
        "p0 not asked: kept",
        "p1 not asked: did not take this call (refused)",
        "p2 not asked: away",
        "p3 not asked: does not meet the wishes that hold",
        "p4 not asked: kept in reserve for others",
        "p5 not asked: ready too, but another came first",
        "p6 not asked: not in the plan",
        "would have gone to 1003 had 1003 been ready",
        "would have gone to boss 21 s ago had boss taken it",
        "would have waited about 40 s more had the wish for dialect not been given up",
        "would have waited on had the wish for dialect not been given up: nobody who meets it is on duty",
    )


@pytest.mark.parametrize("found", Found)
def test_every_language_tells_the_same_lines(found: Found) -> None:
    why = replace(FULL, found=found)
    english, chinese = lines(why), lines(why, "zh")
    assert len(english) == len(chinese)
    assert not set(english) & set(chinese)
    assert lines(why, "fr") == english


def test_no_field_of_a_decision_goes_untold() -> None:
    """Each, changed alone, changes what is told; times and names of the record itself stand beside it."""
    others: dict[str, Any] = {
        "person": WEI, "queue": "cards", "strategy": "fifo", "choice": "most_skilled", "position": 3, "of": 9,
        "waited": 50.0, "idle": 9.0, "found": Found.WANTED, "deputy_of": WEI, "free": 5, "skills": (), "rank": "luck",
        "priority": 7, "score": (), "rivals": (), "passed_over": (), "ring": None, "asked_again": None,
        "missed_how": "busy", "reserve": 0.2, "worth": 0.3, "if_only": (),
    }  # fmt: skip
    assert set(others) | {"at", "contact"} == {field.name for field in fields(Explanation)}
    queued = replace(FULL, found=Found.QUEUE, strategy="priority")
    bases = (FULL, queued, replace(queued, strategy="of my own"))
    for name, value in others.items():
        for language in sentences.LANGUAGES:
            told = [lines(replace(base, **{name: value}), language) != lines(base, language) for base in bases]
            assert any(told), (name, language)


def test_a_wish_nobody_on_duty_meets_was_not_given_up_by_waiting() -> None:
    early = replace(FULL, waited=5.0)
    assert "wishes given up: dialect, for nobody who meets them is on duty" in lines(early)


# --- what is kept


def test_what_is_kept_is_read_as_it_was() -> None:
    assert from_json(to_json(FULL)) == FULL
    assert from_json(to_json(PLAIN)) == PLAIN


numbers = st.floats(-1e9, 1e9)
names = st.text(max_size=12)


@given(
    st.builds(
        Explanation,
        at=numbers,
        contact=names.map(CallId),
        person=names.map(PersonId),
        queue=names,
        strategy=names,
        choice=names,
        position=st.integers(0, 999),
        of=st.integers(0, 999),
        waited=numbers,
        idle=numbers,
        found=st.sampled_from(Found),
        skills=st.lists(st.tuples(names, numbers, numbers), max_size=3).map(tuple),
        score=st.lists(st.builds(Term, names, numbers), max_size=3).map(tuple),
        rivals=st.lists(st.builds(Rival, names.map(CallId), names, numbers, numbers), max_size=2).map(tuple),
        passed_over=st.lists(
            st.builds(PassedOver, names.map(PersonId), st.sampled_from(Verdict), names), max_size=3
        ).map(tuple),
        ring=st.none() | st.builds(RingOpen, st.integers(0, 3), st.integers(0, 3), st.tuples(names), st.tuples(names)),
        asked_again=st.none() | numbers,
        reserve=st.none() | numbers,
        if_only=st.lists(
            st.builds(Counterfactual, st.sampled_from(IfOnly), names.map(PersonId), names, st.none() | numbers),
            max_size=3,
        ).map(tuple),
    )
)
def test_whatever_was_decided_is_kept_and_told(why: Explanation) -> None:
    assert from_json(to_json(why)) == why
    assert all(len(lines(why, language)) >= 2 for language in sentences.LANGUAGES)


def test_a_field_of_a_newer_version_is_passed_over() -> None:
    told = json.loads(to_json(FULL))
    told["mood"], told["ring"]["colour"], told["version"] = "good", "red", 2
    assert from_json(json.dumps(told)) == FULL


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"at": 1}'])
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert from_json(text) is None


@pytest.mark.parametrize("change", [{"at": "x"}, {"found": "by magic"}, {"rivals": [1]}, {"position": 1.5}])
def test_what_is_of_another_type_is_none(change: dict[str, object]) -> None:
    assert from_json(json.dumps(json.loads(to_json(FULL)) | change)) is None


def test_a_ring_that_never_opens_is_kept_as_no_ring_to_come() -> None:
    assert FULL.ring is not None
    never = replace(FULL, ring=replace(FULL.ring, next_at=float("inf")))
    kept = from_json(to_json(never))
    assert kept is not None
    assert kept.ring == replace(FULL.ring, next_at=None)
    assert lines(kept) == lines(never)
