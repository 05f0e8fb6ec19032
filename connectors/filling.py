"""The names in a source's texts become this call's values, each made harmless for the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from ivr.expression_tree import Found, Name
from ivr.expressions import Expression
from ivr.known import is_secret
from ivr.templates import Template, template


class Names:
    """Values by the names that a template writes."""

    def __init__(self, values: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self._values, self._secrets = values, secrets

    def find(self, name: Name) -> Found:
        """The value; None if there is none."""
        if is_secret(name):
            return self._secrets.get(name.parts[1])
        return self._values.get(".".join(name.parts))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values as they are."""
    return template(text).filled(Names(values, {}))


def filled_with_secrets(text: str, values: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    """The text of a header or a body. Only these ever see a secret."""
    return _joined(template(text), Names(values, secrets), lambda value: value)


def filled_url(url: str, values: Mapping[str, str]) -> str:
    """The address; a value is quoted whole, so that it stays one word of the path or of the query."""
    return _joined(template(url), Names(values, {}), _one_word)


def _one_word(value: str) -> str:
    """Dots alone would be the folder itself or the one above."""
    quoted = quote(value, safe="")
    return quoted.replace(".", "%2E") if set(value) <= {"."} else quoted


def _joined(text: Template, names: Names, made: Callable[[str], str]) -> str:
    return "".join(piece if isinstance(piece, str) else made(_of(piece, names)) for piece in text.pieces)


def _of(piece: Expression, names: Names) -> str:
    found = piece.value(names)
    return found if isinstance(found, str) else ""
