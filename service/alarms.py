"""Alarms: what an admin must see, in the log and as a metric. An alarm is raised once until it is over."""

from __future__ import annotations

import structlog

from service.metrics import Metrics

log = structlog.get_logger(__name__)


class Alarms:
    """Raised and cleared by name."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._raised: dict[str, str] = {}

    @property
    def raised(self) -> dict[str, str]:
        """The alarms that stand, with their texts."""
        return dict(self._raised)

    def raise_(self, name: str, text: str) -> None:
        """Something must be seen to."""
        if name not in self._raised:
            self._metrics.alarms.labels(name).inc()
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
        if self._raised.pop(name, None) is not None:
            log.warning("alarm over", alarm=name)
            self._metrics.alarm_stands.labels(name).set(0)
