"""Files beside the plan: found, read anew, refused with a word that helps, and never outside of their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from connectors.answers import SourceFailed
from connectors.csv import MOST_BYTES, Tables
from ivr.sources import CsvSource

ORDERS = 'no,state,note\n1003,已发货,"two\nlines"\n 1004 , open ,\n\n1003,twice,\n'


async def ask(folder: Path, order: str, file: str = "orders.csv", where: str = "no") -> object:
    return (await Tables(folder).ask(CsvSource(file, where, "{order}"), {"order": order}, 2.0)).found


async def failed(folder: Path, file: str = "orders.csv", where: str = "no") -> str:
    with pytest.raises(SourceFailed) as raised:
        await ask(folder, "1003", file, where)
    return raised.value.told()


async def test_the_first_row_that_fits(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, "utf-8-sig")
    assert await ask(tmp_path, "1003") == {"no": "1003", "state": "已发货", "note": "two\nlines"}
    assert await ask(tmp_path, " 1004") == {"no": "1004", "state": "open", "note": ""}
    assert await ask(tmp_path, "9") is None


async def test_it_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    tables, file = Tables(tmp_path), tmp_path / "orders.csv"
    source = CsvSource("orders.csv", "no", "{order}")
    for state in ("open", "shut"):
        file.write_text(f"no,state\n1,{state}\n", "utf-8")
        assert (await tables.ask(source, {"order": "1"}, 2.0)).found == {"no": "1", "state": state}
        assert tables.table(source) is tables.table(source)
        # The same length and, on a coarse clock, the same time: a new file is told by its inode.
        file.unlink()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no,state\n1003,已发货\n".encode("gbk"), "is not UTF-8, at byte 15 (it may be GBK: save it as 'CSV UTF-8')"),
        ("no,state\n".encode("utf-16"), "is not UTF-8"),
        (b"", "orders.csv:1: there is no column no"),
        (b"nr,state\n", "orders.csv:1: there is no column no; it has nr, state"),
        (b"no,no\n", "orders.csv:1: a column is named twice"),
        (b"no,state\n1,2,3\n", "orders.csv:2: 3 values for 2 columns"),
        (b'no,state\n1,"open\n', "orders.csv:2:"),
        (b"no,state\n1," + b"x" * 200_000 + b"\n", "orders.csv:2: field larger"),
        (b"x" * (MOST_BYTES + 1), "is larger than 20 MB"),
    ],
)
async def test_a_file_that_is_wrong(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "orders.csv").write_bytes(content)
    assert why in await failed(tmp_path)


@pytest.mark.parametrize(
    "file", ["../secret.csv", "/etc/passwd", "there/../../secret.csv", "link.csv", "a\x00b", "loop"]
)
async def test_nothing_outside_of_the_folder_is_read(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "plan"
    (folder / "there").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("no\n1003\n", "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "loop").symlink_to(folder / "loop")
    assert "plan" in await failed(folder, file)


async def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").mkdir()
    assert "is no file in the plan's folder" in await failed(tmp_path)
    assert "there is no file other.csv beside the plan" in await failed(tmp_path, "other.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file in the plan's folder" in await failed(tmp_path, "pipe.csv")


async def test_a_caller_without_a_number_is_not_the_customer_without_one(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("no,state\n,somebody else's\n1003,open\n", "utf-8")
    assert await ask(tmp_path, "") is None
    assert await ask(tmp_path, "  ") is None
