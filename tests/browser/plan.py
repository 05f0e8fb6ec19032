"""The dialplan of the browser's tests: one number to a menu, one straight into a queue, three seats."""

from __future__ import annotations

MENU, LINE = "95105", "95106"
SEATS = ("1001", "1002", "1003")
PLAN = f"""
numbers: {{"{MENU}": welcome, "{LINE}": line}}
languages: [zh, en]
flows:
  farewell:
    - hang_up: {{say: goodbye}}
  welcome:
    - say: {{prompt: greeting, barge_in: yes}}
    - menu: {{prompt: main_menu, choices: {{1: {{go: line, scenario: help.me}}, 2: farewell}}, noinput: {{then: farewell}}}}
  line:
    - enqueue: {{queue: help, after: farewell}}
queues:
  help: {{skill: {{help: 5}}}}
agents:
  "1001": {{skills: {{help: 9}}, ring: 20s, wrap_up: 1s}}
  "1002": {{skills: {{help: 1}}, ring: 20s, wrap_up: 1s}}
  "1003": {{skills: {{help: 1}}, ring: 20s, wrap_up: 1s}}
"""
