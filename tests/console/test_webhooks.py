"""Other systems hear what happens: signed, tried again, kept when nobody takes it, and never in a call's way."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress

import httpx
import pytest

from connectors.answers import SourceFailed
from console.roles import Role
from console.webhooks.events import NAMES
from console.webhooks.telling import PAUSES, Telling
from store.audit import Sought
from store.webhooks import Webhooks
from tests.console.desk import Console
from tests.console.test_calls import served
from tests.fakes.clock import ManualClock
from tests.waiting import until

URL = "https://crm.example/hotline"


class System:
    """The other side: takes messages, or refuses so many first."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses, self.asked = refuses, 0
        self.taken: list[tuple[dict[str, str], bytes]] = []

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], within: float) -> None:
        assert url == URL
        self.asked += 1
        if self.asked <= self.refuses:
            raise SourceFailed("crm.example says 503")
        self.taken.append((dict(headers), body))

    def bodies(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.taken]


class Office:
    """A telling of the test's own on the console's store and house, so that the other side is `System`."""

    def __init__(self, console: Console, system: System) -> None:
        self.console, self.clock, self.counted = console, ManualClock(), list[str]()
        self.kept = Webhooks(console.database)
        self.telling = Telling(self.kept, system.post, self.clock, self.counted.append, self._sleep)
        console.rooms.telling = self.telling
        console.house.chronicle.watch(self.telling.heard)
        self.sleeps_until = 0.0
        self._go = asyncio.Event()

    async def _sleep(self, at: float, news: object) -> None:
        assert asyncio.iscoroutine(news)
        self.sleeps_until = at
        waiting, going = asyncio.create_task(news), asyncio.create_task(self._go.wait())
        await asyncio.wait((waiting, going), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        going.cancel()
        self._go.clear()
        self.sleeps_until = 0.0

    async def asleep(self) -> None:
        await until(lambda: self.sleeps_until > 0, within=10)

    async def next_try(self) -> None:
        """The clock moves on to the next try, which is made."""
        await self.asleep()
        pause = self.sleeps_until - self.clock.now()
        await self.clock.advance(pause)
        self.sleeps_until = 0.0
        self._go.set()
        await self.asleep()
        assert pause < 7 * 3600


async def made(console: Console, *events: str) -> tuple[httpx.AsyncClient, dict[str, str]]:
    admin = await console.signed_in(Role.ADMIN, user="li.na")
    reply = await admin.post("/api/v1/webhooks", json={"name": "crm", "url": URL, "events": list(events)})
    assert reply.status_code == 201, reply.text
    return admin, {"secret": reply.json()["secret"], "id": reply.json()["webhook"]["id"]}


async def begun(office: Office) -> asyncio.Task[None]:
    task = asyncio.create_task(office.telling.run())
    await office.asleep()
    return task


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_call_is_told_signed_and_in_order(console: Console) -> None:
    system = System()
    office = Office(console, system)
    _, hook = await made(console, "call.arrived", "call.offered", "call.connected", "call.ended")
    task = await begun(office)
    call = await served(console)
    await until(lambda: len(system.taken) == 4, within=10)
    await until(lambda: office.counted == ["told"] * 4, within=10)
    await ended(task)
    bodies = sorted(system.bodies(), key=lambda body: NAMES.index(str(body["event"])))
    assert [body["event"] for body in bodies] == ["call.arrived", "call.offered", "call.connected", "call.ended"]
    assert {body["call"] for body in bodies} == {call}
    assert bodies[1]["person"] == "1001"
    assert (bodies[-1]["outcome"], bodies[-1]["number"]) == ("served", "13800001111")
    headers, body = system.taken[0]
    key = base64.b64decode(hook["secret"].removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert await office.kept.next_at() is None


async def test_what_is_not_taken_is_tried_again_later_each_time(console: Console) -> None:
    system = System(refuses=2)
    office = Office(console, system)
    admin, hook = await made(console, "call.ended")
    task = await begun(office)
    assert (await admin.post(f"/api/v1/webhooks/{hook['id']}/test")).status_code == 202
    await until(lambda: system.asked == 1, within=10)
    await office.next_try()
    await office.next_try()
    await ended(task)
    assert office.counted == ["later", "later", "told"]
    assert {headers["webhook-id"] for headers, _ in system.taken} == {str(system.bodies()[0]["id"])}


async def test_a_dead_letter_is_shown_and_can_be_sent_again(console: Console) -> None:
    system = System(refuses=len(PAUSES) + 1)
    office = Office(console, system)
    admin, hook = await made(console, "call.ended")
    task = await begun(office)
    await admin.post(f"/api/v1/webhooks/{hook['id']}/test")
    await until(lambda: system.asked == 1, within=10)
    for _ in PAUSES:
        await office.next_try()
    (dead,) = (await admin.get("/api/v1/webhooks/dead")).json()
    assert (dead["event"], dead["tries"], dead["why"]) == ("test", len(PAUSES) + 1, "crm.example says 503")
    (listed,) = (await admin.get("/api/v1/webhooks")).json()
    assert (listed["dead"], listed["waiting"]) == (1, 0)
    assert (await admin.post(f"/api/v1/webhooks/dead/{dead['id']}/again")).status_code == 202
    await until(lambda: len(system.taken) == 1, within=10)
    await office.asleep()
    assert (await admin.get("/api/v1/webhooks/dead")).json() == []
    await ended(task)


async def test_letters_survive_a_restart(console: Console) -> None:
    system = System(refuses=1)
    office = Office(console, system)
    admin, hook = await made(console, "call.ended")
    task = await begun(office)
    await admin.post(f"/api/v1/webhooks/{hook['id']}/test")
    await until(lambda: system.asked == 1, within=10)
    await office.asleep()
    await ended(task)
    again = Office(console, system)
    await again.clock.advance(PAUSES[0])
    task = await begun(again)
    assert len(system.taken) == 1
    await ended(task)


async def test_one_that_is_off_or_removed_is_told_nothing(console: Console) -> None:
    system = System()
    office = Office(console, system)
    admin, hook = await made(console, "call.ended")
    assert (await admin.patch(f"/api/v1/webhooks/{hook['id']}", json={"active": False})).json()["active"] is False
    task = await begun(office)
    await served(console)
    await admin.delete(f"/api/v1/webhooks/{hook['id']}")
    assert (await admin.get("/api/v1/webhooks")).json() == []
    await ended(task)
    assert system.asked == 0
    noted = await console.rooms.audit.page(Sought(user="li.na"))
    assert [each.what for each in noted if each.what.startswith("webhook")] == [
        "webhook.remove",
        "webhook.change",
        "webhook.make",
    ]
    assert hook["secret"] not in str(noted), "no secret stands in the audit log"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://crm.example/x"},
        {"url": "https://user:secret@crm.example/x"},
        {"url": "crm"},
        {"events": ["call.lost"]},
        {"events": []},
    ],
)
async def test_a_wrong_webhook_is_refused(console: Console, wrong: dict[str, object]) -> None:
    admin = await console.signed_in(Role.ADMIN)
    body = {"name": "crm", "url": URL, "events": ["call.ended"]} | wrong
    assert (await admin.post("/api/v1/webhooks", json=body)).status_code == 422
