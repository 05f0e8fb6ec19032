"""Where a `lookup` finds its answer: data that the plan carries; the service does the asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calls.problems import Place
from ivr.known import PROFILE


class ValueType(StrEnum):
    """What a field of the answer must be. Anything else makes the lookup fail."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field of the answer: `path` is the way to it in the JSON (`order.items.0.state`) or the column's name."""

    path: str
    type: ValueType = ValueType.TEXT


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A web service that answers with JSON. `url`, `headers` and `body` hold `{names}` that are filled at call time."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SqlSource:
    """A read-only query with `:names`, on a database that the settings name."""

    database: str
    query: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CsvSource:
    """A file with a header line; the first row whose column `where` equals `equals` is the answer."""

    file: str
    where: str
    equals: str


Source = HttpSource | SqlSource | CsvSource


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to a source. Times are seconds. `wanted`: the fields of the answer, by the name they get in the call."""

    source: Source
    wanted: Mapping[str, Wanted]
    within: float = 3.0
    retries: int = 1
    cache_for: float = 0.0


@dataclass(frozen=True, slots=True)
class Profiles:
    """The question that is asked about each caller. Its `wanted` are the fields of the profile."""

    inquiry: Inquiry
    place: Place

    @property
    def others(self) -> frozenset[str]:
        """The fields beyond those that every profile has."""
        return frozenset(self.inquiry.wanted) - PROFILE.keys()
