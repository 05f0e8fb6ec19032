"""Messages, callbacks and surveys in the store, on SQLite and on a real PostgreSQL: the same suite on both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from calls.happenings.entry import Happening
from calls.happenings.leaving import NO_ANSWER, Rated
from calls.happenings.visit import Arrived
from calls.ids import CallId, LegId, PersonId
from store.callbacks import CallbackKept, Callbacks, CallbackState
from store.database import Database
from store.errors import AmbiguousCall, UnknownCall
from store.messages import MessageKept, Messages
from store.schema import messages
from store.surveys import Surveys, net_promoter_score
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import writing
from tests.waiting import patient


def message(number: int, box: str = "sales", transcript: str = "") -> MessageKept:
    call = call_id(number)
    return MessageKept(call, call, box, "13800001111", "zh", f"{box}/{call}.wav", 7.5, 1000.0 + number, transcript)


def callback(number: int, joined_at: float = 1000.0) -> CallbackKept:
    asked_in = CallId(f"call-{number}")
    return CallbackKept(
        f"back-{number}", asked_in, "orders", "138", "", "zh", "95105", 3, PersonId(""), joined_at, 1000.0, 1000.0
    )


async def test_messages_are_listed_newest_first_and_by_box(database: Database) -> None:
    async with writing(database) as journal:
        for each in (message(1), message(2, "care"), message(3)):
            journal.keep_left(each)
    messages = Messages(database)
    assert [row.kept for row in await messages.messages()] == [message(3), message(2, "care"), message(1)]
    assert [row.kept.id for row in await messages.messages("care")] == [call_id(2)]
    assert await messages.new() == {"sales": 2, "care": 1}


async def test_a_transcript_comes_later_and_what_people_did_stays(database: Database) -> None:
    messages = Messages(database)
    async with writing(database) as journal:
        journal.keep_left(message(1))
        assert await journal.flush(patient(5))
        await messages.heard(call_id(1), 2000.0)
        journal.keep_left(message(1, transcript="请给我回电"))
    (row,) = await messages.messages()
    assert (row.kept.transcript, row.heard_at) == ("请给我回电", 2000.0)
    assert await messages.messages(new_only=True) == []


async def test_a_deleted_message_is_gone_with_its_words(database: Database) -> None:
    messages = Messages(database)
    async with writing(database) as journal:
        journal.keep_left(message(1, transcript="secret"))
    await messages.deleted(call_id(1), 2000.0)
    assert (await messages.messages(), await messages.new()) == ([], {})
    with pytest.raises(UnknownCall):
        await messages.message(call_id(1))


async def test_words_that_come_after_the_deletion_are_not_kept(database: Database) -> None:
    """A transcript may wait for minutes: whoever deletes the message meanwhile has deleted its words, too."""
    async with writing(database) as journal:
        journal.keep_left(message(1))
        assert await journal.flush(patient(5))
        await Messages(database).deleted(call_id(1), 2000.0)
        journal.keep_left(message(1, transcript="secret"))
    async with database.reading() as connection:
        assert (await connection.execute(select(messages.c.transcript))).scalars().all() == [""]


async def test_a_message_is_found_by_any_part_that_only_it_has(database: Database) -> None:
    async with writing(database) as journal:
        for each in (message(0xAAAA0001), message(0xBBBB0001)):
            journal.keep_left(each)
    assert (await Messages(database).message("aaaa0001")).kept.box == "sales"
    with pytest.raises(AmbiguousCall):
        await Messages(database).message("0001")


async def test_open_callbacks_come_back_by_their_places(database: Database) -> None:
    over = replace(callback(3), state=CallbackState.REACHED)
    async with writing(database) as journal:
        for each in (callback(1, joined_at=900.0), callback(2, joined_at=800.0), over):
            journal.keep_left(each)
    found = await Callbacks(database).open_callbacks()
    assert found == [callback(2, joined_at=800.0), callback(1, joined_at=900.0)]
    assert len(await Callbacks(database).callbacks()) == 3


async def test_the_last_word_about_a_callback_holds(database: Database) -> None:
    tried = replace(callback(1), tries=1, next_at=1900.0, attempt=CallId("call-9"), why="busy")
    async with writing(database) as journal:
        journal.keep_left(callback(1))
        journal.keep_left(tried)
    assert await Callbacks(database).open_callbacks() == [tried]


async def test_a_callback_cancelled_beside_the_service_stays_so(database: Database) -> None:
    callbacks = Callbacks(database)
    async with writing(database) as journal:
        journal.keep_left(callback(1))
        assert await journal.flush(patient(5))
        assert await callbacks.cancel(["back-1", "back-2"], 1500.0) == 1
        journal.keep_left(replace(callback(1), tries=1))
    assert await callbacks.open_callbacks() == []
    assert await callbacks.cancelled() == {"back-1"}
    (kept,) = await callbacks.callbacks()
    assert (kept.state, kept.tries) == (CallbackState.CANCELLED, 1)
    assert await callbacks.cancel(["back-1"], 1600.0) == 0


async def test_surveys_are_summed_up_by_question(database: Database) -> None:
    def rated(score: int, question: str = "nps", of: int = 10) -> Rated:
        return Rated("service", question, score, low=0 <= score <= 6, of=of)

    answers = {1: [10], 2: [9], 3: [3], 4: [7], 5: []}
    async with writing(database) as journal:
        for number, scores in answers.items():
            noted: list[tuple[float, Happening]] = [
                (1000.0, Arrived(LegId("l"), "95105", "", "")),
                (1001.0, rated(NO_ANSWER)),
            ]
            noted += [(1002.0, rated(score)) for score in scores]
            noted += [(1003.0, rated(NO_ANSWER, "ease", 5)), (1004.0, rated(4, "ease", 5))] if scores else []
            for entry in written(call_id(number), *noted):
                journal.write(entry)
    ease, nps = await Surveys(database).summary()
    assert (nps.question, nps.asked, nps.answered, nps.low) == ("nps", 5, 4, 1)
    assert (nps.response, nps.mean, nps.nps) == (0.8, 7.25, 25.0)
    assert (ease.asked, ease.mean, ease.nps) == (4, 4.0, None)
    assert await Surveys(database).summary(since=5000.0) == []
    assert await Surveys(database).summary(survey="other") == []


@pytest.mark.parametrize(("scores", "nps"), [([], None), ([10, 9], 100.0), ([0, 6], -100.0), ([7, 8], 0.0)])
def test_the_net_promoter_score_is_reichhelds(scores: list[int], nps: float | None) -> None:
    assert net_promoter_score(scores) == nps
