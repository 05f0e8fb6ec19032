"""Asterisk's list of channels as legs of ours: what recovery reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from calls.ids import LegId
from calls.switch import LegSeen, Role
from telephony import marks
from telephony.channels import Channel, Channels
from telephony.naming import AmiWords, caller_of, clean, leg_of, seat_of
from telephony.translate import HANDOVER, IN, JOIN, LEG, SEATS, SUPERVISE, TRANSFER

OURS = frozenset({IN, SEATS, LEG, TRANSFER, HANDOVER, JOIN, SUPERVISE})
OF_ASTERISK = frozenset("sihtTaoe")
"""Extensions to which Asterisk itself sends a channel: the start, an invalid number, the hang-up and their like."""
UP = "6"
"""`AST_STATE_UP`."""


def legs_seen(items: Sequence[AmiWords], channels: Channels, now: float) -> list[LegSeen]:
    """Every leg of ours in the answers to `Status`; `channels` is made anew from them."""
    ours = [item for item in items if _is_ours(item)]
    bridges: dict[str, list[LegId]] = defaultdict(list)
    for item in ours:
        if item.get("BridgeID"):
            bridges[item.get("BridgeID")].append(leg_of(item))
    channels.clear()
    for item in ours:
        _follow(item, channels)
    return [_seen(item, bridges, now) for item in ours]


def _is_ours(item: AmiWords) -> bool:
    return item.get("Context") in OURS or marks.read(_marks_text(item)) is not None


def _marks_text(item: AmiWords) -> str:
    return item.get("Variable").partition(f"{marks.VARIABLE}=")[2]


def _commandable(item: AmiWords) -> bool:
    return item.get("Application") == "AGI" and not item.get("BridgeID")


def _follow(item: AmiWords, channels: Channels) -> None:
    found = marks.read(_marks_text(item))
    up = item.get("ChannelState") == UP
    rung = item.get("Context") == LEG or (found is not None and bool(found.offer))
    channel = Channel(leg_of(item), item.get("Uniqueid"), item.get("Channel"), rung=rung, exists=True)
    channel.answered, channel.commandable, channel.ringing = up, _commandable(item), not up
    # A prompt from before may still play on it: the first command breaks it. Music is left alone.
    channel.stale = channel.commandable and up and not (found is not None and found.queue)
    channel.place = (item.get("Context"), item.get("Exten"))
    channel.overhears = channel.was_joined = item.get("Application") == "ChanSpy"
    channels.add(channel)
    if item.get("BridgeID"):
        channels.enter(channel, item.get("BridgeID"))


def _dialled(item: AmiWords) -> str:
    """What somebody dialled to be where he is; '' where Asterisk itself put the channel."""
    return "" if item.get("Exten") in OF_ASTERISK else clean(item.get("Exten"))


def _seen(item: AmiWords, bridges: dict[str, list[LegId]], now: float) -> LegSeen:
    leg = leg_of(item)
    others = [other for other in bridges.get(item.get("BridgeID"), []) if other != leg]
    written = marks.read(_marks_text(item))
    ours = item.get("Context") == SEATS or (written is not None and written.role is Role.OFFER)
    return LegSeen(
        leg,
        up=item.get("ChannelState") == UP,
        commandable=_commandable(item),
        marks=written,
        dialled=_dialled(item),
        caller=caller_of(item),
        seat=seat_of(item.get("Channel")) if ours else "",
        joined_with=others[0] if others else None,
        since=now - float(item.get("Seconds", "0") or 0),
        others=tuple(others[1:]),
    )
