"""What is kept of a message, what is written down of it, and the hours in which people may be rung."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from calls.speech import Question, Recognised
from ivr.actions import TakeMessage
from ivr.events import MessageTaken
from service.alarms import Alarms
from service.callback_rules import CallbackRules
from service.messages import TRIES, MessageBoxes
from service.metrics import Metrics
from service.recording import FRAME, Recording, write_wav
from speech.errors import NoRecogniser, RecogniserBusy
from store.errors import StoreUnusable
from store.messages import MessageKept
from tests.unit.service.rooms import Rooms, open_rooms
from tests.waiting import until

VOICE, SILENCE = b"\x00\x20\x00\xe0" * 80, bytes(320)
SECOND = 50


def recording(silence: float = 2.0, at_most: float = 60.0) -> Recording:
    return Recording(silence, at_most, any)


def test_silence_around_the_words_is_not_kept() -> None:
    message = recording()
    frames = [SILENCE] * 50 + [VOICE] * 100 + [SILENCE] * 100
    over = [message.hear(frame) for frame in frames]
    assert over.index(True) == 249
    assert message.spoken == pytest.approx(2.0)
    assert len(message.audio) == (100 + 2 * 15) * 320


def test_a_message_is_cut_at_its_longest() -> None:
    message = recording(at_most=1.0)
    assert [message.hear(VOICE) for _ in range(50)].index(True) == 49


def test_of_nothing_nothing_is_kept() -> None:
    message = recording()
    message.hear(SILENCE)
    assert (message.spoken, message.audio, list(message.pieces())) == (0.0, b"", [])


def test_a_long_message_is_cut_into_pieces_where_nobody_speaks() -> None:
    message = recording()
    for frame in ([VOICE] * 900 + [SILENCE] * 20) * 3:
        message.hear(frame)
    pieces = list(message.pieces())
    assert b"".join(pieces) == message.audio
    assert all(len(piece) <= 20 / FRAME * 320 for piece in pieces)
    assert all(piece.endswith(SILENCE) for piece in pieces)


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "a.wav").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_wav(full / "a.wav", VOICE)
    assert [each.name for each in full.iterdir()] == ["a.wav"]


# --- transcripts


class Scribe:
    """A recogniser that hears Mandarin, after so many refusals."""

    languages = ("zh",)

    def __init__(self, busy: int = 0) -> None:
        self.busy, self.heard = busy, 0

    def streams(self, language: str) -> bool:
        return False

    def begin(self, question: Question) -> Scribe:
        if question.phrases or question.language not in self.languages:
            raise NoRecogniser(question.language)
        if self.busy:
            self.busy -= 1
            raise RecogniserBusy("8 callers are being listened to")
        return self

    async def hear(self, audio: bytes) -> None:
        self.heard += len(audio)

    async def finish(self, deadline_seconds: float) -> Recognised:
        return Recognised("请给我回电", engine="tiny")

    def drop(self) -> None:
        """Nothing is held."""


class Boxes(Rooms):
    """Rooms with a message box."""

    kept: list[MessageKept]

    def box(self, folder: Path, scribe: Scribe | None) -> MessageBoxes:
        self.kept, metrics = [], Metrics()
        outside = (self.chronicle, self.sounds, self.crew, Alarms(metrics), metrics, folder, self.kept.append, scribe)
        return MessageBoxes(self.switch, self.clock, *outside, lambda: any)


@pytest.fixture
async def rooms() -> AsyncIterator[Boxes]:
    async with open_rooms(Boxes) as rooms:
        yield rooms


async def leave(rooms: Boxes, box: MessageBoxes, language: str = "zh") -> MessageTaken:
    party, call = await rooms.caller()
    party.say(*[VOICE] * SECOND)
    asked = TakeMessage((), language, "box.1", "sales", silence=1.0)
    taking = asyncio.create_task(box.take(call, asked, []))
    await rooms.clock.advance(3)
    await until(taking.done)
    taken = taking.result()
    assert isinstance(taken, MessageTaken)
    return taken


async def test_a_store_that_cannot_be_read_does_not_say_that_nothing_is_new(rooms: Boxes, tmp_path: Path) -> None:
    box, answers = rooms.box(tmp_path, None), iter([{"sales": 3}, None, {}, {}])

    async def new() -> dict[str, int]:
        answer = next(answers)
        if answer is None:
            raise StoreUnusable("it is gone")
        return answer

    counting = asyncio.create_task(box.count(new))
    seen = []
    for _ in range(3):
        await rooms.clock.settle()
        seen.append(box._metrics.registry.get_sample_value("hotline_new_messages", {"box": "sales"}))
        await rooms.clock.advance(30)
    counting.cancel()
    assert seen == [3, 3, 0]


async def test_what_was_said_is_written_down_after_the_message(rooms: Boxes, tmp_path: Path) -> None:
    scribe = Scribe()
    await leave(rooms, rooms.box(tmp_path, scribe))
    await until(lambda: len(rooms.kept) == 2)
    first, second = rooms.kept
    assert (first.transcript, second.transcript, second.id) == ("", "请给我回电", first.id)
    assert scribe.heard == (tmp_path / first.file).stat().st_size - 44


async def test_callers_come_first_and_the_message_waits(rooms: Boxes, tmp_path: Path) -> None:
    await leave(rooms, rooms.box(tmp_path, Scribe(busy=TRIES - 1)))
    assert len(rooms.kept) == 1
    await rooms.clock.advance(20 * TRIES)
    await until(lambda: len(rooms.kept) == 2)


async def test_a_recogniser_that_is_always_busy_leaves_the_message_without_its_words(
    rooms: Boxes, tmp_path: Path
) -> None:
    await leave(rooms, rooms.box(tmp_path, Scribe(busy=99)))
    await rooms.clock.advance(20 * TRIES)
    assert len(rooms.kept) == 1


@pytest.mark.parametrize("scribe", [None, Scribe()])
async def test_a_language_that_nobody_hears_is_kept_as_sound(
    rooms: Boxes, tmp_path: Path, scribe: Scribe | None
) -> None:
    await leave(rooms, rooms.box(tmp_path, scribe), "en")
    await rooms.clock.advance(60)
    assert [each.transcript for each in rooms.kept] == [""]


# --- when people may be rung

RULES = CallbackRules(earliest=time(8), latest=time(21), zone=ZoneInfo("Asia/Shanghai"))


def at(text: str) -> float:
    return datetime.fromisoformat(f"2026-11-22T{text}+08:00").timestamp()


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("07:59:59", at("08:00")),
        ("08:00", at("08:00")),
        ("20:59", at("20:59")),
        ("21:00", at("08:00") + 86400),
        ("23:59", at("08:00") + 86400),
        ("00:00", at("08:00")),
    ],
)
def test_the_quiet_hours_end_in_the_morning(now: str, first: float) -> None:
    assert RULES.first_from(at(now)) == first
    assert RULES.may_ring_at(first)


def test_the_quiet_hours_begin_at_night() -> None:
    assert RULES.quiet_from(at("15:00")) == at("21:00")
