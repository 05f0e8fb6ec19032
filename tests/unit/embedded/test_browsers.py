"""Phones in a browser, as Asterisk is told of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from telephony.embedded.conf import browser
from telephony.embedded.errors import RefusedValue
from telephony.embedded.external import external_snippets
from telephony.embedded.modules import BROWSERS, NEEDED
from telephony.embedded.rendering import render
from telephony.embedded.settings import Seat, TrialLine
from tests.unit.embedded.sample import INSTALLATION, SETTINGS, sections, typed

WITH = dataclasses.replace(
    SETTINGS,
    http_port=8088,
    seats=(Seat("1001", "secret_of_1001", "王 芳", "secret_of_browser_1001"), Seat("1002", "secret_of_1002")),
    try_lines=(TrialLine("try1", "secret_of_try1"),),
)


@pytest.fixture
def able(tmp_path: Path) -> dict[str, str]:
    """The configuration of an Asterisk that has all that browsers need."""
    for module in (*BROWSERS, "codec_opus_open_source"):
        (tmp_path / f"{module}.so").touch()
    return render(WITH, dataclasses.replace(INSTALLATION, modules=tmp_path), Path("/run/x"))


def test_the_websocket_is_on_loopback_and_serves_nothing_else(able: dict[str, str]) -> None:
    [(_, http)] = sections(able["http.conf"])
    assert (http["enabled"], http["bindaddr"], http["bindport"]) == (["yes"], ["127.0.0.1"], ["8088"])
    assert (http["enablestatic"], http["enable_status"]) == (["no"], ["no"])
    assert typed(able["pjsip.conf"], "transport-ws", "transport")["protocol"] == ["ws"]


def test_a_seat_has_a_second_phone_with_a_password_of_its_own(able: dict[str, str]) -> None:
    endpoint = typed(able["pjsip.conf"], "web-1001", "endpoint")
    assert (endpoint["webrtc"], endpoint["allow"], endpoint["rtp_timeout"]) == (["yes"], ["opus,ulaw"], ["5"])
    assert endpoint["callerid"] == ['"王 芳" <1001>']
    assert endpoint["set_var"] == ["TRANSFER_CONTEXT=hotline-transfer"]
    assert typed(able["pjsip.conf"], "web-1001", "auth")["password"] == ["secret_of_browser_1001"]
    assert typed(able["pjsip.conf"], "web-1001", "aor")["max_contacts"] == ["1"]
    assert typed(able["pjsip.conf"], "1001", "auth")["password"] == ["secret_of_1001"]
    assert "web-1002" not in able["pjsip.conf"]


def test_a_trying_page_reaches_the_numbers_and_nothing_else(able: dict[str, str]) -> None:
    endpoint = typed(able["pjsip.conf"], "trial-try1", "endpoint")
    assert (endpoint["context"], endpoint["allow_transfer"]) == (["hotline-try"], ["no"])
    assert "aors" not in endpoint
    [dialled] = [found for title, found in sections(able["extensions.conf"]) if title == "hotline-try"]
    assert dialled == {"exten": ["95105,1,Goto(hotline-in,95105,1)", "4008,1,Goto(hotline-in,4008,1)"]}


def test_a_plan_that_takes_any_number_is_dialled_by_a_word() -> None:
    assert f"exten => {browser.NO_NUMBER},1,Goto(hotline-in,{browser.NO_NUMBER},1)" in browser.contexts(())


@pytest.mark.parametrize("lacking", BROWSERS)
def test_without_one_of_its_modules_the_rest_runs_on(tmp_path: Path, lacking: str) -> None:
    for module in set(BROWSERS) - {lacking}:
        (tmp_path / f"{module}.so").touch()
    found = render(WITH, dataclasses.replace(INSTALLATION, modules=tmp_path), Path("/run/x"))
    assert sections(found["http.conf"]) == [("general", {"enabled": ["no"]})]
    assert "web-1001" not in found["pjsip.conf"]
    assert "transport-ws" not in found["pjsip.conf"]
    assert typed(found["pjsip.conf"], "1001", "endpoint")


def test_the_check_of_passwords_is_never_optional() -> None:
    assert "res_pjsip_authenticator_digest" in NEEDED


@pytest.mark.parametrize("name", ["web-1001", "trial-1"])
def test_no_seat_is_called_as_a_browser(name: str) -> None:
    with pytest.raises(RefusedValue):
        Seat(name, "a secret")


def test_an_asterisk_of_others_is_told_the_same() -> None:
    told = external_snippets(WITH)["pjsip.conf"]
    assert typed(told, "web-1001", "endpoint")["webrtc"] == ["yes"]
    assert "media_address" not in told
    assert "hotline-browser" in external_snippets(WITH)["extensions.conf"]
    assert "hotline-browser" not in external_snippets(SETTINGS)["extensions.conf"]
