"""What a plan asks must be there: told before the first call, at the step that asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from service.config_connectors import ConnectorSettings
from service.source_checks import check_sources
from tests.unit.ivr.plans import plan_of

SETTINGS = ConnectorSettings(
    databases={"crm": SecretStr("sqlite:///crm.db")}, secrets={"crm": SecretStr("not told to anybody")}
)
FLOWS = "  start:\n    - set: {nr: caller.number}\n    - lookup: {%s, into: {state: state}}\n    - say: next\n    - hang_up\n"
SQL = 'sql: "%s", database: crm, values: {nr: "{nr}"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text("nr,state\n1003,open\n", encoding="utf-8")
    return tmp_path


def told(source: str, folder: Path) -> list[str]:
    return [problem.told() for problem in check_sources(plan_of(FLOWS % source), SETTINGS, folder)]


@pytest.mark.parametrize(
    "source",
    [
        'csv: orders.csv, where: nr, equals: "{nr}"',
        SQL % "SELECT state FROM orders WHERE nr = :nr",
        'url: "https://crm.example/{nr}", headers: {Authorization: "Bearer {secret.crm}"}',
    ],
)
def test_what_is_there_is_not_told(source: str, folder: Path) -> None:
    assert told(source, folder) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('csv: order.csv, where: nr, equals: "{nr}"', "a file in the plan's folder, with that column"),
        ('csv: orders.csv, where: xx, equals: "{nr}"', "a file in the plan's folder, with that column"),
        ('url: "https://crm.example", headers: {A: "{secret.crn}"}', "did you mean 'crm'?"),
        (
            'url: "https://crm.example", body: {key: "{secret.other}"}',
            "a secret of connectors.secrets (hint: known here: crm)",
        ),
        ((SQL % "SELECT state FROM orders WHERE nr = :nr").replace("crm", "crn"), "did you mean 'crm'?"),
        (SQL % "DELETE FROM orders WHERE nr = :nr", "one SELECT that only reads"),
        (SQL % "SELECT state FROM orders; DROP TABLE orders", "one SELECT that only reads"),
        (SQL % "SELECT state FROM orders WHERE nr = :other", "a value for every name of the query"),
        (SQL % "SELECT state FROM orders", "a name that the query uses"),
    ],
)
def test_what_could_only_fail_is_told_at_its_step(source: str, expected: str, folder: Path) -> None:
    found = told(source, folder)
    assert found
    assert all(problem.startswith("main.yaml:6:") for problem in found)
    assert any(expected in problem for problem in found), found
    assert "not told to anybody" not in "".join(found)


def test_a_column_that_the_file_lacks(folder: Path) -> None:
    flows = (FLOWS % 'csv: orders.csv, where: nr, equals: "{nr}"').replace("state: state", "state: stat")
    [problem] = check_sources(plan_of(flows), SETTINGS, folder)
    assert (problem.code, problem.hint) == ("unknown-column", "did you mean 'state'?")


def test_what_is_read_about_callers_is_checked_too(folder: Path) -> None:
    head = (
        "numbers: {100: start}\nlanguages: [zh]\n"
        'profiles: {csv: who.csv, where: phone, equals: "{caller.number}", fields: {segment: class}}\n'
    )
    [problem] = check_sources(plan_of("  start: [hang_up]\n", head), SETTINGS, folder)
    assert (problem.code, problem.line) == ("unknown-file", 3)
