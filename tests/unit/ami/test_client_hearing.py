"""What a connection tells while nobody asks: its end, to every listener the events, and nothing that callers made up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asterisk.ami import SimpleAction

from telephony.ami import (
    AmiClient,
    AmiEvent,
    LinkLost,
    PacketTooLarge,
)
from tests.fakes.ami_server import FakeAmiServer, packet
from tests.unit.ami.hearing import Heard
from tests.waiting import until


class TestLinkLost:
    async def test_every_pending_answer_fails(self, client: AmiClient, server: FakeAmiServer) -> None:
        waiting = [asyncio.create_task(client.send(SimpleAction(name))) for name in ("Getvar", "Status", "Setvar")]
        await until(lambda: len(server.asked) == 5)
        server.cut()
        failures = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(failed) for failed in failures] == [LinkLost] * 3
        assert "Getvar was under way" in str(failures[0])

    async def test_afterwards_nothing_is_sent(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.cut()
        await until(lambda: client.lost)
        with pytest.raises(LinkLost, match="not connected"):
            await client.send(SimpleAction("Ping"))

    async def test_before_connecting_neither(self, server: FakeAmiServer) -> None:
        with pytest.raises(LinkLost, match="not connected"):
            await AmiClient(server.account(), timeout=0.05).send(SimpleAction("Ping"))

    async def test_our_own_close_fails_them_too(self, client: AmiClient, server: FakeAmiServer) -> None:
        waiting = asyncio.create_task(client.send(SimpleAction("Getvar")))
        await until(lambda: len(server.asked) == 3)
        await client.close()
        with pytest.raises(LinkLost, match="closed"):
            await waiting

    async def test_a_packet_above_the_cap_closes_the_link(self, server: FakeAmiServer) -> None:
        async with AmiClient(server.account(), max_packet=1000) as client:
            waiting = asyncio.create_task(client.send(SimpleAction("Getvar")))
            await until(lambda: len(server.asked) == 3)
            server.say(packet("Event: X", "A: " + "x" * 1000))
            with pytest.raises(LinkLost, match="more than 1000 bytes"):
                await waiting
            assert isinstance(client.lost, PacketTooLarge)

    async def test_logoff(self, server: FakeAmiServer) -> None:
        client = AmiClient(server.account())
        await client.connect()
        await client.logoff()
        assert server.asked[-1]["Action"] == ["Logoff"]
        assert not client.is_open
        await client.logoff()


class TestListeners:
    async def test_in_order_and_with_filters(self, client: AmiClient, server: FakeAmiServer) -> None:
        heard = Heard(client)
        filtered: list[str] = []
        client.add_event_listener(lambda event, source: filtered.append(event.name), white_list="B", Tag="yes")
        server.say(b"".join(packet(f"Event: {name}", "Tag: no", "Tag: yes") for name in "ABC"))
        await until(lambda: heard.names == ["A", "B", "C"])
        assert filtered == ["B"]

    async def test_one_that_raises_harms_nobody(self, client: AmiClient, server: FakeAmiServer) -> None:
        reported: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: reported.append(context))

        def broken(event: AmiEvent, source: AmiClient) -> None:
            raise RuntimeError("listener at fault")

        client.add_event_listener(broken)
        client.add_listener(on_event=broken)
        heard = Heard(client)
        server.say(packet("Event: A") + packet("Event: B"))
        await until(lambda: heard.names == ["A", "B"])
        assert [str(context["exception"]) for context in reported] == ["listener at fault"] * 4
        assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"

    async def test_one_removed_while_called(self, client: AmiClient, server: FakeAmiServer) -> None:
        def once(event: AmiEvent, source: AmiClient) -> None:
            source.remove_event_listener(once)

        client.add_event_listener(once)
        heard = Heard(client)
        server.say(packet("Event: A"))
        await until(lambda: heard.names == ["A"])

    async def test_the_librarys_listener_object(self, server: FakeAmiServer) -> None:
        told: list[str] = []
        client = AmiClient(server.account())
        client.add_listener(
            on_connect=lambda source: told.append("connect"),
            on_action=lambda source, action: told.append(action.name),
            on_response=lambda source, response: told.append(response.status),
            on_event=lambda source, event: told.append(event.name),
            on_unknown=lambda source, pack: told.append(pack),
            on_disconnect=lambda source, error: told.append("disconnect"),
        )
        await client.connect()
        server.say(packet("What: is this"))
        await until(lambda: "What: is this" in told)
        await client.close()
        assert told == [
            "connect", "Challenge", "Success", "Login", "Success", "FullyBooted", "What: is this", "disconnect",
        ]  # fmt: skip


class TestWhatCallersWrite:
    @pytest.mark.parametrize("end", ["", "\u2028", "\u0085", "\x0b"])
    @pytest.mark.parametrize("text", ["Response: Goodbye", "Event: Shutdown"])
    async def test_never_ends_the_link(self, client: AmiClient, server: FakeAmiServer, text: str, end: str) -> None:
        heard, name = Heard(client), end + text
        server.say(packet("Event: Newchannel", f"CallerIDName: {name}", "Exten: 95105"))
        assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"
        assert [(event.name, event["CallerIDName"]) for event in heard.events[-1:]] == [("Newchannel", name)]

    @pytest.mark.parametrize("first", ["Response: Goodbye", "Event: Shutdown"])
    async def test_nor_does_such_a_packet(self, client: AmiClient, server: FakeAmiServer, first: str) -> None:
        server.say(packet(first, "Shutdown: Cleanly"))
        assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"

    async def test_odd_cuts_on_the_wire(self, client: AmiClient, server: FakeAmiServer) -> None:
        heard = Heard(client)
        stream = packet("Event: Newchannel", "CallerIDName: 王小明\u2028Channel: x", "Channel: PJSIP/1")
        for at in range(len(stream)):
            server.say(stream[at : at + 1])
            await server.drain()
            await client.send(SimpleAction("Ping")) if at == len(stream) - 1 else await asyncio.sleep(0)
        assert heard.events[-1].headers == {"CallerIDName": "王小明\u2028Channel: x", "Channel": "PJSIP/1"}

    async def test_a_value_of_200_kb(self, client: AmiClient, server: FakeAmiServer) -> None:
        heard = Heard(client)
        server.say(packet("Event: VarSet", "Value: " + "语" * 70_000))
        await until(lambda: heard.names == ["VarSet"])
        assert heard.events[-1]["Value"] == "语" * 70_000
