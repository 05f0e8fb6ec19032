"""pjsip.conf: who may register and call. Nobody without a password, except a trunk by its address."""

from __future__ import annotations

from telephony.addresses import is_everywhere
from telephony.embedded import checks
from telephony.embedded.conf.writing import file, many, section
from telephony.embedded.settings import ExchangeSettings, Seat, TrialLine, Trunk

Pairs = tuple[tuple[str, object], ...]
DISCREET = ("send_connected_line", False)
"""Who is outside is not told whom of ours he talks to; and no INVITE more at every join, which some providers refuse."""


def pjsip_conf(settings: ExchangeSettings, codecs: tuple[str, ...], more: tuple[str, ...] = ()) -> str:
    """The whole file. `codecs` in order of preference; `more`: phones of other kinds."""
    media = _media(settings, codecs)
    return file(
        _global(),
        *(_transport(settings, kind) for kind in ("udp", "tcp")),
        *(seat(each, media) for each in settings.seats),
        *(trial_line(each, media) for each in settings.trial_lines),
        *(trunk(each, media) for each in settings.trunks),
        *more,
    )


def seats_only(settings: ExchangeSettings) -> str:
    """The phones of the seats, for an Asterisk that has transports and trunks of its own."""
    media = _media_anywhere(settings, settings.codecs)
    return "\n".join(seat(each, media) for each in settings.seats)


def seat(each: Seat, media: Pairs) -> str:
    """An agent's phone: endpoint, password, and one place where it is registered."""
    shown = f'"{each.display}" <{each.name}>' if each.display else f"<{each.name}>"
    return _phone(each.name, each.secret, "hotline-seats", shown, media)


def trial_line(each: TrialLine, media: Pairs) -> str:
    """A phone that stands for the world outside: what it dials comes in as if from a trunk."""
    return _phone(each.name, each.secret, "hotline-in", f"<{each.number}>", (*media, DISCREET))


def trunk(each: Trunk, media: Pairs) -> str:
    """A provider: known by its address, called at its address, registered with where it asks for that."""
    parts = [_trunk_endpoint(each, media)]
    if each.host:
        parts.append(section(each.name, ("type", "aor"), ("contact", f"sip:{_at(each)}"), ("qualify_frequency", 0)))
        match = checks.host("host", each.host).strip("[]")
        parts.append(section(each.name, ("type", "identify"), ("endpoint", each.name), ("match", match)))
    if each.secret:
        parts.append(password(each.name, each.user or each.name, each.secret))
    if each.register:
        parts.append(_registration(each))
    return "\n".join(parts)


def _global() -> str:
    return section(
        "global",
        ("type", "global"),
        ("user_agent", "hotline"),
        ("endpoint_identifier_order", "username,auth_username,ip"),
        ("keep_alive_interval", 90),
    )


def _transport(settings: ExchangeSettings, kind: str) -> str:
    bind = checks.host("bind", settings.bind)
    outside = checks.host("external_address", settings.external_address) if settings.external_address else ""
    seen = [("external_media_address", outside), ("external_signaling_address", outside)] if outside else []
    return section(
        f"transport-{kind}",
        ("type", "transport"),
        ("protocol", kind),
        ("bind", f"{bind}:{settings.sip_port}"),
        *seen,
        *many("local_net", settings.local_networks),
    )


def _media(settings: ExchangeSettings, codecs: tuple[str, ...]) -> Pairs:
    """How sound travels: always through us, so that a leg can be announced to or moved at any instant."""
    return (*_media_anywhere(settings, codecs), *bound_media(settings))


def bound_media(settings: ExchangeSettings) -> Pairs:
    """Sound goes where SIP goes."""
    if is_everywhere(settings.bind):
        return ()
    return (("media_address", settings.bind), ("bind_rtp_to_media_address", True))


def _media_anywhere(settings: ExchangeSettings, codecs: tuple[str, ...]) -> Pairs:
    return (
        ("disallow", "all"),
        ("allow", ",".join(codecs)),
        ("direct_media", False),
        ("rtp_symmetric", True),
        ("dtmf_mode", "rfc4733"),
        ("timers", False),
        ("send_pai", True),
        ("rtp_timeout", settings.silence_limit),
    )


def _phone(name: str, secret: str, context: str, shown: str, media: Pairs) -> str:
    return "\n".join((_phone_endpoint(name, context, shown, media), password(name, name, secret), place(name)))


def _phone_endpoint(name: str, context: str, shown: str, media: Pairs) -> str:
    return section(
        name,
        ("type", "endpoint"),
        ("context", context),
        ("auth", name),
        ("aors", name),
        ("callerid", shown),
        ("set_var", "TRANSFER_CONTEXT=hotline-transfer"),
        ("rewrite_contact", True),
        ("force_rport", True),
        ("allow_subscribe", False),
        *media,
    )


def password(name: str, user: str, secret: str) -> str:
    """What a phone, or we at a provider, must know."""
    return section(name, ("type", "auth"), ("auth_type", "userpass"), ("username", user), ("password", secret))


def place(name: str) -> str:
    """Where a phone registers: the newest place is the one."""
    return section(name, ("type", "aor"), ("max_contacts", 1), ("remove_existing", True), ("qualify_frequency", 0))


def _trunk_endpoint(each: Trunk, media: Pairs) -> str:
    optional: list[tuple[str, object]] = []
    if each.host:
        optional.append(("aors", each.name))
    if each.secret:
        optional.append(("outbound_auth", each.name))
    if each.user:
        optional.append(("from_user", each.user))
    if each.caller_id:
        optional.append(("callerid", f"<{each.caller_id}>"))
    return section(
        each.name,
        ("type", "endpoint"),
        ("context", "hotline-in"),
        ("set_var", "TRANSFER_CONTEXT=hotline-transfer"),
        ("trust_id_inbound", True),
        DISCREET,
        *optional,
        *media,
    )


def _registration(each: Trunk) -> str:
    return section(
        each.name,
        ("type", "registration"),
        ("server_uri", f"sip:{_at(each)}"),
        ("client_uri", f"sip:{each.user}@{_at(each)}"),
        ("contact_user", each.user),
        ("outbound_auth", each.name),
        ("retry_interval", 30),
        ("forbidden_retry_interval", 300),
        ("fatal_retry_interval", 300),
        ("max_retries", 1_000_000),
        ("line", True),
        ("endpoint", each.name),
    )


def _at(each: Trunk) -> str:
    return f"{checks.host('host', each.host)}:{each.port}"
