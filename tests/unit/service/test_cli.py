"""The command `hotline` as an admin meets it: what it prints, where, and the number it ends with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from calls.ids import PersonId
from store.people import PersonKept
from tests.unit.service.at_a_terminal import MAIN, PEOPLE, Hotline, Said, kept, plan
from tests.unit.store.samples import call_id, served
from tests.waiting import patient

ROOT = Path(__file__).parents[3]
CALLER = "13911111111"

pytestmark = pytest.mark.usefixtures("home")


# --- check


def test_a_good_plan_is_ok(hotline: Hotline) -> None:
    said = hotline("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("ok: numbers ['95105'], flows 1, queues 1, people 2")


def test_a_good_plan_as_json(hotline: Hotline) -> None:
    said = hotline("check", "--json")
    assert said.code == 0
    assert json.loads(said.out) == {"ok": True, "numbers": ["95105"], "flows": 1, "queues": 1, "people": 2}


BROKEN = """\
numbers: {"95105": welcom}
languages: [en]
include: [people.yaml, queues.yaml, missing.yaml]
flows:
  welcome:
    - say: greting
    - enqueue: {queue: order}
    - enqeue: {queue: orders}
"""


def test_every_mistake_is_told_at_once_with_file_line_and_column(hotline: Hotline) -> None:
    plan(BROKEN, people=PEOPLE.replace("skills: {orders: 8}", "skills: {orders: 80}"))
    said = hotline("check")
    assert (said.code, said.out) == (2, "")
    places = re.findall(r"^(\S+?\.yaml:\d+:\d+): found ", said.err, re.MULTILINE)
    assert "dialplans/main.yaml:1:20" in places
    assert "dialplans/main.yaml:3:37" in places
    assert "dialplans/main.yaml:8:7" in places
    assert any(place.startswith("dialplans/people.yaml:1:") for place in places)
    assert said.err.rstrip().endswith(f"\n{len(places)} problems")
    assert "did you mean 'enqueue'?" in said.err
    assert "Traceback" not in said.err


def test_every_mistake_as_json_on_standard_output(hotline: Hotline) -> None:
    plan(BROKEN)
    said = hotline("check", "--json")
    assert (said.code, said.err) == (2, "")
    told = json.loads(said.out)
    assert told["ok"] is False
    for problem in told["problems"]:
        assert problem["file"].endswith(".yaml")
        assert problem["line"] >= 1
        assert problem["code"]
        assert problem["found"]
    assert len(told["problems"]) >= 4


def test_another_plan_by_its_path(hotline: Hotline) -> None:
    Path("other.yaml").write_text("numbers: {}\n", encoding="utf-8")
    said = hotline("check", "other.yaml")
    assert said.code == 2
    assert "other.yaml:1:" in said.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "main.yaml:1:1: found a blank file"),
        (b"\xff\xfe\x00", "main.yaml:1:1: found"),
        (b"flows: [", "main.yaml:1:8: found a [ that is not closed"),
        (b"a: &a [*a, *a]\n", "main.yaml:1:"),
        (b"\x00", "main.yaml:1:1: found the character U+0000"),
    ],
)
def test_a_plan_that_is_no_plan_is_told_without_a_traceback(hotline: Hotline, content: bytes, told: str) -> None:
    Path("dialplans/main.yaml").write_bytes(content)
    said = hotline("check")
    assert said.code == 2
    assert told in said.err


def test_a_plan_that_is_not_there(hotline: Hotline) -> None:
    said = hotline("check", "nowhere.yaml")
    assert said.code == 2
    assert "nowhere.yaml" in said.err


def test_a_folder_is_no_plan(hotline: Hotline) -> None:
    said = hotline("check", "dialplans")
    assert said.code == 2
    assert "dialplans" in said.err


def test_a_manager_who_may_not_be_called_is_told_at_his_place(hotline: Hotline) -> None:
    plan(MAIN, people=PEOPLE.replace("13900001111", "0059277777"))
    said = hotline("check")
    assert said.code == 2
    assert "dialplans/people.yaml:2:12: " in said.err
    assert "outgoing.allowed" in said.err


@pytest.mark.parametrize("command", ["check", "run", "calls", "accounts", "demo", "people"])
def test_broken_settings_end_every_command_with_two_before_anything_begins(hotline: Hotline, command: str) -> None:
    Path("hotline.toml").write_text('[sip]\nport = "often"\nprot = 1\n', encoding="utf-8")
    said = hotline(command)
    assert (said.code, said.out) == (2, "")
    assert "hotline.toml: sip.port: " in said.err
    assert "hotline.toml: sip.prot: " in said.err
    assert not Path("var").exists()


def test_a_broken_plan_starts_nothing(hotline: Hotline) -> None:
    plan(BROKEN)
    said = hotline("run")
    assert said.code == 2
    assert "main.yaml:8:7" in said.err
    assert not Path("var").exists()


def test_settings_that_are_not_there(hotline: Hotline) -> None:
    said = hotline("check", "-c", "nowhere.toml")
    assert said.code == 2
    assert "nowhere.toml: there is no such file" in said.err


# --- calls


def test_without_calls_it_says_so(hotline: Hotline) -> None:
    assert hotline("calls") == Said(0, "no calls yet\n", "")
    assert json.loads(hotline("calls", "--json").out) == []


def test_calls_newest_first_with_numbers_masked_unless_asked(hotline: Hotline) -> None:
    kept(served(1, at=1_795_320_000.0), served(2, at=1_795_330_000.0))
    said = hotline("calls")
    assert said.code == 0
    assert said.out.index(call_id(2)) < said.out.index(call_id(1))
    assert "2026-11-22 12:00:00" in said.out
    assert CALLER not in said.out
    assert CALLER in hotline("calls", "--numbers").out
    assert [row["call"] for row in json.loads(hotline("calls", "--json", "--limit", "1").out)] == [call_id(2)]


def test_calls_by_number_queue_and_person(hotline: Hotline) -> None:
    kept(served(1, caller=CALLER), served(2, caller="13922222222"))
    assert [row["call"] for row in json.loads(hotline("calls", "--json", "--number", CALLER).out)] == [call_id(1)]
    assert json.loads(hotline("calls", "--json", "--queue", "nowhere").out) == []
    assert len(json.loads(hotline("calls", "--json", "--person", "1003").out)) == 2


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "many"])
def test_an_odd_limit_is_refused(hotline: Hotline, limit: str) -> None:
    said = hotline("calls", "--limit", limit)
    assert said.code == 2
    assert "--limit" in said.err


def test_a_call_is_told_by_any_end_of_its_id(hotline: Hotline) -> None:
    kept(served(1, at=1_795_320_000.0))
    for part in (call_id(1), "00000001"):
        said = hotline("call-record", part)
        assert said.code == 0
        assert said.out.splitlines()[0].startswith(f"{call_id(1)}: 139****1111")
    told = json.loads(hotline("call-record", "00000001", "--json", "--numbers").out)
    assert (told["call"], told["number"], told["outcome"]) == (call_id(1), CALLER, "served")
    assert CALLER not in hotline("call-record", "00000001", "--json").out


@pytest.mark.parametrize("wanted", ["call-9", "", "%", "_", "'; drop table entries; --", "x" * 500, "\x1b[2J"])
def test_a_call_that_nobody_knows_is_an_error_of_its_own(hotline: Hotline, wanted: str) -> None:
    kept(served(1))
    said = hotline("call-record", wanted)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("hotline: HL3")
    assert "\x1b[2J" not in said.err


def test_an_end_of_several_calls_is_ambiguous(hotline: Hotline) -> None:
    kept(served(1), served(2))
    said = hotline("call-record", "call-")
    assert said.code == 1
    assert call_id(1) in said.err


# --- people and accounts


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


# --- the door itself


def test_an_unknown_command_and_no_command(hotline: Hotline) -> None:
    assert hotline("dance").code == 2
    assert "Usage" in hotline().out + hotline().err


def test_the_installed_program_ends_with_the_same_numbers(home: Path) -> None:
    plan(BROKEN)
    program = [sys.executable, "-c", "from service.cli import main; main()", "check"]
    ended = subprocess.run(
        program, cwd=home, capture_output=True, text=True, env=_path(), timeout=patient(60), check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "main.yaml:8:7" in ended.stderr


def _path() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
