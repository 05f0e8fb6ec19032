"""Keys and voice at one step: every state, with every event, under every rule of barge-in (P23)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import IllegalStep
from calls.speech import Guess, Recognised
from calls.switch import InputEnd, InputRules
from ivr.events import Digits, Unheard, Uttered
from speech.race import (
    LATE,
    AbandonRecognition,
    Finish,
    Race,
    RaceDecision,
    RaceRules,
    StartRecognition,
    StopPrompt,
    Understand,
)
from speech.race_table import (
    LEADS_TO,
    TABLE,
    KeyPressed,
    PromptEnded,
    RaceEvent,
    RaceState,
    RaceStep,
    RecogniserFailed,
    SpeechRecognised,
    TimedOut,
    VoiceBegan,
    VoiceEnded,
)

ORDERS = Recognised("查订单", (Guess("1", "查订单", 0.9),), "whisper", 0.3)
KEY, WRONG, HASH = KeyPressed("1"), KeyPressed("5"), KeyPressed("#")
PROMPT, BEGAN, ENDED = PromptEnded(), VoiceBegan(), VoiceEnded()
RECOGNISED, FAILED, TIME = SpeechRecognised(ORDERS), RecogniserFailed("busy"), TimedOut()
EVENTS: tuple[RaceEvent, ...] = (KEY, HASH, PROMPT, BEGAN, ENDED, RECOGNISED, FAILED, TIME)
S = RaceState

STOPPED_BY_KEY, STOPPED_BY_VOICE = StopPrompt("key"), StopPrompt("voice")
START, ASK, DROP = StartRecognition(), Understand(), AbandonRecognition()
NOTHING: list[RaceDecision] = []

WAYS_IN: dict[RaceState, tuple[RaceEvent, ...]] = {
    S.PROMPTING: (),
    S.LISTENING: (PROMPT,),
    S.SPEAKING: (PROMPT, BEGAN),
    S.KEYING: (PROMPT, KEY),
    S.RECOGNISING: (PROMPT, BEGAN, ENDED),
    S.OVER: (PROMPT, BEGAN, ENDED, RECOGNISED),
}
"""How each state is reached, whatever may interrupt the prompt."""


def done(digits: str, ended: InputEnd = InputEnd.TIMED_OUT) -> Finish:
    return Finish(Digits(digits, ended))


EXPECTED: dict[tuple[RaceState, RaceEvent], tuple[RaceState, list[RaceDecision]] | None] = {
    # The prompt plays; both may interrupt it. (What changes without barge-in: see WITHOUT below.)
    (S.PROMPTING, KEY): (S.KEYING, [STOPPED_BY_KEY]),
    (S.PROMPTING, HASH): (S.OVER, [STOPPED_BY_KEY, done("", InputEnd.TERMINATOR)]),
    (S.PROMPTING, PROMPT): (S.LISTENING, NOTHING),
    (S.PROMPTING, BEGAN): (S.SPEAKING, [STOPPED_BY_VOICE, START]),
    (S.PROMPTING, ENDED): (S.PROMPTING, NOTHING),
    (S.PROMPTING, RECOGNISED): None,
    (S.PROMPTING, FAILED): None,
    (S.PROMPTING, TIME): None,
    # Silence: who comes first?
    (S.LISTENING, KEY): (S.KEYING, NOTHING),
    (S.LISTENING, HASH): (S.OVER, [done("", InputEnd.TERMINATOR)]),
    (S.LISTENING, PROMPT): None,
    (S.LISTENING, BEGAN): (S.SPEAKING, [START]),
    (S.LISTENING, ENDED): (S.LISTENING, NOTHING),
    (S.LISTENING, RECOGNISED): None,
    (S.LISTENING, FAILED): None,
    (S.LISTENING, TIME): (S.OVER, [done("")]),
    # A voice: a key still wins.
    (S.SPEAKING, KEY): (S.KEYING, [DROP]),
    (S.SPEAKING, HASH): (S.OVER, [DROP, done("", InputEnd.TERMINATOR)]),
    (S.SPEAKING, PROMPT): None,
    (S.SPEAKING, BEGAN): (S.SPEAKING, NOTHING),
    (S.SPEAKING, ENDED): (S.RECOGNISING, [ASK]),
    (S.SPEAKING, RECOGNISED): None,
    (S.SPEAKING, FAILED): (S.OVER, [Finish(Unheard("busy"))]),
    (S.SPEAKING, TIME): (S.RECOGNISING, [ASK]),
    # Keys: voices are only talk.
    (S.KEYING, KEY): (S.OVER, [done("11", InputEnd.COMPLETE)]),
    (S.KEYING, HASH): (S.OVER, [done("1", InputEnd.TERMINATOR)]),
    (S.KEYING, PROMPT): None,
    (S.KEYING, BEGAN): (S.KEYING, NOTHING),
    (S.KEYING, ENDED): (S.KEYING, NOTHING),
    (S.KEYING, RECOGNISED): None,
    (S.KEYING, FAILED): None,
    (S.KEYING, TIME): (S.OVER, [done("1")]),
    # What was said is being recognised: a key still wins, talk goes on unheard, and so does a late result.
    (S.RECOGNISING, KEY): (S.KEYING, [DROP]),
    (S.RECOGNISING, HASH): (S.OVER, [DROP, done("", InputEnd.TERMINATOR)]),
    (S.RECOGNISING, PROMPT): None,
    (S.RECOGNISING, BEGAN): (S.RECOGNISING, NOTHING),
    (S.RECOGNISING, ENDED): (S.RECOGNISING, NOTHING),
    (S.RECOGNISING, RECOGNISED): (S.OVER, [Finish(Uttered(ORDERS))]),
    (S.RECOGNISING, FAILED): (S.OVER, [Finish(Unheard("busy"))]),
    (S.RECOGNISING, TIME): (S.OVER, [DROP, Finish(Unheard(LATE))]),
    **{(S.OVER, event): None for event in EVENTS},
}
NO_KEYS, NO_VOICE = "keys may not interrupt", "voices may not interrupt"
WITHOUT: dict[str, dict[tuple[RaceState, RaceEvent], tuple[RaceState, list[RaceDecision]]]] = {
    NO_KEYS: {(S.PROMPTING, KEY): (S.PROMPTING, NOTHING), (S.PROMPTING, HASH): (S.PROMPTING, NOTHING)},
    NO_VOICE: {(S.PROMPTING, BEGAN): (S.PROMPTING, NOTHING)},
}
"""What is different without barge-in: only what happens while the prompt plays."""


def rules(keys: bool = True, voice: bool = True, max_digits: int = 2) -> RaceRules:
    taken = InputRules(max_digits, "#", first_within=5.0, next_within=2.5, barge_in=keys)
    return RaceRules(taken, voice_over_prompt=voice, recognised_within=3.0, speaks_at_most=9.0)


def race_in(state: RaceState, wanted: RaceRules) -> Race:
    race = Race(wanted)
    for event in WAYS_IN[state]:
        race.receive(event, 100.0)
    assert race.state is state
    return race


def expected(
    state: RaceState, event: RaceEvent, keys: bool, voice: bool
) -> tuple[RaceState, list[RaceDecision]] | None:
    if not keys and (state, event) in WITHOUT[NO_KEYS]:
        return WITHOUT[NO_KEYS][state, event]
    if not voice and (state, event) in WITHOUT[NO_VOICE]:
        return WITHOUT[NO_VOICE][state, event]
    return EXPECTED[state, event]


def facts(race: Race) -> tuple[object, ...]:
    return race.state, race.keyed, race.next_deadline()


@pytest.mark.parametrize(
    ("state", "event", "keys", "voice"), list(itertools.product(RaceState, EVENTS, (True, False), (True, False)))
)
def test_every_event_in_every_state_under_every_rule(
    state: RaceState, event: RaceEvent, keys: bool, voice: bool
) -> None:
    race, wanted = race_in(state, rules(keys, voice)), expected(state, event, keys, voice)
    before = facts(race)
    if wanted is None:
        with pytest.raises(IllegalStep):
            race.receive(event, 101.0)
        assert facts(race) == before, "an illegal step changes nothing"
    else:
        assert (race.receive(event, 101.0), race.state) == (wanted[1], wanted[0])


def test_the_expectations_cover_everything_the_table_knows() -> None:
    assert {(state, type(event)) for state, event in EXPECTED} == {
        (state, kind) for state in RaceState for kind in {type(event) for event in EVENTS}
    }
    legal = {(state, type(event)) for (state, event), wanted in EXPECTED.items() if wanted}
    assert legal == {(state, kind) for state, row in TABLE.items() for kind in row}
    assert set(LEADS_TO) == set(RaceStep)


@pytest.mark.parametrize(("state", "event"), [key for key, wanted in EXPECTED.items() if wanted])
def test_every_step_leads_where_the_table_says(state: RaceState, event: RaceEvent) -> None:
    for keys, voice in itertools.product((True, False), repeat=2):
        race = race_in(state, rules(keys, voice))
        race.receive(event, 101.0)
        leads = LEADS_TO[TABLE[state][type(event)]]
        assert race.state in leads or (race.state is state and None in leads)


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
