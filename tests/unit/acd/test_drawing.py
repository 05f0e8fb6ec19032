"""The drawing in the docs is the tables."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import get_args

from acd.after_refusal import CONSEQUENCES
from acd.drawing import document
from acd.late import LATE
from acd.messages import Configured, Event, Joined, Learned, Recovered, Refusal
from acd.offers import OfferKind

PAGE = Path(__file__).parents[3] / "docs" / "states.md"


def test_the_page_is_what_the_tables_draw() -> None:
    assert PAGE.read_text("utf-8") == document(), "write it anew: python -m acd.drawing > docs/states.md"


def test_every_refusal_has_a_consequence_for_every_kind_of_phone() -> None:
    assert set(CONSEQUENCES) == set(product(OfferKind, Refusal))


def test_every_event_that_can_be_late_has_an_entry() -> None:
    assert set(LATE) == set(get_args(Event)) - {Joined, Configured, Learned, Recovered}
