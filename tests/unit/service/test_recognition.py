"""The recognisers of a service: up beside the calls, told, taken down, and anew when the plan speaks another language."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from calls.speech import Phrase, Question
from service.alarms import Alarms
from service.config import Settings
from service.config_speech import SpeechSettings
from service.metrics import Metrics
from service.recognition import ALARM, Recognition
from speech.engines import Candidates, Engine
from speech.errors import NoRecogniser, RecogniserGone
from tests.waiting import until

TINY = Engine("tiny", "tests.unit.speech.tiny_engine:load", Path("tiny"))
HEARD = ("zh", "en")


def find(_settings: Settings, languages: Iterable[str]) -> tuple[Candidates, ...]:
    return tuple(Candidates(each, (TINY,) if each in HEARD else (), "no model") for each in languages)


class Room:
    def __init__(self, *languages: str, **speech: object) -> None:
        self.languages, self.told = languages, list[str]()
        self.alarms = Alarms(Metrics())
        wanted = SpeechSettings(workers=1, **speech)  # type: ignore[arg-type]  # of these names
        settings = Settings().model_copy(update={"speech": wanted})
        self.recognition = Recognition(settings, find)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Recognition]:
        running = asyncio.create_task(self.recognition.run(lambda: self.languages, self.alarms, self.told.append))
        try:
            await until(lambda: self.told, what="what is told")
            yield self.recognition
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_before_it_is_up_nobody_is_heard() -> None:
    recognition = Recognition(Settings(), find)
    assert recognition.languages == ()
    assert not recognition.streams("zh")
    with pytest.raises(NoRecogniser):
        recognition.begin(Question("zh"))


async def test_it_tells_who_hears_what_and_hears() -> None:
    room = Room("zh", "en")
    async with room.at_work() as recognition:
        assert sorted(room.told) == ["speech: en: tiny", "speech: zh: tiny"]
        assert set(recognition.languages) == {"zh", "en"}
        utterance = recognition.begin(Question("zh", (Phrase("查订单", "1"),)))
        await utterance.hear("查订单".encode())
        assert (await utterance.finish(5.0)).guesses[0].means == "1"
    assert recognition.languages == ()


async def test_a_language_without_a_recogniser_is_an_alarm() -> None:
    room = Room("zh", "yue")
    async with room.at_work():
        assert "yue" in room.alarms.raised[ALARM]
        assert any("keys only" in line for line in room.told)


@pytest.mark.parametrize("speech", [{"on": False}, {"engines": {"yue": "none"}}])
async def test_where_the_admin_wants_none_there_is_no_alarm(speech: dict[str, object]) -> None:
    room = Room("yue", **speech)
    async with room.at_work():
        assert ALARM not in room.alarms.raised


async def test_a_plan_in_another_language_gets_its_recogniser() -> None:
    room = Room("zh", "yue")
    async with room.at_work() as recognition:
        room.languages = ("zh", "en")
        recognition.look_again()
        await until(lambda: "en" in recognition.languages, what="the new language")
        assert ALARM not in room.alarms.raised


async def test_a_plan_in_fewer_languages_disturbs_nobody() -> None:
    room = Room("zh", "en")
    async with room.at_work() as recognition:
        utterance = recognition.begin(Question("zh"))
        room.languages = ("zh",)
        recognition.look_again()
        await utterance.hear(b"hello")
        assert (await utterance.finish(5.0)).text == "hello"


async def test_its_end_is_the_end_of_what_it_hears() -> None:
    room = Room("zh")
    async with room.at_work() as recognition:
        utterance = recognition.begin(Question("zh"))
    with pytest.raises(RecogniserGone):
        await utterance.finish(5.0)
