"""The floor over the API: asked for once, and which phones are there."""

from __future__ import annotations

from typing import Any

from calls.switch import Seat
from console.roles import Role
from tests.console.desk import SEATS, Console
from tests.fakes.party import Answers, Rings

API = "/api/v1"
ORDERS, MENU = "95106", "95110"


async def get(console: Console, path: str, *roles: Role, parts: tuple[str, ...] = ()) -> Any:
    client = await console.signed_in(*(roles or (Role.LEADER,)), parts=parts)
    reply = await client.get(API + path)
    assert reply.status_code == 200, reply.text
    return reply.json()


def only(console: Console, *seats: str, script: Answers | Rings | None = None) -> None:
    for seat in SEATS:
        phone = console.switch.phone(Seat(seat), script) if script else console.switch.phone(Seat(seat))
        if seat in seats:
            phone.register()
        else:
            phone.unregister()
