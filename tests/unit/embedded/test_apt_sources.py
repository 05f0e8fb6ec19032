"""Reading apt's sources in both formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from telephony.embedded.apt_sources import Mirror, from_deb822, from_list, mirrors

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
DEB822 = f"""# made by the installer
Types: deb
# an older mirror
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: {KEYRING}

Types: deb
URIs: http://mirror.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: {KEYRING}
"""


def test_the_release_is_taken_and_not_its_side_suites() -> None:
    assert list(from_deb822(DEB822)) == [Mirror("http://mirror.example.org/debian", KEYRING)]


def test_a_key_written_into_the_file_is_kept() -> None:
    key = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEZ\n -----END PGP PUBLIC KEY BLOCK-----"
    found = list(
        from_deb822(f"Types: deb\nURIs: http://a.example/debian\nSuites: sid\nComponents: main\nSigned-By:{key}\n")
    )
    assert found == [Mirror("http://a.example/debian", key)]
    assert f"Signed-By: {key}\n" in found[0].stanza("sid")


@pytest.mark.parametrize(
    "change",
    ["Enabled: no", "Types: deb-src", "Components: contrib", "Suites: /", "URIs: cdrom:[Debian]/"],
)
def test_what_cannot_serve_is_left_out(change: str) -> None:
    key = change.split(":")[0]
    lines = ["Types: deb", "URIs: http://a.example/debian", "Suites: trixie", "Components: main"]
    text = "\n".join([each for each in lines if not each.startswith(key)] + [change])
    assert list(from_deb822(text)) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("deb http://a.example/debian trixie main", [Mirror("http://a.example/debian")]),
        ("deb http://a.example/debian/ trixie main contrib # mine", [Mirror("http://a.example/debian/")]),
        (
            f"deb [arch=amd64 signed-by={KEYRING}] https://a.example/debian stable main",
            [Mirror("https://a.example/debian", KEYRING)],
        ),
        ("deb [trusted=yes] http://a.example/debian stable main", [Mirror("http://a.example/debian")]),
        ("deb mirror+file:/etc/apt/mirrors.list bookworm main", [Mirror("mirror+file:/etc/apt/mirrors.list")]),
        ("# deb http://a.example/debian trixie main", []),
        ("deb-src http://a.example/debian trixie main", []),
        ("deb http://a.example/debian-security trixie-security main", []),
        ("deb cdrom:[Debian_12]/ bookworm main", []),
        ("deb http://a.example/debian trixie contrib", []),
        ("", []),
    ],
)
def test_one_line_lists(line: str, found: list[Mirror]) -> None:
    assert list(from_list(line)) == found


def test_debian_comes_before_other_vendors_and_each_once(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text("deb http://z.example/debian trixie main\n")
    (parts / "a-vendor.list").write_text("deb http://vendor.example/repo stable main\n")
    (parts / "debian.list").write_text("deb http://z.example/debian sid main\n")
    (parts / "off.list.disabled").write_text("deb http://off.example/debian trixie main\n")
    assert mirrors(tmp_path) == [Mirror("http://z.example/debian"), Mirror("http://vendor.example/repo")]


def test_a_machine_without_apt_has_none(tmp_path: Path) -> None:
    assert mirrors(tmp_path) == []


def test_a_stanza_never_waives_signatures() -> None:
    assert Mirror("http://a.example/debian", KEYRING).stanza("sid") == (
        f"Types: deb\nURIs: http://a.example/debian\nSuites: sid\nComponents: main\nSigned-By: {KEYRING}\n"
    )
