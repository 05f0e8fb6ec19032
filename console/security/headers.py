"""The headers by which browsers keep people safe. https://owasp.org/www-project-secure-headers/

Nothing is loaded from anywhere else, nothing runs that is not a file of ours, nobody frames us, and the microphone is ours
alone. A reply of the API is kept by nobody.
"""

from __future__ import annotations

import re

_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]+")
YEAR = 365 * 24 * 3600
PERMISSIONS = "microphone=(self), autoplay=(self), camera=(), geolocation=(), payment=(), usb=(), display-capture=()"


def reply_headers(host: str, secure: bool) -> dict[str, str]:
    """What every reply carries, unless it says otherwise itself. `host` is the one that was asked for, and known."""
    always = {
        "content-security-policy": policy(host),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
    return always | ({"strict-transport-security": f"max-age={YEAR}"} if secure else {})


def policy(host: str, nonce: str = "") -> str:
    """The content security policy. `nonce`: style elements that carry it are allowed, for the editor makes its own."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    styles = f" 'nonce-{nonce}'" if nonce else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self'{sockets}",
            f"style-src 'self'{styles}",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
