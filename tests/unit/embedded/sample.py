"""Settings and an installation to render, without a machine."""

from __future__ import annotations

from pathlib import Path

from telephony.embedded.installation import Installation, Version
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine, Trunk

SETTINGS = ExchangeSettings(
    data_dir=Path("/srv/hotline"),
    sip_port=5060,
    ami_port=5038,
    rtp_start=20000,
    rtp_end=20999,
    ami_secret="ami_secret_of_the_sample",
    seats=(Seat("1001", "secret_of_1001", "王 芳"), Seat("1002", "secret_of_1002")),
    trunks=(Trunk("carrier", "sip.example.org", 5070, "95105", "secret_of_carrier", True, "95105"),),
    trial_lines=(TrialLine("13900001111", "secret_of_trial"), TrialLine("+8613900002222", "secret_of_plus")),
    numbers=("95105", "4008"),
    event_names=("Newchannel", "Hangup"),
)
INSTALLATION = Installation(
    command=("/usr/sbin/asterisk",),
    version=Version(22, 10),
    modules=Path("/nowhere/modules"),
    data=Path("/usr/share/asterisk"),
)


def sections(text: str) -> list[tuple[str, dict[str, list[str]]]]:
    """A configuration file read as Asterisk reads it: sections in order, each key with its values."""
    found: list[tuple[str, dict[str, list[str]]]] = []
    for line in (each.split(";")[0].strip() for each in text.splitlines()):
        if line.startswith("["):
            found.append((line.strip("[]"), {}))
        elif line:
            key, _, value = line.partition("=")
            found[-1][1].setdefault(key.strip(), []).append(value.lstrip(">").strip())
    return found


def typed(text: str, name: str, kind: str) -> dict[str, list[str]]:
    """The one section of pjsip.conf with this name and type."""
    found = [values for title, values in sections(text) if title == name and values.get("type") == [kind]]
    assert len(found) == 1, f"{len(found)} sections [{name}] of type {kind}"
    return found[0]
