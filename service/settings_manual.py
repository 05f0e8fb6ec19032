"""docs/settings.md and hotline.example.toml, written from the models of `service.config`.

`python -m service.settings_manual page > docs/settings.md`, `python -m service.settings_manual example > hotline.example.toml`.
What a setting is for stands here (`MEANINGS`); names, types and defaults come from the models, so that they cannot differ.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import orjson
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from service.config import Settings
from service.settings_text import EXAMPLE_OPENING, MEANINGS, PAGE_OPENING, TRUNK_EXAMPLE

TYPES: Mapping[type, str] = MappingProxyType(
    {str: "text", int: "number", float: "number", bool: "true or false", SecretStr: "text, never shown"}
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the file. `default` is None where there is none: then the setting must be written, or may be left out."""

    section: str
    name: str
    type: str
    default: object
    required: bool
    meaning: str

    @property
    def written(self) -> str:
        """The default as TOML has it; empty when there is none."""
        return "" if self.default is None else _toml(self.default)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file. `repeated`: it may be written several times (`[[trunks]]`)."""

    name: str
    about: str
    repeated: bool
    settings: tuple[Setting, ...]


def tables() -> Iterator[Table]:
    """Every table with its settings, in the order of the models."""
    for name, field in Settings.model_fields.items():
        model, repeated = _model_of(field.annotation)
        about = inspect.getdoc(model) or ""
        yield Table(name, about, repeated, tuple(_settings(name, model)))


def page() -> str:
    """docs/settings.md."""
    return "\n".join((PAGE_OPENING, *(_page_table(table) for table in tables())))


def example() -> str:
    """hotline.example.toml: every setting with its default."""
    return "\n".join((EXAMPLE_OPENING, *(_example_table(table) for table in tables())))


def _model_of(annotation: Any) -> tuple[type[BaseModel], bool]:
    """The model behind a field, and whether it is a list of them."""
    arguments = get_args(annotation)
    return (arguments[0], True) if arguments else (annotation, False)


def _settings(section: str, model: type[BaseModel]) -> Iterator[Setting]:
    for field_name, field in model.model_fields.items():
        name = field.alias or field_name
        default = None if field.is_required() else field.default
        meaning = MEANINGS[f"{section}.{name}"]
        yield Setting(section, name, _type_told(field), default, field.is_required(), meaning)


def _type_told(field: FieldInfo) -> str:
    return " or ".join(_words(field.annotation))


def _words(annotation: Any) -> Iterator[str]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for each in arguments:
            yield from _words(each)
    elif origin is Literal:
        yield from (f'`"{each}"`' for each in arguments)
    elif origin is Annotated:
        yield from _words(arguments[0])
    elif origin is tuple:
        yield "list of " + " or ".join(_words(arguments[0]))
    elif origin is dict:
        yield "table of " + " or ".join(_words(arguments[1]))
    elif annotation is not NoneType:
        yield TYPES.get(annotation, "path")


def _toml(value: object) -> str:
    """A default as TOML writes it: for what settings are made of, JSON and TOML agree."""
    if isinstance(value, SecretStr):
        return '""'
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return orjson.dumps(value, default=str).decode()


def _page_table(table: Table) -> str:
    head = f"[[{table.name}]]" if table.repeated else f"[{table.name}]"
    rows = "".join(map(_row, table.settings))
    columns = "| setting | what it is | when left out | what it is for |\n|---|---|---|---|\n"
    return f"## `{head}`\n\n{table.about}\n\n{columns}{rows}"


def _row(each: Setting) -> str:
    when = "must be written" if each.required else f"`{each.written}`" if each.written else "nothing"
    return f"| `{each.name}` | {each.type} | {when} | {each.meaning} |\n"


def _example_table(table: Table) -> str:
    if table.repeated:
        return "".join(f"# {line}\n" for line in TRUNK_EXAMPLE.splitlines())
    return f"[{table.name}]\n" + "".join(map(_example_line, table.settings))


def _example_line(each: Setting) -> str:
    meaning = f"# {each.meaning.replace('`', '')}\n"
    return meaning + (f"{each.name} = {each.written}\n" if each.written else f"# {each.name} =\n")


WRITERS: Mapping[str, Callable[[], str]] = MappingProxyType({"page": page, "example": example})

if __name__ == "__main__":
    sys.stdout.write(WRITERS[sys.argv[1]]())
