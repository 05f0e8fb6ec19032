"""What `ask` does, by what it asks for: something that is keyed, yes or no, or words."""

from __future__ import annotations

import string
from dataclasses import dataclass

from calls.profile import Value
from calls.speaking import Spoken
from calls.speech import Phrase, Recognised
from ivr.actions import Collect
from ivr.answers import Answers, Keyed, Taken, Unfit
from ivr.grammar import Grammar, Operator
from ivr.spoken_digits import digits_said
from ivr.steps.question import InputStep
from ivr.steps.tries import Doubt
from ivr.steps.yes_no import NO, YES
from ivr.trailing import Trailing
from ivr.understanding import Accept, Reject
from ivr.walk import Walk

ENTERED = "confirm_entered"
"""The prompt before what was entered is read back."""
AGAIN = "ask_again"
"""The prompt after the caller said that what was read back is wrong."""
LONGEST_WORDS = 300
"""Characters that are kept of what was said: a recogniser that loops must not fill the record."""
_MARKS = str.maketrans("", "", string.punctuation + string.whitespace + "，。、！？；：")


@dataclass(frozen=True, slots=True)
class Ask(InputStep):
    """A question whose answer becomes the variable `into`."""

    into: str

    @property
    def goes_on(self) -> bool:
        """With the answer comes the next step."""
        return True

    @property
    def said_wrong(self) -> tuple[str, ...]:
        """It is to be entered again."""
        return (AGAIN,)

    def keep(self, walk: Walk, value: Value) -> None:
        """Remember the answer and go on."""
        walk.remember(self.into, value, self.manner.secret)
        walk.go_on()

    def operator_said(self, walk: Walk, what: Recognised) -> bool:
        """Whether he asked for a person, with one of the operator's own phrases; then he is on his way."""
        operator = self.operator(walk)
        if operator is None or not _asks_for(operator, walk.language, what, self.judged(walk, what)):
            return False
        walk.take_ahead()
        self.note_said(walk, what, self.judged(walk, what))
        self.to_operator(walk, operator)
        return True

    def operator_phrases(self, walk: Walk) -> tuple[Phrase, ...]:
        """What may be said for a person here."""
        return Grammar(()).with_operator(self.operator(walk)).phrases(walk.language)


def _asks_for(operator: Operator, language: str, what: Recognised, verdict: object) -> bool:
    if isinstance(verdict, Accept) and verdict.guess.means == operator.key:
        return True
    said = what.text.translate(_MARKS).lower()
    return said in {phrase.translate(_MARKS).lower() for phrase in operator.phrases.get(language, ())}


@dataclass(frozen=True, slots=True)
class AskKeys(Ask):
    """Something keyed. `by_voice`: digits may be said, too, and are read back always."""

    answers: Answers
    terminator: str = "#"
    confirm: bool = False
    by_voice: bool = False

    def open(self, walk: Walk) -> None:
        """Ask; keys pressed ahead are its first, and what follows a finished answer stays for the next question."""
        ahead = walk.ahead
        keys, ended, rest = ahead.partition(self.terminator) if self.terminator else (ahead, "", "")
        if not ended and self.answers.exact:
            keys, rest = ahead[: self.answers.longest], ahead[self.answers.longest :]
        if ended or len(keys) >= self._most:
            walk.ahead = rest
            self.pressed(walk, keys)
        elif ahead:
            walk.act(self.collect(walk, ()))
        else:
            self.ask(walk)

    def collect(self, walk: Walk, prompts: tuple[Spoken, ...]) -> Collect:
        """Keys, or the operator's phrases; digits that are said where that is written."""
        phrases = None if self.by_voice else self.operator_phrases(walk)
        most = self._most - len(walk.ahead)
        return self.question(walk, prompts, phrases, most, self.terminator, self.manner.barge_in)

    def keyed(self, walk: Walk, digits: str) -> None:
        """The answer, or the operator by his lone key where answers are longer."""
        if self.terminator and self.answers.exact and len(digits) == self._most and not walk.ahead:
            walk.trailing = Trailing(self.terminator, walk.now + self.manner.next_within)
        operator = self.operator(walk)
        if operator is not None and digits == operator.key and self.answers.longest > 1:
            self.to_operator(walk, operator)
        else:
            self._read(walk, digits, self.confirm)

    def heard(self, walk: Walk, what: Recognised) -> None:
        """A person is wanted, or digits were said."""
        if self.operator_said(walk, what):
            return
        digits = digits_said(what.text, walk.language) if self.by_voice else ""
        self.note_said(walk, what, Reject(what.best))
        if digits:
            self._read(walk, digits, confirm=True)
        else:
            self.missed(walk, "nomatch")

    def settle(self, walk: Walk, meant: object) -> None:
        """It is right."""
        if isinstance(meant, Taken):
            self.keep(walk, meant.value)

    @property
    def _most(self) -> int:
        return self.answers.longest + (0 if self.answers.exact else 1)

    def _read(self, walk: Walk, digits: str, confirm: bool) -> None:
        try:
            taken = self.answers.read(Keyed(digits, walk.clock().date()))
        except Unfit:
            walk.take_ahead()
            self.missed(walk, "nomatch")
            return
        if confirm and taken.spoken is not None:
            walk.take_ahead()
            self.doubted(walk, Doubt(taken, (ENTERED, taken.spoken)))
        else:
            self.keep(walk, taken.value)


@dataclass(frozen=True, slots=True)
class AskYesNo(Ask):
    """Yes or no: 1 or 2, or said."""

    def open(self, walk: Walk) -> None:
        """Ask, unless a key pressed ahead answers."""
        ahead = walk.take_ahead()
        if ahead:
            walk.ahead = ahead[1:]
            self.pressed(walk, ahead[0])
        else:
            self.ask(walk)

    def collect(self, walk: Walk, prompts: tuple[Spoken, ...]) -> Collect:
        """One key or one word."""
        phrases = self._grammar(walk).phrases(walk.language)
        return self.question(walk, prompts, phrases, 1, "", self.manner.barge_in)

    def keyed(self, walk: Walk, digits: str) -> None:
        """1 is yes, 2 is no."""
        self._meant(walk, digits)

    def heard(self, walk: Walk, what: Recognised) -> None:
        """Half a yes is none."""
        verdict = self.judged(walk, what)
        if not isinstance(verdict, Accept):
            verdict = Reject(what.best)
        self.note_said(walk, what, verdict)
        self._meant(walk, verdict.guess.means if isinstance(verdict, Accept) else "")

    def settle(self, walk: Walk, meant: object) -> None:
        """Nothing is asked back here."""

    def _meant(self, walk: Walk, key: str) -> None:
        operator = self.operator(walk)
        if key in (YES, NO):
            self.keep(walk, key == YES)
        elif operator is not None and key == operator.key:
            self.to_operator(walk, operator)
        else:
            walk.take_ahead()
            self.missed(walk, "nomatch")

    def _grammar(self, walk: Walk) -> Grammar:
        return self.grammar.with_operator(self.operator(walk))


@dataclass(frozen=True, slots=True)
class AskPhrase(Ask):
    """Words: only said, never keyed. `#` says nothing."""

    @property
    def can_be_keyed(self) -> bool:
        """There are no keys for it: who cannot be understood is led on."""
        return False

    def open(self, walk: Walk) -> None:
        """Ask. What was keyed ahead is no answer, but may be a wish for a person."""
        ahead, operator = walk.take_ahead(), self.operator(walk)
        if operator is not None and ahead[:1] == operator.key:
            self.pressed(walk, operator.key)
        else:
            self.ask(walk)

    def collect(self, walk: Walk, prompts: tuple[Spoken, ...]) -> Collect:
        """Free speech."""
        return self.question(walk, prompts, None, 1, "#", self.manner.barge_in)

    def keyed(self, walk: Walk, digits: str) -> None:
        """Only the operator's key means something."""
        operator = self.operator(walk)
        if operator is not None and digits == operator.key:
            self.to_operator(walk, operator)
        else:
            self.missed(walk, "nomatch")

    def heard(self, walk: Walk, what: Recognised) -> None:
        """These are the words, unless a person is wanted."""
        if not self.operator_said(walk, what):
            self.note_said(walk, what, Reject(what.best), word="accept")
            self.keep(walk, what.text[:LONGEST_WORDS])

    def settle(self, walk: Walk, meant: object) -> None:
        """Nothing is asked back here: words cannot be read out."""
