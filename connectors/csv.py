"""Tables in files beside the plan, as a spreadsheet exports them. Read anew when they change.

UTF-8, with or without a byte order mark; a file that is not is refused with a word about GBK, which Chinese spreadsheets
write: guessing would turn names into other names.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from connectors.answers import Answer, SourceFailed
from connectors.filling import filled
from ivr.sources import CsvSource

MOST_BYTES = 20 * 1024 * 1024
"""Of a file."""
MOST_FILES = 50
"""Tables kept in memory."""
Stamp = tuple[int, int, int]


class Rows(Protocol):
    """A reader of the standard library."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: rows by the value of one column."""

    stamp: Stamp
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]


class Tables:
    """The files in one folder and below it; nothing outside of it is ever opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], Table] = {}

    async def ask(self, source: CsvSource, values: Mapping[str, str], within: float) -> Answer:
        """The first row that fits, by column. Raises SourceFailed. Nothing fits no row: not even one without a value there."""
        wanted = filled(source.equals, values).strip()
        try:
            async with asyncio.timeout(within):
                table = await asyncio.to_thread(self.table, source)
        except TimeoutError:
            raise SourceFailed(f"{source.file} was late: more than {within:g} s") from None
        return Answer(dict(table.rows[wanted]) if wanted and wanted in table.rows else None)

    def table(self, source: CsvSource) -> Table:
        """The file as it is now. Raises SourceFailed."""
        file, key = self._inside(source.file), (source.file, source.where)
        stamp = _stamp(file)
        known = self._read.get(key)
        if known is not None and known.stamp == stamp:
            return known
        table = read_table(file, source.where, stamp)
        while len(self._read) >= MOST_FILES:
            self._read.pop(next(iter(self._read)), None)
        self._read[key] = table
        return table

    def _inside(self, name: str) -> Path:
        """The file, links followed, if it lies in our folder."""
        try:
            folder = self._folder.resolve(strict=True)
            file = (folder / name).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            raise SourceFailed(f"there is no file {name} beside the plan") from None
        if not file.is_relative_to(folder) or not file.is_file():
            raise SourceFailed(f"{name} is no file in the plan's folder")
        return file


def read_table(file: Path, where: str, stamp: Stamp) -> Table:
    """Read it whole. Raises SourceFailed with the line that is wrong."""
    if stamp[1] > MOST_BYTES:
        raise SourceFailed(f"{file.name} is larger than {MOST_BYTES // 1024 // 1024} MB", "use a database for it")
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    try:
        columns = tuple(each.strip() for each in next(reader, []))
        _check_columns(file, columns, where)
        return Table(stamp, columns, _rows(file, columns, columns.index(where), reader))
    except csv.Error as error:
        raise SourceFailed(f"{file.name}:{reader.line_num}: {error}") from None


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "it may be GBK: save it as 'CSV UTF-8'"
        raise SourceFailed(f"{file.name} is not UTF-8, at byte {error.start + 1}", hint) from None
    except OSError as error:
        raise SourceFailed(f"{file.name} cannot be read: {error.strerror}") from None


def _check_columns(file: Path, columns: tuple[str, ...], where: str) -> None:
    if len(set(columns)) != len(columns):
        raise SourceFailed(f"{file.name}:1: a column is named twice")
    if where not in columns:
        raise SourceFailed(f"{file.name}:1: there is no column {where}; it has {', '.join(columns)[:200]}")


def _rows(file: Path, columns: tuple[str, ...], at: int, reader: Rows) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for row in reader:
        if not row:
            continue
        if len(row) != len(columns):
            raise SourceFailed(f"{file.name}:{reader.line_num}: {len(row)} values for {len(columns)} columns")
        rows.setdefault(row[at].strip(), dict(zip(columns, (value.strip() for value in row), strict=True)))
    return rows


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError as error:
        raise SourceFailed(f"{file.name} cannot be read: {error.strerror}") from None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
