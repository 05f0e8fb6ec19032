"""Every command and option that a page names exists, and the README promises exactly two of them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from service.cli import app
from service.config import Settings
from service.desk import STAR_CODES
from service.settings_text import MEANINGS
from tests.docs.pages import PAGES, README, ROOT, blocks, code, commands, first_column, name_of, section, text_of

HOTLINE = typer.main.get_command(app)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@each_page
def test_hotline_commands_exist(page: Path) -> None:
    wrong = [fault for line in _lines_of(page, "hotline") if (fault := _fault(line))]
    assert wrong == []


def _lines_of(page: Path, program: str) -> list[str]:
    known = (line.removeprefix(".venv/bin/") for line in commands(page))
    return [line for line in known if line.startswith(f"{program} ")]


def _fault(line: str) -> str:
    """What is wrong with a line that begins with `hotline`; empty when nothing is."""
    words, command = shlex.split(line)[1:], _any(HOTLINE)
    while words and hasattr(command, "get_command") and not words[0].startswith("-"):
        command = command.get_command(None, words[0])
        if command is None:
            return f"{line}: no such command: {words[0]}"
        words.pop(0)
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help"}
    unknown = [word for word in words if word.startswith("-") and word not in known]
    return f"{line}: no such option: {', '.join(unknown)}" if unknown else ""


def _any(value: Any) -> Any:
    """The library's own types are not exported."""
    return value


def test_the_check_would_notice() -> None:
    assert _fault("hotline call 95105 --press 1@main_menu") == ""
    assert "no such option" in _fault("hotline call 95105 --pres 1")
    assert "no such command" in _fault("hotline dial 95105")
    assert "no such command" in _fault("hotline prompts burn")


@each_page
def test_make_targets_exist(page: Path) -> None:
    named = {line.split()[1] for line in _lines_of(page, "make")}
    assert named - TARGETS == set()


@each_page
def test_modules_that_are_run_exist(page: Path) -> None:
    for module in re.findall(r"python -m ([\w.]+)", text_of(page)):
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").is_file() or (file / "__main__.py").is_file(), module


def test_the_readme_starts_with_exactly_two_commands() -> None:
    assert [block.text.splitlines() for block in _blocks_under("Start")] == [["make run", "make test"]]


def _blocks_under(heading: str) -> list[Any]:
    return [block for block in blocks(README) if block.text in section(README, heading)]


def test_the_codes_of_the_readme_are_those_of_the_desk() -> None:
    assert first_column(section(README, "Dial in")) == list(STAR_CODES)


@each_page
def test_settings_in_toml_load(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            file = tmp_path / "hotline.toml"
            file.write_text(block.text, "utf-8")
            Settings.read(file)


@each_page
def test_settings_that_are_named_exist(page: Path) -> None:
    tables = {name.partition(".")[0] for name in MEANINGS}
    dotted = re.compile(rf"(?:{'|'.join(tables)})\.[a-z_]+")
    named = {word for word in code(page) if dotted.fullmatch(word)}
    named |= {f"{table}.{name}".lower() for table, name in re.findall(r"HOTLINE_([A-Z]+)__([A-Z_]+)=", text_of(page))}
    assert named - set(MEANINGS) - {"switch.py"} == set()
