"""Messages signed as Standard Webhooks 1.0 says (standardwebhooks.com): any library of it can verify them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """256 random bits, written as the standard has it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode("ascii")


def headers(secret: str, message: str, at: float, body: str) -> dict[str, str]:
    """The id is the same at every try, so that a message told twice is known; the time is that of this try, against replays."""
    moment = str(int(at))
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": _signed(secret, message, moment, body),
    }


def _signed(secret: str, message: str, moment: str, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message}.{moment}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode("ascii")
