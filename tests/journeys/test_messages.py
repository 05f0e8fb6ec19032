"""Callers leave messages: what is kept, and what becomes of one that cannot be kept."""

from __future__ import annotations

import wave
from pathlib import Path

from calls.contact import Outcome
from calls.errors import SwitchRefused
from tests.fakes.party import FakeCaller
from tests.journeys.centre import Centre, open_centre
from tests.waiting import until

VOICE, SILENCE = b"\x00\x20\x00\xe0" * 80, bytes(320)
SECOND = 50
NUMBER = "13800001111"


async def at_the_tone(centre: Centre) -> FakeCaller:
    caller = centre.switch.call_in("95113", number=NUMBER)
    await centre.clock.until(lambda: caller.heard[-1:] == ["tone"])
    await centre.clock.until(lambda: caller.hears == "")
    return caller


async def spoken(centre: Centre, lasts: float) -> None:
    """He speaks for so long, and is silent; the file is written meanwhile, by a thread of its own."""
    await centre.clock.advance(lasts + 2.5)
    await until(centre.memory.messages)
    await centre.clock.settle()


def seconds(file: Path) -> float:
    with wave.open(str(file), "rb") as audio:
        return audio.getnframes() / audio.getframerate()


async def test_a_message_is_kept_and_the_caller_hears_so(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    caller.say(*[VOICE] * 3 * SECOND)
    await spoken(centre, 3)
    await centre.clock.until(lambda: "message_kept" in caller.heard)
    await centre.clock.until(lambda: caller.gone)
    (kept,) = centre.memory.messages()
    record = centre.memory.record(NUMBER)
    assert (kept.box, kept.number, kept.call) == ("sales", NUMBER, record.call)
    assert record.outcome is Outcome.MESSAGE
    assert record.messages[0].file == kept.file == f"sales/{record.call}.wav"
    file = centre.memory.folder / kept.file
    assert 3.0 <= seconds(file) <= 3.7
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in file.parent.iterdir()] == [file.name]


async def test_a_key_ends_a_message(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    caller.say(*[VOICE] * 60 * SECOND)
    await centre.clock.advance(4)
    caller.press("#")
    await spoken(centre, 0)
    await centre.clock.until(lambda: "message_kept" in caller.heard)
    assert 3.5 <= centre.memory.messages()[0].seconds <= 4.5


async def test_who_hangs_up_has_finished_his_message(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    caller.say(*[VOICE] * 60 * SECOND)
    await centre.clock.advance(4)
    caller.hang_up()
    await spoken(centre, 0)
    await until(lambda: centre.memory.record(NUMBER).ended_at is not None)
    record = centre.memory.record(NUMBER)
    assert (record.outcome, len(record.messages)) == (Outcome.MESSAGE, 1)
    assert (centre.memory.folder / record.messages[0].file).is_file()


async def test_whose_time_in_the_menus_is_up_has_left_what_he_said(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    caller.say(*[VOICE] * 60 * SECOND)
    await centre.clock.advance(32)
    await until(centre.memory.messages)
    await centre.clock.until(lambda: caller.gone)
    assert 20 <= centre.memory.messages()[0].seconds <= 30
    assert "in the menus" in centre.memory.record(NUMBER).failures[0].what


async def test_who_hangs_up_before_he_spoke_has_left_nothing(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    await centre.clock.advance(1)
    caller.hang_up()
    await centre.clock.settle()
    record = centre.memory.record(NUMBER)
    assert (record.outcome, centre.memory.messages()) == (Outcome.LEFT_IN_MENU, [])


async def test_silence_is_no_message(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    await centre.clock.until(lambda: caller.gone)
    assert "message_kept" not in caller.heard
    assert caller.heard[-1] == "goodbye"
    assert centre.memory.messages() == []


async def test_who_said_too_little_is_asked_once_more(centre: Centre) -> None:
    caller = await at_the_tone(centre)
    caller.say(*[VOICE] * 10)
    await centre.clock.until(lambda: "message_too_short" in caller.heard)
    await centre.clock.until(lambda: caller.heard[-1:] == ["tone"])
    await centre.clock.until(lambda: caller.hears == "")
    caller.say(*[VOICE] * 2 * SECOND)
    await spoken(centre, 2)
    await centre.clock.until(lambda: "message_kept" in caller.heard)
    assert len(centre.memory.messages()) == 1


async def test_a_full_disk_is_told_to_the_caller_the_record_and_the_admin() -> None:
    async with open_centre() as centre:
        caller = await at_the_tone(centre)
        caller.say(*[VOICE] * 3 * SECOND)
        await centre.clock.advance(5.5)
        await until(lambda: "sorry_technical" in caller.heard)
        await centre.clock.until(lambda: caller.gone)
        record = centre.memory.record(NUMBER)
        assert (record.messages, centre.memory.messages()) == ((), [])
        assert "could not be kept" in record.failures[0].what
        assert "messages" in centre.house.alarms.raised


async def test_an_ear_that_cannot_be_opened_is_no_lost_call(centre: Centre) -> None:
    centre.switch.fail_next("listen", SwitchRefused("no audio"))
    caller = centre.switch.call_in("95113", number=NUMBER)
    await centre.clock.until(lambda: caller.gone)
    assert caller.heard[-1] == "goodbye"
    assert "no audio" in centre.memory.record(NUMBER).failures[0].what
