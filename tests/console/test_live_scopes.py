"""Who sees what of the floor as it changes: numbers masked, parts of the organisation, topics."""

from __future__ import annotations

from calls.ids import PersonId
from console.live.scope import Scope
from console.ports.floor import Topic
from console.roles import Role
from console.visitor import Visitor
from tests.console.board import NORTH, Place, call, person, queue


def visitor(*roles: Role, parts: tuple[str, ...] = (), who: str = "") -> Visitor:
    return Visitor("user", "User", frozenset(roles), PersonId(who), parts)


async def test_numbers_are_masked_for_who_may_not_see_them(place: Place) -> None:
    viewer = await place.enter(Scope.of(visitor(Role.QUALITY)))
    [first] = place.news(viewer)
    assert first.data["calls"]["c1"]["number"] == "139****1111"
    place.board.put(call("c1", number="13900002222"))
    await place.pass_()
    [delta] = place.news(viewer)
    assert delta.data == {"calls": {"c1": {"number": "139****2222"}}}
    leader = await place.enter(Scope.of(visitor(Role.LEADER)))
    assert place.news(leader)[0].data["calls"]["c1"]["number"] == "13900002222"


async def test_a_change_that_he_may_not_see_is_not_told(place: Place) -> None:
    viewer = await place.enter(Scope.of(visitor(Role.QUALITY)))
    place.news(viewer)
    place.board.put(call("c1", number="13955551111"))  # masked, it is the same
    await place.pass_()
    assert place.hub.news_for(viewer) == b""


async def test_parts_of_the_organisation(place: Place) -> None:
    viewer = await place.enter(Scope.of(visitor(Role.LEADER, parts=("south/fujian",))))
    [first] = place.news(viewer)
    assert set(first.data["people"]) == {"anna"}
    assert set(first.data["calls"]) == {"c1"}  # c2 is with somebody of the north
    assert set(first.data["queues"]) == {"orders"}
    place.board.put(person("bert", NORTH, state="TALKING"))
    await place.pass_()
    assert place.hub.news_for(viewer) == b""
    place.board.put(call("c1", "bert"))
    await place.pass_()
    assert place.news(viewer)[0].data == {"calls": {"c1": None}}
    place.board.put(call("c2", "anna"))
    await place.pass_()
    shown = place.news(viewer)[0].data["calls"]["c2"]
    assert (shown["person"], shown["number"], shown["queue"]) == ("anna", "13900001111", "orders")
    place.board.drop(Topic.CALLS, "c1")
    await place.pass_()
    assert place.hub.news_for(viewer) == b""  # he did not see it any more


async def test_who_may_not_see_the_floor_sees_himself_and_his_calls(place: Place) -> None:
    viewer = await place.enter(Scope.of(visitor(Role.AGENT, who="bert")), "bert")
    [first] = place.news(viewer)
    assert {topic: set(rows) for topic, rows in first.data.items()} == {"people": {"bert"}, "calls": {"c2"}}
    assert first.data["calls"]["c2"]["number"] == "139****1111"
    place.board.put(person("anna", state="TALKING"), queue("orders", 9), call("c1", "anna"))
    await place.pass_()
    assert not viewer.news.is_set()
    place.board.put(call("c1", "bert"))
    await place.pass_()
    assert viewer.news.is_set()
    [delta] = place.news(viewer)
    assert set(delta.data["calls"]) == {"c1"}
    assert delta.data["calls"]["c1"]["name"] == "Li"
    place.board.put(call("c1", "anna"))
    await place.pass_()
    assert place.news(viewer)[0].data == {"calls": {"c1": None}}


async def test_an_account_that_is_no_person_sees_nothing_of_the_floor(place: Place) -> None:
    viewer = await place.enter(Scope.of(visitor(Role.AGENT)))
    [first] = place.news(viewer)
    assert first.data == {"people": {}, "calls": {}}


async def test_only_the_topics_asked_for(place: Place) -> None:
    viewer = await place.enter(Scope(frozenset({Topic.QUEUES}), False))
    assert set(place.news(viewer)[0].data) == {"queues"}
    place.board.put(person("anna", state="TALKING"))
    await place.pass_()
    assert place.hub.news_for(viewer) == b""
