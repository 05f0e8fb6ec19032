"""Prompts over the API: listed, heard, recorded by the centre, and the shipped one again."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from console.roles import Role
from prompts import audio
from prompts.errors import RecordingUnusable
from prompts.upload import LONGEST, decoded
from tests.console.desk import Console

PROMPTS = "/api/v1/prompts"


def tone(seconds: float = 1.0, rate: int = 44100, channels: int = 2) -> bytes:
    """A WAV file as a recorder would write it."""
    samples = (np.sin(np.arange(int(rate * seconds)) * 2 * np.pi * 440 / rate) * 12000).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples, channels).tobytes())
    return out.getvalue()


async def test_every_prompt_with_its_words_and_its_steps(console: Console) -> None:
    client = await console.signed_in(Role.ANALYST)
    found = (await client.get(PROMPTS)).json()
    greeting = next(each for each in found["prompts"] if each["id"] == "greeting")
    assert greeting["used_by"] == ["welcome.1"]
    assert greeting["missing"] == []
    zh = next(each for each in greeting["spoken"] if each["language"] == "zh")
    assert zh["text"].startswith("您好")
    assert (zh["own"], zh["seconds"] > 1) == (False, True)


async def test_a_prompt_is_heard_by_ranges(console: Console) -> None:
    client = await console.signed_in(Role.ANALYST)
    whole = await client.get(f"{PROMPTS}/greeting/zh/sound")
    assert whole.content[:4] == b"RIFF"
    part = await client.get(f"{PROMPTS}/greeting/zh/sound", headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, whole.content[:100])
    assert (await client.get(f"{PROMPTS}/nothing/zh/sound")).status_code == 404


async def test_a_recording_is_heard_from_now_on_and_the_shipped_one_again(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    shipped = (await client.get(f"{PROMPTS}/greeting/zh/sound")).content
    kept = await client.put(f"{PROMPTS}/greeting/zh", content=tone())
    assert kept.status_code == 200, kept.text
    assert (kept.json()["own"], kept.json()["state"]) == (True, "recorded")
    file = console.house.sounds.of("zh", "greeting")[0]
    assert file.is_relative_to(console.service.settings.data.folder)
    assert audio.playable(file)
    assert (await client.get(f"{PROMPTS}/greeting/zh/sound")).content == file.read_bytes() != shipped
    back = await client.delete(f"{PROMPTS}/greeting/zh")
    assert back.status_code == 200
    assert (await client.get(f"{PROMPTS}/greeting/zh/sound")).content == shipped
    assert (await client.delete(f"{PROMPTS}/greeting/zh")).status_code == 404


@pytest.mark.parametrize("sent", [b"", b"no sound", b"RIFF....WAVEfmt ", b"ID3" + b"\0" * 50, tone(0.2)[:60]])
async def test_what_is_no_sound_is_refused_and_the_old_one_stays(console: Console, sent: bytes) -> None:
    client = await console.signed_in(Role.ADMIN)
    assert (await client.put(f"{PROMPTS}/greeting/zh", content=sent)).status_code == 422
    assert (await client.delete(f"{PROMPTS}/greeting/zh")).status_code == 404


async def test_names_that_are_no_prompts(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    assert (await client.put(f"{PROMPTS}/no_such_prompt/zh", content=tone())).status_code == 404
    assert (await client.put(f"{PROMPTS}/greeting/fr", content=tone())).status_code == 404
    assert (await client.put(f"{PROMPTS}/..%2Fgreeting/zh", content=tone())).status_code in (404, 405, 422)
    leader = await console.signed_in(Role.LEADER)
    assert (await leader.put(f"{PROMPTS}/greeting/zh", content=tone())).status_code == 403


def test_too_long_is_told_before_it_is_unpacked() -> None:
    with pytest.raises(RecordingUnusable, match="lasts"):
        decoded(tone(LONGEST + 1, rate=8000, channels=1))


def test_any_rate_and_any_channels_become_one() -> None:
    for rate, channels in ((8000, 1), (16000, 2), (96000, 2)):
        sound = decoded(tone(1.0, rate, channels))
        assert (sound.channels, sound.sample_width) == (1, 2)
        assert abs(len(sound) - 1000) < 30
