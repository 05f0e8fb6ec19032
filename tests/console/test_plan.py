"""The dialplan over the API: the real house, a real SQLite file, the checks of the command line."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from calls.problems import Problem
from console.roles import Role
from service.live_plan import LivePlan
from store.audit import Sought
from store.versions import PlanFiles, Versions
from tests.console.desk import Console

API = "/api/v1/plan"


async def draft_of(client: httpx.AsyncClient) -> dict[str, Any]:
    live = (await client.get(API)).json()
    plan: dict[str, Any] = live["plan"]
    return plan


async def changed(client: httpx.AsyncClient, before: str, after: str, file: str = "main.yaml") -> dict[str, Any]:
    """The live plan with one text in place of another."""
    draft = await draft_of(client)
    assert before in draft["texts"][file]
    draft["texts"][file] = draft["texts"][file].replace(before, after)
    return draft


async def posted(client: httpx.AsyncClient, path: str, body: object, status: int = 200) -> Any:
    reply = await client.post(f"{API}/{path}", json=body)
    assert reply.status_code == status, reply.text
    return reply.json()


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


# --- forms


async def test_a_form_changes_one_line(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await draft_of(client)
    change = {"file": "people.yaml", "path": ["agents", "1001", "skills", "orders"], "value": 9.5}
    texts = await posted(client, "edit", {"draft": draft, "changes": [change]})
    assert texts == {
        "people.yaml": draft["texts"]["people.yaml"].replace("skills: {orders: 8}", "skills: {orders: 9.5}", 1)
    }
    refused = await posted(
        client, "edit", {"draft": draft, "changes": [{"file": "people.yaml", "do": "remove", "path": ["nobody"]}]}, 422
    )
    assert refused["code"] == "HL261"
    await posted(client, "edit", {"draft": draft, "changes": [{"file": "x.yaml", "path": ["a"], "value": 1}]}, 422)


async def test_a_draft_is_read_as_data_with_its_lines(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await draft_of(client)
    draft["texts"]["broken.yaml"] = "a: ["
    read = await posted(client, "read", {"draft": draft})
    assert "broken.yaml" not in read
    agents = read["people.yaml"]["data"]["agents"]
    assert agents["1001"]["skills"] == {"orders": "8"}
    line = read["people.yaml"]["lines"]["agents/1001"]
    assert draft["texts"]["people.yaml"].splitlines()[line - 1].startswith('  "1001"')


# --- the drawing


async def test_the_plan_is_drawn_with_the_lines_of_its_steps(console: Console) -> None:
    client = await console.signed_in(Role.ANALYST)
    drawn = await posted(client, "graph", {})
    texts = (await draft_of(client))["texts"]
    nodes = {each["id"]: each for each in drawn["nodes"]}
    welcome = nodes["flow:welcome"]
    assert [step["kind"] for step in welcome["steps"]] == ["say", "menu"]
    for node in drawn["nodes"]:
        if node["kind"] == "flow":
            assert texts[node["file"]].splitlines()[node["line"] - 1].strip() == f"{node['label']}:"
            for step in node["steps"]:
                assert step["kind"] in texts[step["file"]].splitlines()[step["line"] - 1]
    assert nodes["queue:orders"]["people"] == ["1001", "1002", "1003"]
    assert nodes["queue:orders"]["file"] == "queues.yaml"
    assert {"source": "flow:welcome", "target": "flow:orders", "label": "1", "step": 2} in drawn["edges"]
    assert all(each["source"] in nodes and each["target"] in nodes for each in drawn["edges"])


async def test_a_plan_that_cannot_be_read_is_not_drawn(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await changed(client, "    - say: greeting", "    - says: greeting")
    refused = await posted(client, "graph", {"draft": draft}, 422)
    assert refused["problems"][0]["file"] == "main.yaml"


# --- the simulator


async def test_a_simulated_call_stops_where_the_caller_is_asked(console: Console) -> None:
    client = await console.signed_in(Role.LEADER)
    story = await posted(client, "simulate", {"to": "95105"})
    assert story["now"]["kind"] == "asks"
    assert story["now"]["step"] == "welcome.2"
    assert [(each["key"], each["goes"]) for each in story["now"]["choices"]] == [("1", "orders"), ("3", "wealth")]
    heard = [each["id"] for line in story["lines"] for each in line["heard"]]
    assert heard == ["greeting", "main_menu"]
    assert any("您好" in each["text"] for line in story["lines"] for each in line["heard"])
    waits = await posted(client, "simulate", {"to": "95105", "do": ["press 1"]})
    assert (waits["now"]["kind"], waits["now"]["ends"]) == ("waits", "queue orders")
    assert [each["text"] for each in waits["lines"] if each["who"] == "caller"] == ["keys 1"]
    over = await posted(client, "simulate", {"to": "95105", "do": ["press 1", "hang up"]})
    assert over["now"]["kind"] == "ended"
    quiet = await posted(client, "simulate", {"to": "95105", "do": ["silence", "silence"]})
    assert (quiet["now"]["kind"], quiet["now"]["ends"]) == ("ended", "hang up")


async def test_a_draft_is_tried_before_it_is_live(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    draft = await changed(client, "3: {go: wealth", "3: {go: bye")
    story = await posted(client, "simulate", {"draft": draft, "do": ["press 3"]})
    assert story["now"]["ends"] == "hang up"
    await posted(client, "simulate", {"do": ["dance"]}, 422)
    await posted(client, "simulate", {"at": "tomorrow"}, 422)
    await posted(client, "simulate", {"language": "fr"}, 422)
    await posted(client, "simulate", {"to": "000"}, 422)


async def test_the_world_of_a_simulated_call_is_as_in_a_test_case(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    asked = await changed(
        client,
        "    - say: greeting",
        "    - branch: [{when: caller.segment == 'vip', go: wealth}]\n    - say: greeting",
    )
    story = await posted(client, "simulate", {"draft": asked, "world": {"profile": {"segment": "vip"}}})
    assert story["now"]["ends"] == "queue wealth"
    refused = await posted(client, "simulate", {"draft": asked, "world": {"profil": {}}}, 422)
    assert "profile" in refused["text"]


async def test_speech_where_nobody_hears_is_a_plain_no(console: Console) -> None:
    client = await console.signed_in(Role.ADMIN)
    spoken = await changed(
        client,
        "          1: {go: orders}\n        noinput: {tries: 9",
        "          1: {go: orders, phrases: {zh: [查订单]}}\n        noinput: {tries: 9",
    )
    sound = base64.b64encode((Path(__file__).parents[2] / "prompts/zh/greeting.wav").read_bytes()).decode()
    refused = await posted(client, "simulate/speech", {"draft": spoken, "to": "95110", "sound": sound}, 409)
    assert "type the words" in refused["remedy"]
    await posted(client, "simulate/speech", {"draft": spoken, "to": "95110", "sound": "AAAA"}, 422)
    await posted(client, "simulate/speech", {"draft": spoken, "to": "95110", "sound": "no base64!"}, 422)
    await posted(client, "simulate/speech", {"to": "95106", "sound": sound}, 409)


async def test_the_schema_is_the_command_lines(console: Console) -> None:
    from ivr.schema import schema

    client = await console.signed_in(Role.ANALYST)
    assert (await client.get(f"{API}/schema")).json() == schema()
