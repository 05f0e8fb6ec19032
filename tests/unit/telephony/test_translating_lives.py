"""From a new channel to its end: each event of Asterisk, and what it means to us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.causes import Cause
from calls.events import CallArrived, Caller, LegAnswered, LegEnded, LegRinging, SeatReachable, SwitchEvent
from calls.ids import LegId
from telephony.channels import Channel, Channels
from telephony.contacts import Registrations
from telephony.naming import leg_named
from telephony.notes import Commandable, CommandDone, Doomed, Note, NotMade
from telephony.translate import EVENTS_READ, Translator
from tests.unit.telephony.packets import (
    CALLER,
    SYSTEM,
    agi_exec,
    agi_start,
    channel,
    contact,
    hangup,
    heard,
    originate_response,
    rung,
    wire,
)

NOW = 1795333604.5
RUNG = "leg-20261122-061530-7f3a9c01"


class Listening:
    """A translator and what it has made of everything so far."""

    def __init__(self, *known: Channel) -> None:
        self.channels = Channels(down="")
        self.translator = Translator(self.channels, Registrations())
        for each in known:
            self.channels.add(each)

    def hear(self, *packets: bytes, at_once: int = 1 << 20) -> list[SwitchEvent | Note]:
        events = heard(*packets, at_once=at_once)
        return [told for event in events for told in self.translator.hear(event, NOW)]


def ordered() -> Listening:
    """A phone was ordered to ring; Asterisk has not made its channel yet."""
    return Listening(Channel(LegId(RUNG), rung=True, place=("hotline-leg", "s")))


# --- arriving


@pytest.mark.parametrize("at_once", [1, 7, 1 << 20])
def test_a_caller_arrives_named_without_the_secret_of_the_system(at_once: int) -> None:
    listening = Listening()
    new = wire("Newchannel", **channel(CALLER, state="Ring"))
    assert listening.hear(new, agi_start(name="张三", state="Ring"), at_once=at_once) == [
        CallArrived(LegId(CALLER), NOW, "95105", Caller("13800001111", "张三"))
    ]
    assert listening.channels.unique(LegId(CALLER)) == f"{SYSTEM}-{CALLER}"
    assert listening.channels.by_leg[LegId(CALLER)].commandable


@pytest.mark.parametrize(
    ("number", "name", "caller"),
    [
        ("<unknown>", "<unknown>", Caller("", "")),
        ("13800001111", r"Tom \"T\" O\'Neil", Caller("13800001111", 'Tom "T" O\'Neil')),
        ("13800001111", r"a\nHangup\r\tb", Caller("13800001111", "aHangupb")),
        ("13800001111", r"back\\slash", Caller("13800001111", r"back\slash")),
        ("13800001111", "Bob\u2028Channel: PJSIP/ceo-1", Caller("13800001111", "BobChannel: PJSIP/ceo-1")),
        ("13800001111", "Bob\u0085Uniqueid: 1.1\x0b\x0c", Caller("13800001111", "BobUniqueid: 1.1")),
        ("13800001111", "\u202e0031\u202c \x1b[2J", Caller("13800001111", "0031 [2J")),
        ("13800001111", "Response: Goodbye", Caller("13800001111", "Response: Goodbye")),
        ("138\u20280000", "x" * 500, Caller("1380000", "x" * 80)),
        ("", "", Caller("", "")),
    ],
)
def test_what_a_caller_says_of_himself_is_text_and_nothing_else(number: str, name: str, caller: Caller) -> None:
    [arrived] = Listening().hear(agi_start(number=number, name=name))
    assert isinstance(arrived, CallArrived)
    assert (arrived.leg, arrived.caller) == (CALLER, caller)


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=200))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    [arrived] = Listening().hear(agi_start(name=name))
    assert isinstance(arrived, CallArrived)
    assert (arrived.leg, arrived.dialled, arrived.caller.number) == (CALLER, "95105", "13800001111")
    assert arrived.caller.name.isprintable()


def test_a_dialled_number_moves_no_cursor() -> None:
    [arrived] = Listening().hear(agi_start(exten="951\x1b[2J\u202805"))
    assert isinstance(arrived, CallArrived)
    assert arrived.dialled == "951[2J05"


def test_a_call_from_a_seat_names_the_seat() -> None:
    [arrived] = Listening().hear(agi_start(endpoint="1003", context="hotline-seats", exten="*2"))
    assert isinstance(arrived, CallArrived)
    assert (arrived.seat, arrived.dialled) == ("1003", "*2")


def test_a_trunk_cannot_pass_for_a_seat() -> None:
    [arrived] = Listening().hear(agi_start(endpoint="1003", context="hotline-in"))
    assert isinstance(arrived, CallArrived)
    assert arrived.seat == ""


@pytest.mark.parametrize("context", ["hotline-leg", "hotline-transfer", "from-internal", ""])
def test_a_strange_channel_elsewhere_is_no_arrival(context: str) -> None:
    assert Listening().hear(agi_start(context=context)) == []


@pytest.mark.parametrize(
    ("unique", "leg"),
    [
        ("1795333604.27", "1795333604.27"),
        ("hotline-1795333604.27", "1795333604.27"),
        (f"{SYSTEM}-1795333604.27", "1795333604.27"),
        (RUNG, RUNG),
        ("offer-20260105-010000-00000001", "offer-20260105-010000-00000001"),
        ("1795333604.27;2", "1795333604.27;2"),
        ("", ""),
    ],
)
def test_legs_are_named_without_the_system(unique: str, leg: str) -> None:
    assert leg_named(unique) == leg


# --- ringing


def test_a_phone_rings_once_and_is_answered_once() -> None:
    listening = ordered()
    ringing = wire("Newstate", **rung(RUNG, state="Ringing"))
    up = agi_start(RUNG, context="hotline-leg", exten="s", endpoint="1001")
    assert listening.hear(wire("Newchannel", **rung(RUNG))) == []
    assert listening.hear(ringing, ringing) == [LegRinging(LegId(RUNG), NOW)]
    assert listening.hear(up) == [Commandable(LegId(RUNG)), LegAnswered(LegId(RUNG), NOW)]
    assert listening.hear(originate_response(RUNG, "Success", 4)) == []
    assert listening.hear(up) == [Commandable(LegId(RUNG))]


def test_a_caller_who_hears_ringing_is_no_phone_that_rings() -> None:
    listening = Listening()
    listening.hear(agi_start(state="Ring"))
    assert listening.hear(wire("Newstate", **channel(CALLER, state="Ringing"))) == []


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (1, Cause.NO_ANSWER),
        (3, Cause.NO_ANSWER),
        (5, Cause.BUSY),
        (8, Cause.CONGESTION),
        (99, Cause.UNKNOWN),
    ],
)
def test_a_phone_for_which_no_channel_was_made(reason: int, cause: Cause) -> None:
    listening = ordered()
    failed = originate_response(RUNG, "Failure", reason)
    assert listening.hear(failed) == [LegEnded(LegId(RUNG), NOW, cause)]
    assert listening.hear(failed, hangup(RUNG)) == []


def test_a_phone_that_could_not_be_called_may_have_had_a_channel() -> None:
    assert ordered().hear(originate_response(RUNG, "Failure", 0)) == [NotMade(LegId(RUNG))]


def test_a_phone_whose_channel_was_made_ends_by_its_hangup_alone() -> None:
    made, busy = wire("Newchannel", **rung(RUNG)), hangup(RUNG, 17, "Down")
    failed = originate_response(RUNG, "Failure", 0)
    ended = [LegEnded(LegId(RUNG), NOW, Cause.BUSY)]
    assert ordered().hear(made, failed, busy) == ended
    assert ordered().hear(made, busy, failed) == ended


def test_a_phone_hung_up_before_it_existed_is_doomed_when_it_does() -> None:
    listening = ordered()
    listening.channels.by_leg[LegId(RUNG)].doomed = True
    assert listening.hear(wire("Newchannel", **rung(RUNG))) == [Doomed(LegId(RUNG))]
    assert listening.hear(hangup(RUNG, 16, "Down")) == [LegEnded(LegId(RUNG), NOW, Cause.NORMAL)]


# --- ending


@pytest.mark.parametrize(
    ("cause", "meant"),
    [(16, Cause.NORMAL), (17, Cause.BUSY), (21, Cause.REJECTED), (0, Cause.UNKNOWN), (96, Cause.UNKNOWN)],
)
def test_a_phone_that_was_never_answered_ends_with_its_cause(cause: int, meant: Cause) -> None:
    listening = ordered()
    listening.hear(wire("Newchannel", **rung(RUNG)))
    assert listening.hear(hangup(RUNG, cause, "Down")) == [LegEnded(LegId(RUNG), NOW, meant)]


def test_a_bye_without_a_reason_is_an_ordinary_end() -> None:
    listening = ordered()
    listening.hear(agi_start(), agi_start(RUNG, context="hotline-leg", exten="s"))
    assert listening.hear(hangup(cause=0), hangup(RUNG, cause=0)) == [
        LegEnded(LegId(CALLER), NOW, Cause.NORMAL),
        LegEnded(LegId(RUNG), NOW, Cause.NORMAL),
    ]


def test_an_end_is_told_once() -> None:
    listening = Listening()
    listening.hear(agi_start())
    assert len(listening.hear(hangup(), hangup())) == 1
    assert listening.channels.by_leg == {}


def test_channels_that_are_not_ours_mean_nothing() -> None:
    stranger = channel("1795333604.99", context="somebody-elses")
    for name in EVENTS_READ:
        if name not in ("ContactStatus", "AsyncAGIExec"):
            assert Listening().hear(wire(name, **stranger, Cause="16", Response="Failure", Reason="0")) == [], name


def test_the_event_filter_lets_through_what_is_understood_and_nothing_else() -> None:
    assert set(EVENTS_READ) == set(Listening().translator._words)


@pytest.mark.parametrize("name", ["VarSet", "Newexten", "RTCPReceived", "Shutdown", "FullyBooted", ""])
def test_other_events_mean_nothing(name: str) -> None:
    assert Listening().hear(wire(name, **channel(CALLER))) == []


# --- commands


def test_a_command_done_names_leg_and_command() -> None:
    listening = Listening()
    listening.hear(agi_start())
    assert listening.hear(agi_exec(CALLER, "hl7", "200%20result%3D49%20endpos%3D800%0A")) == [
        CommandDone(LegId(CALLER), "hl7", "200%20result%3D49%20endpos%3D800%0A")
    ]


def test_out_of_async_agi_a_leg_takes_no_commands() -> None:
    listening = Listening()
    listening.hear(agi_start())
    assert listening.hear(wire("AsyncAGIEnd", **channel(CALLER))) == []
    assert not listening.channels.by_leg[LegId(CALLER)].commandable
    assert listening.hear(agi_start()) == [Commandable(LegId(CALLER))]
    assert listening.channels.by_leg[LegId(CALLER)].commandable


# --- phones


def test_a_seat_is_reachable_while_any_of_its_phones_is() -> None:
    listening = Listening()
    first, second = "sip:1001@127.0.0.1:5061", "sip:1001@127.0.0.1:5062"
    told = listening.hear(
        contact("1001", "NonQualified", first),
        contact("1001", "Reachable", first),
        contact("1001", "NonQualified", second),
        contact("1001", "Removed", first),
        contact("1001", "Removed", second),
        contact("1001", "Removed", second),
        contact("1001", "Reachable", second),
        contact("1001", "Unreachable", second),
    )
    assert told == [SeatReachable("1001", now, NOW) for now in (True, False, True, False)]


def test_a_phone_for_trying_is_no_seat() -> None:
    assert Listening().hear(contact("trial-13900001111", "NonQualified")) == []
