"""Every route, for every role, for one's own part of the organisation and for another: as tests/console/access_table.py says.

Each role is asked three times over: somebody of the south for what is of the south, the same for what is of the north, and
somebody of the whole centre for what is of the north. He is 1001 of the south in each.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from calls.ids import PersonId
from console.api import PREFIX
from console.roles import Action, Role, allowed
from console.who import COOKIE
from store.accounts import Account
from tests.console.access_table import TABLE, Beyond, Row
from tests.console.access_world import LETTER, WEBHOOK, Things, World, furnish
from tests.console.asking import ask
from tests.console.desk import ORIGIN, Console
from tests.console.samples import BODIES, PATHS, PUBLIC
from tests.console.streams import events
from tests.console.test_access import ASKED
from tests.waiting import patient

QUERIES = {
    "GET /reports": "?by=person&day=2026-01-05",
    "GET /reports/csv": "?by=person&day=2026-01-05",
    "GET /live": "?lasts=5",
}
REFUSED = (401, 403)


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks, and for what: `of` the south or the north; `whole`: he sees the whole centre."""

    role: Role
    whole: bool
    of: Things
    against: Things

    @property
    def is_beyond(self) -> bool:
        return self.of.part != "south"

    @property
    def sees_numbers(self) -> bool:
        return Action.SEE_NUMBERS in allowed({self.role})


@dataclass(frozen=True, slots=True)
class Got:
    """What came back."""

    status: int
    text: str

    @property
    def role_refused(self) -> bool:
        return self.status == 403 and "may not do this" in self.text


CASES = tuple(
    (role, whole, part) for role in Role for whole, part in ((False, "south"), (False, "north"), (True, "north"))
)


def test_every_route_is_in_the_table() -> None:
    assert {each.name for each in ASKED} == set(TABLE) | set(PUBLIC)


def test_what_is_shared_says_why() -> None:
    assert all(row.why for row in TABLE.values() if row.beyond is Beyond.SHARED)


def test_the_table_agrees_with_the_roles() -> None:
    for each in ASKED:
        if each.action is not None:
            may = {role.value for role in Role if each.action in allowed({role})}
            assert set(TABLE[each.name].who.split()) == may, each.name


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("role", "whole", "part"), CASES, ids=str)
async def test_what_is_of_a_part_is_for_that_part(live: Console, role: Role, whole: bool, part: str) -> None:
    world = await furnish(live)
    of, against = (world.south, world.north) if part == "south" else (world.north, world.south)
    case = Case(role, whole, of, against)
    asked = [(name, row) for name, row in TABLE.items() if _differs(case, row)]
    said = [await _wrong(live, world, case, name, row) for name, row in asked]
    assert not any(said), "\n".join(filter(None, said))


def _differs(case: Case, row: Row) -> bool:
    """Whether it is another question than for his own part: what his role may not do, it may not do anywhere."""
    if not case.is_beyond:
        return True
    always = (Beyond.NOTHING, Beyond.SHARED) if case.whole else (Beyond.NOTHING,)
    return case.role.value in row.who.split() and row.beyond not in always


async def _wrong(console: Console, world: World, case: Case, name: str, row: Row) -> str:
    """What is not as the table says, or ''."""
    got = await _asked(console, case, name, row)
    said = _status_wrong(case, name, row, got) or (_text_wrong(case, row, got, world) if got.status < 300 else "")
    return f"{name}: {said}; it was {got.status} {got.text[:300]}" if said else ""


def _status_wrong(case: Case, name: str, row: Row, got: Got) -> str:
    if case.role.value not in row.who.split():
        return "" if got.role_refused else "the role may not"
    if row.beyond is Beyond.NOTHING and row.others and case.role.value not in row.others.split():
        return "" if got.status == 403 else "expected 403"
    if row.beyond is Beyond.CENTRE and not case.whole:
        return "" if got.role_refused else "only for who sees the whole centre"
    if case.is_beyond and (expected := _beyond(case, name, row)):
        return "" if got.status == expected else f"expected {expected}"
    return "not let in" if got.status in REFUSED or got.status >= 500 else _not_there(case, row, got)


def _beyond(case: Case, name: str, row: Row) -> int:
    """The status for what is another's; 0: he is let in."""
    may = case.role.value in (row.others or row.who).split()
    match row.beyond:
        case Beyond.OWN:
            return 404 if "{" in name else 0
        case Beyond.REFUSED:
            return 0 if case.whole else 403
        case Beyond.MISSING:
            return (0 if case.whole else 404) if may else 403
        case _:
            return 0


def _not_there(case: Case, row: Row, got: Got) -> str:
    """What is in his own part is there."""
    told = row.beyond in (Beyond.OWN, Beyond.REFUSED, Beyond.MISSING, Beyond.FILTERED)
    return "it should be there" if told and got.status == 404 else ""


def _text_wrong(case: Case, row: Row, got: Got, world: World) -> str:
    if not case.sees_numbers and any(each.number in got.text for each in (world.south, world.north)):
        return "a number is not masked"
    if row.mark and (wrong := _marks_wrong(case, row, got.text)):
        return wrong
    shown = any(each.number in got.text for each in (world.south, world.north))
    return "no number is in it" if row.numbers and case.sees_numbers and not shown else ""


def _marks_wrong(case: Case, row: Row, text: str) -> str:
    """Of the south for who is of the south; for who sees the whole centre, what he may see of the north."""
    mine, other = case.of.of(row.mark) in text, case.against.of(row.mark) in text
    south, north = (other, mine) if case.is_beyond else (mine, other)
    reaches = case.whole and case.role.value in (row.others or row.who).split() and row.beyond is not Beyond.OWN
    if row.beyond in (Beyond.FILTERED, Beyond.OWN):
        if not south:
            return "nothing of his own is in it"
        return "" if north == reaches else f"of the other part: {north}"
    return "" if mine else "what was asked for is not in it"


async def _asked(console: Console, case: Case, name: str, row: Row) -> Got:
    client = await _browser(console, case)
    method, _, pattern = name.partition(" ")
    path = PREFIX + re.sub(r"{(\w+)}", lambda part: _value(case.of, row, part[1]), pattern) + _query(case, name)
    if method == "WS":
        headers = {"cookie": f"{COOKIE}={client.cookies[COOKIE]}", "origin": ORIGIN}
        answer = await ask(console.app, method, path, headers)
        return Got(answer.status, answer.body.decode())
    if name == "GET /live":
        return await _looked_on(console, client, path)
    return await _replied(console, client.request(method, path, json=_body(case, name)))


async def _browser(console: Console, case: Case) -> httpx.AsyncClient:
    """His, anew: what he has asked for before may have signed him out."""
    user, parts = case.role.value, () if case.whole else ("south",)
    if await console.rooms.doors.accounts.find(user) is None:
        await console.rooms.doors.accounts.add(Account(user, user.title(), (user,), parts, PersonId("1001")))
    return await console.browser_of(user)


def _value(of: Things, row: Row, part: str) -> str:
    named = {"user": of.account, "key": of.number, "webhook": WEBHOOK, "letter": LETTER, "call": getattr(of, row.call)}
    return named.get(part) or getattr(of, part, "") or PATHS[part]


def _query(case: Case, name: str) -> str:
    return f"?q={case.of.number}" if name == "GET /contacts" else QUERIES.get(name, "")


def _body(case: Case, name: str) -> Any:
    """As in the samples, but for what names something of a part."""
    of = case.of
    own = {
        "POST /accounts": {"user": "new", "name": "New", "roles": ["agent"], "parts": [of.part]},
        "POST /tokens": {"name": "a program", "user": of.account},
        "POST /callbacks": {"number": of.number, "queue": of.queue},
    }
    return own.get(name, BODIES.get(name))


async def _replied(console: Console, asked: Any) -> Got:
    """The clock goes on while the request is worked on: a phone may have to ring."""
    done = asyncio.ensure_future(asked)
    for _ in range(2000):
        await asyncio.wait({done}, timeout=0.01)
        if done.done():
            break
        await console.clock.advance(0.05)
    reply = await done
    return Got(reply.status_code, _as_json(reply))


def _as_json(reply: httpx.Response) -> str:
    """What begins a line of a table is a name: in quotes, as it is in JSON."""
    is_table = reply.headers.get("content-type", "").startswith("text/csv")
    return re.sub(r"(?m)^(\w+),", r'"\1",', reply.text) if is_table else reply.text


async def _looked_on(console: Console, client: httpx.AsyncClient, path: str) -> Got:
    async with events(console.app, client, path) as stream:
        _, snapshot, _ = await stream.next(patient(5))
        return Got(stream.status, str(snapshot).replace("'", '"'))
