"""Every ratio and mean of a report: one function each, over one tally, with its source. docs/measures.md shows these texts.

Sources, by their short names:

* COPC: COPC Customer Experience Standard for Customer Operations, its metrics and their definitions.
* Cleveland: B. Cleveland, "Call Center Management on Fast Forward", the chapter on service level.
* GKM: N. Gans, G. Koole, A. Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research Prospects",
  Manufacturing & Service Operations Management 5(2), 2003.
* MZ: A. Mandelbaum, S. Zeltyn, "Service Engineering in Action: The Palm/Erlang-A Queue, with Applications to Call
  Centers", 2007.
* IW: R. Ibrahim, W. Whitt, "Real-Time Delay Estimation in Overloaded Multiserver Queues with Abandonments",
  Management Science 55(10), 2009.
* E.600, E.423: ITU-T Recommendations E.600 "Terms and definitions of traffic engineering" and E.423 "Observations on
  traffic set up by operators".
* CSTA: ECMA-269, the states of agents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from acd.measures.facts import Result
from acd.measures.tally import Tally
from acd.states import PersonState
from calls.contact import Outcome

BUSY = (PersonState.TALKING, PersonState.WRAP_UP)
FREE = (PersonState.READY, PersonState.RESERVED, PersonState.RINGING)
USUAL_OCCUPANCY = 0.85
"""Of an agent's paid time, where no person was measured."""


def service_level(tally: Tally) -> float | None:
    """Answered within T / (offered - short abandons).

    T is the queue's `answer_within`. Offered is everybody whose wait is over: answered, abandoned, left for a callback or a
    message, moved, sent on or turned away. Four variants are in use: over the answered only (hides every abandon), over
    all offered, with early abandons counted as served, and with those who abandon before T left out (rewards being
    slow: who gives up at T - 1 counts for nothing). This one is the second, with only those left out who could not have been
    answered. Source: Cleveland; COPC; MZ 2.2 shows how the variants differ.
    """
    return _ratio(tally.in_time, tally.counted)


def abandonment(tally: Tally) -> float | None:
    """(abandoned - short abandons) / (offered - short abandons).

    Abandoned: he waited, and the call ended before anybody was connected. Who left for a callback or a message has not
    abandoned, and whom a rule of his queue gave away to a flow that ended the call was turned away: an abandon is the
    caller's own. He counts as offered, and as not answered. Source: COPC (abandon rate); E.600 (call abandonment); MZ, P(Ab).
    """
    return _ratio(tally.waits[Result.ABANDONED] - tally.short, tally.counted)


def short_abandons(tally: Tally) -> float | None:
    """Short abandons / offered.

    A short abandon waited less than the threshold (5 s unless told otherwise), in all queues together: a wrong number or a
    second thought, which no number of people could have answered. Source: COPC; GKM 6.3 on those who balk at once.
    """
    return _ratio(tally.short, tally.offered)


def speed_of_answer(tally: Tally) -> float | None:
    """ASA = total wait of the answered / answered, in seconds.

    From the begin of the wait to the moment in which both hear each other: ringing is part of it. Source: COPC (ASA);
    E.423 (mean time to answer); GKM 2.2.
    """
    return _ratio(tally.waited.get(Result.ANSWERED, 0.0), tally.waits[Result.ANSWERED])


def wait_of_abandoned(tally: Tally) -> float | None:
    """Total wait of the abandoned / abandoned, in seconds, the short ones included.

    Not the callers' patience: those who were answered would have waited longer. Source: GKM 6.3 (censoring).
    """
    return _ratio(tally.waited.get(Result.ABANDONED, 0.0), tally.waits[Result.ABANDONED])


def longest_wait(tally: Tally) -> float | None:
    """The longest wait of anybody, answered or not, in seconds.

    Source: E.423 asks for the extreme beside the mean; a mean hides who was forgotten.
    """
    return tally.longest if tally.offered else None


def wait_error(tally: Tally) -> float | None:
    """sqrt(sum of (real wait - foretold wait)^2 / waits foretold), in seconds (RMSE).

    Of every wait that was told, from the telling to the caller's turn; who gave up before it never learnt whether it
    was true. Source: IW, which compares estimators by it.
    """
    return None if not tally.foretold else sqrt(tally.error_squares / tally.foretold)


def wait_bias(tally: Tally) -> float | None:
    """Sum of (real wait - foretold wait) / waits foretold, in seconds: above 0, callers waited longer than foretold.

    Source: IW, as for `wait_error`.
    """
    return _ratio(tally.errors, tally.foretold)


def wait_kept(tally: Tally) -> float | None:
    """Waits that took no longer than the upper end of what was told / waits foretold. Source: ours."""
    return _ratio(tally.kept, tally.foretold)


def handling_time(tally: Tally) -> float | None:
    """AHT = (talk + hold + wrap-up) / handled, in seconds.

    Handled: each person's part in each call, so a call that two people served is handled twice. Wrap-up is that which
    followed this very call. Source: COPC (AHT); GKM 2.1.
    """
    return _ratio(tally.talked + tally.held + tally.wrapped, tally.handled)


def occupancy(tally: Tally) -> float | None:
    """(TALKING + WRAP_UP) / (TALKING + WRAP_UP + READY + RESERVED + RINGING), of people's time.

    Hold is part of TALKING. A phone that rings is not work yet. Pauses are in neither. Source: COPC (occupancy); GKM
    2.1; the states: CSTA.
    """
    busy = sum(tally.states.get(state, 0.0) for state in BUSY)
    return _ratio(busy, busy + sum(tally.states.get(state, 0.0) for state in FREE))


def no_answer(tally: Tally) -> float | None:
    """Offers that expired or were declined / (those + accepted offers).

    Withdrawn offers (the caller hung up, or was moved) are nobody's fault and in neither. Source: ours.
    """
    refused = tally.offers["EXPIRED"] + tally.offers["DECLINED"]
    return _ratio(refused, refused + tally.offers["ACCEPTED"])


def transfer_rate(tally: Tally) -> float | None:
    """Times that a caller was sent on, by people or the dialplan / ended calls from outside. Source: COPC (transfer rate)."""
    return _ratio(tally.transfers, tally.ended)


def first_contact_resolution(tally: Tally) -> float | None:
    """First contacts without a repeat / first contacts.

    A first contact was served (by people or by the menus alone), its number is known, and nobody from that number was
    served about the same subject within the N days before it (7 unless told otherwise). A repeat is any further call
    from that number about the same subject within N days after its end. Subject: the scenario that was chosen, else
    the queue, else the number dialled. As long as the N days are not over the figure can only fall.
    Source: COPC (issue resolution, measured by no repeat contact).
    """
    return _ratio(tally.resolved, tally.first)


def containment(tally: Tally) -> float | None:
    """Self-served / ended calls from outside.

    Self-served: the menus ended the call when all was done; who hung up in a menu or asked for a person is not. Source:
    COPC (self-service containment); E.600 (completed calls) for the denominator.
    """
    return _ratio(tally.outcomes[Outcome.SELF_SERVED], tally.ended)


def wait_of_everybody(tally: Tally) -> float | None:
    """Total wait of everybody / offered, in seconds: E[W] of the queueing formulas.

    Source: MZ 2.2; with impatient callers P(Ab) = theta x E[W], which is the check of a day against Erlang-A.
    """
    return _ratio(sum(tally.waited.values()), tally.offered)


def agents_worth(tally: Tally, days: float, shift: float = 8 * 3600.0) -> float | None:
    """Self-served x AHT / (days x shift x occupancy): how many agents the menus were worth.

    AHT and occupancy are those of the same line (occupancy 0.85 where nobody was measured); shift: paid seconds of an
    agent a day. None where nobody handled a call. Source: workload = calls x AHT (GKM 2.1, offered load).
    """
    handling = handling_time(tally)
    paid = days * shift * (occupancy(tally) or USUAL_OCCUPANCY)
    return None if handling is None or not paid else tally.outcomes[Outcome.SELF_SERVED] * handling / paid


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure by its name in JSON and CSV, its heading in tables, and its unit: `share`, `s` (seconds), or `agents`."""

    name: str
    heading: str
    unit: str
    of: Callable[[Tally], float | None]


FORMULAS = (
    Formula("service_level", "SL", "share", service_level),
    Formula("abandonment", "aban.", "share", abandonment),
    Formula("short_abandons", "short", "share", short_abandons),
    Formula("speed_of_answer", "ASA", "s", speed_of_answer),
    Formula("wait_of_abandoned", "aban. wait", "s", wait_of_abandoned),
    Formula("wait_of_everybody", "wait", "s", wait_of_everybody),
    Formula("longest_wait", "longest", "s", longest_wait),
    Formula("wait_error", "EWT error", "s", wait_error),
    Formula("wait_bias", "EWT bias", "s", wait_bias),
    Formula("wait_kept", "EWT kept", "share", wait_kept),
    Formula("handling_time", "AHT", "s", handling_time),
    Formula("occupancy", "occ.", "share", occupancy),
    Formula("no_answer", "no answer", "share", no_answer),
    Formula("transfer_rate", "transf.", "share", transfer_rate),
    Formula("first_contact_resolution", "FCR", "share", first_contact_resolution),
    Formula("containment", "self", "share", containment),
)
"""All that are over one tally alone, in the order in which they are told."""


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
