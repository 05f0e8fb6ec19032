"""`hotline whatif`: a written day is read, tried and told."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from acd.patience import Baseline, Hazard, PatienceModel
from acd.simulation.recorded import RecordedCall, calls_of_records
from acd.simulation.written import day_of
from service.cli import app
from service.whatif import DayRefused, open_day

SAMPLE = Path("dialplans/days/monday.yaml")
SMALL = """\
name: A small day
begins: "09:00"
ends: "11:00"
queues:
  gold: {weight: 5, skill: {s: 5}}
  plain: {skill: {s: 5}}
teams:
  desk: {people: 4, skills: {s: 8}, wrap_up: 5s, shift: "09:00-11:00"}
callers:
  vip: {calls: 60, queue: gold, patience: {exponential: 30s, spread: 0.8, known: 4}, handling: {lognormal: 3m, cv: 1}}
  low: {calls: 80, queues: {plain: 3, gold: 1}, patience: never, handling: 2m, profile: [1, 3]}
variants:
  as it is:
  others: {rules: app_queue}
  more people: {people: {desk: 8}}
  fewer calls: {calls: 0.5}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "day.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_the_sample_is_read_without_a_mistake() -> None:
    day = open_day(SAMPLE)
    assert [variant.name for variant in day.variants][:2] == ["as it is", "as app_queue would"]
    assert sum(team.people for team in day.teams) == 19


def test_variants_meet_the_same_callers(small: Path) -> None:
    day = open_day(small)
    first, second = (day_of(day, variant) for variant in day.variants[:2])
    assert list(first.calls) == list(second.calls)
    assert {queue.strategy for queue in second.queues} == {"app_queue"}


def test_a_variant_changes_staff_and_calls(small: Path) -> None:
    day = open_day(small)
    assert len(day_of(day, day.variants[2]).people) == 8
    assert len(day_of(day, day.variants[3]).calls) < 0.75 * len(day_of(day, day.variants[0]).calls)


def test_profile_and_parts_shape_the_calls(small: Path) -> None:
    day = open_day(small)
    low = [call for call in day_of(day, day.variants[0]).calls if call.segment == "low"]
    assert sum(call.arrives >= 3600 for call in low) > 1.5 * sum(call.arrives < 3600 for call in low)
    assert {call.queue for call in low} == {"plain", "gold"}


def test_json_has_every_variant_and_group(small: Path) -> None:
    ran = CliRunner().invoke(app, ["whatif", str(small), "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert [variant["name"] for variant in found["variants"]] == ["as it is", "others", "more people", "fewer calls"]
    for variant in found["variants"]:
        total = variant["total"]
        assert total["answered"] + total["abandoned"] + total["given_away"] + total["unserved"] == total["offered"]
        assert sum(tally["offered"] for tally in variant["by_class"].values()) == total["offered"]
        assert sum(tally["offered"] for tally in variant["by_queue"].values()) == total["offered"]
        assert sum(person["taken"] for person in variant["by_person"].values()) == total["answered"]
    as_it_is, _, more, _ = (variant["total"]["asa"] for variant in found["variants"])
    assert more < as_it_is


def test_tables_bars_and_a_chart(small: Path, tmp_path: Path) -> None:
    chart = tmp_path / "day.svg"
    ran = CliRunner().invoke(app, ["whatif", str(small), "--chart", str(chart)])
    assert ran.exit_code == 0, ran.output
    assert "A small day" in ran.stdout
    assert "█" in ran.stdout
    assert "every variant met the same callers" in ran.stdout
    words = "".join(ElementTree.fromstring(chart.read_text(encoding="utf-8")).itertext())
    assert "more people" in words
    assert "vip" in words


WRONG = {
    "callers:": ("callers: {vip: {calls: 3, queue: silver, patience: never, handling: 3m}}", "silver"),
    "shift": ("teams: {desk: {people: 4, skills: {s: 8}, shift: 25-26}}", "09:00-17:00"),
    "variants": ("variants: {other: {rules: nonsense}}", "nonsense"),
    "team": ("variants: {other: {people: {night: 3}}}", "night"),
    "handling": ("callers: {vip: {calls: 3, queue: gold, patience: never, handling: {gamma: 3m}}}", "exponential"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    text, says = WRONG[name]
    lines = [SMALL.split("teams:")[0].rstrip()]
    if not text.startswith("teams"):
        lines.append("teams: {desk: {people: 4, skills: {s: 8}}}")
    if not text.startswith("callers"):
        lines.append("callers: {low: {calls: 5, queue: plain, patience: never, handling: 2m}}")
    path = tmp_path / "wrong.yaml"
    path.write_text("\n".join([*lines, text, ""]), encoding="utf-8")
    with pytest.raises(DayRefused) as refused:
        open_day(path)
    assert f"{path}:{len(chr(10).join(lines).splitlines()) + 1}:" in str(refused.value)
    assert says in str(refused.value)


def test_a_day_with_nobody_who_calls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(SMALL.split("callers:")[0], encoding="utf-8")
    with pytest.raises(DayRefused, match="callers"):
        open_day(path)


def test_what_no_record_tells_is_drawn_beyond_what_it_tells() -> None:
    model = PatienceModel({"": Baseline(Hazard((0.0, 1.0), (0.0, 1 / 60.0)), 1.5, 1.5)})
    records = [
        RecordedCall(float(n), "q", "", 1, 30.0, gave_up=n % 3 == 0, handled=None if n % 3 == 0 else 100.0 + n)
        for n in range(900)
    ]
    calls = calls_of_records(records, model, seed=4)
    assert calls == calls_of_records(records, model, seed=4)
    gone = [call.patience for call in calls[::3]]
    assert gone == [30.0] * 300
    others = [call.patience for number, call in enumerate(calls) if number % 3]
    assert min(others) > 30.0
    left_within_a_minute = sum(patience < 90.0 for patience in others) / len(others)
    stays = ((1.5 + 30 / 60) / (1.5 + 90 / 60)) ** 1.5
    assert left_within_a_minute == pytest.approx(1 - stays, abs=0.06)
    assert all(call.handling >= 100.0 for call in calls[::3])
