"""Figures for a monitoring system, in the Prometheus format."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server


class Metrics:
    """One registry a service: two in one process (tests) do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter("hotline_calls", "Calls by how they ended", ["outcome"], registry=self.registry)
        self.open_calls = Gauge("hotline_open_calls", "Calls in progress", registry=self.registry)
        self.waits = Histogram(
            "hotline_wait_seconds",
            "Time in queue of calls that were connected",
            buckets=(1, 5, 10, 20, 30, 60, 120, 300, 600),
            registry=self.registry,
        )
        self.alarms = Counter("hotline_alarms", "Alarms raised", ["alarm"], registry=self.registry)
        self.alarm_stands = Gauge("hotline_alarm", "1 while an alarm stands", ["alarm"], registry=self.registry)
        self.faults = Counter(
            "hotline_faults", "Tasks that failed by a fault of ours", ["task"], registry=self.registry
        )
        self.hooks = Counter(
            "hotline_hooks", "Messages to other systems, by what became of them", ["outcome"], registry=self.registry
        )
        self.utterances = Counter(
            "hotline_utterances",
            "What callers said, by what became of it",
            ["language", "outcome"],
            registry=self.registry,
        )
        self.barge_ins = Counter(
            "hotline_barge_ins", "Prompts that a key or a voice interrupted", ["by"], registry=self.registry
        )
        self.recognition_waits = Histogram(
            "hotline_recognition_seconds",
            "From the end of an utterance (its closing silence included) to what came of it",
            buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3),
            registry=self.registry,
        )
        self.messages = Counter("hotline_messages", "Messages that callers left", ["box"], registry=self.registry)
        self.new_messages = Gauge(
            "hotline_new_messages", "Messages that nobody has heard yet", ["box"], registry=self.registry
        )
        self.callbacks = Counter(
            "hotline_callbacks", "Callbacks by what became of them", ["outcome"], registry=self.registry
        )
        self.open_callbacks = Gauge(
            "hotline_open_callbacks", "Callers who are to be called back", ["queue"], registry=self.registry
        )
        self.lookups = Counter(
            "hotline_lookups", "Questions to sources, by what came of them", ["what", "outcome"], registry=self.registry
        )
        self.lookup_seconds = Histogram(
            "hotline_lookup_seconds",
            "How long sources took to answer",
            ["what"],
            buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5),
            registry=self.registry,
        )
        self.link_up = Gauge("hotline_switch_link", "1 while the switch is commandable", registry=self.registry)

    def serve(self, host: str, port: int) -> None:
        """Answer GET /metrics on this address, in a thread of the library's."""
        start_http_server(port, host, registry=self.registry)
