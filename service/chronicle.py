"""What happened in each call, written down as it happens. Nothing here waits for a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import structlog

from calls.clock import Clock
from calls.contact import ContactRecord
from calls.happenings.entry import Entry, Happening
from calls.happenings.menu import Pressed
from calls.happenings.queue import CallingBack
from calls.happenings.visit import Arrived, Ended
from calls.ids import CallId
from calls.record import apply, fold

log = structlog.get_logger(__name__)


class EntryWriter(Protocol):
    """Who keeps entries: the journal of the store."""

    def write(self, entry: Entry) -> None:
        """Keep one entry. Never blocks, never raises for a full disk."""
        ...


class Chronicle:
    """Numbers the entries of every open call and keeps its record at hand."""

    def __init__(
        self, journal: EntryWriter, clock: Clock, on_ended: Callable[[ContactRecord], None] = lambda _record: None
    ) -> None:
        """`on_ended` is told every record that is complete."""
        self._journal, self._clock, self._on_ended = journal, clock, on_ended
        self._open: dict[CallId, ContactRecord] = {}
        self._watchers: list[Callable[[Entry, ContactRecord], None]] = []

    def watch(self, heard: Callable[[Entry, ContactRecord], None]) -> None:
        """Tell of every entry from now on, with the record that it makes. `heard` must be quick and must not raise."""
        self._watchers.append(heard)

    def note(self, call: CallId, what: Happening, at: float | None = None) -> None:
        """Write down what happened to a call now (or at `at`). After its end nothing is added."""
        record = self._open.get(call)
        if record is None and not isinstance(what, Arrived | CallingBack):
            log.warning("noted after the end", call_id=call, what=what)
            return
        entry = Entry(call, record.last_seq + 1 if record else 1, self._clock.now() if at is None else at, what)
        self._open[call] = apply(record, entry) if record else fold([entry])
        self._journal.write(entry)
        self._log(entry)
        for heard in self._watchers:
            heard(entry, self._open[call])
        if isinstance(what, Ended):
            self._on_ended(self._open.pop(call))

    def _log(self, entry: Entry) -> None:
        shown = (
            Pressed(entry.what.step, "•" * len(entry.what.digits)) if isinstance(entry.what, Pressed) else entry.what
        )
        log.info(type(shown).__name__, call_id=entry.call, what=shown)

    def record(self, call: CallId) -> ContactRecord | None:
        """The record so far of an open call."""
        return self._open.get(call)

    def open_records(self) -> list[ContactRecord]:
        """Every call that has not ended."""
        return list(self._open.values())

    def load(self, records: Iterable[ContactRecord]) -> None:
        """Go on with calls that were open when an earlier service died."""
        for record in records:
            self._open.setdefault(record.call, record)
