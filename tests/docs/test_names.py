"""Lists on the pages are the lists in the code: events, states, outcomes, alarms, metrics, contracts, error codes."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator

from prometheus_client import Metric

from acd.states import ContactState, OfferState, PersonState
from calls.contact import Outcome
from calls.errors import HotlineError
from service.metrics import Metrics
from telephony.translate import EVENTS_READ
from tests.docs.pages import PAGES, ROOT, code, first_column, section, text_of

ARCHITECTURE, OPERATIONS = ROOT / "docs/architecture.md", ROOT / "docs/operations.md"
GLOSSARY = ROOT / "docs/glossary.md"
ROOMS = ("acd", "calls", "ivr", "prompts", "service", "speech", "store", "telephony")


def test_the_events_are_those_that_are_read() -> None:
    assert first_column(section(ARCHITECTURE, "The events that are read")) == list(EVENTS_READ)


def test_the_contracts_are_those_that_are_checked() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = re.findall(r"^\* (.+)$", section(ARCHITECTURE, "Floors"), re.MULTILINE)
    assert named == [contract["name"] for contract in config["tool"]["importlinter"]["contracts"]]


def test_the_floors_are_drawn_as_they_are_checked() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    drawing = section(ARCHITECTURE, "Floors")
    rooms = [room for layer in layers for room in layer.split(" | ")]
    assert re.findall(rf"│ ({'|'.join(rooms)})  ", drawing) == rooms


def test_the_words_for_states_are_the_states() -> None:
    for heading, states in (("person", PersonState), ("offer", OfferState), ("contact", ContactState)):
        assert first_column(section(GLOSSARY, f"States of {'an' if heading == 'offer' else 'a'} {heading}")) == [
            state.value for state in states
        ]


def test_the_words_for_outcomes_are_the_outcomes() -> None:
    assert set(first_column(section(GLOSSARY, "Outcomes of a call"))) == {outcome.value for outcome in Outcome}


def test_outcomes_that_operations_names_exist() -> None:
    table = section(OPERATIONS, "A caller who hangs up")
    named = {cell for row in table.splitlines()[3:] for cell in re.findall(r"`([^`]+)`", row.rpartition(" | ")[2])}
    assert named
    assert named <= {outcome.value for outcome in Outcome}


def test_the_metrics_are_those_that_are_kept() -> None:
    table = section(OPERATIONS, "Metrics")
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", table, re.MULTILINE))
    assert told == {_shown(metric): metric.type for metric in Metrics().registry.collect()}


def _shown(metric: Metric) -> str:
    """A counter is served under its name and `_total`."""
    return f"{metric.name}_total" if metric.type == "counter" else metric.name


def test_the_alarms_are_those_that_are_raised() -> None:
    assert set(first_column(section(OPERATIONS, "Alarms"))) == set(_alarms())


def _alarms() -> Iterator[str]:
    """The name in every `raise_("name", ...)` and `on_trouble("name", ...)`."""
    for file in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="raise_" | "happened" | "on_trouble" | "on_forged"),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    yield name


def test_error_codes_that_are_named_exist() -> None:
    named = {found for page in PAGES for found in re.findall(r"\bHL\d{3}\b", text_of(page))}
    assert named <= {error.code for error in _errors(HotlineError)}


def _errors(root: type[HotlineError]) -> Iterator[type[HotlineError]]:
    """Every error of ours. All rooms are imported first, for a class is only known by then."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if module.name.endswith(("errors", "plans", "session", "demo")):
                importlib.import_module(module.name)
    yield root
    for error in root.__subclasses__():
        yield from _errors(error)


def test_log_events_that_operations_names_are_logged() -> None:
    logged = {name for room in ROOMS for name in _logged(room)}
    named = {"ALARM", "alarm over", "recovered", "asterisk_died", "asterisk_starts_again", "asterisk_not_started"}
    assert named <= logged
    assert named <= set(code(OPERATIONS))


def _logged(room: str) -> Iterator[str]:
    for file in (ROOT / room).rglob("*.py"):
        found = re.findall(r'log\.(?:debug|info|warning|error|exception)\(\s*"([^"]+)"', file.read_text("utf-8"))
        yield from found
