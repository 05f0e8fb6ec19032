"""Taking digits by rules: a machine without I/O (VoiceXML 2.0, 6.1: termchar, interdigittimeout).

`receive(digit, now)`, `prompt_over(now)`, `next_deadline()`, `tick(now)`; `result` is set once and stays.
"""

from __future__ import annotations

from calls.switch import Collected, InputEnd, InputRules


class DigitEntry:
    """One entry in progress. Before `prompt_over` the clock of silence does not run."""

    def __init__(self, rules: InputRules) -> None:
        self._rules = rules
        self._digits = ""
        self._deadline: float | None = None
        self._listening = rules.barge_in
        self.result: Collected | None = None

    @property
    def begun(self) -> bool:
        """A digit was taken: a prompt still playing must stop."""
        return bool(self._digits) or self.result is not None

    @property
    def digits(self) -> str:
        """What was taken so far."""
        return self._digits

    def receive(self, digit: str, now: float) -> None:
        """A key was pressed. Without barge-in it is dropped while the prompt plays."""
        if self.result is not None or not self._listening:
            return
        if digit == self._rules.terminator:
            self._end(InputEnd.TERMINATOR)
            return
        self._digits += digit
        self._deadline = now + self._rules.next_within
        if len(self._digits) >= self._rules.max_digits:
            self._end(InputEnd.COMPLETE)

    def prompt_over(self, now: float) -> None:
        """The prompt ended or was stopped: silence counts from here."""
        self._listening = True
        within = self._rules.next_within if self._digits else self._rules.first_within
        self._deadline = now + within

    def next_deadline(self) -> float | None:
        """When silence ends the entry; None once it is over."""
        return None if self.result is not None else self._deadline

    def tick(self, now: float) -> None:
        """Time has passed."""
        if self.result is None and self._deadline is not None and now >= self._deadline:
            self._end(InputEnd.TIMED_OUT)

    def _end(self, why: InputEnd) -> None:
        self.result = Collected(self._digits, why)
