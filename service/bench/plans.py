"""What the benches' hotlines are told: a dialplan of ours, and the same things as Asterisk's own dialplan."""

from __future__ import annotations

import json
from pathlib import Path

from service.bench.ground import HERE, Ground, Ports

NUMBER, SEAT, CALLER, QUEUE = "95105", "1001", "caller1", "bench"
PROMPT = "joined"
"""A short prompt (1.3 s): whose key is not heard is hung up before his caller would hang up himself."""
KEY, KEYED_WITHIN = "1", 1

NO_SPEECH = "[speech]\non = false\n"
"""Nobody speaks: no recogniser is loaded."""

PEOPLE = f"""
queues: {{{QUEUE}: {{weight: 1}}}}
agents: {{"{SEAT}": {{name: Bench, ring: 60s}}}}
"""

STRAIGHT_IN = f"""
numbers: {{"{NUMBER}": wait}}
languages: [zh]
flows:
  wait:
    - enqueue: {QUEUE}
{PEOPLE}"""
"""Every caller waits at once."""

THROUGH_A_MENU = f"""
numbers: {{"{NUMBER}": welcome}}
languages: [zh]
flows:
  welcome:
    - menu:
        prompt: {PROMPT}
        choices: {{{KEY}: wait}}
        first_within: {KEYED_WITHIN}s
        noinput: {{tries: 1, then: gone}}
  wait:
    - enqueue: {QUEUE}
  gone:
    - hang_up
{PEOPLE}"""
"""One menu, one key, then the queue."""


def plain_menu(prompt: str) -> str:
    """The same menu as dialplan: answer, prompt, one key, music."""
    return f"""
[hotline-in](+)
exten => {NUMBER},1,Goto(bench-menu,s,1)

[bench-menu]
exten => s,1,Answer()
 same => n,Background({prompt})
 same => n,WaitExten({KEYED_WITHIN})
 same => n,Hangup()
exten => {KEY},1,MusicOnHold()
exten => i,1,Hangup()
exten => t,1,Hangup()
"""


PLAIN_QUEUE = f"""
[hotline-in](+)
exten => {NUMBER},1,Answer()
 same => n,Queue({QUEUE})
 same => n,Hangup()
"""

QUEUES_CONF = f"""
[general]
persistentmembers = no
autofill = yes
[{QUEUE}]
strategy = ringall
timeout = 60
retry = 1
member => PJSIP/{SEAT}
"""
"""app_queue at its quickest: `retry` cannot be shorter, `autofill` serves all who wait at once."""


def settings_file(ground: Ground, name: str, plan: str, ports: Ports, more: str = NO_SPEECH) -> Path:
    """A hotline of its own in the bench's folder: its settings, its plan, its data folder. `more`: sections of settings."""
    folder = ground.place(name)
    (folder / "main.yaml").write_text(plan, encoding="utf-8")
    file = folder / "hotline.toml"
    file.write_text(_toml(ground, folder, ports, more), encoding="utf-8")
    return file


def _toml(ground: Ground, folder: Path, ports: Ports, more: str) -> str:
    """A JSON string is a TOML string."""
    root = f"root = {json.dumps(str(ground.root))}" if ground.root.is_dir() else ""
    return f"""
[centre]
dialplan = {json.dumps(str(folder / "main.yaml"))}
[data]
folder = {json.dumps(str(folder / "var"))}
[switch]
port = {ports.ami}
{root}
[sip]
port = {ports.sip}
rtp_start = {ports.rtp_start}
rtp_end = {ports.rtp_end}
[[trunks]]
name = "bench"
host = "{HERE}"
[log]
level = "info"
format = "json"
{more}"""
