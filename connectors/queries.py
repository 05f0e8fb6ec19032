"""Which SQL may be asked: exactly one SELECT that changes nothing. Judged by parsing it, before any database sees it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4000
"""Characters of a query."""
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
BARRED = re.compile(
    r"load_extension|readfile|writefile|edit|fts3_tokenizer|zeroblob|randomblob|printf|format"
    r"|pg_sleep\w*|pg_read_\w+|pg_ls_\w+|pg_write\w*|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_notify"
    r"|pg_advisory\w*|lo_\w+|dblink\w*|set_config|setval|nextval|query_to_xml\w*|generate_series|repeat|lpad|rpad",
    re.IGNORECASE,
)
"""Functions that reach files, other machines or settings, wait, or make something huge out of nothing."""


_BOUND = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class QueryRefused(ValueError):
    """The query is not one that only reads. Its text says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be asked, and the names that must be bound."""

    text: str
    names: frozenset[str]


@lru_cache(maxsize=256)
def checked(text: str, dialect: str) -> Query:
    """The query of this dialect (`sqlite`, `postgresql`). Raises QueryRefused."""
    # The parser is big: imported when a plan first has a query.
    import sqlglot
    from sqlglot import errors, exp

    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it cannot parse is refused, and told, by us
    if len(text) > LONGEST:
        raise QueryRefused(f"it has {len(text)} characters; at most {LONGEST}")
    try:
        statements = sqlglot.parse(text, read=DIALECTS[dialect])
    except (errors.SqlglotError, RecursionError) as wrong:
        raise QueryRefused(f"it cannot be read: {_first_line(wrong)}") from None
    if len(statements) != 1 or statements[0] is None:
        raise QueryRefused(f"it holds {len(statements)} statements; one SELECT is wanted")
    tree = statements[0]
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise QueryRefused(f"it is {tree.key.upper()}; only SELECT is asked")
    _refuse_changes(tree)
    return Query(text, frozenset(each.name for each in tree.find_all(exp.Placeholder) if each.name))


def _refuse_changes(tree: object) -> None:
    from sqlglot import exp

    if not isinstance(tree, exp.Expression):
        return
    changes = exp.DML | exp.DDL | exp.Command | exp.Into | exp.Lock | exp.Pragma | exp.Attach | exp.Set
    for node in tree.walk():
        if isinstance(node, changes):
            raise QueryRefused(f"{node.key.upper()} changes something, or locks it")
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise QueryRefused("WITH RECURSIVE may never end")
        if isinstance(node, exp.Func) and BARRED.fullmatch(_name(node)):
            raise QueryRefused(f"the function {_name(node)} may not be used")
        if isinstance(node, exp.Placeholder | exp.Parameter) and not _BOUND.fullmatch(node.name):
            raise QueryRefused("values are bound by name, such as :no")


def _name(function: object) -> str:
    from sqlglot import exp

    if isinstance(function, exp.Anonymous):
        return str(function.this)
    return function.sql_name() if isinstance(function, exp.Func) else ""


def _first_line(error: BaseException) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", str(error)).partition("\n")[0][:200]
