"""The states of the link to Asterisk and every way between them. The one table of the link machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LinkState(Enum):
    """Where the link stands."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    UP = "up"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class LinkStarted:
    """Somebody wants the link."""


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """Connected and logged in."""


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """Connecting did not work out."""

    why: str


@dataclass(frozen=True, slots=True)
class LinkDenied:
    """Asterisk refused the login: trying again soon will not help."""

    why: str


@dataclass(frozen=True, slots=True)
class LinkBroken:
    """The connection was lost."""

    why: str


@dataclass(frozen=True, slots=True)
class PingAnswered:
    """Asterisk answered the watchdog."""


@dataclass(frozen=True, slots=True)
class PingCameDue:
    """Time: the watchdog asks again."""


@dataclass(frozen=True, slots=True)
class PongOverdue:
    """Time: the watchdog was not answered."""


@dataclass(frozen=True, slots=True)
class BackOffEnded:
    """Time: try to connect again."""


@dataclass(frozen=True, slots=True)
class LinkStopped:
    """Nobody wants the link any more."""


LinkEvent = (
    LinkStarted
    | LinkOpened
    | LinkFailed
    | LinkDenied
    | LinkBroken
    | PingAnswered
    | PingCameDue
    | PongOverdue
    | BackOffEnded
    | LinkStopped
)

_S = LinkState

TRANSITIONS: dict[tuple[LinkState, type[LinkEvent]], LinkState] = {
    (_S.STOPPED, LinkStarted): _S.CONNECTING,
    (_S.CONNECTING, LinkOpened): _S.UP,
    (_S.CONNECTING, LinkFailed): _S.WAITING,
    (_S.CONNECTING, LinkDenied): _S.WAITING,
    (_S.CONNECTING, LinkBroken): _S.WAITING,
    (_S.CONNECTING, LinkStopped): _S.STOPPED,
    (_S.UP, PingCameDue): _S.UP,
    (_S.UP, PingAnswered): _S.UP,
    (_S.UP, PongOverdue): _S.WAITING,
    (_S.UP, LinkBroken): _S.WAITING,
    (_S.UP, LinkStopped): _S.STOPPED,
    (_S.WAITING, BackOffEnded): _S.CONNECTING,
    (_S.WAITING, LinkStopped): _S.STOPPED,
}
