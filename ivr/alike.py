"""Phrases of one menu that sound alike: a caller who says one of them may be taken for having said the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from calls.problems import Problem
from ivr.dialplan import Plan
from ivr.grammar import Choice
from ivr.likeness import sounds, sounds_alike
from ivr.steps.menu import Menu


def phrases_alike(plan: Plan) -> Iterator[Problem]:
    """Each pair once, at the menu that holds both."""
    for flow in plan.flows.values():
        for step in flow.steps:
            if isinstance(step, Menu):
                for language in plan.languages:
                    yield from _in_menu(step, language)


def _in_menu(menu: Menu, language: str) -> Iterator[Problem]:
    said = [(choice, phrase) for choice in menu.grammar.choices for phrase in choice.phrases.get(language, ())]
    for (one, first), (two, second) in combinations(said, 2):
        if one.key != two.key and sounds_alike(first, second, language):
            yield _told(menu, language, (one, first), (two, second))


def _told(menu: Menu, language: str, one: tuple[Choice, str], two: tuple[Choice, str]) -> Problem:
    place = menu.spot.place
    how = "sound the same" if sounds(one[1], language) == sounds(two[1], language) else "sound alike"
    found = f"'{one[1]}' of key {one[0].key} and '{two[1]}' of key {two[0].key}, which {how} in {language}"
    hint = "say one of them with another word, or a longer one"
    return Problem(place.file, place.line, place.column, "sounds-alike", found, "phrases that can be told apart", hint)
