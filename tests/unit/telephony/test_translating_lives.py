"""From a phone that rings to its end: each event of Asterisk, and what it means to us."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.events import LegAnswered, LegEnded, LegRinging, SeatReachable
from calls.ids import LegId
from telephony.notes import Commandable, CommandDone, Doomed, NotMade
from telephony.translate import EVENTS_READ
from tests.unit.telephony.packets import (
    CALLER,
    agi_exec,
    agi_start,
    channel,
    contact,
    hangup,
    originate_response,
    rung,
    wire,
)
from tests.unit.telephony.translating import NOW, RUNG, Listening, ordered

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
