"""A translator that hears packets, for the tests of what Asterisk's events mean to us."""

from __future__ import annotations

from calls.events import SwitchEvent
from calls.ids import LegId
from telephony.channels import Channel, Channels
from telephony.contacts import Registrations
from telephony.notes import Note
from telephony.translate import Translator
from tests.unit.telephony.packets import (
    heard,
)

NOW = 1795333604.5
RUNG = "leg-20261122-061530-7f3a9c01"


class Listening:
    """A translator and what it has made of everything so far."""

    def __init__(self, *known: Channel) -> None:
        self.channels = Channels(down="")
        self.translator = Translator(self.channels, Registrations())
        for each in known:
            self.channels.add(each)

    def hear(self, *packets: bytes, at_once: int = 1 << 20) -> list[SwitchEvent | Note]:
        events = heard(*packets, at_once=at_once)
        return [told for event in events for told in self.translator.hear(event, NOW)]


def ordered() -> Listening:
    """A phone was ordered to ring; Asterisk has not made its channel yet."""
    return Listening(Channel(LegId(RUNG), rung=True, place=("hotline-leg", "s")))
