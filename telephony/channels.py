"""Legs as Asterisk has them: one `Channel` a leg, kept true by the events that pass."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from calls.causes import Cause
from calls.errors import LegGone, SwitchLost
from calls.ids import LegId


@dataclass(slots=True)
class Channel:
    """What we know of one Asterisk channel.

    `unique`: Asterisk's own id of it, which is never shown: it begins with what signs its events (`telephony.ami.seal`).
    `name`: what the dialplan calls it, `PJSIP/1003-0000001f`.
    `rung`: we ring it (as opposed to: it called us). `commandable`: it waits in AsyncAGI for a command.
    `place`: the dialplan context and extension it waits at. `stale`: a command that nobody awaits any more still runs.
    `newest`: the number of the last command given to it, empty if an earlier service gave it.
    `overhears`: it hears a conversation that it has no part in.
    `doomed`: hung up by us before Asterisk had made it. `sent_to`: where a REFER sends it, until it arrives there.
    `heir`: who sends which leg to where this one is, as soon as this one has ended.
    """

    leg: LegId
    unique: str = ""
    name: str = ""
    rung: bool = False
    exists: bool = False
    ringing: bool = False
    answered: bool = False
    commandable: bool = False
    doomed: bool = False
    stale: bool = False
    newest: str = ""
    place: tuple[str, str] = ("", "")
    bridge: str = ""
    was_joined: bool = False
    overhears: bool = False
    sent_to: tuple[LegId, str] | None = None
    heir: tuple[LegId, LegId] | None = None
    digits: deque[str] = field(default_factory=deque)


@dataclass(slots=True)
class Channels:
    """Every channel that is ours and lives; and the legs in each bridge."""

    by_leg: dict[LegId, Channel] = field(default_factory=dict)
    in_bridge: dict[str, set[LegId]] = field(default_factory=dict)
    down: str = "not linked yet"

    def of(self, leg: LegId) -> Channel:
        """The channel of a living leg. `SwitchLost` while the link is down, `LegGone` for any other leg."""
        self.require_link()
        if leg not in self.by_leg:
            raise LegGone(leg, Cause.UNKNOWN)
        return self.by_leg[leg]

    def require_link(self) -> None:
        """Raise `SwitchLost` while the link is down."""
        if self.down:
            raise SwitchLost(self.down)

    def unique(self, leg: LegId) -> str:
        """What Asterisk calls this living leg. Raises as `of`."""
        channel = self.of(leg)
        return channel.unique or channel.leg

    def with_it(self, leg: LegId) -> list[LegId]:
        """Who is in the bridge of this living leg. Raises as `of`."""
        channel = self.of(leg)
        return sorted(self.in_bridge.get(channel.bridge, set()) - {leg}) if channel.bridge else []

    def add(self, channel: Channel) -> Channel:
        """Begin to follow a channel."""
        self.by_leg[channel.leg] = channel
        return channel

    def enter(self, channel: Channel, bridge: str) -> list[LegId]:
        """Note that a channel entered a bridge; return who is there already."""
        inside = self.in_bridge.setdefault(bridge, set())
        others = sorted(inside - {channel.leg})
        inside.add(channel.leg)
        channel.bridge, channel.was_joined, channel.commandable = bridge, True, False
        # What is keyed before or in a conversation is no answer to what is asked after it.
        channel.digits.clear()
        return others

    def leave(self, channel: Channel, bridge: str) -> None:
        """Note that a channel left a bridge. A swap may have put it into another one before."""
        inside = self.in_bridge.get(bridge, set())
        inside.discard(channel.leg)
        if not inside:
            self.in_bridge.pop(bridge, None)
        if channel.bridge == bridge:
            channel.bridge = ""
            channel.digits.clear()

    def inherit(self, gone: Channel, leg: LegId) -> bool:
        """Put a living leg where another one was. What was ordered there may still run: the next command breaks it."""
        channel = self.by_leg.get(leg)
        if channel is not None:
            channel.place, channel.answered = gone.place, True
            channel.commandable, channel.stale, channel.was_joined = True, True, False
        return channel is not None

    def bequeath(self, there: Channel, by: LegId, to: Channel) -> str:
        """Somebody sends a leg to where another one is: what was dialled there, if it takes commands already.

        Else '', and it is told once that leg is gone (`inherit`), or this one takes commands (`claimed`).
        """
        if not to.commandable:
            there.heir = (by, to.leg)
        return there.place[1] if to.commandable and to.place != there.place else ""

    def claimed(self, leg: LegId) -> tuple[LegId, str] | None:
        """Who sends this leg to where another one is that lives on, and where that is: told once."""
        there = next((each for each in self.by_leg.values() if each.heir is not None and each.heir[1] == leg), None)
        if there is None or there.heir is None:
            return None
        (by, _), there.heir = there.heir, None
        return by, there.place[1]

    def drop(self, leg: LegId) -> Channel | None:
        """Stop following a channel that is gone."""
        channel = self.by_leg.pop(leg, None)
        if channel is not None and channel.bridge:
            self.leave(channel, channel.bridge)
        return channel

    def clear(self) -> None:
        """Forget everything: the link was lost, and what we knew may be wrong by now."""
        self.by_leg.clear()
        self.in_bridge.clear()
