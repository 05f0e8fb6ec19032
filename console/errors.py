"""What can go wrong at the console's doors, and with which HTTP status each error of ours is told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from calls.errors import DestinationBarred, HotlineError, IllegalStep, LegGone, SwitchLost, SwitchRefused, WrongSettings
from store.errors import (
    AmbiguousCall,
    AnotherIsLive,
    StoreUnusable,
    UnknownCall,
    UnknownVersion,
    UnknownVisit,
    UnknownWebhook,
    WrongId,
    WrongText,
)


class ConsoleError(HotlineError):
    """An error with a status of its own. `headers` go with the reply."""

    code = "HL800"
    status = 400
    refusal = False
    """Whether somebody asked for what he may not: it is noted. A 403 is; so is a 404 for what is another part's."""
    noted = False
    """Whether it is in the audit log already."""

    def __init__(self, message: str, remedy: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, remedy)
        self.headers = dict(headers or {})


class NotSignedIn(ConsoleError):
    """Nobody is signed in here, or no more."""

    code, status, remedy = "HL801", 401, "sign in"


class NotAllowed(ConsoleError):
    """His roles do not allow it, or it is not his part of the organisation."""

    code, status, remedy, refusal = "HL802", 403, "ask an admin for the role that it needs", True


class Forged(ConsoleError):
    """A request that a page of ours did not send: the CSRF token is missing or wrong, or it comes from another site."""

    code, status, remedy, refusal = "HL803", 403, "load the page again", True


class WrongHost(ConsoleError):
    """A request for a host that we are not (DNS rebinding), or by a name that we do not know."""

    code, status, remedy = "HL804", 421, "open the console by its address, or add the name to console.hosts"


class Unknown(ConsoleError):
    """There is no such thing, or not for him."""

    code, status = "HL805", 404


class WrongValue(ConsoleError):
    """A value that cannot be taken. Nothing was changed."""

    code, status = "HL806", 422


class Conflict(ConsoleError):
    """It cannot be done as things are now. Nothing was changed."""

    code, status = "HL807", 409


class TooMany(ConsoleError):
    """Tried too often. `Retry-After` says in how many seconds it may be tried again."""

    code, status, remedy = "HL808", 429, "wait, then try again"

    def __init__(self, message: str, wait: float) -> None:
        super().__init__(message, headers={"Retry-After": str(max(1, round(wait)))})


class TooLarge(ConsoleError):
    """More bytes than this route takes."""

    code, status, remedy = "HL809", 413, "send less"


Refused = TypeVar("Refused", bound=ConsoleError)


def elsewhere(error: Refused) -> Refused:
    """The error of what is not there, for what is there, but in another part: it reads the same, and is noted."""
    error.refusal = True
    return error


STATUS: Mapping[type[HotlineError], int] = MappingProxyType(
    {
        UnknownCall: 404,
        UnknownVersion: 404,
        UnknownWebhook: 404,
        UnknownVisit: 404,
        AmbiguousCall: 409,
        AnotherIsLive: 409,
        IllegalStep: 409,
        LegGone: 409,
        SwitchRefused: 409,
        WrongId: 422,
        WrongText: 422,
        WrongSettings: 422,
        DestinationBarred: 422,
        StoreUnusable: 503,
        SwitchLost: 503,
    }
)
"""Errors of other rooms. One that is not here is a fault of ours: 500."""


def status_of(error: HotlineError) -> int:
    """The HTTP status of this error."""
    if isinstance(error, ConsoleError):
        return error.status
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
