"""Listening to callers: one connection of sound for each step in which speech may be said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog

from calls.clock import Clock
from calls.errors import SwitchRefused
from calls.switch import InputRules, Switch
from ivr.actions import Collect
from ivr.events import Digits, Unheard, Uttered
from service.call import Call
from service.ears_manner import Manner, input_rules
from service.ears_prompts import PromptFrames
from service.ears_recognition import Recognisers
from service.ears_step import ListeningStep
from service.metrics import Metrics
from speech.errors import LineClosed

log = structlog.get_logger(__name__)


class OpenEars:
    """Hears what callers say, through recognisers. Where the sound of a line cannot be had, the step goes on by keys."""

    def __init__(
        self, switch: Switch, clock: Clock, recognisers: Recognisers, metrics: Metrics, manner: Manner = Manner()
    ) -> None:
        self._switch, self._clock, self._recognisers = switch, clock, recognisers
        self._metrics, self._manner = metrics, manner
        self._prompts = PromptFrames()

    def hears(self, language: str) -> bool:
        """Whether there is a recogniser for this language now."""
        return language in self._recognisers.languages

    async def collect(self, call: Call, asked: Collect, sounds: Sequence[Path]) -> Digits | Uttered | Unheard:
        """Play the sounds and take keys or speech, what comes first. Raises as the switch does."""
        frames = self._prompts.of(sounds)
        step = ListeningStep(asked, frames, self._clock, self._recognisers, self._manner, self._interrupted)
        try:
            async with self._switch.listen(call.leg) as hearing:
                outcome = await step.run(hearing)
        except (LineClosed, SwitchRefused) as error:
            log.warning("listening failed, the step goes on by keys", call_id=call.id, error=error.told())
            self._count(asked, "line closed")
            return await self._by_keys(call, asked, sounds, step)
        self._tell(asked, step, outcome)
        return outcome

    async def _by_keys(self, call: Call, asked: Collect, sounds: Sequence[Path], step: ListeningStep) -> Digits:
        """The rest of the step. What was keyed so far counts, and a prompt that was heard is not heard again."""
        keyed, rules = step.race.keyed, input_rules(asked)
        if keyed:
            rules = InputRules(rules.max_digits - len(keyed), rules.terminator, rules.next_within, rules.next_within)
        rest = await self._switch.collect(call.leg, sounds if step.prompting else [], rules)
        return Digits(keyed + rest.digits, rest.ended)

    # --- figures

    def _tell(self, asked: Collect, step: ListeningStep, outcome: Digits | Uttered | Unheard) -> None:
        if step.voice_ended_at is not None:
            self._metrics.recognition_waits.observe(self._clock.now() - step.voice_ended_at)
        match outcome:
            case Uttered(what):
                self._count(asked, "recognised" if what.text else "nothing")
            case Unheard(why):
                self._count(asked, why)
            case Digits() if step.spoke:
                self._count(asked, "given up for keys")

    def _interrupted(self, by: str) -> None:
        self._metrics.barge_ins.labels(by).inc()

    def _count(self, asked: Collect, outcome: str) -> None:
        assert asked.speech is not None
        self._metrics.utterances.labels(asked.speech.question.language, outcome).inc()
