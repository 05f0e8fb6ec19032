"""A centre in the middle of its day, for pictures: a morning of calls, people in several states, callers who wait."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import chain, count

import httpx

from calls.causes import Cause, EndedBy
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import Chose, Spoke
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.queue import Queued
from calls.happenings.talk import Connected, Parted
from calls.happenings.visit import Answered, Arrived, Ended
from calls.ids import LegId, OfferId, PersonId
from service.databases import open_database
from tests.browser.office import Office
from tests.unit.store.samples import call_id, written
from tests.unit.store.writers import write_all
from tests.waiting import patient

MENU, LINE = "95105", "95106"
PLAN = f"""\
# The hotline of a shop: orders by day and night, wealth by day.
numbers: {{"{MENU}": welcome, "{LINE}": orders}}
languages: [zh, en]
operator: orders

flows:
  welcome:
    - say: {{prompt: greeting, barge_in: yes}}
    - hours: {{of: office, closed: farewell}}
    - menu:
        prompt: main_menu
        choices:
          1: {{go: orders, scenario: order.status, name: name_orders}}
          2: {{go: complaints, scenario: complaint, name: name_complaints}}
          3: {{go: wealth, scenario: wealth.advice, name: name_wealth}}
        noinput: {{then: farewell}}
  orders:
    - enqueue: {{queue: orders, after: farewell}}
  complaints:
    - enqueue: {{queue: complaints, after: farewell}}
  wealth:
    - enqueue: {{queue: wealth, after: farewell}}
  farewell:
    - hang_up: {{say: goodbye}}

hours:
  office: {{zone: Asia/Shanghai, week: {{mon-sun: "00:00-24:00"}}}}

queues:
  orders: {{skill: {{orders: 5}}}}
  complaints: {{skill: {{complaints: 5}}}}
  wealth: {{skill: {{wealth: 5}}}}

agents:
  "1001": {{name: 林梅, skills: {{orders: 8, complaints: 6}}, ring: 40s, wrap_up: 1s}}
  "1002": {{name: 陈宇, skills: {{complaints: 8}}, ring: 40s, wrap_up: 1s}}
  "1003": {{name: 王磊, skills: {{wealth: 9}}, ring: 40s, wrap_up: 1s}}
  "1004": {{name: 赵敏, skills: {{wealth: 7}}, ring: 40s, wrap_up: 1s}}
  "1005": {{name: 周洁, skills: {{complaints: 7}}, ring: 40s, wrap_up: 1s}}
"""
QUEUES = {"orders": ("1", "order.status", ("1001", "1005")), "complaints": ("2", "complaint", ("1002", "1005")),
          "wealth": ("3", "wealth.advice", ("1003", "1004"))}  # fmt: skip
NAMES = ("张三", "李娜", "Wang Fang", "刘洋", "", "陈静", "杨帆", "")
BUSY = (3, 5, 9, 14, 17, 13, 10, 8)
"""Calls of each half hour, the newest last."""
PAUSED = {"1002": "meeting", "1004": "training"}


def morning(now: float, seed: int = 5) -> Iterator[list[Entry]]:
    """Calls of the last four hours, in a curve; the same ones each time."""
    chance, numbers = random.Random(seed), count(1)
    for half, calls in enumerate(BUSY):
        begins = now - 1800 * (len(BUSY) - half) - 300
        for at in sorted(begins + chance.uniform(0, 1800) for _ in range(calls)):
            yield _call(next(numbers), at, chance, crowded=calls > 12)


def _call(number: int, at: float, chance: random.Random, crowded: bool) -> list[Entry]:
    queue = chance.choices(list(QUEUES), (6, 2, 3))[0]
    key, scenario, people = QUEUES[queue]
    caller = f"1380000{chance.randrange(40):04d}"
    waited, gives_up = chance.expovariate(1 / (26 if crowded else 9)), chance.random() < (0.16 if crowded else 0.04)
    told: list[tuple[float, Happening]] = [
        (0.0, Arrived(LegId(f"caller-{number}"), MENU, caller, NAMES[int(caller[-2:]) % len(NAMES)])),
        (0.1, Answered()),
        (0.2, Spoke("zh")),
        (6.0, Chose("welcome", key, queue, scenario)),
        (7.0, Queued(queue, 1, at + 7.0)),
    ]
    end = 7.0 + waited
    if not gives_up:
        person, offer = PersonId(chance.choice(people)), OfferId(f"offer-{number}")
        talked = end + chance.uniform(60, 420)
        told += [
            (end - 1.0 if waited > 2 else 7.0, Offered(offer, person, (f"skill {queue} 8", "free longest"))),
            (end, OfferClosed(offer, "ACCEPTED", "picked up")),
            (end + 0.1, Connected(person, LegId(f"leg-{number}"))),
            (talked, Parted(person, EndedBy.CALLER, Cause.NORMAL)),
        ]
        end = talked
    told.append((end, Ended(EndedBy.CALLER, Cause.NORMAL)))
    return written(call_id(number), *((at + after, what) for after, what in told))


async def remember(office: Office) -> None:
    """The morning stands in the store."""
    async with open_database(office.service.settings) as database:
        await write_all(database, chain.from_iterable(morning(time.time())))


async def kept(office: Office) -> None:
    """What admins and leaders have made: an account, a token, webhooks, callbacks for later today."""
    post = office.admin.post
    account = {
        "user": "li.wei",
        "name": "李伟",
        "roles": ["agent"],
        "person": "1001",
        "locale": "zh",
        "parts": ["east/sh"],
    }
    leader = {"user": "zhou.jie", "name": "周洁", "roles": ["leader"], "person": "1005", "locale": "zh"}
    token = {"name": "CRM", "actions": ["see_calls"], "lasts": 86400.0}
    hooks = (
        {"name": "CRM", "url": "https://crm.example.com/hotline", "events": ["call.recorded", "message.left"]},
        {"name": "Data warehouse", "url": "https://dwh.example.com/calls", "events": ["message.left"]},
    )
    later = time.time() + 1800
    asked = (
        ("13800001111", "张三", "orders"),
        ("13900002222", "Wang Fang", "wealth"),
        ("13700003333", "", "complaints"),
    )
    wanted = [("accounts", account), ("accounts", leader), ("tokens", token), *(("webhooks", each) for each in hooks)]
    wanted += [
        ("callbacks", {"number": number, "name": name, "queue": queue, "at": later + 1200 * at})
        for at, (number, name, queue) in enumerate(asked)
    ]
    for path, body in wanted:
        (await post(f"/api/v1/{path}", json=body)).raise_for_status()


async def paused(admin: httpx.AsyncClient, people: dict[str, str]) -> None:
    """People pause, each for his reason."""
    for person, reason in people.items():
        body = {"state": "paused", "reason": reason}
        (await admin.post(f"/api/v1/people/{person}/state", json=body)).raise_for_status()


@asynccontextmanager
async def going_on(
    office: Office, callers: Sequence[str] = ("caller1", "caller2", "caller3", "caller4")
) -> AsyncIterator[None]:
    """One talks, the others wait; a colleague of another queue is ready."""
    async with AsyncExitStack() as stack:
        seats = [await stack.enter_async_context(office.phone(seat)) for seat in ("1001", "1003", "1005")]
        for seat in seats:
            await seat.register()
        await paused(office.admin, PAUSED)
        phones = [await stack.enter_async_context(office.phone(name)) for name in callers]
        first = await phones[0].call(LINE)
        taken = await seats[0].next_call(within=patient(20))
        await taken.answer()
        first.tone(440)
        for phone in phones[1:]:
            await phone.call(LINE)
        yield
