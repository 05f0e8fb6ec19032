"""Accounts: who makes them, of which part, and that nobody locks everybody out."""

from __future__ import annotations

import pytest

from console.roles import Role
from store.audit import Sought
from tests.console.desk import Console
from tests.console.people import LIN, with_password

ACCOUNTS = "/api/v1/accounts"
CHEN = {"user": "chen.yu", "name": "Chen Yu", "roles": ["agent", "leader"], "parts": ["south/fujian"], "person": "1002"}


async def test_an_account_is_made_with_a_way_in(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    made = await admin.post(ACCOUNTS, json=CHEN)
    assert made.status_code == 201, made.text
    assert "/first#" in made.json()["link"]["address"]
    told = (await admin.get(f"{ACCOUNTS}/chen.yu")).json()
    assert {key: told[key] for key in CHEN} == CHEN
    assert (told["active"], told["has_password"], told["signed_in_at"]) == (True, False, None)
    assert [each["user"] for each in (await admin.get(ACCOUNTS)).json()] == ["admin", "chen.yu"]


async def test_every_change_is_written_with_before_and_after(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    await admin.post(ACCOUNTS, json=CHEN)
    await admin.patch(f"{ACCOUNTS}/chen.yu", json={"roles": ["analyst"]})
    (noted,) = await console.rooms.audit.page(Sought(what="account.change"))
    assert (noted.user, noted.of, noted.kind, noted.address) == ("admin", "chen.yu", "session", "127.0.0.1")
    assert (noted.before["roles"], noted.after["roles"]) == (["agent", "leader"], ["analyst"])
    assert "'password'" not in repr(noted)


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": "Chen Yu"},
        {"user": ""},
        {"user": "x" * 65},
        {"user": "chen\u200byu"},
        {"name": ""},
        {"name": "two\nlines"},
        {"roles": []},
        {"roles": ["king"]},
        {"parts": ["a/b/c/d/e"]},
        {"parts": ["/a"]},
        {"parts": [""]},
        {"person": "no person!"},
        {"locale": "fr"},
        {"password": "correct horse battery"},
    ],
)
async def test_a_wrong_value_makes_nothing(console: Console, wrong: dict[str, object]) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    refused = await admin.post(ACCOUNTS, json=CHEN | wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "HL806")
    assert len((await admin.get(ACCOUNTS)).json()) == 1


async def test_a_name_is_taken_once(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    assert (await admin.post(ACCOUNTS, json=CHEN)).status_code == 201
    assert (await admin.post(ACCOUNTS, json=CHEN)).status_code == 409


async def test_the_last_admin_stays_one(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    for change in ({"roles": ["agent"]}, {"active": False}):
        assert (await admin.patch(f"{ACCOUNTS}/admin", json=change)).status_code == 409
    await console.signed_in(Role.ADMIN, user="other")
    assert (await admin.patch(f"{ACCOUNTS}/admin", json={"roles": ["agent"]})).status_code == 200


async def test_an_account_that_is_shut_is_out_at_once(console: Console) -> None:
    admin, leader = await console.signed_in(Role.ADMIN), await console.signed_in(Role.LEADER, user="leader")
    assert (await leader.get("/api/v1/session")).status_code == 200
    await admin.patch(f"{ACCOUNTS}/leader", json={"active": False})
    assert (await leader.get("/api/v1/session")).status_code == 401
    await admin.patch(f"{ACCOUNTS}/leader", json={"active": True})
    assert (await leader.get("/api/v1/session")).status_code == 401, "he signs in again"


async def test_an_admin_signs_somebody_out(console: Console) -> None:
    admin, leader = await console.signed_in(Role.ADMIN), await console.signed_in(Role.LEADER, user="leader")
    there = await console.browser_of("leader")
    sessions = (await admin.get(f"{ACCOUNTS}/leader/sessions")).json()
    assert len(sessions) == 2
    assert not any(each["this"] for each in sessions)
    (id_,) = [each["id"] for each in (await there.get("/api/v1/session/all")).json() if each["this"]]
    await admin.delete(f"{ACCOUNTS}/leader/sessions/{id_}")
    assert [(await each.get("/api/v1/session")).status_code for each in (leader, there)] == [200, 401]
    await admin.delete(f"{ACCOUNTS}/leader/sessions")
    assert (await leader.get("/api/v1/session")).status_code == 401


class TestParts:
    """An admin of the south."""

    async def test_he_sees_the_accounts_of_his_part(self, console: Console) -> None:
        south = await console.signed_in(Role.ADMIN, parts=["south"], user="south")
        for user, parts in (
            ("inside", ["south/fujian"]),
            ("outside", ["north"]),
            ("both", ["north", "south"]),
            ("all", []),
        ):
            await console.signed_in(Role.AGENT, parts=parts, user=user)
        assert [each["user"] for each in (await south.get(ACCOUNTS)).json()] == ["inside", "south"]
        for user in ("outside", "both", "all"):
            for reply in (
                await south.get(f"{ACCOUNTS}/{user}"),
                await south.patch(f"{ACCOUNTS}/{user}", json={"active": False}),
                await south.post(f"{ACCOUNTS}/{user}/link"),
                await south.get(f"{ACCOUNTS}/{user}/sessions"),
                await south.delete(f"{ACCOUNTS}/{user}/sessions"),
            ):
                assert reply.status_code == 404, user

    @pytest.mark.parametrize("parts", [[], ["north"], ["south", "north"], ["southern"]])
    async def test_he_gives_nobody_more_than_he_has(self, console: Console, parts: list[str]) -> None:
        south = await console.signed_in(Role.ADMIN, parts=["south"], user="south")
        assert (await south.post(ACCOUNTS, json=CHEN | {"parts": parts})).status_code == 403
        assert (await south.patch(f"{ACCOUNTS}/south", json={"parts": parts})).status_code == 403
        assert (await south.post(ACCOUNTS, json=CHEN)).status_code == 201

    async def test_he_makes_nobody_somebody_of_another_part(self, console: Console) -> None:
        """An account has the calls of its person: he would see another part's by one of his own."""
        south = await console.signed_in(Role.ADMIN, parts=["south"], user="south")
        for person in ("1003", "nobody"):
            for reply in (
                await south.post(ACCOUNTS, json=CHEN | {"person": person}),
                await south.patch(f"{ACCOUNTS}/south", json={"person": person}),
            ):
                assert (reply.status_code, reply.json()["code"]) == (403, "HL802"), person
        assert (await south.post(ACCOUNTS, json=CHEN | {"person": "1001"})).status_code == 201

    async def test_an_account_with_a_person_of_another_part_is_no_way_in(self, console: Console) -> None:
        south = await console.signed_in(Role.ADMIN, parts=["south"], user="south")
        await console.signed_in(Role.AGENT, parts=["south"], person="1003", user="guest")
        assert (await south.post(f"{ACCOUNTS}/guest/link")).status_code == 403
        assert (await south.post("/api/v1/tokens", json={"name": "way in", "user": "guest"})).status_code == 403

    async def test_he_reads_what_people_of_his_part_did(self, console: Console) -> None:
        south = await console.signed_in(Role.ADMIN, parts=["south"], user="south")
        boss = await console.signed_in(Role.ADMIN, user="boss")
        await south.post(ACCOUNTS, json=CHEN)
        await boss.post(ACCOUNTS, json=CHEN | {"user": "other"})
        seen = {line["user"] for line in (await south.get("/api/v1/audit")).json()["lines"]}
        assert seen == {"south"}
        assert {line["user"] for line in (await boss.get("/api/v1/audit")).json()["lines"]} == {"south", "boss"}


async def test_the_audit_is_read_page_by_page(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN, user="admin")
    await with_password(console)
    for _ in range(5):
        await admin.post(f"{ACCOUNTS}/{LIN.user}/link")
    first = (await admin.get("/api/v1/audit", params={"limit": 3, "what": "account"})).json()
    rest = (await admin.get("/api/v1/audit", params={"limit": 3, "what": "account", "before": first["next"]})).json()
    ids = [line["id"] for line in (*first["lines"], *rest["lines"])]
    assert (ids, rest["next"]) == (sorted(ids, reverse=True), None)
    assert len(set(ids)) == 5
    nothing = (
        {"user": "nobody"},
        {"of": "nothing"},
        {"since": console.clock.now() + 1},
        {"until": 1},
        {"what": "account.%"},
    )
    for wanted in nothing:
        assert (await admin.get("/api/v1/audit", params=wanted)).json() == {"lines": [], "next": None}


async def test_the_settings_are_told_without_secrets(console: Console) -> None:
    admin = await console.signed_in(Role.ADMIN)
    reply = await admin.get("/api/v1/settings")
    told = {f"{each['section']}.{each['name']}": each for each in reply.json()}
    assert "of nobody" not in reply.text
    assert told["switch.secret"] | {"meaning": ""} == {
        "section": "switch", "name": "secret", "meaning": "", "secret": True, "is_set": True, "value": None, "default": None,
    }  # fmt: skip
    assert (told["console.port"]["value"], told["console.port"]["default"]) == (8080, "auto")
