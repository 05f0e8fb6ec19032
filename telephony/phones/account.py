"""Who a scripted phone is, and where its server is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

USER = re.compile(r"[0-9A-Za-z*#+._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Account:
    """A SIP account. The phone binds `bind` on a free port unless `local_port` names one.

    `name` is the display name it calls with. `expires` is how long a registration is asked to hold, in seconds.
    Raises ValueError for what would break out of its header.
    """

    user: str
    secret: str = field(repr=False)
    server: str = "127.0.0.1"
    port: int = 5060
    bind: str = "127.0.0.1"
    name: str = ""
    local_port: int = 0
    expires: int = 120

    def __post_init__(self) -> None:
        if not USER.fullmatch(self.user):
            raise ValueError(f"{self.user[:40]!r} is no SIP user: letters, digits and *#+._- only")
        if re.search(r"[\x00-\x1f\x7f]", self.name):
            raise ValueError("the name of a SIP account may hold no control character")

    @property
    def quoted_name(self) -> str:
        """The name as it stands between the quotes of a header (RFC 3261 25.1)."""
        return self.name.replace("\\", "\\\\").replace('"', '\\"')
