"""Every command: where it is, and its line in the list of all. A test holds this table to the commands themselves."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("serving", "Run the hotline until Ctrl-C."),
    "check": ("planning", "Check the settings and the dialplan: every mistake at once, with file, line and a hint."),
    "publish": ("publishing", "Make the dialplan live for calls that begin from now on."),
    "rollback": ("publishing", "Make an earlier version live again."),
    "versions": ("publishing", "List the published versions of the dialplan, newest first, and which one is live."),
    "switch": ("switching", "Switches that people turn without a publish: forced hours, announcements."),
    "simulate": ("simulating", "A call as text, without phone or Asterisk: what the caller hears, and where he ends."),
    "diff": ("studying", "What a new dialplan changes for callers and people, in words."),
    "graph": ("studying", "The dialplan as a picture: flows with their steps, and every way between them."),
    "schema": ("studying", "The JSON Schema of dialplan YAML, for the completion and red lines of an editor."),
    "calls": ("listing", "List calls, newest first."),
    "call-record": (
        "listing",
        "Tell one call as a story: every step with its time, every offer with its reasons, who hung up.",
    ),
    "explain": (
        "explaining",
        "Why a call went as it did: its wait, each offer with its reasons, what would have changed it, what became of it.",
    ),
    "patience": ("patience", "How long a caller is believed to wait, and why; learn it anew from all calls."),
    "messages": ("leaving", "Messages that callers left: list them, hear them, delete them."),
    "callbacks": ("leaving", "Callers who are to be called back: list them, cancel them."),
    "surveys": (
        "leaving",
        "Sum up what callers answered in surveys: response rate, mean, low scores, Net Promoter Score.",
    ),
    "report": (
        "reporting",
        "How a day went: service level, abandonment, waits, work, occupancy; and how people spent it.",
    ),
    "people": ("listing", "Show what everybody was doing when last seen."),
    "attendance": ("attendance", "Who is away when: leave, training, sickness; from a list or by hand."),
    "accounts": ("listing", "Print the SIP accounts: what a soft phone must be told to register."),
    "console": ("console", "The console's accounts, for when nobody can sign in."),
    "openapi": ("console", "Print the OpenAPI document of the console's API."),
    "call": ("trying", "Call the hotline with a scripted phone and show, line by line, what happens."),
    "phone": ("trying", "Be a phone: an agent's at a seat, or a manager's outside."),
    "demo": ("demonstrating", "Make one call by itself, from dial to record, on a real Asterisk with real phones."),
    "prompts": ("speaking", "What the hotline says: list, check, build, verify, and use recordings of your own."),
    "listen": (
        "hearing",
        "Recognise recordings offline: the text, the choice or the rejection, how sure, and how long it took.",
    ),
    "models": ("models", "The models that speech is recognised with: fetch, list, verify."),
    "whatif": (
        "supposing",
        "A day under other rules or with other staff: service level, who gives up, waits, how busy people are.",
    ),
    "bench": ("benches", "Measure: each figure beside something else in the same run, with its target."),
}
"""Name -> module of `service.cli`, line of help. In the order in which they are listed."""
