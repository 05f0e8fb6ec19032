"""An action as bytes, after every name and value in it was checked.

Asterisk's side of it is get_input(), man_do_variable_value() and ast_app_separate_args() in its sources: CR
LF or a bare LF ends a line, NUL cuts it, a line above 1,022 bytes throws the whole message away, and a comma
in a Variable header starts another variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from asterisk.ami import Action

from telephony.ami.errors import UnsafeValue
from telephony.ami.headers import EOL

LONGEST_LINE = 1022
"""Bytes of one line without its CR LF (the size of Asterisk's input buffer)."""

MOST_LINES = 128
"""Lines of one action (AST_MAX_MANHEADERS)."""

_BREAKS = re.compile("[\r\n\0]")
_NAME = re.compile(r"[A-Za-z0-9_.\-]+")
_SEPARATING = re.compile(r'([\\",()\[\]])')


def render(action: Action, action_id: str) -> bytes:
    """The action as it goes over the wire.

    Raises UnsafeValue, which names the header and never quotes its value.
    """
    if not action.name:
        raise UnsafeValue("an action without a name")
    lines = [
        f"Action: {_whole(str(action.name), 'the action name', action)}",
        f"ActionID: {_whole(action_id, 'header ActionID', action)}",
        *_header_lines(action),
        *_variable_lines(action),
    ]
    if len(lines) > MOST_LINES:
        raise UnsafeValue(f"action {action.name!r} has {len(lines)} lines, Asterisk takes {MOST_LINES}")
    return b"".join(_encoded(line, action) for line in lines) + EOL.encode()


def _header_lines(action: Action) -> Iterator[str]:
    for name, value in action.keys.items():
        if not _NAME.fullmatch(name):
            raise UnsafeValue(f"action {action.name!r}: {name!r} is no header name")
        if name.lower() in ("action", "actionid"):
            continue
        for one in value if isinstance(value, (list, tuple)) else (value,):
            yield f"{name}: {_whole(str(one), f'header {name}', action)}"


def _variable_lines(action: Action) -> Iterator[str]:
    """One Variable header an entry; what would split or unquote it on Asterisk's side is escaped."""
    for name, value in action.variables.items():
        label = f"variable {name!r}"
        if not name or "=" in name:
            raise UnsafeValue(f"action {action.name!r}: {name!r} is no variable name")
        entry = _literal(_whole(name, label, action)), _literal(_whole(str(value), label, action))
        yield "Variable: " + "=".join(entry)


def _literal(text: str) -> str:
    return _SEPARATING.sub(r"\\\1", text)


def _whole(text: str, label: str, action: Action) -> str:
    if _BREAKS.search(text):
        raise UnsafeValue(f"action {action.name!r}: {label} holds CR, LF or NUL")
    return text


def _encoded(line: str, action: Action) -> bytes:
    name = line.partition(":")[0]
    try:
        encoded = line.encode()
    except UnicodeEncodeError:
        raise UnsafeValue(f"action {action.name!r}: header {name} cannot be written as UTF-8") from None
    if len(encoded) > LONGEST_LINE:
        raise UnsafeValue(f"action {action.name!r}: header {name} makes a line above {LONGEST_LINE} bytes")
    return encoded + EOL.encode()
