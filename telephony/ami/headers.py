"""The header lines of one packet: `Name: value` separated by CR LF, and by nothing else.

Callers choose names that are not ASCII. U+2028, U+0085, VT and FF are letters of such a name here, never line
ends; `str.splitlines` would let a caller forge headers with them.
"""

from __future__ import annotations

import re

Headers = dict[str, str | list[str]]
"""Header name to its value; to the list of its values, in order, if the header was repeated."""

EOL = "\r\n"

NOWHERE = "\r\n"
"""The default that no value can be."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = dict(zip("abfnrtv\\'\"?", "\a\b\f\n\r\t\v\\'\"?", strict=True))


def parse(block: str) -> Headers:
    """All headers of a packet without its first line.

    One blank after the colon is syntax, every other is value.
    """
    headers: Headers = {}
    for line in block.split(EOL):
        name, found, value = line.partition(": ")
        if not found or ":" in name or name in headers:
            return _parse_with_care(block)
        headers[name] = value
    return headers


def _parse_with_care(block: str) -> Headers:
    """The same for packets with repeated headers, or with a header that has no blank after its colon."""
    headers: Headers = {}
    for line in block.split(EOL):
        name, found, value = line.partition(":")
        if found:
            _add(headers, name, value[1:] if value.startswith(" ") else value)
    return headers


def _add(headers: Headers, name: str, value: str) -> None:
    known = headers.get(name)
    if known is None:
        headers[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        headers[name] = [known, value]


def first(text: str, name: str, default: str) -> str:
    """The first value of one header of a whole packet, found without parsing the others."""
    start = text.find(f"\r\n{name}:")
    if start < 0:
        return default
    start += len(name) + 3
    if text[start : start + 1] == " ":
        start += 1
    end = text.find(EOL, start)
    return text[start:] if end < 0 else text[start:end]


def unescape(text: str) -> str:
    """Undo ast_escape_c():

    Asterisk so writes CallerIDName, ConnectedLineName, ChanVariable and the Value of VarSet.

    The name `Tom "T" O'Neil` comes as `Tom \\"T\\" O\\'Neil`. The result may hold control characters.
    """
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[0]), text) if "\\" in text else text


def lines_without_colon(block: str) -> list[str]:
    """What is in the packet and is no header."""
    return [line for line in block.split(EOL) if line and ":" not in line]
