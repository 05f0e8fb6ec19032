"""No value can write configuration of its own: it is refused, or it stays where it was put."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.embedded.errors import RefusedValue
from telephony.embedded.rendering import render
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine, Trunk
from tests.unit.embedded.sample import INSTALLATION, SETTINGS, sections

Put = Callable[[str], ExchangeSettings]


def _seat(**values: str) -> ExchangeSettings:
    return dataclasses.replace(SETTINGS, seats=(Seat(**{"name": "1001", "secret": "s", **values}),))


def _trunk(
    name: str = "carrier", host: str = "192.0.2.1", user: str = "u", secret: str = "s", caller_id: str = ""
) -> ExchangeSettings:
    trunk = Trunk(name, host, user=user, secret=secret, register=True, caller_id=caller_id)
    return dataclasses.replace(SETTINGS, trunks=(trunk,))


def _line(number: str, secret: str = "s") -> ExchangeSettings:
    return dataclasses.replace(SETTINGS, trial_lines=(TrialLine(number, secret),))


PLACES: dict[str, Put] = {
    "seat name": lambda text: _seat(name=text),
    "seat secret": lambda text: _seat(secret=text),
    "seat display": lambda text: _seat(display=text),
    "trunk name": lambda text: _trunk(name=text),
    "trunk host": lambda text: _trunk(host=text),
    "trunk user": lambda text: _trunk(user=text),
    "trunk secret": lambda text: _trunk(secret=text),
    "trunk caller_id": lambda text: _trunk(caller_id=text),
    "trial number": _line,
    "trial secret": lambda text: _line("1", text),
    "number": lambda text: dataclasses.replace(SETTINGS, numbers=(text,)),
    "ami secret": lambda text: dataclasses.replace(SETTINGS, ami_secret=text),
    "bind": lambda text: dataclasses.replace(SETTINGS, bind=text),
    "event": lambda text: dataclasses.replace(SETTINGS, event_names=(text,)),
    "codec": lambda text: dataclasses.replace(SETTINGS, codecs=(text,)),
    "module": lambda text: dataclasses.replace(SETTINGS, modules_extra=(text,)),
    "variable": lambda text: dataclasses.replace(SETTINGS, channel_variables=(text,)),
    "network": lambda text: dataclasses.replace(SETTINGS, local_networks=(text,)),
    "external address": lambda text: dataclasses.replace(SETTINGS, external_address=text),
    "extra file": lambda text: dataclasses.replace(SETTINGS, extra_files={text: ""}),
    "tone zone": lambda text: dataclasses.replace(SETTINGS, tone_zone=text),
    "data folder": lambda text: dataclasses.replace(SETTINGS, data_dir=Path("/srv") / text),
    "music class": lambda text: dataclasses.replace(SETTINGS, music_classes={text: Path("/srv/music")}),
    "folder of a music class": lambda text: dataclasses.replace(SETTINGS, music_classes={"jazz": Path("/srv") / text}),
    "music folder": lambda text: dataclasses.replace(SETTINGS, music_dir=Path("/srv") / text),
}
ATTACKS = (
    "x\n[evil]", "x\r\nsecret = y", "x\ntype = endpoint", "x;comment", "[evil]", "x]", "x\u2028[evil]", "x\u0085y", "x\x00y",
    '"', "a\\", "\n", "x\n#exec /bin/sh", "x\n#include /etc/passwd", "\tx",
)  # fmt: skip


def _shape(settings: ExchangeSettings) -> dict[str, list[tuple[str, list[str]]]]:
    """Which sections and keys there are, names left out."""
    files = render(settings, INSTALLATION, Path("/run/x"))
    return {name: [("", sorted(values)) for _, values in sections(text)] for name, text in files.items()}


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("place", PLACES)
def test_an_attack_is_refused(place: str, attack: str) -> None:
    with pytest.raises(RefusedValue):
        PLACES[place](attack)


@given(place=st.sampled_from(sorted(PLACES)), text=st.text(max_size=60))
def test_whatever_passes_the_door_changes_no_structure(place: str, text: str) -> None:
    try:
        settings = PLACES[place](text)
    except RefusedValue:
        return
    for name, value in render(settings, INSTALLATION, Path("/run/x")).items():
        assert value.splitlines() == value.split("\n")[:-1], name
    shape = _shape(settings)
    if place in (
        "seat name",
        "trial number",
        "trunk name",
        "seat secret",
        "trunk secret",
        "trial secret",
        "seat display",
    ):
        assert shape == _shape(PLACES[place]("Abc1"))


@given(st.text(min_size=6, max_size=30))
def test_a_refused_secret_is_not_repeated(secret: str) -> None:
    with pytest.raises(RefusedValue) as told:
        Seat("1001", f"{secret};")
    assert secret not in told.value.told()


def test_secrets_are_in_no_repr() -> None:
    assert "secret_of" not in repr(SETTINGS)
    assert "ami_secret_of_the_sample" not in repr(SETTINGS)


@pytest.mark.parametrize("name", ["1001", "Transport-UDP", "global", "trial-13900001111"])
def test_a_name_is_used_once_and_none_of_ours(name: str) -> None:
    with pytest.raises(RefusedValue, match="cannot be used"):
        dataclasses.replace(SETTINGS, seats=(*SETTINGS.seats, Seat(name, "s")))


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_is_a_port(port: int) -> None:
    with pytest.raises(RefusedValue):
        dataclasses.replace(SETTINGS, sip_port=port)


def test_the_ports_of_sound_are_a_range() -> None:
    with pytest.raises(RefusedValue):
        dataclasses.replace(SETTINGS, rtp_end=SETTINGS.rtp_start)


@pytest.mark.parametrize("secret", ["pass word", ">x", "a;b", "", "x" * 129])
def test_a_secret_that_would_be_read_otherwise_is_refused(secret: str) -> None:
    with pytest.raises(RefusedValue):
        Seat("1001", secret)
