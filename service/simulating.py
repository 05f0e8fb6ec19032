"""What a simulated call needs of this house: its prompts, the files beside the plan, the centre's clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from calls.documents import Problems, compose
from calls.errors import WrongSettings
from calls.speaking import Spoken
from ivr.case_loading import Answering, doing_of, world_of
from ivr.dialplan import ANY_NUMBER, Plan
from ivr.rehearsal import moment_of
from ivr.scenes import Doing, Scene
from ivr.simulator_told import Words
from ivr.surroundings import Nowhere
from prompts.catalogue import Catalogue
from service.local_sources import LocalSources


def doing_told(text: str) -> Doing:
    """`press 1`, `say 查订单`, `hang up`, … Raises WrongSettings."""
    doing = doing_of(text)
    if doing is None:
        raise WrongSettings(
            f"a caller cannot '{text[:60]}': press takes keys 0-9 * #; do takes silence, hang up, served, not taken"
        )
    return doing


def first_number(plan: Plan) -> str:
    """What is dialled where nothing is said."""
    return next((number for number in plan.numbers if number != ANY_NUMBER), "1")


def moment(at: str, centre: ZoneInfo, option: str = "") -> float:
    """On the centre's clock; '' is now. `option`: how the error calls it. Raises WrongSettings."""
    try:
        return moment_of(at, centre) if at else datetime.now(centre).timestamp()
    except ValueError:
        raise WrongSettings(f"{option}'{at[:40]}' is no date and time such as 2026-10-01 09:00") from None


def world(written: str, named: str, plan: Plan, otherwise: Answering) -> tuple[Nowhere, Answering]:
    """What is around the caller. Raises WrongSettings with every mistake in it."""
    if not written:
        return Nowhere(), otherwise
    problems = Problems()
    found = world_of(compose(written, named, problems), plan, otherwise)
    if problems:
        raise WrongSettings("\n  ".join(problem.told() for problem in problems))
    return found


def in_its_world(plan: Plan, bare: Scene, written: str, named: str, folder: Path, catalogue: Catalogue) -> Scene:
    """The scene with the world as it is written, and what files in `folder` know. Raises WrongSettings."""
    sources = LocalSources(folder)
    surroundings, answering = world(written, named, plan, sources.look_up)
    if not surroundings.caller.known:
        surroundings = replace(surroundings, caller=sources.profile(plan, bare.caller, bare.number))
    return replace(bare, surroundings=surroundings, look_up=answering, seconds=length_of(catalogue))


def words_of(catalogue: Catalogue) -> Words:
    """What a prompt says; '' where nobody knows."""
    known = set(catalogue.keys)
    return lambda prompt, language: catalogue.text(prompt, language) if (prompt, language) in known else ""


def length_of(catalogue: Catalogue) -> Callable[[Spoken, str], float]:
    """Recordings take their time; a value that is read out counts nothing."""
    return lambda prompt, lang: (
        catalogue.seconds(prompt, lang) if isinstance(prompt, str) and catalogue.has(prompt, lang) else 0.0
    )
