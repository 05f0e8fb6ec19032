"""The description of the API: what it promises to programs."""

from __future__ import annotations

from typing import Any

from console.api import PREFIX
from console.app import application
from console.roles import Action
from tests.console.desk import Console


def _operations() -> list[dict[str, Any]]:
    document = application().openapi()
    return [each for methods in document["paths"].values() for each in methods.values()]


def test_each_operation_is_described() -> None:
    for each in _operations():
        assert each["summary"], each["operationId"]
        assert each.get("description"), each["operationId"]
        assert each["tags"], each["operationId"]


def test_each_operation_says_who_may_and_how_it_is_refused() -> None:
    actions = {action.value for action in Action}
    for each in _operations():
        assert each.get("x-action") in actions or "security" not in each
        assert each["responses"]["403"]["content"]["application/json"]["schema"]["$ref"].endswith("ErrorTold")


def test_tags_are_described() -> None:
    document = application().openapi()
    assert {tag for each in _operations() for tag in each["tags"]} == {tag["name"] for tag in document["tags"]}


async def test_it_is_served(console: Console) -> None:
    browser = await console.browser()
    document = (await browser.get(f"{PREFIX}/openapi.json")).json()
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


async def test_no_page_of_it_loads_anything_from_elsewhere(console: Console) -> None:
    browser = await console.browser()
    for path in ("/docs", "/redoc"):
        assert "cdn" not in (await browser.get(path)).text
