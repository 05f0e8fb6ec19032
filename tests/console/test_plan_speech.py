"""Speaking to a simulated call: real speech, by the requests that the page sends, to the recogniser that hears callers.

Nothing of it is skipped where the project is installed: the recogniser's model comes with the packages it depends on. Only the
human voices are not in the repository, and skip where they are absent; what the product itself says is heard everywhere.
"""

from __future__ import annotations

import asyncio
import base64
import io
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soxr

from console.roles import Role
from service.config import Data, Settings
from service.desks.plan import PlanDesk
from service.recognisers import candidates
from service.recognition import Recognition
from telephony.phones.audio import read_wav
from telephony.phones.recording import RATE, Samples
from tests.console.desk import Console
from tests.unit.phones.speech import clips, noise
from tests.waiting import until

PAGE = 16_000
"""Samples a second of what the page records."""
BEFORE = "          1: {go: orders}\n        noinput: {tries: 9"
AFTER = """          1: {go: orders, phrases: {zh: [包裹, 马上为您接通]}}
          2: {go: bye, phrases: {zh: [发票, 感谢您的来电再见]}}
        operator: no
        noinput: {tries: 9"""
Answer = dict[str, object]


@pytest.fixture(scope="module")
def spoken() -> Settings:
    """Settings with the models of the checkout."""
    settings = Settings().model_copy(update={"data": Data(folder=Path(__file__).parents[2] / "var")})
    found = candidates(settings, ("zh",))
    assert all(each.engines for each in found), "; ".join(each.told for each in found)
    return settings


@pytest.fixture
async def hearing(console: Console, spoken: Settings) -> AsyncIterator[Console]:
    """The console, with a recogniser that is loaded."""
    recognition = Recognition(spoken)
    running = asyncio.create_task(recognition.run(lambda: ("zh",), console.house.alarms, lambda _: None))
    await until(lambda: "zh" in recognition.languages or running.done(), within=90.0, what="a recogniser for zh")
    assert isinstance(console.rooms.plan, PlanDesk)
    console.rooms.plan.hears = recognition
    yield console
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def answered(client: httpx.AsyncClient, samples: Samples) -> str:
    """What the page does with what somebody says at the menu: it has it heard, and plays what was heard. Where it goes."""
    live = (await client.get("/api/v1/plan")).json()["plan"]
    draft = {
        "main": live["main"],
        "texts": live["texts"] | {"main.yaml": live["texts"]["main.yaml"].replace(BEFORE, AFTER)},
    }
    body = {"draft": draft, "to": "95110", "do": []}
    heard = await posted(client, "simulate/speech", body | {"sound": recorded(samples)})
    does = f"say {heard['text']}" if heard["text"] else "silence"
    story = await posted(client, "simulate", body | {"do": [does]})
    return str(story["now"]["ends"] or story["now"]["kind"])


async def posted(client: httpx.AsyncClient, path: str, body: object) -> Any:
    reply = await client.post(f"/api/v1/plan/{path}", json=body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def recorded(samples: Samples) -> str:
    """As the page sends it: 16 kHz, with a little quiet before and after."""
    quiet = np.zeros(PAGE // 2)
    sound = np.concatenate([quiet, soxr.resample(samples.astype(np.float64), RATE, PAGE), quiet])
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setparams((1, 2, PAGE, 0, "NONE", ""))
        wav.writeframes(np.clip(sound, -32768, 32767).astype("<i2").tobytes())
    return base64.b64encode(file.getvalue()).decode()


def human(word: str) -> Callable[[], Samples]:
    return lambda: clips(f"zh_words/menu/{word}.wav")[0]


def prompt(name: str) -> Callable[[], Samples]:
    return lambda: read_wav(Path(__file__).parents[2] / f"prompts/zh/{name}.wav")


@pytest.mark.timeout(240)
async def test_what_is_said_takes_the_branch_that_it_names(hearing: Console) -> None:
    client = await hearing.signed_in(Role.ADMIN)
    assert await answered(client, prompt("connecting_now")()) == "queue orders"
    assert await answered(client, prompt("goodbye")()) == "hang up"
    assert await answered(client, noise(1.5, 300.0)) == "asks", "noise is nothing that was said"


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("word", "goes"), [("包裹", "queue orders"), ("发票", "hang up")])
async def test_a_human_voice_takes_the_branch_that_it_names(hearing: Console, word: str, goes: str) -> None:
    samples = human(word)()
    client = await hearing.signed_in(Role.ADMIN)
    assert await answered(client, samples) == goes
