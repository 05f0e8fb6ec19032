"""docs/settings.md and hotline.example.toml are what the models say, and the example is the defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from service.config import Settings
from service.config_lines import TrunkSettings
from service.settings_manual import example, page, tables
from service.settings_text import MEANINGS
from tests.docs.pages import ROOT

EXAMPLE = ROOT / "hotline.example.toml"


@pytest.fixture(autouse=True)
def _nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_page_is_fresh() -> None:
    wanted = (ROOT / "docs/settings.md").read_text("utf-8")
    assert wanted == page(), "write it anew: python -m service.settings_manual page > docs/settings.md"


def test_the_example_is_fresh() -> None:
    wanted = EXAMPLE.read_text("utf-8")
    assert wanted == example(), "write it anew: python -m service.settings_manual example > hotline.example.toml"


def test_the_example_is_the_defaults() -> None:
    assert Settings.read(EXAMPLE).model_dump() == Settings.read().model_dump()


def test_every_meaning_belongs_to_a_setting() -> None:
    assert {f"{each.section}.{each.name}" for table in tables() for each in table.settings} == set(MEANINGS)


def test_what_is_commented_out_is_a_setting(tmp_path: Path) -> None:
    """Each `# name =` and the trunk, with a value and without the `# `, load."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    file = tmp_path / "all.toml"
    file.write_text("\n".join(map(_switched_on, lines)), "utf-8")
    settings = Settings.read(file)
    assert settings.trunks == (
        TrunkSettings(
            name="provider",
            host="sip.provider.example",
            user="0592123456",
            secret=settings.trunks[0].secret,
            register=True,
            caller_id="059212345678",
        ),
    )
    assert settings.metrics.port == 1
    assert settings.centre.recordings == Path("1")


def _switched_on(line: str) -> str:
    bare = line.removeprefix("# ")
    if bare.endswith(" ="):
        return f"{bare} {'1' if bare.startswith('port') else repr('1')}"
    return bare if bare.startswith("[[") or " = " in bare else line


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SIP__PORT", "5070")
    monkeypatch.setenv("HOTLINE_OUTGOING__ALLOWED", '["0592XXXXXX"]')
    settings = Settings.read(EXAMPLE)
    assert settings.sip.port == 5070
    assert settings.outgoing.allowed == ("0592XXXXXX",)


def test_no_secret_shows_in_what_settings_say_of_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SWITCH__SECRET", "not-to-be-seen")
    assert "not-to-be-seen" not in repr(Settings.read(EXAMPLE))
