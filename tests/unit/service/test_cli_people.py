"""`hotline people`, `accounts`, `phone` and `call`: who there is, with which phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calls.ids import PersonId
from store.people import PersonKept
from tests.unit.service.at_a_terminal import Hotline, kept

pytestmark = pytest.mark.usefixtures("home")


def test_people_as_they_were_last_seen(hotline: Hotline) -> None:
    kept(people=[PersonKept(PersonId("1001"), "NOT_READY", "[red]lunch[/red]", 1_795_320_000.0)])
    said = hotline("people")
    assert said.code == 0
    assert "[red]lunch[/red]" in said.out
    assert "2026-11-22 12:00:00" in said.out
    assert json.loads(hotline("people", "--json").out)[0]["reason"] == "[red]lunch[/red]"


def test_accounts_are_made_once_and_kept(hotline: Hotline) -> None:
    first, second = json.loads(hotline("accounts", "--json").out), json.loads(hotline("accounts", "--json").out)
    assert first == second
    assert {"1001", "13900001111", "caller1"} <= {row["for"] for row in first}
    assert len({row["password"] for row in first}) == len(first)
    assert all(len(row["password"]) >= 16 for row in first)


def test_accounts_of_an_asterisk_of_somebody_else_are_not_ours_to_tell(hotline: Hotline) -> None:
    Path("hotline.toml").write_text('[switch]\nmode = "external"\nport = 5038\nsecret = "s3cret"\n', encoding="utf-8")
    said = hotline("accounts")
    assert said.code == 2
    assert "s3cret" not in said.err


@pytest.mark.parametrize("words", [("phone", "9999"), ("call", "95105", "--caller", "nobody")])
def test_a_phone_that_nobody_knows_is_told_with_those_there_are(hotline: Hotline, words: tuple[str, ...]) -> None:
    said = hotline(*words)
    assert said.code == 2
    assert "there is no phone called" in said.err
    assert "1001, 13900001111, caller1" in said.err


@pytest.mark.parametrize("press", ["@main_menu", "12x@3", "1@welcome@2", "1@no_such_prompt"])
def test_a_key_that_cannot_be_pressed_is_told(hotline: Hotline, press: str) -> None:
    said = hotline("call", "95105", "--press", press)
    assert said.code in (1, 2)
    assert "calling" not in said.out
    assert "Traceback" not in said.err
