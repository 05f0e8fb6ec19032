"""What passes between the translator and the switch inside this room; nobody else hears of it."""

from __future__ import annotations

from dataclasses import dataclass

from calls.ids import LegId


@dataclass(frozen=True, slots=True)
class CommandDone:
    """An AsyncAGI command was carried out; `result` is still encoded."""

    leg: LegId
    command: str
    result: str


@dataclass(frozen=True, slots=True)
class Doomed:
    """A channel came to life that was hung up before it existed: it must be hung up now."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class NotMade:
    """Asterisk could not call, and does not say why; of a channel nothing has been told, or not yet."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class Commandable:
    """The leg waits in AsyncAGI (again): whatever ran on it before is over."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class Overhearing:
    """The leg overhears a conversation now."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """A phone has registered, or is no longer registered."""

    endpoint: str


Note = ContactChanged | CommandDone | Doomed | NotMade | Commandable | Overhearing
