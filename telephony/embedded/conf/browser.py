"""Phones in a browser: Asterisk's websocket on loopback, an endpoint for the browser at each seat, and those of pages
that try the hotline.

Only the service's own web server connects to the websocket; sound travels straight between browser and Asterisk.
"""

from __future__ import annotations

from telephony.browser import browser_of
from telephony.embedded.conf.calling import DIALLED
from telephony.embedded.conf.sip import DISCREET, Pairs, bound_media, password, place
from telephony.embedded.conf.writing import file, section
from telephony.embedded.installation import Installation
from telephony.embedded.modules import codecs_in, lacking_for_browsers
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine

LOOPBACK = "127.0.0.1"
CODECS = ("opus", "ulaw")
"""What browsers must know (RFC 7874, 3). Opus only where Asterisk can transcode it."""
SILENT_AFTER, SILENT_ON_HOLD_AFTER = 5, 30
"""Seconds without a packet after which a page counts as dead. A live page sends packets muted and on hold as well."""
ECHO = "echo-test"
"""What an agent's page dials to hear itself."""
NO_NUMBER = "hotline"
"""What a trying page dials where the plan takes calls to any number."""


def served(settings: ExchangeSettings, installation: Installation) -> bool:
    """Whether this Asterisk serves phones in a browser."""
    return bool(settings.http_port) and not lacking_for_browsers(installation)


def http_conf(settings: ExchangeSettings, installation: Installation) -> str:
    """The websocket at /ws, on loopback only; nothing else is served there."""
    if not served(settings, installation):
        return file(section("general", ("enabled", False)))
    return file(
        section(
            "general",
            ("servername", "hotline"),
            ("enabled", True),
            ("bindaddr", LOOPBACK),
            ("bindport", settings.http_port),
            ("enablestatic", False),
            ("enable_status", False),
        )
    )


def pjsip_parts(settings: ExchangeSettings, installation: Installation) -> tuple[str, ...]:
    """What pjsip.conf has beside desk phones and trunks."""
    if not served(settings, installation):
        return ()
    media = (*_media(codecs_in(installation, CODECS)), *bound_media(settings))
    seats = (browser(each, media) for each in settings.seats if each.browser)
    return (transport(), *seats, *(trying(each, media) for each in settings.try_lines))


def pjsip_anywhere(seats: tuple[Seat, ...]) -> tuple[str, ...]:
    """The same for an Asterisk that is not ours."""
    with_browser = [each for each in seats if each.browser]
    return (transport(), *(browser(each, _media(CODECS)) for each in with_browser)) if with_browser else ()


def transport() -> str:
    """No socket of its own: Asterisk's HTTP server brings the connections."""
    return section("transport-ws", ("type", "transport"), ("protocol", "ws"), ("bind", LOOPBACK))


def browser(seat: Seat, media: Pairs) -> str:
    """The phone in the browser of who sits at a seat. The newest page is the one that rings."""
    name = browser_of(seat.name)
    shown = f'"{seat.display}" <{seat.name}>' if seat.display else f"<{seat.name}>"
    endpoint = section(
        name,
        ("type", "endpoint"),
        ("context", "hotline-browser"),
        ("auth", name),
        ("aors", name),
        ("callerid", shown),
        ("set_var", "TRANSFER_CONTEXT=hotline-transfer"),
        ("allow_subscribe", False),
        *media,
    )
    return "\n".join((endpoint, password(name, name, seat.browser), place(name)))


def trying(line: TrialLine, media: Pairs) -> str:
    """A caller in a browser. It registers nowhere, reaches nothing but the hotline's numbers and can send nobody on."""
    endpoint = section(
        line.name,
        ("type", "endpoint"),
        ("context", "hotline-try"),
        ("auth", line.name),
        ("callerid", f"<{line.number}>"),
        ("allow_subscribe", False),
        ("allow_transfer", False),
        *media,
        DISCREET,
    )
    return "\n".join((endpoint, password(line.name, line.name, line.secret)))


def contexts(numbers: tuple[str, ...]) -> str:
    """What a browser may dial: at a seat what a desk phone may, and the echo; from a trying page the hotline."""
    dialled = "".join(f"exten => {each},1,Goto(hotline-in,{each},1)\n" for each in numbers or (NO_NUMBER,))
    return f"{seat_context()}\n[hotline-try]\n{dialled}"


def seat_context() -> str:
    """The echo is Asterisk's own affair; everything else is ours, as from a desk phone."""
    others = "".join(f"exten => {each},1,Goto(hotline-seats,${{EXTEN}},1)\n" for each in DIALLED)
    return f"[hotline-browser]\nexten => {ECHO},1,Answer()\n same => n,Echo()\n same => n,Hangup()\n{others}"


def _media(codecs: tuple[str, ...]) -> Pairs:
    return (
        ("disallow", "all"),
        ("allow", ",".join(codecs)),
        ("webrtc", True),
        ("dtls_auto_generate_cert", True),
        ("direct_media", False),
        ("dtmf_mode", "rfc4733"),
        ("timers", False),
        ("send_pai", True),
        ("rtp_timeout", SILENT_AFTER),
        ("rtp_timeout_hold", SILENT_ON_HOLD_AFTER),
    )
