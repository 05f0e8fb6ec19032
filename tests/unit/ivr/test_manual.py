"""docs/dialplan.md is what the code says, and its examples load."""

from __future__ import annotations

import pytest

from ivr.manual import manual
from ivr.steps import VERBS
from tests.unit.ivr.plans import ROOT, load_texts

HEAD = "numbers: {100: start}\nlanguages: [zh, en]\nhours: {office: {zone: UTC, week: {mon: '09:00-18:00'}}}\nflows:\n"
OTHERS = "".join(
    f"  {name}: [hang_up]\n" for name in ("after_hours", "complaints", "farewell", "human", "orders", "welcome")
)


def test_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "dialplan.md").read_text("utf-8")
    assert page == manual(), "write it anew: python -m ivr.manual > docs/dialplan.md"


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_of_a_verb_loads(verb: str) -> None:
    example = "".join(f"    {line}\n" for line in VERBS[verb].manual.example.splitlines())
    loaded = load_texts({"main.yaml": f"{HEAD}  start:\n{example}{OTHERS}"})
    assert [problem.told() for problem in loaded.problems] == []
    assert verb in VERBS[verb].manual.example


@pytest.mark.parametrize("verb", VERBS)
def test_the_short_form_of_a_verb_loads(verb: str) -> None:
    for short in VERBS[verb].manual.short.replace(" alone", "").split(" or "):
        if short:
            text = short.strip("`")
            loaded = load_texts({"main.yaml": f"{HEAD}  start:\n    - {text}\n{OTHERS}"})
            assert [problem.told() for problem in loaded.problems] == []


def test_the_whole_examples_of_the_page_load() -> None:
    blocks = [block for block in manual().split("```yaml\n")[1:] if block.startswith(("numbers", "hours"))]
    whole, hours = (block.split("```")[0] for block in blocks)
    files = dict.fromkeys(("queues.yaml",), "queues: {orders: {}}\n")
    files |= {"people.yaml": "agents: {}\n", "hours.yaml": hours}
    problems = load_texts({"main.yaml": whole, **files}).problems
    assert [problem.told() for problem in problems] == []
