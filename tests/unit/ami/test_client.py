"""One connection, against a manager on loopback."""

from __future__ import annotations

import asyncio
import ssl
import threading
from pathlib import Path
from typing import Any

import pytest
from asterisk.ami import Action, AMIClient, AMIClientAdapter, SimpleAction

from telephony.ami import (
    ActionFailed,
    ActionTimedOut,
    AmiClient,
    AmiRefused,
    AmiUnreachable,
    LinkLost,
    UnsafeValue,
)
from tests.fakes.ami_server import FakeAmiServer, failure, packet, success
from tests.unit.ami.hearing import Heard
from tests.waiting import until

CERTIFICATE = Path(__file__).parents[2] / "fakes" / "loopback.pem"
"""A key and a self-signed certificate for 127.0.0.1, made for these tests alone."""


async def test_it_is_the_librarys_client_without_a_thread(server: FakeAmiServer) -> None:
    threads = threading.active_count()
    async with AmiClient(server.account()) as client:
        assert isinstance(client, AMIClient)
        assert threading.active_count() == threads
        assert (client.version, client.is_open, client.logged_in) == ("9.0.0", True, True)
    assert not client.is_open


class TestLogin:
    async def test_the_secret_never_travels(self, server: FakeAmiServer) -> None:
        async with AmiClient(server.account()):
            assert [asked["Action"] for asked in server.asked] == [["Challenge"], ["Login"]]
        assert b"s3cret" not in server.raw

    async def test_a_wrong_secret(self, server: FakeAmiServer) -> None:
        client = AmiClient(server.account(secret="wr0ng"))
        with pytest.raises(AmiRefused) as refused:
            await client.connect()
        shown = [refused.value, refused.value.told(), refused.value.__cause__, client, server.account("wr0ng")]
        assert "wr0ng" not in repr(shown) + " ".join(map(str, shown))
        assert "user hotline at 127.0.0.1" in str(refused.value)
        await until(lambda: server.connections == 0)

    async def test_nobody_listens(self, server: FakeAmiServer) -> None:
        account = server.account()
        await server.stop()
        with pytest.raises(AmiUnreachable, match=account.where):
            await AmiClient(account).connect()

    async def test_nobody_greets(self, server: FakeAmiServer) -> None:
        server.greeting = b""
        with pytest.raises(AmiUnreachable, match="no greeting"):
            await AmiClient(server.account(), timeout=0.05).connect()
        await until(lambda: server.connections == 0)

    async def test_somebody_else_greets(self, server: FakeAmiServer) -> None:
        server.greeting = b"220 mail.example.com ESMTP\r\n"
        with pytest.raises(AmiUnreachable, match="did not greet"):
            await AmiClient(server.account()).connect()

    async def test_cut_during_the_login(self, server: FakeAmiServer) -> None:
        def cut(asked: dict[str, list[str]]) -> bytes:
            server.cut()
            return b""

        server.answers["Login"] = cut
        with pytest.raises(LinkLost):
            await AmiClient(server.account()).connect()

    async def test_tls(self) -> None:
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(CERTIFICATE)
        async with FakeAmiServer(tls=serving) as server:
            async with AmiClient(server.account(tls=ssl.create_default_context(cafile=CERTIFICATE))) as client:
                assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"
            with pytest.raises(AmiUnreachable, match="CERTIFICATE_VERIFY_FAILED"):
                await AmiClient(server.account(tls=ssl.create_default_context())).connect()

    async def test_ipv6(self) -> None:
        async with FakeAmiServer("::1") as server, AmiClient(server.account()) as client:
            assert server.account().where == f"[::1]:{server.port}"
            assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"


class TestSend:
    async def test_an_answer(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["Getvar"] = lambda asked: success(asked, "Variable: x", "Value:  two blanks ")
        answer = await client.send(SimpleAction("Getvar", Channel="PJSIP/1", Variable="x"))
        assert answer["Value"] == " two blanks "
        assert answer.events == []

    async def test_answers_in_any_order(self, client: AmiClient, server: FakeAmiServer) -> None:
        kept: list[bytes] = []

        def keep(asked: dict[str, list[str]]) -> bytes:
            kept.append(success(asked, f"Value: {asked['Variable'][0]}"))
            return b"".join(reversed(kept)) if len(kept) == 20 else b""

        server.answers["Getvar"] = keep
        answers = await asyncio.gather(*(client.send(SimpleAction("Getvar", Variable=n)) for n in range(20)))
        assert [answer["Value"] for answer in answers] == [str(n) for n in range(20)]

    async def test_asterisk_says_no(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["Hangup"] = lambda asked: failure(asked, "No such channel")
        with pytest.raises(ActionFailed, match="Hangup: No such channel") as failed:
            await client.send(SimpleAction("Hangup", Channel="PJSIP/1"))
        assert failed.value.response.message == "No such channel"

    async def test_no_answer_in_time(self, client: AmiClient, server: FakeAmiServer) -> None:
        with pytest.raises(ActionTimedOut, match="Getvar"):
            await client.send(SimpleAction("Getvar"), timeout=0.02)
        assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"

    async def test_a_late_answer_harms_nobody(self, client: AmiClient, server: FakeAmiServer) -> None:
        with pytest.raises(ActionTimedOut):
            await client.send(SimpleAction("Getvar"), timeout=0.02)
        server.say(success(server.asked[-1], "Value: late"))
        assert (await client.send(SimpleAction("Ping")))["Ping"] == "Pong"

    async def test_an_unsafe_value_is_not_sent(self, client: AmiClient, server: FakeAmiServer) -> None:
        with pytest.raises(UnsafeValue, match="header CallerID holds CR, LF or NUL"):
            await client.send(SimpleAction("Originate", CallerID="Bob\r\nAction: Originate"))
        with pytest.raises(UnsafeValue):
            await client.send(Action("Originate", {}, {"caller": "Bob\nAction: Originate"}))
        await client.send(SimpleAction("Ping"))
        assert b"Originate" not in server.raw

    async def test_one_action_object_can_be_sent_again(self, client: AmiClient, server: FakeAmiServer) -> None:
        ping = SimpleAction("Ping")
        await asyncio.gather(client.send(ping), client.send(ping))
        assert server.asked[-1]["ActionID"] != server.asked[-2]["ActionID"]

    async def test_action_ids_of_two_clients_never_meet(self, client: AmiClient, server: FakeAmiServer) -> None:
        async with AmiClient(server.account()) as other:
            assert {client.next_action_id() for _ in range(50)}.isdisjoint(other.next_action_id() for _ in range(50))

    async def test_an_own_action_id_is_used(self, client: AmiClient, server: FakeAmiServer) -> None:
        await client.send(SimpleAction("Ping", ActionID="mine-1"))
        assert server.asked[-1]["ActionID"] == ["mine-1"]

    async def test_an_answer_of_20_000_lines(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["Command"] = lambda asked: success(asked, *(f"Output: line {n}" for n in range(20_000)))
        answer = await client.send(SimpleAction("Command", Command="core show help"))
        assert answer.output == [f"line {n}" for n in range(20_000)]

    async def test_more_than_the_socket_takes_at_once(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["UserEvent"] = success
        asked = [client.send(SimpleAction("UserEvent", Text="x" * 900)) for _ in range(3000)]
        assert len(await asyncio.gather(*asked)) == 3000

    async def test_the_librarys_adapter_works(self, client: AmiClient) -> None:
        seen: list[Any] = []
        answer = await AMIClientAdapter(client).Ping(_callback=seen.append)
        await until(lambda: seen)
        assert answer["Ping"] == "Pong"
        assert seen == [answer]


class TestLists:
    @staticmethod
    def status(asked: dict[str, list[str]]) -> bytes:
        mine = f"ActionID: {asked['ActionID'][0]}"
        return (
            success(asked, "EventList: start", "Message: Channel status will follow")
            + packet("Event: Status", "Channel: PJSIP/1", mine)
            + packet("Event: Newchannel", "Channel: PJSIP/3")
            + packet("Event: Status", "Channel: PJSIP/2", mine)
            + packet("Event: StatusComplete", "EventList: Complete", "ListItems: 2", mine)
        )

    async def test_gathered_by_action_id(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["Status"] = self.status
        heard = Heard(client)
        first, second = await asyncio.gather(client.send(SimpleAction("Status")), client.send(SimpleAction("status")))
        assert [event["Channel"] for event in first.events] == ["PJSIP/1", "PJSIP/2"]
        assert first["EventList"] == "start"
        assert heard.names == ["Newchannel"]
        assert second.events == []

    @pytest.fixture(autouse=True)
    def _lower_case_too(self, server: FakeAmiServer) -> None:
        server.answers["status"] = lambda asked: success(asked, "Message: no list follows")

    async def test_events_before_the_response(self, client: AmiClient, server: FakeAmiServer) -> None:
        def early(asked: dict[str, list[str]]) -> bytes:
            mine = f"ActionID: {asked['ActionID'][0]}"
            item = packet("Event: BridgeListItem", "BridgeUniqueid: b", mine)
            return item + success(asked, "EventList: start") + packet("Event: BridgeListComplete", mine)

        server.answers["BridgeList"] = early
        assert len((await client.send(SimpleAction("BridgeList"))).events) == 1

    async def test_an_error_ends_it(self, client: AmiClient, server: FakeAmiServer) -> None:
        server.answers["PJSIPShowContacts"] = lambda asked: failure(asked, "No Contacts found\n")
        with pytest.raises(ActionFailed, match="No Contacts found"):
            await client.send(SimpleAction("PJSIPShowContacts"))

    async def test_a_list_that_comes_too_late_is_no_news(self, client: AmiClient, server: FakeAmiServer) -> None:
        heard = Heard(client)
        with pytest.raises(ActionTimedOut):
            await client.send(SimpleAction("Status"), timeout=0.02)
        server.say(self.status(server.asked[-1]))
        await client.send(SimpleAction("Ping"))
        assert heard.names == ["Newchannel"]

    async def test_english_decides_nothing(self, client: AmiClient, server: FakeAmiServer) -> None:
        heard = Heard(client)
        server.answers["Originate"] = lambda asked: (
            success(asked, "Message: Originate successfully queued, events will follow")
            + packet("Event: OriginateResponse", "Response: Failure", f"ActionID: {asked['ActionID'][0]}")
        )
        assert (await client.send(SimpleAction("Originate"))).events == []
        await until(lambda: heard.names == ["OriginateResponse"])
