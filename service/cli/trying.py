"""`hotline call` and `hotline phone`: phones for trying, without any SIP phone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from calls.errors import WrongSettings
from ivr.steps.menu import Menu
from prompts.catalogue import Catalogue
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings
from service.config import Settings
from service.configuration import Configuration
from service.plan_versions import running_configuration
from service.plans import load_catalogue
from service.switchboard import PhoneAccount, account_names
from telephony.phones.account import Account
from telephony.phones.reports import CallPlan, OnStep, PhonePlan, Step
from telephony.phones.script import Action, parse_press, parse_say, parse_tone
from telephony.phones.scripted import run_call, run_phone

T = TypeVar("T")
BUSY, DECLINE = 486, 603
Press = Annotated[
    list[str] | None,
    typer.Option(
        help="Keys and when: [bold]1@main_menu[/bold] once that prompt is heard, [bold]1@welcome[/bold] once the menu of "
        "that flow is heard, [bold]1@3.5[/bold] seconds after the answer, [bold]1@silence[/bold] when the other side "
        "falls silent. May be repeated."
    ),
]
SayFile = Annotated[list[str] | None, typer.Option(help="A WAV file to speak, and when: hello.wav@main_menu.")]
Tone = Annotated[list[str] | None, typer.Option(help="A tone to send: 440@2.")]
RecordFile = Annotated[Path | None, typer.Option(help="Record what is heard into this WAV file.")]
Stay = Annotated[float | None, typer.Option(help="Hang up so many seconds after the last action.")]
Language = Annotated[str, typer.Option(help="The language of the prompts named after @.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("call")(call)
    app.command("phone")(phone)


def call(
    number: Annotated[str, typer.Argument(help="The hotline's number, such as 95105.")],
    press: Press = None,
    say: SayFile = None,
    tone: Tone = None,
    record: RecordFile = None,
    stay: Stay = None,
    caller: Annotated[str, typer.Option(help="Which of the phones for trying calls.")] = "caller1",
    language: Language = "zh",
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Call the hotline with a scripted phone and show, line by line, what happens.

    Example: [bold]hotline call 95105 --press 1@main_menu --record heard.wav[/bold]
    """
    ground = _Ground.of(settings_file)
    actions = _actions(press, say, tone)
    plan = CallPlan(ground.account(caller), number, actions, record, ground.finder(language), stay=stay)
    report = _run(run_call(plan, _teller(json)))
    _finish(report, json)


def phone(
    who: Annotated[str, typer.Argument(help="An agent's seat such as 1001, or a manager's outside number.")],
    answer_after: Annotated[float, typer.Option(help="Seconds of ringing before it is answered.")] = 2.0,
    never_answer: Annotated[bool, typer.Option("--never-answer", help="Let it ring.")] = False,
    busy: Annotated[bool, typer.Option("--busy", help="Be engaged.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="Reject the call after it has rung.")] = False,
    press: Press = None,
    say: SayFile = None,
    tone: Tone = None,
    record: RecordFile = None,
    calls: Annotated[int | None, typer.Option(help="Take so many calls, then end. [default: until Ctrl-C]")] = None,
    stay: Stay = None,
    language: Language = "zh",
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Be a phone: an agent's at a seat, or a manager's outside. Shows, line by line, what happens.

    A manager must accept: [bold]hotline phone 13900001111 --press 1@manager_brief[/bold]
    """
    ground = _Ground.of(settings_file)
    plan = PhonePlan(
        ground.account(who),
        None if never_answer else answer_after,
        _actions(press, say, tone),
        BUSY if busy else DECLINE if decline else None,
        record,
        ground.finder(language),
        calls,
        stay,
    )
    report = _run(run_phone(plan, _teller(json)))
    _finish(report, json)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a scripted phone must know of the hotline: its prompts, its menus, and the SIP accounts."""

    settings: Settings
    catalogue: Catalogue
    configuration: Configuration

    @classmethod
    def of(cls, settings_file: Path | None) -> _Ground:
        settings = read_settings(settings_file)
        catalogue = load_catalogue(settings)
        return cls(settings, catalogue, running_configuration(settings, catalogue))

    def account(self, who: str) -> Account:
        """The SIP account of a seat, an outside number or a phone for trying."""
        server, rows = account_names(self.settings, self.configuration)
        found = next((row for row in rows if who in (row.user, row.whose)), None)
        if found is None:
            known = ", ".join(row.whose for row in rows)
            raise WrongSettings(f"there is no phone called {who!r}", f"one of: {known}")
        return _as_account(found, server)

    def finder(self, language: str) -> Callable[[str], Path]:
        """What `@name` means: a prompt, or the prompt of the menu in the flow of that name."""

        def find(name: str) -> Path:
            flow = self.configuration.plan.flows.get(name)
            menus = [step for step in flow.steps if isinstance(step, Menu)] if flow else []
            known = self.catalogue.has(name, language) or not menus
            return self.catalogue.sound(name if known else menus[0].prompts[0], language)

        return find


def _as_account(row: PhoneAccount, server: str) -> Account:
    host, _, port = server.rpartition(":")
    return Account(row.user, row.secret, host, int(port))


def _actions(press: list[str] | None, say: list[str] | None, tone: list[str] | None) -> tuple[Action, ...]:
    try:
        return (
            *(parse_press(text) for text in press or ()),
            *(parse_say(text) for text in say or ()),
            *(parse_tone(text) for text in tone or ()),
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _teller(json: bool) -> OnStep:
    """Shows each step as it happens."""
    began = time.time()

    def tell(step: Step) -> None:
        if json:
            print_json(step)
        else:
            out.print(f"{step.at - began:8.2f} s  {step.text}", markup=False)

    return tell


def _run(work: Coroutine[Any, Any, T]) -> T | None:
    """The report; None when it was broken off by Ctrl-C, which hangs up first."""
    with suppress(KeyboardInterrupt):
        return asyncio.run(work)
    return None


def _finish(report: Any, json: bool) -> None:
    if report is None:
        raise typer.Exit(130)
    if json:
        print_json(asdict(report))
    raise typer.Exit(report.exit_code)
