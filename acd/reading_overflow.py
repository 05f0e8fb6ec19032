"""When a queue gives callers away, as an admin writes it: `{when: waited > 5m, to: {queue: orders}}`."""

from __future__ import annotations

import re

from acd.queues import Onward, Overflow, Trigger
from calls.documents import Node, did_you_mean

RULE_KEYS = ("when", "to")
GOALS = (Onward.QUEUE.value, Onward.PERSON.value, Onward.FLOW.value)
BARE = (Trigger.CLOSED, Trigger.FULL, Trigger.NOBODY)
"""Triggers that are so or not."""
CALLERS = (Trigger.LENGTH,)
SECONDS = (Trigger.EXPECTED_WAIT, Trigger.WAITED)
WORDS = tuple(trigger.value for trigger in (*BARE, *CALLERS, *SECONDS))
EXAMPLES = "closed, full, nobody, or such as waiting >= 20, expected_wait > 3m, waited > 5m"
LONGEST = 86400.0
_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
_WHEN = re.compile(r"([a-z_]+)(?:\s*(>=|>)\s*([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(s|m|h|))?")


def overflow_of(node: Node) -> tuple[Overflow, ...]:
    """The rules in their order; one rule may stand without a list."""
    nodes = [node] if node.kind == "mapping" else node.sequence("a list of rules, each with `when` and `to`")
    read = [(each, _rule(each)) for each in nodes]
    rules = [rule for _, rule in read if rule is not None]
    for at, (each, rule) in enumerate(read):
        if rule is not None and any(rule == earlier for _, earlier in read[:at]):
            each.problem("twice", "each rule once", found=f"'{rule.id}' again")
    return tuple(rules)


def _rule(node: Node) -> Overflow | None:
    fields = node.mapping(RULE_KEYS, required=RULE_KEYS)
    when, to = _when(fields.of("when")), _to(fields.of("to"))
    if when is None or to is None:
        return None
    (trigger, limit, over), (onward, name) = when, to
    return Overflow(trigger, limit, onward, name, over)


def _when(node: Node) -> tuple[Trigger, float, bool] | None:
    if not node.present:
        return None
    found = _WHEN.fullmatch(node.written.strip()) if node.kind == "text" else None
    if found is None:
        node.problem("wrong-value", EXAMPLES)
        return None
    word, sign, number, unit = found.groups()
    if word not in WORDS:
        node.problem("unknown-word", f"one of {', '.join(WORDS)}", did_you_mean(word, WORDS), f"'{word}'")
        return None
    trigger = Trigger(word)
    if (trigger in BARE) == bool(sign) or (trigger in CALLERS and unit):
        node.problem("wrong-value", f"`{word}` alone" if trigger in BARE else _with_limit(trigger))
        return None
    limit = float(number or 0) * _UNITS[unit or ""]
    if limit > LONGEST:
        node.problem("out-of-range", "a limit of a day, or of 86400 callers, at most")
        return None
    return trigger, limit, sign != ">="


def _with_limit(trigger: Trigger) -> str:
    return f"`{trigger}` with a limit, such as {trigger} {'>= 20' if trigger in CALLERS else '> 3m'}"


def _to(node: Node) -> tuple[Onward, str] | None:
    """Exactly one of a queue, a person, a flow."""
    if not node.present:
        return None
    fields = node.mapping(GOALS)
    named = [goal for goal in GOALS if goal in fields]
    if len(named) != 1:
        if node.kind == "mapping":
            node.problem("wrong-value", f"one of {', '.join(GOALS)}", found=", ".join(named) or "none of them")
        return None
    name = fields.of(named[0]).name(expected=f"the name of a {named[0]}")
    return (Onward(named[0]), name) if name else None
