"""How today went, queue by queue: what `hotline report day` tells of the waits, kept up with every call that ends.

Read once from the journal, in a thread of its own, with a connection of its own; then each ended call is added to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import structlog

from acd.measures import By, Report, Rules, Tally
from acd.measures.calendar import Slot, begin_of, end_of
from acd.measures.report import began
from calls.contact import ContactRecord
from calls.errors import HotlineError
from calls.ids import CallId, PersonId
from store.reports import Reports

log = structlog.get_logger(__name__)
OpenReports = Callable[[], AbstractAsyncContextManager[Reports]]
"""A view of the journal, for a loop that is not ours."""


class Today:
    """`rules` tells what the plan promises now. `changed` is told the queues whose figures are others. Times: epoch seconds."""

    def __init__(self, rules: Callable[[], Rules], now: Callable[[], float]) -> None:
        self._rules, self._now = rules, now
        self.changed: Callable[[str], None] = lambda _queue: None
        self._report = self._empty()
        self._lines: Mapping[str, Tally] = {}
        self._meanwhile: list[ContactRecord] | None = None
        self._stale = asyncio.Event()

    async def run(self, reports: OpenReports) -> None:
        """Read what was, and again whenever the plan promises something else; for ever."""
        while True:
            self._stale.clear()
            await self.read(reports)
            await self._stale.wait()

    def plan_changed(self) -> None:
        """Another plan may promise something else: then all of today counts by that, as it does in the report."""
        rules = self._rules()
        if rules is not self._report.rules and rules.within != self._report.rules.within:
            self._stale.set()

    def of(self, queue: str) -> Tally:
        """The tally of a queue today."""
        if self._now() >= self._report.until:
            self._report = self._empty()
            self._lines = {}
        return self._lines.get(queue) or Tally()

    def ended(self, record: ContactRecord) -> None:
        """A call is over."""
        if self._meanwhile is not None:
            self._meanwhile.append(record)
        self._take(self._report, record)
        for queue in {span.whom for span in record.waits}:
            self.changed(queue)

    async def read(self, reports: OpenReports) -> None:
        """What has ended today before we looked. What cannot be read is told in the log, and counted from now on."""
        self._meanwhile = []
        try:
            report, seen = await asyncio.to_thread(asyncio.run, self._read(reports))
        except HotlineError as error:
            log.warning("today's figures are counted from now on", error=error.told())
            return
        finally:
            meanwhile, self._meanwhile = self._meanwhile, None
        self._report = report
        for record in meanwhile:
            if record.call not in seen:
                self._take(report, record)
        self._note_lines()
        for queue in self._lines:
            self.changed(queue)

    async def _read(self, reports: OpenReports) -> tuple[Report, set[CallId]]:
        report, seen = self._empty(), set[CallId]()
        async with reports() as reading:
            async for page in reading.pages(report.since, report.until):
                for record in page:
                    if record.ended_at is not None:
                        seen.add(record.call)
                        report.call(record, _no_wrap_up)
        return report, seen

    def _take(self, report: Report, record: ContactRecord) -> None:
        if report.since <= began(record) < report.until:
            report.call(record, _no_wrap_up)
            self._note_lines()

    def _note_lines(self) -> None:
        self._lines = dict(self._report.lines)

    def _empty(self) -> Report:
        rules, now = self._rules(), self._now()
        begun = begin_of(Slot.DAY, now, rules.zone)
        return Report(By.QUEUE, begun, end_of(Slot.DAY, begun, rules.zone), rules)


def _no_wrap_up(_person: PersonId, _call: CallId) -> float:
    """The floor shows waits; work is for reports."""
    return 0.0
