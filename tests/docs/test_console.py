"""docs/console.md says who may do what as the code does."""

from __future__ import annotations

import re

from console.roles import ALLOWED, Action, Role
from tests.docs.pages import ROOT, section

PAGE = ROOT / "docs/console.md"


def test_the_roles_may_do_what_the_table_says() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", section(PAGE, "Roles"), re.MULTILINE)
    assert [name for name, _ in rows] == [action.value for action in Action]
    for name, cells in rows:
        told = [cell.strip() == "yes" for cell in cells.split("|")]
        assert told == [Action(name) in ALLOWED[role] for role in Role], name


def test_the_columns_are_the_roles() -> None:
    (head,) = re.findall(r"^\| action \|(.*)\|$", section(PAGE, "Roles"), re.MULTILINE)
    assert [cell.strip() for cell in head.split("|")] == [role.value for role in Role]
