"""Asterisk's words become ours here, and nowhere else.

`Translator.hear` takes one AMI event and yields what it means: events of `calls.events`, and the notes of this
room (`CommandDone`, `Commandable`, `Doomed`, `NotMade`, `Overhearing`) that only the switch itself needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from calls.causes import Cause
from calls.events import (
    CallArrived,
    DigitPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegParted,
    LegResumed,
    LegRinging,
    LegsJoined,
    LegTransferred,
    SeatReachable,
    SwitchEvent,
)
from calls.ids import LegId
from telephony.browser import is_browser, seat_behind
from telephony.channels import Channel, Channels
from telephony.contacts import Registrations
from telephony.naming import AmiWords, caller_of, clean, leg_named, leg_of, seat_of
from telephony.notes import Commandable, CommandDone, ContactChanged, Doomed, Note, NotMade, Overhearing

IN, SEATS, LEG, TRANSFER, HANDOVER, JOIN, SUPERVISE, WHISPER = (
    "hotline-in",
    "hotline-seats",
    "hotline-leg",
    "hotline-transfer",
    "hotline-handover",
    "hotline-join",
    "hotline-supervise",
    "hotline-whisper",
)
"""The dialplan contexts that are ours. What is in the last is no leg: it plays a sound into one."""
ASK = "ask"
"""The label at which each of them gives the channel to us; what stands before it is not to be done again."""

NO_CHANNEL_MADE = {
    1: Cause.NO_ANSWER,
    3: Cause.NO_ANSWER,
    5: Cause.BUSY,
    8: Cause.CONGESTION,
}
"""`Reason` of a failed OriginateResponse (Asterisk: `ast_control_frame_type`); 0 is any other."""

EVENTS_READ = (
    "Newchannel",
    "Newstate",
    "AsyncAGIStart",
    "AsyncAGIExec",
    "AsyncAGIEnd",
    "OriginateResponse",
    "BridgeEnter",
    "BridgeLeave",
    "ChanSpyStart",
    "ChanSpyStop",
    "DTMFEnd",
    "Hold",
    "Unhold",
    "BlindTransfer",
    "AttendedTransfer",
    "Hangup",
    "ContactStatus",
)
"""The AMI events that mean something to us: what the event filter must let through."""


class Translator:
    """Turns AMI events into ours, keeping `channels` and `registrations` true as it goes."""

    def __init__(self, channels: Channels, registrations: Registrations) -> None:
        self._channels = channels
        self._registrations = registrations
        self._words: dict[str, Callable[[AmiWords, float], Iterator[SwitchEvent | Note]]] = {
            "Newchannel": self._new_channel,
            "Newstate": self._new_state,
            "AsyncAGIStart": self._agi_start,
            "AsyncAGIExec": self._agi_exec,
            "AsyncAGIEnd": self._agi_end,
            "OriginateResponse": self._originate_response,
            "BridgeEnter": self._bridge_enter,
            "BridgeLeave": self._bridge_leave,
            "ChanSpyStart": self._spy_start,
            "ChanSpyStop": self._spy_stop,
            "DTMFEnd": self._dtmf_end,
            "Hold": self._hold,
            "Unhold": self._unhold,
            "BlindTransfer": self._blind_transfer,
            "AttendedTransfer": self._attended_transfer,
            "Hangup": self._hangup,
            "ContactStatus": self._contact_status,
        }

    def hear(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        """What this event means; nothing, for most."""
        translate = self._words.get(event.name)
        return translate(event, now) if translate else iter(())

    def _known(self, event: AmiWords, header: str = "Uniqueid") -> Channel | None:
        return self._channels.by_leg.get(leg_named(event.get(header)))

    # --- the life of a channel

    def _new_channel(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            channel.exists, channel.name = True, event.get("Channel")
            if channel.doomed:
                yield Doomed(channel.leg)

    def _new_state(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        channel = self._known(event)
        if channel and channel.rung and not channel.ringing and event.get("ChannelStateDesc") == "Ringing":
            channel.ringing = True
            yield LegRinging(channel.leg, now)

    def _originate_response(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        channel = self._known(event)
        if channel and not channel.exists and event.get("Response") == "Failure":
            if not (reason := int(event.get("Reason", "0"))):
                yield NotMade(channel.leg)
                return
            self._channels.drop(channel.leg)
            yield LegEnded(channel.leg, now, NO_CHANNEL_MADE.get(reason, Cause.UNKNOWN))

    def _hangup(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._channels.drop(leg_of(event)):
            if channel.heir is not None and self._channels.inherit(channel, channel.heir[1]):
                by, heir = channel.heir
                yield LegTransferred(heir, by, channel.place[1], attended=False, at=now)
            cause = Cause.of(int(event.get("Cause", "0")))
            # A BYE without a Reason header leaves cause 0 on the channel: an ordinary end.
            if cause is Cause.UNKNOWN and (channel.answered or not channel.rung):
                cause = Cause.NORMAL
            yield LegEnded(channel.leg, now, cause)

    # --- AsyncAGI

    def _agi_start(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        channel = self._known(event)
        if channel is None:
            if event.get("Context") in (IN, SEATS):
                yield self._arrival(event, now)
            return
        channel.commandable = True
        before, channel.place = channel.place, (event.get("Context"), event.get("Exten"))
        yield Commandable(channel.leg)
        if channel.rung and not channel.answered:
            channel.answered = True
            yield LegAnswered(channel.leg, now)
        elif channel.sent_to is not None:
            (by, to), channel.sent_to, channel.was_joined = channel.sent_to, None, False
            yield LegTransferred(channel.leg, by, to, attended=False, at=now)
        elif channel.was_joined:
            channel.was_joined = False
            yield self._given_back(channel, before, now)

    def _given_back(self, channel: Channel, before: tuple[str, str], now: float) -> SwitchEvent:
        """A conversation ended; or a REFER sent the leg here, to where a seat had dialled or before `BlindTransfer` says so."""
        moved = channel.place[0] in (TRANSFER, SEATS) and channel.place != before
        if found := self._channels.claimed(channel.leg) or ((LegId(""), channel.place[1]) if moved else None):
            return LegTransferred(channel.leg, *found, attended=False, at=now)
        return LegParted(channel.leg, now)

    def _arrival(self, event: AmiWords, now: float) -> CallArrived:
        leg = leg_of(event)
        place = (event.get("Context"), event.get("Exten"))
        name = event.get("Channel")
        self._channels.add(Channel(leg, event.get("Uniqueid"), name, exists=True, commandable=True, place=place))
        seat = seat_of(event.get("Channel")) if event.get("Context") == SEATS else ""
        return CallArrived(leg, now, clean(event.get("Exten")), caller_of(event), seat)

    def _agi_exec(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        yield CommandDone(leg_of(event), event.get("CommandId"), event.get("Result"))

    def _agi_end(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            channel.commandable = False
        yield from ()

    # --- conversations
    def _bridge_enter(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            channel.answered = True
            for other in self._channels.enter(channel, event.get("BridgeUniqueid")):
                yield LegsJoined(channel.leg, other, now)
                yield LegsJoined(other, channel.leg, now)

    def _bridge_leave(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            self._channels.leave(channel, event.get("BridgeUniqueid"))
        yield from ()

    def _spy_start(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event, "SpyerUniqueid"):
            channel.overhears, channel.was_joined, channel.commandable = True, True, False
            yield Overhearing(channel.leg)

    def _spy_stop(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event, "SpyerUniqueid"):
            channel.overhears = False
            channel.digits.clear()
        yield from ()

    def _dtmf_end(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        channel = self._known(event)
        if channel and event.get("Direction") == "Received":
            channel.digits.append(event.get("Digit"))
            yield DigitPressed(channel.leg, now, event.get("Digit"))

    def _hold(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            yield LegHeld(channel.leg, now)

    def _unhold(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        if channel := self._known(event):
            yield LegResumed(channel.leg, now)

    def _blind_transfer(self, event: AmiWords, _now: float) -> Iterator[SwitchEvent | Note]:
        channel = self._known(event, "TransfereeUniqueid")  # told when the leg takes commands again, and not before
        if channel and event.get("Result") == "Success" and not channel.commandable:
            channel.sent_to = (leg_named(event.get("TransfererUniqueid")), event.get("Extension"))
        yield from ()

    def _attended_transfer(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        transferee, target = self._known(event, "TransfereeUniqueid"), leg_named(event.get("TransferTargetUniqueid"))
        if not transferee or event.get("Result") != "Success":
            return
        by, second = leg_named(event.get("OrigTransfererUniqueid")), self._known(event, "SecondTransfererUniqueid")
        if target:
            yield LegTransferred(transferee.leg, by, target, attended=True, at=now)
        elif second and (to := self._channels.bequeath(second, by, transferee)):  # nobody was joined there yet
            yield LegTransferred(transferee.leg, by, to, attended=False, at=now)

    # --- phones
    def _contact_status(self, event: AmiWords, now: float) -> Iterator[SwitchEvent | Note]:
        changed = self._registrations.note(event.get("AOR"), event.get("URI"), event.get("ContactStatus"))
        if changed is not None:
            yield SeatReachable(seat_behind(event.get("AOR")), changed, now)
        if is_browser(event.get("AOR")):
            yield ContactChanged(event.get("AOR"))
