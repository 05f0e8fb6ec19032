"""Every route, for every role: who may, who may not, and that no other site's page gets in.

The routes are those of the application: one that is new, and says nothing of who may, fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.routing import APIRoute

from console.api import PREFIX, routes
from console.app import application
from console.errors import Forged, NotAllowed, NotSignedIn
from console.roles import ALLOWED, Action, Role
from console.who import COOKIE, SAFE, action_of
from store.accounts import Account
from tests.console.asking import Answer, ask
from tests.console.desk import Console
from tests.console.samples import BODIES, PATHS, PUBLIC


@dataclass(frozen=True, slots=True)
class Asked:
    """One method of one route."""

    method: str
    path: str
    action: Action | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_unsafe(self) -> bool:
        return self.method not in SAFE and self.method != "WS"


def _asked() -> Iterator[Asked]:
    for route in routes():
        methods = sorted(route.methods or ()) if isinstance(route, APIRoute) else ["WS"]
        for method in methods:
            yield Asked(method, route.path, action_of(route))


ASKED = tuple(_asked())
GUARDED = tuple(each for each in ASKED if each.action is not None)
UNSAFE = tuple(each for each in GUARDED if each.is_unsafe)


async def put(console: Console, asked: Asked, headers: dict[str, str]) -> Answer:
    path = re.sub(r"{(\w+)(:\w+)?}", lambda part: PATHS[part[1]], asked.path)
    return await ask(console.app, asked.method, PREFIX + path, headers, BODIES.get(asked.name))


async def somebody(console: Console, role: Role) -> dict[str, str]:
    """Headers of one more browser in which somebody of this role has signed in."""
    doors = console.rooms.doors
    if await doors.accounts.find(role) is None:
        await doors.accounts.add(Account(role.value, role.value, (role,)))
    secret, session = await doors.sessions.begin(role.value, "127.0.0.1", "")
    return {"cookie": f"{COOKIE}={secret}", "x-csrf-token": session.csrf}


def test_every_route_is_in_the_document_and_every_path_of_it_is_a_route() -> None:
    documented = {
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, methods in application().openapi()["paths"].items()
        for method in methods
    }
    assert documented == {each.name for each in ASKED if each.method != "WS"}


def test_what_is_for_anybody_is_known() -> None:
    """A route that asks nobody who he is: a list that somebody has thought about."""
    assert {each.name for each in ASKED if each.action is None} == set(PUBLIC)


def test_samples_are_of_routes() -> None:
    assert set(BODIES) <= {each.name for each in ASKED}
    parts = {part for each in ASKED for part in re.findall(r"{(\w+)", each.path)}
    assert parts <= set(PATHS), "a part of a path without a sample"


WITHIN = frozenset({Action.SEE_NUMBERS, Action.SET_OTHERS_STATE})
"""They open no route: they decide what others show, and whose state may be set."""


def test_every_action_is_in_use() -> None:
    assert {each.action for each in GUARDED} >= set(Action) - WITHIN


async def test_nobody_gets_nothing(console: Console) -> None:
    for asked in GUARDED:
        answer = await put(console, asked, {})
        assert (answer.status, answer.code) == (401, NotSignedIn.code), asked.name


async def test_a_made_up_session_or_token_gets_nothing(console: Console) -> None:
    for headers in (
        {"cookie": f"{COOKIE}=made-up"},
        {"authorization": "Bearer hl_made-up"},
        {"authorization": "Basic YTpi"},
    ):
        for asked in GUARDED:
            assert (await put(console, asked, headers)).status == 401, asked.name


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_what_it_may_and_nothing_else(console: Console, role: Role) -> None:
    headers = await somebody(console, role)
    for asked in GUARDED:
        answer = await put(console, asked, headers)
        if asked.method == "DELETE":
            headers = await somebody(console, role)
        refused = (answer.status, answer.code) == (403, NotAllowed.code)
        if asked.action in ALLOWED[role]:
            assert answer.status != 401, asked.name
            assert not (refused and b"may not do this" in answer.body), asked.name
            assert answer.status < 500 or answer.status == 503, f"{asked.name}: {answer}"
        else:
            assert refused, f"{asked.name}: {answer.status}"


async def test_without_the_csrf_token_nothing_is_changed(console: Console) -> None:
    admin = await somebody(console, Role.ADMIN)
    for wrong in ({"cookie": admin["cookie"]}, admin | {"x-csrf-token": "made up"}, admin | {"x-csrf-token": ""}):
        for asked in UNSAFE:
            answer = await put(console, asked, wrong)
            assert (answer.status, answer.code) == (403, Forged.code), asked.name


async def test_a_page_of_another_site_changes_nothing(console: Console) -> None:
    admin = await somebody(console, Role.ADMIN)
    sites = ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"})
    for site in sites:
        for asked in (*UNSAFE, *(each for each in GUARDED if each.method == "WS")):
            answer = await put(console, asked, admin | site)
            assert (answer.status, answer.code) == (403, Forged.code), f"{asked.name}, {site}"


async def test_no_reply_is_kept_by_anybody(console: Console) -> None:
    admin = await somebody(console, Role.ADMIN)
    for asked in ASKED:
        if asked.method == "GET":
            answer = await put(console, asked, admin)
            assert "no-store" in answer.headers["cache-control"] or "no-cache" in answer.headers["cache-control"], (
                asked.name
            )
