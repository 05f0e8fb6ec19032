"""An agent's desk: the card of each offer, his answers, and what is not his."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from acd.explain import lines
from calls.ids import CallId
from calls.switch import Outside, Seat
from console.roles import Role
from service.desks.work import WorkDesk
from tests.console.desk import Console
from tests.fakes.party import Answers, FakeCaller
from tests.waiting import until

NUMBER = "13800001111"
API = "/api/v1"


def only(console: Console, seat: str, after: float | None = None) -> None:
    """Only this agent's phone is there; it picks up by itself `after` so many seconds, or never."""
    for each in ("1001", "1002", "1003"):
        phone = console.switch.phone(Seat(each))
        (phone.register if each == seat else phone.unregister)()
    if after is not None:
        console.switch.phone(Seat(seat), Answers(after=after))


async def agent(console: Console, person: str = "1001", locale: str = "zh") -> httpx.AsyncClient:
    return await console.signed_in(Role.AGENT, person=person, locale=locale)


async def calls(console: Console, dialled: str = "95106", name: str = "王芳") -> FakeCaller:
    caller = console.switch.call_in(dialled, number=NUMBER, name=name)
    await console.clock.advance(2)
    return caller


async def cards(browser: httpx.AsyncClient) -> list[dict[str, Any]]:
    reply = await browser.get(f"{API}/offers")
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()
    return found


class Told:
    """The pages of everybody, and what they were told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []

    def watched_by(self, person: str) -> bool:
        return True

    def tell(self, person: str, name: str, data: object) -> None:
        self.told.append((person, name, data))

    def names(self, person: str) -> list[str]:
        return [name for who, name, _ in self.told if who == person]

    def last(self, name: str) -> Any:
        return next(data for _, each, data in reversed(self.told) if each == name)


@pytest.fixture
def pages(console: Console) -> Told:
    told = Told()
    assert isinstance(console.rooms.work, WorkDesk)
    console.rooms.work.tells(told)
    return told


async def test_the_card_comes_with_the_offer_and_says_who_and_why(console: Console, pages: Told) -> None:
    only(console, "1001")
    caller = console.switch.call_in("95105", number=NUMBER, name="王芳")
    await console.clock.until(lambda: caller.hears == "main_menu")
    caller.press("1")
    await console.clock.until(lambda: "offer" in pages.names("1001"))
    await console.clock.advance(2)
    (card,) = await cards(await agent(console))
    assert (card["who"]["number"], card["who"]["name"]) == ("138****1111", "王芳")
    assert (card["reason"], card["reason_label"]) == ("order.status", {"en": "your orders", "zh": "查询订单"})
    assert [(step["key"], step["label"]["zh"]) for step in card["path"]] == [("1", "查询订单")]
    assert (card["queue"], card["stage"], card["answers"]) == ("orders", "ringing", ["decline"])
    assert 0 < card["patience"]["leaves_soon"] < 1
    assert card["patience"]["until"] > console.clock.now()
    assert card["history"] == {"contacts": [], "notes": [], "callbacks": 0}


async def test_the_card_says_what_the_explanation_says(console: Console) -> None:
    only(console, "1001")
    await calls(console)
    browser = await agent(console)
    (card,) = await cards(browser)
    offer = console.house.floor.dispatcher.offer(card["offer"])
    assert offer is not None
    assert offer.explanation is not None
    for language in ("zh", "en"):
        assert card["because"][language] == list(lines(offer.explanation, language))
    one = await browser.get(f"{API}/offers/{card['offer']}")
    assert one.json()["because"] == card["because"]


async def test_pages_are_told_without_numbers_and_again_with_the_history(console: Console, pages: Told) -> None:
    only(console, "1001")
    await calls(console)
    await until(lambda: any(name == "offer" and card.history is not None for _, name, card in pages.told))
    told = [card for _, name, card in pages.told if name == "offer"]
    assert told[0].history is None
    assert {card.who.number for card in told} == {"138****1111"}
    assert {person for person, _, _ in pages.told} == {"1001"}


async def test_who_may_see_numbers_asks_for_the_card(console: Console) -> None:
    only(console, "1001")
    await calls(console)
    leader = await console.signed_in(Role.LEADER, person="1001")
    (card,) = await cards(leader)
    assert card["who"]["number"] == NUMBER


async def test_another_persons_offer_is_not_there(console: Console) -> None:
    only(console, "1001")
    await calls(console)
    (card,) = await cards(await agent(console))
    other = await agent(console, "1002")
    assert await cards(other) == []
    for reply in (
        await other.get(f"{API}/offers/{card['offer']}"),
        await other.post(f"{API}/offers/{card['offer']}/answer", json={"how": "decline"}),
        await other.get(f"{API}/calls/{card['call']}/card"),
        await other.get(f"{API}/calls/{card['call']}/wrapup"),
        await other.get(f"{API}/offers/offer-of-nobody"),
    ):
        assert reply.status_code == 404, reply.text
    assert (await cards(await console.signed_in(Role.AGENT, person="1003"))) == []


async def test_an_account_without_a_person_has_no_desk(console: Console) -> None:
    nobody = await console.signed_in(Role.ADMIN)
    assert (await nobody.get(f"{API}/offers")).status_code == 409


async def test_who_declines_on_the_page_is_asked_no_more_and_the_caller_goes_on(console: Console, pages: Told) -> None:
    only(console, "1001")
    console.switch.phone(Seat("1002"), Answers(after=1)).register()
    await calls(console)
    browser = await agent(console)
    (card,) = await cards(browser)
    said = await browser.post(f"{API}/offers/{card['offer']}/answer", json={"how": "decline"})
    assert said.json() == {"came": "refused"}
    await console.clock.advance(3)
    assert await cards(browser) == []
    record = console.house.chronicle.record(CallId(card["call"]))
    assert record is not None
    assert [(offer.person, offer.refusal) for offer in record.offers] == [("1001", "declined"), ("1002", "")]
    assert pages.last("offer_closed")["refusal"] == "declined"
    again = await browser.post(f"{API}/offers/{card['offer']}/answer", json={"how": "decline"})
    assert (again.status_code, again.json()["code"]) == (409, "HL762")
    assert not console.house.alarms.raised


async def test_at_a_seat_the_phone_is_picked_up(console: Console) -> None:
    only(console, "1001")
    await calls(console)
    browser = await agent(console)
    (card,) = await cards(browser)
    said = await browser.post(f"{API}/offers/{card['offer']}/answer", json={"how": "accept"})
    assert (said.status_code, said.json()["code"]) == (409, "HL763")


async def test_a_manager_takes_the_call_on_his_page(console: Console) -> None:
    only(console, "nobody")
    phone = console.switch.phone(Outside("13900001111"), Answers(after=2))
    caller = await calls(console, "95107")
    manager = await console.signed_in(Role.MANAGER, person="xiamen_1")
    (card,) = await cards(manager)
    assert (card["outside"], card["answers"]) == (True, ["accept", "decline", "later"])
    assert card["who"]["number"] == NUMBER
    said = await manager.post(f"{API}/offers/{card['offer']}/answer", json={"how": "accept"})
    assert said.json()["came"] in ("agreed", "taken")
    await console.clock.until(lambda: caller.hears == phone.voice)
    (talking,) = await cards(manager)
    assert (talking["stage"], talking["answers"]) == ("talking", [])


async def test_a_manager_asks_for_it_later(console: Console) -> None:
    only(console, "nobody")
    console.switch.phone(Outside("13900001111"), Answers(after=2))
    await calls(console, "95107")
    manager = await console.signed_in(Role.MANAGER, person="xiamen_1")
    (card,) = await cards(manager)
    await manager.post(f"{API}/offers/{card['offer']}/answer", json={"how": "later"})
    record = console.house.chronicle.record(CallId(card["call"]))
    assert record is not None
    assert record.offers[0].refusal == "asked to be called again later"


async def test_the_card_stays_through_the_talk_and_the_wrap_up(console: Console, pages: Told) -> None:
    only(console, "1001", after=1)
    caller = await calls(console)
    browser = await agent(console)
    (card,) = await cards(browser)
    assert card["stage"] == "talking"
    caller.hang_up()
    await console.clock.advance(1)
    (card,) = await cards(browser)
    assert card["stage"] == "talked"
    assert card["ended_at"] is not None
    more = await browser.post(f"{API}/wrapups/more-time")
    assert more.json()["until"] == pytest.approx(card["ended_at"] + 40, abs=1)
    await console.clock.advance(41)
    assert await cards(browser) == []
    assert (await browser.post(f"{API}/wrapups/more-time")).status_code == 409
    assert [name for name in pages.names("1001") if name != "offer"][-2:] == ["talk", "talk_ended"]


async def test_more_time_ends_somewhere(console: Console) -> None:
    only(console, "1001", after=1)
    caller = await calls(console)
    caller.hang_up()
    await console.clock.advance(1)
    browser = await agent(console)
    for _ in range(25):
        last = await browser.post(f"{API}/wrapups/more-time")
    assert (last.status_code, last.json()["code"]) == (409, "HL765")


async def test_who_hangs_up_takes_the_card_away(console: Console, pages: Told) -> None:
    only(console, "1001")
    caller = await calls(console)
    caller.hang_up()
    await console.clock.advance(1)
    assert await cards(await agent(console)) == []
    assert pages.last("offer_closed")["outcome"].upper() == "WITHDRAWN"
