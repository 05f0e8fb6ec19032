"""`hotline messages`, `callbacks` and `surveys`, as an admin meets them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from calls.happenings.leaving import NO_ANSWER, Rated
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId, PersonId
from service.config import Settings
from service.config_callbacks import CallbackSettings
from service.leaving import callback_rules
from store.callbacks import CallbackKept
from store.database import Database
from store.messages import MessageKept
from tests.unit.service.at_a_terminal import Hotline
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import writing

NUMBER = "13911111111"
MESSAGE = MessageKept(
    call_id(1), call_id(1), "sales", NUMBER, "zh", f"sales/{call_id(1)}.wav", 7.5, 1_800_000_000.0, "请给我回电"
)
CALLBACK = CallbackKept(
    "call-7", CallId("call-7"), "orders", NUMBER, "", "zh", "95105", 1, PersonId(""), 1.8e9, 1.8e9, 1.8e9
)


@pytest.fixture(autouse=True)
def seeded(home: Path) -> None:
    """A message with its file, a callback, and two answers."""
    file = home / "var" / "messages" / MESSAGE.file
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF")
    asyncio.run(_seed(home))


async def _seed(home: Path) -> None:
    async with Database.in_file(home / "var" / "hotline.db") as database, writing(database) as journal:
        journal.keep_left(MESSAGE)
        journal.keep_left(CALLBACK)
        for number, score in ((2, 10), (3, NO_ANSWER)):
            rated = Rated("service", "nps", score, of=10)
            for entry in written(call_id(number), (4e9, Arrived(LegId("l"), "95105", "", "")), (4e9, rated)):
                journal.write(entry)


def test_messages_are_listed_with_their_words_and_without_numbers(hotline: Hotline) -> None:
    said = hotline("messages")
    assert (said.code, said.err) == (0, "")
    assert all(words in said.out for words in (MESSAGE.id, "sales", "请给我回电", "new", "7.5"))
    assert NUMBER not in said.out
    assert NUMBER in hotline("messages", "--numbers").out
    assert hotline("messages", "--box", "care").out == "no messages\n"


def test_messages_for_programs_say_where_the_sound_is(hotline: Hotline, home: Path) -> None:
    (row,) = json.loads(hotline("messages", "--json").out)
    assert (row["box"], row["heard_at"]) == ("sales", None)
    assert Path(row["path"]) == home / "var" / "messages" / MESSAGE.file
    assert hotline("messages", "path", MESSAGE.id[-8:]).out.strip() == row["path"]


def test_a_message_is_heard_and_then_deleted(hotline: Hotline, home: Path) -> None:
    assert hotline("messages", "heard", MESSAGE.id[-8:]).code == 0
    assert hotline("messages", "--new").out == "no messages\n"
    assert hotline("messages", "delete", MESSAGE.id[-8:]).code == 0
    assert hotline("messages").out == "no messages\n"
    assert not (home / "var" / "messages" / MESSAGE.file).exists()
    assert "no message has the id" in hotline("messages", "path", MESSAGE.id[-8:]).err


def test_callbacks_are_listed_and_cancelled(hotline: Hotline) -> None:
    said = hotline("callbacks")
    assert all(words in said.out for words in ("call-7", "orders", "open"))
    assert NUMBER not in said.out
    assert hotline("callbacks", "cancel", "call-7").out == "call-7: cancelled\n"
    assert json.loads(hotline("callbacks", "--json").out)[0]["state"] == "cancelled"
    again = hotline("callbacks", "cancel", "call-7")
    assert (again.code, again.out) == (1, "call-7: no open callback has this id\n")


def test_surveys_show_the_response_rate_beside_the_score(hotline: Hotline) -> None:
    (row,) = json.loads(hotline("surveys", "--json").out)
    assert (row["asked"], row["answered"], row["response"], row["mean"], row["nps"]) == (2, 1, 0.5, 10.0, 100.0)
    said = hotline("surveys")
    assert all(words in said.out for words in ("service", "nps", "50%", "+100"))
    assert hotline("surveys", "--survey", "other").out == "no answers yet\n"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"earliest": "8 o'clock"}, "time of the day"),
        ({"earliest": "21:00", "latest": "08:00"}, "must be before"),
        ({"tries": 0}, "greater than or equal to 1"),
        ({"at_moist": 1}, "not permitted"),
    ],
)
def test_callbacks_that_cannot_be_meant_so_are_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        CallbackSettings.model_validate(wrong)


def test_the_rules_are_those_of_the_settings(home: Path) -> None:
    rules = callback_rules(Settings.read(home / "hotline.toml"))
    assert (rules.tries, rules.pause, str(rules.zone)) == (3, 900.0, "Asia/Shanghai")
    assert rules.allowed("13800001111")
    assert not rules.allowed("00881234567")
