"""`menu`: play prompts, take a key or a word, and follow the choice. (VoiceXML 2.0: menu, noinput, nomatch, barge-in.)"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from calls.happenings.menu import Chose, Reordered
from calls.nodes import Fields, Node
from calls.speaking import Spoken
from calls.speech import Recognised
from ivr.actions import Collect, Play
from ivr.grammar import KEYS, Choice, Grammar
from ivr.habits import NONE, Favourites, favourites, in_order
from ivr.reading import Reading
from ivr.steps.asking import QUESTION_KEYS, SPEECH_KEYS, parse_both_misses, parse_manner, uses
from ivr.steps.choices import NAME, PRESS, parse_choices
from ivr.steps.manuals import Key, Manual, Shape
from ivr.steps.question import USE_KEYS, InputStep
from ivr.steps.tries import Doubt, Tries
from ivr.steps.yes_no import CONFIRM_KEYS, CONFIRM_VOICE
from ivr.understanding import Accept, Confirm, Reject
from ivr.walk import Walk

DID_YOU_MEAN = "did_you_mean"
"""The prompt before the name of a choice that was half understood."""
VOICE = (DID_YOU_MEAN, CONFIRM_KEYS, CONFIRM_VOICE)
PERSON = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
"""A person's name, as it stands in the plan: a profile may say anything."""
SHORTCUT = "shortcut_intro"
"""The prompt before the name of the choice that a caller mostly takes."""
MANUAL = Manual(
    "Plays prompts, takes a key or, where choices have `phrases` for the language of the call, what is said, and follows "
    "the choice. Who keys and says nothing (noinput) or something that means nothing (nomatch) hears the menu again, and "
    "goes to `then` when his tries are used up. What is half understood is asked back. When nobody can recognise what was "
    "said, the menu is heard again by keys only, and no try is lost.",
    (
        Key("prompt", "the prompt, or a list of prompts", required=True, shape=Shape.PROMPTS),
        Key("choices", "what each key does, see below", required=True, shape=Shape.CHOICES),
        Key(
            "order",
            "`by_habit`: what this caller mostly takes comes first, see below",
            "`written`",
            shape=Shape.TEXT,
            words=("written", "by_habit"),
        ),
        Key("shortcut", "the key by which the likeliest choice is taken at once, see below", '`"*"`', shape=Shape.KEY),
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
    """A question answered by a key or a word. `shortcut`: a free key for the likeliest choice; '' for none."""

    by_habit: bool = False
    shortcut: str = ""

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
        walk.note(Chose(self.id, self.manner.shown(meant.key), meant.go or self.id, meant.scenario))
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

    def asked_with(self, walk: Walk) -> tuple[Spoken, ...]:
        """The caller's shortcut, the menu's own prompts, then those of its choices in his order."""
        announced: tuple[Spoken, ...] = ()
        short, choices = self._grammar(walk).shortcut, self.grammar.offered(walk.holds).choices
        for choice in choices if short else ():
            if short and choice.key == short[1]:
                announced = (SHORTCUT, *choice.name, PRESS[short[0]])
        ordered = in_order(choices, self._favourites(walk))
        return announced + self.prompts + tuple(prompt for choice in ordered for prompt in _own_part(choice, walk))

    def _grammar(self, walk: Walk) -> Grammar:
        """With the operator and the caller's shortcut: the same in the whole call, whatever is learnt meanwhile."""
        offered, first = self.grammar.offered(walk.holds), self._favourites(walk)
        grammar = offered.with_operator(self.operator(walk))
        named = [choice.key for choice in offered.choices if choice.name and choice.key in first.keys[:1]]
        if not named or not self.shortcut or any(choice.key.startswith(self.shortcut) for choice in grammar.choices):
            return grammar
        return replace(grammar, shortcut=(self.shortcut, named[0]))

    def _favourites(self, walk: Walk) -> Favourites:
        """What he mostly takes, looked at once a call: no key changes its meaning in it."""
        if not self.by_habit:
            return NONE
        if self.id not in walk.favourites:
            found = favourites(self.grammar.choices, walk.surroundings.habits(self.id))
            walk.favourites[self.id] = found
            if found.keys:
                keys = tuple(choice.key for choice in in_order(self.grammar.choices, found))
                walk.note(Reordered(self.id, keys, found.because))
        return walk.favourites[self.id]


def _own_part(choice: Choice, walk: Walk) -> tuple[str, ...]:
    """Its part of what the menu says; with a person, his name and the key behind it."""
    if not choice.person.written:
        return choice.prompts
    person = walk.filled(choice.person)
    return (
        *choice.prompts,
        *([NAME + person] if PERSON.fullmatch(person) else ()),
        *(PRESS[key] for key in choice.key),
    )


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
    by_habit, shortcut = _habits(fields, choices, manner.secret)
    voice = (USE_KEYS, *(VOICE if any(choice.phrases and choice.name for choice in choices) else ()))
    uses(fields, reading, voice if manner.speech and any(choice.phrases for choice in choices) else ())
    uses(fields, reading, (SHORTCUT, PRESS[shortcut]) if shortcut else ())
    return Menu(reading.spot(), prompts, Grammar(choices), noinput, nomatch, manner, by_habit, shortcut)


def _habits(fields: Fields, choices: tuple[Choice, ...], secret: bool) -> tuple[bool, str]:
    """Whether the order is each caller's own, and the key of his shortcut."""
    order, shortcut = fields.of("order"), fields.of("shortcut")
    by_habit = order.one_of(("by_habit", "written")) == "by_habit"
    key, named = shortcut.one_of(tuple(KEYS), "*"), any(choice.name for choice in choices)
    if by_habit and secret:
        order.problem("wrong-value", "`written` where keys are secret", "habits are counted from the record")
    elif by_habit and not named and not any(choice.prompts for choice in choices):
        order.problem("no-effect", "choices with a `name` (for a shortcut) or with a `prompt` of their own")
    if shortcut.present and not (by_habit and named):
        shortcut.problem("no-effect", "`order: by_habit` and choices with a `name`")
    if by_habit and named and any(choice.key.startswith(key) for choice in choices):
        at = shortcut if shortcut.present else order
        at.problem(
            "twice", "a free key for the shortcut", "write `shortcut:` with a key that no choice has", f"'{key}'"
        )
    return by_habit, key if by_habit and named else ""
