"""AGI commands as text and their results, as AsyncAGI carries them (Asterisk: `res_agi`).

Every value is checked here, so that nothing a caller or an admin wrote can become a second command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from calls.errors import SwitchRefused

ALL_DIGITS = "0123456789*#ABCD"
_RESULT = re.compile(r"^(\d{3})[ -](?:result=(-?\d+))?\s*(?:\((.*)\))?(.*)$", re.DOTALL)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\]')


@dataclass(frozen=True, slots=True)
class AgiResult:
    """One answer. `value` is -1 where the channel hung up or the command failed; `rest` as Asterisk sent it."""

    code: int
    value: int
    rest: str

    @property
    def ok(self) -> bool:
        """The command was carried out."""
        return self.code == 200 and self.value >= 0


def parse_result(encoded: str) -> AgiResult:
    """Read the `Result` of an `AsyncAGIExec`, which is URL-encoded: `200%20result%3D0%0A`."""
    text = unquote(encoded).strip()
    found = _RESULT.match(text)
    if found is None:
        return AgiResult(0, -1, text)
    code, value, inner, rest = found.groups()
    return AgiResult(int(code), int(value) if value else -1, (inner or rest or "").strip())


def quoted(value: str) -> str:
    """One argument in double quotes. A quote, a backslash or a control character in it is refused."""
    if _UNSAFE.search(value):
        raise SwitchRefused(f"not a safe argument for the switch: {value!r}")
    return f'"{value}"'


def stream_file(sound: Path, stop_on: str) -> str:
    """Play one sound file; one of the digits `stop_on` ends it. Asterisk wants the name without its suffix."""
    if set(stop_on) - set(ALL_DIGITS):
        raise SwitchRefused(f"not digits: {stop_on!r}")
    return f"STREAM FILE {quoted(str(sound.with_suffix('')))} {quoted(stop_on)}"


def music(on: bool, music_class: str) -> str:
    """Start or stop music on hold; returns at once and the channel stays commandable."""
    return f"SET MUSIC ON {quoted(music_class)}" if on else "SET MUSIC OFF"


def audio_socket(uuid: str, address: str) -> str:
    """Send and take the channel's audio through a TCP connection to `address` (host:port)."""
    return f"EXEC AudioSocket {quoted(f'{uuid},{address}')}"


ANSWER = "ANSWER"
