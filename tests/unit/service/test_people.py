"""People: found by id, seat or phone, where each is rung, and known after the plan has dropped them."""

from __future__ import annotations

import pytest

from acd.agents import Agent
from acd.managers import Manager
from calls.ids import PersonId
from calls.switch import Outside, Seat
from service.people import People
from tests.unit.service.rooms import AGENT, LIN, MANAGER, WEI


@pytest.mark.parametrize(
    ("name", "found"), [("wei", AGENT), ("1001", AGENT), ("lin", MANAGER), ("13900001111", MANAGER)]
)
def test_a_person_is_found_by_id_seat_or_phone(name: str, found: Agent | Manager) -> None:
    assert People([AGENT, MANAGER], "zh").find(name) is found


@pytest.mark.parametrize("name", ["", "1002", "Wei", "139", "13900001111 "])
def test_nobody_is_found_by_anything_else(name: str) -> None:
    assert People([AGENT, MANAGER], "zh").find(name) is None


def test_where_each_is_rung() -> None:
    people = People([AGENT, MANAGER], "zh")
    assert (people.target(AGENT), people.target(MANAGER)) == (Seat("1001"), Outside("13900001111"))
    assert (people.at_seat("1001"), people.at_seat("13900001111")) == (WEI, None)


def test_somebody_removed_is_known_while_he_talks_and_found_no_more() -> None:
    people = People([AGENT, MANAGER], "zh")
    people.replace([AGENT], "en")
    assert people.person(LIN) is MANAGER
    assert (people.find("lin"), people.find("13900001111"), people.everybody()) == (None, None, [AGENT])
    assert people.language == "en"


def test_a_seat_that_changes_hands_is_the_new_persons() -> None:
    people = People([AGENT], "zh")
    people.replace([Agent(LIN, "Lin", "1001", {})], "zh")
    assert people.at_seat("1001") == LIN


def test_nobody_has_an_id_that_no_plan_had() -> None:
    with pytest.raises(KeyError):
        People([AGENT], "zh").person(PersonId("nobody"))
