"""Why a leg ended, in the words of ITU-T Q.850, and who ended it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Cause(IntEnum):
    """The Q.850 cause values we tell apart; every other value reads as UNKNOWN."""

    UNKNOWN = 0
    UNALLOCATED = 1
    NO_ROUTE = 3
    NORMAL = 16
    BUSY = 17
    NO_RESPONSE = 18
    NO_ANSWER = 19
    ABSENT = 20
    REJECTED = 21
    ANSWERED_ELSEWHERE = 26
    OUT_OF_ORDER = 27
    UNSPECIFIED = 31
    CONGESTION = 34
    NETWORK_OUT_OF_ORDER = 38
    TEMPORARY_FAILURE = 41
    NO_CHANNEL = 44
    BARRED = 52
    RECOVERY_ON_TIMER = 102
    INTERWORKING = 127

    @classmethod
    def of(cls, value: int) -> Cause:
        """The cause with this Q.850 value."""
        return cls(value) if value in cls._value2member_map_ else cls.UNKNOWN

    @property
    def words(self) -> str:
        """The cause as an admin reads it: `no answer`."""
        return self.name.lower().replace("_", " ")


class EndedBy(StrEnum):
    """Whose act ended a call."""

    CALLER = "caller"
    PERSON = "person"
    HOTLINE = "hotline"
    SWITCH = "switch"
    UNSEEN = "unseen"
