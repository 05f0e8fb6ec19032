"""Keys and voice at one step: every state, with every event, under every rule of barge-in (P23)."""

from __future__ import annotations

import itertools

import pytest

from calls.errors import IllegalStep
from calls.switch import InputEnd
from ivr.events import Unheard, Uttered
from speech.race import (
    LATE,
    Finish,
    Race,
    RaceDecision,
)
from speech.race_table import (
    LEADS_TO,
    TABLE,
    RaceEvent,
    RaceState,
    RaceStep,
)
from tests.unit.speech.racing import (
    ASK,
    BEGAN,
    DROP,
    ENDED,
    EVENTS,
    FAILED,
    HASH,
    KEY,
    ORDERS,
    PROMPT,
    RECOGNISED,
    START,
    STOPPED_BY_KEY,
    STOPPED_BY_VOICE,
    TIME,
    S,
    done,
    race_in,
    rules,
)

NOTHING: list[RaceDecision] = []
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
