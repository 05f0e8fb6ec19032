"""Texts with names in braces: `订单 {order_no}`. Filled during a call, with texts that are safe to hand on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.expression_tokens import Wrong
from ivr.expression_tree import Name
from ivr.expressions import Expression, Scope, as_text, expression

LONGEST_VALUE = 200
"""Characters of one value that go into a text: callers and their systems give them."""
LONGEST = 2000
"""Characters of a filled text."""
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Template:
    """A text as written, and its pieces: plain text, or an expression that is a name."""

    written: str
    pieces: tuple[str | Expression, ...]

    @property
    def names(self) -> Iterator[Name]:
        """Every name in it."""
        return (name for piece in self.pieces if isinstance(piece, Expression) for name in piece.names)

    @property
    def fixed(self) -> bool:
        """Whether there is no name in it."""
        return not any(isinstance(piece, Expression) for piece in self.pieces)

    def filled(self, scope: Scope) -> str:
        """The text, with the values that the names have now. A name without a value is nothing."""
        parts = (piece if isinstance(piece, str) else plain(as_text(piece.value(scope))) for piece in self.pieces)
        return "".join(parts)[:LONGEST]


NO_TEXT = Template("", ())
"""What was not written."""


def template(text: str) -> Template:
    """The template that is written so; `{{` and `}}` are braces. Raises Wrong with the place of the mistake."""
    if len(text) > LONGEST:
        raise Wrong(0, f"{len(text)} characters", f"at most {LONGEST}")
    pieces: list[str | Expression] = []
    end = 0
    for found in _BRACES.finditer(text):
        pieces += [text[end : found.start()], _piece(found)]
        end = found.end()
    pieces.append(text[end:])
    return Template(text, tuple(piece for piece in pieces if piece))


def plain(text: str) -> str:
    """At most `LONGEST_VALUE` characters, none of which steers a terminal, a line or a direction of writing."""
    return "".join(sign for sign in text[:LONGEST_VALUE] if unicodedata.category(sign)[0] != "C").strip()


def _piece(found: re.Match[str]) -> str | Expression:
    if found[0] in ("{{", "}}"):
        return found[0][0]
    inner = found[1]
    if not inner:
        raise Wrong(found.start(), f"'{found[0]}'", "a name in braces, such as {order_no}", "write {{ for a brace")
    try:
        filled = expression(inner)
    except Wrong as wrong:
        raise Wrong(found.start() + 1 + wrong.at, wrong.found, "a name in braces", wrong.hint) from None
    if not isinstance(filled.tree, Name):
        raise Wrong(found.start() + 1, f"'{inner.strip()}'", "a name in braces", "work it out in a `set` step before")
    return filled
