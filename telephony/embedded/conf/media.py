"""rtp.conf, musiconhold.conf and indications.conf: how sound travels and what callers hear meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from telephony.embedded.conf.writing import file, section
from telephony.embedded.settings import ExchangeSettings

TONES = {
    "cn": ("China", "450", "450/350,0/350", "450/1000,0/4000", "450/700,0/100", "1000,4000"),
    "us": ("United States", "350+440", "480+620/500,0/500", "440+480/2000,0/4000", "480+620/250,0/250", "2000,4000"),
    "gb": (
        "United Kingdom",
        "350+440",
        "400/375,0/375",
        "400+450/400,0/200,400+450/400,0/2000",
        "400/400,0/350,400/225,0/525",
        "400,200,400,2000",
    ),
    "de": ("Germany", "425", "425/480,0/480", "425/1000,0/4000", "425/240,0/240", "1000,4000"),
}
"""Dial, busy, ring, congestion, ring cadence (ITU-T E.180 supplement 2). Another zone sounds like the first."""


def rtp_conf(settings: ExchangeSettings) -> str:
    """The ports that sound travels over, two a leg. RTP only from where the first packets came (strict)."""
    return file(section("general", ("rtpstart", settings.rtp_start), ("rtpend", settings.rtp_end), ("strictrtp", True)))


def musiconhold_conf(music: Path, classes: Mapping[str, Path]) -> str:
    """Music for those who wait: every file of the folder, in random order, each caller from his own place."""
    folders = {**classes, "default": music}
    return file(
        section("general", ("cachertclasses", False), ("preferchannelclass", True)),
        *(section(name, ("mode", "files"), ("directory", folders[name]), ("sort", "random")) for name in folders),
    )


def indications_conf(zone: str) -> str:
    """The tones of the country."""
    zones = {**TONES, zone: TONES.get(zone, TONES["cn"])}
    return file(section("general", ("country", zone)), *(_tones(name, *words) for name, words in zones.items()))


def _tones(zone: str, country: str, dial: str, busy: str, ring: str, congestion: str, cadence: str) -> str:
    return section(
        zone,
        ("description", country),
        ("ringcadence", cadence),
        ("dial", dial),
        ("busy", busy),
        ("ring", ring),
        ("congestion", congestion),
        ("callwaiting", "440/300,0/10000"),
        ("dialrecall", dial),
        ("record", "1400/500,0/15000"),
        ("info", "950/330,1400/330,1800/330,0/1000"),
        ("stutter", dial),
    )
