"""The console beside calls, on a real Asterisk: the API asked 200 times a second while 50 callers are up; the screen pop.

Every caller is on the line and hears music. The agent's phone is registered and rings; his page is open in a real Chromium.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median
from typing import TYPE_CHECKING

from console.roles import Role
from service.bench.console_entry import signed_in
from service.bench.console_page import browser, visitor
from service.bench.console_viewers import Asked, Entry, Programs
from service.bench.doorbell import Doorbell
from service.bench.figures import Figure, percentile
from service.bench.ground import HERE, Ground, free_tcp_port
from service.bench.hotline_process import HotlineProcess, cpu_seconds, hotline_process
from service.bench.plans import NO_SPEECH, NUMBER, SEAT, STRAIGHT_IN, settings_file
from service.bench.showing import Steps
from service.bench.visitor import Visitor
from store.database import Database

if TYPE_CHECKING:
    from playwright.async_api import Page

CALLS, RATE, POPS, QUICK_POPS = 50, 200.0, 12, 3
"""Callers who are up, requests a second, and offers that pop up."""
P95_MS, POP_MS = 50, 300
WITHIN = 20.0
PATHS = ("/api/v1/queues", "/api/v1/people", "/api/v1/snapshot", "/api/v1/session", "/api/v1/calls", "/api/v1/reasons")
"""What is asked in turn. The snapshot has every call that is up."""
SEES = """() => {
  window.__popped = {};
  const look = () => {
    for (const card of document.querySelectorAll("article[data-call]")) {
      const call = card.dataset.call;
      if (window.__popped[call]) continue;
      window.__popped[call] = -1;
      requestAnimationFrame(() => setTimeout(() => (window.__popped[call] = performance.timeOrigin + performance.now())));
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
DESK_PHONE = 'localStorage.setItem("hotline.phone.desk", "yes")'
"""He prefers the phone on his desk, which is the bench's: the browser would ring instead."""
MADE = """async () => {
  const offers = await (await fetch("/api/v1/offers")).json();
  return offers.filter((one) => window.__popped[one.call] > 0).map((one) => window.__popped[one.call] - one.made_at * 1000);
}"""
SETTLED = """() => {
  const offered = document.querySelector("article[data-stage=offered], article[data-stage=ringing]");
  return !offered && !Object.values(window.__popped).includes(-1);
}"""
"""No card is offered any more, and no time of one has still to be written down."""


async def of_calls(here: Ground, steps: Steps, seconds: float, quick: bool) -> list[Figure]:
    """The figures. Raises AsteriskMissing, DidNotRun, NoAnswer."""
    ports, port = here.ports(0), free_tcp_port()
    more = f"{NO_SPEECH}\n[console]\nport = {port}\n"
    file = settings_file(here, "calls", STRAIGHT_IN, ports, more)
    steps.step("a hotline with an Asterisk starts")
    async with hotline_process(file) as service, Database.in_file(service.settings.database_file) as database:
        address = f"http://{HERE}:{port}"
        entry = await signed_in(database, service.settings, address)
        asked, share = await _asked(service, entry, ports.sip, steps, seconds)
        agent = await signed_in(database, service.settings, address, Role.AGENT, SEAT)
        pops = await _pops(service, agent, ports.sip, steps, QUICK_POPS if quick else POPS)
    return [*_of_asked(asked, share, quick), *_of_pops(pops, quick)]


async def _asked(service: HotlineProcess, entry: Entry, sip: int, steps: Steps, seconds: float) -> tuple[Asked, float]:
    steps.step(f"{CALLS} callers call")
    async with _callers(sip):
        await Programs(entry, PATHS).run(RATE / 4, 2.0)  # connections, caches: it has been up for a while
        steps.step(f"{RATE:g} requests a second")
        before = cpu_seconds(service.pid)
        asked = await Programs(entry, PATHS).run(RATE, seconds)
        return asked, (cpu_seconds(service.pid) - before) / seconds


@asynccontextmanager
async def _callers(sip: int) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(Visitor(sip)) for _ in range(CALLS)]
        for number, phone in enumerate(phones):
            await phone.call(NUMBER, f"1390000{number:04d}")
        yield
        for phone in phones:
            phone.hang_up()


async def _pops(service: HotlineProcess, agent: Entry, sip: int, steps: Steps, trials: int) -> list[float]:
    steps.step("offers pop up")
    async with Doorbell(service.seat) as phone, browser() as opened:
        await phone.register()
        page = await (await visitor(opened, agent)).new_page()
        await page.add_init_script(DESK_PHONE)
        await page.goto(agent.address + "/desk")
        await page.wait_for_selector("[data-person-state=READY]", timeout=60_000)
        await page.evaluate(SEES)
        return [await _pop(page, phone, sip, trial) for trial in range(trials)]


async def _pop(page: Page, phone: Doorbell, sip: int, trial: int) -> float:
    """Milliseconds from the offer to its card in pixels. The caller then hangs up, and the agent is free again."""
    async with Visitor(sip) as caller:
        await caller.call(NUMBER, f"1380000{trial:04d}")
        ring = await phone.ring(WITHIN)
        await page.wait_for_function("() => Object.values(window.__popped).some((at) => at > 0)", timeout=WITHIN * 1000)
        found = await page.evaluate(MADE)
        caller.hang_up()
        await phone.over(ring.call_id, WITHIN)
    await page.wait_for_selector("[data-person-state=READY]", timeout=WITHIN * 1000)
    await page.wait_for_function(SETTLED, timeout=WITHIN * 1000)
    await page.evaluate("() => { for (const call in window.__popped) window.__popped[call] = -2; }")
    return float(found[-1])


def _of_asked(asked: Asked, share: float, quick: bool) -> list[Figure]:
    every = asked.all
    slowest = max(asked.seconds, key=lambda path: percentile(asked.seconds[path], 0.95))
    return [
        Figure("API, p95 of all requests", round(1000 * asked.p95(), 1), "ms", at_most=P95_MS, short=quick),
        Figure("API, median", round(1000 * median(every), 1), "ms"),
        Figure(
            f"API, p95 of {slowest.removeprefix('/api/v1')}",
            round(1000 * percentile(asked.seconds[slowest], 0.95), 1),
            "ms",
        ),
        Figure("API, requests", len(every)),
        Figure("API, wrong replies", asked.wrong, "", at_most=0),
        Figure("service meanwhile", round(100 * share, 1), "% of a core"),
    ]


def _of_pops(pops: list[float], quick: bool) -> list[Figure]:
    return [
        Figure("offer to screen pop, worst", round(max(pops), 1), "ms", at_most=POP_MS, short=quick),
        Figure("offer to screen pop, median", round(median(pops), 1), "ms"),
    ]
