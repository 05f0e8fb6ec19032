"""The dialplan of the end-to-end tests. Every story has numbers, a queue and people of its own."""

from __future__ import annotations

from itertools import product

from tests.asterisk.provider import Behaviour

PROVIDER = "provider"
DESKS = (
    "main", "tones", "long", "engaged", "rejecting", "mute", "race", "gone", "crowd", "steps", "blind", "attended", "star",
    "kept", "back", "told", "pair", "mobile",
)  # fmt: skip
"""Agents: each desk has three seats, `<desk>1` to `<desk>3`, and a queue of its own."""
STORIES = (*(each.name.lower() for each in Behaviour), "desk", "nobody")
"""Managers: each story has a queue, a manager `boss_<story>` and, but for the last two, a deputy who accepts.
The deputy of `desk` is an agent, `desk1`; in `nobody` there is none, and the queue's agent is `nobody1`."""
RING, ACCEPT_WITHIN = 3, 5
"""Seconds that managers' phones ring, and until they must have pressed a key: the least that may be written."""


CALLED_BACK = "13833330001"
"""Whom the queue `told` calls back when somebody presses 1 in it."""
TOLD = "announce: {first: 1s, every: 10s, position: yes, wait: yes, callback: {key: 1, after: 1s, flow: call_me}}"


def menu_of(desk: str) -> str:
    """The number that leads to a desk by greeting, menu and key 1."""
    return f"951{DESKS.index(desk):02}"


def line_of(desk: str) -> str:
    """The number that leads straight into a desk's queue."""
    return f"952{DESKS.index(desk):02}"


BOX, BACK, CALLS = "95301", "95302", "95303"
"""The numbers that lead to a message box, to a callback of the desk `back`, and to a flow that calls another one."""


KEPT = "7001"
"""The number of the queue `kept`: what a seat dials to wait there, or to send a caller there."""


def manager_line(story: str) -> str:
    """The number that asks for a story's manager."""
    return f"960{STORIES.index(story):02}"


def boss_phone(story: str) -> str:
    """The outside phone of a story's manager: its last digit says how it behaves."""
    behaviour = Behaviour[story.upper()] if story.upper() in Behaviour.__members__ else Behaviour.SILENT
    return f"139000{STORIES.index(story):02}00{behaviour}"


def deputy_phone(story: str) -> str:
    """The outside phone of his deputy."""
    return f"139000{STORIES.index(story):02}01{Behaviour.ACCEPTS}"


def _deputy(story: str) -> str:
    return {"desk": "desk1", "nobody": ""}.get(story, f"deputy_{story}")


def _boss(story: str) -> str:
    deputy = f", deputy: {_deputy(story)}" if _deputy(story) else ""
    times = f"ring: {RING}s, accept_within: {ACCEPT_WITHIN}s, cool_down: 1s"
    return f'  boss_{story}: {{phone: "{boss_phone(story)}", skills: {{{story}: 9}}, {times}{deputy}}}\n'


def _lines() -> str:
    numbers = [(menu_of(desk), f"menu_{desk}") for desk in DESKS] + [(line_of(desk), f"line_{desk}") for desk in DESKS]
    numbers += [(manager_line(story), f"manager_{story}") for story in STORIES]
    numbers += [(BOX, "box"), (BACK, "callback"), (CALLS, "outer")]
    return ", ".join(f'"{number}": {flow}' for number, flow in numbers)


def _menu(desk: str) -> str:
    return f"""
  menu_{desk}:
    - say: {{prompt: greeting, barge_in: yes}}
    - menu: {{prompt: main_menu, choices: {{1: {{go: line_{desk}, scenario: {desk}}}, 2: farewell}}, noinput: {{then: farewell}}}}
  line_{desk}:
    - enqueue: {{queue: {desk}, after: farewell}}
"""


LEAVING = """
  box:
    - message: {box: sales, prompt: tone, silence: 2s, kept: goodbye, otherwise: farewell}
    - hang_up
  callback:
    - callback: {queue: back, kept: please_wait, otherwise: farewell}
    - hang_up: {say: goodbye}
  call_me:
    - set: {phone: "'CALLED_BACK'"}
    - callback: {queue: told, number: "{phone}", kept: please_wait, otherwise: farewell}
    - hang_up: {say: goodbye}
  outer:
    - call: {flow: inner, with: {word: "'given'"}}
    - branch: [{when: word == 'given', go: farewell}]
    - enqueue: {queue: kept, after: farewell}
  inner:
    - menu: {prompt: main_menu, operator: no, choices: {1: {go: given}, 2: farewell}, noinput: {then: farewell}}
  given:
    - branch: [{when: word != 'given', go: farewell}]
    - say: tone
""".replace("CALLED_BACK", CALLED_BACK)


def _manager_flow(story: str) -> str:
    return f"  manager_{story}:\n    - enqueue: {{queue: {story}, manager: boss_{story}, after: farewell}}\n"


AGENTS_MOBILE = f"1390005000{Behaviour.ACCEPTS}"
"""The outside phone of `mobile1`: who answers there presses the key."""
MORE = {"pair": ", concurrency: 2", "mobile": f', phones: ["{AGENTS_MOBILE}"]'}
"""What else is written of a desk's agents."""


def _agent(seat: str, skill: str, ring: int = 20) -> str:
    return f"  {seat}: {{skills: {{{skill}: 9}}, ring: {ring}s{MORE.get(skill, '')}}}\n"


def _queue(name: str) -> str:
    more = {"told": f", handling: 2m, {TOLD}", "kept": f', number: "{KEPT}"'}.get(name, "")
    return f"  {name}: {{skill: {{{name}: 5}}{more}}}\n"


def _plan() -> str:
    agents = (_agent(f"{desk}{n}", desk, RING if desk == "mute" else 20) for desk, n in product(DESKS, (1, 2, 3)))
    deputies = (
        f'  deputy_{story}: {{phone: "{deputy_phone(story)}", skills: {{{story}: 1}}}}\n'
        for story in STORIES
        if _deputy(story).startswith("deputy_")
    )
    return (
        f"numbers: {{{_lines()}}}\nlanguages: [zh, en]\nflows:\n  farewell:\n    - hang_up: {{say: goodbye}}\n"
        + "".join(_menu(desk) for desk in DESKS)
        + LEAVING
        + "".join(_manager_flow(story) for story in STORIES)
        + "queues:\n" + "".join(_queue(name) for name in (*DESKS, *STORIES))
        + "agents:\n" + "".join(agents) + _agent("desk1", "desk_deputy") + _agent("nobody1", "nobody")
        + "managers:\n" + "".join(_boss(story) for story in STORIES) + "".join(deputies)
    )  # fmt: skip


PLAN = _plan()
