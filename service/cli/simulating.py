"""`hotline simulate`: a call as text, without phone or Asterisk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from calls.documents import Problems, compose
from calls.errors import WrongSettings
from calls.events import Caller
from ivr.case_loading import Answering, doing_of, world_of
from ivr.dialplan import ANY_NUMBER, Plan
from ivr.rehearsal import ended, moment_of
from ivr.scenes import Doing, HangsUp, Moment, Presses, Says, Scene, Story
from ivr.simulator import SimulatedCall, simulate
from ivr.simulator_told import told, told_moment
from ivr.surroundings import Nowhere
from prompts.catalogue import Catalogue
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.cli.ordered import OrderedCommand, in_order
from service.local_sources import LocalSources
from service.plan_sources import open_plan
from service.plans import load_catalogue

PlanName = Annotated[
    str | None,
    typer.Argument(help="The dialplan's main file, or the number of a version. [default: as in the settings]"),
]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("simulate", cls=OrderedCommand)(simulate_call)


def simulate_call(
    ctx: typer.Context,
    plan: PlanName = None,
    caller: Annotated[str, typer.Option("--from", help="The caller's number.")] = "13800000000",
    dialled: Annotated[str, typer.Option("--to", help="What he dials. [default: the plan's first number]")] = "",
    at: Annotated[
        str, typer.Option("--at", help='When, on the centre\'s clock: "2026-10-01 09:00". [default: now]')
    ] = "",
    language: Annotated[str, typer.Option(help="The language he begins in. [default: the plan's first]")] = "",
    press: Annotated[list[str] | None, typer.Option(help="He presses these keys at the next question.")] = None,
    say: Annotated[list[str] | None, typer.Option(help="He says this at the next question.")] = None,
    do: Annotated[
        list[str] | None,
        typer.Option(help="Anything else: silence, 'hang up', served (by a person), 'not taken' (by anybody)."),
    ] = None,
    world: Annotated[
        str,
        typer.Option(
            help="The world around him, as in a test case: "
            "'{profile: {segment: vip}, queues: {wealth: {ready: 2}}, switches: {notice.storm: on}, "
            "lookups: {order_status.2: {state: sent}, order_status.3: nothing}}'."
        ),
    ] = "",
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask what he does at every question.")
    ] = False,
    settings_file: SettingsFile = None,
    json: AsJson = False,
) -> None:
    """A call as text, without phone or Asterisk: what the caller hears, and where he ends.

    --press, --say and --do are done in the order in which they are written; then the caller is silent.

    Examples: [bold]hotline simulate --press 1 --say 查订单[/bold] ·
    [bold]hotline simulate -i --from 13800001111 --at "2026-10-01 09:00"[/bold]
    """
    settings = read_settings(settings_file)
    catalogue, found = load_catalogue(settings), open_plan(settings, plan)
    doings = [_doing(name, value) for name, value in in_order(ctx, press=press or [], say=say or [], do=do or [])]
    if language and language not in found.plan.languages:
        raise WrongSettings(f"--language '{language[:40]}' is none of the plan's: {', '.join(found.plan.languages)}")
    number, sources = dialled or _first(found.plan), LocalSources(settings.centre.dialplan.parent)
    surroundings, answering = _world(world, found.plan, sources.look_up)
    if not surroundings.caller.known:
        surroundings = replace(surroundings, caller=sources.profile(found.plan, Caller(caller), number))
    scene = Scene(
        number,
        _moment(at, zone(settings)),
        Caller(caller),
        language,
        doings,
        surroundings,
        answering,
        _length_of(catalogue),
    )
    if interactive:
        _interactive(found.plan, scene, catalogue)
        return
    story = simulate(found.plan, scene)
    if json:
        print_json(_as_json(story, catalogue))
    else:
        out.print("\n".join([*told(story, _words_of(catalogue)), f"          ends: {ended(story.end)}"]), markup=False)


def _doing(option: str, value: str) -> Doing:
    text = value if option == "do" else f"{option} {value}"
    doing = doing_of(text)
    if doing is None:
        raise WrongSettings(
            f"a caller cannot '{text[:60]}': press takes keys 0-9 * #; do takes silence, hang up, served, not taken"
        )
    return doing


def _first(plan: Plan) -> str:
    return next((number for number in plan.numbers if number != ANY_NUMBER), "1")


def _moment(at: str, centre: ZoneInfo) -> float:
    try:
        return moment_of(at, centre) if at else datetime.now(centre).timestamp()
    except ValueError:
        raise WrongSettings(f"--at '{at[:40]}' is no date and time such as 2026-10-01 09:00") from None


def _world(written: str, plan: Plan, otherwise: Answering) -> tuple[Nowhere, Answering]:
    """What is around the caller. Raises WrongSettings with every mistake in it."""
    if not written:
        return Nowhere(), otherwise
    problems = Problems()
    found = world_of(compose(written, "--world", problems), plan, otherwise)
    if problems:
        raise WrongSettings("\n  ".join(problem.told() for problem in problems))
    return found


def _interactive(plan: Plan, scene: Scene, catalogue: Catalogue) -> None:
    call = SimulatedCall(plan, scene)
    doings = _asked(scene.doings)
    while call.asked is not None:
        for moment in call.go_on(doings):
            _show(moment, catalogue)
    out.print(f"          ends: {ended(call.end)}", markup=False)


def _show(moment: Moment, catalogue: Catalogue) -> None:
    if not isinstance(moment.what, Presses | Says):
        out.print("\n".join(told_moment(moment, _words_of(catalogue))), markup=False)


def _asked(first: Any) -> Iterator[Doing]:
    """What was given, then what a person types: keys, words, an empty line for silence."""
    yield from first
    while True:
        try:
            line = input("caller (keys, words, empty: silence, q: hang up)> ").strip()
        except EOFError:
            return
        yield _typed(line)


def _typed(line: str) -> Doing:
    if line in ("q", "quit"):
        return HangsUp()
    plain = doing_of(line or "silence") or doing_of(f"press {line}")
    return plain or Says(line)


def _words_of(catalogue: Catalogue) -> Any:
    known = set(catalogue.keys)
    return lambda prompt, language: catalogue.text(prompt, language) if (prompt, language) in known else ""


def _length_of(catalogue: Catalogue) -> Any:
    """Recordings take their time; a value that is read out counts nothing."""
    return lambda prompt, lang: (
        catalogue.seconds(prompt, lang) if isinstance(prompt, str) and catalogue.has(prompt, lang) else 0.0
    )


def _as_json(story: Story, catalogue: Catalogue) -> dict[str, object]:
    words = _words_of(catalogue)
    return {
        "ends": ended(story.end),
        "language": story.language,
        "variables": dict(story.variables),
        "lines": [line.strip() for moment in story.moments for line in told_moment(moment, words)],
    }
