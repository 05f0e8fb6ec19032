"""Our scripted phones at a running centre: their accounts, and what they hear."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from prompts.catalogue import Catalogue
from telephony.phones.account import Account
from telephony.phones.audio import read_wav
from telephony.phones.call import PhoneCall
from telephony.phones.hearing import find
from telephony.phones.phone import Phone
from telephony.phones.recording import RATE, Samples
from tests.asterisk.centre import Centre
from tests.waiting import patient

LANGUAGE = "zh"
STEP = 0.25
PAUSE = 2 * RATE
"""Samples between two prompts of one saying, at most: values of a call that are said there, too."""
LOUD = 300.0
"""RMS of a second in samples (-41 dBFS): music is five times as loud, a phone that says nothing is silent."""


def account(centre: Centre, name: str) -> Account:
    """What our phone at this seat or trial line needs."""
    known = centre.accounts[name]
    return Account(known.user, known.secret, known.host, known.port)


def phone(centre: Centre, name: str) -> Phone:
    """Our phone at this seat or trial line, not yet registered."""
    return Phone(account(centre, name))


async def hears(call: PhoneCall, prompt: str, within: float = 15.0) -> float:
    """When this prompt was heard, in seconds of the recording."""
    wanted = read_wav(Catalogue.load().sound(prompt, LANGUAGE))
    try:
        async with asyncio.timeout(patient(within)):
            while (heard := find(wanted, call.recording.samples())) is None:
                assert await call.recorded(call.recording.seconds + STEP), f"the call ended before {prompt}"
    except TimeoutError:
        raise AssertionError(f"{prompt} was not heard in {call.recording.seconds:.1f} s") from None
    return heard.at_seconds


async def hears_in_order(call: PhoneCall, prompts: Sequence[str], within: float = 30.0) -> None:
    """These prompts one after the other, in one saying: of what is said again and again a busy machine may spoil the first."""
    wanted = [read_wav(Catalogue.load().sound(prompt, LANGUAGE)) for prompt in prompts]
    try:
        async with asyncio.timeout(patient(within)):
            while not any(_in_order(wanted, saying) for saying in _sayings(wanted, call.recording.samples())):
                assert await call.recorded(call.recording.seconds + STEP), f"the call ended before {prompts}"
    except TimeoutError:
        raise AssertionError(f"{prompts} were not heard in order in {call.recording.seconds:.1f} s") from None


def _sayings(wanted: Sequence[Samples], heard: Samples) -> Iterator[Samples]:
    """What was heard from each beginning on, for as long as all of it and pauses between may last."""
    lasts = sum(map(len, wanted)) + PAUSE * len(wanted)
    while (first := find(wanted[0], heard)) is not None:
        begins = round(first.at_seconds * RATE)
        yield heard[begins : begins + lasts]
        heard = heard[begins + len(wanted[0]) :]


def _in_order(wanted: Sequence[Samples], saying: Samples) -> bool:
    at = [found.at_seconds for each in wanted if (found := find(each, saying)) is not None]
    return len(at) == len(wanted) and at == sorted(at)


async def hears_something(call: PhoneCall, yes: bool, within: float = 10.0) -> None:
    """Wait until the last second was loud, as music is, or (`yes` is False) silent."""
    try:
        async with asyncio.timeout(patient(within)):
            while call.recording.seconds < 1.0 or (_loudness(call) > LOUD) is not yes:
                assert await call.recorded(call.recording.seconds + STEP), "the call ended before"
    except TimeoutError:
        raise AssertionError(
            f"the last second has {_loudness(call):.0f}, {'music' if yes else 'silence'} awaited"
        ) from None


def heard_in(wav: Path, prompt: str) -> bool:
    """Whether this prompt is in what another phone recorded, as far as that is written."""
    try:
        return find(read_wav(Catalogue.load().sound(prompt, LANGUAGE)), read_wav(wav)) is not None
    except ValueError:
        return False


def _loudness(call: PhoneCall) -> float:
    return float(np.sqrt(np.mean(call.recording.samples()[-RATE:].astype(np.float64) ** 2)))
