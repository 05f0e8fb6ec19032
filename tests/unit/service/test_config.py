"""Settings from file and environment: every mistake told at its place, and no secret told at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from calls.errors import WrongSettings
from service.config import FILE, Settings

SECRET = "kept-to-ourselves-4711"


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without settings, an environment without ours."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOTLINE_SIP__PORT", "HOTLINE_SWITCH", "HOTLINE_DATA__FOLDER"):
        monkeypatch.delenv(name, raising=False)


def written(text: str, name: str = FILE) -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def refused(file: Path | None = None) -> str:
    with pytest.raises(WrongSettings) as error:
        Settings.read(file)
    assert SECRET not in error.value.told()
    assert error.value.__cause__ is None
    return str(error.value)


def test_without_a_file_everything_has_a_default_and_nothing_is_open_to_others() -> None:
    settings = Settings.read()
    bound = (settings.sip.bind, settings.switch.host, settings.switch.audio_bind, settings.metrics.host)
    assert set(bound) == {"127.0.0.1"}
    assert settings.metrics.port is None
    assert settings.outgoing.trunk == ""
    assert settings.database_file == Path("var/hotline.db")


def test_the_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    written('[sip]\nport = 5070\nbind = "127.0.0.2"\n[data]\nfolder = "here"\n')
    monkeypatch.setenv("HOTLINE_SIP__PORT", "5080")
    settings = Settings.read()
    assert (settings.sip.port, settings.sip.bind, settings.data.folder) == (5080, "127.0.0.2", Path("here"))


def test_a_file_by_name_is_read_instead() -> None:
    written("[sip]\nport = 5070\n")
    assert Settings.read(written("[sip]\nport = 5090\n", "other.toml")).sip.port == 5090


def test_two_files_do_not_mix() -> None:
    one, other = written("[sip]\nport = 5070\n", "one.toml"), written("", "other.toml")
    assert [Settings.read(file).sip.port for file in (one, other, one)] == [5070, "auto", 5070]


def test_a_file_asked_for_must_be_there() -> None:
    assert "missing.toml: there is no such file" in refused(Path("missing.toml"))
    assert "there is no such file" in refused(Path())


@pytest.mark.parametrize("text", ["[sip", "sip = = 1", 'a = "1"\na = "2"'])
def test_what_is_no_toml_is_told_with_the_file(text: str) -> None:
    assert refused(written(text)).startswith(f"{FILE}: not TOML: ")


def test_a_file_in_another_encoding_is_told() -> None:
    Path(FILE).write_bytes('[centre]\nzone = "厦门"\n'.encode("gbk"))
    assert refused().startswith(f"{FILE}: not TOML: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sip]\nport = 0", "sip.port: a port is a number from 1 to 65535, or auto (found 0)"),
        ("[sip]\nport = 65536", "sip.port: a port is a number from 1 to 65535, or auto (found 65536)"),
        ('[switch]\nport = "often"', "switch.port: a port is a number from 1 to 65535, or auto (found 'often')"),
        ('[centre]\nzone = "Mars/Base"', "centre.zone: no time zone is called 'Mars/Base'"),
        ('[centre]\nzone = ""', "centre.zone: no time zone is called ''"),
        ('[centre]\nzone = "../../etc/passwd"', "centre.zone: no time zone is called '../../etc/passwd'"),
        ('[log]\nlevel = "loud"', "log.level: Input should be 'debug', 'info', 'warning' or 'error' (found 'loud')"),
        ('[switch]\nmode = "docker"', "switch.mode: Input should be 'embedded' or 'external' (found 'docker')"),
        ('[outgoing]\nallowed = ["1X", "N."]', "outgoing.allowed: 'N.' is no pattern"),
        ('[outgoing]\nallowed = [""]', "outgoing.allowed: '' is no pattern"),
        ('[outgoing]\nallowed = ["[9-3]"]', "outgoing.allowed: '[9-3]' is no pattern"),
        ('[outgoing]\ntrunk = "carrier"', "outgoing.trunk: no trunk is called 'carrier' (known: there is none)"),
        ("[sip]\nprot = 5060", "sip.prot: there is no such setting"),
        ("[spi]\nport = 5060", "spi: there is no such setting"),
        ('[[trunks]]\nhost = "h"', "trunks.0.name: this must be set"),
        ('[[trunks]]\nname = "a"\n[[trunks]]\nname = "b"\nport = -1', "trunks.1.port: Input should be greater than"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_value(text: str, told: str) -> None:
    lines = refused(written(text)).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{FILE}: {told}")


def test_every_mistake_is_told_at_once() -> None:
    told = refused(written('[sip]\nport = 0\nprot = 1\n[log]\nlevel = "loud"\n'))
    assert [line.split(": ")[1] for line in told.splitlines()] == ["sip.port", "sip.prot", "log.level"]


def test_a_mistake_in_the_environment_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    written("[sip]\nport = 5070\n[log]\nlevel = 3\n")
    monkeypatch.setenv("HOTLINE_SIP__PORT", "often")
    monkeypatch.setenv("hotline_trial", '{"lines": "perhaps"}')
    told = refused().splitlines()
    assert told[0].startswith("HOTLINE_SIP__PORT: sip.port: ")
    assert "HOTLINE_TRIAL: trial.lines: " in "\n".join(told)
    assert any(line.startswith(f"{FILE}: log.level: ") for line in told)


def test_an_environment_that_is_no_json_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SWITCH", f'{{"secret": "{SECRET}"')
    told = refused()
    assert "environment" in told
    assert FILE not in told


# --- secrets

WITH_SECRETS = f"""
[data]
database = "postgresql+asyncpg://hotline:{SECRET}@127.0.0.1/hotline"
[switch]
mode = "external"
port = 5038
secret = "{SECRET}"
[[trunks]]
name = "carrier"
secret = "{SECRET}"
register = true
"""


def test_secrets_are_known_and_in_no_repr() -> None:
    settings = Settings.read(written(WITH_SECRETS))
    assert settings.switch.secret.get_secret_value() == SECRET
    assert settings.trunks[0].secret.get_secret_value() == SECRET
    assert SECRET in settings.data.database
    for shown in (repr(settings), str(settings), repr(settings.trunks), repr(settings.data)):
        assert SECRET not in shown


@pytest.mark.parametrize(
    "mistake",
    [
        '[outgoing]\ntrunk = "nowhere"',
        '[[trunks]]\nhost = "h"\nsecret = "{secret}"',
        '[[trunks]]\nname = "b"\npassword = "{secret}"',
        '[[trunks]]\nname = "b"\nsecret = ["{secret}"]',
        '[sip]\nsecert = "{secret}"',
        'sip = "{secret}"',
        'sip = ["{secret}"]',
        '[log]\nlevel = {{ secret = "{secret}" }}',
    ],
)
def test_no_mistake_brings_a_secret_to_light(mistake: str) -> None:
    assert refused(written(WITH_SECRETS + mistake.format(secret=SECRET)))


def test_a_database_that_is_no_text_is_told_without_its_password() -> None:
    assert "data.database" in refused(written(f'[data]\ndatabase = ["postgresql://hotline:{SECRET}@h"]'))


def test_settings_do_not_change_after_they_were_read() -> None:
    settings = Settings.read()
    with pytest.raises(ValidationError):
        settings.sip.port = 5060
