"""The variants of a day side by side as an SVG: who gave up by class, and who was answered in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from xml.sax.saxutils import escape

from service.whatif import Answer, Tried
from service.whatif_told import share

WIDTH, LEFT, RIGHT, ROW, GAP, HEAD = 760, 210, 80, 22, 14, 40
COLOURS = ("#3b6ea5", "#d1793b", "#5a9e6f", "#a45a9e", "#8a8a3b", "#5a5a5a", "#b04a4a", "#4aa0a8")
Bars = Sequence[tuple[str, float, str]]
"""Name, share from 0 to 1, colour."""


def svg(answer: Answer) -> str:
    """The picture: a group of bars for each variant."""
    blocks = [
        ("gave up, by class", [(one.variant.name, _by_class(one, _colours(answer))) for one in answer.tried]),
        ("answered in time", [(one.variant.name, _in_time(one)) for one in answer.tried]),
    ]
    body, top = [_text(16, 24, answer.day.name, 16)], float(HEAD)
    for title, groups in blocks:
        drawn, top = _block(title, groups, top)
        body += drawn
    size = f'width="{WIDTH}" height="{top:.0f}" viewBox="0 0 {WIDTH} {top:.0f}"'
    style = 'font-family="sans-serif" fill="#222"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join(body) + "\n</svg>\n"


def _colours(answer: Answer) -> Callable[[str], str]:
    names = sorted({name for one in answer.tried for name in one.result.by_segment})
    return lambda name: COLOURS[names.index(name) % len(COLOURS)]


def _by_class(one: Tried, colour: Callable[[str], str]) -> Bars:
    classes: Mapping[str, float] = {name: tally.abandonment for name, tally in one.result.by_segment.items()}
    return [(name or "anybody", value, colour(name)) for name, value in classes.items() if not isnan(value)]


def _in_time(one: Tried) -> Bars:
    value = one.result.total.service_level
    return [] if isnan(value) else [("all", value, COLOURS[2])]


def _block(title: str, groups: Sequence[tuple[str, Bars]], top: float) -> tuple[list[str], float]:
    most = max((value for _, bars in groups for _, value, _ in bars), default=0.0) or 1.0
    drawn, at = [_text(16, top + 16, title, 14)], top + 28
    for name, bars in groups:
        drawn.append(_text(16, at + 15, name, 12))
        for label, value, colour in bars:
            drawn += _bar(label, value, value / most, colour, at)
            at += ROW
        at += GAP
    return drawn, at


def _bar(label: str, value: float, part: float, colour: str, at: float) -> list[str]:
    width = part * (WIDTH - LEFT - RIGHT)
    return [
        f'<rect x="{LEFT}" y="{at:.0f}" width="{width:.1f}" height="{ROW - 4}" fill="{colour}"/>',
        f'<text x="{LEFT - 6}" y="{at + 13:.0f}" font-size="11" text-anchor="end">{escape(label)}</text>',
        _text(LEFT + width + 6, at + 13, share(value), 11),
    ]


def _text(x: float, y: float, words: str, size: int) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}">{escape(words)}</text>'
