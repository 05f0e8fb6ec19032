"""`hotline explain`: a whole call in plain words, in both languages, as text and as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from string import Formatter

import pytest

from acd import sentences
from acd.explain import lines
from acd.kept_explanation import to_json
from acd.messages import MakeOffer, Paused, Readied, Refusal
from acd.sentences import SLOTS
from calls.contact import Outcome
from calls.happenings.entry import Entry, Happening
from calls.happenings.offer import OfferClosed, Offered
from calls.happenings.queue import Believed, Foretold
from calls.happenings.visit import Ended
from calls.ids import OfferId, PersonId
from calls.record import fold
from service.explaining import Explainer
from service.explaining_words import LEGS, OUTCOMES, STORY
from tests.unit.acd.scene import Scene, agent, only, orders
from tests.unit.acd.test_explain import FULL
from tests.unit.service.at_a_terminal import Hotline, kept
from tests.unit.store.samples import call_id, served, waiting

pytestmark = pytest.mark.usefixtures("home")
WHY = replace(FULL, contact=call_id(1))


def explained(number: int = 1, at: float = 1000.0) -> list[Entry]:
    """A served call whose offer has its explanation; before it, one that was declined; and he was told how long it takes."""
    entries = served(number, at)
    first, person = OfferId("first"), PersonId("boss")
    more: list[tuple[float, Happening]] = [
        (4.0, Believed("vip", "", 2.0, 300.0, 30.0)),
        (4.0, Foretold("wealth", 1, 2.0, 1.0, 9.0)),
        (4.0, Offered(first, person, ("boss: wanted by this caller",))),
        (4.05, OfferClosed(first, "DECLINED", "declined: pressed 2", Refusal.DECLINED)),
    ]
    happened: list[tuple[float, Happening]] = [(entry.at - at, entry.what) for entry in entries[:7]]
    happened += more
    for entry in entries[7:]:
        what = entry.what
        happened.append((entry.at - at, replace(what, explanation=to_json(WHY)) if isinstance(what, Offered) else what))
    return [Entry(call_id(number), seq, at + after, what) for seq, (after, what) in enumerate(happened, 1)]


def ended(entries: Sequence[Entry]) -> bool:
    return any(isinstance(entry.what, Ended) for entry in entries)


def test_the_whole_call_in_english(hotline: Hotline) -> None:
    kept(explained())
    said = hotline("explain", call_id(1))
    assert (said.code, said.err) == (0, "")
    told = said.out.splitlines()
    assert told[0].startswith(f"{call_id(1)}: 139****1111 dialled 95105 on 1970-01-01")
    for line in (
        "chose 2 in welcome: to wealth [wealth.advice]",
        "waited 4 s in wealth",
        "will wait 30 s, as was stated for him",
        "offer 1, after 0 s of waiting: to boss, because",
        "    boss: wanted by this caller",
        "    => declined after 0 s",
        "offer 2, after 0 s of waiting: to 1003, because",
        *(f"    {line}" for line in lines(WHY)),
        "    => accepted after 4 s (picked up)",
        "was told 1 to 9 s; it took 4 s (2 s longer than expected): kept",
        "served: waited 4 s, talked 52 s, held 0 s",
    ):
        assert line in told, line


def test_the_whole_call_in_chinese(hotline: Hotline) -> None:
    kept(explained())
    told = hotline("explain", call_id(1), "--lang", "zh").out.splitlines()
    for line in lines(WHY, "zh"):
        assert f"    {line}" in told
    assert "    => 0 秒后未接（按键拒接）" in told
    assert "曾告知 1 至 9 秒；实际 4 秒（长 2 秒）：守信" in told
    assert told[-1] == "已接待：等待 4 秒，通话 52 秒，保持 0 秒"


def test_as_data(hotline: Hotline) -> None:
    kept(explained())
    told = json.loads(hotline("explain", call_id(1), "--json").out)
    assert told["number"] == "139****1111"
    first, second = told["offers"]
    assert (first["refusal"], first["explanation"], first["told"]) == (
        "declined",
        None,
        {"en": ["boss: wanted by this caller"]},
    )
    assert second["told"] == {language: list(lines(WHY, language)) for language in sentences.LANGUAGES}
    assert second["explanation"]["ring"]["dropped"] == ["dialect"]
    assert told["foretold"][0]["error"] == pytest.approx(2.1)


def test_the_newest_call_is_the_last(hotline: Hotline) -> None:
    kept(explained(1, 1000.0), served(2, 2000.0))
    assert hotline("explain", "last").out.startswith(call_id(2))


def test_a_call_in_progress_is_told_as_far_as_it_has_come(hotline: Hotline) -> None:
    kept(waiting(1))
    told = hotline("explain", "last").out.splitlines()
    assert not ended(waiting(1))
    assert "waits in wealth, for 0 s so far" in told
    assert told[-1].startswith("in progress: ")


def test_an_unknown_call_is_an_error_with_the_last_calls(hotline: Hotline) -> None:
    kept(served(1))
    said = hotline("explain", "call-nowhere")
    assert said.code != 0
    assert said.out == ""
    assert "no call has the id call-nowhere" in said.err
    assert call_id(1) in said.err
    assert "Traceback" not in said.err


def test_without_any_call_it_says_so(hotline: Hotline) -> None:
    said = hotline("explain", "last")
    assert said.code != 0
    assert "no call is in the journal yet" in said.err


def test_what_a_caller_sent_cannot_move_the_cursor(hotline: Hotline) -> None:
    kept(served(1, caller="1391111\x1b[2J1111"))
    assert "\x1b" not in hotline("explain", "last", "--numbers").out


def test_a_real_decision_is_told_as_it_was_made() -> None:
    """The dispatcher's own explanation, through the journal, in the words of acd/explain.py."""
    scene = Scene([agent("1001", orders=5), agent("1002", orders=5)], [orders()])
    for person in ("1001", "1002"):
        scene.tell(Paused(PersonId(person), "lunch"))
    scene.joins("call-1")
    scene.after(42)
    (made,) = only(scene.tell(Readied(PersonId("1002"))), MakeOffer)
    assert made.offer.explanation is not None
    offered = Offered(made.offer.id, made.offer.person, made.offer.because, to_json(made.offer.explanation))
    record = fold([*waiting(7), Entry(call_id(7), 4, 1042.0, offered)])
    told = Explainer("en", UTC).lines(record)
    assert "    queue orders: first of 1 by priority 1, waited 42 s" in told
    assert "    1001 not asked: lunch" in told
    assert "    => still open" in told


@pytest.mark.parametrize("name", [*STORY, *OUTCOMES, *LEGS])
def test_every_sentence_is_there_in_both_languages(name: str) -> None:
    said = {**LEGS, **OUTCOMES, **STORY}[name]
    kinds = [{(slot, kind) for _, slot, kind, _ in Formatter().parse(text) if slot is not None} for text in said]
    assert kinds[0] == kinds[1]
    assert {kind for _, kind in kinds[0]} <= set(SLOTS)
    assert not said.zh.isascii()


def test_every_outcome_has_its_words() -> None:
    assert {outcome.value for outcome in Outcome} <= set(OUTCOMES)
