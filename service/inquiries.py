"""A call's lookups: asked, counted, and in its record."""

from __future__ import annotations

from calls.happenings.menu import LookedUp
from ivr.actions import LookUp
from ivr.events import Found, NotFound
from service.asking import Asks, Outcome
from service.call import Call
from service.chronicle import Chronicle
from service.metrics import Metrics


class AskedInquiries:
    """Asks what a `lookup` asks."""

    def __init__(self, asking: Asks, chronicle: Chronicle, metrics: Metrics) -> None:
        self._asking, self._chronicle, self._metrics = asking, chronicle, metrics

    async def ask(self, call: Call, asked: LookUp) -> Found | NotFound:
        """The answer, within the inquiry's time."""
        outcome = await self._asking.answer(asked.inquiry, asked.values)
        self._chronicle.note(call.id, LookedUp(asked.step, outcome.how, outcome.seconds))
        count(self._metrics, "lookup", outcome)
        return Found(outcome.values) if outcome.found else NotFound(outcome.how, outcome.failed)


def count(metrics: Metrics, what: str, outcome: Outcome) -> None:
    """Count a question, and how long it took where a source was asked."""
    metrics.lookups.labels(what, "failed" if outcome.failed else outcome.how).inc()
    if outcome.seconds:
        metrics.lookup_seconds.labels(what).observe(outcome.seconds)
