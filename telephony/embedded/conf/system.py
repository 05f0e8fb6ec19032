"""asterisk.conf, modules.conf, logger.conf and the small files that switch things off."""

from __future__ import annotations

import resource
from pathlib import Path

from telephony.embedded import modules
from telephony.embedded.conf.writing import HEADER, file, many, section
from telephony.embedded.installation import Installation
from telephony.embedded.settings import ExchangeSettings

MOST_FILES = 65_536


def asterisk_conf(settings: ExchangeSettings, installation: Installation, run_dir: Path) -> str:
    """Where everything is, and what the process may do. Only the modules lie outside our folder."""
    folder = settings.folder
    return file(
        section(
            "directories",
            ("astetcdir", folder / "etc"),
            ("astmoddir", installation.modules),
            ("astvarlibdir", folder / "lib"),
            ("astdbdir", folder / "lib"),
            ("astkeydir", folder / "lib"),
            ("astdatadir", folder / "data"),
            ("astagidir", folder / "data" / "agi-bin"),
            ("astspooldir", folder / "spool"),
            ("astrundir", run_dir),
            ("astlogdir", folder / "log"),
            ("astcachedir", folder / "cache"),
            arrow=True,
        ),
        section(
            "options",
            ("systemname", settings.system_name),
            ("live_dangerously", False),
            ("hideconnect", True),
            ("nocolor", True),
            ("dumpcore", False),
            ("highpriority", False),
            ("verbose", 0),
            ("debug", 0),
            ("lockconfdir", False),
            ("maxfiles", descriptors()),
            ("documentation_language", "en_US"),
            ("defaultlanguage", "en"),
        ),
    )


def descriptors() -> int:
    """How many descriptors Asterisk may open: what the system lets any process have, up to `MOST_FILES`.

    A call needs some five, and a channel whose caller has hung up keeps one until nobody holds it. Asterisk sets this limit
    itself at its start; it may not ask for more than the hard one (main/asterisk.c).
    """
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)


def modules_conf(settings: ExchangeSettings, installation: Installation) -> str:
    """What is loaded. `require`: Asterisk ends when such a module is missing, so no check can silently vanish."""
    optional = (*modules.welcome_in(installation), *settings.modules_extra)
    return file(
        section(
            "modules",
            ("autoload", False),
            *many("require", (f"{each}.so" for each in modules.NEEDED)),
            *many("load", (f"{each}.so" for each in optional)),
        )
    )


def logger_conf() -> str:
    """What goes to log/messages.log. Times to the millisecond, local as in every other log of the machine."""
    return file(
        section("general", ("dateformat", "%F %T.%3q"), ("queue_log", False)),
        section("logfiles", ("messages.log", "notice,warning,error"), arrow=True),
    )


def switched_off() -> dict[str, str]:
    """Parts of Asterisk's core that cannot be left out, told to do nothing."""
    off = file(section("general", ("enable", False)))
    nothing = file(section("general"))
    idle = ("ccss", "cli", "cli_permissions", "codecs", "dnsmgr", "features", "pjproject", "sorcery", "udptl")
    return {
        "acl.conf": HEADER,
        "stasis.conf": file(section("threadpool")),
        "cdr.conf": off,
        "cel.conf": off,
        **{f"{each}.conf": nothing for each in idle},
    }
