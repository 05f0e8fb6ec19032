"""What the administrator of somebody else's Asterisk must put into it (`mode: external`)."""

from __future__ import annotations

from telephony.embedded import checks
from telephony.embedded.conf import browser, calling, manager
from telephony.embedded.conf.sip import seats_only
from telephony.embedded.conf.writing import many, section
from telephony.embedded.installation import Version
from telephony.embedded.modules import CALLING, FUNCTIONS, SIP, SOUND
from telephony.embedded.settings import ExchangeSettings

NEWEST = Version(22, 10)


def external_snippets(
    settings: ExchangeSettings,
    version: Version = NEWEST,
    our_address: str = "127.0.0.1",
    arrives_in: str = "from-trunk",
) -> dict[str, str]:
    """By file name, the text to add to that file of an Asterisk of this version.

    `our_address` is where the service runs, `arrives_in` the context of the administrator's own trunks. The text
    is made by the functions that configure our own Asterisk, so that both always agree.
    """
    checks.address("our_address", our_address)
    checks.name("arrives_in", arrives_in)
    return {
        "manager.conf": manager.user(settings, version, _only(our_address)),
        "extensions.conf": "\n".join(_extensions(settings, arrives_in)),
        "pjsip.conf": "\n".join(filter(None, (seats_only(settings), *browser.pjsip_anywhere(settings.seats)))),
        "modules.conf": section("modules", *many("require", (f"{each}.so" for each in _modules()))),
    }


def _extensions(settings: ExchangeSettings, arrives_in: str) -> tuple[str, ...]:
    browsers = (browser.seat_context(),) if any(seat.browser for seat in settings.seats) else ()
    return (_numbers(settings.numbers, arrives_in), calling.contexts(), *browsers)


def _numbers(numbers: tuple[str, ...], arrives_in: str) -> str:
    lines = (f"exten => {each},1,Goto(hotline-in,{each},1)\n" for each in numbers)
    return f"[{arrives_in}]\n" + "".join(lines)


def _only(address: str) -> str:
    mask = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" if ":" in address else "255.255.255.255"
    return f"{address}/{mask}"


def _modules() -> tuple[str, ...]:
    return (*SIP, *CALLING, *SOUND, *FUNCTIONS)
