"""Keys and voice at the same time in one step; the first of the two wins. A machine without I/O; its table: race_table.py.

`receive(event, now)`, `next_deadline()` and `tick(now)` give decisions. What makes an entry of keys is `DigitEntry`, as in
every other step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from calls.digit_entry import DigitEntry
from calls.errors import IllegalStep
from calls.switch import InputEnd, InputRules
from ivr.events import Digits, Unheard, Uttered
from speech.race_table import (
    TABLE,
    KeyPressed,
    PromptEnded,
    RaceEvent,
    RaceState,
    RaceStep,
    RecogniserFailed,
    SpeechRecognised,
    TimedOut,
)

LATE = "late"


@dataclass(frozen=True, slots=True)
class StopPrompt:
    """Decision: no more of the prompt. `by` is what interrupted it: `key` or `voice`."""

    by: str


@dataclass(frozen=True, slots=True)
class StartRecognition:
    """Decision: a recogniser hears what the caller says from here on, and a little before."""


@dataclass(frozen=True, slots=True)
class Understand:
    """Decision: the caller has ended; ask for the result."""


@dataclass(frozen=True, slots=True)
class AbandonRecognition:
    """Decision: the result is wanted no more."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Decision: the step is over, and this is what came of it. The last decision of every race."""

    outcome: Digits | Uttered | Unheard


RaceDecision = StopPrompt | StartRecognition | Understand | AbandonRecognition | Finish


@dataclass(frozen=True, slots=True)
class RaceRules:
    """`keys`: how keys are taken. `voice_over_prompt`: a voice stops the prompts. Seconds.

    `recognised_within`: how long the caller waits for a result. `speaks_at_most`: the end of a voice that nobody told.
    """

    keys: InputRules
    voice_over_prompt: bool = True
    recognised_within: float = 3.0
    speaks_at_most: float = 10.0


class Race:
    """One step in which a caller is asked."""

    def __init__(self, rules: RaceRules) -> None:
        self.rules, self.state = rules, RaceState.PROMPTING
        self._entry = DigitEntry(rules.keys)
        self._voice_deadline: float | None = None
        self._do: Mapping[RaceStep, Callable[[RaceEvent, float], list[RaceDecision]]] = {
            RaceStep.DROP: lambda _event, _now: [],
            RaceStep.OPEN_KEYS: self._open_keys,
            RaceStep.TAKE_KEY: self._take_key,
            RaceStep.KEY_OVER_PROMPT: self._key_over_prompt,
            RaceStep.KEY_OVER_VOICE: self._key_over_voice,
            RaceStep.VOICE: self._voice,
            RaceStep.VOICE_OVER_PROMPT: self._voice_over_prompt,
            RaceStep.UNDERSTAND: self._understand,
            RaceStep.UTTERED: self._uttered,
            RaceStep.UNHEARD: self._unheard,
            RaceStep.KEYS_END: self._keys_end,
            RaceStep.LATE: self._late,
        }

    @property
    def keyed(self) -> str:
        """What was keyed so far of an entry that is not complete."""
        return self._entry.digits

    def receive(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        """What follows from `event`. Raises IllegalStep, and changes nothing, for what the table does not have."""
        step = TABLE[self.state].get(type(event))
        if step is None:
            raise IllegalStep(f"race: {type(event).__name__} while {self.state.value}")
        return self._do[step](event, now)

    def next_deadline(self) -> float | None:
        """When `tick` has something to do."""
        match self.state:
            case RaceState.LISTENING | RaceState.KEYING:
                return self._entry.next_deadline()
            case RaceState.SPEAKING | RaceState.RECOGNISING:
                return self._voice_deadline
            case RaceState.PROMPTING | RaceState.OVER:
                return None

    def tick(self, now: float) -> list[RaceDecision]:
        """What follows from the time."""
        deadline = self.next_deadline()
        return self.receive(TimedOut(), now) if deadline is not None and now >= deadline else []

    # --- keys

    def _open_keys(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        assert isinstance(event, PromptEnded)
        self._entry.prompt_over(now)
        self.state = RaceState.LISTENING
        return []

    def _take_key(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        assert isinstance(event, KeyPressed)
        self._entry.receive(event.digit, now)
        if self._entry.result is not None:
            return self._finish(Digits(self._entry.result.digits, self._entry.result.ended))
        self.state = RaceState.KEYING
        return []

    def _key_over_prompt(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        """Without barge-in it is dropped, as in every step."""
        if not self.rules.keys.barge_in:
            return []
        return [StopPrompt("key"), *self._take_key(event, now)]

    def _key_over_voice(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        return [AbandonRecognition(), *self._take_key(event, now)]

    def _keys_end(self, _event: RaceEvent, _now: float) -> list[RaceDecision]:
        return self._finish(Digits(self._entry.digits, InputEnd.TIMED_OUT))

    # --- voice

    def _voice(self, _event: RaceEvent, now: float) -> list[RaceDecision]:
        self.state, self._voice_deadline = RaceState.SPEAKING, now + self.rules.speaks_at_most
        return [StartRecognition()]

    def _voice_over_prompt(self, event: RaceEvent, now: float) -> list[RaceDecision]:
        if not self.rules.voice_over_prompt:
            return []
        self._entry.prompt_over(now)
        return [StopPrompt("voice"), *self._voice(event, now)]

    def _understand(self, _event: RaceEvent, now: float) -> list[RaceDecision]:
        self.state, self._voice_deadline = RaceState.RECOGNISING, now + self.rules.recognised_within
        return [Understand()]

    def _uttered(self, event: RaceEvent, _now: float) -> list[RaceDecision]:
        assert isinstance(event, SpeechRecognised)
        return self._finish(Uttered(event.what))

    def _unheard(self, event: RaceEvent, _now: float) -> list[RaceDecision]:
        assert isinstance(event, RecogniserFailed)
        return self._finish(Unheard(event.why))

    def _late(self, _event: RaceEvent, _now: float) -> list[RaceDecision]:
        return [AbandonRecognition(), *self._finish(Unheard(LATE))]

    def _finish(self, outcome: Digits | Uttered | Unheard) -> list[RaceDecision]:
        self.state = RaceState.OVER
        return [Finish(outcome)]
