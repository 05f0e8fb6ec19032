"""What `menu` and `ask` have in common: a question that is answered by keys or by voice, and is not put for ever.

The states of one visit (`Tries`) and what each event does in them; a step says only what its own answers mean.

asked      keys or speech that mean something   the step goes on
           speech that may mean something       doubted: "did you mean ...?"
           anything else, or silence            a miss: asked again, or `then` when the tries are used up
           speech that nobody could recognise   asked again, by keys only; no miss
doubted    yes                                  the step goes on
           no, anything else, or silence        a miss: asked again
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from calls.happenings.menu import Missed, Pressed, Said
from calls.speaking import Spoken
from calls.speech import Phrase, Recognised
from ivr.actions import Collect
from ivr.events import Digits, Event, Unheard, Uttered
from ivr.grammar import Grammar, Operator
from ivr.step import Step
from ivr.steps.calling_operator import call_operator, operator_at
from ivr.steps.choices import Misses
from ivr.steps.tries import Doubt, Manner, Miss, Tries, said, tries_of
from ivr.steps.yes_no import CONFIRM_KEYS, CONFIRM_VOICE, NO, YES, yes_or_no
from ivr.understanding import Accept, Judgement, judge, thresholds_for
from ivr.walk import Walk

USE_KEYS = "use_keys"
"""The prompt that offers keys to a caller whose voice is not understood."""
SILENT_TWICE = 2
"""After so many silences a caller who may speak is told that he may key."""


@dataclass(frozen=True, slots=True)
class InputStep(Step):
    """A question to the caller. `grammar`: the choices that are written in it."""

    prompts: tuple[str, ...]
    grammar: Grammar
    noinput: Misses
    nomatch: Misses
    manner: Manner

    # --- what the step itself knows -----------------------------------------------------------------------------

    @abstractmethod
    def open(self, walk: Walk) -> None:
        """Ask; keys that the caller pressed ahead answer at once where they may."""

    @abstractmethod
    def collect(self, walk: Walk, prompts: tuple[Spoken, ...]) -> Collect:
        """The question, with these prompts."""

    @abstractmethod
    def keyed(self, walk: Walk, digits: str) -> None:
        """These keys are the answer; never none."""

    @abstractmethod
    def heard(self, walk: Walk, what: Recognised) -> None:
        """This was said; never nothing."""

    @abstractmethod
    def settle(self, walk: Walk, meant: object) -> None:
        """He meant it: go on."""

    def asked_with(self, walk: Walk) -> tuple[Spoken, ...]:
        """The prompts of the question itself."""
        return walk.spoken(self.prompts)

    @property
    def can_be_keyed(self) -> bool:
        """Whether keys can answer it as well."""
        return True

    @property
    def said_wrong(self) -> tuple[str, ...]:
        """Prompts for who says that he did not mean it."""
        return ()

    def played(self, walk: Walk) -> None:
        """Prompts that this step played besides are over."""

    # --- the machine ----------------------------------------------------------------------------------------------

    def begin(self, walk: Walk) -> None:
        """Ask. Without barge-in, what was keyed before is forgotten."""
        walk.memory = Tries()
        if not self.manner.barge_in:
            walk.take_ahead()
        self.open(walk)

    def after(self, walk: Walk, event: Event) -> None:
        """The caller answered, or did not, or was not understood."""
        match event:
            case Digits() if walk.trails(event):
                self._again(walk)
            case Digits(digits):
                self.pressed(walk, walk.take_ahead() + digits)
            case Uttered(what):
                walk.take_ahead()
                self._uttered(walk, what)
            case Unheard(why):
                walk.take_ahead()
                self._unheard(walk, why)
            case _:
                self.played(walk)

    def _again(self, walk: Walk, before: tuple[Spoken, ...] = ()) -> None:
        """The same question once more: nothing was said to it yet."""
        doubt = tries_of(walk).doubt
        if doubt is not None:
            self._ask_back(walk, doubt)
        else:
            self.ask(walk, before)

    def pressed(self, walk: Walk, digits: str) -> None:
        """Keys, or none."""
        doubt = tries_of(walk).doubt
        if not digits:
            self.missed(walk, "noinput")
            return
        walk.note(Pressed(self.id, self.manner.shown(digits)))
        if doubt is not None:
            self._answered_doubt(walk, doubt, digits)
        else:
            self.keyed(walk, digits)

    def _uttered(self, walk: Walk, what: Recognised) -> None:
        doubt = tries_of(walk).doubt
        if not what.text and what.best is None:
            self.note_said(walk, what, None)
            self.missed(walk, "noinput")
        elif doubt is None:
            self.heard(walk, what)
        else:
            verdict = self.judged(walk, what)
            self.note_said(walk, what, verdict)
            self._answered_doubt(walk, doubt, verdict.guess.means if isinstance(verdict, Accept) else "")

    def _unheard(self, walk: Walk, why: str) -> None:
        """Not the caller's fault: the same question by keys only, at most once a visit, or the way out."""
        tries = tries_of(walk)
        walk.note(Said(self.id, "", "", 0.0, why))
        if not self.can_be_keyed:
            walk.go(self.noinput.then)
            return
        if tries.keys_only:
            self.missed(walk, "noinput")
            return
        walk.memory = replace(tries, keys_only=True)
        self._again(walk, (USE_KEYS,))

    # --- doubts ---------------------------------------------------------------------------------------------------

    def doubted(self, walk: Walk, doubt: Doubt) -> None:
        """Ask whether this was meant."""
        walk.memory = replace(tries_of(walk), doubt=doubt)
        self._ask_back(walk, doubt)

    def _ask_back(self, walk: Walk, doubt: Doubt) -> None:
        grammar = yes_or_no().with_operator(self.operator(walk))
        back = self.question(walk, doubt.prompts, grammar.phrases(walk.language), max_digits=1)
        walk.act(replace(back, prompts=(*back.prompts, CONFIRM_KEYS if back.speech is None else CONFIRM_VOICE)))

    def _answered_doubt(self, walk: Walk, doubt: Doubt, means: str) -> None:
        walk.memory = replace(tries_of(walk), doubt=None)
        operator = self.operator(walk)
        if means == YES:
            self.settle(walk, doubt.meant)
        elif operator is not None and means == operator.key and yes_or_no().by_keys(means) is None:
            self.to_operator(walk, operator)
        else:
            self.missed(walk, "nomatch", self.said_wrong if means == NO else None)

    # --- asking, and asking again -----------------------------------------------------------------------------------

    def ask(self, walk: Walk, before: tuple[Spoken, ...] = ()) -> None:
        """Put the question, with these prompts before it."""
        walk.act(self.collect(walk, before + self.asked_with(walk)))

    def question(
        self,
        walk: Walk,
        prompts: tuple[Spoken, ...],
        phrases: tuple[Phrase, ...] | None,
        max_digits: int,
        terminator: str = "",
        barge_in: bool = True,
    ) -> Collect:
        """Ask in this step's manner. `phrases` None: free speech; none: by keys only. Keys begun before go on."""
        manner, begun = self.manner, bool(walk.ahead)
        quiet = begun or phrases == () or tries_of(walk).keys_only
        return Collect(
            prompts,
            walk.language,
            self.id,
            max_digits=max_digits,
            terminator=terminator,
            first_within=manner.next_within if begun else manner.first_within,
            next_within=manner.next_within,
            barge_in=barge_in,
            secret=manner.secret,
            speech=None if quiet else manner.rules(walk.language, phrases or (), barge_in),
        )

    def missed(self, walk: Walk, why: Miss, before: tuple[str, ...] | None = None) -> None:
        """A failed try: ask again, after these prompts or the usual ones, or take the way out when tries are used up."""
        tries = walk.memory = tries_of(walk).missed(why)
        attempt, misses = tries.count(why), self.noinput if why == "noinput" else self.nomatch
        walk.note(Missed(self.id, why, attempt))
        if attempt >= misses.tries:
            walk.go(misses.then)
        else:
            usual = misses.prompt_after(attempt) if before is None else before
            self._ask_again(walk, usual, offers_keys=why == "noinput" and attempt == SILENT_TWICE)

    def _ask_again(self, walk: Walk, before: tuple[str, ...], offers_keys: bool) -> None:
        again = self.collect(walk, before + self.asked_with(walk))
        if offers_keys and again.speech is not None and self.can_be_keyed:
            again = replace(again, prompts=(*before, USE_KEYS, *self.asked_with(walk)))
        walk.act(again)

    # --- the operator, and the record ---------------------------------------------------------------------------------

    def operator(self, walk: Walk) -> Operator | None:
        """The way to a person here, unless the plan says in writing that there is none."""
        return operator_at(walk, self.manner.operator)

    def to_operator(self, walk: Walk, operator: Operator) -> None:
        """He wants a person."""
        call_operator(walk, self.id, operator)

    def judged(self, walk: Walk, what: Recognised) -> Judgement:
        """What becomes of what was said, by this step's confidences or those of the language."""
        return judge(what, self.manner.thresholds or thresholds_for(walk.language))

    def note_said(self, walk: Walk, what: Recognised, verdict: Judgement | None, word: str = "") -> None:
        """Put what was said into the record; masked where the step is secret. None: no speech was in it."""
        walk.note(said(self.id, self.manner, what, verdict, word))
