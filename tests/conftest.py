"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says more about the machine than about the code; a hang is caught by pytest-timeout.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")
