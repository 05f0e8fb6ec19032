"""`hotline listen`: what a menu would make of recordings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from calls.errors import WrongSettings
from calls.speech import Phrase, Question
from ivr.dialplan import Plan
from ivr.steps.menu import Menu
from ivr.understanding import Thresholds, thresholds_for
from service.cli.common import AsJson, SettingsFile, out, print_json, progress_bars, read_settings
from service.config import Settings
from service.listening_to_files import Listened, listen_to
from service.plans import load_catalogue, load_configuration
from service.recognisers import candidates, recognisers
from speech.errors import NoRecogniser

MAIN, DEFAULT_LANGUAGE = "main", "zh"
EPILOG = (
    "[bold]hotline listen --menu main order.wav[/bold]  as the first menu would hear it\n\n"
    "[bold]hotline listen --phrases 查订单,投诉 *.wav[/bold]  with phrases of your own\n\n"
    "[bold]hotline listen --lang en note.wav[/bold]  free speech: only the text"
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("listen", epilog=EPILOG)(listen)


def listen(
    files: Annotated[list[Path], typer.Argument(help="WAV files, in any rate, width and number of channels.")],
    menu: Annotated[
        str | None,
        typer.Option(help="Whose phrases may be said: a flow of the dialplan, or flow.step; main: the first menu."),
    ] = None,
    phrases: Annotated[str | None, typer.Option(help="Phrases of your own, with commas between.")] = None,
    lang: Annotated[
        str | None, typer.Option(help="The language. \\[default: zh; with --menu, the first one of the dialplan]")
    ] = None,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """Recognise recordings offline: the text, the choice or the rejection, how sure, and how long it took.

    Exit code 1 if a file could not be heard; the others are heard all the same.
    """
    if menu and phrases:
        raise typer.BadParameter("give --menu or --phrases, not both")
    settings = read_settings(settings_file)
    question, thresholds, ways = _question(settings, menu, phrases, lang)
    heard = asyncio.run(_heard(settings, files, question, thresholds))
    if json:
        print_json({"language": question.language, "files": [_told(each, ways) for each in heard]})
    else:
        out.print(_table(heard, ways))
    if any(each.error for each in heard):
        raise typer.Exit(1)


Asked = tuple[Question, Thresholds, dict[str, str]]
"""What is listened for, what is believed, and where each meaning leads."""


def _question(settings: Settings, menu: str | None, phrases: str | None, lang: str | None) -> Asked:
    if menu:
        plan = load_configuration(settings, load_catalogue(settings)).plan
        return _of_menu(_menu(plan, menu), plan, lang or plan.languages[0])
    language = lang or DEFAULT_LANGUAGE
    own = [text.strip() for text in (phrases or "").replace("，", ",").split(",") if text.strip()]
    return Question(language, tuple(Phrase(text, text) for text in own)), thresholds_for(language), {}


def _of_menu(menu: Menu, plan: Plan, language: str) -> Asked:
    grammar = menu.grammar.with_operator(plan.operator)
    found = grammar.phrases(language)
    if not found:
        raise WrongSettings(f"menu {menu.id} has no phrases for {language}", "add `phrases` to its choices")
    ways = {choice.key: choice.go or choice.language for choice in grammar.choices}
    return Question(language, found), menu.manner.thresholds or thresholds_for(language), ways


def _menu(plan: Plan, name: str) -> Menu:
    """The first menu of the flow; `main` is the first one that the first number leads to, if no flow is called so."""
    flow = plan.flows.get(next(iter(plan.numbers.values())) if name == MAIN and MAIN not in plan.flows else name)
    found = [step for step in flow.steps if isinstance(step, Menu)] if flow else [plan.step(name)]
    if not found or not isinstance(found[0], Menu):
        menus = [step.id for each in plan.flows.values() for step in each.steps if isinstance(step, Menu)]
        raise WrongSettings(f"there is no menu {name!r} in the dialplan", f"there are: {', '.join(menus) or 'none'}")
    return found[0]


async def _heard(
    settings: Settings, files: Sequence[Path], question: Question, thresholds: Thresholds
) -> list[Listened]:
    with progress_bars() as progress:
        found = await asyncio.to_thread(candidates, settings, [question.language], progress)
        async with recognisers(settings, found, min(len(files), settings.speech.processes)) as workers:
            if question.language not in workers.languages:
                raise NoRecogniser(question.language)
            return await listen_to(workers, files, question, thresholds, progress)


def _told(heard: Listened, ways: dict[str, str]) -> dict[str, Any]:
    best, taken = heard.recognised.best, heard.verdict in ("accept", "confirm")
    return {
        "file": str(heard.file),
        "verdict": heard.verdict,
        "text": heard.recognised.text,
        "choice": best.means if best and taken else None,
        "phrase": best.phrase if best and taken else None,
        "leads_to": ways.get(best.means) if best and taken else None,
        "confidence": best.confidence if best else None,
        "guesses": [asdict(guess) for guess in heard.recognised.guesses],
        "engine": heard.recognised.engine,
        "seconds_of_audio": heard.seconds_of_audio,
        "seconds": heard.recognised.seconds,
        "error": heard.error or None,
    }


def _table(heard: Sequence[Listened], ways: dict[str, str]) -> Table:
    table = Table("file", "text", "verdict", "choice", "confidence", "audio s", "decode s")
    for each in heard:
        told = _told(each, ways)
        if each.error:
            table.add_row(escape(each.file.name), escape(each.error), "[red]error[/red]", "", "", "", "")
            continue
        sure = "" if told["confidence"] is None else f"{told['confidence']:.2f}"
        times = (f"{each.seconds_of_audio:.2f}", f"{each.recognised.seconds:.2f}")
        table.add_row(
            escape(each.file.name), escape(each.recognised.text), _coloured(each.verdict), _choice(told), sure, *times
        )
    return table


def _choice(told: dict[str, Any]) -> str:
    if told["choice"] is None:
        return ""
    named = told["phrase"] if told["choice"] == told["phrase"] else f"{told['choice']}: {told['phrase']}"
    return escape(f"{named} → {told['leads_to']}" if told["leads_to"] else named)


def _coloured(verdict: str) -> str:
    colour = {"accept": "green", "confirm": "yellow", "reject": "red"}.get(verdict)
    return f"[{colour}]{verdict}[/{colour}]" if colour else verdict
