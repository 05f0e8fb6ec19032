"""What our Asterisk shall be, as plain data. Every value is checked when the object is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from telephony.browser import PREFIX
from telephony.embedded import checks
from telephony.embedded.errors import RefusedValue

RESERVED = ("global", "system", "transport-udp", "transport-tcp", "transport-ws", "anonymous", "hotline")
"""Section names of our own in pjsip.conf and manager.conf."""
KEPT = (PREFIX, "trial-")
"""What the names of phones in a browser and of phones for trying begin with, and of no seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent's SIP phone: it registers as `name` with `secret`; `display` is shown to whom it calls.

    `browser` is the secret of his phone in a browser (see `telephony.browser`); empty: he has none.
    """

    name: str
    secret: str = field(repr=False)
    display: str = ""
    browser: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        checks.name("seat name", self.name)
        checks.secret(f"secret of seat {self.name}", self.secret)
        checks.display(f"display name of seat {self.name}", self.display)
        if self.name.startswith(KEPT):
            raise RefusedValue("seat name", self.name, f"a name that does not begin with {' or '.join(KEPT)}")
        if self.browser:
            checks.secret(f"browser secret of seat {self.name}", self.browser)


@dataclass(frozen=True, slots=True)
class Trunk:
    """The way to a SIP provider. Calls from `host` are let in; `register` announces us there as `user`."""

    name: str
    host: str = ""
    port: int = 5060
    user: str = ""
    secret: str = field(default="", repr=False)
    register: bool = False
    caller_id: str = ""

    def __post_init__(self) -> None:
        where = f"trunk {checks.name('trunk name', self.name)}"
        checks.port(f"port of {where}", self.port)
        if self.host or self.register:
            checks.host(f"host of {where}", self.host)
        if self.user or self.register:
            checks.sip_user(f"user of {where}", self.user)
        if self.secret or self.register:
            checks.secret(f"secret of {where}", self.secret)
        if self.caller_id:
            checks.number(f"caller_id of {where}", self.caller_id)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A phone outside the centre that needs no provider: it registers here as `trial-<number>`."""

    number: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        checks.number("number of a trial line", self.number)
        checks.secret(f"secret of trial line {self.number}", self.secret)

    @property
    def name(self) -> str:
        """What it registers as. '+', '*' and '#' have a meaning in a SIP address and are spelled out."""
        return "trial-" + self.number.replace("+", "p").replace("*", "s").replace("#", "h")


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    """One Asterisk. `data_dir` is the service's data folder; ports are numbers here (see `ports` for "auto").

    `silence_limit`: seconds without a single RTP packet after which a leg whose phone vanished is ended, 0 = never.
    `event_names`: the manager events that we want, none = all. `music_dir`: our own music on hold, for an
    Asterisk without any; `music_classes`: folders of other music, by the name that a queue has for it.
    `http_port`: of the websocket for phones in a browser, 0 = none; `try_lines`: callers in a browser.
    `external_address` and `local_networks`: for a machine behind NAT.
    `system_name`: random, known to us alone; it seals every manager event (see `telephony.ami.seal`).
    `extra_*` and `modules_extra` are for benches and tests: their text is written as it is.
    """

    data_dir: Path
    sip_port: int
    ami_port: int
    rtp_start: int
    rtp_end: int
    ami_secret: str = field(repr=False)
    system_name: str = field(default="hotline", repr=False)
    bind: str = "127.0.0.1"
    seats: tuple[Seat, ...] = ()
    trunks: tuple[Trunk, ...] = ()
    trial_lines: tuple[TrialLine, ...] = ()
    try_lines: tuple[TrialLine, ...] = ()
    http_port: int = 0
    numbers: tuple[str, ...] = ()
    event_names: tuple[str, ...] = ()
    channel_variables: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ("ulaw", "alaw", "g722", "opus")
    tone_zone: str = "cn"
    silence_limit: int = 300
    music_dir: Path | None = None
    music_classes: Mapping[str, Path] = field(default_factory=dict)
    external_address: str = ""
    local_networks: tuple[str, ...] = ()
    modules_extra: tuple[str, ...] = ()
    extra_extensions: str = ""
    extra_files: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checks.path("data_dir", self.data_dir)
        checks.address("bind", self.bind)
        checks.secret("ami_secret", self.ami_secret)
        _check_ports(self)
        _check_times(self)
        _check_names(self)
        _check_words(self)

    @property
    def folder(self) -> Path:
        """Where Asterisk's own files are."""
        return self.data_dir / "asterisk"

    @property
    def conf(self) -> Path:
        """The file that Asterisk is started with; no two installations share it."""
        return conf_of(self.data_dir)


def conf_of(data_dir: Path) -> Path:
    """The file that the Asterisk of this data folder is started with."""
    return data_dir / "asterisk" / "etc" / "asterisk.conf"


def _check_ports(settings: ExchangeSettings) -> None:
    for setting in ("sip_port", "ami_port", "rtp_start", "rtp_end"):
        checks.port(setting, getattr(settings, setting))
    if settings.http_port:
        checks.port("http_port", settings.http_port)
    if settings.rtp_end - settings.rtp_start < 9:
        raise RefusedValue("rtp_end", settings.rtp_end, "at least ten ports from rtp_start")


def _check_times(settings: ExchangeSettings) -> None:
    if not 0 <= settings.silence_limit <= 86400:
        raise RefusedValue("silence_limit", settings.silence_limit, "seconds from 0 to 86400")


def _check_names(settings: ExchangeSettings) -> None:
    names = [each.name for each in settings.seats]
    names += [each.name for each in settings.trunks]
    names += [each.name for each in (*settings.trial_lines, *settings.try_lines)]
    checks.different("names of seats, trunks and trial lines", (*RESERVED, *names))
    for number in settings.numbers:
        checks.number("numbers", number)


def _check_words(settings: ExchangeSettings) -> None:
    for setting in ("channel_variables", "codecs", "modules_extra"):
        for value in getattr(settings, setting):
            checks.name(setting, value)
    for value in settings.event_names:
        checks.event("event_names", value)
    for value in settings.extra_files:
        checks.file("extra_files", value)
    for value in settings.local_networks:
        checks.network("local_networks", value)
    checks.name("tone_zone", settings.tone_zone)
    checks.name("system_name", settings.system_name)
    if settings.external_address:
        checks.host("external_address", settings.external_address)
    _check_music(settings)


def _check_music(settings: ExchangeSettings) -> None:
    if settings.music_dir is not None:
        checks.path("music_dir", settings.music_dir)
    for name, folder in settings.music_classes.items():
        checks.name("music_classes", name)
        checks.path("music_classes", folder)
