"""Addresses of this machine and of others, as they are written."""

from __future__ import annotations

import ipaddress


def is_everywhere(host: str) -> bool:
    """Whether it stands for no address in particular (`0.0.0.0`, `::`): who binds to it listens on every one."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
