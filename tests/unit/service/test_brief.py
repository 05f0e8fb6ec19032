"""What a manager hears before he takes a call."""

from __future__ import annotations

from pathlib import Path

import pytest

from acd.agents import Agent
from acd.managers import Manager
from calls.contact import ContactRecord
from calls.ids import CallId, PersonId
from calls.speaking import Spoken, SpokenValue, ValueKind
from prompts.catalogue import Catalogue
from service.accepting import ONE_KEY, outside
from service.brief import brief, keys
from service.sounds import Sounds
from telephony.phones.audio import read_wav
from telephony.phones.recording import RATE

LIN = Manager(PersonId("lin"), "Lin", "13900001111")
THERE = frozenset({"manager_brief", "segment_vip", "segment_gold", "name_wealth", "queue_private", "name_private"})


class Shelf:
    def has(self, prompt: str, language: str) -> bool:
        return language == "zh" and prompt in THERE

    def sound(self, prompt: str, language: str) -> Path:
        return Path(prompt)


def told(record: ContactRecord | None, queue: str = "wealth", now: float = 1020.0) -> tuple[Spoken, ...]:
    return brief(LIN, record, queue, now, Sounds(Shelf(), ("en", "zh")))


def record(segment: str = "", queued_at: float | None = 1000.0) -> ContactRecord:
    return ContactRecord(call=CallId("call-1"), segment=segment, queued_at=queued_at)


def waited(seconds: int) -> SpokenValue:
    return SpokenValue(ValueKind.WAITED, str(seconds))


def test_a_manager_hears_who_calls_what_about_and_since_when() -> None:
    assert told(record("vip")) == ("manager_brief", "segment_vip", "name_wealth", waited(20), "brief_keys")


def test_a_prompt_for_the_queue_goes_before_the_name_of_a_choice() -> None:
    assert told(record("vip"), "private")[2] == "queue_private"


def test_what_has_no_prompt_is_left_out() -> None:
    assert told(record("platinum", None), "orders") == ("manager_brief", "brief_keys")
    assert told(None) == ("manager_brief", "name_wealth", "brief_keys")


@pytest.mark.parametrize("segment", ["VIP", "vip"])
def test_the_class_of_a_customer_is_written_as_the_company_likes(segment: str) -> None:
    assert told(record(segment))[1] == "segment_vip"


@pytest.mark.parametrize("segment", ["../../etc/passwd", "vip/../vip", "贵宾", "a" * 200, "v ip"])
def test_a_class_that_is_no_name_names_no_file(segment: str) -> None:
    assert told(record(segment))[1] == "name_wealth"


def test_a_wait_that_has_not_begun_is_no_negative_one() -> None:
    assert told(record("vip"), now=990.0)[3] == waited(0)


def test_keys_that_were_changed_are_told_one_by_one() -> None:
    changed = Manager(PersonId("lin"), "Lin", "139", accept_key="5", decline_key="*", later_key="3")
    told_keys = ("brief_accept", "press_key_5", "brief_decline", "press_key_star", "brief_later", "press_key_3")
    assert keys(changed) == told_keys


def test_a_manager_without_a_key_for_later_is_not_told_of_one() -> None:
    changed = Manager(PersonId("lin"), "Lin", "139", accept_key="3", later_key="")
    assert keys(changed) == ("brief_accept", "press_key_3", "brief_decline", "press_key_2")


LONGEST = {"zh": ("gold", "order_status", 45), "en": ("vip", "order_status", 3600)}
"""Class, choice and seconds of the wait that take longest to say."""


@pytest.mark.parametrize(
    "person", [LIN, Agent(PersonId("ann"), "Ann", "1001", {}, others=("139",))], ids=["manager", "agent"]
)
@pytest.mark.parametrize("language", LONGEST)
def test_nobody_is_let_go_before_he_has_heard_who_calls_and_has_had_time_for_a_key(
    person: Agent | Manager, language: str
) -> None:
    segment, queue, seconds = LONGEST[language]
    rung, sounds = outside(person), Sounds(Catalogue.load(), (language,))
    spoken = brief(rung, record(segment), queue, 1000.0 + seconds, sounds)
    said = sum(len(read_wav(file)) for file in sounds.of(language, *spoken)) / RATE
    assert said + ONE_KEY.first_within <= rung.accept_within
