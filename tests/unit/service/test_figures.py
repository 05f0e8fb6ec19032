"""The figures of a service: its own, and served to a monitoring system."""

from __future__ import annotations

import socket
import urllib.request

from service.metrics import Metrics
from tests.unit.service.figures import figures
from tests.waiting import patient


def test_two_services_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.calls.labels("served").inc()
    assert 'hotline_calls_total{outcome="served"} 1.0' in figures(one)
    assert 'outcome="served"' not in figures(other)


def test_figures_are_served_to_a_monitoring_system() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    metrics = Metrics()
    metrics.serve("127.0.0.1", port)
    metrics.open_calls.set(3)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=patient(3)) as answer:
        assert b"hotline_open_calls 3.0" in answer.read()
