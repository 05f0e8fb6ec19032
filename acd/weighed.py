"""What is weighed of a caller who waits, for those who look on: score, patience left, open ring, what was kept from him."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from acd import pools
from acd.centre import Centre
from acd.columns import KEPT_AT, KEPT_FOR
from acd.explanation import RingOpen
from acd.live import LiveContact
from acd.patience import leaving_rate
from acd.scoring import leaving, score
from acd.standing import Standing
from acd.states import ContactState
from acd.traits import serving

SOON = 60.0
"""Seconds for which the chance that a caller gives up is told."""


def in_order(centre: Centre, queue: str, contacts: Iterable[LiveContact], now: float) -> list[LiveContact]:
    """As they would be served: by the queue's order, or by score as it is now."""
    order = centre.lines[queue].order
    if not order.scored:
        return sorted(contacts, key=order.rank)
    return sorted(contacts, key=lambda contact: (-(score_of(centre, contact, now) or 0.0), order.rank(contact)))


def score_of(centre: Centre, contact: LiveContact, now: float) -> float | None:
    """His score without what depends on the person; None where the queue does not go by score."""
    standing = contact.standing
    if standing is None or not centre.lines[contact.queue].order.scored:
        return None
    return score(standing, centre.curves, pools.pace(centre, contact.queue, now), contact.waited(now), ideal=False)


def leaves_soon(centre: Centre, contact: LiveContact, now: float) -> float:
    """P(gives up within a minute | has waited so long)."""
    standing = contact.standing
    return leaving(standing, centre.curves, contact.waited(now), SOON) if standing else 0.0


def open_ring(contact: LiveContact) -> RingOpen | None:
    """The widest ring that is open; None: he wishes for nothing."""
    return ring_told(contact.standing, contact.standing.ring) if contact.standing else None


def ring_told(standing: Standing, number: int) -> RingOpen | None:
    """One of a caller's rings, for those who look on."""
    if not standing.last:
        return None
    return RingOpen(
        number=number,
        last=standing.last,
        kept=standing.rings[number].wishes,
        dropped=standing.rings[0].wishes[:number],
        opened_at=standing.opens[number],
        next_at=standing.opens[number + 1] if number < standing.last else None,
    )


def kept(centre: Centre, contact: LiveContact) -> tuple[float | None, float]:
    """When somebody was last kept in reserve from him, and what that was worth per second."""
    columns = centre.lines[contact.queue].columns
    if columns is None or contact.state is not ContactState.WAITING or not contact.here:
        return None, 0.0
    at = columns.of(contact, KEPT_AT)
    return (at, columns.of(contact, KEPT_FOR)) if at > float("-inf") else (None, 0.0)


def expected(centre: Centre, contact: LiveContact, position: int, now: float) -> float | None:
    """Seconds until his turn; None: nobody can tell."""
    standing = contact.standing
    if standing is None or contact.state is not ContactState.WAITING:
        return None
    people = centre.roster.duty.count(serving(contact.queue))
    handling = centre.flow.of(centre.roster.queues[contact.queue], now).handling
    if not people:
        return None
    leaving_now = leaving_rate(standing.patience, standing.hazard, contact.waited(now))
    return quick_ql_a(max(0, position - 1), people / handling, leaving_now)


def quick_ql_a(ahead: int, served: float, theta: float) -> float:
    """`sum over k = 0..ahead of 1 / (served + k theta)` (acd/estimates.py) by the midpoint rule, whatever the number."""
    if theta < 1e-9:
        return (ahead + 1) / served
    return 1.0 / served + log((served + (ahead + 0.5) * theta) / (served + 0.5 * theta)) / theta
