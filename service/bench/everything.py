"""The benches by name, each as one call that measures; and `ami`, an older one, in the same shape."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import uvloop

from calls.errors import WrongSettings
from service.bench import acd, ivr, menu, recovery, routing, routing_crowd, speech
from service.bench.ami import AmiFigures
from service.bench.ami import measure as measure_ami
from service.bench.figures import Figure, Found
from service.bench.showing import Steps, Work
from service.config import Log, Settings
from service.logs import set_up_logs

NOWHERE = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - loggers write to it as long as we live


def ami(events: int = 20_000, rounds: int = 5) -> Work:
    """The manager client beside its peers."""
    return Work("ami", lambda steps: of_ami(measure_ami(events, rounds, steps.progress)))


def of_routing(settings: Settings, trials: int = routing.TRIALS, minutes: float = routing_crowd.MINUTES) -> Work:
    """An agent becomes ready: how soon his phone is rung; and a crowd of callers who give up when they have had enough."""

    def both(steps: Steps) -> Found:
        bell = uvloop.run(routing.measure(settings, steps, trials))
        crowd = uvloop.run(routing_crowd.measure(settings, steps, minutes))
        remarks, detail = [*bell.remarks, *crowd.remarks], {"one caller": bell.detail, "a crowd": crowd.detail}
        return Found("routing", [*bell.figures, *crowd.figures], remarks, detail)

    return Work("routing", both)


def of_menu(settings: Settings) -> Work:
    """Calls a second through a menu."""
    return Work("menu", lambda steps: uvloop.run(menu.measure(settings, steps)))


def of_recovery(settings: Settings, callers: int = recovery.CALLERS) -> Work:
    """The service is killed while callers wait."""
    return Work("recovery", lambda steps: uvloop.run(recovery.measure(settings, steps, callers)))


def of_speech(settings: Settings, audio: Path = speech.AUDIO) -> Work:
    """Callers who speak."""
    return Work("speech", lambda steps: uvloop.run(speech.measure(settings, steps, audio)))


def of_ivr(settings: Settings, presses: int = ivr.PRESSES) -> Work:
    """What the menus cost, and what an admin waits for."""
    return Work("ivr", lambda steps: uvloop.run(ivr.measure(settings, steps, presses)))


def of_acd(quick: bool = False, parts: Sequence[str] = ()) -> Work:
    """Who is served first, and what it costs. Raises WrongSettings for a part that does not exist."""
    unknown = [name for name in parts if name not in acd.PARTS]
    if unknown:
        raise WrongSettings(f"bench acd has no part '{unknown[0][:40]}'", f"use some of {', '.join(acd.PARTS)}")
    return Work("acd", lambda steps: acd.measure(steps, quick, parts))


def of_console(settings: Settings, quick: bool = False, parts: Sequence[str] = ()) -> Work:
    """The console: a large floor live in a browser, the API beside calls, and more. Raises WrongSettings for an unknown part."""
    from service.bench import console  # it needs Playwright, the others do not

    unknown = [name for name in parts if name not in console.PARTS]
    if unknown:
        raise WrongSettings(f"bench console has no part '{unknown[0][:40]}'", f"use some of {', '.join(console.PARTS)}")
    return Work("console", lambda steps: uvloop.run(console.measure(settings, steps, quick, parts)))


def everything(settings: Settings) -> list[Work]:
    """All of them, in the order in which they are told."""
    works = [ami(), of_routing(settings), of_menu(settings), of_recovery(settings)]
    return [*works, of_acd(), of_ivr(settings), of_speech(settings), of_console(settings)]


def of_ami(figures: AmiFigures) -> Found:
    """Its ratios and its failed rows."""
    ratios = [Figure(one.name, round(one.value, 2), "times as fast", at_least=one.target) for one in figures.ratios]
    failed = Figure("correctness rows that our client fails", len(figures.failed_rows), "rows", at_most=0)
    remarks = [f"failed: {name}" for name in figures.failed_rows]
    return Found("ami", [failed, *ratios], remarks, {"events_per_second": figures.events_per_second})


def settings_apart() -> Settings:
    """The settings of this installation, which tell where its Asterisk is; after that they reach no bench.

    Logs are made as in production and thrown away: what writing them costs is measured, what they say is not shown.
    """
    settings = Settings.read()
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        del os.environ[name]
    with contextlib.redirect_stderr(NOWHERE):
        set_up_logs(Log(level="info", format="json"))
    return settings
