"""AGI commands that nobody can break out of, and every shape of answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import SwitchRefused
from telephony import agi
from telephony.agi import AgiResult, parse_result


@pytest.mark.parametrize(
    ("encoded", "result", "ok"),
    [
        ("200%20result%3D0%0A", AgiResult(200, 0, ""), True),
        ("200%20result%3D0%20endpos%3D2400%0A", AgiResult(200, 0, "endpos=2400"), True),
        ("200%20result%3D49%20endpos%3D800%0A", AgiResult(200, 49, "endpos=800"), True),
        ("200%20result%3D-1%0A", AgiResult(200, -1, ""), False),
        ("200%20result%3D1%20%28zh%29%0A", AgiResult(200, 1, "zh"), True),
        ("200%20result%3D%0A", AgiResult(200, -1, "result="), False),
        ("200%20result%3Dyes%0A", AgiResult(200, -1, "result=yes"), False),
        ("510%20Invalid%20or%20unknown%20command%0A", AgiResult(510, -1, "Invalid or unknown command"), False),
        ("511%20Command%20Not%20Permitted%20on%20a%20dead%20channel%0A",
         AgiResult(511, -1, "Command Not Permitted on a dead channel"), False),
        ("520-Invalid%20command%20syntax.%0A520%20End%0A", AgiResult(520, -1, "Invalid command syntax.\n520 End"), False),
        ("HANGUP%0A", AgiResult(0, -1, "HANGUP"), False),
        ("", AgiResult(0, -1, ""), False),
    ],
)  # fmt: skip
def test_an_answer_is_read(encoded: str, result: AgiResult, ok: bool) -> None:
    assert parse_result(encoded) == result
    assert result.ok is ok


@given(st.integers(-1, 10**9), st.sampled_from(["", " endpos=8000", " (a b)"]))
def test_any_value_survives_its_encoding(value: int, rest: str) -> None:
    result = parse_result(quote(f"200 result={value}{rest}\n"))
    assert (result.code, result.value, result.ok) == (200, value, value >= 0)


@given(st.text(max_size=60))
def test_no_answer_is_too_odd_to_be_read(text: str) -> None:
    result = parse_result(text)
    assert result.ok == (result.code == 200 and result.value >= 0)


@pytest.mark.parametrize("odd", ['"', "\\", "\n", "\r", "\0", "\t", "\x1b", "\x7f"])
def test_what_could_end_an_argument_is_refused(odd: str) -> None:
    commands: list[Callable[[], str]] = [
        lambda: agi.quoted(f"a{odd}b"),
        lambda: agi.stream_file(Path(f"/sounds/a{odd}b.wav"), ""),
        lambda: agi.music(on=True, music_class=odd),
        lambda: agi.audio_socket("id", f"127.0.0.1:1{odd}"),
        lambda: agi.stream_file(Path("a.wav"), odd),
    ]
    for command in commands:
        with pytest.raises(SwitchRefused):
            command()


@given(st.text(max_size=40))
def test_what_passes_is_one_argument(text: str) -> None:
    try:
        told = agi.quoted(text)
    except SwitchRefused:
        return
    assert told == f'"{text}"'
    assert not set(text) & set('"\\\r\n\0')


@pytest.mark.parametrize("stop_on", ["E", "a", " ", "１", "12,", '"', "12\n"])
def test_only_digits_stop_a_prompt(stop_on: str) -> None:
    with pytest.raises(SwitchRefused, match="not digits"):
        agi.stream_file(Path("a.wav"), stop_on)


def test_the_commands_as_asterisk_reads_them() -> None:
    assert agi.stream_file(Path("/s/order.status.wav"), "1#") == 'STREAM FILE "/s/order.status" "1#"'
    assert agi.stream_file(Path("/s/订单 1.wav"), "") == 'STREAM FILE "/s/订单 1" ""'
    assert agi.music(on=True, music_class="default") == 'SET MUSIC ON "default"'
    assert agi.music(on=False, music_class="default") == "SET MUSIC OFF"
    assert agi.audio_socket("4a2c", "127.0.0.1:9000") == 'EXEC AudioSocket "4a2c,127.0.0.1:9000"'
