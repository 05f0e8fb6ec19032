"""A draft of the plan over the API: edited by forms, drawn, tried by simulated calls."""

from __future__ import annotations

import base64
from pathlib import Path

from console.roles import Role
from tests.console.desk import Console
from tests.console.drafts import API, changed, draft_of, posted

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
    for wrong in ("no base64!", "声音"):
        await posted(client, "simulate/speech", {"draft": spoken, "to": "95110", "sound": wrong}, 422)
    await posted(client, "simulate/speech", {"to": "95106", "sound": sound}, 409)


async def test_the_schema_is_the_command_lines(console: Console) -> None:
    from ivr.schema import schema

    client = await console.signed_in(Role.ANALYST)
    assert (await client.get(f"{API}/schema")).json() == schema()
