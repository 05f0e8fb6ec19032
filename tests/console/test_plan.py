"""The dialplan over the API: the real house, a real SQLite file, the checks of the command line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from calls.problems import Problem
from console.roles import Role
from service.live_plan import LivePlan
from store.audit import Sought
from store.versions import PlanFiles, Versions
from tests.console.desk import Console
from tests.console.drafts import API, changed, draft_of, posted

# --- what there is


async def test_the_live_version_is_told_with_its_texts(console: Console) -> None:
    client = await console.signed_in(Role.ANALYST)
    live = (await client.get(API)).json()
    assert (live["mode"], live["version"], live["by"], live["trouble"]) == ("versions", 1, "first start", "")
    folder = console.service.settings.centre.dialplan.parent
    assert live["plan"]["texts"] == {file.name: file.read_text("utf-8") for file in folder.glob("*.yaml")}
    history = (await client.get(f"{API}/versions")).json()
    assert [(each["number"], each["live"]) for each in history["versions"]] == [(1, True)]
    assert (await client.get(f"{API}/versions/1")).json() == live["plan"]
    assert (await client.get(f"{API}/versions/9")).status_code == 404


async def test_where_the_files_are_live_it_is_said_and_nothing_is_published(console: Console) -> None:
    centre = console.service.settings.centre.model_copy(update={"watch": True})
    settings = console.service.settings.model_copy(update={"centre": centre})
    console.rooms.plan.live_plan = LivePlan(settings, Versions(console.database), console.clock)  # type: ignore[attr-defined]  # the desk
    client = await console.signed_in(Role.ADMIN)
    live = (await client.get(API)).json()
    assert (live["mode"], live["version"]) == ("files", 0)
    refused = await posted(client, "publish", {"draft": live["plan"]}, 409)
    assert "--watch" in refused["text"]
    assert "write it into the files" in refused["remedy"]
    await posted(client, "rollback", {"version": 1}, 409)


# --- checks


async def test_mistakes_are_told_as_the_command_line_tells_them(console: Console, tmp_path: Path) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await changed(client, "enqueue: {queue: orders}", "enqueue: {queue: ordres}")
    found = await posted(client, "check", {"draft": draft})
    folder = console.service.settings.centre.dialplan.parent
    (folder / "main.yaml").write_text(draft["texts"]["main.yaml"], "utf-8")
    command = [
        str(Path(sys.executable).parent / "hotline"),
        "check",
        "--settings",
        str(tmp_path / "hotline.toml"),
        "--json",
    ]
    said = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert said.returncode == 2, said
    by_command = [Problem(**each).told() for each in json.loads(said.stdout)["problems"]]
    assert [each["told"] for each in found["problems"]] == by_command
    assert len(by_command) == 1
    for each in found["problems"]:
        assert each["file"] == "main.yaml"
        line = draft["texts"]["main.yaml"].splitlines()[each["line"] - 1]
        assert "ordres" in line
        assert each["hint"] == "did you mean 'orders'?"


async def test_names_for_completion_and_files_that_nobody_includes(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await draft_of(client)
    draft["texts"]["spare.yaml"] = "queues: {}"
    found = await posted(client, "check", {"draft": draft})
    assert found["problems"] == []
    assert found["unused"] == ["spare.yaml"]
    assert {"orders", "wealth", "desk"} <= set(found["names"]["queues"])
    assert "1001" in found["names"]["people"]
    assert "greeting" in found["names"]["prompts"]
    assert "orders" in found["names"]["skills"]
    assert found["summary"]["queues"] == 3


@pytest.mark.parametrize(
    "name",
    [
        "../x.yaml",
        "/etc/x.yaml",
        "a/../../x.yaml",
        ".x.yaml",
        "a//b.yaml",
        "x.txt",
        "a\\b.yaml",
        "a\n.yaml",
        "./a.yaml",
    ],
)
async def test_files_lie_beside_the_main_file(console: Console, name: str) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await draft_of(client)
    for path in ("check", "read", "graph", "simulate"):
        await posted(client, path, {"draft": {**draft, "texts": {**draft["texts"], name: "a: 1"}}}, 422)


async def test_an_include_of_another_folder_reads_nothing(console: Console, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("queues: {secret: {}}", "utf-8")
    client = await console.signed_in(Role.ADMIN)
    draft = await changed(client, "include: [", "include: [../secret.yaml, ")
    found = await posted(client, "check", {"draft": draft})
    assert [each["code"] for each in found["problems"]] == ["outside"]
    assert "secret" not in found["names"]["queues"]


async def test_too_much_is_refused(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    await posted(client, "check", {"draft": {"texts": {f"{n}.yaml": "" for n in range(201)}}}, 422)
    await posted(client, "check", {"draft": {"texts": {"main.yaml": "a" * 2_000_001}}}, 422)
    reply = await client.post(f"{API}/check", content=b" " * 26_000_000)
    assert reply.status_code == 413
    assert reply.json()["code"] == "HL809"
    await posted(client, "check", {"draft": {"texts": {"other.yaml": ""}}}, 422)


# --- publishing


async def test_break_mend_diff_publish_call_roll_back(console: Console) -> None:
    """The story of an admin: what is broken is refused with its line; what is mended the next call hears."""
    client = await console.signed_in(Role.ADMIN, user="lin")
    broken = await changed(client, "    - say: greeting", "    - says: greeting")
    refused = await posted(client, "publish", {"draft": broken, "based_on": 1}, 422)
    line = broken["texts"]["main.yaml"].splitlines().index("    - says: greeting") + 1
    assert [(each["file"], each["line"]) for each in refused["problems"]] == [("main.yaml", line)]
    assert (await client.get(API)).json()["version"] == 1

    mended = await changed(client, "    - say: greeting", "    - say: goodbye")
    words = await posted(client, "diff", {"draft": mended})
    assert words == [
        {
            "en": "flow welcome: step 1 (say): prompts greeting -> goodbye",
            "zh": "流程 welcome：第 1 步（say）：prompts 由 greeting 改为 goodbye",
        }
    ]
    published = await posted(client, "publish", {"draft": mended, "message": "say goodbye", "based_on": 1})
    assert (published["version"], published["new"], published["changes"]) == (2, True, words)
    assert await first_heard(console) == "goodbye"
    again = await posted(client, "publish", {"draft": mended, "based_on": 2})
    assert (again["version"], again["new"]) == (2, False)

    back = await posted(client, "rollback", {"version": 1, "message": "too early"})
    assert (back["version"], back["before"]) == (1, 2)
    assert await first_heard(console) == "greeting"
    went = (await client.get(f"{API}/versions")).json()["went"]
    assert [(each["version"], each["by"], each["message"]) for each in went[:2]] == [
        (1, "lin", "too early"),
        (2, "lin", "say goodbye"),
    ]


async def first_heard(console: Console) -> str:
    """What a caller hears first, who calls now."""
    caller = console.switch.call_in("95105", number="13800001111")
    await console.clock.until(lambda: bool(caller.hears))
    heard = caller.hears
    caller.hang_up()
    await console.clock.settle()
    return heard


async def test_a_call_in_progress_keeps_its_version(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    caller = console.switch.call_in("95110", number="13800001111")
    await console.clock.until(lambda: caller.hears == "main_menu")
    draft = await changed(
        client,
        "          1: {go: orders}\n        noinput: {tries: 9",
        "          1: {go: wealth_desk}\n        noinput: {tries: 9",
    )
    await posted(client, "publish", {"draft": draft})
    caller.press("1")
    await console.clock.settle()
    assert [record.queue for record in console.house.chronicle.open_records()] == ["orders"]


async def test_who_published_meanwhile_is_told(console: Console) -> None:
    lin, chen = await console.signed_in(Role.ADMIN, user="lin"), await console.signed_in(Role.ADMIN, user="chen")
    draft = await changed(lin, "    - say: greeting", "    - say: goodbye")
    await posted(lin, "publish", {"draft": draft, "message": "the first", "based_on": 1})
    other = await changed(chen, "at_most: 30s", "at_most: 40s")
    refused = await posted(chen, "publish", {"draft": other, "based_on": 1}, 409)
    assert refused["code"] == "HL338"
    assert "lin" in refused["text"]
    assert "the first" in refused["text"]
    await posted(chen, "publish", {"draft": other, "based_on": 2})


async def test_two_at_once_on_the_same_base_one_is_told(console: Console) -> None:
    """Another process, as `hotline publish`, comes in between the look and the write."""
    client = await console.signed_in(Role.ADMIN)
    draft = await changed(client, "at_most: 30s", "at_most: 50s")
    texts = {**draft["texts"], "main.yaml": draft["texts"]["main.yaml"].replace("50s", "60s")}
    versions = Versions(console.database)
    await versions.publish(PlanFiles("main.yaml", texts), "chen", "", console.clock.now())
    await posted(client, "publish", {"draft": draft, "based_on": 1}, 409)
    live = await versions.live()
    assert live is not None
    assert live.version == 2


async def test_what_is_published_stands_in_the_audit_log(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN, user="lin")
    draft = await changed(client, "at_most: 30s", "at_most: 40s")
    done = await posted(client, "publish", {"draft": draft, "message": "longer"})
    noted = next(each for each in await console.rooms.audit.page(Sought()) if each.what == "plan.publish")
    assert noted.user == "lin"
    assert noted.before == {"version": 1, "sha256": done["digest_before"]}
    assert noted.after == {"sha256": done["digest"], "message": "longer", "changes": ["at_most 30 -> 40"]}


async def test_a_version_that_lacks_something_now_is_not_gone_back_to(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await draft_of(client)
    wrong = {**draft["texts"], "main.yaml": draft["texts"]["main.yaml"].replace("say: greeting", "say: nothing_such")}
    versions, now = Versions(console.database), console.clock.now()
    await versions.publish(PlanFiles("main.yaml", wrong), "chen", "", now)
    await versions.go_back(1, "chen", "", now)
    refused = await posted(client, "rollback", {"version": 2}, 422)
    assert "nothing_such" in refused["problems"][0]["text"]
    await posted(client, "rollback", {"version": 7}, 404)


async def test_only_admins_publish(console: Console) -> None:
    client = await console.signed_in(Role.LEADER)
    draft = await draft_of(client)
    await posted(client, "check", {"draft": draft})
    await posted(client, "publish", {"draft": draft}, 403)
    await posted(client, "rollback", {"version": 1}, 403)
    await posted(client, "edit", {"draft": draft, "changes": []}, 403)
