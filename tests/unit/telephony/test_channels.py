"""The book of channels: bridges entered and left in any order, and nothing left behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import LegGone, SwitchLost
from calls.ids import LegId
from telephony.channels import Channel, Channels

LEGS = [LegId(name) for name in "abc"]
steps = st.lists(
    st.tuples(st.sampled_from(["enter", "leave", "drop"]), st.sampled_from(LEGS), st.sampled_from(["x", "y"]))
)


def book() -> Channels:
    channels = Channels(down="")
    for leg in LEGS:
        channels.add(Channel(leg))
    return channels


@given(steps)
def test_a_channel_is_in_the_bridge_it_says(taken: list[tuple[str, LegId, str]]) -> None:
    channels = book()
    for step, leg, bridge in taken:
        channel = channels.by_leg.get(leg)
        if channel is None:
            continue
        match step:
            case "enter" if not channel.bridge:
                others = channels.enter(channel, bridge)
                assert leg not in others
            case "leave":
                channels.leave(channel, bridge)
            case "drop":
                channels.drop(leg)
        for name, inside in channels.in_bridge.items():
            assert inside == {each.leg for each in channels.by_leg.values() if each.bridge == name} != set()


def test_who_enters_twice_meets_himself_not() -> None:
    channels = book()
    channel = channels.by_leg[LEGS[0]]
    assert channels.enter(channel, "x") == []
    assert channels.enter(channel, "x") == []


def test_what_was_keyed_before_a_conversation_is_gone_in_it() -> None:
    channels = book()
    channel = channels.by_leg[LEGS[0]]
    channel.digits.append("5")
    channels.enter(channel, "x")
    assert not channel.digits


def test_dropping_somebody_unknown_is_nothing() -> None:
    assert book().drop(LegId("z")) is None


def test_a_leg_is_gone_only_while_there_is_a_link() -> None:
    channels = book()
    with pytest.raises(LegGone):
        channels.of(LegId("z"))
    channels.down = "cut"
    for leg in ("a", "z"):
        with pytest.raises(SwitchLost, match="cut"):
            channels.of(LegId(leg))
