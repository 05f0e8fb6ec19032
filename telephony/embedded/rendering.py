"""All of Asterisk's configuration from our settings: pure, text in a table by file name."""

from __future__ import annotations

from pathlib import Path

from telephony.embedded.conf import browser, calling, manager, media, sip, system
from telephony.embedded.installation import Installation
from telephony.embedded.modules import codecs_in
from telephony.embedded.settings import ExchangeSettings


def render(settings: ExchangeSettings, installation: Installation, run_dir: Path) -> dict[str, str]:
    """Every file of the configuration folder. `run_dir` is where the control socket and the pid file go."""
    codecs = codecs_in(installation, settings.codecs)
    return {
        **system.switched_off(),
        "asterisk.conf": system.asterisk_conf(settings, installation, run_dir),
        "modules.conf": system.modules_conf(settings, installation),
        "logger.conf": system.logger_conf(),
        "pjsip.conf": sip.pjsip_conf(settings, codecs, browser.pjsip_parts(settings, installation)),
        "http.conf": browser.http_conf(settings, installation),
        "extensions.conf": calling.extensions_conf(browser.contexts(settings.numbers), settings.extra_extensions),
        "manager.conf": manager.manager_conf(settings, installation.version),
        "rtp.conf": media.rtp_conf(settings),
        "musiconhold.conf": media.musiconhold_conf(music_folder(settings, installation), settings.music_classes),
        "indications.conf": media.indications_conf(settings.tone_zone),
        **settings.extra_files,
    }


def music_folder(settings: ExchangeSettings, installation: Installation) -> Path:
    """Our own music when it is set, else what came with Asterisk."""
    return settings.music_dir or installation.data / "moh"


RELOADS = {
    "pjsip.conf": "module reload res_pjsip.so res_pjsip_authenticator_digest.so res_pjsip_endpoint_identifier_ip.so"
    " res_pjsip_outbound_registration.so",
    "extensions.conf": "dialplan reload",
    "manager.conf": "manager reload",
    "musiconhold.conf": "moh reload",
    "http.conf": "module reload http",
    "rtp.conf": "module reload res_rtp_asterisk.so",
    "logger.conf": "logger reload",
    "indications.conf": "module reload indications",
}


def reload_commands(changed: frozenset[str]) -> list[str]:
    """What to tell a running Asterisk after these files changed. None of these touches a call."""
    return [command for name, command in RELOADS.items() if name in changed]
