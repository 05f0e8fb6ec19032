"""Bytes to packets: whatever the cuts, the same packets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami.errors import AmiUnreachable, PacketTooLarge
from telephony.ami.framing import Framing

GREETING = b"Asterisk Call Manager/9.0.0\r\n"
STREAM = (
    GREETING
    + "Event: A\r\nName: 王小明\r\n\r\n".encode()
    + b"\r\n"
    + "Response: Success\r\nActionID: 1\r\nOutput: x\u2028y\u0085z\x0b\x0c\x1c\r\n\r\n".encode()
    + b"Event: Latin\r\nName: caf\xe9\r\n\r\n\r\n\r\n"
    + b"Event: B\r\nCut\xe4\xb8: \xe4\r\n\r\nEvent: unfinished\r\n"
)


def fed(pieces: list[bytes]) -> list[str]:
    framing = Framing()
    return [packet.strip("\r\n") for piece in pieces for packet in framing.feed(piece) if packet.strip("\r\n")]


WHOLE = fed([STREAM])


def test_whole_stream() -> None:
    assert WHOLE == [
        "Event: A\r\nName: 王小明",
        "Response: Success\r\nActionID: 1\r\nOutput: x\u2028y\u0085z\x0b\x0c\x1c",
        "Event: Latin\r\nName: caf\ufffd",
        "Event: B\r\nCut\ufffd: \ufffd",
    ]


def test_byte_by_byte() -> None:
    assert fed([STREAM[at : at + 1] for at in range(len(STREAM))]) == WHOLE


@pytest.mark.parametrize("cut", range(1, len(STREAM)))
def test_one_cut_at_every_place(cut: int) -> None:
    assert fed([STREAM[:cut], STREAM[cut:]]) == WHOLE


def pieces_of(stream: bytes, cuts: list[int]) -> list[bytes]:
    borders = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return [stream[a:b] for a, b in pairwise(borders)]


@given(st.lists(st.integers(min_value=0), max_size=40))
def test_any_cuts(cuts: list[int]) -> None:
    assert fed(pieces_of(STREAM, cuts)) == WHOLE


@given(st.binary(max_size=300), st.lists(st.integers(min_value=0), max_size=20))
def test_any_bytes_in_any_cuts(noise: bytes, cuts: list[int]) -> None:
    stream = GREETING + noise.replace(b"0", b"\r\n").replace(b"1", b"\r\n\r\n") + b"\r\n\r\nEvent: Last\r\n\r\n"
    assert fed(pieces_of(stream, cuts)) == fed([stream])
    assert fed([stream])[-1].endswith("Event: Last")


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30), max_size=8))
def test_every_text_survives(values: list[str]) -> None:
    text = "Event: X" + "".join(f"\r\nH{at}: {value}" for at, value in enumerate(values))
    assert Framing().feed(GREETING + text.encode() + b"\r\n\r\n") == [text]


def test_version_is_read_from_the_greeting() -> None:
    framing = Framing()
    assert framing.feed(b"Asterisk Call Mana") == []
    assert framing.version == ""
    assert framing.feed(b"ger/9.0.0\r\nEvent: A\r\n\r\n") == ["Event: A"]
    assert framing.version == "9.0.0"


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\r\n", b"x" * 300, GREETING[:-2] + b"x" * 300])
def test_a_peer_that_is_not_asterisk(greeting: bytes) -> None:
    with pytest.raises(AmiUnreachable, match="did not greet"):
        Framing().feed(greeting)


def test_value_of_200_kb_in_small_reads() -> None:
    value = "语" * 70_000
    stream = GREETING + f"Event: VarSet\r\nValue: {value}\r\n\r\n".encode()
    assert fed([stream[at : at + 1024] for at in range(0, len(stream), 1024)]) == [f"Event: VarSet\r\nValue: {value}"]


def test_answer_of_20_000_lines() -> None:
    lines = "".join(f"Output: line {n}\r\n" for n in range(20_000))
    stream = GREETING + f"Response: Success\r\n{lines}\r\n".encode()
    (packet,) = fed([stream[at : at + 1448] for at in range(0, len(stream), 1448)])
    assert packet.count("Output: ") == 20_000


class TestCap:
    def test_a_packet_at_the_cap_passes(self) -> None:
        framing = Framing(max_packet=40)
        assert framing.feed(GREETING + b"x" * 40 + b"\r\n\r\n") == ["x" * 40]

    @pytest.mark.parametrize("size", [1, 3, 7, 1000])
    def test_one_byte_more_is_an_error_in_any_cuts(self, size: int) -> None:
        framing = Framing(max_packet=40)
        stream = GREETING + b"x" * 41 + b"\r\n\r\n"
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        with pytest.raises(PacketTooLarge, match="more than 40 bytes"):
            list(map(framing.feed, pieces))

    @pytest.mark.parametrize("size", [1, 3, 7, 1000])
    def test_the_cap_is_per_packet(self, size: int) -> None:
        framing = Framing(max_packet=40)
        stream = GREETING + (b"x" * 40 + b"\r\n\r\n") * 5
        packets = [packet for at in range(0, len(stream), size) for packet in framing.feed(stream[at : at + size])]
        assert packets == ["x" * 40] * 5

    def test_a_packet_without_end_is_noticed_before_it_ends(self) -> None:
        framing = Framing(max_packet=1000)
        with pytest.raises(PacketTooLarge):
            framing.feed(GREETING + b"Event: " + b"x" * 2000)
