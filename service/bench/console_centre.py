"""A large centre for the console's bench: its plan, its house around a switch without phones, and events that move it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import cast

from acd.messages import Event, Joined, Paused, Reachable, Readied
from calls.happenings.queue import Queued
from calls.happenings.visit import Answered, Arrived
from calls.ids import CallId, LegId, PersonId
from service.alarms import Alarms
from service.attendance import Attendance
from service.bench.chances import seeded
from service.bench.console_silent import Deaf, Silent
from service.clock import SystemClock
from service.config import Settings
from service.external_switchboard import ExternalSwitchboard
from service.house import House
from service.keeping import KeptPeople
from service.knowing import look_outside
from service.leaving import Leaving, callback_rules
from service.linking import Linked
from service.live_plan import LivePlan
from service.metrics import Metrics
from service.plans import load_catalogue
from service.recognition import Recognition
from service.service import Service
from service.switchboard import Switchboard
from store.absences import Absences
from store.callbacks import Callbacks
from store.contacts import Contacts
from store.database import Database
from store.journal import Journal
from store.messages import Messages
from store.people import People
from store.versions import Versions
from telephony.asterisk_switch import AsteriskSwitch

QUEUES, PEOPLE, CHANGES, CALLERS = 200, 4000, 500, 400
SKILLS, OF_NIGHT = 40, 20
"""Each person has one of so many skills and serves five queues; in so many queues callers wait whom nobody takes."""
EVERY = 0.02
TEAM = 25


def plan_text(people: int = PEOPLE, queues: int = QUEUES) -> str:
    """The dialplan, as JSON, which is YAML."""
    by_day = {f"queue_{number:03d}": {"skill": {f"s{number % SKILLS}": 5}} for number in range(queues - OF_NIGHT)}
    by_night = {f"night_{number:02d}": {"skill": {"night": 5}, "strategy": "patience"} for number in range(OF_NIGHT)}
    agents = {str(10_000 + number): _agent(number) for number in range(people - 1)}
    agents["99999"] = {"name": "Night", "skills": {"night": 8}}
    flows = {"wait": [{"enqueue": "night_00"}]}
    plan = {"numbers": {"95105": "wait"}, "languages": ["zh"], "flows": flows}
    return json.dumps({**plan, "queues": {**by_day, **by_night}, "agents": agents}, ensure_ascii=False)


def _agent(number: int) -> dict[str, object]:
    team = number // TEAM
    unit = {"region": f"region {team // 40}", "centre": f"centre {team // 8}", "team": f"team {team:03d}"}
    return {"name": f"Agent {number:04d}", "skills": {f"s{number % SKILLS}": 8}, "unit": unit}


async def service_of(settings: Settings, database: Database) -> Service:
    """As `service.bootstrap` puts it together, but for the telephony."""
    clock, metrics, switch = SystemClock(), Metrics(), Silent()
    catalogue, alarms = load_catalogue(settings), Alarms(metrics)
    journal = Journal(database, lambda text: alarms.raise_("store", text), lambda: alarms.clear("store"))
    outside = await look_outside(settings, database, clock, alarms, journal.keep_left)
    live = LivePlan(settings, Versions(database), clock)
    kept = KeptPeople(journal.keep_person, await People(database).people())
    house = House(
        await live.first(catalogue, lambda _: None),
        switch,
        clock,
        journal,
        kept,
        catalogue,
        Deaf(),
        await _leaving(settings, database, journal),
        outside.knowing,
        metrics,
        alarms,
    )
    board: Switchboard = ExternalSwitchboard(settings)
    attendance = Attendance(Absences(database).since, house.floor.tell, clock, alarms)
    rooms = (journal, board, catalogue, settings, Linked(board, alarms), Contacts(database), Recognition(settings))
    return Service(house, cast(AsteriskSwitch, switch), *rooms, outside, live, attendance, database)


async def _leaving(settings: Settings, database: Database, journal: Journal) -> Leaving:
    callbacks, messages = Callbacks(database), Messages(database)
    kept, rules = await callbacks.open_callbacks(), callback_rules(settings)
    return Leaving(settings.messages_folder, journal, rules, kept, None, callbacks.cancelled, messages.new)


class Mover:
    """Moves the floor: people pause and are ready again, callers wait; so many changes a second. `moved` counts them."""

    def __init__(self, house: House, changes: int = CHANGES) -> None:
        self._house, self._changes = house, changes
        self._people = [person.id for person in house.people.everybody() if person.id != PersonId("99999")]
        self._chance = seeded(7)
        self.moved = 0

    async def begin(self) -> None:
        """Everybody is there, and callers wait."""
        for at, person in enumerate(self._people, start=1):
            self._house.floor.tell(Reachable(person, reachable=True))
            if at % 100 == 0:
                await asyncio.sleep(0)  # waits for nothing: the floor's own tasks take what they were told
        for number in range(CALLERS):
            self._join(number)

    async def run(self) -> None:
        """For ever, evenly."""
        loop, events = asyncio.get_running_loop(), _events(self._people, self._chance)
        began, due = loop.time(), 0.0
        while True:
            due += EVERY * self._changes
            while self.moved < due:
                self._house.floor.tell(next(events))
                self.moved += 1
            await asyncio.sleep(max(0.0, began + due / self._changes - loop.time()))

    def _join(self, number: int) -> None:
        call, queue, now = CallId(f"call-bench-{number:04d}"), f"night_{number % OF_NIGHT:02d}", self._house.clock.now()
        joined = now - self._chance.uniform(0, 240)
        note = self._house.chronicle.note
        note(call, Arrived(LegId(f"leg-{number}"), "95105", f"139{number:08d}", f"Caller {number}", 1), joined - 5)
        note(call, Answered(), joined - 4)
        note(call, Queued(queue, 1, joined), joined)
        self._house.floor.expect(call)
        self._house.floor.tell(Joined(call, queue, 1 + number % 5, joined, caller=f"139{number:08d}"))


def _events(people: list[PersonId], chance: Random) -> Iterator[Event]:
    paused: set[PersonId] = set()
    while True:
        person = chance.choice(people)
        if person in paused:
            paused.discard(person)
            yield Readied(person)
        else:
            paused.add(person)
            yield Paused(person, "break")


def settings_text(folder: Path) -> str:
    """The settings of such a centre."""
    return f"""
[centre]
dialplan = {json.dumps(str(folder / "plan.yaml"))}
[data]
folder = {json.dumps(str(folder / "data"))}
[switch]
mode = "external"
port = 1
secret = "of nobody"
[speech]
on = false
[log]
level = "warning"
"""
