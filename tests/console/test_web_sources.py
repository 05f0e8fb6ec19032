"""What the pages take for granted of the service is so; and what is built is small enough."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from console.roles import Action, Role
from console.security.passwords import SHORTEST
from tests.console.web import SOURCES, STATIC, WEB, words

FIRST_LOAD = 300_000
"""Bytes, packed by gzip: from nothing to the home page, with the soft phone of an agent."""
FIRST = ("index.html", "src/pages/home/Home.svelte", "src/lib/words.zh.ts", "src/phone/Phone.svelte")


def read(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def test_the_pages_know_the_actions_and_the_roles() -> None:
    union = re.search(r"export type Action =(.*?);", read("lib/session.svelte.ts"), re.S)
    assert union
    assert set(re.findall(r'"(\w+)"', union[1])) == {each.value for each in Action}
    roles = re.search(r"ROLES = \[(.*?)\]", read("pages/admin/accounts.ts"))
    assert roles
    assert re.findall(r'"(\w+)"', roles[1]) == [each.value for each in Role]


def test_every_action_and_role_has_a_name() -> None:
    known = words("en")
    assert not [each for each in Action if f"admin.do_{each.value}" not in known]
    assert not [each for each in Role if f"account.role_{each.value}" not in known]


def test_every_page_has_a_name_and_a_key_of_its_own() -> None:
    routes = read("routes.ts")
    assert not set(re.findall(r'name: "([\w.]+)"', routes)) - set(words("zh"))
    assert not [key for key, times in Counter(re.findall(r'key: "(\w)"', routes)).items() if times > 1]
    assert not [path for path, times in Counter(re.findall(r'path: "([^"]+)"', routes)).items() if times > 1]


def test_a_password_is_as_long_as_the_service_wants_it() -> None:
    assert f"SHORTEST = {SHORTEST};" in read("lib/secret.ts")


def test_the_lock_file_names_the_public_registry_only() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
    found = [each.get("resolved", "") for name, each in lock["packages"].items() if name]
    assert found
    assert not [each for each in found if not each.startswith("https://registry.npmjs.org/")]
    assert all("integrity" in each for name, each in lock["packages"].items() if name)


@pytest.fixture
def manifest() -> dict[str, dict[str, object]]:
    path = STATIC / ".vite/manifest.json"
    if not path.is_file():
        pytest.skip("the pages are not built here: make web")
    found: dict[str, dict[str, object]] = json.loads(path.read_text("utf-8"))
    return found


def files_of(manifest: dict[str, dict[str, object]], name: str) -> set[str]:
    """A module's file, its styles, and those of everything that it imports at once."""
    entry = manifest[name]
    css, imports = entry.get("css", []), entry.get("imports", [])
    assert isinstance(css, list)
    assert isinstance(imports, list)
    return {str(entry["file"]), *css}.union(*(files_of(manifest, each) for each in imports))


def packed(path: Path) -> int:
    gz = path.with_name(path.name + ".gz")
    return (gz if gz.is_file() else path).stat().st_size


def test_the_first_load_is_small(manifest: dict[str, dict[str, object]]) -> None:
    files = set().union(*(files_of(manifest, name) for name in FIRST)) | {"index.html", "theme.js", "icon.svg"}
    sizes = {name: packed(STATIC / name) for name in files}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes


def test_every_text_file_of_the_build_is_packed_twice(manifest: dict[str, dict[str, object]]) -> None:
    large = [
        path for path in (STATIC / "assets").iterdir() if path.suffix in {".js", ".css"} and path.stat().st_size > 512
    ]
    assert large
    assert not [path.name for path in large for end in (".gz", ".br") if not path.with_name(path.name + end).is_file()]


def test_the_first_page_runs_no_script_of_its_own() -> None:
    html = (WEB / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|//[a-z]", html)
