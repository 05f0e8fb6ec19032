"""Which parts of Asterisk we load. Nothing else is loaded, so nothing else can be attacked or get in the way."""

from __future__ import annotations

from telephony.embedded.installation import Installation

STORING = ("res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_timing_timerfd")

SIP = (
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_session",
    "res_pjsip_pubsub",
    "res_pjsip_authenticator_digest",
    "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_registrar",
    "res_pjsip_outbound_registration",
    "res_pjsip_sdp_rtp",
    "res_pjsip_nat",
    "res_pjsip_dtmf_info",
    "res_pjsip_refer",
    "res_pjsip_caller_id",
    "res_pjsip_rfc3326",
    "res_pjsip_dlg_options",
    "res_pjsip_header_funcs",
    "res_rtp_asterisk",
    "chan_pjsip",
)
"""Without the authenticator every password is accepted and nothing is logged: it must never be missing.
chan_pjsip and res_pjsip_refer silently decline without pubsub."""

CALLING = (
    "pbx_config",
    "res_agi",
    "res_speech",
    "res_audiosocket",
    "res_musiconhold",
    "res_mutestream",
    "res_manager_devicestate",
    "app_audiosocket",
    "app_bridgeaddchan",
    "app_chanspy",
    "app_dial",
    "app_echo",
    "app_mixmonitor",
    "app_playback",
    "app_playtones",
    "app_record",
    "app_senddtmf",
    "app_stack",
    "app_transfer",
    "app_userevent",
    "app_verbose",
    "bridge_builtin_features",
    "bridge_holding",
    "bridge_simple",
    "bridge_softmix",
)
"""res_agi needs res_speech ("undefined symbol: ast_speech_change")."""

SOUND = (
    "codec_alaw",
    "codec_a_mu",
    "codec_resample",
    "codec_ulaw",
    "format_pcm",
    "format_sln",
    "format_wav",
)

FUNCTIONS = (
    "func_callerid",
    "func_channel",
    "func_global",
    "func_hangupcause",
    "func_logic",
    "func_math",
    "func_pjsip_aor",
    "func_pjsip_contact",
    "func_pjsip_endpoint",
    "func_strings",
    "func_timeout",
    "func_uuid",
    "func_volume",
)

NEEDED = (*STORING, *SIP, *CALLING, *SOUND, *FUNCTIONS)
"""Asterisk ends at start when one of these does not load."""

BROWSERS = ("res_http_websocket", "res_pjsip_transport_websocket", "res_srtp")
"""Phones in a browser need all of them; without one the service runs on, and says that such phones are off."""

WELCOME = (
    "codec_g722",
    "codec_gsm",
    "codec_opus_open_source",
    "codec_opus",
    "res_format_attr_opus",
    "format_gsm",
    "func_talkdetect",
    "func_jitterbuffer",
    "res_pjsip_acl",
    "res_pjsip_diversion",
    "res_pjsip_empty_info",
    "res_pjsip_logger",
    *BROWSERS,
)
"""Loaded where there; builds differ in them."""

CODEC_MODULES = {"g722": ("codec_g722",), "gsm": ("codec_gsm",), "opus": ("codec_opus_open_source", "codec_opus")}


def welcome_in(installation: Installation) -> tuple[str, ...]:
    """The optional modules that this Asterisk has."""
    return tuple(each for each in WELCOME if installation.has(each))


def lacking_for_browsers(installation: Installation) -> tuple[str, ...]:
    """The modules that phones in a browser need and this Asterisk has not."""
    return installation.lacks(BROWSERS)


def codecs_in(installation: Installation, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted codecs that this Asterisk can transcode, in order; ulaw and alaw are always there."""
    known = {name for name, files in CODEC_MODULES.items() if any(map(installation.has, files))}
    return tuple(each for each in wanted if each in known | {"ulaw", "alaw"})
