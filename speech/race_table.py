"""The race of keys and voice: every state, every event, and what is done. The one table of `speech.race`.

A caller may press or speak at the same step, and the first of the two wins. Speech has won when it was recognised, so a
key that comes while he speaks, or while what he said is being recognised, still wins: a key is certain, and it is how a
caller shows that the machine did not understand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from calls.speech import Recognised


class RaceState(StrEnum):
    """Where the step stands."""

    PROMPTING = "prompting"
    LISTENING = "listening"
    SPEAKING = "speaking"
    KEYING = "keying"
    RECOGNISING = "recognising"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key (RFC 4733), also one that was pressed before the step began."""

    digit: str


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """The last prompt was played to its end, or there was none."""


@dataclass(frozen=True, slots=True)
class VoiceBegan:
    """The caller speaks."""


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """The caller has ended speaking."""


@dataclass(frozen=True, slots=True)
class SpeechRecognised:
    """A recogniser has made something of it."""

    what: Recognised


@dataclass(frozen=True, slots=True)
class RecogniserFailed:
    """No recogniser can be had, or it did not come to an end: `busy`, `late`, `gone`, `no recogniser`."""

    why: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The deadline of this state has passed. Only `tick` makes it."""


RaceEvent = KeyPressed | PromptEnded | VoiceBegan | VoiceEnded | SpeechRecognised | RecogniserFailed | TimedOut


class RaceStep(StrEnum):
    """What is done with an event."""

    DROP = "drop"
    """Nothing: it has no meaning now, and that is no fault."""
    OPEN_KEYS = "keys count from here on"
    TAKE_KEY = "take the key"
    KEY_OVER_PROMPT = "take the key if keys may interrupt the prompt"
    KEY_OVER_VOICE = "take the key and give the voice up"
    VOICE = "hear the voice"
    VOICE_OVER_PROMPT = "hear the voice if voices may interrupt the prompt"
    UNDERSTAND = "ask the recogniser"
    UTTERED = "the voice has won"
    UNHEARD = "the voice cannot be recognised"
    KEYS_END = "silence ends the entry"
    LATE = "give the recogniser up"


_S, _D = RaceState, RaceStep

TABLE: Mapping[RaceState, Mapping[type[RaceEvent], RaceStep]] = MappingProxyType(
    {
        _S.PROMPTING: {
            KeyPressed: _D.KEY_OVER_PROMPT,
            PromptEnded: _D.OPEN_KEYS,
            VoiceBegan: _D.VOICE_OVER_PROMPT,
            VoiceEnded: _D.DROP,
        },
        _S.LISTENING: {
            KeyPressed: _D.TAKE_KEY,
            VoiceBegan: _D.VOICE,
            VoiceEnded: _D.DROP,
            TimedOut: _D.KEYS_END,
        },
        _S.SPEAKING: {
            KeyPressed: _D.KEY_OVER_VOICE,
            VoiceBegan: _D.DROP,
            VoiceEnded: _D.UNDERSTAND,
            RecogniserFailed: _D.UNHEARD,
            TimedOut: _D.UNDERSTAND,
        },
        _S.RECOGNISING: {
            KeyPressed: _D.KEY_OVER_VOICE,
            VoiceBegan: _D.DROP,
            VoiceEnded: _D.DROP,
            SpeechRecognised: _D.UTTERED,
            RecogniserFailed: _D.UNHEARD,
            TimedOut: _D.LATE,
        },
        _S.KEYING: {
            KeyPressed: _D.TAKE_KEY,
            VoiceBegan: _D.DROP,
            VoiceEnded: _D.DROP,
            TimedOut: _D.KEYS_END,
        },
        _S.OVER: {},
    }
)
"""What a state lacks is an illegal step: it raises and changes nothing."""

LEADS_TO: Mapping[RaceStep, tuple[RaceState | None, ...]] = MappingProxyType(
    {
        _D.DROP: (None,),
        _D.OPEN_KEYS: (_S.LISTENING,),
        _D.TAKE_KEY: (_S.KEYING, _S.OVER),
        _D.KEY_OVER_PROMPT: (None, _S.KEYING, _S.OVER),
        _D.KEY_OVER_VOICE: (_S.KEYING, _S.OVER),
        _D.VOICE: (_S.SPEAKING,),
        _D.VOICE_OVER_PROMPT: (None, _S.SPEAKING),
        _D.UNDERSTAND: (_S.RECOGNISING,),
        _D.UTTERED: (_S.OVER,),
        _D.UNHEARD: (_S.OVER,),
        _D.KEYS_END: (_S.OVER,),
        _D.LATE: (_S.OVER,),
    }
)
"""Where each step may lead; None: the state stays. A key leads to OVER when it completes the entry."""
