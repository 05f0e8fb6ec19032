"""What the settings say of an identity provider reaches the console, or is refused with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from calls.errors import WrongSettings
from service import config_console
from service.config import Settings
from service.desks.oidc import oidc_of, provider_of
from tests.console.desk import ORIGIN, Console

BACK = "/api/v1/oidc/back"


def settings(folder: Path, *lines: str) -> Settings:
    file = folder / "hotline.toml"
    file.write_text("\n".join(("[console]", 'oidc_issuer = "https://login.example"', *lines)), "utf-8")
    return Settings.read(file)


def test_the_settings_reach_it(tmp_path: Path, console: Console) -> None:
    found = settings(tmp_path, 'oidc_client = "c"', 'oidc_secret = "s"', 'oidc_roles = {cc-agents = "agent"}')
    rooms = console.rooms
    way = oidc_of(found, rooms.settings, rooms.doors, rooms.audit)
    assert way is not None
    assert way.redirect == ORIGIN + BACK
    assert way.settings == provider_of(found.console)
    assert (way.settings.client, way.settings.secret, way.settings.roles) == ("c", "s", {"cc-agents": "agent"})
    assert "'s'" not in repr(way.settings)
    assert oidc_of(Settings(), rooms.settings, rooms.doors, rooms.audit) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "oidc_client go together"),
        ('oidc_client = "c"\noidc_create = true', "an account has a role"),
        ('oidc_client = "c"\noidc_roles = {a = "king"}', "'king' is no role"),
        ('oidc_client = "c"\noidc_scopes = ["email"]', "needs openid"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(WrongSettings, match=said):
        settings(tmp_path, line)


def test_an_unencrypted_provider_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "hotline.toml"
    file.write_text('[console]\noidc_issuer = "http://login.example"\noidc_client = "c"', "utf-8")
    with pytest.raises(WrongSettings, match="https address"):
        Settings.read(file)


def test_without_the_extra_the_settings_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_console, "find_spec", lambda name: None)
    with pytest.raises(WrongSettings, match=r"hotline\[oidc\]"):
        settings(tmp_path, 'oidc_client = "c"')
