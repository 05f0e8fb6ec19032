"""SIPp's files, and what is said when it is not there."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.bench import everything
from service.bench.plans import KEY, NUMBER
from service.bench.scenarios import through_the_menu, waiting
from service.bench.sipp import Load, Outcome, SippMissing, _options, find_sipp, last_counts, read_outcome
from service.cli import app
from service.config import Settings

COUNTS = "StartTime;SuccessfulCall(C);FailedCall(C);\n2026;0;0;\n2026;3;1;\n"
TIMES = "Date_ms;response_time_ms;rtd_no\n508.001;4;1\n1008;4;1\n1504;0;1\n2508;104;1\n"
STAMP = "2026-11-22\t07:44:21.825201\t1795333461.825201"
ERRORS = f"The following events occurred:\n{STAMP}: Aborting call on an unexpected BYE for call: 7\nVia: SIP/2.0\n"


@pytest.fixture
def left(tmp_path: Path) -> Path:
    (tmp_path / "counts.csv").write_text(COUNTS)
    (tmp_path / "load_4711_rtt.csv").write_text(TIMES)
    (tmp_path / "load_4711_errors.log").write_text(ERRORS)
    return tmp_path


def test_what_sipp_left_is_read(left: Path) -> None:
    outcome = read_outcome(left, 4)
    assert (outcome.calls, outcome.failed) == (4, 1)
    assert outcome.setups == [0.004, 0.004, 0.0, 0.104]
    assert outcome.rate == pytest.approx(1.5, rel=0.01)
    assert outcome.reasons == ("Aborting call on an unexpected BYE for call: 7",)
    assert outcome.spread is not None
    assert outcome.spread.p95 == 0.104


def test_calls_that_were_never_made_have_failed(left: Path) -> None:
    assert read_outcome(left, 10).failed == 7


def test_a_sipp_that_left_nothing_has_failed_every_call(tmp_path: Path) -> None:
    outcome = read_outcome(tmp_path, 5)
    assert outcome == Outcome(5, 5, [])
    assert outcome.spread is None
    assert last_counts(tmp_path / "counts.csv") == {}


def test_a_load_is_bounded_in_calls_and_time() -> None:
    words = _options(Load("", 5060, 12.5, 40, 30.0))
    pairs = dict(pairwise(words))
    assert (pairs["-m"], pairs["-r"], pairs["-timeout"]) == ("40", "12.5", "30s")
    assert words[-1] == "127.0.0.1:5060"


def test_scenarios_are_xml_and_say_what_the_plans_expect(tmp_path: Path) -> None:
    for text in (through_the_menu(tmp_path), waiting(tmp_path, 60)):
        scenario = ET.fromstring(text)
        assert f"INVITE sip:{NUMBER}@" in (scenario[0].text or "")
        assert "rtp_stream" in text
    assert f"Signal={KEY}\n" in through_the_menu(tmp_path)
    assert 'timeout="60000"' in waiting(tmp_path, 60)
    assert (tmp_path / "silence.ulaw").read_bytes() == b"\xff" * 8000


def test_without_sipp_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SippMissing) as told:
        find_sipp()
    assert "sip-tester" in told.value.told()


@pytest.mark.parametrize("bench", ["menu", "recovery"])
def test_a_bench_without_sipp_ends_with_2(bench: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(everything, "settings_apart", Settings)
    assert CliRunner().invoke(app, ["bench", bench]).exit_code == 2
