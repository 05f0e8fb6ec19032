"""What the bench's phone writes: REGISTER with its password, and where it takes sound."""

from __future__ import annotations

import hashlib
import secrets
import socket

from telephony.phones.account import Account
from telephony.phones.messages import Message, join, new_branch


def register(
    account: Account, via: str, contact: str, call_id: str, tag: str, sequence: int, credentials: str = ""
) -> str:
    """Tell the server where the phone is (RFC 3261 10)."""
    who = f"<sip:{account.user}@{account.server}>"
    headers = [
        ("Via", f"SIP/2.0/UDP {via};branch={new_branch()};rport"),
        ("From", f"{who};tag={tag}"),
        ("To", who),
        ("Call-ID", call_id),
        ("CSeq", f"{sequence} REGISTER"),
        ("Contact", f"<{contact}>"),
        ("Expires", "3600"),
        ("Max-Forwards", "70"),
    ]
    headers += [("Authorization", credentials)] if credentials else []
    return join(f"REGISTER {_registrar(account)} SIP/2.0", headers)


def password(account: Account, challenge: Message) -> str:
    """The answer to a challenge (RFC 2617, qop=auth)."""
    asked, registrar = challenge.authentication, _registrar(account)
    realm, nonce, nc, cnonce = asked["realm"], asked["nonce"], "00000001", secrets.token_hex(8)
    ours = _md5(f"{account.user}:{realm}:{account.secret}")
    proof = _md5(f"{ours}:{nonce}:{nc}:{cnonce}:auth:{_md5(f'REGISTER:{registrar}')}")
    words = f'Digest username="{account.user}", realm="{realm}", nonce="{nonce}", uri="{registrar}"'
    opaque = f', opaque="{asked["opaque"]}"' if "opaque" in asked else ""
    return f'{words}, response="{proof}", algorithm=MD5, qop=auth, nc={nc}, cnonce="{cnonce}"{opaque}'


def audio_at(media: socket.socket) -> str:
    """An answer in SDP: mu-law and digits, at this socket."""
    host, port = media.getsockname()
    lines = ["v=0", f"o=- 1 1 IN IP4 {host}", "s=-", f"c=IN IP4 {host}", "t=0 0", f"m=audio {port} RTP/AVP 0 101"]
    return "\r\n".join([*lines, "a=rtpmap:101 telephone-event/8000", "a=sendrecv"]) + "\r\n"


def _registrar(account: Account) -> str:
    return f"sip:{account.server}:{account.port}"


def _md5(text: str) -> str:
    """What SIP's digest asks for: no choice of ours."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
