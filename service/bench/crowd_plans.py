"""What the two centres of the crowd are told: three queues by class, the same 30 people in all of them, one greeting."""

from __future__ import annotations

import csv
from pathlib import Path

from service.bench.crowd_day import AGENTS, HANDLING, LONGEST_KEPT, NUMBERS, PROMISE, WEIGHTS, CrowdDay
from service.bench.ground import Ground
from service.bench.plans import PROMPT

SEATS = tuple(str(1001 + number) for number in range(AGENTS))
CUSTOMERS = "customers.csv"


def our_plan() -> str:
    """The hotline's: callers by the strategy `patience`, their class in a file."""
    numbers = ", ".join(f'"{number}": {name}' for name, number in NUMBERS.items())
    flows = "".join(f"  {name}:\n    - say: {PROMPT}\n    - enqueue: {name}\n" for name in NUMBERS)
    reserve = f"{{people: 20%, most: {LONGEST_KEPT:g}s}}"
    queue = f"strategy: patience, answer_within: {PROMISE:.3g}s, handling: {HANDLING:g}s, reserve: {reserve}"
    queues = "".join(f"  {name}: {{weight: {weight}, {queue}}}\n" for name, weight in WEIGHTS.items())
    agents = "".join(f'  "{seat}": {{name: Agent {seat}, ring: 60s, wrap_up: 0s}}\n' for seat in SEATS)
    profiles = f'{{csv: {CUSTOMERS}, where: phone, equals: "{{caller.number}}", fields: {{segment: class}}}}'
    return (
        f"numbers: {{{numbers}}}\nlanguages: [zh]\nprofiles: {profiles}\n"
        f"flows:\n{flows}queues:\n{queues}agents:\n{agents}"
    )


def write_customers(folder: Path, day: CrowdDay) -> None:
    """The class of every caller of the day, beside the plan."""
    with (folder / CUSTOMERS).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("phone", "class"))
        rows.writerows((number, call.segment) for number, call in day.calls.items())


def their_dialplan(ground: Ground) -> str:
    """Asterisk's own: the same greeting, then app_queue."""
    greeting = ground.prompt(PROMPT)
    lines = "".join(
        f"exten => {number},1,Answer()\n same => n,Playback({greeting})\n same => n,Queue({name})\n same => n,Hangup()\n"
        for name, number in NUMBERS.items()
    )
    return f"\n[hotline-in](+)\n{lines}"


def their_queues() -> str:
    """queues.conf: strict weights, whoever was rung least recently; nobody is rung who talks; `retry` cannot be shorter."""
    rules = "strategy = leastrecent\ntimeout = 60\nretry = 1\nringinuse = no\nwrapuptime = 0\n"
    members = "".join(f"member => PJSIP/{seat}\n" for seat in SEATS)
    queues = "".join(f"[{name}]\nweight = {weight}\n{rules}{members}" for name, weight in WEIGHTS.items())
    return f"[general]\npersistentmembers = no\nautofill = yes\n{queues}"
