"""Voices that interrupt a prompt, and echoes of a prompt that must not."""

from __future__ import annotations

import asyncio

from service.bench.chances import seeded
from service.bench.speaking import PATIENCE, speaker
from service.bench.speech_ground import SpeechHotline
from service.bench.speech_plan import ECHO, ECHOED, LANGUAGES, LONG
from service.bench.speech_turns import voices_of

INTO_THE_PROMPT = (1.0, 4.0)
"""Seconds of the prompt that a caller hears before he speaks."""
SILENT_WITHIN = 1.5
"""A prompt that still sounds after this was not interrupted."""
DELAYS = (0.06, 0.3)
"""Seconds until an echo comes back, besides the way there and back."""


async def interruptions(hotline: SpeechHotline, count: int) -> list[float]:
    """Seconds from the first sound of a voice to the last sound of the prompt; SILENT_WITHIN when it went on."""
    chance = seeded(2)
    return [
        await _interrupt(hotline, LANGUAGES[turn % 2], chance.uniform(*INTO_THE_PROMPT), turn // 2)
        for turn in range(count)
    ]


async def _interrupt(hotline: SpeechHotline, language: str, after: float, which: int) -> float:
    voices = voices_of(hotline, language)
    async with speaker(hotline.account, LONG[language]) as caller:
        began = await caller.first_sound(0.0)
        await caller.call.recorded(began + after)
        spoke = caller.now
        saying = asyncio.ensure_future(caller.call.say(voices[which % len(voices)]))
        try:
            await caller.call.recorded(spoke + SILENT_WITHIN)
            return caller.last_sound(spoke, spoke + SILENT_WITHIN) - spoke
        finally:
            await saying


async def echoes(hotline: SpeechHotline, db: float, calls: int, at_once: int) -> tuple[int, int]:
    """Callers whose lines only send back what they hear: how many prompts they heard, and how many were interrupted."""
    chance = seeded(3)
    before = await _starts(hotline)
    room = asyncio.Semaphore(at_once)
    async with asyncio.TaskGroup() as callers:
        for turn in range(calls):
            callers.create_task(_echo(hotline, LANGUAGES[turn % 2], db, chance.uniform(*DELAYS), room))
    return calls * ECHOED, round(await _starts(hotline) - before)


async def _echo(hotline: SpeechHotline, language: str, db: float, delay: float, room: asyncio.Semaphore) -> None:
    async with room, speaker(hotline.account, ECHO[language]) as caller:
        caller.call.echo(db, delay)
        await caller.call.ended(within=ECHOED * 2 * PATIENCE)


async def _starts(hotline: SpeechHotline) -> float:
    """Whatever was taken for a voice so far."""
    heard = await hotline.counted("hotline_utterances_total")
    return max(heard, await hotline.counted("hotline_barge_ins_total", by="voice"))
