"""Settings: `hotline.toml`, then environment variables (`HOTLINE_SIP__PORT=5070`), over defaults that work as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from calls.errors import WrongSettings
from service.config_browser import BrowserSettings
from service.config_callbacks import CallbackSettings
from service.config_connectors import ConnectorSettings
from service.config_console import ConsoleSection
from service.config_desk import DeskSettings
from service.config_hooks import HookSettings
from service.config_lines import Outgoing, Sip, SwitchSettings, Trial, TrunkSettings
from service.config_mistakes import told_mistake
from service.config_parts import BETWEEN, PREFIX, PortNumber, Section
from service.config_patience import PatienceSettings
from service.config_recording import RecordingSettings
from service.config_speech import SpeechSettings
from service.config_talk import TalkSettings

FILE = "hotline.toml"


class Centre(Section):
    """The centre itself. `zone` is where its people live: times are stored in UTC and shown in it."""

    dialplan: Path = Path("dialplans/main.yaml")
    watch: bool = False
    recordings: Path | None = None
    zone: str = "Asia/Shanghai"

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError) as error:
            raise ValueError(f"no time zone is called {zone!r}; use a name such as Asia/Shanghai") from error
        return zone


class Data(Section):
    """Where everything that must last is kept. `database` is a URL; empty: an SQLite file in `folder`."""

    folder: Path = Path("var")
    database: str = Field(default="", repr=False)


class Log(Section):
    """`format`: `console` for people, `json` for machines, `auto` by whether a terminal is there."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class MetricsSettings(Section):
    """Figures for a monitoring system at http://host:port/metrics; no port: not served."""

    host: str = "127.0.0.1"
    port: PortNumber | None = None


class Settings(BaseSettings):
    """All of them."""

    model_config = SettingsConfigDict(
        extra="forbid", env_prefix=PREFIX, env_nested_delimiter=BETWEEN, toml_file=FILE, frozen=True
    )

    centre: Centre = Centre()
    data: Data = Data()
    switch: SwitchSettings = SwitchSettings()
    sip: Sip = Sip()
    trunks: tuple[TrunkSettings, ...] = ()
    outgoing: Outgoing = Outgoing()
    trial: Trial = Trial()
    browser: BrowserSettings = BrowserSettings()
    speech: SpeechSettings = SpeechSettings()
    callbacks: CallbackSettings = CallbackSettings()
    patience: PatienceSettings = PatienceSettings()
    connectors: ConnectorSettings = ConnectorSettings()
    talk: TalkSettings = TalkSettings()
    hooks: HookSettings = HookSettings()
    recording: RecordingSettings = RecordingSettings()
    console: ConsoleSection = ConsoleSection()
    desk: DeskSettings = DeskSettings()
    log: Log = Log()
    metrics: MetricsSettings = MetricsSettings()

    @model_validator(mode="after")
    def _trunk_exists(self) -> Self:
        names = [trunk.name for trunk in self.trunks]
        if self.outgoing.trunk and self.outgoing.trunk not in names:
            known = ", ".join(names) or "there is none"
            raise ValueError(f"outgoing.trunk: no trunk is called {self.outgoing.trunk!r} (known: {known})")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def read(cls, file: Path | None = None) -> Settings:
        """The settings. Raises WrongSettings that names every wrong value and what was expected."""
        where = file or Path(FILE)
        if file is not None and not file.is_file():
            raise WrongSettings(f"{file}: there is no such file", "give the path of a settings file")
        try:
            return _read_from(where)
        except ValidationError as error:
            raise WrongSettings("\n".join(told_mistake(where, one) for one in error.errors())) from None
        except SettingsError as error:
            raise WrongSettings(f"{PREFIX}… in the environment: not JSON: {error}") from None
        except ValueError as error:
            raise WrongSettings(f"{where}: not TOML: {error}") from None

    @property
    def models_folder(self) -> Path:
        """Where the speech models are."""
        return self.speech.folder or self.data.folder / "models"

    @property
    def messages_folder(self) -> Path:
        """Where messages lie, a folder for each box."""
        return self.data.folder / "messages"

    @property
    def recordings_folder(self) -> Path:
        """Where conversations lie as sound, a folder for each day."""
        return (self.recording.folder or self.data.folder / "recordings").absolute()

    @property
    def database_file(self) -> Path:
        """The SQLite file, where no database is named."""
        return self.data.folder / "hotline.db"


def _read_from(file: Path) -> Settings:
    """The library fixes the file's name in the class, so each file has a class of its own."""

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    return FromFile()
