"""What the pages say, taken apart: links, code, tables. For the tests of this folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").rglob("*.md")))
_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_ROW = re.compile(r"^\| *(.+?) *\|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and its text."""

    language: str
    text: str


def text_of(page: Path) -> str:
    """The page."""
    return page.read_text("utf-8")


def name_of(page: Path) -> str:
    """Its path in the checkout, for the names of tests."""
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> list[Block]:
    """Its fenced blocks."""
    return [Block(*found.groups()) for found in _FENCE.finditer(text_of(page))]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", text_of(page))


def code(page: Path) -> list[str]:
    """What stands between single backquotes."""
    return _INLINE.findall(prose(page))


def links(page: Path) -> list[str]:
    """Where its links lead."""
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """The anchors of its headings, as the usual Markdown viewers make them."""
    return {_anchor(heading) for heading in _HEADING.findall(prose(page))}


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)} *\n(.*?)(?=^#{{1,6}} |\Z)", text_of(page), re.DOTALL | re.MULTILINE)
    assert found, f"{name_of(page)} has no heading {heading!r}"
    return found.group(2)


def first_column(table: str) -> list[str]:
    """The first cells of the rows of a table, without its head and without backquotes."""
    rows = [row.split("|")[0].strip() for row in _ROW.findall(table)]
    return [cell.strip("`") for cell in rows if not set(cell) <= set("-: ")][1:]


def commands(page: Path) -> Iterator[str]:
    """Every shell line of the page: in `sh` blocks and between backquotes. Remarks are cut off."""
    for block in blocks(page):
        if block.language in ("sh", "console"):
            yield from (re.split(r"\s+#", line)[0].strip() for line in block.text.splitlines())
    yield from code(page)
