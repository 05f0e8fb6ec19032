"""The pool of a queue at this instant, as scoring and reserve see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from acd.centre import Centre
from acd.flow import first_leaving
from acd.live import LiveContact, LivePerson
from acd.reserve import Bounds, Keeping, Outlook, Prospect, at_stake, prospects, still_better, value, worth
from acd.scoring import TYPICAL, Pace, horizon, score, scores
from acd.traits import serving


def pace(centre: Centre, queue: str, now: float) -> Pace[float]:
    """How fast the queue moves."""
    plan = centre.roster.queues[queue]
    handling = centre.flow.of(plan, now).handling
    people = centre.roster.duty.count(serving(queue))
    return Pace(horizon(len(centre.lines[queue]), handling, people), TYPICAL / handling, plan.answer_within)


def position(centre: Centre, contact: LiveContact, now: float) -> int:
    """His place in his queue, counted from 1: by score, where the queue goes by score."""
    line, standing = centre.lines[contact.queue], contact.standing
    if line.columns is None or standing is None:
        return line.position(contact)
    if len(line) < 2:
        return 1
    at = pace(centre, contact.queue, now)
    mine = score(standing, centre.curves, at, contact.waited(now), ideal=False)
    return int((scores(line.columns, centre.curves, at, now) > mine + 1e-9).sum()) + 1


def came(centre: Centre, contact: LiveContact, now: float) -> None:
    """Count a new caller."""
    standing = contact.standing
    if standing:
        stream = centre.flow.of(centre.roster.queues[contact.queue], now)
        stream.came((standing.weight, standing.segment), first_leaving(standing.patience, standing.hazard), now)


def done(centre: Centre, live: LivePerson, contact: LiveContact, began: float, now: float) -> None:
    """Count a conversation that is over. Wrap-up counts as handling."""
    queues = centre.roster.queues
    if contact.queue in queues:
        centre.flow.of(queues[contact.queue], now).took(now - began + live.person.wrap_up)
    for queue in centre.roster.served_by.get(live.id, ()):
        centre.flow.of(queues[queue], now).done.happened(now)


def reserve_gains(centre: Centre, live: LivePerson, now: float) -> list[Prospect]:
    """What it would be worth to keep this person, by kind of callers who may come."""
    return prospects(_outlook(centre, queue, now) for queue in centre.roster.served_by[live.id])


def heaviest(centre: Centre, live: LivePerson, now: float) -> float:
    """Nobody who is worth more has come to the queues of this person."""
    queues = centre.roster.queues
    return max(centre.flow.of(queues[queue], now).heaviest for queue in centre.roster.served_by[live.id])


def _outlook(centre: Centre, queue: str, now: float) -> Outlook:
    stream = centre.flow.of(centre.roster.queues[queue], now)
    people = centre.roster.duty.count(serving(queue))
    others = centre.roster.idle.having(serving(queue)).bit_count() - 1
    cover = stream.done.per_second(now, believed=people / stream.handling)
    return Outlook(stream.comers(now), stream.price, cover, max(0, others))


def may_keep(centre: Centre, queue: str) -> bool:
    """Whether the plan allows to keep people from this queue's callers, and not too many are kept already."""
    reserve = centre.roster.queues[queue].reserve
    if reserve is None:
        return False
    free = centre.roster.idle.having(serving(queue)).bit_count()
    return free <= reserve.people * centre.roster.duty.count(serving(queue))


def bounds(centre: Centre, queue: str, now: float) -> Bounds[float]:
    """What speaks for the callers of this queue."""
    plan = centre.roster.queues[queue]
    stream = centre.flow.of(plan, now)
    return Bounds(stream.price / stream.handling, plan.answer_within, plan.reserve.most if plan.reserve else 0.0)


def keeping_bounds(centre: Centre, queue: str, now: float) -> Bounds[float]:
    """The same, where nobody is made to wait if nobody may be kept."""
    found = bounds(centre, queue, now)
    return found if may_keep(centre, queue) else replace(found, most=0.0)


def keeping(centre: Centre, contact: LiveContact, found: Sequence[Prospect], now: float) -> Keeping | None:
    """What keeping somebody from this caller is worth, and what the caller is; None where it is not weighed."""
    standing, limits, waited = contact.standing, bounds(centre, contact.queue, now), contact.waited(now)
    if standing is None or waited >= limits.most:
        return None
    stake = at_stake(standing, centre.curves, waited)
    return Keeping(value(found, standing.weight, stake), worth(stake, limits, waited))


def still_kept(centre: Centre, queue: str, since: float, now: float) -> bool:
    """Whether everybody in this queue from whom somebody was kept since then had better go on waiting."""
    columns = centre.lines[queue].columns
    return columns is not None and still_better(columns, centre.curves, bounds(centre, queue, now), since, now)
