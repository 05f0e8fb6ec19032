"""Callers who are asked and answer by voice, turn by turn: how long until they are answered."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence

from service.bench.speaking import Speaker, clip, speaker
from service.bench.speech_ground import SpeechHotline
from service.bench.speech_plan import TALK, VOICES
from telephony.phones.recording import Samples


async def turns(hotline: SpeechHotline, language: str, count: int) -> list[float]:
    """Seconds from the end of the caller's voice to the first sound of the next step, for each turn."""
    voices = itertools.cycle(voices_of(hotline, language))
    async with speaker(hotline.account, TALK[language]) as caller:
        waits, at = list[float](), 0.0
        for _ in range(count):
            wait, at = await one_turn(caller, next(voices), at)
            waits.append(wait)
        return waits


async def one_turn(caller: Speaker, voice: Samples, at: float) -> tuple[float, float]:
    """Hear the question that begins after `at`, answer it: the wait, and when the next question began."""
    await caller.silence(at)
    ended = await caller.call.say(voice)
    answered = await caller.first_sound(ended)
    return answered - ended, answered


async def turns_at_once(hotline: SpeechHotline, languages: Sequence[str], count: int) -> list[float]:
    """As many callers as languages, at the same time."""
    async with asyncio.TaskGroup() as callers:
        tasks = [callers.create_task(turns(hotline, language, count)) for language in languages]
    return [wait for task in tasks for wait in task.result()]


def voices_of(hotline: SpeechHotline, language: str) -> list[Samples]:
    """What callers can say in this language."""
    return [clip(hotline.here.catalogue.sound(prompt, language)) for prompt in VOICES[language]]
