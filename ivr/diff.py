"""What a new plan changes for callers, in words: numbers, queues they reach, menus key by key, hours by date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calls.differences import differences, shown
from calls.wording import Words, words
from ivr.dialplan import Flow, Plan
from ivr.grammar import Choice
from ivr.hours_diff import hours_changed
from ivr.reach import queues_reached
from ivr.step import Step
from ivr.steps.menu import Menu

NOT_SAID = frozenset({"spot", "place"})
"""Where something is written is no difference to a caller."""


def diff(old: Plan, new: Plan) -> list[str]:
    """Every difference, a line each; none when both plans mean the same to every caller."""
    return [each.en for each in diff_words(old, new)]


def diff_words(old: Plan, new: Plan) -> list[Words]:
    """The same in each language."""
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
        *_come_and_gone(HOURS, old.hours, new.hours),
    ]


FLOW, HOURS = Words("flow", "流程"), Words("hours", "营业时间")


def _numbers(old: Plan, new: Plan) -> Iterator[Words]:
    for number in dict.fromkeys((*old.numbers, *new.numbers)):
        before, after = old.numbers.get(number), new.numbers.get(number)
        match (before, after):
            case (None, str()):
                yield words("number {0} is new: it begins in {1}", "新增号码 {0}：从 {1} 开始", number, after)
            case (str(), None):
                yield words("number {0} is gone: it began in {1}", "去掉号码 {0}：原从 {1} 开始", number, before)
            case _ if before != after:
                yield words(
                    "number {0} begins in {1}, not in {2}", "号码 {0} 从 {1} 开始，原为 {2}", number, after, before
                )


def _reached(old: Plan, new: Plan) -> Iterator[Words]:
    """`3 numbers now reach queue wealth (95105, 95106, 95107)`."""
    before, after = queues_reached(old), queues_reached(new)
    for queue in sorted({*before, *after}):
        had, have = before.get(queue, set()), after.get(queue, set())
        if gained := sorted(have - had):
            verb_en = "reaches" if len(gained) == 1 else "reach"
            yield _reach(f"now {verb_en}", "现在可到达", queue, gained)
        if lost := sorted(had - have):
            verb_en = "reaches" if len(lost) == 1 else "reach"
            yield _reach(f"no longer {verb_en}", "不再到达", queue, lost)


def _reach(en: str, zh: str, queue: str, numbers: Sequence[str]) -> Words:
    told = ", ".join(numbers)
    count = Words(_counted(numbers), f"{len(numbers)} 个号码")
    return words("{0} {1} queue {2} ({3})", "{0}{1}队列 {2}（{3}）", count, Words(en, zh), queue, told)


def _plain(old: Plan, new: Plan) -> Iterator[Words]:
    left_out = NOT_SAID | {"numbers", "flows", "hours"}
    for change in differences(old, new, left_out):
        yield change.words()


def _flows(old: Plan, new: Plan) -> Iterator[Words]:
    yield from _come_and_gone(FLOW, old.flows, new.flows)
    for name in _both(old.flows, new.flows):
        yield from _flow(old.flows[name], new.flows[name])


def _flow(old: Flow, new: Flow) -> Iterator[Words]:
    """Steps are paired by what they are, in order, so that one that was put in does not change all that follow."""
    for before, after in paired(old.steps, new.steps):
        if before is None and after is not None:
            yield words("{0} is new", "{0}为新增", _step_words(new.name, after))
        elif after is None and before is not None:
            yield words("{0} is gone", "{0}已去掉", _step_words(new.name, before))
        elif before is not None and after is not None:
            yield from _step(new.name, before, after)


def _step_words(flow: str, step: Step) -> Words:
    return words("flow {0}: step {1} ({2})", "流程 {0}：第 {1} 步（{2}）", flow, _ordinal(step), verb(step))


def _step(flow: str, old: Step, new: Step) -> Iterator[Words]:
    menu = words("{0} {1}", "菜单 {1}", verb(new), flow)
    where = menu if isinstance(new, Menu) else _step_words(flow, new)
    if isinstance(old, Menu) and isinstance(new, Menu):
        yield from (words("{0}: {1}", "{0}：{1}", where, line) for line in _keys(old, new))
    for change in differences(old, new, NOT_SAID | {"grammar"}):
        yield words("{0}: {1}", "{0}：{1}", where, change.words())


def _keys(old: Menu, new: Menu) -> Iterator[Words]:
    before = {choice.key: choice for choice in old.grammar.choices}
    after = {choice.key: choice for choice in new.grammar.choices}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            yield words("key {0} is new: to {1}", "新增按键 {0}：到 {1}", key, _goal(now))
        elif now is None and was is not None:
            yield words("key {0} is gone: it led to {1}", "去掉按键 {0}：原到 {1}", key, _goal(was))
        elif was is not None and now is not None:
            yield from _key(key, was, now)


def _key(key: str, was: Choice, now: Choice) -> Iterator[Words]:
    if was.go != now.go:
        goals = [Words(each.go, each.go) if each.go else Words("nowhere", "无去向") for each in (was, now)]
        yield words("key {0} moved from {1} to {2}", "按键 {0} 由 {1} 改到 {2}", key, *goals)
    for change in differences(was, now, NOT_SAID | {"go", "key"}):
        yield words("key {0}: {1}", "按键 {0}：{1}", key, change.words())


def _goal(choice: Choice) -> str:
    return choice.go or shown(choice.language)


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


def _come_and_gone(kind: Words, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Words]:
    yield from (words("{0} {1} is new", "新增{0} {1}", kind, name) for name in new if name not in old)
    yield from (words("{0} {1} is gone", "去掉{0} {1}", kind, name) for name in old if name not in new)


def _both(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [name for name in old if name in new]


def _ordinal(step: Step) -> str:
    return step.id.rpartition(".")[2]


def _counted(numbers: Sequence[str]) -> str:
    return f"{len(numbers)} number{'' if len(numbers) == 1 else 's'}"
