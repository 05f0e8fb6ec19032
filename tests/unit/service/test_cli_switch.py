"""`hotline switch` as an admin meets it: what it turns, what it shows, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from calls.errors import WrongSettings
from service.cli import app

PLAN = """\
numbers: {"95105": welcome}
languages: [en]
hours: {office: {zone: Asia/Shanghai, week: {mon-fri: "08:00-18:00"}}}
flows:
  welcome:
    - notice: {name: storm, prompt: greeting}
    - hours: {of: office, closed: shut}
    - hang_up: {say: goodbye}
  shut: [hang_up: {say: goodbye}]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dialplans").mkdir()
    (tmp_path / "dialplans" / "main.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "hotline.toml").write_text('[centre]\nzone = "Asia/Shanghai"\n', encoding="utf-8")


def said(*words: str) -> str:
    ran = CliRunner().invoke(app, ["switch", *words])
    assert ran.exit_code == 0, ran.output
    return ran.output


def refused(*words: str) -> str:
    ran = CliRunner().invoke(app, ["switch", *words])
    assert ran.exit_code != 0
    assert isinstance(ran.exception, WrongSettings)
    return ran.exception.told()


def stands() -> dict[str, str]:
    return {row["name"]: row["position"] for row in json.loads(said("list", "--json"))}


def test_every_switch_of_the_plan_is_listed_untouched() -> None:
    assert stands() == {"hours.office": "auto", "notice.storm": "auto"}
    assert "notice.storm" in said("list")


def test_a_switch_is_turned_on_off_and_given_back() -> None:
    assert "notice.storm is on" in said("on", "notice.storm", "--by", "lin")
    said("off", "hours.office")
    assert stands() == {"hours.office": "off", "notice.storm": "on"}
    assert "lin" in said("list")
    said("auto", "notice.storm")
    assert stands() == {"hours.office": "off", "notice.storm": "auto"}


def test_until_is_by_the_centres_clock() -> None:
    told = json.loads(said("on", "notice.storm", "--until", "2099-10-01 18:00", "--json"))
    assert told["until"] == 4_094_532_000.0  # 10:00 UTC
    assert "until 2099-10-01 18:00" in said("list")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("on", "notice.strom"), "did you mean 'notice.storm'?"),
        (("on", "storm"), "'storm'"),
        (("on", "notice.storm", "--until", "tomorrow"), "'tomorrow' is no moment"),
        (("on", "notice.storm", "--until", "2020-01-01"), "is past"),
    ],
)
def test_what_is_refused_changes_nothing(words: tuple[str, ...], expected: str) -> None:
    assert expected in refused(*words)
    assert set(stands().values()) == {"auto"}


def test_a_switch_that_the_plan_has_no_longer_can_be_given_back() -> None:
    said("on", "notice.storm")
    Path("dialplans/main.yaml").write_text(PLAN.replace("storm", "flood"), encoding="utf-8")
    said("auto", "notice.storm")
    assert stands() == {"hours.office": "auto", "notice.flood": "auto"}


def test_a_plan_without_switches_says_so() -> None:
    text = 'numbers: {"95105": welcome}\nlanguages: [en]\nflows: {welcome: [hang_up]}\n'
    Path("dialplans/main.yaml").write_text(text, encoding="utf-8")
    assert "the dialplan has no switches" in said("list")
