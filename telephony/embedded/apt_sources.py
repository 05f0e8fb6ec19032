"""Reading where this machine gets its Debian packages from (sources.list(5)): deb822 files and one-line lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ONE_LINE = re.compile(r"deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<parts>.+)")
_SIDE_SUITES = ("security", "updates", "backports", "proposed", "/", "debug")


@dataclass(frozen=True, slots=True)
class Mirror:
    """A place with Debian's packages. `signed_by`: a keyring's path or the key itself; empty = apt's own keyrings."""

    uri: str
    signed_by: str = ""

    def stanza(self, suite: str) -> str:
        """The deb822 stanza that takes `suite` from this mirror. Signatures are always checked."""
        lines = ["Types: deb", f"URIs: {self.uri}", f"Suites: {suite}", "Components: main"]
        if self.signed_by:
            lines.append(f"Signed-By: {self.signed_by}")
        return "\n".join(lines) + "\n"


def mirrors(etc_apt: Path = Path("/etc/apt")) -> list[Mirror]:
    """Every mirror of a whole release that apt knows here, each once, those that look like Debian's own first.

    Files that cannot be read are passed over.
    """
    found = dict.fromkeys(_in_order(etc_apt))
    return sorted(found, key=lambda mirror: not mirror.uri.rstrip("/").endswith("/debian"))


def from_deb822(text: str) -> Iterator[Mirror]:
    """The mirrors of a `.sources` file."""
    for fields in map(_fields, re.split(r"\n\s*\n", text)):
        words = {key: value.split() for key, value in fields.items()}
        enabled = fields.get("enabled", "yes").lower() not in ("no", "false", "without", "off", "disable", "0")
        wanted = enabled and "deb" in words.get("types", []) and "main" in words.get("components", [])
        if wanted and any(map(_whole_release, words.get("suites", []))):
            yield from (Mirror(uri, fields.get("signed-by", "")) for uri in words.get("uris", []) if _usable(uri))


def from_list(text: str) -> Iterator[Mirror]:
    """The mirrors of a `sources.list` file."""
    for line in text.splitlines():
        found = _ONE_LINE.fullmatch(line.split("#")[0].strip())
        if found and "main" in found["parts"].split() and _whole_release(found["suite"]) and _usable(found["uri"]):
            options = dict(each.split("=", 1) for each in (found["options"] or "").split() if "=" in each)
            yield Mirror(found["uri"], options.get("signed-by", "").replace(",", " "))


def _in_order(etc_apt: Path) -> Iterator[Mirror]:
    for file in (etc_apt / "sources.list", *sorted((etc_apt / "sources.list.d").glob("*"))):
        if file.suffix == ".sources":
            yield from from_deb822(_text(file))
        elif file.suffix == ".list":
            yield from from_list(_text(file))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _fields(stanza: str) -> dict[str, str]:
    """One stanza; a line that begins with a blank goes on with the field before it."""
    fields: dict[str, str] = {}
    key = ""
    for line in stanza.splitlines():
        if line[:1] in (" ", "\t"):
            fields[key] = fields.get(key, "") + "\n" + line
        elif not line.startswith("#") and ":" in line:
            key, _, value = line.partition(":")
            key = key.strip().lower()
            fields[key] = value.strip()
    return fields


def _whole_release(suite: str) -> bool:
    return not any(word in suite for word in _SIDE_SUITES)


def _usable(uri: str) -> bool:
    return not uri.startswith("cdrom:")
