"""Finding an Asterisk on a machine, with programs that only tell their version."""

from __future__ import annotations

from pathlib import Path

import pytest

from telephony.embedded.errors import AsteriskMissing
from telephony.embedded.finding import FOLDER, find_asterisk, programs
from telephony.embedded.installation import Version, read_version
from telephony.embedded.modules import NEEDED


def install(prefix: Path, version: str = "22.10.1", lacking: str = "", folder: str = "lib/x86_64-linux-gnu") -> Path:
    """An Asterisk below `prefix`; returns the place of its program."""
    program = prefix / "sbin" / "asterisk"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'Asterisk {version}'\n")
    program.chmod(0o755)
    modules = prefix / folder / "asterisk" / "modules"
    modules.mkdir(parents=True)
    for each in set(NEEDED) - {lacking}:
        (modules / f"{each}.so").touch()
    return program


def fetched(data_dir: Path) -> Path:
    """A private tree in a data folder."""
    prefix = data_dir / FOLDER / "usr"
    install(prefix)
    loader = prefix / "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
    loader.write_text("#!/bin/sh\necho Asterisk 22.10.1\n")
    loader.chmod(0o755)
    return prefix


def test_one_on_the_machine_is_taken_first(tmp_path: Path) -> None:
    program = install(tmp_path / "usr")
    fetched(tmp_path)
    found = find_asterisk(tmp_path, places=(str(program.parent),))
    assert found.command == (str(program),)
    assert found.version == Version(22, 10)


@pytest.mark.parametrize("folder", ["lib/aarch64-linux-gnu", "lib64", "lib"])
def test_modules_are_found_where_distributions_put_them(tmp_path: Path, folder: str) -> None:
    program = install(tmp_path / "usr", folder=folder)
    found = find_asterisk(tmp_path, places=(str(program.parent),))
    assert found.modules == tmp_path / "usr" / folder / "asterisk" / "modules"


@pytest.mark.parametrize(
    ("version", "lacking", "reason"),
    [
        ("16.28.0~dfsg", "", "version 16.28 is older than 20"),
        ("22.10.1", "res_pjsip_authenticator_digest", "lacks the modules res_pjsip_authenticator_digest"),
        ("of the sea", "", "does not tell its version"),
    ],
)
def test_one_that_cannot_be_used_is_passed_over_with_a_reason(
    tmp_path: Path, version: str, lacking: str, reason: str
) -> None:
    program = install(tmp_path / "usr", version, lacking)
    with pytest.raises(AsteriskMissing, match=reason):
        find_asterisk(tmp_path, places=(str(program.parent),))
    fetched(tmp_path)
    assert find_asterisk(tmp_path, places=(str(program.parent),)).command[1] == "--library-path"


def test_a_second_program_is_looked_at(tmp_path: Path) -> None:
    old, new = install(tmp_path / "old", "18.1.0"), install(tmp_path / "new")
    found = find_asterisk(tmp_path, places=(str(old.parent), str(new.parent)))
    assert found.command == (str(new),)


def test_one_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    program = install(tmp_path / "usr")
    program.write_text("#!/nowhere/interpreter\n")
    with pytest.raises(AsteriskMissing, match="does not run"):
        find_asterisk(tmp_path, places=(str(program.parent),))


def test_the_private_tree_is_started_by_its_own_loader(tmp_path: Path) -> None:
    prefix = fetched(tmp_path)
    found = find_asterisk(tmp_path, places=())
    libraries = prefix / "lib/x86_64-linux-gnu"
    loader = str(libraries / "ld-linux-x86-64.so.2")
    assert found.command == (loader, "--library-path", str(libraries), str(prefix / "sbin/asterisk"))
    assert found.environment == {"GCONV_PATH": str(libraries / "gconv")}
    assert found.data == prefix / "share/asterisk"


def test_half_a_tree_is_none(tmp_path: Path) -> None:
    (tmp_path / FOLDER / "usr").mkdir(parents=True)
    with pytest.raises(AsteriskMissing, match="not complete"):
        find_asterisk(tmp_path, places=())


def test_without_any_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(AsteriskMissing, match="there is no Asterisk") as told:
        find_asterisk(tmp_path, places=())
    assert "apt-get install asterisk" in told.value.remedy


def test_a_program_reached_by_two_ways_is_one(tmp_path: Path) -> None:
    program = install(tmp_path / "usr")
    (tmp_path / "link").symlink_to(program.parent)
    assert programs((str(program.parent), str(tmp_path / "link"))) == [program]


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("Asterisk 22.10.1+dfsg+~cs6.17.60671434-1", Version(22, 10)),
        ("Asterisk 20.6.0~dfsg+~cs6.13.40431414-2build5", Version(20, 6)),
        ("Asterisk certified/18.9-cert9", Version(18, 9)),
        ("Asterisk certified-20.7-cert2", Version(20, 7)),
        ("Asterisk GIT-22-d8e4c9f", Version(22, 0)),
        ("FreeSWITCH version 1.10", None),
    ],
)
def test_versions_are_read_as_they_are_printed(told: str, version: Version | None) -> None:
    assert read_version(told) == version
