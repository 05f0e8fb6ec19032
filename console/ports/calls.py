"""Calls that are over or go on, as the console looks for them and tells them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from calls.contact import ContactRecord
from calls.ids import PersonId
from console.visitor import Visitor
from store.contacts import ContactRow
from store.seeking import Sought


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `kind` is stable and `fields` belong to it; `text` tells it in English."""

    at: float
    kind: str
    fields: dict[str, Any]
    text: str


class CallsPort(Protocol):
    """What the console asks of the service about calls."""

    async def page(self, sought: Sought) -> Sequence[ContactRow]:
        """The next calls that are sought, newest first. Raises StoreUnusable."""
        ...

    async def record(self, reference: str) -> ContactRecord:
        """The call with this id or part of one, as far as it has come.

        Raises WrongId, UnknownCall, AmbiguousCall, StoreUnusable.
        """
        ...

    def steps(self, record: ContactRecord, masked: bool) -> Sequence[Step]:
        """Everything that happened, in order."""
        ...

    def explained(self, record: ContactRecord, language: str, masked: bool) -> Sequence[str]:
        """Why it went as it did, in sentences: what `hotline explain` tells."""
        ...

    def reasons(self, explanation: str, language: str) -> Sequence[str]:
        """Why one offer was made, in sentences; none where that is not kept."""
        ...

    def people_of(self, who: Visitor) -> Collection[PersonId] | None:
        """The people in his part of the organisation; None: all."""
        ...

    def recording(self, record: ContactRecord) -> Path | None:
        """The sound of the conversation, while it is kept."""
        ...
