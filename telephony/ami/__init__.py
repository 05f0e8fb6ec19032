"""The Asterisk Manager Interface: framing, messages, client, and the link that keeps it connected.

account = AmiAccount("127.0.0.1", 5038, "hotline", secret)
link = AmiLink(account, on_up=resync, on_down=mourn, listeners=[translate])
async with asyncio.TaskGroup() as tasks:
    tasks.create_task(link.run())
    answer = await link.send(SimpleAction("CoreShowChannels"))
    names = [event["Channel"] for event in answer.events]
"""

from __future__ import annotations

from asterisk.ami import Action, SimpleAction

from telephony.ami.account import AmiAccount
from telephony.ami.client import AmiClient
from telephony.ami.errors import (
    ActionFailed,
    ActionTimedOut,
    AmiError,
    AmiRefused,
    AmiUnreachable,
    LinkLost,
    PacketTooLarge,
    UnsafeValue,
)
from telephony.ami.event_queue import EventQueue
from telephony.ami.link import AmiLink
from telephony.ami.link_machine import LinkPace
from telephony.ami.messages import AmiEvent, AmiResponse

__all__ = [
    "Action",
    "ActionFailed",
    "ActionTimedOut",
    "AmiAccount",
    "AmiClient",
    "AmiError",
    "AmiEvent",
    "AmiLink",
    "AmiRefused",
    "AmiResponse",
    "AmiUnreachable",
    "EventQueue",
    "LinkLost",
    "LinkPace",
    "PacketTooLarge",
    "SimpleAction",
    "UnsafeValue",
]
