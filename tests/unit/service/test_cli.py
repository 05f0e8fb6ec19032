"""The command `hotline` as an admin meets it: the number it ends with, and that nothing begins with what is broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.service.at_a_terminal import BROKEN, Hotline, plan
from tests.waiting import patient

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.usefixtures("home")


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
