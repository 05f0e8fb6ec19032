"""A Debian mirror in a folder, signed with a key of its own, with an Asterisk in it that only tells its version."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from telephony.embedded.modules import NEEDED

SAYS_ITS_VERSION = "#!/bin/sh\necho Asterisk 22.10.1\n"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
TOOLS = ("apt-get", "apt-config", "dpkg-deb", "gpg")


def missing_tools() -> list[str]:
    """What this machine lacks to make and use such a mirror."""
    return [each for each in TOOLS if shutil.which(each) is None]


@dataclass(frozen=True, slots=True)
class DebianMirror:
    """`folder` is the mirror, `key` the keyring that its index is signed with."""

    folder: Path
    key: Path

    def package(self, name: str) -> Path:
        """The file of one package."""
        return self.folder / "pool" / f"{name}_1_all.deb"

    def write_sources(self, etc_apt: Path, method: str = "copy", key: Path | None = None) -> None:
        """Make it the mirror of a machine."""
        (etc_apt / "sources.list.d").mkdir(parents=True)
        (etc_apt / "sources.list.d" / "debian.sources").write_text(
            f"Types: deb\nURIs: {method}:{self.folder}\nSuites: trixie\nComponents: main\nSigned-By: {key or self.key}\n"
        )


def build_mirror(folder: Path) -> DebianMirror:
    """A mirror with the three packages that are asked for."""
    mirror = DebianMirror(folder / "mirror", folder / "key.gpg")
    (mirror.folder / "pool").mkdir(parents=True)
    _pack(mirror, folder, "asterisk", _tree())
    _pack(mirror, folder, "asterisk-core-sounds-en-wav", {"usr/share/asterisk/sounds/en_US_f_Allison/beep.wav": "beep"})
    _pack(mirror, folder, "asterisk-moh-opsound-wav", {"usr/share/asterisk/moh/calm.wav": "calm"})
    make_key(folder / "gnupg", mirror.key)
    _index(mirror, folder / "gnupg")
    return mirror


def make_key(home: Path, exported: Path) -> None:
    """A signing key without a password."""
    home.mkdir(mode=0o700)
    _gpg(home, "--quick-generate-key", "--passphrase", "", "hotline tests", "ed25519", "sign", "1d")
    _gpg(home, "--output", str(exported), "--export")


def _tree() -> dict[str, str]:
    """The loader is what is run: here it is a script that tells the version, whatever it is asked to load."""
    modules = {f"{LIBRARIES}/asterisk/modules/{each}.so": "" for each in NEEDED}
    return {
        f"{LIBRARIES}/ld-linux-x86-64.so.2": SAYS_ITS_VERSION,
        f"{LIBRARIES}/perl/large.pm": "useless",
        "usr/sbin/asterisk": "",
        "usr/bin/set-user-id": "useless",
        "usr/share/man/asterisk.8": "useless",
        "etc/asterisk/pjsip.conf": "useless",
        "usr/share/asterisk/documentation/core-en_US.xml": "",
        **modules,
    }


def _pack(mirror: DebianMirror, folder: Path, name: str, files: dict[str, str]) -> None:
    root = folder / "packages" / name
    control = (
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: nobody <n@example.org>\nDescription: {name}\n"
    )
    for path, text in {"DEBIAN/control": control, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
        (root / path).chmod(0o4755 if path.endswith("set-user-id") else 0o755)
    _run("dpkg-deb", "-Znone", "--root-owner-group", "--build", str(root), str(mirror.package(name)))


def _index(mirror: DebianMirror, gnupg: Path) -> None:
    suite = mirror.folder / "dists" / "sid"
    lines = "\n".join(_stanza(mirror, file) for file in sorted((mirror.folder / "pool").iterdir()))
    entries = []
    for arch in ("all", _run("dpkg", "--print-architecture").strip()):
        index = suite / "main" / f"binary-{arch}" / "Packages"
        index.parent.mkdir(parents=True)
        index.write_text(lines)
        entries.append(f" {_sha256(index)} {index.stat().st_size} {index.relative_to(suite)}")
    names = "Origin: Debian\nSuite: unstable\nCodename: sid\nComponents: main\nArchitectures: all amd64 arm64\n"
    (suite / "Release").write_text(f"{names}Date: {_run('date', '-Ru').strip()}\nSHA256:\n" + "\n".join(entries) + "\n")
    _gpg(gnupg, "--output", str(suite / "InRelease"), "--clearsign", str(suite / "Release"))


def _stanza(mirror: DebianMirror, file: Path) -> str:
    control = _run("dpkg-deb", "--field", str(file))
    return (
        f"{control.strip()}\nFilename: {file.relative_to(mirror.folder)}\n"
        f"Size: {file.stat().st_size}\nSHA256: {_sha256(file)}\n"
    )


def _gpg(home: Path, *words: str) -> None:
    _run("gpg", "--homedir", str(home), "--batch", "--quiet", *words)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 0, done.stderr
    return done.stdout


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
