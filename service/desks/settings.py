"""The settings as an admin may read them: what the manual says of each, and its value unless it is a secret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from console.ports.settings import SettingTold
from service.config import Settings
from service.settings_manual import Setting, Table, tables

SECRET = frozenset({"data.database", "connectors.databases", "connectors.secrets", "hooks.url"})
"""Beside the secrets by type: what may hold a password, or a key in an address."""


def told_settings(settings: Settings) -> Sequence[SettingTold]:
    """In the order of the manual."""
    return [told for table in tables() for told in _of_table(settings, table)]


def _of_table(settings: Settings, table: Table) -> Iterator[SettingTold]:
    section = getattr(settings, table.name)
    for each in section if table.repeated else (section,):
        for setting in table.settings:
            yield _told(setting, getattr(each, _field(each, setting.name)))


def _field(section: Any, name: str) -> str:
    """A setting whose name is a word of Python has another one in the model."""
    fields: dict[str, FieldInfo] = type(section).model_fields
    return next(field for field, info in fields.items() if name in (field, info.alias))


def _told(setting: Setting, value: Any) -> SettingTold:
    secret = isinstance(value, SecretStr) or f"{setting.section}.{setting.name}" in SECRET
    is_set = bool(value.get_secret_value() if isinstance(value, SecretStr) else value)
    shown, default = (None, None) if secret else (_plain(value), _plain(setting.default))
    return SettingTold(setting.section, setting.name, setting.meaning, secret, is_set, shown, default)


def _plain(value: Any) -> Any:
    match value:
        case Path():
            return str(value)
        case tuple() | list() | frozenset():
            return [_plain(each) for each in value]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)
