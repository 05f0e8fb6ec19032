"""The sources of the pages, as tests read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
WEB = CHECKOUT / "console/web"
SOURCES = WEB / "src"
STATIC = CHECKOUT / "console/static"


def sources(*endings: str) -> Iterator[Path]:
    """Files of the pages, without their tests."""
    return (path for path in sorted(SOURCES.rglob("*")) if path.suffix in endings and ".test." not in path.name)


def words(language: str) -> dict[str, str]:
    """The catalogue: `<subject>.<name>` and its text."""
    return {
        f"{path.name.partition('.')[0]}.{name}": text
        for path in sorted((SOURCES / "i18n").glob(f"*.{language}.json"))
        for name, text in json.loads(path.read_text("utf-8")).items()
    }


def markup(svelte: str) -> str:
    """What of a component is HTML: no script, style, comment; what stands in braces is one blank."""
    text = re.sub(r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>", " ", svelte, flags=re.S)
    return _without_braces(text)


def _without_braces(text: str) -> str:
    out, depth = [], 0
    for sign in text:
        depth += sign == "{"
        if depth == 0:
            out.append(sign)
        elif sign == "}":
            depth -= 1
            if depth == 0:
                out.append(" ")
    return "".join(out)
