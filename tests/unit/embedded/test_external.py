"""What goes into somebody else's Asterisk, and the page that shows it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from telephony.embedded.errors import RefusedValue
from telephony.embedded.external import external_snippets
from telephony.embedded.installation import Version
from telephony.embedded.rendering import render
from telephony.embedded.settings import ExchangeSettings, Seat
from telephony.translate import EVENTS_READ
from tests.unit.embedded.sample import INSTALLATION, SETTINGS

PAGE = Path(__file__).parents[3] / "docs" / "external-asterisk.md"
SAMPLE = ExchangeSettings(
    data_dir=Path("/srv/hotline"),
    sip_port=5060,
    ami_port=5038,
    rtp_start=20000,
    rtp_end=20999,
    ami_secret="replace_this_secret",
    seats=(Seat("1001", "replace_this_password", "Agent 1001"),),
    numbers=("95105", "4008"),
    event_names=EVENTS_READ,
)


def test_the_page_shows_what_we_print() -> None:
    shown = dict(re.findall(r'```ini title="([a-z.]+)"\n(.*?)```', PAGE.read_text(encoding="utf-8"), re.DOTALL))
    assert shown == {name: text.rstrip("\n") + "\n" for name, text in external_snippets(SAMPLE).items()}


def test_it_is_the_same_text_as_in_our_own_asterisk() -> None:
    ours, theirs = render(SETTINGS, INSTALLATION, Path("/run/x")), external_snippets(SETTINGS)
    contexts = theirs["extensions.conf"].split("\n\n", 1)[1]
    assert contexts in ours["extensions.conf"]
    assert theirs["manager.conf"] in ours["manager.conf"]


def test_it_brings_the_numbers_in_and_lets_us_in_from_where_we_are() -> None:
    theirs = external_snippets(SETTINGS, our_address="192.0.2.7", arrives_in="incoming")
    assert theirs["extensions.conf"].startswith(
        "[incoming]\nexten => 95105,1,Goto(hotline-in,95105,1)\nexten => 4008,1,Goto(hotline-in,4008,1)\n\n[hotline-in]\n"
    )
    assert "permit = 192.0.2.7/255.255.255.255\n" in theirs["manager.conf"]
    assert "media_address" not in theirs["pjsip.conf"]


def test_an_older_asterisk_gets_the_older_filter() -> None:
    assert "eventfilter = ^Event: (" in external_snippets(SETTINGS, Version(20, 6))["manager.conf"]


def test_without_seats_there_is_nothing_for_pjsip() -> None:
    assert external_snippets(dataclasses.replace(SETTINGS, seats=()))["pjsip.conf"] == ""


@pytest.mark.parametrize("wrong", [{"our_address": "here"}, {"arrives_in": "a]\n[b"}])
def test_its_own_values_are_checked_too(wrong: dict[str, str]) -> None:
    with pytest.raises(RefusedValue):
        external_snippets(SETTINGS, **wrong)  # type: ignore[arg-type]  # a dictionary cannot tell which one it has
