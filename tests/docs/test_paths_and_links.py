"""Every path, module and link that a page names is there."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from service.settings_text import MEANINGS
from tests.docs.pages import PAGES, ROOT, anchors, code, links, name_of, prose, text_of

ROOMS = ("acd", "calls", "console", "ivr", "prompts", "service", "speech", "store", "telephony")
TOP = (*ROOMS, "dialplans", "docker", "docs", "tests")
_PATH = re.compile(rf"(?:{'|'.join(TOP)})(?:/[\w.-]+)*/?")
_FILE = re.compile(r"\w[\w.-]*\.(?:py|md|toml|yaml)")
_DOTTED = re.compile(rf"(?:{'|'.join(ROOMS)})(?:\.\w+)+")
_NAME_IN_FILE = re.compile(r"`(\w+)` in `([\w/]+)\.py`")
NOT_OURS = frozenset({"main.yaml", "hotline.toml", "ruamel.yaml"})
"""What looks like a file of the checkout and is written by an admin, or is a library."""
AT_RUN_TIME = frozenset({"service.lock"})
"""What looks like a module and is a file of the data folder."""

each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@each_page
def test_paths_are_there(page: Path) -> None:
    named = [word for word in code(page) if "/" in word and _PATH.fullmatch(word)]
    assert [word for word in named if not (ROOT / word).exists()] == []


@each_page
def test_files_named_without_a_folder_are_there(page: Path) -> None:
    known = {file.name for folder in TOP for file in (ROOT / folder).rglob("*.*")} | {
        file.name for file in ROOT.glob("*")
    }
    named = [word for word in code(page) if _FILE.fullmatch(word)]
    assert [word for word in named if word not in known | NOT_OURS] == []


@cache
def _file_names() -> frozenset[str]:
    below = (file for folder in TOP for file in (ROOT / folder).rglob("*.*"))
    return frozenset(file.name for file in (*below, *ROOT.glob("*")))


@each_page
def test_dotted_names_resolve(page: Path) -> None:
    named = {word for word in code(page) if _DOTTED.fullmatch(word)} - AT_RUN_TIME - set(MEANINGS)
    assert [word for word in named if not _resolves(word)] == []


def _resolves(dotted: str) -> bool:
    module, found = dotted.split("."), None
    rest: list[str] = []
    while module and found is None:
        try:
            found = importlib.import_module(".".join(module))
        except ModuleNotFoundError:
            rest.insert(0, module.pop())
    for name in rest:
        found = getattr(found, name, None)
    return found is not None


@each_page
def test_names_are_in_the_file_that_is_named(page: Path) -> None:
    for name, file in _NAME_IN_FILE.findall(prose(page)):
        assert hasattr(importlib.import_module(file.replace("/", ".")), name), f"{file}.py has no {name}"


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    wrong = [link for link in links(page) if not link.startswith(("http://", "https://")) and not _leads(page, link)]
    assert wrong == []


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def test_every_page_is_found_from_the_index() -> None:
    found, ahead = set[Path](), [ROOT / "docs/index.md"]
    while ahead:
        page = ahead.pop()
        if page.suffix == ".md" and page not in found and page.is_file():
            found.add(page)
            local = (link.partition("#")[0] for link in links(page) if not link.startswith("http"))
            ahead += [(page.parent / link).resolve() for link in local if link]
    assert found >= set(PAGES)


def test_every_decision_is_listed_under_its_number_and_title() -> None:
    listed = text_of(ROOT / "docs/adr/README.md")
    for page in sorted((ROOT / "docs/adr").glob("0*.md")):
        number, _, title = text_of(page).partition("\n")[0].removeprefix("# ").partition(". ")
        assert int(page.name[:4]) == int(number), page.name
        assert f"| [{number}]({page.name}) | {title} |" in listed, page.name


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name[:4] for page in (ROOT / "docs/adr").glob("0*.md")]
    assert sorted(numbers) == sorted(set(numbers))
