"""A call told: every word of it, and nothing that a caller could smuggle in."""

from __future__ import annotations

import io
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from rich.console import Console

from calls.causes import Cause, EndedBy
from calls.contact import Outcome
from calls.happenings.entry import Entry
from calls.happenings.menu import Missed
from calls.happenings.offer import OfferClosed
from calls.happenings.queue import Queued
from calls.happenings.talk import Held, Resumed, Transferred
from calls.happenings.visit import Arrived, Ended, Gap
from calls.ids import LegId, OfferId, PersonId
from calls.record import fold
from service.told import seconds, story, table, to_json
from store.contacts import ContactRow
from tests.unit.store.samples import call_id, served, written

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = 1795320000.0


def told_of(entries: list[Entry], **how: Any) -> str:
    return "\n".join(story(fold(entries), SHANGHAI, **how))


def test_a_served_call_as_a_story() -> None:
    assert story(fold(served(1, at=NOON)), SHANGHAI) == [
        "call-20261122-061530-00000001: 139****1111 (张三) dialled 95105 on 2026-11-22 12:00:00 CST",
        " +0.0 s  arrived (leg caller-1)",
        " +0.1 s  answered: prompts can be heard",
        " +0.2 s  language is zh",
        " +3.0 s  heard main_menu at welcome.1, cut short",
        " +3.2 s  pressed 2 at welcome.2",
        " +3.2 s  chose 2 in welcome: to wealth [wealth.advice]",
        " +4.0 s  waits in wealth with priority 5",
        " +4.1 s  offered to 1003: skill wealth 9.8; free for 60 s",
        " +4.5 s  the phone of 1003 rings (leg leg-1)",
        " +8.0 s  1003 picked up",
        " +8.0 s  offer to 1003 accepted: picked up",
        " +8.1 s  talks with 1003",
        "+60.0 s  conversation with 1003 ended by the caller: normal",
        "+60.0 s  ended by the caller: normal",
        "served: waited 4.1 s, talked 51.9 s, held 0.0 s",
    ]


def test_what_goes_wrong_is_told_too() -> None:
    leg, offer, wei = LegId("leg-1"), OfferId("offer-1"), PersonId("1003")
    told = told_of(
        written(
            call_id(1),
            (NOON, Arrived(leg, "95105", "", "")),
            (NOON + 1, Missed("welcome", "noinput", 2)),
            (NOON + 2, Queued("orders", 0, NOON + 2)),
            (NOON + 3, OfferClosed(offer, "EXPIRED", "no answer")),
            (NOON + 4, Held(wei)),
            (NOON + 9, Resumed(wei)),
            (NOON + 70, Gap(65.0, "the link was lost")),
            (NOON + 80, Transferred("13900001111", "1003", attended=True)),
            (NOON + 81, Ended(EndedBy.PERSON, Cause.BUSY, "the manager was busy")),
        )
    )
    for line in (
        "a hidden number dialled 95105",
        "no choice in welcome: noinput, try 2",
        "waits in orders\n",
        "offer to somebody expired: no answer",
        "put on hold by 1003",
        "1003 is back from hold",
        "nothing was seen for 1 min 05 s: the link was lost",
        "sent on to 139****1111 by 1003 after asking there",
        "ended by the person: busy (the manager was busy)",
        "transferred: waited 1 min 18 s, talked 0.0 s, held 5.0 s",
        "not seen for 1 min 05 s",
    ):
        assert line in told


def test_numbers_are_shown_only_when_asked_for() -> None:
    entries = served(1, at=NOON)
    assert "13911111111" not in told_of(entries)
    assert "13911111111" in told_of(entries, masked=False)
    record = fold(entries)
    assert "13911111111" not in to_json(record, masked=True)
    assert "13911111111" in to_json(record)


def test_a_caller_cannot_forge_a_line_or_write_in_colour() -> None:
    name = "Bob\n+9.9 s  talks with the boss\x1b[31m\u2028\u202e[bold red]张[/]"
    entries = [Entry(call_id(1), 1, NOON, Arrived(LegId("x"), "95105", name, name))]
    lines = story(fold(entries), SHANGHAI)
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


def row(**changes: Any) -> ContactRow:
    record = fold(served(1, at=NOON))
    names = ContactRow.__dataclass_fields__.keys() - {"offers"}
    return ContactRow(**{name: getattr(record, name) for name in names} | {"offers": 1} | changes)


def printed(*rows: ContactRow) -> str:
    out = io.StringIO()
    Console(file=out, width=160, color_system="truecolor", force_terminal=True).print(table(rows, SHANGHAI))
    return out.getvalue()


def test_calls_as_a_table() -> None:
    shown = printed(
        row(), row(number="", outcome=Outcome.IN_PROGRESS, queued_at=None, connected_at=None, ended_by=None)
    )
    for cell in ("call-20261122-061530-00000001", "2026-11-22 12:00:00", "139****1111", "wealth", "4.1 s", "51.9 s"):
        assert cell in shown
    assert "hidden" in shown
    assert "in progress" in shown


def test_a_cell_is_text_and_not_markup() -> None:
    shown = printed(row(queue="[red]x[/red]", number="\x1b[2Jy"))
    assert "[red]x[/red]" in shown
    assert "\x1b[2J" not in shown


def test_json_holds_figures_and_entries() -> None:
    told = orjson.loads(to_json(fold(served(1, at=NOON))))
    assert (told["outcome"], told["stage"], told["cause"], told["ended_by"]) == ("served", "ended", 16, "caller")
    assert told["talked"] == pytest.approx(51.9)
    assert told["offers"][0]["person"] == "1003"
    assert told["entries"][4] == {"seq": 5, "at": NOON + 3.2, "kind": "Pressed", "step": "welcome.2", "digits": "2"}


@pytest.mark.parametrize(
    ("value", "words"), [(0.0, "0.0 s"), (59.94, "59.9 s"), (65.2, "1 min 05 s"), (3725.0, "1 h 02 min 05 s")]
)
def test_durations_are_read_by_people(value: float, words: str) -> None:
    assert seconds(value) == words
