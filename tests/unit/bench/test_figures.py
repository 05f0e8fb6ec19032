"""Figures, their targets, and how they are told."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.bench.ami import AmiFigures, Ratio
from service.bench.ami_rows import Row
from service.bench.doorbell import NoAnswer
from service.bench.everything import of_ami
from service.bench.figures import Figure, Found, Spread, percentile
from service.bench.showing import Steps, Work, carried_out, in_words, shown, table
from service.bench.sipp import SippMissing


@pytest.mark.parametrize(
    ("figure", "ok"),
    [
        (Figure("for information", 7.0), True),
        (Figure("for information, not measured", None), True),
        (Figure("at its limit", 0.05, at_most=0.05), True),
        (Figure("above it", 0.051, at_most=0.05), False),
        (Figure("at its least", 0.6, at_least=0.6), True),
        (Figure("below it", 0.59, at_least=0.6), False),
        (Figure("between", 2.0, at_least=1.0, at_most=3.0), True),
        (Figure("a target and no value", None, at_most=1.0), False),
    ],
)
def test_a_figure_meets_its_target_or_not(figure: Figure, ok: bool) -> None:
    assert figure.ok is ok
    assert Found("bench", [figure]).ok is ok
    assert Found("bench", [figure]).missed == ([] if ok else [figure.name])


def test_a_target_in_words() -> None:
    assert Figure("x", 1.0, at_most=0.05).target == "≤ 0.05"
    assert Figure("x", 1.0, at_least=0.6).target == "≥ 0.6"
    assert Figure("x", 1.0).target == ""


def test_nearest_rank_percentiles() -> None:
    twenty = [float(each) for each in range(1, 21)]
    assert percentile(twenty, 0.95) == 19
    assert percentile(twenty, 1.0) == 20
    assert percentile(twenty, 0.5) == 10
    assert percentile([7.0], 0.95) == 7


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.floats(0.01, 1.0))
def test_a_percentile_is_a_value_that_the_share_does_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_a_spread() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(3, 1.0, 2.0, 3.0, 3.0)


def test_json_has_every_figure_with_its_target_and_the_verdict(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    found = Found(
        "routing", [Figure("ratio", 0.02, "", at_most=0.05), Figure("median", 6.5, "ms")], ["how"], {"x": [1]}
    )
    assert shown([found], json=True) == 0
    told = orjson.loads(capfdbinary.readouterr().out)
    assert told["ok"] is True
    assert told["figures"][0] == {
        "name": "ratio", "value": 0.02, "unit": "", "at_most": 0.05, "at_least": None, "short": False, "ok": True,
    }  # fmt: skip
    assert told["detail"] == {"x": [1]}


def test_one_missed_target_spoils_the_whole(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    good, bad = Found("a", [Figure("fine", 1.0)]), Found("b", [Figure("lost", 2.0, at_most=0)])
    assert shown([good, bad], json=True) == 1
    told = orjson.loads(capfdbinary.readouterr().out)
    assert (told["ok"], [one["ok"] for one in told["benches"]]) == (False, [True, False])


def test_people_read_the_same_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown([Found("b", [Figure("callers lost", 2.0, "callers", at_most=0)], ["a remark"])], json=False) == 1
    said = capsys.readouterr().out
    assert "FAILED: callers lost" in said
    assert "a remark" in said
    assert table(Found("b", [Figure("x", 1.0)])).row_count == 1


def test_a_short_run_never_says_that_a_target_is_reached(capfd: pytest.CaptureFixture[str]) -> None:
    short = Found("acd", [Figure("off by", 0.1, at_most=0.15, short=True), Figure("for information", 3.0, short=True)])
    assert shown([short], json=False) == 0
    said = capfd.readouterr().out
    assert said.count("ok (short run: not the target)") == 2
    assert [one.verdict for one in short.figures] == ["ok (short run: not the target)", ""]
    assert Figure("off by", 0.2, at_most=0.15, short=True).verdict == "FAILED (short run: not the target)"
    assert shown([short, Found("menu", [])], json=True) == 0
    told = orjson.loads(capfd.readouterr().out)
    assert (told["short"], [one["short"] for one in told["benches"]]) == (True, [True, False])


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "ms", "not measured"),
        (3.0, "calls", "3 calls"),
        (0.01841, "", "0.0184"),
        (6.4712, "ms", "6.47 ms"),
        (12345.6, "s", "12,346 s"),
    ],
)
def test_values_in_words(value: float | None, unit: str, words: str) -> None:
    assert in_words(value, unit) == words


def test_the_older_bench_in_the_same_shape() -> None:
    row = Row("a row", lambda client, port: True, {"hotline": False, "hotline, uvloop": True})
    figures = AmiFigures(10, 1, {}, [Ratio("ours / peer", 1.7, 1.6), Ratio("told", 0.1, None)], [row])
    found = of_ami(figures)
    assert found.missed == ["correctness rows that our client fails"]
    assert [figure.at_least for figure in found.figures] == [None, 1.6, None]
    assert found.remarks == ["failed: a row"]


def test_a_bench_that_breaks_off_fails_and_the_others_go_on() -> None:
    def breaks(steps: Steps) -> Found:
        steps.step("about to break")
        raise NoAnswer("no INVITE")

    first, second = carried_out([Work("routing", breaks), Work("menu", lambda steps: Found("menu", []))])
    assert (first.bench, first.ok, second.ok) == ("routing", False, True)
    assert "no INVITE" in first.remarks[0]


def test_a_machine_that_lacks_something_breaks_all_off() -> None:
    def breaks(_steps: Steps) -> Found:
        raise SippMissing("sipp was not found")

    with pytest.raises(SippMissing):
        carried_out([Work("menu", breaks)])
