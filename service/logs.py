"""Logs: JSON lines for machines, readable ones on a terminal. Phone numbers are masked, secrets never come here."""

from __future__ import annotations

import logging
import sys
from dataclasses import fields, is_dataclass
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from calls.masking import mask_number, mask_text
from service.config import Log

NUMBER_KEYS = frozenset({"number", "caller", "phone", "target"})
HIDDEN_KEYS = frozenset({"name", "digits"})
"""A caller's name is shown by its first letter, what he keyed by its length: it may be a PIN."""
PLAIN_KEYS = frozenset({"call_id", "timestamp", "event", "level", "leg", "offer"})
"""Never hold a phone number, though they hold digits."""


def set_up_logs(log: Log) -> None:
    """Configure structlog once, before anything is logged."""
    as_json = log.format == "json" or (log.format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _flatten,
        structlog.processors.format_exc_info,
        mask_personal,
    ]
    structlog.configure(
        processors=[*shared, *(_json_end() if as_json else _console_end())],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, log.level.upper())),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer)
        if as_json
        else structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _json_end() -> list[Any]:
    return [structlog.processors.JSONRenderer(serializer=_dumps)]


def _console_end() -> list[Any]:
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]


def _dumps(value: Any, **_options: Any) -> bytes:
    return orjson.dumps(value, default=str)


def _flatten(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A dataclass is logged by its fields."""
    if _is_record(event.get("what")):
        event.update({key: value for key, value in _fields(event.pop("what")).items() if key not in event})
    return event


def mask_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask phone numbers wherever they stand, and the caller's name, which is personal as well."""
    for key, value in event.items():
        event[key] = _masked(key, value)
    return event


def _masked(key: str, value: Any) -> Any:
    if key in NUMBER_KEYS:
        return mask_number(str(value))
    if key in HIDDEN_KEYS and value:
        return str(value)[:1] + "**" if key == "name" else "•" * len(str(value))
    if isinstance(value, str):
        return value if key in PLAIN_KEYS else mask_text(value)
    return _masked_inside(value)


def _masked_inside(value: Any) -> Any:
    """What is no text: figures as they are, the rest with every text in it masked."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {mask_text(str(key)): _masked(str(key), each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked("", each) for each in value]
        case _:
            return _masked_inside(_fields(value)) if _is_record(value) else mask_text(str(value))


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _fields(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
