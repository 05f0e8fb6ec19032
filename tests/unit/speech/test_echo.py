"""Our own prompt coming back is no voice; a voice over it is one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from speech.echo import EchoGuard
from speech.endpointing import Endpointing, EndpointRules, SpeechBegan
from speech.voice_activity import VoiceActivity
from telephony.phones.audio import at_level, from_ulaw, read_wav, to_ulaw
from telephony.phones.recording import RATE, Samples

PROMPTS = Path(__file__).parents[3] / "prompts"
FRAME = 160
SECONDS = 3


@cache
def said(name: str) -> Samples:
    return read_wav(PROMPTS / f"{name}.wav")[: SECONDS * RATE]


def echo_of(prompt: Samples, db: float, delay: float, blurred: bool) -> Samples:
    """Weaker, later, and spread over 16 ms if `blurred`."""
    chance = np.random.default_rng(round(delay * 1000))
    path = chance.normal(size=128) * np.exp(-np.arange(128) / 25) if blurred else np.ones(1)
    path /= np.sqrt((path**2).sum())
    came = np.convolve(prompt.astype(np.float64), path)[: len(prompt)] * 10 ** (db / 20)
    late = np.concatenate((np.zeros(int(delay * RATE)), came))[: len(prompt)]
    hiss = chance.normal(size=len(prompt)) * 32768 * 10 ** (-62 / 20)
    return np.clip(late + hiss, -32768, 32767).astype(np.int16)


def begins(prompt: Samples, line: Samples) -> float | None:
    """When somebody is taken to speak, in seconds, as a listening step decides it."""
    guard, activity = EchoGuard(), VoiceActivity()
    ends, heard = Endpointing(EndpointRules(begin_after=0.24)), from_ulaw(to_ulaw(line))
    for number, at in enumerate(range(0, min(len(prompt), len(heard)) - FRAME + 1, FRAME)):
        guard.sent(prompt[at : at + FRAME].tobytes())
        frame = heard[at : at + FRAME].tobytes()
        guard.heard(frame)
        voice = activity.hear(frame) and not guard.is_echo(activity.level)
        if number >= 15 and any(isinstance(one, SpeechBegan) for one in ends.receive(voice, 0.0)):
            return number * 0.02
    return None


NAMES = ["zh/main_menu", "zh/orders_menu", "zh/greeting", "en/main_menu", "en/orders_menu", "en/language"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("db", [-20.0, -10.0])
@pytest.mark.parametrize("blurred", [False, True])
def test_an_echo_interrupts_nothing(name: str, db: float, blurred: bool) -> None:
    prompt = said(name)
    for delay in (0.03, 0.11, 0.29):
        assert begins(prompt, echo_of(prompt, db, delay, blurred)) is None, delay


@pytest.mark.parametrize("name", ["zh/main_menu", "en/main_menu"])
@pytest.mark.parametrize("dbfs", [-20.0, -26.0])
def test_a_voice_over_prompt_and_echo_interrupts_soon(name: str, dbfs: float) -> None:
    prompt, other = said(name), said("en/goodbye" if name.startswith("zh") else "zh/goodbye")
    loud = np.flatnonzero(np.abs(other.astype(np.int32)) > 1500)[0]
    line = echo_of(prompt, -20.0, 0.11, blurred=True)
    voice = at_level(other[loud:], dbfs)[: len(line) - RATE]
    line[RATE : RATE + len(voice)] += voice
    at = begins(prompt, line)
    assert at is not None
    assert 0.2 <= at - 1.0 <= 0.7


def test_where_nothing_is_sent_nothing_can_be_echo() -> None:
    guard = EchoGuard()
    for _ in range(40):
        guard.sent(bytes(320))
        guard.heard(b"\x00\x20" * FRAME)
    assert not guard.is_echo(-20.0)


def test_an_echo_after_the_prompts_end_is_still_one() -> None:
    prompt, guard = said("zh/main_menu"), EchoGuard()
    for at in range(0, RATE, FRAME):
        guard.sent(prompt[at : at + FRAME].tobytes())
        guard.heard(bytes(320))
    tail = (prompt[RATE - 20 * FRAME : RATE] * 0.3).astype(np.int16)
    verdicts = []
    for at in range(0, len(tail), FRAME):
        guard.sent(bytes(320))
        guard.heard(tail[at : at + FRAME].tobytes())
        verdicts.append(guard.is_echo(-31.0))
    assert all(verdicts[8:]), "after 200 ms of it the wave is known again"


def test_before_anything_was_heard_nothing_is_alike() -> None:
    assert EchoGuard().likeness() == 0.0
