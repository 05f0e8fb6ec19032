"""Who has two calls on his phone and puts the other two together, or sends one of them on (SIP REFER)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calls.causes import Cause
from calls.events import LegTransferred
from calls.switch import Outside, Seat
from tests.fakes.legs import FakeLeg

if TYPE_CHECKING:
    from tests.fakes.exchange import Exchange


def refer(exchange: Exchange, leg: FakeLeg, to: str, attended: bool) -> None:
    """The phone of this leg sends the other side to `to` and leaves. Attended: to where its own second call is."""
    other, leg.partner = _partner(leg), None
    other.change(partner=None, on_hold=False)
    asking = _second_call(exchange, leg, to) if attended else None
    if attended and (asking is None or asking.partner):
        consulted = _talking_there(asking) if asking else _consulted(exchange, other, to)
        exchange.emit(LegTransferred(other.name, leg.name, consulted.name, True, exchange.clock.now()))
        exchange.join(other, consulted)
    else:
        other.dialled, other.marks = to, asking.marks if asking else other.marks
        exchange.emit(LegTransferred(other.name, leg.name, to, False, exchange.clock.now()))
    if asking is not None:
        # Semi-attended: nobody was reached there yet. `other` is where that call was, and takes commands.
        exchange.end(asking, Cause.NORMAL)
    exchange.end(leg, Cause.NORMAL)


def _second_call(exchange: Exchange, leg: FakeLeg, to: str) -> FakeLeg | None:
    """The call that the phone of this leg has made to `to` itself. A phone replaces an answered call only (RFC 3891)."""
    calls = (each for each in exchange.all_legs.values() if each.seat == leg.seat and not each.out)
    return next((each for each in calls if each.dialled == to and each.up and each.ended is None), None)


def _talking_there(asking: FakeLeg) -> FakeLeg:
    """Whom the second call has reached, taken out of it."""
    consulted, asking.partner = _partner(asking), None
    return consulted


def _consulted(exchange: Exchange, leg: FakeLeg, to: str) -> FakeLeg:
    """The leg of the phone `to`: taken out of the talk it is in with our phone, or reached past the exchange."""
    phone = exchange.phone(Seat(to) if Seat(to) in exchange.phones else Outside(to))
    if not phone.gone:
        consulted = exchange.all_legs[phone.leg]
        consulting, consulted.partner = _partner(consulted), None
        exchange.end(consulting, Cause.NORMAL)
        return consulted
    consulted = exchange.rung_leg(leg, phone.target)
    consulted.party = phone
    phone.take(consulted)
    return consulted


def _partner(leg: FakeLeg) -> FakeLeg:
    assert leg.partner is not None, f"leg {leg.name} talks with nobody"
    return leg.partner
