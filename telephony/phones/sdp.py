"""The codecs of a session description (RFC 4566, 3264), as far as this phone plays them."""

from __future__ import annotations

from typing import Any

from telephony.phones.media import EVENT, PCMA, PCMU
from telephony.phones.messages import Message

KNOWN = {"PCMU": PCMU, "PCMA": PCMA, "telephone-event": EVENT}
STATIC = {"0": PCMU, "8": PCMA}
"""Payload numbers that need no rtpmap (RFC 3551)."""


def has_audio(codecs: dict[int, Any]) -> bool:
    """Whether there is anything to talk with."""
    return any(codec in (PCMU, PCMA) for codec in codecs.values())


def keep_known(request: Message) -> None:
    """Leave only what this phone can play: of the rest pyVoIP warns on the console and resets everybody's filters."""
    known = {str(kind) for kind in codecs_of(request)}
    request.body["m"] = [one for one in request.body.get("m", []) if one["type"] == "audio"]
    for media in request.body["m"]:
        media["methods"] = [kind for kind in media["methods"] if kind in known]


def codecs_of(answer: Message) -> dict[int, Any]:
    """Payload number to codec, those that we know, in the order of preference."""
    found: dict[int, Any] = {}
    for media in (one for one in answer.body.get("m", []) if one["type"] == "audio"):
        for kind in media["methods"]:
            name = media["attributes"][kind].get("rtpmap", {}).get("name", "")
            codec = KNOWN.get(name) or STATIC.get(kind)
            if codec is not None:
                found[int(kind)] = codec
    return found
