"""Our `replace` does what the library's does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from calls.contact import ContactRecord
from calls.contact_parts import Span
from calls.ids import CallId
from calls.replacing import replace
from tests.unit.acd.measures.days import records, the_day

WHOLE = records(the_day())[0]


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(ContactRecord)])
def test_every_field_of_a_record(name: str) -> None:
    other = getattr(ContactRecord(CallId("x")), name)
    assert replace(WHOLE, **{name: other}) == dataclasses.replace(WHOLE, **{name: other})


def test_what_is_not_named_stays_and_the_first_one_is_not_touched() -> None:
    before = dataclasses.replace(WHOLE)
    changed = replace(WHOLE, queue="desk", waits=(Span("desk", 1.0),))
    assert before == WHOLE
    assert (changed.queue, changed.waits, changed.call) == ("desk", (Span("desk", 1.0),), WHOLE.call)
    assert replace(Span("desk", 1.0), until=2.0) == Span("desk", 1.0, 2.0)


def test_the_copy_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(WHOLE, queue="desk").queue = "orders"  # type: ignore[misc]  # that it cannot be set is what is tested


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="no field 'quee'"):
        replace(WHOLE, quee="desk")  # type: ignore[call-arg]  # mypy refuses it as well


@dataclass(frozen=True)
class WithoutSlots:
    queue: str = ""
    numbers: list[int] = field(default_factory=list)


def test_a_dataclass_without_slots_is_refused() -> None:
    with pytest.raises(TypeError, match="no plain dataclass with slots"):
        replace(WithoutSlots(), queue="desk")
