"""The dialplan: the version that is live, drafts, publishing and going back. A draft is sent with each question; none is kept."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field, StringConstraints

from console.api.bodies import Body, Text
from console.errors import WrongValue
from console.ports.plan_calls import SceneAsked, Simulated, SpokenTo
from console.ports.plan_checks import Checked
from console.ports.plan_graph import GraphView
from console.ports.plan_texts import Change, Document, PlanText, Which
from console.ports.plan_versions import History, LiveView, Published
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

LARGEST = 24 << 20
"""Bytes of a body: the longest draft, each of its letters in UTF-8 or escaped."""
router = APIRouter(prefix="/plan", tags=["plan"], max_body_size=LARGEST)
Seer = Annotated[Visitor, needs(Action.SEE_PLAN)]
Editor = Annotated[Visitor, needs(Action.EDIT_PLAN)]
Here = Annotated[Rooms, Depends(rooms)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FileText = Annotated[str, StringConstraints(max_length=2_000_000)]
Message = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\r\n]*$")]
Doing = Annotated[str, StringConstraints(max_length=200)]
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]
MOST_SOUND = 4_000_000


class Draft(Body):
    """The text of every file, by its name beside `main`, which begins the plan."""

    main: FileName = "main.yaml"
    texts: dict[FileName, FileText] = Field(max_length=200)

    def text(self) -> PlanText:
        """As the rooms take it."""
        return PlanText(self.main, self.texts)


class Sought(Body):
    """A draft, or the number of a version; neither: the plan that runs."""

    draft: Draft | None = None
    version: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None

    def which(self) -> Which:
        """As the rooms take it."""
        return self.draft.text() if self.draft is not None else self.version


class Compared(Sought):
    """What is compared, and with which version; without one, with the plan that runs."""

    against: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = None


class FormChange(Body):
    """One change of a form. `path`: keys, and places in lists from 0."""

    file: FileName
    do: Literal["set", "remove", "insert", "rename"] = "set"
    path: list[str | int] = Field(min_length=1, max_length=12)
    value: Any = None
    name: Text = ""


class Edited(Body):
    """A draft and the changes to it."""

    draft: Draft
    changes: list[FormChange] = Field(max_length=5000)


class Played(Sought):
    """A call to be simulated, and what the caller does: press 1, say 查订单, silence, hang up, served, not taken."""

    do: list[Doing] = Field(default=[], max_length=500)
    to: Text = ""
    caller: Text = "13800000000"
    at: Text = ""
    language: Text = ""
    world: dict[str, Any] = Field(default_factory=dict, max_length=20)

    def scene(self) -> SceneAsked:
        """As the rooms take it."""
        return SceneAsked(self.do, self.to, self.caller, self.at, self.language, self.world)


class Spoken(Played):
    """The same, and what the caller says at the question where the call stands: a WAV file in base64."""

    sound: Annotated[str, StringConstraints(min_length=1, max_length=MOST_SOUND)]


class Publishing(Body):
    """A draft to be made live. `based_on`: the version that it was made from; another one that is live by then is told."""

    draft: Draft
    message: Message = ""
    based_on: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None


class GoingBack(Body):
    """An earlier version to be made live again."""

    version: Annotated[int, Field(ge=1, le=1_000_000_000)]
    message: Message = ""


@router.get("", summary="The plan that runs")
async def live(_who: Seer, here: Here) -> LiveView:
    """Its texts, who made it live and when; or that the service follows the files."""
    return await here.plan_versions.live()


@router.get("/schema", summary="The JSON Schema of the files")
async def schema(_who: Seer, here: Here) -> Mapping[str, Any]:
    """Draft 2020-12, for editors. It helps while typing; `check` decides."""
    return here.plan.schema()


@router.get("/versions", summary="Published versions")
async def versions(_who: Seer, here: Here, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> History:
    """The newest first, and what was made live when."""
    return await here.plan_versions.history(limit)


@router.get("/versions/{number}", summary="The texts of a version")
async def text(number: Number, _who: Seer, here: Here) -> PlanText:
    """Every file as it was published."""
    return await here.plan.text(number)


@router.post("/check", summary="What is wrong with a draft")
async def check(sought: Sought, _who: Seer, here: Here) -> Checked:
    """The same checks and words as `hotline check`; and the names that the draft knows."""
    return await here.plan.check(sought.which())


@router.post("/read", summary="A draft as data")
async def read(sought: Sought, _who: Seer, here: Here) -> Mapping[str, Document]:
    """Each file as data, every value as it is written, and where its names stand."""
    return await here.plan.read(sought.which())


@router.post("/edit", summary="Change a draft by a form")
async def edit(edited: Edited, _who: Editor, here: Here) -> Mapping[str, str]:
    """The files that change: comments, layout and every other line stay as they are. Nothing is kept here."""
    changes = [Change(each.file, each.do, each.path, each.value, each.name) for each in edited.changes]
    return await here.plan.edit(edited.draft.text(), changes)


@router.post("/diff", summary="What a draft changes, in words")
async def diff(compared: Compared, _who: Seer, here: Here) -> Sequence[Mapping[str, str]]:
    """A line each, in every language. Refused with its problems where a side cannot be read."""
    return await here.plan.difference(compared.which(), compared.against)


@router.post("/graph", summary="The plan drawn")
async def graph(sought: Sought, _who: Seer, here: Here) -> GraphView:
    """Flows with their steps, queues with their people, and the ways between them."""
    return await here.plan.graph(sought.which())


@router.post("/simulate", summary="A call as text")
async def simulate(played: Played, _who: Seer, here: Here) -> Simulated:
    """What the caller hears, where he is, and what he may do now. Played from the start each time: nothing is kept."""
    return await here.plan.simulate(played.which(), played.scene())


@router.post("/simulate/speech", summary="Speak to a simulated call")
async def speak(spoken: Spoken, _who: Seer, here: Here) -> SpokenTo:
    """What the recogniser that hears callers makes of a sound at this question. The sound is not kept."""
    try:
        sound = base64.b64decode(spoken.sound, validate=True)
    except ValueError:  # binascii.Error, or letters that are no ASCII
        raise WrongValue("the sound is not base64") from None
    return await here.plan.speak(spoken.which(), spoken.scene(), sound)


@router.post("/publish", summary="Make a draft live")
async def publish(publishing: Publishing, who: Editor, here: Here) -> Published:
    """For calls that begin from now on. 422 with every problem; 409 when somebody else has published meanwhile."""
    draft, message = publishing.draft.text(), publishing.message
    return await here.plan_versions.publish(
        draft, who.user, message, publishing.based_on, _noted(here, who, "publish", message)
    )


@router.post("/rollback", summary="Make an earlier version live again")
async def rollback(going: GoingBack, who: Editor, here: Here) -> Published:
    """One that no longer fits is refused with its problems. Nothing is lost: going forward is going back to that version."""
    note = _noted(here, who, f"rollback to version {going.version}", going.message)
    return await here.plan_versions.roll_back(going.version, who.user, going.message, note)


def _noted(here: Rooms, who: Visitor, what: str, message: str) -> Any:
    async def note(intended: Published) -> None:
        before = {"version": intended.before, "sha256": intended.digest_before}
        changes = [each["en"] for each in intended.changes]
        after = {"sha256": intended.digest, "message": message, "changes": changes[:200]}
        await here.audit.note(who, f"plan.{what.partition(' ')[0]}", what, before, after)

    return note
