"""Numbers of queues: whom they may not clash with, and where they lead."""

from __future__ import annotations

import pytest

from tests.unit.service.at_a_terminal import MAIN, PEOPLE, Hotline, plan

pytestmark = pytest.mark.usefixtures("home")


def checked(hotline: Hotline, queues: str) -> str:
    plan(MAIN, people=PEOPLE, queues=f"queues: {queues}\n")
    said = hotline("check")
    return said.out + said.err


def test_a_number_of_its_own_is_fine(hotline: Hotline) -> None:
    told = checked(hotline, "{orders: {skill: {orders: 5}, number: 7001}}")
    assert told.startswith("ok: numbers ['7001', '95105']")


@pytest.mark.parametrize(
    ("number", "owner"),
    [
        ("1001", "a name or phone of 1001"),
        ("13900001111", "2 to 8 digits"),
        ("95105", "the number of flow welcome"),
        ("7", "2 to 8 digits"),
        ("7001", "the number of queue other"),
    ],
)
def test_a_number_that_is_somebody_elses_is_told_at_its_place(hotline: Hotline, number: str, owner: str) -> None:
    told = checked(
        hotline,
        f'{{other: {{skill: {{orders: 5}}, number: 7001}}, orders: {{skill: {{orders: 5}}, number: "{number}"}}}}',
    )
    assert owner in told
    assert "queues.yaml:1:" in told
