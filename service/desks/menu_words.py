"""A caller's way through the menus in words: what each choice of the plan is called, in every language that we have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from acd.sentences import LANGUAGES
from calls.contact import ContactRecord
from calls.happenings.menu import Chose, Said
from console.ports.words import Words
from console.ports.work import MenuStep
from ivr.dialplan import Plan
from ivr.grammar import OPERATOR_SCENARIO, Choice
from ivr.steps.menu import Menu
from prompts.errors import PromptUnknown

Text = Callable[[str, str], str]
"""What a prompt says in a language; PromptUnknown where it has no text."""
AT_AN_END = " ,.;:!?，。；：！？、"
OPERATOR: Words = {"en": "a person", "zh": "人工服务"}


class MenuWords:
    """Knows the choices of one plan."""

    def __init__(self, plan: Plan, text: Text) -> None:
        self._text = text
        self._choices: dict[tuple[str, str], Words] = {}
        self.scenarios: dict[str, Words] = {}
        """What each scenario of the plan is called; the first choice with its id gives the name."""
        for menu, choice in _choices(plan):
            words = self._called(choice)
            self._choices[menu, choice.key] = words
            if choice.scenario:
                self.scenarios.setdefault(choice.scenario, words)
        if plan.operator is not None:
            self.scenarios.setdefault(OPERATOR_SCENARIO, OPERATOR)

    def scenario(self, scenario: str) -> Words:
        """What it is called; its id where the plan has it no more."""
        return self.scenarios.get(scenario) or dict.fromkeys(LANGUAGES, scenario)

    def path(self, record: ContactRecord) -> tuple[MenuStep, ...]:
        """The choices that he took, in order, with what he said for them."""
        return tuple(self._steps(record))

    def _steps(self, record: ContactRecord) -> Iterator[MenuStep]:
        said: Said | None = None
        for entry in record.entries:
            match entry.what:
                case Said():
                    said = entry.what
                case Chose() as chose:
                    spoken = said if said is not None and said.step == chose.menu else None
                    said = None
                    yield self._step(entry.at, chose, spoken)
                case _:
                    pass

    def _step(self, at: float, chose: Chose, said: Said | None) -> MenuStep:
        label = self._choices.get((chose.menu, chose.key)) or self.scenarios.get(chose.scenario)
        words = label or dict.fromkeys(LANGUAGES, chose.scenario or chose.to)
        spoken = (said.text, said.confidence) if said else ("", None)
        return MenuStep(at, chose.menu, chose.key, words, chose.scenario, *spoken)

    def _called(self, choice: Choice) -> Words:
        return {language: self._in(language, choice) for language in LANGUAGES}

    def _in(self, language: str, choice: Choice) -> str:
        """The prompt that names it; else the first phrase that may be said for it; else its id."""
        named = " ".join(filter(None, (self._told(prompt, language) for prompt in choice.name)))
        spoken = next(iter(choice.phrases.get(language, ())), "")
        return named or spoken or choice.scenario or choice.go or choice.key

    def _told(self, prompt: str, language: str) -> str:
        try:
            return self._text(prompt, language).strip(AT_AN_END)
        except PromptUnknown:
            return ""


def _choices(plan: Plan) -> Iterator[tuple[str, Choice]]:
    for flow in plan.flows.values():
        for step in flow.steps:
            if isinstance(step, Menu):
                for choice in step.grammar.choices:
                    yield step.id, choice


class CurrentWords:
    """The words of the plan that is live; looked through once a plan."""

    def __init__(self, plan: Callable[[], Plan], text: Text) -> None:
        self._plan, self._text = plan, text
        self._seen: Plan | None = None
        self._words: MenuWords | None = None

    def now(self) -> MenuWords:
        """Of the plan that is live."""
        plan = self._plan()
        if self._words is None or plan is not self._seen:
            self._seen, self._words = plan, MenuWords(plan, self._text)
        return self._words


def either(words: Mapping[str, str], language: str) -> str:
    """The words in this language, or in any."""
    return words.get(language) or next(iter(words.values()), "")
