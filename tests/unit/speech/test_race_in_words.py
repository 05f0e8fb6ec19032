"""The race between keys and voice, told case by case; and whatever happens, one end."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from calls.errors import IllegalStep
from calls.switch import InputEnd
from ivr.events import Unheard
from speech.race import (
    LATE,
    AbandonRecognition,
    Finish,
    Race,
    RaceDecision,
    StartRecognition,
    StopPrompt,
)
from speech.race_table import (
    RaceEvent,
    RaceState,
)
from tests.unit.speech.racing import (
    ASK,
    BEGAN,
    DROP,
    EVENTS,
    KEY,
    PROMPT,
    STOPPED_BY_KEY,
    WRONG,
    S,
    done,
    race_in,
    rules,
)


def test_a_single_key_ends_a_menu_over_the_prompt() -> None:
    race = Race(rules(max_digits=1))
    assert race.receive(KEY, 100.0) == [STOPPED_BY_KEY, done("1", InputEnd.COMPLETE)]


def test_keys_pressed_ahead_count_only_where_keys_may_interrupt() -> None:
    ahead = Race(rules(keys=True, max_digits=1))
    assert ahead.receive(KEY, 100.0)[-1] == done("1", InputEnd.COMPLETE)
    not_ahead = Race(rules(keys=False, max_digits=1))
    assert not_ahead.receive(KEY, 100.0) == []
    not_ahead.receive(PROMPT, 103.0)
    assert not_ahead.receive(WRONG, 104.0) == [done("5", InputEnd.COMPLETE)], "the key of before is forgotten"


def test_silence_after_the_prompt_ends_the_step() -> None:
    race = race_in(S.LISTENING, rules())
    assert race.next_deadline() == 105.0
    assert race.tick(104.9) == []
    assert race.tick(105.0) == [done("")]


def test_a_key_gives_time_for_the_next_one() -> None:
    race = race_in(S.KEYING, rules())
    assert race.next_deadline() == 102.5
    assert race.tick(102.5) == [done("1")]


def test_while_somebody_speaks_silence_does_not_run() -> None:
    race = race_in(S.SPEAKING, rules())
    assert race.next_deadline() == 109.0
    assert race.tick(108.0) == []
    assert race.tick(109.0) == [ASK], "a voice whose end nobody told is ended"


def test_a_result_that_is_late_is_given_up() -> None:
    race = race_in(S.RECOGNISING, rules())
    assert race.next_deadline() == 103.0
    assert race.tick(103.0) == [DROP, Finish(Unheard(LATE))]


def test_a_prompt_never_ends_by_time() -> None:
    assert Race(rules()).next_deadline() is None
    assert Race(rules()).tick(1e9) == []


def test_who_spoke_and_then_keys_has_time_for_all_his_keys() -> None:
    race = Race(replace(rules(max_digits=3)))
    race.receive(BEGAN, 100.0)
    race.receive(KEY, 104.0)
    assert race.next_deadline() == 106.5
    race.receive(WRONG, 105.0)
    assert race.tick(107.5) == [done("15")]


@given(
    st.lists(
        st.tuples(st.sampled_from(EVENTS[:-1]), st.floats(0.0, 4.0)),
        max_size=25,
    ),
    st.booleans(),
    st.booleans(),
)
def test_whatever_happens_there_is_one_end_and_one_recognition_at_a_time(
    story: list[tuple[RaceEvent, float]], keys: bool, voice: bool
) -> None:
    race, now, decisions = Race(rules(keys, voice)), 100.0, list[RaceDecision]()
    for event, later in story:
        now += later
        decisions += race.tick(now)
        try:
            decisions += race.receive(event, now)
        except IllegalStep:
            continue
    finishes = [one for one in decisions if isinstance(one, Finish)]
    assert len(finishes) == (race.state is S.OVER)
    assert not finishes or decisions[-1] is finishes[0], "nothing is decided after the end"
    running = False
    for one in decisions:
        assert not (isinstance(one, StartRecognition) and running)
        running = isinstance(one, StartRecognition) or (running and not isinstance(one, AbandonRecognition | Finish))
    assert sum(isinstance(one, StopPrompt) for one in decisions) <= 1


@given(st.sampled_from([S.PROMPTING, S.LISTENING, S.SPEAKING, S.KEYING, S.RECOGNISING]), st.booleans(), st.booleans())
def test_once_the_prompt_is_over_every_state_ends_by_itself(state: RaceState, keys: bool, voice: bool) -> None:
    race = race_in(state, rules(keys, voice))
    if state is S.PROMPTING:
        race.receive(PROMPT, 100.0)
    for _ in range(4):
        deadline = race.next_deadline()
        if deadline is not None:
            race.tick(deadline)
    assert race.state is S.OVER
