"""`hotline check --tests`, `simulate`, `diff`, `graph`, `schema`: a plan looked at without a switch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from service.cli import app

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "dialplans"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A copy of the sample plan, to be changed."""
    shutil.copytree(SHIPPED, tmp_path / "dialplans")
    return tmp_path / "dialplans" / "main.yaml"


def hotline(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_the_sample_plan_holds_its_own_cases() -> None:
    result = hotline("check", SHIPPED / "main.yaml", "--tests")
    assert result.exit_code == 0, result.output
    assert "test cases hold" in result.output


def test_a_case_that_fails_is_shown_with_the_whole_call(plan: Path) -> None:
    edit(plan, "2: {go: complaints", "2: {go: wealth")
    edit(plan, "3: {go: wealth", "3: {go: complaints")
    result = hotline("check", plan, "--tests")
    assert result.exit_code == 2
    assert "failed: complaints" in result.output
    assert "expected the end to be queue complaints, found queue wealth" in result.output
    assert "waits in queue wealth" in result.output


def test_a_problem_is_shown_with_its_line_and_a_mark_below_the_place(plan: Path) -> None:
    edit(plan, "- goto: farewell", "- goto: farwell")
    result = hotline("check", plan)
    assert result.exit_code == 2
    shown = result.output.splitlines()
    at = next(index for index, line in enumerate(shown) if "farwell" in line and "did you mean 'farewell'?" in line)
    assert shown[at + 1].endswith("- goto: farwell")
    assert shown[at + 2].index("^") == shown[at + 1].index("farwell")


def test_what_is_wrong_with_the_cases_is_told_like_what_is_wrong_with_the_plan(plan: Path) -> None:
    (plan.parent / "tests" / "more.yaml").write_text("cases: [{name: a, do: [jump], expect: {ends: x}}]", "utf-8")
    result = hotline("check", plan, "--tests", "--json")
    assert result.exit_code == 2
    told = json.loads(result.output)
    assert [problem["found"] for problem in told["problems"]] == ["'jump'"]


def test_a_plan_without_cases_says_where_they_belong(plan: Path) -> None:
    shutil.rmtree(plan.parent / "tests")
    result = hotline("check", plan, "--tests")
    assert result.exit_code == 2
    assert "no test cases, expected files of cases: tests/*.yaml" in result.output


def test_a_simulated_call_does_what_is_written_in_that_order() -> None:
    words = ("simulate", SHIPPED / "main.yaml", "--from", "13800001111", "--at", "2026-10-01 09:00", "--json")
    told = json.loads(hotline(*words, "--press", "1", "--do", "silence", "--press", "2").output)
    assert told["ends"] == "queue orders"
    lines = [line.partition("  ")[2] for line in told["lines"]]
    assert [line for line in lines if line.startswith("caller")] == [
        "caller keys 1",
        "caller is silent",
        "caller keys 2",
    ]


def test_a_simulated_call_knows_what_prompts_say() -> None:
    result = hotline("simulate", SHIPPED / "main.yaml", "--press", "0")
    assert "greeting: " in result.output
    assert "ends: queue human" in result.output


def test_a_simulated_caller_is_known_and_his_order_is_found_in_the_files_of_the_plan() -> None:
    words = ("simulate", SHIPPED / "main.yaml", "--from", "13800002222")
    result = hotline(*words, "--press", "1", "--press", "1", "--press", "20261001#")
    assert "language en" in result.output
    assert "date 2026-12-24" in result.output


def test_a_simulated_caller_may_be_given_another_profile() -> None:
    result = hotline("simulate", SHIPPED / "main.yaml", "--from", "13800002222", "--world", "{profile: {language: zh}}")
    assert "language en" not in result.output


def test_a_simulated_lookup_may_be_given_another_answer() -> None:
    words = ("simulate", SHIPPED / "main.yaml", "--press", "1", "--press", "1", "--press", "20261001")
    assert "order_not_found" in hotline(*words, "--world", "{lookups: {order_status.2: nothing}}").output
    assert "date 2026-12-24" in hotline(*words, "--world", "{lookups: {welcome.1: nothing}}").output


def test_an_interactive_call_asks_at_every_question(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["1", "", "2"]

    def read(_prompt: str) -> str:
        if not typed:
            raise EOFError
        return typed.pop(0)

    monkeypatch.setattr("builtins.input", read)
    result = hotline("simulate", SHIPPED / "main.yaml", "-i")
    assert "orders.1: noinput, try 1" in result.output
    assert "ends: queue orders" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--press", "x"), "cannot 'press x'"),
        (("--at", "noon"), "no date and time"),
        (("--language", "fr"), "none of the plan's: zh, en"),
        (("--world", "[1"), "--world"),
        (("--world", "[1]"), "expected keys of profile"),
        (("--world", "{profil: {}}"), "did you mean 'profile'?"),
        (("--world", "{lookups: {order_status.2: none}}"), "one of nothing, failed"),
        (("--world", "{lookups: {order_staus.2: nothing}}"), "did you mean 'order_status.2'?"),
    ],
)
def test_a_wrong_word_in_a_simulation_is_told(words: tuple[str, ...], told: str) -> None:
    result = hotline("simulate", SHIPPED / "main.yaml", *words)
    assert result.exit_code != 0
    assert told in f"{result.output}{result.exception}"


def test_the_difference_of_two_plans_is_told_in_words(plan: Path) -> None:
    edit(plan, "2: {go: order_desk", "2: {go: order_status")
    edit(plan.parent / "queues.yaml", "weight: 5", "weight: 7")
    result = hotline("diff", SHIPPED / "main.yaml", plan)
    assert result.exit_code == 1
    assert "menu orders: key 2 moved from order_desk to order_status" in result.output
    assert "weight 5 -> 7" in result.output
    assert hotline("diff", plan, plan).exit_code == 0


def test_a_plan_is_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "plan.svg"
    assert hotline("graph", SHIPPED / "main.yaml", "-o", picture).exit_code == 0
    assert "welcome" in {
        text.text for text in fromstring(picture.read_text("utf-8")).iter("{http://www.w3.org/2000/svg}text")
    }
    assert hotline("graph", SHIPPED / "main.yaml").output.startswith("flowchart TD")
    assert hotline("graph", SHIPPED / "main.yaml", "-o", tmp_path / "plan.gif").exit_code != 0


def test_the_schema_holds_for_the_sample_plan_and_finds_a_wrong_key(plan: Path) -> None:
    schema = json.loads(hotline("schema").output)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for file in plan.parent.glob("*.yaml"):
        assert [error.message for error in validator.iter_errors(_loaded(file))] == []
    edit(plan, "then: human", "than: human")
    assert list(validator.iter_errors(_loaded(plan)))


def _loaded(file: Path) -> object:
    """As an editor reads it: JSON has text for keys."""
    return json.loads(json.dumps(YAML(typ="safe").load(file.read_text("utf-8"))))
