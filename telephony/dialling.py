"""From a target in our words to a dial string of Asterisk, and the door that keeps toll fraud out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from asterisk.ami import SimpleAction

from calls.errors import DestinationBarred, SwitchRefused
from calls.events import Caller
from calls.switch import Outside, RingOrder, Seat, Target

_SEAT = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NUMBER = re.compile(r"\+?[0-9*#]{1,20}")
_PATTERN = re.compile(r"\+?([0-9X]|\[[0-9](-?[0-9])*\])*\.?")
GRACE = 5.0
"""Seconds that Asterisk's own time-out for a ringing phone exceeds ours: it acts only if we are dead."""
_NOT_IN_CALLER_ID = re.compile(r'[\x00-\x1f\x7f"<>\\,;\u0085\u2028\u2029]')


def allows(patterns: Sequence[str], number: str) -> bool:
    """Whether a number may be dialled out. In a pattern `X` is any digit, `[3-9]` one of these, a final `.` one or more."""
    return any(_as_regex(pattern).fullmatch(number) for pattern in patterns)


def is_pattern(text: str) -> bool:
    """Whether this is a pattern of numbers that means something."""
    try:
        return bool(text) and _as_regex(text) is not None
    except SwitchRefused:
        return False


def _as_regex(pattern: str) -> re.Pattern[str]:
    """Raises SwitchRefused for a pattern that is not one: a mistake here must not open a door."""
    if _PATTERN.fullmatch(pattern):
        body, more = (pattern[:-1], "[0-9]+") if pattern.endswith(".") else (pattern, "")
        try:
            return re.compile(body.replace("+", r"\+").replace("X", "[0-9]") + more)
        except re.error:
            pass  # a range that runs backwards: [9-3]
    raise SwitchRefused(f"not a pattern of numbers: {pattern!r}", "use digits, +, X, [3-9] and a final dot")


@dataclass(frozen=True, slots=True)
class Dialling:
    """How targets are reached.

    `trunk` is the endpoint for outside numbers; a number in `trial_lines` is a phone for trying, reached
    as the endpoint named there.

    `allowed` are the patterns of numbers that may be called; `shown` is the number an outside phone sees, if the
    trunk does not let us show the caller's.
    """

    trunk: str = ""
    trial_lines: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    shown: str = ""

    def dial_string(self, target: Target) -> str:
        """The technology and resource for `Originate` or `Dial`. Raises DestinationBarred or SwitchRefused."""
        match target:
            case Seat(name):
                return f"PJSIP/{_whole(_SEAT, name)}"
            case Outside(number):
                return self._outside(_whole(_NUMBER, number))

    def _outside(self, number: str) -> str:
        if not allows(self.allowed, number):
            raise DestinationBarred(f"calls to {number} are not allowed")
        if number in self.trial_lines:
            return f"PJSIP/{self.trial_lines[number]}"
        if not self.trunk:
            raise SwitchRefused(f"no trunk to reach {number}", "name a trunk in hotline.toml")
        return f"PJSIP/{number}@{self.trunk}"

    def caller_id(self, caller: Caller, target: Target) -> str:
        """What the phone shows: `"name" <number>`, with nothing in it that Asterisk would read as more."""
        number = self.shown if self.shown and isinstance(target, Outside) else caller.number
        name = _NOT_IN_CALLER_ID.sub("", caller.name)[:40]
        return f'"{name}" <{re.sub(r"[^0-9A-Za-z+*#]", "", number)[:20]}>'


def _whole(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise SwitchRefused(f"not a name or number that can be dialled: {text!r}")
    return text


def originate(order: RingOrder, dial: str, caller_id: str, context: str) -> SimpleAction:
    """The action that rings a phone; who picks up comes to `context`."""
    return SimpleAction(
        "Originate",
        Channel=dial,
        ChannelId=order.leg,
        Context=context,
        Exten="s",
        Priority=1,
        Async="true",
        Timeout=int((order.ring_for + GRACE) * 1000),
        CallerID=caller_id,
    )
