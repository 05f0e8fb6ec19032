"""An explanation in sentences that an admin reads (P15). They say nothing but what the decision weighed: acd/explanation.py."""

from __future__ import annotations

from collections.abc import Iterator

from acd.explanation import Counterfactual, Explanation, Found, IfOnly, PassedOver, Verdict
from acd.sentences import CLAUSES, RANKS, VERDICTS, fill, say

NEVER = float("inf")


def lines(why: Explanation, language: str = "en") -> tuple[str, ...]:
    """Where the caller stood, why this person, who was not asked and why not, and what would have changed it."""
    return (
        _place(why, language),
        _choice(why, language),
        *_asked_again(why, language),
        *_score(why, language),
        *_ring(why, language),
        *_reserve(why, language),
        *(_passed_over(each, language) for each in why.passed_over),
        *(_if_only(each, language) for each in why.if_only),
    )


# --- where he stood, and why this person


def _place(why: Explanation, language: str) -> str:
    name = "first" if why.position == 1 else "place"
    return say(
        language,
        name,
        queue=why.queue,
        position=why.position,
        of=why.of,
        rank=_rank(why, language),
        waited=why.waited,
    )


def _rank(why: Explanation, language: str) -> str:
    """A strategy that somebody added brings words of its own."""
    said = RANKS.get(why.strategy)
    return fill(language, said, priority=why.priority) if said else why.rank


def _choice(why: Explanation, language: str) -> str:
    return say(
        language,
        CLAUSES[why.found],
        person=why.person,
        idle=why.idle,
        boss=why.deputy_of,
        why=_about(why, language),
        skills=_skills(why, language),
        choice=why.choice,
        free=why.free,
    )


def _skills(why: Explanation, language: str) -> list[str]:
    asked = [say(language, "skill", skill=skill, has=has, asked=level) for skill, has, level in why.skills]
    return asked or [say(language, "no skill")]


def _about(why: Explanation, language: str) -> str:
    """What speaks against the person whose deputy was found."""
    if why.found is not Found.DEPUTY:
        return ""
    boss = next((each for each in why.passed_over if each.person == why.deputy_of), None)
    return _why_not(boss or PassedOver(why.deputy_of, Verdict.KEPT, "not-ready"), language)


def _asked_again(why: Explanation, language: str) -> Iterator[str]:
    if why.asked_again is not None:
        yield say(language, "asked again", person=why.person, how=why.missed_how, ago=why.asked_again)


# --- by what it was weighed


def _score(why: Explanation, language: str) -> Iterator[str]:
    if why.score:
        terms = [say(language, "term", term=term.name, value=term.value) for term in why.score if term.value]
        total = sum(term.value for term in why.score)
        yield say(language, "score", total=total, terms=terms or [say(language, "nothing")])
    for rival in why.rivals:
        yield say(language, "rival", contact=rival.contact, queue=rival.queue, score=rival.score, waited=rival.waited)


def _ring(why: Explanation, language: str) -> Iterator[str]:
    ring = why.ring
    if ring is None:
        return
    if ring.kept:
        yield say(language, "ring kept", wishes=ring.kept)
    if ring.dropped:
        name = "ring dropped" if ring.opened_at <= why.waited else "ring empty"
        yield say(language, name, wishes=ring.dropped, opened=ring.opened_at)
    if ring.next_at is not None and why.waited < ring.next_at < NEVER:
        yield say(language, "ring next", next=ring.next_at)


def _reserve(why: Explanation, language: str) -> Iterator[str]:
    if why.reserve is not None and why.worth is not None:
        yield say(language, "reserve", reserve=why.reserve, worth=why.worth)


# --- who was not asked, and what would have changed it


def _passed_over(passed: PassedOver, language: str) -> str:
    return say(language, "passed", person=passed.person, why=_why_not(passed, language))


def _why_not(passed: PassedOver, language: str) -> str:
    detail = passed.detail or passed.verdict.value
    return say(language, VERDICTS[passed.verdict], detail=detail)


def _if_only(other: Counterfactual, language: str) -> str:
    name = other.kind.value
    if other.kind is IfOnly.WISH_HAD_HELD and other.seconds is None:
        name = "wish had held for ever"
    return say(language, name, person=other.person, wish=other.wish, seconds=other.seconds or 0.0)
