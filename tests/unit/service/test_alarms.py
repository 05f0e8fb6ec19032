"""Alarms: raised once, told again with news, over when cleared, and counted."""

from __future__ import annotations

from structlog.testing import capture_logs

from service.alarms import Alarms
from service.metrics import Metrics
from tests.unit.service.figures import figures


def test_an_alarm_is_raised_once_until_it_is_over() -> None:
    metrics = Metrics()
    alarms = Alarms(metrics)
    with capture_logs() as logs:
        for _ in range(3):
            alarms.raise_("store", "the disk is full")
        assert alarms.raised == {"store": "the disk is full"}
        assert 'hotline_alarms_total{alarm="store"} 1.0' in figures(metrics)
        assert 'hotline_alarm{alarm="store"} 1.0' in figures(metrics)
        alarms.clear("store")
        alarms.clear("store")
        assert alarms.raised == {}
        assert 'hotline_alarm{alarm="store"} 0.0' in figures(metrics)
        alarms.raise_("store", "the disk is full")
    assert [line["event"] for line in logs] == ["ALARM", "alarm over", "ALARM"]
    assert 'hotline_alarms_total{alarm="store"} 2.0' in figures(metrics)


def test_a_standing_alarm_with_news_is_told_again_but_is_the_same_alarm() -> None:
    alarms = Alarms(metrics := Metrics())
    with capture_logs() as logs:
        alarms.raise_("link", "cut")
        alarms.raise_("link", "refused")
    assert [line["text"] for line in logs] == ["cut", "refused"]
    assert alarms.raised == {"link": "refused"}
    assert 'hotline_alarms_total{alarm="link"} 1.0' in figures(metrics)


def test_what_has_happened_and_is_over_does_not_stand() -> None:
    alarms = Alarms(metrics := Metrics())
    with capture_logs() as logs:
        alarms.happened("forged_event", "a caller tried")
        alarms.happened("forged_event", "a caller tried")
    assert len(logs) == 2
    assert alarms.raised == {}
    assert 'hotline_alarms_total{alarm="forged_event"} 2.0' in figures(metrics)


def test_a_reader_cannot_change_what_is_raised() -> None:
    alarms = Alarms(Metrics())
    alarms.raised["link"] = "cut"
    assert alarms.raised == {}
