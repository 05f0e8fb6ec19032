"""A leader steps in over the API: whose calls he may, what the audit log says, and what he is told when it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import httpx
import pytest

from acd.messages import Paused
from calls.ids import PersonId
from calls.switch import Outside, Seat
from console.roles import Role
from store.audit import Sought
from tests.console.desk import Console
from tests.fakes.party import Answers, FakeCaller, Rings

API = "/api/v1"
ORDERS = "95106"
VERBS = ("listen", "whisper", "join", "takeover")


async def talking(console: Console) -> tuple[FakeCaller, str]:
    """A caller talks with 1001; the other agents pause."""
    for seat in ("1002", "1003"):
        console.house.floor.tell(Paused(PersonId(seat), "leading"))
    console.switch.phone(Seat("1001"), Answers(after=1))
    console.switch.phone(Seat("1002"), Answers(after=1))
    caller = console.switch.call_in(ORDERS, number="13800001111")
    await console.clock.until(lambda: caller.hears == "1001")
    await console.clock.settle()
    [record] = console.house.chronicle.open_records()
    return caller, record.call


async def waiting(console: Console) -> tuple[FakeCaller, str]:
    for seat in ("1001", "1002", "1003"):
        console.house.floor.tell(Paused(PersonId(seat), "break"))
    caller = console.switch.call_in(ORDERS, number="13800001111")
    await console.clock.advance(10)
    [record] = console.house.chronicle.open_records()
    return caller, record.call


async def post(console: Console, client: httpx.AsyncClient, path: str, body: Any = None) -> httpx.Response:
    [reply] = await posted(console, client.post(API + path, json=body))
    return reply


async def posted(console: Console, *asked: Coroutine[Any, Any, httpx.Response]) -> list[httpx.Response]:
    """The clock goes on while the requests are worked on."""
    done = asyncio.gather(*asked)
    for _ in range(100):
        await asyncio.sleep(0)  # not a wait: the request's next step
        await console.clock.settle()
        if done.done():
            break
        await console.clock.advance(0.05)
    return await done


async def audited(console: Console) -> list[tuple[str, str, Any]]:
    return [(each.what, each.user, each.after) for each in await console.rooms.audit.page(Sought(), 50)]


async def leader(console: Console, person: str = "1002", parts: tuple[str, ...] = ()) -> httpx.AsyncClient:
    return await console.signed_in(Role.LEADER, person=person, parts=parts, user="wang")


@pytest.mark.parametrize("verb", VERBS)
async def test_he_takes_part_and_it_is_in_the_audit_log(console: Console, verb: str) -> None:
    caller, call = await talking(console)
    reply = await post(console, await leader(console), f"/calls/{call}/{verb}")
    assert reply.status_code == 200, reply.text
    assert reply.json()["user"] == "wang"
    await console.clock.advance(2)
    heard = {"listen": "1001", "whisper": "1001", "join": "1001+1002", "takeover": "1002"}
    assert caller.hears == heard[verb]
    what = f"call.{verb.replace('takeover', 'take_over')}"
    assert (what, "wang", {"person": "1001", "phone": ""}) in await audited(console)


async def test_he_sees_who_takes_part_and_leaves(console: Console) -> None:
    _, call = await talking(console)
    client = await leader(console)
    await post(console, client, f"/calls/{call}/listen")
    await console.clock.advance(2)
    [part] = (await client.get(f"{API}/calls/{call}/supervision")).json()
    assert (part["manner"], part["ringing"], part["person"]) == ("listen", False, "1002")
    assert (await client.get(f"{API}/supervision")).json() == [part]
    assert (await post(console, client, f"/calls/{call}/leave")).status_code == 204
    await console.clock.advance(1)
    assert (await client.get(f"{API}/supervision")).json() == []
    reply = await post(console, client, f"/calls/{call}/leave")
    assert (reply.status_code, reply.json()["code"]) == (409, "HL847")


async def test_a_phone_outside_in_his_pocket(console: Console) -> None:
    caller, call = await talking(console)
    console.switch.phone(Outside("13900009999"), Answers(after=1))
    reply = await post(console, await leader(console, person=""), f"/calls/{call}/join", {"phone": "13900009999"})
    assert reply.status_code == 200, reply.text
    await console.clock.advance(2)
    assert caller.hears == "1001+13900009999"


async def test_a_leader_without_a_phone_is_told_so(console: Console) -> None:
    _, call = await talking(console)
    reply = await post(console, await leader(console, person=""), f"/calls/{call}/listen")
    assert (reply.status_code, reply.json()["code"]) == (409, "HL843")
    assert [what for what, _, _ in await audited(console)][:2] == ["call.listen.refused", "call.listen"]


@pytest.mark.parametrize("phone", ["0900; DROP", "sip:x@y", "1" * 40, "13900009999\nAction: Hangup"])
async def test_what_is_no_number_is_refused(console: Console, phone: str) -> None:
    _, call = await talking(console)
    reply = await post(console, await leader(console), f"/calls/{call}/listen", {"phone": phone})
    assert reply.status_code == 422
    assert console.switch.asked("ring")[-1].leg != "1002"


async def test_a_barred_number_is_refused_and_noted(console: Console) -> None:
    _, call = await talking(console)
    console.switch.allowed = lambda _number: False
    reply = await post(console, await leader(console), f"/calls/{call}/listen", {"phone": "0088123"})
    assert (reply.status_code, reply.json()["code"]) == (422, "HL104")
    assert (await audited(console))[0][0] == "call.listen.refused"


async def test_a_lost_link_is_told_and_the_caller_feels_nothing(console: Console) -> None:
    caller, call = await talking(console)
    client = await leader(console)
    console.switch.lose_link()
    reply = await post(console, client, f"/calls/{call}/listen")
    assert reply.status_code in (409, 503), reply.text
    assert caller.hears == "1001"


@pytest.mark.parametrize("verb", [*VERBS, "move", "priority"])
async def test_calls_of_another_part_are_not_his(console: Console, verb: str) -> None:
    caller, call = await (waiting(console) if verb in ("move", "priority") else talking(console))
    body = {"move": {"queue": "wealth"}, "priority": {"priority": 9}}.get(verb)
    before = caller.hears
    client = await leader(console, parts=("nowhere",))
    reply = await post(console, client, f"/calls/{call}/{verb}", body)
    assert (reply.status_code, reply.json()["code"]) == (403, "HL850"), reply.text
    assert (await client.get(f"{API}/calls/{call}/supervision")).status_code == 403
    assert caller.hears == before
    assert (await audited(console))[0][0].endswith(".refused")


@pytest.mark.parametrize("verb", [*VERBS, "move", "priority"])
async def test_a_call_that_is_not_there(console: Console, verb: str) -> None:
    body = {"move": {"queue": "wealth"}, "priority": {"priority": 9}}.get(verb)
    reply = await post(console, await leader(console), f"/calls/call-0/{verb}", body)
    assert (reply.status_code, reply.json()["code"]) == (404, "HL841")


async def test_a_caller_is_moved_and_another_priority_given(console: Console) -> None:
    _, call = await waiting(console)
    client = await leader(console)
    target = next(each.name for each in console.house.configuration.queues if each.name != "orders")
    since = console.house.steering.place(call).joined_at  # type: ignore[arg-type]  # an id
    moved = await post(console, client, f"/calls/{call}/move", {"queue": target})
    assert moved.status_code == 200, moved.text
    assert (moved.json()["queue"], moved.json()["joined_at"]) == (target, since)
    given = await post(console, client, f"/calls/{call}/priority", {"priority": 9})
    assert given.json()["priority"] == 9
    told = [(each.what, each.before, each.after) for each in await console.rooms.audit.page(Sought(), 2)]
    assert told[1] == ("call.move", "orders", target)
    assert (told[0][0], told[0][2]) == ("call.priority", 9)


@pytest.mark.parametrize(
    ("verb", "body", "code"), [("move", {"queue": "nowhere"}, "HL849"), ("priority", {"priority": 101}, "HL806")]
)
async def test_what_cannot_be_is_refused(console: Console, verb: str, body: dict[str, Any], code: str) -> None:
    _, call = await waiting(console)
    reply = await post(console, await leader(console), f"/calls/{call}/{verb}", body)
    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_who_talks_is_not_moved(console: Console) -> None:
    caller, call = await talking(console)
    reply = await post(console, await leader(console), f"/calls/{call}/move", {"queue": "orders"})
    assert (reply.status_code, reply.json()["code"]) == (409, "HL848")
    assert caller.hears == "1001"


async def test_two_orders_at_once_ring_him_once(console: Console) -> None:
    _, call = await talking(console)
    phone, client = console.switch.phone(Seat("1002"), Rings()), await leader(console)
    both = await posted(console, *(client.post(f"{API}/calls/{call}/{verb}") for verb in ("listen", "join")))
    assert {each.status_code for each in both} == {200}
    assert phone.rung == 1


async def test_quality_may_listen_and_not_take_over(console: Console) -> None:
    caller, call = await talking(console)
    client = await console.signed_in(Role.QUALITY, person="1002")
    assert (await post(console, client, f"/calls/{call}/takeover")).status_code == 403
    assert (await post(console, client, f"/calls/{call}/listen")).status_code == 200
    await console.clock.advance(2)
    assert caller.hears == "1001"
