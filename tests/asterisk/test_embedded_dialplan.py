"""Our dialplan on a real Asterisk: every call comes to us, comes back after a conversation, and never spins."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest
from asterisk.ami import SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.ami.errors import ActionFailed
from telephony.ami.messages import AmiEvent
from tests.waiting import until

pytestmark = pytest.mark.asterisk
LEG = "s@hotline-leg"


class Calls:
    """Calls made of two halves (Local channels): one waits, the other is in our dialplan."""

    def __init__(self, ami: AmiClient) -> None:
        self.ami = ami
        self.heard: list[AmiEvent] = []
        ami.add_event_listener(on_event=lambda event, **_: self.heard.append(event))

    async def arrive(self, dialled: str) -> str:
        """Dial; the channel that came to us."""
        before = len(self.asked())
        await self.dial(dialled)
        await until(lambda: len(self.asked()) > before, what=f"AsyncAGI for {dialled}")
        return self.asked()[-1]

    async def dial(self, dialled: str) -> None:
        where = {"Channel": f"Local/{dialled}/n", "Application": "Wait", "Data": "60"}
        await self.ami.send(SimpleAction("Originate", **where, Async="true", Timeout="9000"))

    def asked(self, channel: str = "") -> list[str]:
        """Every time a channel asked us what to do, in order."""
        events = (each for each in self.heard if each.name == "AsyncAGIStart")
        return [each["Channel"] for each in events if channel in each["Channel"]]

    def left(self, channel: str) -> list[str]:
        """Every hang-up."""
        return [each["Channel"] for each in self.heard if each.name == "Hangup" and channel in each["Channel"]]

    async def asks_again(self, channel: str, times: int) -> None:
        await until(lambda: len(self.asked(channel)) == times, what=f"{channel} asking for the {times}. time")

    async def tell(self, channel: str, command: str) -> str:
        """One AGI command; its result."""
        await self.ami.send(SimpleAction("AGI", Channel=channel, Command=command, CommandID=command))
        await until(lambda: self._results(command), what=f"the result of {command}")
        return unquote(self._results(command)[-1])

    async def clear(self) -> None:
        """No channel is left."""
        while channels := (await self.ami.send(SimpleAction("CoreShowChannels"))).events:
            with contextlib.suppress(ActionFailed):
                await self.ami.send(SimpleAction("Hangup", Channel=channels[0]["Channel"]))

    def _results(self, command: str) -> list[str]:
        done = (each for each in self.heard if each.name == "AsyncAGIExec")
        return [each["Result"] for each in done if each.get("CommandId") == command]


@pytest.fixture
async def calls(ami_address: tuple[str, int, str, str]) -> AsyncIterator[Calls]:
    async with AmiClient(AmiAccount(*ami_address)) as ami:
        made = Calls(ami)
        yield made
        await made.clear()


@pytest.mark.parametrize("context", ["hotline-in", "hotline-seats", "hotline-transfer"])
@pytest.mark.parametrize("number", ["95105", "0", "+8613900001111", "*72", "#1", "1001", "reception"])
async def test_whatever_is_dialled_comes_to_us_unanswered(calls: Calls, context: str, number: str) -> None:
    await calls.arrive(f"{number}@{context}")
    start = next(each for each in calls.heard if each.name == "AsyncAGIStart")
    assert (start["Context"], start["Exten"]) == (context, number)
    assert start["ChannelStateDesc"] == "Ring"


async def test_after_a_conversation_the_leg_asks_again(calls: Calls) -> None:
    first, second = await calls.arrive("95105@hotline-in"), await calls.arrive(LEG)
    for times in (2, 3):
        await calls.ami.send(SimpleAction("Bridge", Channel1=first, Channel2=second))
        await calls.ami.send(SimpleAction("Redirect", Channel=second, Context="hotline-leg", Exten="s", Priority="1"))
        await calls.asks_again(first, times)
        await calls.asks_again(second, times)


async def test_let_go_it_asks_again(calls: Calls) -> None:
    leg = await calls.arrive(LEG)
    await calls.ami.send(SimpleAction("AGI", Channel=leg, Command="ASYNCAGI BREAK"))
    await calls.asks_again(leg, 2)


async def test_hung_up_it_asks_no_more(calls: Calls) -> None:
    leg = await calls.arrive("reception@hotline-in")
    await calls.ami.send(SimpleAction("Hangup", Channel=leg))
    await until(lambda: calls.left(leg), what="the hang-up")
    assert calls.asked(leg) == [leg]


async def test_handed_over_it_rings_there_and_comes_back(calls: Calls) -> None:
    leg = await calls.arrive("95105@hotline-in")
    for name, value in {"HOTLINE_TARGET": f"Local/{LEG}/n", "HOTLINE_RING": "9"}.items():
        await calls.ami.send(SimpleAction("Setvar", Channel=leg, Variable=name, Value=value))
    await calls.ami.send(SimpleAction("Redirect", Channel=leg, Context="hotline-handover", Exten="s", Priority="1"))
    await until(lambda: len(calls.asked()) == 2, what="the other leg")
    other = calls.asked()[-1]
    await calls.tell(other, "ANSWER")
    await until(lambda: sum(each.name == "BridgeEnter" for each in calls.heard) == 2, what="the conversation")
    await calls.ami.send(SimpleAction("Hangup", Channel=other))
    await calls.asks_again(leg, 2)


async def test_its_sounds_and_music_are_there(calls: Calls) -> None:
    leg = await calls.arrive("95105@hotline-in")
    await calls.tell(leg, "ANSWER")
    result = await calls.tell(leg, 'STREAM FILE beep ""')
    assert int(result.split("endpos=")[1]) > 0
    await calls.tell(leg, "SET MUSIC ON default")
    await until(lambda: [each for each in calls.heard if each.name == "MusicOnHoldStart"], what="music")


@pytest.mark.parametrize(("status", "asks"), [("FAILURE", 0), ("NOTFOUND", 0), ("SUCCESS", 1), ("", 1)])
async def test_when_asyncagi_cannot_run_the_call_ends_instead_of_spinning(calls: Calls, status: str, asks: int) -> None:
    """A leg put where AsyncAGI has just come back with this status."""
    place = {"Context": "hotline-leg", "Exten": "s", "Priority": "2", "Variable": f"AGISTATUS={status}"}
    await calls.ami.send(SimpleAction("Originate", Channel="Local/95105@hotline-in/n", **place, Async="true"))
    await until(lambda: calls.asked(";2"), what="the other half")
    await calls.tell(calls.asked(";2")[0], "ANSWER")
    await until(lambda: calls.asked(";1") or calls.left(";1"), what="the leg asking or gone")
    assert len(calls.asked(";1")) == asks
