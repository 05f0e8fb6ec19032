"""Fetching a private Asterisk, from a signed mirror in a folder, with the machine's real apt-get."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from telephony.embedded.errors import FetchFailed
from telephony.embedded.fetching import Machine, fetch_asterisk
from telephony.embedded.finding import examine_tree
from telephony.embedded.installation import Installation
from tests.unit.embedded.debian_mirror import DebianMirror, build_mirror, make_key, missing_tools

pytestmark = pytest.mark.skipif(bool(missing_tools()), reason=f"this machine lacks {missing_tools()}")


class Told(NamedTuple):
    """One report of progress."""

    step: str
    done: int
    total: int


class Site:
    """A machine whose mirror is ours, and its data folder."""

    def __init__(self, folder: Path, mirror: DebianMirror) -> None:
        self.machine = Machine(folder / "apt", folder / "os-release")
        self.machine.os_release.write_text('NAME="Debian GNU/Linux"\nID=debian\n')
        self.mirror = mirror
        self.data_dir = folder / "data"
        self.root = self.data_dir / "asterisk-root"
        self.told: list[Told] = []

    def fetch(self) -> Installation:
        return fetch_asterisk(self.data_dir, lambda *each: self.told.append(Told(*each)), machine=self.machine)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("debian")
    build_mirror(folder)
    return folder


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Site:
    """With a copy of the mirror, which a test may spoil."""
    shutil.copytree(built / "mirror", tmp_path / "mirror")
    return Site(tmp_path, DebianMirror(tmp_path / "mirror", built / "key.gpg"))


@pytest.mark.parametrize("method", ["copy", "file"])
def test_the_tree_is_built_and_runs(site: Site, method: str) -> None:
    site.mirror.write_sources(site.machine.etc_apt, method)
    installation = site.fetch()
    assert (installation.version.major, installation.version.minor) == (22, 10)
    assert (installation.data / "moh" / "calm.wav").is_file()
    assert examine_tree(site.root) == installation


def test_only_what_asterisk_needs_is_kept(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    site.fetch()
    names = {each.name for each in site.root.rglob("*")}
    assert not names & {"set-user-id", "large.pm", "asterisk.8", "pjsip.conf"}
    assert {each.name for each in site.data_dir.iterdir()} == {"asterisk-root", "asterisk-root.lock"}
    assert not [each for each in site.root.rglob("*") if each.stat().st_mode & 0o6022]


def test_progress_grows_step_by_step(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    site.fetch()
    steps = list(dict.fromkeys(each.step for each in site.told))
    assert steps == ["reading the package index", "downloading", "unpacking"]
    assert site.told[-1] == ("unpacking", 3, 3)
    assert all(0 <= each.done <= each.total for each in site.told)


def test_what_is_there_is_not_fetched_again(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    first = site.fetch()
    site.told.clear()
    assert site.fetch() == first
    assert not site.told


def test_a_broken_tree_is_built_anew(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    installation = site.fetch()
    (installation.modules / "chan_pjsip.so").unlink()
    assert not site.fetch().lacks(("chan_pjsip",))


def test_stopped_in_the_middle_it_goes_on(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    missing = site.mirror.package("asterisk-moh-opsound-wav")
    kept = missing.rename(missing.with_suffix(".kept"))
    with pytest.raises(FetchFailed, match="apt-get failed"):
        site.fetch()
    assert not site.root.exists()
    there = {each: each.stat().st_ino for each in (site.data_dir / "asterisk-root.fetch").rglob("*.deb")}
    assert len(there) == 2
    kept.rename(missing)
    last: dict[Path, int] = {}
    with pytest.raises(KeyboardInterrupt):
        fetch_asterisk(site.data_dir, _until_unpacking(there, last), machine=site.machine)
    assert last == there
    assert site.fetch().has("chan_pjsip")


def _until_unpacking(there: dict[Path, int], last: dict[Path, int]) -> Callable[[str, int, int], None]:
    """Look at the files once they are all there, and stop it."""

    def progress(step: str, done: int, total: int) -> None:
        if step == "unpacking":
            last.update({each: each.stat().st_ino for each in there})
            raise KeyboardInterrupt

    return progress


def test_a_mirror_with_another_key_is_not_trusted(site: Site, tmp_path: Path) -> None:
    make_key(tmp_path / "stranger", tmp_path / "stranger.gpg")
    site.mirror.write_sources(site.machine.etc_apt, key=tmp_path / "stranger.gpg")
    with pytest.raises(FetchFailed) as told:
        site.fetch()
    assert "debian-archive-keyring" in told.value.remedy
    assert not site.root.exists()


@pytest.mark.parametrize("method", ["copy", "file"])
def test_a_package_that_was_changed_is_not_unpacked(site: Site, method: str) -> None:
    site.mirror.write_sources(site.machine.etc_apt, method)
    package = site.mirror.package("asterisk")
    data = bytearray(package.read_bytes())
    data[-1] ^= 1
    package.write_bytes(data)
    with pytest.raises(FetchFailed):
        site.fetch()
    assert not site.root.exists()


def test_the_next_mirror_is_tried(site: Site) -> None:
    site.mirror.write_sources(site.machine.etc_apt)
    other = site.machine.etc_apt / "sources.list.d" / "a-vendor.sources"
    other.write_text("Types: deb\nURIs: copy:/nowhere/debian\nSuites: stable\nComponents: main\n")
    assert site.fetch().has("chan_pjsip")


def test_without_a_mirror_it_says_so(site: Site) -> None:
    with pytest.raises(FetchFailed, match="no Debian mirror is named"):
        site.fetch()


def test_elsewhere_than_on_debian_it_says_what_to_install(site: Site) -> None:
    site.machine.os_release.write_text("ID=fedora\n")
    with pytest.raises(FetchFailed, match="not Debian") as told:
        site.fetch()
    assert "install Asterisk" in told.value.remedy


def test_without_apt_it_says_what_is_missing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(FetchFailed, match="has no apt-get, apt-config, dpkg-deb"):
        site.fetch()


def test_on_a_full_disk_it_does_not_begin(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(FetchFailed, match="1 MB free, 650 MB are needed"):
        site.fetch()
