"""Conversations are recorded where the admin says so, unless the caller said no; and are forgotten in time."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

from calls.errors import SwitchRefused
from calls.happenings.menu import Remembered
from service.recordings import DAY, RecordingRules, Recordings, forget, found
from tests.fakes.party import Answers
from tests.journeys.centre import Centre, only

KEEP = 90 * DAY


def recorded(centre: Centre, tmp: Path, queues: Collection[str]) -> Recordings:
    house = centre.house
    rules = RecordingRules(tmp / "recordings", queues, KEEP)
    recordings = Recordings(rules, house.switch, house.clock, house.chronicle, house.alarms, lambda: house.crew)
    recordings.prepare()
    house.chronicle.watch(recordings.heard)
    return recordings


async def talked(centre: Centre, number: str) -> tuple[str, ...]:
    """A conversation on this number; the recordings in its record."""
    only(centre, "1001", Answers(after=2))
    caller = centre.switch.call_in(number)
    await centre.clock.until(lambda: caller.hears == "1001")
    await centre.clock.advance(20)
    caller.hang_up()
    await centre.clock.advance(60)
    return centre.memory.records()[-1].recordings


@pytest.mark.parametrize("queues", [("*",), ("wealth", "orders")])
async def test_a_conversation_is_kept_as_sound(centre: Centre, tmp_path: Path, queues: tuple[str, ...]) -> None:
    recorded(centre, tmp_path, queues)
    (name,) = await talked(centre, "95106")
    file = found(tmp_path / "recordings", name)
    assert file is not None
    assert file.stat().st_size > 20 * 8000
    assert file.parent.stat().st_mode & 0o077 == 0, "others on this machine do not hear it"


@pytest.mark.parametrize("queues", [(), ("wealth",)])
async def test_nobody_else_is_recorded(centre: Centre, tmp_path: Path, queues: tuple[str, ...]) -> None:
    recorded(centre, tmp_path, queues)
    assert await talked(centre, "95106") == ()
    assert list((tmp_path / "recordings").iterdir()) == []


async def test_a_recording_that_fails_ends_no_conversation(centre: Centre, tmp_path: Path) -> None:
    recorded(centre, tmp_path, ("*",))
    centre.switch.fail_next("record", SwitchRefused("the disk is full"))
    assert await talked(centre, "95106") == ()
    (record,) = centre.memory.records()
    assert record.talked == pytest.approx(20, abs=1)
    assert "recording" in centre.house.alarms.raised


async def test_a_caller_may_say_no(centre: Centre, tmp_path: Path) -> None:
    recorded(centre, tmp_path, ("*",))
    only(centre, "1001", Answers(after=2))
    caller = centre.switch.call_in("95106")
    await centre.clock.settle()
    (record,) = centre.house.chronicle.open_records()
    centre.house.chronicle.note(record.call, Remembered("recording", "no"))
    await centre.clock.until(lambda: caller.hears == "1001")
    caller.hang_up()
    await centre.clock.advance(60)
    assert centre.memory.records()[-1].recordings == ()


def test_old_ones_are_removed(tmp_path: Path) -> None:
    rules = RecordingRules(tmp_path, ("*",), KEEP)
    for name, age in (("old.wav", KEEP + 1), ("young.wav", KEEP - 1)):
        file = tmp_path / name
        file.touch()
        os.utime(file, (1e9 - age, 1e9 - age))
    assert forget(rules, 1e9) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["young.wav"]


def test_a_name_that_leads_outside_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").touch()
    folder = tmp_path / "recordings"
    folder.mkdir()
    assert found(folder, "../secret.wav") is None
    assert found(folder, "gone.wav") is None
