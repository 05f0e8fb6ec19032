"""docs/dialplan.md, written from the verbs' own pages: `python -m ivr.manual > docs/dialplan.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ivr.drawing import drawing
from ivr.manual_of_questions import HABITS, OPERATOR
from ivr.manual_of_values import PROFILES, SOURCES, VALUES
from ivr.manual_text import ENDING, MACHINE, OPENING
from ivr.profiles import PROFILE_KEYS
from ivr.queue_manual import QUEUES
from ivr.steps import VERBS
from ivr.steps.choices import CHOICE_KEYS, MISSES_KEYS
from ivr.steps.manuals import Key, Manual


def manual() -> str:
    """The whole page as Markdown."""
    pages = "\n".join(_page(word, verb.manual) for word, verb in VERBS.items())
    known = f"{VALUES}\n{PROFILES}{_table(PROFILE_KEYS)}\n{SOURCES}"
    return f"{OPENING}\n{pages}\n{_menu_parts()}\n{known}\n{QUEUES}\n{ENDING}\n{MACHINE}\n{drawing()}"


def _page(word: str, page: Manual) -> str:
    short = f"\nIn short: {page.short}.\n" if page.short else ""
    return f"### `{word}`\n\n{page.summary}\n\n{_table(page.keys)}{short}\n```yaml\n{page.example}\n```\n"


def _menu_parts() -> str:
    return (
        "### The choices of a menu\n\n"
        'A key (or up to four) and what it does. `1: orders` is short for `1: {go: orders}`. Write `"*"` and `"#"` '
        f"in quotes: YAML takes them for signs of its own.\n\n{_table(CHOICE_KEYS)}\n"
        f"{HABITS}\n### `noinput` and `nomatch` of a menu or a question\n\n{_table(MISSES_KEYS)}\n{OPERATOR}"
    )


def _table(keys: Iterable[Key]) -> str:
    rows = "".join(f"| `{key.name}` | {key.meaning} | {_default(key)} |\n" for key in keys)
    return f"| key | meaning | when left out |\n|---|---|---|\n{rows}"


def _default(key: Key) -> str:
    return "must be written" if key.required else key.default or "nothing"


if __name__ == "__main__":
    sys.stdout.write(manual())
