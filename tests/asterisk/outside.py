"""A centre of its own for managers on outside phones: no trunk leads outside, so that they register as phones for trying.

Settings and dialplan are its own: a caller on hold is thought of after five seconds, and every story has people of its own.
"""

from __future__ import annotations

from pathlib import Path

from tests.asterisk.centre import CALLERS, switch_settings

STORIES = ("wealth", "later", "back", "consult", "held")
"""Queues. Each but the last has a manager `boss_<story>`; `later` a deputy, the last three agents with a digit behind."""
COLLEAGUE = "8001"
"""The agent whom the manager of `consult` asks: his name is the number that one keys."""
REMIND = 5
"""Seconds on hold until somebody is reminded: the least that may be written."""
PLAN = """
numbers: {"97000": ask_wealth, "97001": ask_later, "97002": ask_back, "97003": ask_consult, "97004": to_held,
  "97101": to_later, "97102": to_back}
languages: [zh, en]
profiles: {csv: customers.csv, where: phone, equals: "{caller.number}", fields: {segment: class}}
flows:
  farewell: [hang_up: {say: goodbye}]
  ask_wealth: [enqueue: {queue: wealth, manager: boss_wealth, after: farewell}]
  ask_later: [enqueue: {queue: later, manager: boss_later, after: farewell}]
  ask_back: [enqueue: {queue: back, manager: boss_back, after: farewell}]
  ask_consult: [enqueue: {queue: consult, manager: boss_consult, after: farewell}]
  to_later: [enqueue: {queue: later, after: farewell}]
  to_back: [enqueue: {queue: back, after: farewell}]
  to_held: [enqueue: {queue: held, after: farewell}]
queues: {wealth: {skill: {wealth: 5}}, later: {skill: {later: 5}}, back: {skill: {back: 5}},
  consult: {skill: {consult: 5}}, held: {skill: {held: 5}}}
agents:
  back1: {skills: {back: 9}}
  "8001": {skills: {other: 9}}
  held1: {skills: {held: 9}}
managers:
  boss_wealth: {phone: "13900009900", skills: {wealth: 9}, accept_within: 60s}
  boss_later: {phone: "13900009901", skills: {later: 9}, accept_within: 60s, deputy: deputy_later}
  deputy_later: {phone: "13900009911", skills: {later: 1}, accept_within: 60s}
  boss_back: {phone: "13900009902", skills: {back: 9}, accept_within: 60s, at_most: 1}
  boss_consult: {phone: "13900009903", skills: {consult: 9}, accept_within: 60s}
"""


def asking(story: str) -> str:
    """The number that asks for a story's manager, or leads to its agent."""
    return f"9700{STORIES.index(story)}"


def plain(story: str) -> str:
    """The number that leads into a story's queue and asks for nobody."""
    return f"9710{STORIES.index(story)}"


def boss(story: str) -> str:
    """The phone of a story's manager."""
    return f"trial-1390000990{STORIES.index(story)}"


DEPUTY = "trial-13900009911"


def outside_settings(folder: Path) -> Path:
    """Write dialplan, customers and settings of this centre into `folder`; the settings file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "customers.csv").write_text("phone,class\ncaller1,vip\n", encoding="utf-8")
    return switch_settings(
        folder,
        f'[outgoing]\nallowed = ["1[3-9]XXXXXXXXX"]\n[talk]\nhold_remind = {REMIND}\nhold_every = 15\n'
        f"[trial]\ncallers = {list(CALLERS)}\n[speech]\non = false\n",
    )
