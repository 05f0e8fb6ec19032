"""docs/measures.md is what the code says, and every formula names its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from acd.measures import FORMULAS, Formula
from acd.measures.manual import page

PAGE = Path(__file__).parents[4] / "docs" / "measures.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it anew: python -m acd.measures.manual > docs/measures.md"


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.name)
def test_every_formula_names_its_source(formula: Formula) -> None:
    told = formula.of.__doc__ or ""
    assert "Source:" in told
    shorts = ("COPC", "Cleveland", "GKM", "MZ", "IW", "E.600", "E.423", "CSTA", "ours")
    assert any(short in told.partition("Source:")[2] for short in shorts)
    assert f"### {formula.name}\n" in page()
