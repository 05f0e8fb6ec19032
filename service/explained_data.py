"""One call explained for a program: each offer with its explanation as data, and with its sentences in every language."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from acd.explain import lines
from acd.kept_explanation import from_json
from acd.sentences import LANGUAGES
from calls.contact import ContactRecord
from calls.contact_parts import ForetoldRecord, OfferRecord
from calls.masking import mask_number


def as_data(record: ContactRecord, masked: bool = True) -> dict[str, Any]:
    """Plain values. Times in epoch seconds, durations in seconds."""
    return {
        "call": record.call,
        "number": mask_number(record.number) if masked else record.number,
        "dialled": record.dialled,
        "outcome": record.outcome.value,
        "choices": [asdict(choice) for choice in record.choices],
        "waits": [{"queue": wait.whom, "since": wait.since, "until": wait.until} for wait in record.waits],
        "offers": [_offer(offer) for offer in record.offers],
        "foretold": [_foretold(told) for told in record.foretold],
        "legs": [asdict(leg) for leg in record.legs],
        "waited": record.waited,
        "talked": record.talked,
        "held": record.held,
    }


def _offer(offer: OfferRecord) -> dict[str, Any]:
    why = from_json(offer.explanation)
    told = {language: lines(why, language) for language in LANGUAGES} if why else {"en": offer.because}
    return {
        "offer": offer.offer,
        "person": offer.person,
        "made_at": offer.made_at,
        "closed_at": offer.closed_at,
        "outcome": offer.outcome,
        "reason": offer.reason,
        "refusal": offer.refusal,
        "told": told,
        "explanation": asdict(why) if why else None,
    }


def _foretold(told: ForetoldRecord) -> dict[str, Any]:
    return asdict(told) | {"error": told.error, "kept": told.kept}
