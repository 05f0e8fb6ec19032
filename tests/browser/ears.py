"""What is heard at both ends: in a page by its own Web Audio, at a scripted phone by its recording."""

from __future__ import annotations

import time

from playwright.async_api import Page

from telephony.phones.audio import dominant_tone, level
from telephony.phones.call import PhoneCall
from telephony.phones.recording import Samples
from tests.browser.machine import VOICE
from tests.waiting import patient

CLOSE = 12.0
"""Hz by which a pitch may be off: two bins of the page's analyser."""
QUIET = -50.0
"""dBFS."""
LISTEN = """async () => {
  const elements = [...document.querySelectorAll("audio[data-phone=far]")];
  const element = elements.findLast((one) => one.srcObject?.getAudioTracks().length);
  if (!element) return { hz: 0, rms: 0 };
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(element.srcObject).connect(analyser);
  await new Promise((done) => setTimeout(done, 350));
  const power = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(power);
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const peak = power.reduce((best, one, at) => (one > power[best] ? at : best), 0);
  const rms = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
  const hz = (peak * context.sampleRate) / analyser.fftSize;
  await context.close();
  return { hz, rms };
}"""


async def page_hears(page: Page, pitch: int, within: float = 5.0) -> None:
    """Wait until this pitch is the loudest that comes out of the page's phone; 0: until it is silent."""
    deadline = time.monotonic() + patient(within)
    while True:
        heard = await page.evaluate(LISTEN)
        silent = heard["rms"] < 0.002
        if silent if pitch == 0 else not silent and abs(heard["hz"] - pitch) < CLOSE:
            return
        assert time.monotonic() < deadline, f"the page does not hear {pitch} Hz but {heard}"


async def page_hears_something(page: Page, within: float = 8.0) -> None:
    """Wait until anything comes out of the page's phone."""
    deadline = time.monotonic() + patient(within)
    while (heard := await page.evaluate(LISTEN))["rms"] < 0.005:
        assert time.monotonic() < deadline, f"the page hears nothing: {heard}"


async def phone_hears(call: PhoneCall, pitch: int = VOICE, within: float = 5.0) -> None:
    """Wait until the newest third of a second is this pitch; 0: is silent."""
    deadline = time.monotonic() + patient(within)
    while not _is(call, pitch):
        assert time.monotonic() < deadline, f"the phone hears {level(_newest(call)):.0f} dBFS, and not {pitch} Hz"
        assert await call.recorded(call.recording.seconds + 0.1), "the call has ended"


async def phone_hears_something(call: PhoneCall, within: float = 5.0) -> None:
    """Wait until the newest third of a second is loud: music, or a word."""
    deadline = time.monotonic() + patient(within)
    while level(_newest(call)) < QUIET + 10:
        assert time.monotonic() < deadline, "the phone hears nothing"
        assert await call.recorded(call.recording.seconds + 0.1), "the call has ended"


def _is(call: PhoneCall, pitch: int) -> bool:
    if pitch == 0:
        return level(_newest(call)) < QUIET
    heard = dominant_tone(_newest(call))
    return heard is not None and abs(heard - pitch) < CLOSE


def _newest(call: PhoneCall) -> Samples:
    return call.recording.last(0.33)
