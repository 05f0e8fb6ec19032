"""Values that are made to be something else where they come out: a calendar, a spreadsheet, a header, a log, a file's name."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import structlog
from icalendar import Calendar

from acd.measures import By, Report, Rules, Tally
from acd.measures.report import Key
from calls.happenings.talk import RecordingKept
from calls.ids import CallId, PersonId
from connectors.addresses import Allowed
from connectors.answers import SourceFailed
from connectors.posting import Posting
from console.calendars import ics_of
from console.roles import Role
from service.config import Settings
from service.logs import set_up_logs
from service.recordings import found
from service.report_fields import report_csv
from store.visits import Visit
from tests.console.access_world import furnish
from tests.console.desk import Console

VISIT = Visit("visit-1", CallId("call-1"), PersonId("1001"), "13800001111", "Li", 1767600000.0, 30, "", "", 30, 1.0)
BREAKS = ("\r\n", "\n", "\r", "\u2028", "\x00\n", "\\n", "\x0b", "\x85")


TEXTS: dict[str, Callable[[str], Visit]] = {
    "name": lambda text: replace(VISIT, name=text),
    "place": lambda text: replace(VISIT, place=text),
    "note": lambda text: replace(VISIT, note=text),
    "number": lambda text: replace(VISIT, number=text),
}
"""The visit with this text in each of its fields that somebody else writes."""


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("line", BREAKS)
def test_a_text_adds_nothing_to_a_calendar(field: str, line: str) -> None:
    lines = ("x", "ATTENDEE:mailto:evil@example.com", "END:VEVENT", "BEGIN:VEVENT", "UID:visit-2@hotline", "ATTACH:x")
    made = ics_of(TEXTS[field](line.join(lines)), 1.0)
    calendar = Calendar.from_ical(made)
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "visit-1@hotline"
    assert not {"ATTENDEE", "ATTACH"} & set(event)
    begun = [each for each in made.replace(b"\r", b"\n").split(b"\n") if each.startswith((b"ATTENDEE", b"END:VEVENT"))]
    assert begun == [b"END:VEVENT"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_is_no_formula_of_a_spreadsheet(sign: str) -> None:
    made = Report(By.CLASS, 0.0, 86_400.0, Rules(ZoneInfo("Asia/Shanghai")))
    made._lines[Key(0.0, f'{sign}HYPERLINK("http://evil")')] = Tally()
    text = report_csv(made)
    (row, _) = csv.DictReader(io.StringIO(text))
    assert row["name"].startswith("'")


@pytest.mark.parametrize("day", ["2026-01-05\r\nSet-Cookie: a=b", '2026-01-05"; filename=x.exe', "../../x", "\u202e5"])
async def test_a_day_is_no_header(console: Console, day: str) -> None:
    leader = await console.signed_in(Role.LEADER)
    reply = await leader.get("/api/v1/reports/csv", params={"day": day})
    assert reply.status_code == 422
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "a/../../secret.wav", "..", "", "link.wav"])
def test_a_recording_lies_in_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (folder / "link.wav").symlink_to(tmp_path / "secret.wav")
    assert found(folder, name) is None


async def test_a_record_that_names_a_file_elsewhere_has_no_recording(console: Console) -> None:
    call = (await furnish(console)).south.wait
    record = console.house.chronicle.record(CallId(call))
    assert record is not None
    console.house.chronicle.note(CallId(call), RecordingKept("../../hotline.toml"))
    boss = await console.signed_in(Role.ADMIN)
    assert (await boss.get(f"/api/v1/calls/{call}/recording")).status_code == 404
    for path in ("..%2f..%2fhotline.toml", "%2e%2e", "call-%00"):
        assert (await boss.get(f"/api/v1/calls/{path}/recording")).status_code in (404, 422), path


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_text_is_one_line_of_the_log(form: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    before = structlog.get_config()
    try:
        set_up_logs(Settings().log.model_copy(update={"format": form}))
        structlog.get_logger("hostile").info("heard", text="a\n2026 [error] forged \x1b[31mred", why="b\r\nc")
    finally:
        structlog.configure(**before)
    said = capfdbinary.readouterr().err
    assert said.count(b"\n") == 1
    assert b"\x1b[31m" not in said.replace(b"\x1b[0m", b"")
    assert b"\r" not in said


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "::ffff:7f00:1"]
)
async def test_a_webhook_reaches_nobody_at_home(address: str) -> None:
    """By its address, and by a name that leads there."""

    async def leads(_name: str, _port: int) -> list[str]:
        return [address]

    host = f"[{address}]" if ":" in address else address
    for url in (f"http://{host}/hook", "http://crm.example/hook"):
        with pytest.raises(SourceFailed):
            await Posting(Allowed.of([]), leads).post(url, b"{}", {}, 2.0)


async def test_two_at_once_do_not_open_one_link(console: Console) -> None:
    """A link for a lost password; the first admin's is in tests/console/test_links.py."""
    admin = await console.signed_in(Role.ADMIN)
    made = await admin.post("/api/v1/accounts", json={"user": "chen", "name": "Chen", "roles": ["agent"]})
    secret = made.json()["link"]["address"].partition("#")[2]
    browsers: list[httpx.AsyncClient] = [await console.browser() for _ in range(8)]
    wanted = {"link": secret, "user": "", "name": "", "password": "correct horse battery"}
    replies = await asyncio.gather(*(each.post("/api/v1/first", json=wanted) for each in browsers))
    assert sorted(reply.status_code for reply in replies)[:2] == [200, 404]
    assert [reply.status_code for reply in replies].count(200) == 1
