"""Databases that are read: what is asked is bound, what would write is refused at each of its doors, and time is bounded."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from connectors.answers import SourceFailed
from connectors.queries import QueryRefused, checked
from connectors.sql import Databases, checked_url, read_sqlite
from ivr.sources import SqlSource
from tests.unit.store.postgres import Cluster, running
from tests.waiting import patient

WRITING = [
    "INSERT INTO orders VALUES ('x', 'y')",
    "DELETE FROM orders",
    "UPDATE orders SET state = 'x'",
    "DROP TABLE orders",
    "SELECT 1; DROP TABLE orders",
    "SELECT 1; -- \nDELETE FROM orders",
    "SELECT 1 /* */; SELECT 2",
    "WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x",
    "SELECT * INTO other FROM orders",
    "SELECT * FROM orders FOR UPDATE",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA table_info(orders)",
    "ATTACH DATABASE '/tmp/x' AS x",
    "VACUUM",
    "REPLACE INTO orders VALUES ('x', 'y')",
    "CREATE TABLE x (y)",
    "EXPLAIN SELECT 1",
    "BEGIN",
    "COPY orders TO '/tmp/x'",
    "SELECT load_extension('x')",
    "SELECT pg_sleep(10)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT set_config('a', 'b', false)",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    "SELECT state FROM orders WHERE no = ?",
    "",
    ";",
    "-- nothing",
    "((((((",
    "SELEC state FROM orders",
    "x" * 5000,
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "crm.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE orders (no INTEGER, state TEXT, due TEXT, paper BLOB)")
        connection.execute("INSERT INTO orders VALUES (1003, '已发货', '2026-10-01', x'00ff')")
        connection.execute("INSERT INTO orders VALUES (1004, NULL, NULL, NULL)")
    connection.close()
    return file


@pytest.fixture
async def databases(file: Path) -> AsyncIterator[Databases]:
    databases = Databases({"crm": checked_url(f"sqlite:///{file}"), "gone": checked_url(f"sqlite:///{file}.gone")})
    yield databases
    await databases.close()


async def ask(
    databases: Databases, query: str, order: str = "1003", database: str = "crm", within: float = 2.0
) -> object:
    values = {"no": "{order}"} if ":no" in query else {}
    return (await databases.ask(SqlSource(database, query, values), {"order": order}, within)).found


async def failed(databases: Databases, query: str, database: str = "crm") -> str:
    with pytest.raises(SourceFailed) as raised:
        await ask(databases, query, database=database)
    return str(raised.value)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize("query", WRITING)
def test_only_one_select_that_reads(query: str, dialect: str) -> None:
    with pytest.raises(QueryRefused):
        checked(query, dialect)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT state FROM orders WHERE no = :no",
        "SELECT state, due FROM orders WHERE no = :no; ",
        "SELECT a.state FROM orders a JOIN orders b ON a.no = b.no WHERE a.no = :no -- whose",
        "WITH x AS (SELECT * FROM orders) SELECT state FROM x WHERE no = :no UNION SELECT ';' FROM x",
        "SELECT 'DROP TABLE orders' AS state",
    ],
)
def test_what_reads_may_be_asked(query: str) -> None:
    assert checked(query, "sqlite").names <= {"no"}


async def test_the_first_row(databases: Databases) -> None:
    assert await ask(databases, "SELECT * FROM orders WHERE no = :no") == {
        "no": 1003,
        "state": "已发货",
        "due": "2026-10-01",
        "paper": "",
    }
    assert await ask(databases, "SELECT state FROM orders WHERE no = :no", "1004") == {"state": None}
    assert await ask(databases, "SELECT state FROM orders WHERE no = :no", "9") is None


@pytest.mark.parametrize(
    "evil", ["1003' OR '1'='1", "1003; DROP TABLE orders", "1003 --", "\x00", "' UNION SELECT 1 --"]
)
async def test_a_value_is_only_ever_a_value(databases: Databases, evil: str) -> None:
    assert await ask(databases, "SELECT state FROM orders WHERE no = :no", evil) is None
    assert await ask(databases, "SELECT count(*) AS n FROM orders") == {"n": 2}


@pytest.mark.parametrize("query", [query for query in WRITING if query.strip(" ;")])
def test_sqlite_itself_refuses_what_the_parser_would_have_let_through(file: Path, query: str) -> None:
    before = file.read_bytes()
    try:
        read_sqlite("crm", file, query, {}, time.monotonic() + 0.2)
    except SourceFailed:
        pass
    else:
        # What SQLite did answer is harmless: it read, and looked at no file.
        assert query.startswith(("SELECT * FROM orders FOR", "-- nothing", "EXPLAIN SELECT"))
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT x FROM orders", "refused: no such column: x"),
        ("SELECT * FROM pragma_table_info('orders')", "refused:"),
        ("SELECT state FROM orders WHERE no = :other", "refused:"),
        ("SELECT writefile('x', 'y')", "the query is refused"),
        ("SELECT hex(zeroblob(100000000))", "the query is refused"),
        ("SELECT group_concat(a.state || b.no) FROM orders a, orders b, orders c", ""),
    ],
)
async def test_a_query_that_fails(databases: Databases, query: str, why: str) -> None:
    if why:
        assert why in await failed(databases, query)
    else:
        assert await ask(databases, query)


async def test_what_was_keyed_is_in_no_error(databases: Databases) -> None:
    """A driver's own words may hold the value that it did not like: a PIN, and the words go into records and logs."""
    with pytest.raises(SourceFailed, match="JSON path") as raised:
        await ask(databases, "SELECT json_extract('{}', :no) AS x", "48151623")
    assert "4815" not in raised.value.told()


async def test_a_query_that_would_last_for_ever_ends_in_time(databases: Databases, file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executemany("INSERT INTO orders (no) VALUES (?)", [(each,) for each in range(2000)])
    connection.close()
    begun = time.monotonic()
    with pytest.raises(SourceFailed, match=r"was late|interrupted"):
        await ask(databases, "SELECT count(*) FROM orders a, orders b, orders c, orders d", within=0.2)
    assert time.monotonic() - begun < patient(3)


async def test_databases_that_are_not_there(databases: Databases) -> None:
    assert "is not there" in await failed(databases, "SELECT 1", database="gone")
    assert "the settings name no database other" in await failed(databases, "SELECT 1", database="other")


@pytest.mark.parametrize("url", ["", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense", "postgresql://x"])
def test_urls_that_are_none(url: str) -> None:
    with pytest.raises(ValueError, match=r"url|write sqlite"):
        checked_url(url)


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as cluster:
        yield cluster


async def test_postgresql_reads_and_refuses_to_write(cluster: Cluster) -> None:
    url = cluster.new_database()
    databases = Databases({"crm": make_url(url)})
    try:
        table = "(VALUES (1003, '已发货', DATE '2026-10-01', 12.50)) AS orders (no, state, due, sum)"
        found = await ask(databases, f"SELECT state, due, sum FROM {table} WHERE no = CAST(:no AS integer)")
        assert found == {"state": "已发货", "due": "2026-10-01", "sum": "12.50"}
        assert "read-only transaction" in await _past_the_parser(databases, url)
        assert "was late" in await failed(databases, SLOW) or "timeout" in await failed(databases, SLOW)
    finally:
        await databases.close()


SLOW = "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d, pg_class e"


async def _past_the_parser(databases: Databases, url: str) -> str:
    with pytest.raises(SourceFailed) as raised:
        await databases._from_postgresql("crm", make_url(url), "CREATE TABLE x (y integer)", {}, 2.0)
    return str(raised.value)
