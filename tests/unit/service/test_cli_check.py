"""`hotline check`: a good plan is ok, and every mistake of another is told at its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.unit.service.at_a_terminal import BROKEN, MAIN, PEOPLE, Hotline, plan

pytestmark = pytest.mark.usefixtures("home")


def test_a_good_plan_is_ok(hotline: Hotline) -> None:
    said = hotline("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("ok: numbers ['95105'], flows 1, queues 1, people 2")


def test_a_good_plan_as_json(hotline: Hotline) -> None:
    said = hotline("check", "--json")
    assert said.code == 0
    assert json.loads(said.out) == {"ok": True, "numbers": ["95105"], "flows": 1, "queues": 1, "people": 2}


def test_every_mistake_is_told_at_once_with_file_line_and_column(hotline: Hotline) -> None:
    plan(BROKEN, people=PEOPLE.replace("skills: {orders: 8}", "skills: {orders: 80}"))
    said = hotline("check")
    assert (said.code, said.out) == (2, "")
    places = re.findall(r"^(\S+?\.yaml:\d+:\d+): found ", said.err, re.MULTILINE)
    assert "dialplans/main.yaml:1:20" in places
    assert "dialplans/main.yaml:3:37" in places
    assert "dialplans/main.yaml:8:7" in places
    assert any(place.startswith("dialplans/people.yaml:1:") for place in places)
    assert said.err.rstrip().endswith(f"\n{len(places)} problems")
    assert "did you mean 'enqueue'?" in said.err
    assert "Traceback" not in said.err


def test_every_mistake_as_json_on_standard_output(hotline: Hotline) -> None:
    plan(BROKEN)
    said = hotline("check", "--json")
    assert (said.code, said.err) == (2, "")
    told = json.loads(said.out)
    assert told["ok"] is False
    for problem in told["problems"]:
        assert problem["file"].endswith(".yaml")
        assert problem["line"] >= 1
        assert problem["code"]
        assert problem["found"]
    assert len(told["problems"]) >= 4


def test_another_plan_by_its_path(hotline: Hotline) -> None:
    Path("other.yaml").write_text("numbers: {}\n", encoding="utf-8")
    said = hotline("check", "other.yaml")
    assert said.code == 2
    assert "other.yaml:1:" in said.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "main.yaml:1:1: found a blank file"),
        (b"\xff\xfe\x00", "main.yaml:1:1: found"),
        (b"flows: [", "main.yaml:1:8: found a [ that is not closed"),
        (b"a: &a [*a, *a]\n", "main.yaml:1:"),
        (b"\x00", "main.yaml:1:1: found the character U+0000"),
    ],
)
def test_a_plan_that_is_no_plan_is_told_without_a_traceback(hotline: Hotline, content: bytes, told: str) -> None:
    Path("dialplans/main.yaml").write_bytes(content)
    said = hotline("check")
    assert said.code == 2
    assert told in said.err


def test_a_plan_that_is_not_there(hotline: Hotline) -> None:
    said = hotline("check", "nowhere.yaml")
    assert said.code == 2
    assert "nowhere.yaml" in said.err


def test_a_folder_is_no_plan(hotline: Hotline) -> None:
    said = hotline("check", "dialplans")
    assert said.code == 2
    assert "dialplans" in said.err


def test_a_manager_who_may_not_be_called_is_told_at_his_place(hotline: Hotline) -> None:
    plan(MAIN, people=PEOPLE.replace("13900001111", "0059277777"))
    said = hotline("check")
    assert said.code == 2
    assert "dialplans/people.yaml:2:12: " in said.err
    assert "outgoing.allowed" in said.err


def test_settings_that_are_not_there(hotline: Hotline) -> None:
    said = hotline("check", "-c", "nowhere.toml")
    assert said.code == 2
    assert "nowhere.toml: there is no such file" in said.err
