"""Who is with whom on the fake exchange: one of several leaves, and a leg that overhears others."""

from __future__ import annotations

from tests.fakes.legs import FakeLeg


def others_of(leg: FakeLeg) -> list[FakeLeg]:
    """Whom this leg talks with."""
    return [leg.partner, *leg.more] if leg.partner else []


def leave_several(leg: FakeLeg) -> None:
    """One of three or more leaves, and the others go on."""
    others = others_of(leg)
    for each in others:
        rest = [one for one in others_of(each) if one is not leg]
        each.change(partner=rest[0], more=rest[1:])
    leg.change(partner=None, more=[])


def overhear(leg: FakeLeg, talking: FakeLeg, whispering: bool) -> None:
    """A leg hears what this one says and hears, and leaves those with whom it talked itself."""
    hear_no_more(leg)
    if leg.partner is not None:
        leave_several(leg)
    leg.change(overhears=talking, music=False, sound="", on_hold=False)
    leg.keyed.clear()
    leg.stop()
    if whispering:
        talking.change(whisperers=[*talking.whisperers, leg])


def hear_no_more(leg: FakeLeg) -> None:
    """A leg overhears nobody."""
    if leg.overhears is not None:
        leg.overhears.change(whisperers=[each for each in leg.overhears.whisperers if each is not leg])
    leg.change(overhears=None)
