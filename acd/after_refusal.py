"""What becomes of a person who did not take a contact, by kind of phone and by what happened."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from acd.live import Hold, LivePerson, Wish
from acd.managers import Manager
from acd.messages import Refusal
from acd.offers import OfferKind, kind_of
from acd.states import PersonState

SHORT_PAUSE = 10.0
"""Seconds an agent is left alone after something that is hardly his fault: busy, a join that failed."""
LITTLE_WHILE = 30.0
"""Seconds a manager is left alone after he declined by key (he is there, only not for this caller), or his phone
could not be rung: that is the trunk's fault, and must not silence every manager for long."""


AGAIN_AFTER = 300.0
"""Seconds a manager is left alone who asked to be called again later. Then he is asked for the same caller, if he waits."""


class After(Enum):
    """The consequences there are."""

    STAND_BACK = "NOT_READY until he says that he is ready"
    SHORT_PAUSE = "NOT_READY for a moment"
    LOGGED_OUT = "LOGGED_OUT until his phone is there again"
    LITTLE_WHILE = "left alone for a little while"
    AGAIN_LATER = "left alone until the time he asked for"
    COOL_DOWN = "left alone for his cool-down"


CONSEQUENCES: Mapping[tuple[OfferKind, Refusal], After] = {
    (OfferKind.AGENT, Refusal.DECLINED): After.STAND_BACK,
    (OfferKind.AGENT, Refusal.LATER): After.SHORT_PAUSE,
    (OfferKind.AGENT, Refusal.REJECTED): After.STAND_BACK,
    (OfferKind.AGENT, Refusal.BUSY): After.SHORT_PAUSE,
    (OfferKind.AGENT, Refusal.NO_ANSWER): After.STAND_BACK,
    (OfferKind.AGENT, Refusal.UNREACHABLE): After.LOGGED_OUT,
    (OfferKind.AGENT, Refusal.NOT_ACCEPTED): After.STAND_BACK,
    (OfferKind.AGENT, Refusal.HUNG_UP): After.SHORT_PAUSE,
    (OfferKind.AGENT, Refusal.FAILED): After.SHORT_PAUSE,
    (OfferKind.MANAGER, Refusal.DECLINED): After.LITTLE_WHILE,
    (OfferKind.MANAGER, Refusal.LATER): After.AGAIN_LATER,
    (OfferKind.MANAGER, Refusal.REJECTED): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.BUSY): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.NO_ANSWER): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.UNREACHABLE): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.NOT_ACCEPTED): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.HUNG_UP): After.COOL_DOWN,
    (OfferKind.MANAGER, Refusal.FAILED): After.LITTLE_WHILE,
}


def apply(live: LivePerson, why: Refusal, now: float) -> None:
    """Note the consequence on the person; it shows when he is let go. A wish not to be rung is never overridden."""
    match CONSEQUENCES[kind_of(live.person), why]:
        case After.STAND_BACK:
            if live.wish.state is PersonState.READY:
                live.wish = Wish(PersonState.NOT_READY, why.value)
        case After.LOGGED_OUT:
            live.lost = True
        case After.SHORT_PAUSE:
            live.hold = Hold(why.value, now + SHORT_PAUSE)
        case After.LITTLE_WHILE:
            live.hold = Hold(why.value, now + LITTLE_WHILE)
        case After.AGAIN_LATER:
            live.hold = Hold(why.value, now + AGAIN_AFTER)
        case After.COOL_DOWN:
            live.hold = Hold(why.value, now + _cool_down(live))


def _cool_down(live: LivePerson) -> float:
    return live.person.cool_down if isinstance(live.person, Manager) else SHORT_PAUSE
