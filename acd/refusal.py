"""How an offer comes to nothing on the person's side."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The kinds there are. The value is told to people and kept in records."""

    DECLINED = "declined"
    LATER = "asked to be called again later"
    REJECTED = "rejected"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    UNREACHABLE = "unreachable"
    NOT_ACCEPTED = "picked up but not accepted"
    HUNG_UP = "hung up before the call was joined"
    FAILED = "could not be rung"
