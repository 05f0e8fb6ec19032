"""Plans written in a test, and the sample hotline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from calls.problems import Problem
from ivr.checking import check
from ivr.dialplan import Plan
from ivr.loading import Loaded, load

ROOT = Path(__file__).parents[3]
QUEUES = {"orders", "wealth", "human"}
PEOPLE = {"1003", "xiamen_1"}


def load_texts(files: Mapping[str, str], main: str = "main.yaml") -> Loaded:
    """What these files load to."""

    def read(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(2, "No such file or directory", name)
        return files[name]

    return load(main, read)


def told(text: str, **more: str) -> list[str]:
    """Every problem of this main.yaml; other files by name without `.yaml`."""
    files = {"main.yaml": text} | {f"{name}.yaml": other for name, other in more.items()}
    return [problem.told() for problem in load_texts(files).problems]


def plan_of(flows: str, head: str = "numbers: {100: start}\nlanguages: [zh, en]\n") -> Plan:
    """A plan without problems, with these flows (written with two spaces before each name)."""
    loaded = load_texts({"main.yaml": f"{head}flows:\n{flows}"})
    assert [problem.told() for problem in loaded.problems] == []
    return loaded.plan


def whole_plan(text: str) -> Plan:
    """A plan without problems, from a whole file."""
    loaded = load_texts({"main.yaml": text})
    assert [problem.told() for problem in loaded.problems] == []
    return loaded.plan


def check_of(flows: str, head: str = "numbers: {100: start}\nlanguages: [zh, en]\n") -> list[Problem]:
    """What is wrong with this plan as a whole, in a house with two queues and three people."""
    return check(
        plan_of(flows, head),
        lambda prompt, language: prompt != "missing" and (prompt, language) != ("only_zh", "en"),
        QUEUES,
        PEOPLE,
        lambda number: number.startswith("139"),
        {"greeting", "goodbye"},
    )


def sample() -> Loaded:
    """The sample hotline as shipped."""
    return load("dialplans/main.yaml", lambda name: (ROOT / name).read_text("utf-8"))
