"""Conversations, holds, keys and transfers, in the order in which a real Asterisk tells of them."""

from __future__ import annotations

import pytest

from calls.causes import Cause
from calls.events import (
    DigitPressed,
    LegEnded,
    LegHeld,
    LegParted,
    LegResumed,
    LegsJoined,
    LegTransferred,
    SwitchEvent,
)
from calls.ids import LegId
from telephony.channels import Channel
from telephony.notes import Note
from tests.unit.telephony.packets import (
    CALLER,
    agi_start,
    attended_transfer,
    blind_transfer,
    bridge,
    channel,
    dtmf,
    hangup,
    taken_into,
    wire,
)
from tests.unit.telephony.translating import NOW, Listening

AGENT, CONSULT, COLLEAGUE = "leg-a", "1795333604.31", "leg-b"
caller, agent, consult, colleague = (LegId(each) for each in (CALLER, AGENT, CONSULT, COLLEAGUE))


def telling(*told: SwitchEvent | Note) -> list[SwitchEvent]:
    """What was told without the notes of the room."""
    return [each for each in told if isinstance(each, SwitchEvent)]


def joined(one: LegId, other: LegId) -> list[SwitchEvent]:
    return [LegsJoined(one, other, NOW), LegsJoined(other, one, NOW)]


@pytest.fixture
def talk() -> Listening:
    """A caller talks with an agent whom we rang."""
    listening = Listening(Channel(agent, rung=True, exists=True, answered=True))
    listening.hear(agi_start())
    entered = listening.hear(bridge("BridgeEnter", CALLER), bridge("BridgeEnter", AGENT))
    assert entered == joined(agent, caller)
    return listening


def test_one_alone_in_a_bridge_is_not_joined() -> None:
    listening = Listening(Channel(agent, rung=True, exists=True))
    assert listening.hear(bridge("BridgeEnter", AGENT)) == []
    assert not listening.channels.by_leg[agent].commandable


def test_a_third_is_joined_with_both(talk: Listening) -> None:
    talk.channels.add(Channel(colleague, exists=True))
    assert talk.hear(bridge("BridgeEnter", COLLEAGUE)) == [*joined(colleague, caller), *joined(colleague, agent)]


def test_in_a_conversation_nobody_takes_commands(talk: Listening) -> None:
    assert not any(each.commandable for each in talk.channels.by_leg.values())


@pytest.mark.parametrize("ended_first", [True, False])
def test_who_is_left_is_parted_whatever_comes_first(talk: Listening, ended_first: bool) -> None:
    end = [bridge("BridgeLeave", AGENT), hangup(AGENT)]
    left = [bridge("BridgeLeave", CALLER), agi_start()]
    told = telling(*talk.hear(*(end + left if ended_first else left + end)))
    assert sorted(map(type, told), key=str) == [LegEnded, LegParted]
    assert LegParted(caller, NOW) in told
    assert LegEnded(agent, NOW, Cause.NORMAL) in told
    assert talk.channels.in_bridge == {}


def test_parting_is_told_once(talk: Listening) -> None:
    talk.hear(bridge("BridgeLeave", CALLER))
    assert telling(*talk.hear(agi_start(), agi_start())) == [LegParted(caller, NOW)]


def test_a_hangup_in_a_bridge_leaves_no_ghost_in_it(talk: Listening) -> None:
    talk.hear(hangup(AGENT))
    talk.channels.add(Channel(colleague, exists=True))
    assert talk.hear(bridge("BridgeEnter", COLLEAGUE)) == joined(colleague, caller)


def test_hold_and_back(talk: Listening) -> None:
    hold, unhold = wire("Hold", **channel(AGENT), MusicClass="default"), wire("Unhold", **channel(AGENT))
    assert talk.hear(hold, unhold) == [LegHeld(agent, NOW), LegResumed(agent, NOW)]


# --- keys


def test_a_key_is_told_and_kept_for_who_asks_next() -> None:
    listening = Listening()
    listening.hear(agi_start())
    assert listening.hear(dtmf(CALLER, "5"), dtmf(CALLER, "#")) == [
        DigitPressed(caller, NOW, "5"),
        DigitPressed(caller, NOW, "#"),
    ]
    assert list(listening.channels.by_leg[caller].digits) == ["5", "#"]


def test_a_key_that_we_send_is_not_heard() -> None:
    listening = Listening()
    listening.hear(agi_start())
    assert listening.hear(dtmf(CALLER, "5", "Sent")) == []


def test_keys_of_a_conversation_answer_no_question_after_it(talk: Listening) -> None:
    assert telling(*talk.hear(dtmf(CALLER, "9"))) == [DigitPressed(caller, NOW, "9")]
    talk.hear(bridge("BridgeLeave", CALLER), agi_start())
    assert not talk.channels.by_leg[caller].digits


# --- blind transfer: BlindTransfer, then the transferer is parted, then the caller takes commands at the new place


@pytest.mark.parametrize("transferer_first", [True, False])
def test_a_blind_transfer_is_told_when_the_caller_takes_commands_again(talk: Listening, transferer_first: bool) -> None:
    assert talk.hear(blind_transfer(CALLER, AGENT, "1002")) == []
    transferer = [bridge("BridgeLeave", AGENT), agi_start(AGENT, context="hotline-leg", exten="s")]
    transferee = [bridge("BridgeLeave", CALLER), agi_start(context="hotline-transfer", exten="1002")]
    packets = transferer + transferee if transferer_first else transferee + transferer
    told = telling(*talk.hear(*packets, hangup(AGENT)))
    moved: SwitchEvent = LegTransferred(caller, agent, "1002", attended=False, at=NOW)
    parted: SwitchEvent = LegParted(agent, NOW)
    assert told == [*([parted, moved] if transferer_first else [moved, parted]), LegEnded(agent, NOW, Cause.NORMAL)]


def test_after_a_blind_transfer_no_parting_is_told_late(talk: Listening) -> None:
    talk.hear(blind_transfer(CALLER, AGENT, "1002"), bridge("BridgeLeave", CALLER))
    again = agi_start(context="hotline-transfer", exten="1002")
    assert len(telling(*talk.hear(again))) == 1
    assert telling(*talk.hear(again)) == []


@pytest.mark.parametrize("result", ["Fail", "Invalid", "Not Permitted"])
def test_a_blind_transfer_that_failed_means_nothing(talk: Listening, result: str) -> None:
    talk.hear(blind_transfer(CALLER, AGENT, "1002", result))
    assert telling(*talk.hear(bridge("BridgeLeave", CALLER), agi_start())) == [LegParted(caller, NOW)]


def test_a_transferred_leg_is_interrupted_at_its_new_place(talk: Listening) -> None:
    talk.hear(blind_transfer(CALLER, AGENT, "1002"), agi_start(context="hotline-transfer", exten="1002"))
    assert talk.channels.by_leg[caller].place == ("hotline-transfer", "1002")


def test_who_is_put_in_the_place_of_a_seat_s_call_was_sent_to_what_it_had_dialled(talk: Listening) -> None:
    """An attended transfer just as Asterisk takes that call out of the dialplan, to join it: no event says more."""
    told = telling(*talk.hear(bridge("BridgeLeave", CALLER), agi_start(context="hotline-seats", exten="7001")))
    assert told == [LegTransferred(caller, LegId(""), "7001", attended=False, at=NOW)]
    assert talk.channels.by_leg[caller].place == ("hotline-seats", "7001")


def test_a_transfer_of_somebody_unknown_means_nothing(talk: Listening) -> None:
    assert talk.hear(blind_transfer("1795333604.99", AGENT, "1002")) == []
    assert telling(*talk.hear(agi_start())) == [LegParted(caller, NOW)]


# --- attended transfer: the caller is swapped into the other conversation before we are told why


@pytest.fixture
def asked(talk: Listening) -> Listening:
    """The agent has put the caller on hold and talks with a colleague."""
    talk.channels.add(Channel(colleague, rung=True, exists=True, answered=True))
    talk.hear(agi_start(CONSULT, endpoint="1001", context="hotline-seats", exten="1002"))
    talk.hear(bridge("BridgeEnter", CONSULT, "9f7708e8"), bridge("BridgeEnter", COLLEAGUE, "9f7708e8"))
    return talk


def test_an_attended_transfer_in_the_order_of_asterisk(asked: Listening) -> None:
    told = asked.hear(
        bridge("BridgeLeave", CALLER),
        bridge("BridgeLeave", CONSULT, "9f7708e8"),
        bridge("BridgeEnter", CALLER, "9f7708e8"),
        agi_start(CONSULT, context="hotline-seats", exten="1002"),
        attended_transfer(CALLER, AGENT, CONSULT, COLLEAGUE),
        bridge("BridgeLeave", AGENT),
        agi_start(AGENT, context="hotline-leg", exten="s"),
        hangup(CONSULT),
        hangup(AGENT),
    )
    assert telling(*told) == [
        *joined(caller, colleague),
        LegParted(consult, NOW),
        LegTransferred(caller, agent, COLLEAGUE, attended=True, at=NOW),
        LegParted(agent, NOW),
        LegEnded(consult, NOW, Cause.NORMAL),
        LegEnded(agent, NOW, Cause.NORMAL),
    ]
    assert asked.channels.in_bridge == {"9f7708e8": {caller, colleague}}


def test_a_swap_that_enters_before_it_leaves_keeps_the_new_bridge(asked: Listening) -> None:
    asked.hear(bridge("BridgeEnter", CALLER, "9f7708e8"), bridge("BridgeLeave", CALLER))
    assert asked.channels.by_leg[caller].bridge == "9f7708e8"
    told = telling(*asked.hear(hangup(COLLEAGUE), bridge("BridgeLeave", CALLER, "9f7708e8"), agi_start()))
    assert told[-1] == LegParted(caller, NOW)


def test_an_attended_transfer_that_failed_means_nothing(asked: Listening) -> None:
    assert asked.hear(attended_transfer(CALLER, AGENT, CONSULT, COLLEAGUE, "Fail")) == []


def test_a_transfer_before_anybody_was_reached_puts_him_in_the_place_of_the_call(talk: Listening) -> None:
    talk.hear(agi_start(CONSULT, endpoint="1001", context="hotline-seats", exten="7001"))
    told = talk.hear(taken_into(CALLER, AGENT, CONSULT), bridge("BridgeLeave", CALLER), hangup(CONSULT))
    assert telling(*told) == [
        LegTransferred(caller, agent, "7001", attended=False, at=NOW),
        LegEnded(consult, NOW, Cause.NORMAL),
    ]
    now = talk.channels.by_leg[caller]
    assert (now.commandable, now.stale, now.place, now.was_joined) == (True, True, ("hotline-seats", "7001"), False)


@pytest.mark.parametrize("told_first", [True, False])
def test_he_takes_commands_in_the_place_of_a_call_that_goes_on(talk: Listening, told_first: bool) -> None:
    """Asterisk was just joining that call: it lives on elsewhere, and its end, when it comes, is nobody's transfer."""
    talk.hear(agi_start(CONSULT, endpoint="1001", context="hotline-seats", exten="7001"))
    freed = [bridge("BridgeLeave", CALLER), agi_start()]
    transfer = taken_into(CALLER, AGENT, CONSULT)
    told = telling(*talk.hear(*([transfer, *freed] if told_first else [*freed, transfer])))
    moved: SwitchEvent = LegTransferred(caller, agent, "7001", attended=False, at=NOW)
    assert told == ([moved] if told_first else [LegParted(caller, NOW), moved])
    assert telling(*talk.hear(hangup(CONSULT))) == [LegEnded(consult, NOW, Cause.NORMAL)]
