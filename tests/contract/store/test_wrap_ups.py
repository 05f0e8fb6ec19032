"""What people write down comes back, and is found under the caller's number, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calls.ids import CallId, PersonId
from store.callers import Callers, NoteKept
from store.database import Database
from store.errors import WrongId
from store.wrap_ups import WrapUpKept, WrapUps
from tests.unit.store.samples import call_id, served
from tests.unit.store.writers import write_all

LEI, MEI = PersonId("王磊"), PersonId("mei")
NUMBER = "13911111111"


def wrap_up(number: int = 1, person: PersonId = LEI) -> WrapUpKept:
    return WrapUpKept(call_id(number), person, NUMBER, "wealth", 1000.0 + number)


async def test_a_wrap_up_begun_is_to_be_finished(database: Database) -> None:
    kept = WrapUps(database)
    await kept.begin(wrap_up(1))
    await kept.begin(wrap_up(2))
    await kept.begin(wrap_up(3, MEI))
    assert [each.call for each in await kept.unfinished(LEI)] == [call_id(2), call_id(1)]
    await kept.save(replace(wrap_up(2), disposition="resolved", saved_at=1100.0, done_at=1100.0), "lei@centre")
    assert [each.call for each in await kept.unfinished(LEI)] == [call_id(1)]


async def test_beginning_it_again_forgets_nothing(database: Database) -> None:
    kept = WrapUps(database)
    draft = replace(wrap_up(), note="asked for the brochure", saved_at=1010.0)
    await kept.save(draft, "lei")
    await kept.begin(wrap_up())
    assert await kept.of(call_id(1), LEI) == draft
    assert await kept.of(call_id(1), MEI) is None


async def test_a_draft_has_no_history_and_a_finished_one_has(database: Database) -> None:
    kept = WrapUps(database)
    await kept.save(replace(wrap_up(), note="as", saved_at=1010.0), "lei")
    assert await kept.changes(call_id(1), LEI) == []
    first = replace(wrap_up(), note="asked", disposition="resolved", saved_at=1011.0, done_at=1011.0)
    await kept.save(first, "lei")
    await kept.save(replace(first, disposition="complaint", complaint=True, saved_at=1020.0), "boss")
    said = await kept.changes(call_id(1), LEI)
    assert [(each.by, each.disposition) for each in said] == [("lei", "resolved"), ("boss", "complaint")]


async def test_what_was_written_stands_beside_the_call_once(database: Database) -> None:
    await write_all(database, [*served(1), *served(2, at=2000.0)])
    number = await Callers(database).number_of(call_id(1))
    assert number
    for person, at in ((MEI, 5.0), (LEI, 9.0)):
        kept = replace(wrap_up(1, person), number=number, note=f"by {person}", begun_at=at)
        await WrapUps(database).save(kept, person)
    found = await Callers(database).calls(number)
    assert [(each.call, each.note) for each in found] == [(call_id(2), ""), (call_id(1), f"by {LEI}")]
    assert [each.call for each in await Callers(database).calls(number, but=call_id(2))] == [call_id(1)]


async def test_callers_are_found_by_number_and_by_name(database: Database) -> None:
    await write_all(database, served(1))
    callers = Callers(database)
    number = await callers.number_of(call_id(1)) or ""
    for text in (number, number[-4:], number[:5], "张三"):
        assert [each.number for each in await callers.found(text)] == [number]
    assert await callers.found("张") == []
    assert await callers.found(number[:5], whole=True) == []
    assert [each.number for each in await callers.found(number, whole=True)] == [number]
    assert await callers.found("%%%") == []
    assert (await callers.name(number), await callers.name("10086")) == ("张三", None)
    assert await callers.number_of(CallId("call-nobody")) is None


async def test_notes_on_a_caller(database: Database) -> None:
    callers = Callers(database)
    for at in (1.0, 2.0):
        await callers.add_note(NoteKept(f"note-{at}", NUMBER, f"at {at}", "lei", at))
    assert [each.text for each in await callers.notes(NUMBER)] == ["at 2.0", "at 1.0"]
    assert await callers.delete_note("note-1.0", 3.0)
    assert not await callers.delete_note("note-1.0", 4.0)
    assert [each.id for each in await callers.notes(NUMBER)] == ["note-2.0"]
    assert await callers.note("note-1.0") is None
    with pytest.raises(WrongId):
        await callers.notes("'; drop")
