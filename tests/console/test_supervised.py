"""An agent's page is told that a leader takes part in his talk, where the centre lets him know; else it is told nothing."""

from __future__ import annotations

import pytest

from console.roles import Role
from service.desks.supervision import SUPERVISED, SupervisionDesk
from tests.console.desk import Console
from tests.console.streams import EventStream, events
from tests.console.test_supervision import API, leader, post, talking

LIVE = f"{API}/live"


async def told(stream: EventStream) -> list[list[tuple[str, bool]]]:
    """How leaders took part, each time that it was told, until now."""
    found = []
    while (event := stream.read()) is not None:
        if event[0] == SUPERVISED:
            found.append([(part["manner"], part["ringing"]) for part in event[1]["parts"]])
    return found


@pytest.mark.parametrize("lets_know", [True, False])
async def test_he_is_told_who_takes_part_if_the_centre_lets_him_know(live: Console, lets_know: bool) -> None:
    live.rooms.supervision = SupervisionDesk(live.house, live.rooms.hub, lets_know)
    agent = await live.signed_in(Role.AGENT, person="1001", user="li")
    _, call = await talking(live)
    client = await leader(live)
    async with events(live.app, agent, LIVE) as stream:
        assert (await stream.next())[0] == "snapshot"
        await post(live, client, f"/calls/{call}/listen")
        await live.clock.advance(2)
        await post(live, client, f"/calls/{call}/leave")
        await live.clock.advance(2)
        found = await told(stream)
    assert found == ([[("listen", True)], [("listen", False)], []] if lets_know else [])


async def asides(stream: EventStream, call: str) -> list[list[tuple[str, str, bool]]]:
    """Who takes part as the call's row tells it, each time that it was told, until now."""
    found = []
    while (event := stream.read()) is not None:
        row = event[1].get("calls", {}).get(call) or {}
        if "asides" in row:
            found.append([(each["user"], each["manner"], each["ringing"]) for each in row["asides"]])
    return found


async def test_leaders_see_in_the_calls_row_who_takes_part(live: Console) -> None:
    _, call = await talking(live)
    client = await leader(live)
    other = await live.signed_in(Role.LEADER, user="zhao")
    async with events(live.app, other, f"{LIVE}?topics=calls") as stream:
        assert (await stream.next())[1]["calls"][call]["asides"] == []
        await post(live, client, f"/calls/{call}/listen")
        await live.clock.advance(2)
        await post(live, client, f"/calls/{call}/whisper")
        await live.clock.advance(2)
        await post(live, client, f"/calls/{call}/leave")
        await live.clock.advance(2)
        found = await asides(stream, call)
    assert found == [[("wang", "listen", True)], [("wang", "listen", False)], [("wang", "whisper", False)], []]


@pytest.mark.parametrize("role", [Role.AGENT, Role.ANALYST])
async def test_who_may_not_listen_does_not_see_who_does(live: Console, role: Role) -> None:
    _, call = await talking(live)
    client = await leader(live)
    page = await live.signed_in(role, person="1001" if role is Role.AGENT else "", user="li")
    async with events(live.app, page, LIVE) as stream:
        assert (await stream.next())[1]["calls"][call]["asides"] == []
        await post(live, client, f"/calls/{call}/listen")
        await live.clock.advance(2)
        assert await asides(stream, call) == []
