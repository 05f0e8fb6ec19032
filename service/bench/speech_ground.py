"""The hotline of the bench of speech: its own process with recognisers, and what it counts."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
from prometheus_client.parser import text_string_to_metric_families

from calls.errors import HotlineError
from prompts import commands
from service.bench.ground import HERE, Ground, free_tcp_port
from service.bench.hotline_process import HotlineProcess, hotline_process
from service.bench.plans import settings_file
from service.bench.speech_plan import LANGUAGES, LONGEST, plan
from service.config import Settings
from telephony.embedded.keys import open_keys
from telephony.phones.account import Account
from telephony.phones.audio import read_wav, write_wav
from telephony.phones.recording import RATE, Samples

LOADED_WITHIN = 90.0
DEADLINE = 12.0
LOOK_EVERY = 0.2
LONG_SECONDS = 12.0
CALLER = "caller1"
TOLD = "speech: "


class NothingHears(HotlineError):
    """The recogniser that was to be measured could not be loaded. The hotline's own words are quoted."""

    code = "HL416"


@dataclass(frozen=True, slots=True)
class SpeechHotline:
    """A running hotline whose callers may speak. `metrics`: the port of its figures."""

    here: Ground
    process: HotlineProcess
    metrics: int

    @property
    def account(self) -> Account:
        """Of a caller; any number of phones may call with it at once."""
        return account_of(self.process)

    async def counted(self, name: str, **labels: str) -> float:
        """The sum of a counter over all its labels but these."""
        async with httpx.AsyncClient(trust_env=False) as client:
            text = (await client.get(f"http://{HERE}:{self.metrics}/metrics")).text
        samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
        wanted = labels.items()
        return sum(one.value for one in samples if one.name == name and wanted <= one.labels.items())


def account_of(process: HotlineProcess) -> Account:
    """A caller's account of a hotline that runs; any number of phones may call with it at once."""
    assert isinstance(process.settings.sip.port, int)
    secret = open_keys(process.settings.data.folder).trial_line(CALLER)
    return Account(f"trial-{CALLER}", secret, HERE, process.settings.sip.port)


@asynccontextmanager
async def speech_hotline(
    here: Ground, which: int, speech: Mapping[str, object], languages: tuple[str, ...] = LANGUAGES, text: str = ""
) -> AsyncIterator[SpeechHotline]:
    """Start one, and wait until it hears these languages. `speech`: its settings. Raises DidNotRun, NothingHears."""
    metrics = free_tcp_port()
    file = _settings(here, which, metrics, speech, text or plan())
    async with hotline_process(file) as process:
        await _hears(process, languages)
        yield SpeechHotline(here, process, metrics)


def _settings(here: Ground, which: int, metrics: int, speech: Mapping[str, object], text: str) -> Path:
    name, ports = f"speech-{which}", here.ports(which)
    recordings = _dense_prompts(here)
    lines = "".join(f"{key} = {in_toml(value)}\n" for key, value in speech.items())
    file = settings_file(here, name, text, ports, f"[metrics]\nport = {metrics}\n[speech]\n{lines}")
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("[centre]", f"[centre]\nrecordings = {json.dumps(str(recordings))}", 1), "utf-8")
    return file


def in_toml(value: object) -> str:
    """A JSON string is a TOML string; a table is written in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {in_toml(each)}' for key, each in value.items())}}}"
    return json.dumps(value)


def _dense_prompts(here: Ground) -> Path:
    """The long prompt without its pauses: when it falls silent, somebody has made it."""
    folder = here.place("recordings")
    for language in LANGUAGES:
        dense = _without_pauses(read_wav(here.catalogue.sound(LONGEST, language)))
        source = here.folder / f"{LONGEST}-{language}.wav"
        write_wav(source, dense[: int(LONG_SECONDS * RATE)])
        commands.use(source, LONGEST, language, folder)
    return folder


def _without_pauses(samples: Samples) -> Samples:
    """Only the frames of 20 ms with sound in them, twice over."""
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    loud = frames[np.abs(frames.astype(np.int32)).max(axis=1) > 1000]
    dense: Samples = np.concatenate((loud, loud)).reshape(-1)
    return dense


async def _hears(process: HotlineProcess, languages: tuple[str, ...]) -> None:
    """It tells which recogniser hears which language when every worker is ready."""
    until = time.monotonic() + LOADED_WITHIN
    while True:
        if (told := _told(process)) or time.monotonic() > until:
            break
        await asyncio.sleep(LOOK_EVERY)
    heard = {line.split(":")[0] for line in told if "keys only" not in line}
    if not heard >= set(languages):
        raise NothingHears(
            f"no recogniser for {', '.join(set(languages) - heard)}: {'; '.join(told) or 'it said nothing'}"
        )


def _told(process: HotlineProcess) -> list[str]:
    lines = process.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.removeprefix(TOLD) for line in lines if line.startswith(TOLD)]


def models_of(settings: Settings) -> dict[str, object]:
    """The settings `speech` of a hotline of the bench: the models of this installation, and callers with patience.

    With the usual deadline a late result would be keys, and no time at all; so it is told how late it was.
    """
    return {"folder": str(settings.models_folder.absolute()), "deadline": DEADLINE}
