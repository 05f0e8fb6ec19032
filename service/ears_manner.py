"""How callers are listened to: what the plan wants and what was measured, as rules for the machines."""

from __future__ import annotations

from dataclasses import dataclass

from calls.switch import InputRules
from ivr.actions import Collect, SpeechRules
from service.ears_prompts import FRAME_SECONDS
from speech.endpointing import EndpointRules
from speech.race import RaceRules


@dataclass(frozen=True, slots=True)
class Manner:
    """How callers are listened to, in seconds.

    `deaf_for`: a prompt's beginning is not interrupted by a voice: what is heard then is the end of the sentence before.
    `over_prompt` and `in_silence`: so much speech begins an utterance. `before`: what was heard before it is recognised
    with it. `recognised_within`: how long the caller waits for a result.
    """

    deaf_for: float = 0.3
    over_prompt: float = 0.24
    in_silence: float = 0.16
    before: float = 0.3
    pause_after: float = 0.24
    recognised_within: float = 3.0


def race_rules(asked: Collect, manner: Manner) -> RaceRules:
    """What the plan wants, as the race takes it."""
    assert asked.speech is not None
    return RaceRules(
        input_rules(asked),
        asked.speech.barge_in,
        manner.recognised_within,
        asked.speech.at_most + asked.speech.end_after,
    )


def input_rules(asked: Collect) -> InputRules:
    """How keys are taken."""
    return InputRules(asked.max_digits, asked.terminator, asked.first_within, asked.next_within, asked.barge_in)


def endpoint_rules(speech: SpeechRules, manner: Manner) -> EndpointRules:
    """How the beginning and the end of speech are found."""
    return EndpointRules(
        begin_after=manner.over_prompt,
        pause_after=min(manner.pause_after, speech.end_after / 2),
        end_after=speech.end_after,
        at_most=speech.at_most,
    )


def frames_of(seconds: float) -> int:
    """How many frames of a line that is."""
    return round(seconds / FRAME_SECONDS)
