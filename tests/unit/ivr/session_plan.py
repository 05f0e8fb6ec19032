"""A plan with a menu, its language and its ways, for tests of a session."""

from __future__ import annotations

from tests.unit.ivr.plans import plan_of

PLAN = plan_of(
    """
  start:
    - say: greeting
    - menu:
        prompt: main
        choices:
          1: orders
          2: {go: wealth, say: wait}
          3: {language: en}
          4: {language: en, go: orders, say: wait}
          5: away
          "#": {go: wealth, scenario: wealth.advice}
        noinput: {tries: 3, prompts: [nothing, nothing_again], then: human}
        nomatch: {tries: 2, prompts: [wrong], then: wealth}
  orders:
    - enqueue: orders
  wealth:
    - enqueue: {queue: wealth, priority: 7, manager: xiamen_1, after: survey, otherwise: away}
  human:
    - enqueue: human
  survey:
    - hang_up: {say: thanks}
  away:
    - transfer: {to: "1003", ring: 15s, otherwise: human}
"""
)
AT_MENU = ["done", "done"]
