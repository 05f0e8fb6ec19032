"""The table of commands says what the commands say, and nothing is imported that a command does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.commands import COMMANDS
from service.cli.lazily import imported

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "service" / "cli"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if "\ndef add_to(" in path.read_text("utf-8"))


@pytest.mark.parametrize("module", MODULES)
def test_every_command_is_in_the_table_with_its_own_words(module: str) -> None:
    written = {name: told for name, (where, told) in COMMANDS.items() if where == module}
    assert written == {name: each.get_short_help_str(200) for name, each in imported(module).commands.items()}


def test_the_table_names_no_module_that_is_not_there() -> None:
    assert {module for module, _ in COMMANDS.values()} == set(MODULES)


def loaded_by(*words: str) -> set[str]:
    """The modules in memory after this command."""
    code = (
        "import sys\nfrom service.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(ran.stderr.split())


def test_the_list_of_commands_imports_none_of_them() -> None:
    loaded = loaded_by("--help")
    assert not {f"service.cli.{module}" for module in MODULES} & loaded
    assert not {"sqlalchemy", "pydantic", "numpy", "ruamel.yaml"} & loaded


def test_a_check_brings_up_no_database_and_no_switch() -> None:
    loaded = loaded_by("check", "--help")
    assert "service.cli.planning" in loaded
    assert not {"sqlalchemy", "alembic", "service.bootstrap", "service.house", "telephony.asterisk_switch"} & loaded
