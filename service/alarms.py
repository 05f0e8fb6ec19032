"""Alarms: what an admin must see, in the log and as a metric. An alarm is raised once until it is over."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from service.metrics import Metrics

log = structlog.get_logger(__name__)


class Alarms:
    """Raised and cleared by name."""

    def __init__(self, metrics: Metrics, now: Callable[[], float] = time.time) -> None:
        self._metrics, self._now = metrics, now
        self._raised: dict[str, str] = {}
        self._since: dict[str, float] = {}

    @property
    def raised(self) -> dict[str, str]:
        """The alarms that stand, with their texts."""
        return dict(self._raised)

    def since(self, name: str) -> float:
        """When it was raised, in epoch seconds; 0: it does not stand."""
        return self._since.get(name, 0.0)

    def raise_(self, name: str, text: str) -> None:
        """Something must be seen to."""
        if name not in self._raised:
            self._metrics.alarms.labels(name).inc()
            self._since[name] = self._now()
        if self._raised.get(name) != text:
            log.error("ALARM", alarm=name, text=text)
        self._raised[name] = text
        self._metrics.alarm_stands.labels(name).set(1)

    def happened(self, name: str, text: str) -> None:
        """Something that must not be has happened, and is over: counted and logged, but it does not stand."""
        self._metrics.alarms.labels(name).inc()
        log.error("ALARM", alarm=name, text=text)

    def clear(self, name: str) -> None:
        """It is over."""
        self._since.pop(name, None)
        if self._raised.pop(name, None) is not None:
            log.warning("alarm over", alarm=name)
            self._metrics.alarm_stands.labels(name).set(0)
