"""Plans for scripted phones, the steps they report, and what is said at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from telephony.phones.account import Account
from telephony.phones.script import PATIENCE, Action

FindPrompt = Callable[[str], Path]
"""From a prompt's name to its WAV file; raises KeyError or FileNotFoundError when there is none."""


def no_prompts(name: str) -> Path:
    """For phones that know no prompts."""
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of progress. `at` is epoch seconds; `kind` one word for machines; `call` numbers the calls of a phone."""

    at: float
    kind: str
    text: str
    call: int = 1


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Call `number` and go through the actions.

    `ring_for`: seconds until the call is cancelled. `stay`: seconds to stay after the last action; None: until the
    other side hangs up. `patience`: seconds one action is waited for.
    """

    account: Account
    number: str
    actions: tuple[Action, ...] = ()
    record: Path | None = None
    find_prompt: FindPrompt = no_prompts
    register: bool = False
    ring_for: float = 60.0
    stay: float | None = None
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """Be a phone: registered, answering `calls` calls (None: until interrupted), each after `answer_after` seconds.

    `refuse_with`: a SIP code; 486 is said at once (engaged), any other after ringing for `answer_after`. `answer_after`
    None: let it ring. `stay` as in `CallPlan`. With more than one call, recordings are numbered from the second on.
    """

    account: Account
    answer_after: float | None = 2.0
    actions: tuple[Action, ...] = ()
    refuse_with: int | None = None
    record: Path | None = None
    find_prompt: FindPrompt = no_prompts
    calls: int | None = None
    stay: float | None = None
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class CallReport:
    """How a call went. `seconds` is how long it was up; `keys_heard` what the other side pressed; `ended` in words."""

    number: str
    answered: bool
    script_done: bool
    sip_code: int | None
    ended: str
    seconds: float
    keys_heard: str
    recording: Path | None

    @property
    def exit_code(self) -> int:
        """0 when the call was answered and everything planned was done."""
        return 0 if self.answered and self.script_done else 1


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """How the calls of a phone went."""

    user: str
    calls: tuple[CallReport, ...]
    refusing: bool

    @property
    def exit_code(self) -> int:
        """0 when every call was answered and its script done; of a phone that refuses, when it was called at all."""
        done = all(call.exit_code == 0 for call in self.calls) or self.refusing
        return 0 if self.calls and done else 1
