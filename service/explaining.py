"""One call explained: its way through the menus, its waits, every offer with its reasons and its end, what it was told, its legs.

Everything here is for people's eyes, in English or Chinese; numbers are masked unless asked otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from acd.explain import lines
from acd.kept_explanation import from_json
from acd.sentences import Said, fill, word
from calls.contact import ContactRecord
from calls.contact_parts import ForetoldRecord, OfferRecord
from calls.masking import mask_number, mask_text, printable
from service.explaining_words import LEGS, OUTCOMES, REASONS, STORY


class Explainer:
    """Explains calls in one language."""

    def __init__(self, language: str, zone: tzinfo, masked: bool = True) -> None:
        self._language, self._zone, self._masked = language, zone, masked

    def lines(self, record: ContactRecord) -> list[str]:
        """The whole call, part by part."""
        parts = (self._came, self._menus, self._waits, self._offers, self._told, self._legs, self._end)
        told = (line for part in parts for line in part(record))
        return [self._shown(line) for line in told]

    def _shown(self, line: str) -> str:
        indent = line[: len(line) - len(line.lstrip(" "))]
        clean = indent + printable(line, longest=400)
        return mask_text(clean) if self._masked else clean

    def _say(self, name: str, **slots: Any) -> str:
        return fill(self._language, STORY[name], **slots)

    def _word(self, words: Mapping[str, Said], name: str) -> str:
        said = words.get(name)
        return fill(self._language, said) if said else word(name, self._language)

    # --- the call

    def _came(self, record: ContactRecord) -> Iterator[str]:
        began = record.entries[0].at if record.arrived_at is None else record.arrived_at
        number = printable(record.number)
        yield self._say(
            "came" if record.calling_back is None else "called back",
            call=record.call,
            who=(mask_number(number) if self._masked else number) or self._say("hidden"),
            dialled=record.dialled,
            at=f"{datetime.fromtimestamp(began, self._zone):%Y-%m-%d %H:%M:%S %Z}",
        )

    def _menus(self, record: ContactRecord) -> Iterator[str]:
        for choice in record.choices:
            name = "chose scenario" if choice.scenario else "chose"
            yield self._say(name, menu=choice.menu, key=choice.key, to=choice.to, scenario=choice.scenario)
        for miss in record.misses:
            yield self._say("missed", menu=miss.menu, tries=miss.attempt)

    def _waits(self, record: ContactRecord) -> Iterator[str]:
        for wait in record.waits:
            until = record.last_at if wait.until is None else wait.until
            name = "waits" if wait.until is None else "waited"
            yield self._say(name, queue=wait.whom, seconds=max(0.0, until - wait.since))
        if record.wishes:
            yield self._say("wished", wishes=", ".join(record.wishes))
        if record.believed and record.believed.limit:
            yield self._say("limit", seconds=record.believed.limit)

    # --- the offers

    def _offers(self, record: ContactRecord) -> Iterator[str]:
        since = record.queued_at if record.queued_at is not None else record.entries[0].at
        for number, offer in enumerate(record.offers, 1):
            after = max(0.0, offer.made_at - since)
            yield self._say("offer", number=number, person=offer.person, after=after)
            for line in self._reasons(offer):
                yield f"    {line}"
            yield f"    => {self._became(offer)}"

    def _reasons(self, offer: OfferRecord) -> tuple[str, ...]:
        """From the data where it is kept; else as it was told then."""
        why = from_json(offer.explanation)
        return lines(why, self._language) if why else offer.because

    def _became(self, offer: OfferRecord) -> str:
        if not offer.outcome:
            return self._say("still open")
        outcome = self._word(OUTCOMES, offer.outcome)
        after = max(0.0, (offer.closed_at or offer.made_at) - offer.made_at)
        detail = self._word(REASONS, offer.refusal or offer.reason)
        name = "became as said" if detail in (outcome, "") else "became"
        return self._say(name, outcome=outcome, after=after, detail=detail)

    # --- what he was told, and the legs

    def _told(self, record: ContactRecord) -> Iterator[str]:
        for told in record.foretold:
            yield self._foretold(told)

    def _foretold(self, told: ForetoldRecord) -> str:
        if told.error is None:
            return self._say("told in vain", low=told.low, high=told.high)
        name = "told kept" if told.kept else "told broken"
        took = told.expected + told.error
        return self._say(name, low=told.low, high=told.high, took=took, error=told.error)

    def _legs(self, record: ContactRecord) -> Iterator[str]:
        for leg in record.legs:
            parts = [
                self._say("leg part", what=self._word(LEGS, what), after=at - record.entries[0].at)
                for what, at in (
                    ("rang", leg.rang_at),
                    ("picked up", leg.picked_up_at),
                    ("connected", leg.connected_at),
                    ("ended", leg.ended_at),
                )
                if at is not None
            ]
            yield self._say("leg" if leg.who else "caller's leg", who=leg.who, parts=parts)
        for sent in record.transfers:
            yield self._say("sent on", to=sent.to, by=sent.by)

    def _end(self, record: ContactRecord) -> Iterator[str]:
        if record.gaps:
            yield self._say("gaps", seconds=sum(gap.seconds for gap in record.gaps))
        yield self._say(
            "sums",
            outcome=self._word(OUTCOMES, record.outcome.value),
            waited=record.waited,
            talked=record.talked,
            held=record.held,
        )
