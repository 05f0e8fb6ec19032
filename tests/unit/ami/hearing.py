"""A listener of the tests."""

from __future__ import annotations

from telephony.ami import (
    AmiClient,
    AmiEvent,
)


class Heard:
    """A listener that keeps what it hears."""

    def __init__(self, client: AmiClient) -> None:
        self.events: list[AmiEvent] = []
        client.add_event_listener(self)

    def __call__(self, event: AmiEvent, source: AmiClient) -> None:
        self.events.append(event)

    @property
    def names(self) -> list[str]:
        return [event.name for event in self.events if event.name != "FullyBooted"]
