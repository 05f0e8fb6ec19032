"""Calls in the console: sought, told, explained and heard, by those who may."""

from __future__ import annotations

import wave
from pathlib import Path

import httpx
import pytest

from calls.happenings.talk import RecordingKept
from calls.switch import Seat
from console.roles import Role
from store.audit import Sought as Noted
from tests.console.desk import Console
from tests.fakes.party import Answers

ZH, EN = {"language": "zh"}, {"language": "en"}


async def served(console: Console, number: str = "13800001111", seat: str = "1001") -> str:
    """A call that this agent takes; its id."""
    for each in ("1001", "1002", "1003"):
        console.switch.phone(Seat(each)).unregister()
    console.switch.phone(Seat(seat), Answers(after=3)).register()
    caller = console.switch.call_in("95106", number=number)
    await console.clock.until(lambda: caller.hears == seat)
    call = console.house.chronicle.open_records()[0].call
    await console.clock.advance(30)
    caller.hang_up()
    await console.clock.advance(60)
    await console.written()
    return call


async def ids(client: httpx.AsyncClient, **wanted: object) -> list[str]:
    reply = await client.get("/api/v1/calls", params={key: str(value) for key, value in wanted.items()})
    assert reply.status_code == 200, reply.text
    return [each["call"] for each in reply.json()["calls"]]


async def test_calls_are_found_by_what_is_remembered(console: Console) -> None:
    first, second = await served(console), await served(console, "13800002222", "1003")
    leader = await console.signed_in(Role.LEADER)
    assert await ids(leader) == [second, first]
    assert await ids(leader, text="2222") == [second]
    assert await ids(leader, text=first[-8:]) == [first]
    assert await ids(leader, person="1001") == [first]
    assert await ids(leader, outcome="abandoned") == []
    assert await ids(leader, until=console.clock.now() - 1e6) == []
    assert (await leader.get("/api/v1/calls", params={"outcome": "lost"})).status_code == 422


async def test_pages_follow_one_another(console: Console) -> None:
    made = [await served(console, f"1380000{number:04}") for number in range(3)]
    leader = await console.signed_in(Role.LEADER)
    seen, after = [], ""
    for _ in range(3):
        page = (await leader.get("/api/v1/calls", params={"limit": 1, "after": after})).json()
        seen += [each["call"] for each in page["calls"]]
        after = page["next"]
    assert seen == made[::-1]
    assert after == ""


async def test_who_may_not_see_numbers_cannot_find_them_out(console: Console) -> None:
    call = await served(console)
    analyst = await console.signed_in(Role.ANALYST)
    (row,) = (await analyst.get("/api/v1/calls")).json()["calls"]
    assert "1380000" not in row["number"]
    assert await ids(analyst, text="1111") == []
    assert await ids(analyst, text="13800001111") == [call], "who knows it whole learns nothing"
    assert "13800001111" not in (await analyst.get(f"/api/v1/calls/{call}")).text


async def test_one_call_is_told_whole(console: Console) -> None:
    call = await served(console)
    leader = await console.signed_in(Role.LEADER)
    told = (await leader.get(f"/api/v1/calls/{call[-8:]}", params=EN)).json()
    assert (told["call"], told["number"], told["outcome"]) == (call, "13800001111", "served")
    assert [span["kind"] for span in told["spans"]][-2:] == ["wait", "talk"]
    assert told["talked"] == pytest.approx(30, abs=1)
    kinds = [step["kind"] for step in told["steps"]]
    assert kinds[0] == "Arrived"
    assert kinds[-1] == "Ended"
    (offer,) = told["offers"]
    assert (offer["person"], offer["outcome"]) == ("1001", "ACCEPTED")
    assert offer["reasons"]
    assert told["recording"] is False


async def test_the_explanation_is_that_of_the_command_line(console: Console) -> None:
    call = await served(console)
    leader = await console.signed_in(Role.LEADER)
    for language in (ZH, EN):
        lines = (await leader.get(f"/api/v1/calls/{call}/explanation", params=language)).json()["lines"]
        record = await console.service.contacts.contact(call)
        assert lines == console.rooms.calls.explained(record, language["language"], masked=False)
        assert any("1001" in line for line in lines)


async def test_a_call_of_another_part_is_not_shown(console: Console) -> None:
    mine, other = await served(console), await served(console, "13800002222", "1003")
    leader = await console.signed_in(Role.LEADER, parts=["south"])
    assert await ids(leader) == [mine]
    assert (await leader.get(f"/api/v1/calls/{other}")).status_code == 403


async def test_hearing_a_recording_is_noted(console: Console) -> None:
    call = await served(console)
    leader = await console.signed_in(Role.LEADER, user="li.na")
    assert (await leader.get(f"/api/v1/calls/{call}/recording")).status_code == 404
    await recorded(console, call, console.service.settings.recordings_folder)
    assert (await leader.get(f"/api/v1/calls/{call}")).json()["recording"] is True
    part = await leader.get(f"/api/v1/calls/{call}/recording", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"RIFF")
    heard = await console.rooms.audit.page(Noted(what="recording.hear"))
    assert [(each.user, each.of) for each in heard] == [("li.na", call)]
    analyst = await console.signed_in(Role.ANALYST)
    assert (await analyst.get(f"/api/v1/calls/{call}/recording")).status_code == 403
    assert (await analyst.get(f"/api/v1/calls/{call}")).json()["recording"] is False


async def recorded(console: Console, call: str, folder: Path) -> None:
    """As if this call had been recorded."""
    record = await console.service.contacts.contact(call)
    _write(folder / f"{call}.wav")
    last = record.entries[-1]
    console.service.journal.write(type(last)(record.call, last.seq + 1, last.at, RecordingKept(f"{call}.wav")))
    await console.written()


def _write(file: Path) -> None:
    file.parent.mkdir(parents=True)
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * 8000)
