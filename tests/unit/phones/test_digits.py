from __future__ import annotations

import pytest

from telephony.phones.dtmf import DIGITS, DigitEar, check_digits, packets_of
from telephony.phones.media import Packet
from telephony.phones.sending import Sending


def test_a_digit_is_sent_as_rfc_4733_says() -> None:
    sent = list(packets_of("5", frames=5))
    assert [packet.marker for packet in sent] == [True] + [False] * 7
    assert [packet.end for packet in sent] == [False] * 5 + [True] * 3
    assert {packet.payload[0] for packet in sent} == {5}
    assert [bool(packet.payload[1] & 0x80) for packet in sent] == [False] * 5 + [True] * 3
    durations = [int.from_bytes(packet.payload[2:], "big") for packet in sent]
    assert durations == [160, 320, 480, 640, 800, 960, 960, 960]


@pytest.mark.parametrize("digit", DIGITS)
def test_each_digit_is_heard_once_whatever_is_lost(digit: str) -> None:
    for lost in range(8):
        ear = DigitEar()
        heard = [ear.hear(7, 1000, packet.payload) for number, packet in enumerate(packets_of(digit)) if number != lost]
        assert [one for one in heard if one] == [digit]


def test_the_same_digit_twice_is_two_digits() -> None:
    ear = DigitEar()
    heard = [ear.hear(7, at, packet.payload) for at in (1000, 3000) for packet in packets_of("3")]
    assert "".join(filter(None, heard)) == "33"


def test_events_that_are_no_digits_are_passed_over() -> None:
    ear = DigitEar()
    assert ear.hear(7, 1, bytes([16, 10, 0, 160])) is None
    assert ear.hear(7, 2, b"\x05") is None


def test_what_no_phone_has_is_refused() -> None:
    assert check_digits("12a#") == "12A#"
    with pytest.raises(ValueError, match="a key 'X'"):
        check_digits("1x")


def test_digits_go_out_with_a_gap_between_them_and_the_end_is_told() -> None:
    sending, done = Sending(), list[str]()
    sending.press("12", lambda: done.append("done"))
    events = [sending.next_event() for _ in range(30)]
    pattern = "".join("." if event is None else str(event.payload[0]) for event in events)
    assert pattern.strip(".") == "11111111....22222222"
    assert done == ["done"]


def test_whoever_waits_when_the_call_ends_is_told() -> None:
    sending, done = Sending(), list[str]()
    sending.press("12", lambda: done.append("digits"))
    sending.tone(440, -12)
    sending.say(sending.next_frame(), lambda: done.append("speech"))
    sending.end()
    assert sorted(done) == ["digits", "speech"]
    assert not sending.next_frame().any()


def test_rtp_is_read_with_its_extension_and_padding_taken_off() -> None:
    plain = Packet(0, True, 65535, 4294967295, 99, b"audio")
    assert Packet.parse(plain.encode()) == plain
    extended = (
        bytes([0x80 | 0x10 | 0x20 | 0x01]) + plain.encode()[1:12] + b"CSRC" + b"\xbe\xde\x00\x01ABCD" + b"audio\0\0\x03"
    )
    read = Packet.parse(extended)
    assert read is not None
    assert read.payload == b"audio"
    assert Packet.parse(b"\x80\x00") is None
    assert Packet.parse(b"\x00" * 20) is None
