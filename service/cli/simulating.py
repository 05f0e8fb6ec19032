"""`hotline simulate`: a call as text, without phone or Asterisk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from calls.errors import WrongSettings
from calls.events import Caller
from ivr.case_loading import doing_of
from ivr.dialplan import Plan
from ivr.rehearsal import ended
from ivr.scenes import Doing, HangsUp, Moment, Presses, Says, Scene, Story
from ivr.simulator import SimulatedCall, simulate
from ivr.simulator_told import told, told_moment
from prompts.catalogue import Catalogue
from service.cli.common import AsJson, SettingsFile, out, print_json, read_settings, zone
from service.cli.ordered import OrderedCommand, in_order
from service.plan_sources import open_plan
from service.plans import load_catalogue
from service.simulating import doing_told, first_number, in_its_world, moment, words_of

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
    given = in_order(ctx, press=press or [], say=say or [], do=do or [])
    doings = [doing_told(value if name == "do" else f"{name} {value}") for name, value in given]
    if language and language not in found.plan.languages:
        raise WrongSettings(f"--language '{language[:40]}' is none of the plan's: {', '.join(found.plan.languages)}")
    number = dialled or first_number(found.plan)
    bare = Scene(number, moment(at, zone(settings), "--at "), Caller(caller), language, doings)
    scene = in_its_world(found.plan, bare, world, "--world", settings.centre.dialplan.parent, catalogue)
    if interactive:
        _interactive(found.plan, scene, catalogue)
        return
    story = simulate(found.plan, scene)
    if json:
        print_json(_as_json(story, catalogue))
    else:
        out.print("\n".join([*told(story, words_of(catalogue)), f"          ends: {ended(story.end)}"]), markup=False)


def _interactive(plan: Plan, scene: Scene, catalogue: Catalogue) -> None:
    call = SimulatedCall(plan, scene)
    doings = _asked(scene.doings)
    while call.asked is not None:
        for each in call.go_on(doings):
            _show(each, catalogue)
    out.print(f"          ends: {ended(call.end)}", markup=False)


def _show(moment: Moment, catalogue: Catalogue) -> None:
    if not isinstance(moment.what, Presses | Says):
        out.print("\n".join(told_moment(moment, words_of(catalogue))), markup=False)


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


def _as_json(story: Story, catalogue: Catalogue) -> dict[str, object]:
    words = words_of(catalogue)
    return {
        "ends": ended(story.end),
        "language": story.language,
        "variables": dict(story.variables),
        "lines": [line.strip() for moment in story.moments for line in told_moment(moment, words)],
    }
