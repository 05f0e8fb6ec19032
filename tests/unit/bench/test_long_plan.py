"""The long plan of the bench is a good plan of so many steps."""

from __future__ import annotations

from prompts.catalogue import Catalogue
from service.bench.long_plan import checked
from service.config import Settings


def test_it_is_a_good_plan_of_about_so_many_steps() -> None:
    found = checked(Settings(), Catalogue.load(), steps=400)
    assert [problem.told() for problem in found.problems] == []
    assert found.steps == 402
    assert found.wall > 0
    assert found.cpu > 0
