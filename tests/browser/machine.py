"""What this machine must have for tests in a browser: Chromium, an address other than 127.0.0.1, the pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import wave
from pathlib import Path

import numpy as np

from tests.asterisk.conftest import CHECKOUT

RATE = 48000
VOICE = 440
"""The pitch that every microphone in these tests hears, in Hz."""
ALWAYS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip


def lacking() -> str:
    """Why there can be no call in a browser here; '' where there can."""
    if not chromium():
        return "no Chromium on this machine (chromium, chromium-browser, google-chrome)"
    if not has_an_address():
        return "this machine has only 127.0.0.1: neither Chromium nor Asterisk offers it for sound"
    return ""


def chromium() -> str:
    """Where it is; '' for nowhere."""
    asked = os.environ.get("HOTLINE_CHROMIUM", "")
    found = (shutil.which(name) for name in (asked, "chromium", "chromium-browser", "google-chrome") if name)
    return next((path for path in found if path), "")


def has_an_address() -> bool:
    """Whether a packet to somewhere else would leave from an address that is not loopback. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
        return not str(probe.getsockname()[0]).startswith("127.")


def build_pages() -> None:
    """As `make run` does, where their sources have changed; HOTLINE_PAGES=kept takes them as they are."""
    if os.environ.get("HOTLINE_PAGES") != "kept":
        subprocess.run(["sh", "docker/pages.sh"], cwd=CHECKOUT, check=True, timeout=600)
    assert (CHECKOUT / "console/static/index.html").is_file(), "the pages are not built: run `make web`"


def write_voice(file: Path, pitch: int = VOICE, seconds: float = 10.0) -> Path:
    """What the fake microphone hears, again and again: the pitch fits the length, so that it does not click."""
    at = np.arange(round(seconds * RATE)) / RATE
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((9000 * np.sin(2 * np.pi * pitch * at)).astype("<i2").tobytes())
    return file
