"""The settings as the console needs them."""

from __future__ import annotations

import socket

from console.settings import ConsoleSettings
from service.config import Settings
from service.config_console import ConsoleSection
from telephony.addresses import is_everywhere


def settings_of(settings: Settings, port: int = 0) -> ConsoleSettings:
    """`port`: the one that it is served on, where the settings leave it open."""
    section = settings.console
    served = port or (section.port if section.port != "auto" else 0)
    return ConsoleSettings(
        host=section.host,
        port=served,
        address=section.public_url or _address(section, served),
        hosts=(*section.hosts, socket.gethostname()),
        certificate=section.certificate,
        key=section.key,
        proxies=section.proxies,
        length=section.session_hours * 3600.0,
        idle=section.idle_minutes * 60.0,
        link_lasts=section.link_hours * 3600.0,
        zone=settings.centre.zone,
    )


def _address(section: ConsoleSection, port: int) -> str:
    scheme = "https" if section.certificate else "http"
    host = socket.gethostname() if is_everywhere(section.host) else section.host
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
