"""manager.conf: our own door into Asterisk, on loopback only, with only the rights that we use."""

from __future__ import annotations

from telephony.embedded.conf.writing import file, many, section
from telephony.embedded.installation import Version
from telephony.embedded.settings import ExchangeSettings

USER = "hotline"
LOOPBACK = "127.0.0.1"
ALWAYS = ("FullyBooted", "Shutdown")
"""Events about the link itself, wanted whatever else is."""
READ = "system,call,agi,dtmf,user,reporting"
WRITE = "system,call,agi,originate,reporting,user"
"""No `command` and no `config`: whoever gets in cannot rewrite the configuration or run console commands."""


def manager_conf(settings: ExchangeSettings, version: Version) -> str:
    """The whole file."""
    general = section(
        "general",
        ("enabled", True),
        ("webenabled", False),
        ("bindaddr", LOOPBACK),
        ("port", settings.ami_port),
        ("allowmultiplelogin", True),
        ("displayconnects", False),
        ("timestampevents", False),
        ("authtimeout", 10),
        ("authlimit", 20),
        *(many("channelvars", [",".join(settings.channel_variables)]) if settings.channel_variables else ()),
    )
    return file(general, user(settings, version, f"{LOOPBACK}/255.255.255.255"))


def user(settings: ExchangeSettings, version: Version, permit: str) -> str:
    """The user we log in as. `writetimeout` in milliseconds: how long we may be slow before we are cut off."""
    return section(
        USER,
        ("secret", settings.ami_secret),
        ("deny", "0.0.0.0/0.0.0.0"),
        ("permit", permit),
        ("read", READ),
        ("write", WRITE),
        ("writetimeout", 5000),
    ) + "".join(f"{line}\n" for line in filters(settings.event_names, version))


def filters(names: tuple[str, ...], version: Version) -> list[str]:
    """Lines that let only these events out; none at all when no name is given. Answers to lists are not filtered."""
    if not names:
        return []
    wanted = sorted({*names, *ALWAYS})
    if version.structured_filters:
        return [f"eventfilter(action(include),name({name})) =" for name in wanted]
    return [f"eventfilter = ^Event: ({'|'.join(wanted)})[^A-Za-z]"]
