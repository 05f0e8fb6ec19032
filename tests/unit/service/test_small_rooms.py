"""The small rooms: alarms, figures, ids, clock, timing, sounds, people, occupancy, people's states kept."""

from __future__ import annotations

import asyncio
import socket
import urllib.request
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Event, KnownPerson, Occupied, PersonChanged
from acd.states import PersonState
from calls.causes import Cause
from calls.events import LegEnded
from calls.ids import LegId, PersonId
from calls.switch import Outside, Seat
from service.alarms import Alarms
from service.clock import SystemClock
from service.floor import Floor
from service.ids import Ids
from service.keeping import KeptPeople
from service.lines import Line
from service.metrics import Metrics
from service.occupancy import Occupancy
from service.people import People
from service.sounds import Sounds
from service.timing import before
from store.people import PersonKept
from tests.fakes.clock import EPOCH, ManualClock
from tests.waiting import patient

WEI, LIN = PersonId("wei"), PersonId("lin")
AGENT = Agent(WEI, "Wei", "1001", {})
MANAGER = Manager(LIN, "Lin", "13900001111")


# --- alarms and figures


def figures(metrics: Metrics) -> str:
    return generate_latest(metrics.registry).decode()


def test_an_alarm_is_raised_once_until_it_is_over() -> None:
    metrics = Metrics()
    alarms = Alarms(metrics)
    with capture_logs() as logs:
        for _ in range(3):
            alarms.raise_("store", "the disk is full")
        assert alarms.raised == {"store": "the disk is full"}
        assert 'hotline_alarms_total{alarm="store"} 1.0' in figures(metrics)
        assert 'hotline_alarm{alarm="store"} 1.0' in figures(metrics)
        alarms.clear("store")
        alarms.clear("store")
        assert alarms.raised == {}
        assert 'hotline_alarm{alarm="store"} 0.0' in figures(metrics)
        alarms.raise_("store", "the disk is full")
    assert [line["event"] for line in logs] == ["ALARM", "alarm over", "ALARM"]
    assert 'hotline_alarms_total{alarm="store"} 2.0' in figures(metrics)


def test_a_standing_alarm_with_news_is_told_again_but_is_the_same_alarm() -> None:
    alarms = Alarms(metrics := Metrics())
    with capture_logs() as logs:
        alarms.raise_("link", "cut")
        alarms.raise_("link", "refused")
    assert [line["text"] for line in logs] == ["cut", "refused"]
    assert alarms.raised == {"link": "refused"}
    assert 'hotline_alarms_total{alarm="link"} 1.0' in figures(metrics)


def test_what_has_happened_and_is_over_does_not_stand() -> None:
    alarms = Alarms(metrics := Metrics())
    with capture_logs() as logs:
        alarms.happened("forged_event", "a caller tried")
        alarms.happened("forged_event", "a caller tried")
    assert len(logs) == 2
    assert alarms.raised == {}
    assert 'hotline_alarms_total{alarm="forged_event"} 2.0' in figures(metrics)


def test_a_reader_cannot_change_what_is_raised() -> None:
    alarms = Alarms(Metrics())
    alarms.raised["link"] = "cut"
    assert alarms.raised == {}


def test_two_services_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.calls.labels("served").inc()
    assert 'hotline_calls_total{outcome="served"} 1.0' in figures(one)
    assert 'outcome="served"' not in figures(other)


def test_figures_are_served_to_a_monitoring_system() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    metrics = Metrics()
    metrics.serve("127.0.0.1", port)
    metrics.open_calls.set(3)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=patient(3)) as answer:
        assert b"hotline_open_calls 3.0" in answer.read()


# --- ids


def test_ids_are_fresh_and_say_what_they_name() -> None:
    ids = Ids(ManualClock())
    made = [ids.call(), ids.call(), ids.leg(), ids.leg(), ids.offer(EPOCH), ids.offer(EPOCH)]
    assert len(set(made)) == len(made)
    assert [each.partition("-2026")[0] for each in made] == ["call", "call", "leg", "leg", "offer", "offer"]


# --- time


def test_the_clock_shows_the_time_of_day_and_never_runs_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, counted = 1_795_000_000.0, 500.0
    monkeypatch.setattr("time.time", lambda: wall)
    monkeypatch.setattr("time.monotonic", lambda: counted)
    clock = SystemClock()
    assert clock.now() == wall
    wall, counted = 1_000_000_000.0, 507.0
    assert clock.now() == 1_795_000_007.0


async def test_waiting_ends_not_before_the_time_and_at_once_for_a_time_that_is_past() -> None:
    clock = SystemClock()
    async with asyncio.timeout(patient(3)):
        at = clock.now() + 0.01
        await clock.wait_until(at)
        assert clock.now() >= at
        await clock.wait_until(0.0)


async def test_work_that_is_done_in_time_gives_its_result_or_its_error() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    clock = ManualClock()
    assert await clock.run(before(clock, EPOCH + 1, asyncio.sleep(0, "done"))) == "done"
    with pytest.raises(ZeroDivisionError):
        await clock.run(before(clock, EPOCH + 1, fails()))


async def test_work_that_is_late_is_ended_before_it_is_told() -> None:
    ended: list[str] = []

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    clock = ManualClock()
    with pytest.raises(TimeoutError):
        await clock.run(before(clock, EPOCH + 1, slow()))
    assert (ended, clock.now()) == (["ended"], EPOCH + 1)


# --- sounds


class Shelf:
    """Some prompts in some languages."""

    def __init__(self, *there: str) -> None:
        self.there = there

    def has(self, prompt: str, language: str) -> bool:
        return f"{language}/{prompt}" in self.there

    def sound(self, prompt: str, language: str) -> Path:
        assert self.has(prompt, language)
        return Path(f"/{language}/{prompt}.wav")


@pytest.mark.parametrize(
    ("language", "prompts", "files"),
    [
        ("en", ("greeting",), ["/en/greeting.wav"]),
        ("en", ("only_zh",), ["/zh/only_zh.wav"]),
        ("fr", ("greeting",), ["/zh/greeting.wav"]),
        ("", ("greeting",), ["/zh/greeting.wav"]),
        ("en", ("nowhere", "greeting", "only_zh"), ["/en/greeting.wav", "/zh/only_zh.wav"]),
        ("en", (), []),
    ],
)
def test_a_prompt_is_found_in_the_nearest_language(language: str, prompts: tuple[str, ...], files: list[str]) -> None:
    sounds = Sounds(Shelf("zh/greeting", "en/greeting", "zh/only_zh"), ["zh", "en"])
    assert [str(file) for file in sounds.of(language, *prompts)] == files


def test_new_prompts_are_used_at_once() -> None:
    sounds = Sounds(Shelf("zh/greeting"), ["zh"])
    sounds.replace(Shelf("en/greeting"), ["en"])
    assert sounds.of("zh", "greeting") == [Path("/en/greeting.wav")]


# --- people


@pytest.mark.parametrize(
    ("name", "found"), [("wei", AGENT), ("1001", AGENT), ("lin", MANAGER), ("13900001111", MANAGER)]
)
def test_a_person_is_found_by_id_seat_or_phone(name: str, found: Agent | Manager) -> None:
    assert People([AGENT, MANAGER], "zh").find(name) is found


@pytest.mark.parametrize("name", ["", "1002", "Wei", "139", "13900001111 "])
def test_nobody_is_found_by_anything_else(name: str) -> None:
    assert People([AGENT, MANAGER], "zh").find(name) is None


def test_where_each_is_rung() -> None:
    people = People([AGENT, MANAGER], "zh")
    assert (people.target(AGENT), people.target(MANAGER)) == (Seat("1001"), Outside("13900001111"))
    assert (people.at_seat("1001"), people.at_seat("13900001111")) == (WEI, None)


def test_somebody_removed_is_known_while_he_talks_and_found_no_more() -> None:
    people = People([AGENT, MANAGER], "zh")
    people.replace([AGENT], "en")
    assert people.person(LIN) is MANAGER
    assert (people.find("lin"), people.find("13900001111"), people.everybody()) == (None, None, [AGENT])
    assert people.language == "en"


def test_a_seat_that_changes_hands_is_the_new_persons() -> None:
    people = People([AGENT], "zh")
    people.replace([Agent(LIN, "Lin", "1001", {})], "zh")
    assert people.at_seat("1001") == LIN


def test_nobody_has_an_id_that_no_plan_had() -> None:
    with pytest.raises(KeyError):
        People([AGENT], "zh").person(PersonId("nobody"))


# --- occupancy


class Ear(Floor):
    """A floor that only listens."""

    def __init__(self) -> None:
        self.told: list[Event] = []

    def tell(self, event: Event) -> None:
        self.told.append(event)


def end(line: Line) -> None:
    line.deliver(LegEnded(line.leg, 1.0, Cause.NORMAL))


def test_a_person_is_busy_from_his_first_leg_to_his_last() -> None:
    occupancy = Occupancy(ear := Ear())
    first, second = Line(LegId("1")), Line(LegId("2"))
    occupancy.occupy(WEI, first)
    occupancy.occupy(WEI, second)
    end(first)
    assert (ear.told, occupancy.busy(WEI), occupancy.busy(LIN)) == ([Occupied(WEI, True)], True, False)
    end(second)
    assert (ear.told, occupancy.busy(WEI)) == ([Occupied(WEI, True), Occupied(WEI, False)], False)


def test_a_leg_that_has_ended_already_keeps_nobody_busy() -> None:
    occupancy = Occupancy(ear := Ear())
    line = Line(LegId("1"))
    end(line)
    occupancy.occupy(WEI, line)
    assert ear.told[-1] == Occupied(WEI, False)
    assert not occupancy.busy(WEI)


# --- states kept


def test_a_state_comes_back_as_it_was_kept() -> None:
    written: list[PersonKept] = []
    kept = KeptPeople(written.append, [])
    kept.keep(
        PersonChanged(
            WEI, PersonState.READY, PersonState.TALKING, "offer-1", 5.0, None, PersonState.NOT_READY, "lunch", 3
        )
    )
    kept.keep(
        PersonChanged(WEI, PersonState.TALKING, PersonState.WRAP_UP, "", 9.0, 19.0, PersonState.NOT_READY, "lunch", 4)
    )
    read = KeptPeople(written.append, written[-1:])
    assert (
        read.known()
        == kept.known()
        == [
            KnownPerson(
                WEI, PersonState.WRAP_UP, "", 9.0, 19.0, wish=PersonState.NOT_READY, wish_reason="lunch", taken_today=4
            )
        ]
    )


def test_a_state_of_an_older_version_has_no_wish() -> None:
    [known] = KeptPeople(list[PersonKept]().append, [PersonKept(WEI, "READY", "", 5.0)]).known()
    assert known.wish is None


def test_a_state_of_a_newer_version_does_not_keep_the_service_from_starting() -> None:
    newer = [PersonKept(LIN, "DREAMING", "", 5.0), PersonKept(WEI, "READY", "", 5.0, wish="DREAMING")]
    known = KeptPeople(list[PersonKept]().append, newer).known()
    assert [(one.person, one.state, one.wish) for one in known] == [(WEI, PersonState.READY, None)]
