"""The door to Asterisk's configuration: no value passes that could end a line, open a section or a comment."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from telephony.embedded.errors import RefusedValue

NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
NUMBER = re.compile(r"[0-9A-Za-z+*#]{1,20}")
SECRET = re.compile(r"(?!>)[!-~]{1,128}")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
SIP_USER = re.compile(r"[A-Za-z0-9_.+*#-]{1,64}")
FILE = re.compile(r"[a-z][a-z0-9_]{0,38}\.conf")
EVENT = re.compile(r"[A-Za-z]{1,40}")
FORBIDDEN = frozenset(';[]\\"<>')
FORBIDDEN_IN_SECRETS = frozenset(';[]\\"')
FORBIDDEN_IN_PATHS = FORBIDDEN_IN_SECRETS


def name(setting: str, value: str) -> str:
    """A word that names a section, an endpoint or a context."""
    return _matching(NAME, setting, value, "1 to 40 letters, digits, '_' or '-'")


def number(setting: str, value: str) -> str:
    """What is dialled: digits, '+', '*', '#' or letters."""
    return _matching(NUMBER, setting, value, "1 to 20 digits, letters, '+', '*' or '#'")


def sip_user(setting: str, value: str) -> str:
    """The user part of a SIP address at a provider (RFC 3261, 25.1, a safe part of it)."""
    return _matching(SIP_USER, setting, value, "1 to 64 letters, digits or any of _ . + * # -")


def event(setting: str, value: str) -> str:
    """The name of a manager event."""
    return _matching(EVENT, setting, value, "letters only")


def file(setting: str, value: str) -> str:
    """The name of a configuration file."""
    return _matching(FILE, setting, value, "a name such as queues.conf")


def secret(setting: str, value: str) -> str:
    """A password. The refusal does not repeat it."""
    if not SECRET.fullmatch(value) or FORBIDDEN_IN_SECRETS & set(value):
        raise RefusedValue(setting, "***", "1 to 128 visible ASCII characters without ; [ ] \\ \" and no leading '>'")
    return value


def display(setting: str, value: str) -> str:
    """A name shown on a phone: any script, on one line, without the characters that have a meaning there."""
    odd = any(unicodedata.category(each)[0] in "CZ" and each != " " for each in value)
    if odd or FORBIDDEN & set(value) or len(value) > 40:
        raise RefusedValue(setting, value, 'at most 40 visible characters without ; [ ] \\ " < >')
    return value


def host(setting: str, value: str) -> str:
    """A host name or an address; an IPv6 address comes back in brackets."""
    if HOST.fullmatch(value):
        return value
    return f"[{value}]" if ":" in address(setting, value) else value


def address(setting: str, value: str) -> str:
    """An IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        raise RefusedValue(setting, value, "an IP address such as 127.0.0.1 or 0.0.0.0") from None
    if "%" in value:
        raise RefusedValue(setting, value, "an IP address without a zone")
    return value


def network(setting: str, value: str) -> str:
    """A network such as 192.168.0.0/16."""
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        raise RefusedValue(setting, value, "a network such as 192.168.0.0/16") from None


def port(setting: str, value: int) -> int:
    """A port number that an ordinary user may open."""
    if not 1 <= value <= 65535:
        raise RefusedValue(setting, value, "a port from 1 to 65535")
    return value


def path(setting: str, value: Path) -> Path:
    """An absolute path that can stand in a configuration line."""
    text = str(value)
    if not value.is_absolute() or not text.isprintable() or FORBIDDEN_IN_PATHS & set(text) or text != text.strip():
        raise RefusedValue(setting, text, 'an absolute path of printable characters without ; [ ] \\ "')
    return value


def different(setting: str, values: Iterable[str]) -> None:
    """Refuse a name that is given twice (capitals do not make a difference)."""
    seen: set[str] = set()
    for value in values:
        if value.lower() in seen:
            raise RefusedValue(setting, value, "a name that is not used twice")
        seen.add(value.lower())


def _matching(pattern: re.Pattern[str], setting: str, value: str, wanted: str) -> str:
    if not pattern.fullmatch(value):
        raise RefusedValue(setting, value, wanted)
    return value
