"""What a new plan changes for callers, in words: numbers, queues they reach, menus key by key, hours by date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calls.differences import differences, shown
from ivr.dialplan import Flow, Plan
from ivr.hours_diff import hours_changed
from ivr.reach import queues_reached
from ivr.step import Step
from ivr.steps.menu import Menu

NOT_SAID = frozenset({"spot", "place"})
"""Where something is written is no difference to a caller."""


def diff(old: Plan, new: Plan) -> list[str]:
    """Every difference, a line each; none when both plans mean the same to every caller."""
    return [
        *_numbers(old, new),
        *_reached(old, new),
        *_plain(old, new),
        *_flows(old, new),
        *(
            line
            for name in _both(old.hours, new.hours)
            for line in hours_changed(name, old.hours[name], new.hours[name])
        ),
        *_come_and_gone("hours", old.hours, new.hours),
    ]


def _numbers(old: Plan, new: Plan) -> Iterator[str]:
    for number in dict.fromkeys((*old.numbers, *new.numbers)):
        before, after = old.numbers.get(number), new.numbers.get(number)
        match (before, after):
            case (None, str()):
                yield f"number {number} is new: it begins in {after}"
            case (str(), None):
                yield f"number {number} is gone: it began in {before}"
            case _ if before != after:
                yield f"number {number} begins in {after}, not in {before}"


def _reached(old: Plan, new: Plan) -> Iterator[str]:
    """`3 numbers now reach queue wealth (95105, 95106, 95107)`."""
    before, after = queues_reached(old), queues_reached(new)
    for queue in sorted({*before, *after}):
        had, have = before.get(queue, set()), after.get(queue, set())
        if gained := sorted(have - had):
            yield f"{_counted(gained)} now {'reaches' if len(gained) == 1 else 'reach'} queue {queue} ({', '.join(gained)})"
        if lost := sorted(had - have):
            yield f"{_counted(lost)} no longer {'reaches' if len(lost) == 1 else 'reach'} queue {queue} ({', '.join(lost)})"


def _plain(old: Plan, new: Plan) -> Iterator[str]:
    left_out = NOT_SAID | {"numbers", "flows", "hours"}
    for change in differences(old, new, left_out):
        yield change.told()


def _flows(old: Plan, new: Plan) -> Iterator[str]:
    yield from _come_and_gone("flow", old.flows, new.flows)
    for name in _both(old.flows, new.flows):
        yield from _flow(old.flows[name], new.flows[name])


def _flow(old: Flow, new: Flow) -> Iterator[str]:
    """Steps are paired by what they are, in order, so that one that was put in does not change all that follow."""
    for before, after in paired(old.steps, new.steps):
        if before is None and after is not None:
            yield f"flow {new.name}: step {_ordinal(after)} ({verb(after)}) is new"
        elif after is None and before is not None:
            yield f"flow {new.name}: step {_ordinal(before)} ({verb(before)}) is gone"
        elif before is not None and after is not None:
            yield from _step(new.name, before, after)


def _step(flow: str, old: Step, new: Step) -> Iterator[str]:
    where = f"{verb(new)} {flow}" if isinstance(new, Menu) else f"flow {flow}: step {_ordinal(new)} ({verb(new)})"
    if isinstance(old, Menu) and isinstance(new, Menu):
        yield from (f"{where}: {line}" for line in _keys(old, new))
    for change in differences(old, new, NOT_SAID | {"grammar"}):
        yield f"{where}: {change.told()}"


def _keys(old: Menu, new: Menu) -> Iterator[str]:
    before = {choice.key: choice for choice in old.grammar.choices}
    after = {choice.key: choice for choice in new.grammar.choices}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            yield f"key {key} is new: to {now.go or shown(now.language)}"
        elif now is None and was is not None:
            yield f"key {key} is gone: it led to {was.go or shown(was.language)}"
        elif was is not None and now is not None:
            if was.go != now.go:
                yield f"key {key} moved from {was.go or 'nowhere'} to {now.go or 'nowhere'}"
            for change in differences(was, now, NOT_SAID | {"go", "key"}):
                yield f"key {key}: {change.told()}"


def paired(old: Sequence[Step], new: Sequence[Step]) -> list[tuple[Step | None, Step | None]]:
    """The longest common run of verbs in order (as in a text's diff); steps without a partner stand alone."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            same = type(old[i]) is type(new[j])
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if same else max(lengths[i + 1][j], lengths[i][j + 1])
    pairs: list[tuple[Step | None, Step | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and type(old[i]) is type(new[j]):
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and lengths[i + 1][j] >= lengths[i][j + 1]):
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def verb(step: Step) -> str:
    """The word that an admin wrote for this step: `hang_up`."""
    name = type(step).__name__.removesuffix("Step")
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _come_and_gone(kind: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{kind} {name} is new" for name in new if name not in old)
    yield from (f"{kind} {name} is gone" for name in old if name not in new)


def _both(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [name for name in old if name in new]


def _ordinal(step: Step) -> str:
    return step.id.rpartition(".")[2]


def _counted(numbers: Sequence[str]) -> str:
    return f"{len(numbers)} number{'' if len(numbers) == 1 else 's'}"
