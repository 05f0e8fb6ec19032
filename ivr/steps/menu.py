"""`menu`: play prompts, take a key, and follow the choice. (VoiceXML 2.0: menu, noinput, nomatch, barge-in.)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from calls.happenings import Chose, Missed, Pressed
from calls.nodes import Node
from ivr.actions import Collect, Digits, Event, Play
from ivr.grammar import Choice, Grammar
from ivr.reading import Reading
from ivr.step import Step
from ivr.steps.choices import Misses, parse_choices, parse_misses
from ivr.steps.manuals import Key, Manual
from ivr.walk import Walk

MANUAL = Manual(
    "Plays prompts, takes a key and follows its choice. Who keys nothing (noinput) or a key that means nothing "
    "(nomatch) hears the menu again, and goes to `then` when his tries are used up.",
    (
        Key("prompt", "the prompt, or a list of prompts", required=True),
        Key("choices", "what each key does, see below", required=True),
        Key("noinput", "what happens when nothing is keyed, see below", required=True),
        Key("nomatch", "what happens when a wrong key is pressed, see below", "as `noinput`, without its prompts"),
        Key("barge_in", "a key stops the prompts and counts, even one keyed before they began", "yes"),
        Key("first_within", "how long to wait for a key after the prompts", "5s"),
        Key("next_within", "how long to wait for the next key where keys are longer than one", "2.5s"),
        Key("secret", "keys are masked in every log and record", "no"),
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
class Tries:
    """What a menu remembers of one caller: failed tries, and the choice whose last word is being played."""

    noinput: int = 0
    nomatch: int = 0
    chosen: Choice | None = None


@dataclass(frozen=True, slots=True)
class Menu(Step):
    """A question answered by a key. Times are seconds."""

    prompts: tuple[str, ...]
    grammar: Grammar
    noinput: Misses
    nomatch: Misses
    barge_in: bool = True
    first_within: float = 5.0
    next_within: float = 2.5
    secret: bool = False

    def begin(self, walk: Walk) -> None:
        """Ask; keys that the caller pressed ahead answer at once where they may."""
        walk.memory = Tries()
        if not self.barge_in:
            walk.take_ahead()
        ahead = walk.ahead
        if ahead and not self.grammar.may_grow(ahead):
            self._keyed(walk, walk.take_ahead())
        else:
            self._ask(walk, () if ahead else self.prompts)

    def after(self, walk: Walk, event: Event) -> None:
        """A key, silence, or the end of a choice's last word."""
        chosen = _tries(walk).chosen
        if isinstance(event, Digits):
            self._keyed(walk, walk.take_ahead() + event.digits)
        elif chosen is not None:
            _follow(walk, chosen)

    def _ask(self, walk: Walk, prompts: tuple[str, ...]) -> None:
        walk.act(
            Collect(
                prompts,
                walk.language,
                self.id,
                max_digits=self.grammar.max_digits - len(walk.ahead),
                terminator=self.grammar.terminator,
                first_within=self.next_within if walk.ahead else self.first_within,
                next_within=self.next_within,
                barge_in=self.barge_in,
                secret=self.secret,
            )
        )

    def _keyed(self, walk: Walk, digits: str) -> None:
        if digits:
            walk.note(Pressed(self.id, self._shown(digits)))
        choice = self.grammar.by_keys(digits)
        if choice is None:
            self._missed(walk, "nomatch" if digits else "noinput")
        else:
            self._chosen(walk, choice)

    def _chosen(self, walk: Walk, choice: Choice) -> None:
        walk.note(Chose(self.id, self._shown(choice.key), choice.go or self.id, choice.scenario))
        if choice.language:
            walk.speak(choice.language)
        if choice.say:
            walk.memory = replace(_tries(walk), chosen=choice)
            walk.act(Play(choice.say, walk.language, self.id))
        else:
            _follow(walk, choice)

    def _missed(self, walk: Walk, why: Literal["noinput", "nomatch"]) -> None:
        tries = _tries(walk)
        if why == "noinput":
            tries, misses = replace(tries, noinput=tries.noinput + 1), self.noinput
        else:
            tries, misses = replace(tries, nomatch=tries.nomatch + 1), self.nomatch
        attempt = tries.noinput if why == "noinput" else tries.nomatch
        walk.memory = tries
        walk.note(Missed(self.id, why, attempt))
        if attempt >= misses.tries:
            walk.go(misses.then)
        else:
            self._ask(walk, misses.prompt_after(attempt) + self.prompts)

    def _shown(self, digits: str) -> str:
        return "*" * len(digits) if self.secret else digits


def _tries(walk: Walk) -> Tries:
    return walk.memory if isinstance(walk.memory, Tries) else Tries()


def _follow(walk: Walk, choice: Choice) -> None:
    """Go where the choice leads; one that leads nowhere asks again, with fresh tries."""
    if choice.go:
        walk.go(choice.go)


def parse(node: Node, reading: Reading) -> Menu:
    """`menu: {prompt: …, choices: {…}, noinput: {…}}`."""
    fields = node.mapping(MANUAL.names, MANUAL.required)
    prompts = reading.prompts(fields.of("prompt"))
    choices = parse_choices(fields.of("choices"), reading)
    noinput = parse_misses(fields.of("noinput"), reading, alone=True)
    nomatch = parse_misses(fields.of("nomatch"), reading) if "nomatch" in fields else replace(noinput, prompts=())
    return Menu(
        reading.spot(),
        prompts,
        Grammar(choices),
        noinput,
        nomatch,
        fields.of("barge_in").boolean(True),
        fields.of("first_within").seconds(5.0, least=0.5, most=60),
        fields.of("next_within").seconds(2.5, least=0.5, most=30),
        fields.of("secret").boolean(),
    )
