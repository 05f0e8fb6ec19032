"""Reports in the console are those of the command line, of the visitor's part of the organisation."""

from __future__ import annotations

import csv
import io

from console.roles import Role
from tests.console.desk import Console
from tests.console.test_calls import served

TODAY = {"day": "2026-01-05", "by": "person"}


async def test_a_day_by_person(console: Console) -> None:
    await served(console)
    await served(console, "13800002222", "1003")
    analyst = await console.signed_in(Role.ANALYST)
    report = (await analyst.get("/api/v1/reports", params=TODAY)).json()
    assert report["total"]["calls"] == 2
    assert {line["name"]: line["handled"] for line in report["lines"] if line["handled"]} == {"1001": 1, "1003": 1}
    assert report["total"]["service_level"] == 1.0


async def test_somebody_of_a_part_sees_his_part(console: Console) -> None:
    await served(console)
    await served(console, "13800002222", "1003")
    leader = await console.signed_in(Role.LEADER, parts=["south"])
    report = (await leader.get("/api/v1/reports", params=TODAY)).json()
    assert report["total"]["calls"] == 1
    assert {line["name"] for line in report["lines"] if line["calls"]} == {"1001"}
    assert "1003" not in {line["name"] for line in report["lines"]}, "his time is not told either"


async def test_csv_has_a_line_each_and_the_total(console: Console) -> None:
    await served(console)
    analyst = await console.signed_in(Role.ANALYST)
    reply = await analyst.get("/api/v1/reports/csv", params=TODAY)
    assert reply.headers["content-type"].startswith("text/csv")
    assert 'filename="hotline-person-2026-01-05.csv"' in reply.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert rows[-1]["name"] == "total"
    assert rows[-1]["calls"] == "1"


async def test_a_day_that_is_none_is_told(console: Console) -> None:
    analyst = await console.signed_in(Role.ANALYST)
    reply = await analyst.get("/api/v1/reports", params={"day": "soon"})
    assert reply.status_code == 422
    assert "2026-11-22" in reply.json()["remedy"]


async def test_every_figure_has_its_formula_and_source(console: Console) -> None:
    analyst = await console.signed_in(Role.ANALYST)
    figures = (await analyst.get("/api/v1/reports/figures")).json()
    assert {"service_level", "abandonment", "occupancy"} <= {each["name"] for each in figures}
    assert all("Source" in each["text"] for each in figures)
