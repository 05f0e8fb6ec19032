"""`menu`: play prompts, take a key or a word, and follow the choice. (VoiceXML 2.0: menu, noinput, nomatch, barge-in.)"""

from __future__ import annotations

from dataclasses import dataclass

from calls.happenings import Chose
from calls.nodes import Node
from calls.speaking import Spoken
from calls.speech import Recognised
from ivr.actions import Collect, Play
from ivr.grammar import Choice, Grammar
from ivr.reading import Reading
from ivr.steps.asking import QUESTION_KEYS, SPEECH_KEYS, parse_both_misses, parse_manner
from ivr.steps.choices import parse_choices
from ivr.steps.manuals import Key, Manual
from ivr.steps.question import InputStep
from ivr.steps.tries import Doubt, Tries
from ivr.understanding import Accept, Confirm, Reject
from ivr.walk import Walk

DID_YOU_MEAN = "did_you_mean"
"""The prompt before the name of a choice that was half understood."""
MANUAL = Manual(
    "Plays prompts, takes a key or, where choices have `phrases` for the language of the call, what is said, and follows "
    "the choice. Who keys and says nothing (noinput) or something that means nothing (nomatch) hears the menu again, and "
    "goes to `then` when his tries are used up. What is half understood is asked back. When nobody can recognise what was "
    "said, the menu is heard again by keys only, and no try is lost.",
    (
        Key("prompt", "the prompt, or a list of prompts", required=True),
        Key("choices", "what each key does, see below", required=True),
        *QUESTION_KEYS,
        *SPEECH_KEYS,
    ),
    """- menu:
    prompt: main_menu
    choices:
      1: orders
      2: {go: complaints, say: please_wait, scenario: complaint.new, phrases: {zh: [投诉], en: [complaint]}}
      "*": {language: en}
    noinput: {tries: 3, prompts: [noinput, noinput_second], then: human}
    nomatch: {tries: 3, prompts: [nomatch], then: human}""",
)


@dataclass(frozen=True, slots=True)
class Menu(InputStep):
    """A question answered by a key or a word."""

    def open(self, walk: Walk) -> None:
        """Ask; keys that the caller pressed ahead answer at once where they may."""
        ahead = walk.ahead
        if ahead and not self._grammar(walk).may_grow(ahead):
            self.pressed(walk, walk.take_ahead())
        elif ahead:
            walk.act(self.collect(walk, ()))
        else:
            self.ask(walk)

    def collect(self, walk: Walk, prompts: tuple[Spoken, ...]) -> Collect:
        """A key, or one of the phrases."""
        grammar = self._grammar(walk)
        phrases, most = grammar.phrases(walk.language), grammar.max_digits - len(walk.ahead)
        return self.question(walk, prompts, phrases, most, grammar.terminator, self.manner.barge_in)

    def keyed(self, walk: Walk, digits: str) -> None:
        """The choice with these keys."""
        choice = self._grammar(walk).by_keys(digits)
        if choice is None:
            self.missed(walk, "nomatch")
        else:
            self.settle(walk, choice)

    def heard(self, walk: Walk, what: Recognised) -> None:
        """The choice that was said; asked back where that is likely only, and can be named."""
        verdict = self.judged(walk, what)
        choice = None if isinstance(verdict, Reject) else self._grammar(walk).by_keys(verdict.guess.means)
        if choice is None or (isinstance(verdict, Confirm) and not choice.name):
            verdict = Reject(what.best)
        self.note_said(walk, what, verdict)
        if choice is not None and isinstance(verdict, Accept):
            self.settle(walk, choice)
        elif choice is not None and isinstance(verdict, Confirm):
            self.doubted(walk, Doubt(choice, (DID_YOU_MEAN, *choice.name)))
        else:
            self.missed(walk, "nomatch")

    def settle(self, walk: Walk, meant: object) -> None:
        """Follow the choice, after its last word."""
        if not isinstance(meant, Choice):
            return
        walk.note(Chose(self.id, self.shown(meant.key), meant.go or self.id, meant.scenario))
        if meant.language:
            walk.speak(meant.language)
        if meant.say:
            walk.memory = Tries(chosen=meant)
            walk.act(Play(meant.say, walk.language, self.id))
        else:
            _follow(walk, meant)

    def played(self, walk: Walk) -> None:
        """A choice's last word is over."""
        if isinstance(walk.memory, Tries) and walk.memory.chosen is not None:
            _follow(walk, walk.memory.chosen)

    def asked_with(self, walk: Walk) -> tuple[Spoken, ...]:  # noqa: ARG002 - the order is the same for everybody
        """The menu's own prompts, then those of its choices."""
        return self.prompts + tuple(prompt for choice in self.grammar.choices for prompt in choice.prompts)

    def _grammar(self, walk: Walk) -> Grammar:
        return self.grammar.with_operator(self.operator(walk))


def _follow(walk: Walk, choice: Choice) -> None:
    """Go where the choice leads; one that leads nowhere asks again, with fresh tries."""
    if choice.go:
        walk.go(choice.go)


def parse(node: Node, reading: Reading) -> Menu:
    """`menu: {prompt: …, choices: {…}, noinput: {…}}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    prompts = reading.prompts(fields.of("prompt"))
    choices = parse_choices(fields.of("choices"), reading)
    noinput, nomatch = parse_both_misses(fields, reading)
    manner = parse_manner(fields)
    return Menu(reading.spot(), prompts, Grammar(choices), noinput, nomatch, manner)
