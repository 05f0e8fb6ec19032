"""What a monitoring system reads of a service."""

from __future__ import annotations

from prometheus_client import generate_latest

from service.metrics import Metrics


def figures(metrics: Metrics) -> str:
    return generate_latest(metrics.registry).decode()
