"""Our scripted phones at a running centre: their accounts, and what they hear."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np

from prompts.catalogue import Catalogue
from telephony.phones.account import Account
from telephony.phones.audio import read_wav
from telephony.phones.call import PhoneCall
from telephony.phones.hearing import find
from telephony.phones.phone import Phone
from telephony.phones.recording import RATE
from tests.asterisk.centre import Centre
from tests.waiting import patient

LANGUAGE = "zh"
STEP = 0.25
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
