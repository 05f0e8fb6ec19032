"""Test cases of a dialplan, written in YAML beside it: a caller, what he does, and what must come of it.

`dialplans/tests/orders.yaml`:

    cases:
      - name: who asks for his order hears where it is
        from: "13800001111"
        at: 2026-10-09 10:00
        do: [press 1, say 查订单]
        expect: {hears: [greeting, order_is], ends: hang up}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from calls.differences import shown
from calls.happenings.menu import Chose
from calls.problems import Place
from calls.profile import Value
from calls.speaking import SpokenValue
from ivr.actions import AskCallback, Blocking, Enqueue, HangUp, Note, Transfer
from ivr.dialplan import Plan
from ivr.scenes import Scene, Story, prompts_in
from ivr.simulator import simulate

DAY = "2026-01-05 10:00"
"""When a case is set that says nothing: a Monday morning."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come of a call; what is empty is not looked at. `hears`: in this order, with others in between."""

    hears: tuple[str, ...] = ()
    never_hears: tuple[str, ...] = ()
    ends: str = ""
    scenario: str = ""
    language: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One test case, where it is written, and the scene it plays in."""

    name: str
    place: Place
    scene: Scene
    expected: Expected


@dataclass(frozen=True, slots=True)
class Played:
    """A case that was played. No `failures`: it is as it should be."""

    case: Case
    story: Story
    failures: tuple[str, ...]


def play(plan: Plan, cases: Sequence[Case]) -> Iterator[Played]:
    """Each case on this plan. Raises `NumberUnknown` for a number that the plan does not have."""
    for case in cases:
        story = simulate(plan, case.scene)
        yield Played(case, story, tuple(failures(story, case.expected)))


def failures(story: Story, expected: Expected) -> Iterator[str]:
    """What is not as expected, a sentence each."""
    heard = [spoken.kind.value if isinstance(spoken, SpokenValue) else spoken for spoken in prompts_in(story)]
    if (missed := _missing(expected.hears, heard)) is not None:
        yield f"expected to hear {missed} {_after(expected.hears, missed)}, but heard {', '.join(heard) or 'nothing'}"
    for wrong in (prompt for prompt in expected.never_hears if prompt in heard):
        yield f"expected never to hear {wrong}, but it was heard"
    for what, wanted, found in _facts(story, expected):
        if wanted and wanted != found:
            yield f"expected {what} to be {wanted}, found {found or 'none'}"


def _facts(story: Story, expected: Expected) -> Iterator[tuple[str, str, str]]:
    yield "the end", expected.ends, ended(story.end)
    yield "the scenario", expected.scenario, _scenario(story)
    yield "the language", expected.language, story.language
    for name, wanted in expected.variables.items():
        yield f"the variable {name}", wanted, _value(story.variables.get(name))


def ended(end: Blocking | None) -> str:
    """Where a call ends: `queue orders`, `transfer 1003`, `hang up`, or `gone`."""
    match end:
        case Enqueue(queue) | AskCallback(queue):
            return f"queue {queue}"
        case Transfer(to):
            return f"transfer {to}"
        case HangUp():
            return "hang up"
        case _:
            return "gone"


def _scenario(story: Story) -> str:
    """Of the last choice that had one."""
    notes = [moment.what.happening for moment in story.moments if isinstance(moment.what, Note)]
    named = [note.scenario for note in notes if isinstance(note, Chose) and note.scenario]
    return named[-1] if named else ""


def _value(value: Value | None) -> str:
    return "" if value is None else shown(value)


def _missing(wanted: Sequence[str], heard: Sequence[str]) -> str | None:
    """The first prompt that does not follow those before it."""
    left = iter(heard)
    return next((prompt for prompt in wanted if prompt not in left), None)


def _after(wanted: Sequence[str], missed: str) -> str:
    before = wanted[: wanted.index(missed)]
    return f"after {before[-1]}" if before else "first"


def moment_of(text: str, zone: tzinfo) -> float:
    """`2026-10-01 09:00` on the centre's clock, in epoch seconds. Raises ValueError."""
    at = datetime.fromisoformat(text.strip())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).timestamp()
