"""Calls over AMI on a real Asterisk: names and variables arrive as they are, and the outcome has our id."""

from __future__ import annotations

import contextlib

import pytest
from asterisk.ami import Action, SimpleAction

from telephony.ami import ActionFailed, AmiClient, AmiEvent
from tests.waiting import until

pytestmark = pytest.mark.asterisk
CALLER_NAMES = [
    "Bob\u2028Channel: PJSIP/ceo-1",
    "Bob\u0085Uniqueid: 1.1",
    "Bob\x0bChannel: PJSIP/ceo-1",
    "Bob\x0cChannel: PJSIP/ceo-1",
    "Response: Goodbye",
    "Event: Shutdown",
    "Tom O'Neil?",
    "王小明",
]
VALUES = [
    "Bob,CHANNEL(language)=en",
    'Bob "the" Builder',
    "a\\b\\,c",
    "(unbalanced, [both",
    "${CHANNEL}",
    "王,小;明|x=y",
    "trailing\\",
]


class Call:
    """A call of Asterisk with itself: two Local channels, hung up at the end."""

    def __init__(self, ami: AmiClient, number: str) -> None:
        self._ami, self._number = ami, number
        self.heard: list[AmiEvent] = []
        self.name = self.action_id = ""

    async def __aenter__(self) -> Call:
        self._ami.add_event_listener(self._hear)
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(ActionFailed):
            await self._ami.send(SimpleAction("Hangup", Channel=self.name))
        self._ami.remove_event_listener(self._hear)

    def _hear(self, event: AmiEvent, source: AmiClient) -> None:
        self.heard.append(event)

    async def place(self, caller: str = "", variables: dict[str, str] | None = None) -> str:
        """Call the number; the name of its first channel."""
        headers = {
            "Channel": f"Local/{self._number}@hotline-in/n",
            "Application": "Wait",
            "Data": "20",
            "Async": "true",
        }
        if caller:
            headers["CallerID"] = f'"{caller}" <13900001111>'
        answer = await self._ami.send(Action("Originate", headers, variables or {}))
        self.action_id = answer["ActionID"]
        await until(lambda: self.named("AsyncAGIStart"), what="AsyncAGIStart")
        self.name = self.named("Newchannel")[0]["Channel"]
        return self.name

    def named(self, name: str) -> list[AmiEvent]:
        """The events of that name."""
        return [event for event in self.heard if event.name == name]


@pytest.mark.parametrize("name", CALLER_NAMES)
async def test_a_caller_name_is_a_value_and_nothing_else(ami: AmiClient, name: str) -> None:
    async with Call(ami, "95105") as call:
        channel = await call.place(caller=name)
        seen = [event for event in call.heard if event.unescaped("CallerIDName") == name]
        assert seen
        for event in seen:
            assert event["Channel"] in (channel, channel[:-1] + "2")
            assert not isinstance(event.headers["Uniqueid"], list)
            assert event["Uniqueid"] != "1.1"
        listed = (await ami.send(SimpleAction("CoreShowChannels"))).events
        assert all(event["Channel"].startswith("Local/") for event in listed)
        assert ami.is_open


@pytest.mark.parametrize("value", VALUES)
async def test_a_variable_arrives_as_it_is(ami: AmiClient, value: str) -> None:
    async with Call(ami, "95105") as call:
        channel = await call.place(variables={"HOTLINE_TEST": value, "HOTLINE_NEXT": "x"})
        answers = [
            await ami.send(SimpleAction("Getvar", Channel=channel, Variable=name))
            for name in ("HOTLINE_TEST", "HOTLINE_NEXT", "CHANNEL(language)")
        ]
        assert [answer["Value"] for answer in answers[:2]] == [value, "x"]


async def test_the_outcome_of_originate_is_an_event_with_our_id(ami: AmiClient) -> None:
    async with Call(ami, "95105") as call:
        await call.place()
        await ami.send(SimpleAction("Hangup", Channel=call.name))
        await until(lambda: call.named("OriginateResponse"))
        (outcome,) = call.named("OriginateResponse")
        assert outcome.name == "OriginateResponse"
        assert outcome["Response"] == "Failure"
        assert outcome["ActionID"] == call.action_id
