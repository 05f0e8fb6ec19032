"""Events of the race between keys and voice, and a race brought into each state."""

from __future__ import annotations

from calls.speech import Guess, Recognised
from calls.switch import InputEnd, InputRules
from ivr.events import Digits
from speech.race import (
    AbandonRecognition,
    Finish,
    Race,
    RaceRules,
    StartRecognition,
    StopPrompt,
    Understand,
)
from speech.race_table import (
    KeyPressed,
    PromptEnded,
    RaceEvent,
    RaceState,
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


def rules(keys: bool = True, voice: bool = True, max_digits: int = 2) -> RaceRules:
    taken = InputRules(max_digits, "#", first_within=5.0, next_within=2.5, barge_in=keys)
    return RaceRules(taken, voice_over_prompt=voice, recognised_within=3.0, speaks_at_most=9.0)


def race_in(state: RaceState, wanted: RaceRules) -> Race:
    race = Race(wanted)
    for event in WAYS_IN[state]:
        race.receive(event, 100.0)
    assert race.state is state
    return race
