"""Proofs over the whole plan."""

from __future__ import annotations

import pytest

from tests.unit.ivr.plans import check_of

MENU = "    - menu: {prompt: greeting, choices: {1: %s}, noinput: {then: %s}}\n"
END = "  end: [hang_up]\n"
PROOFS = {
    "nothing is wrong": ("  start:\n" + MENU % ("start", "end") + END, []),
    "a prompt that nobody recorded": (
        "  start:\n    - say: [greeting, missing]\n    - hang_up\n",
        ["5:23: found prompt 'missing' without a recording in zh, en, expected a prompt in every language of the plan "
         "(hint: known here: goodbye, greeting)"],
    ),
    "a prompt that lacks a language": (
        "  start:\n    - hang_up: {say: only_zh}\n",
        ["5:22: found prompt 'only_zh' without a recording in en, expected a prompt in every language of the plan "
         "(hint: record it, or build it)"],
    ),
    "a queue that is not there": (
        "  start:\n    - enqueue: order\n",
        ["5:16: found 'order', expected the name of a queue (hint: did you mean 'orders'?)"],
    ),
    "a person who is not there": (
        "  start:\n    - enqueue: {queue: orders, manager: xiamen}\n",
        ["5:41: found 'xiamen', expected the name of a person (hint: did you mean 'xiamen_1'?)"],
    ),
    "a seat": ('  start:\n    - transfer: "1003"\n', []),
    "a number that may be dialled": ('  start:\n    - transfer: "13900001111"\n', []),
    "a number that may not be dialled": (
        '  start:\n    - transfer: "00900123"\n',
        ["5:17: found '00900123', expected an agent, or a number that may be dialled out "
         "(hint: add a pattern to outgoing.allowed)"],
    ),
    "a flow that nothing leads to": (
        "  start: [hang_up]\n  lonely: [{goto: other}]\n  other: [hang_up]\n",
        ["5:3: found flow 'lonely', which nothing leads to, expected a number or a step that goes to it "
         "(hint: remove it, or use it)",
         "6:3: found flow 'other', which nothing leads to, expected a number or a step that goes to it "
         "(hint: remove it, or use it)"],
    ),
    "a step that is never done": (
        "  start:\n    - hang_up\n    - say: greeting\n    - hang_up\n",
        ["6:7: found a step that is never done, expected the end of the flow "
         "(hint: the step start.1 before it never goes on)"],
    ),
    "a caller left in silence": (
        "  start:\n    - say: greeting\n",
        ["5:7: found the end of flow 'start', expected a last step such as hang_up, goto or enqueue "
         "(hint: the caller would be left in silence)"],
    ),
    "a flow that goes to itself": (
        "  start:\n    - say: greeting\n    - goto: start\n",
        ["6:13: found a way round without any input of the caller: start > start, expected an end "
         "(hint: let one of them hang up, transfer or enqueue a caller who does nothing)"],
    ),
    "a silent caller led round": (
        "  start:\n" + MENU % ("end", "again") + "  again:\n    - say: greeting\n    - goto: start\n" + END,
        ["8:13: found a way round without any input of the caller: start > again > start, expected an end "
         "(hint: let one of them hang up, transfer or enqueue a caller who does nothing)"],
    ),
    "a transfer that fails for ever": (
        '  start:\n    - transfer: {to: "1003", otherwise: start}\n',
        ["5:41: found a way round without any input of the caller: start > start, expected an end "
         "(hint: let one of them hang up, transfer or enqueue a caller who does nothing)"],
    ),
    "a round that the caller keys": ("  start:\n" + MENU % ("start", "end") + END, []),
}  # fmt: skip


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof(name: str) -> None:
    flows, expected = PROOFS[name]
    head = "numbers: {100: start}\n\nlanguages: [zh, en]\n".replace("\n\n", "\n")
    found = [problem.told() for problem in check_of(flows + "operator: no\n", head)]
    assert found == [f"main.yaml:{each}" for each in expected]


def test_two_separate_rounds_are_both_told() -> None:
    flows = (
        "  start:\n    - menu: {prompt: greeting, choices: {1: a, 2: c}, noinput: {then: end}}\n"
        "  a: [{goto: b}]\n  b: [{goto: a}]\n  c: [{goto: c}]\n" + END
    )
    assert [problem.code for problem in check_of(flows + "operator: no\n")] == ["endless-loop", "endless-loop"]
