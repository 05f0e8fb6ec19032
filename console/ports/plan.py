"""The dialplan as admins see it: the version that is live, drafts of the next one, and what a draft would do.

A draft is text and stays with who writes it: nothing of it is kept here before it is published. Times are epoch seconds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Words = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of every file of a plan, by its name beside `main`, which begins it."""

    main: str
    texts: Mapping[str, str]


Which = PlanText | int | None
"""A draft, the number of a version, or None: the plan that runs."""


@dataclass(frozen=True, slots=True)
class LiveView:
    """What calls begin on. `mode` FILES: the service follows the files in `folder`, and no version (then 0).

    `by`, `message`, `at`: who made it live, why and when. `digest`: of its texts. `trouble`: why a newer one does not run.
    """

    mode: Literal["versions", "files"]
    version: int
    plan: PlanText
    digest: str
    by: str
    message: str
    at: float
    folder: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A published version without its texts."""

    number: int
    author: str
    message: str
    published_at: float
    digest: str
    files: int
    live: bool


@dataclass(frozen=True, slots=True)
class Went:
    """A version was made live: published, or gone back to."""

    change: int
    version: int
    by: str
    message: str
    at: float


@dataclass(frozen=True, slots=True)
class History:
    """Versions and what was made live when, newest first."""

    versions: Sequence[VersionView]
    went: Sequence[Went]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that must be put right; lines and columns count from 1, column 0 stands for the whole line.

    `told`: as `hotline check` tells it.
    """

    file: str
    line: int
    column: int
    code: str
    text: str
    hint: str
    told: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a plan may use: for completion while typing."""

    flows: Sequence[str] = ()
    queues: Sequence[str] = ()
    hours: Sequence[str] = ()
    people: Sequence[str] = ()
    prompts: Sequence[str] = ()
    languages: Sequence[str] = ()
    skills: Sequence[str] = ()
    music: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a plan holds."""

    numbers: Sequence[str]
    flows: int
    queues: int
    people: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a draft; nothing: it may be published. `unused`: files that it does not include."""

    problems: Sequence[Trouble]
    unused: Sequence[str]
    summary: Summary
    names: Names


@dataclass(frozen=True, slots=True)
class Document:
    """A file as data, every value as it is written. `lines`: where a section and its names stand (`agents/1001`)."""

    data: Any
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a form makes to a file."""

    file: str
    do: Literal["set", "remove", "insert", "rename"]
    path: Sequence[str | int]
    value: Any = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class GraphStep:
    """A step of a flow. `kind` is its verb, `label` the rest in a few words."""

    id: str
    kind: str
    label: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A number, a flow with its steps, a queue with who serves it, a person or a phone. No `file`: written nowhere."""

    id: str
    kind: Literal["number", "flow", "queue", "person", "phone"]
    label: str
    file: str = ""
    line: int = 0
    steps: Sequence[GraphStep] = ()
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A way on. `step`: from which step of the flow, from 1; 0: from the node itself. `label`: the key or the condition."""

    source: str
    target: str
    label: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class GraphView:
    """The plan drawn."""

    nodes: Sequence[GraphNode]
    edges: Sequence[GraphEdge]


@dataclass(frozen=True, slots=True)
class SceneAsked:
    """A call to be simulated. `do`: what the caller does, in the words of `hotline simulate`: press 1, say 查订单, silence,

    hang up, served, not taken. `at`: on the centre's clock, `2026-10-01 09:00`; '' is now. `world`: as in a test case.
    """

    do: Sequence[str] = ()
    to: str = ""
    caller: str = "13800000000"
    at: str = ""
    language: str = ""
    world: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt that is played, with its words; `recorded`: whether there is a file to play."""

    id: str
    text: str
    language: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One moment of a simulated call, `at` seconds after it began. `text`: as the command line tells it."""

    at: float
    who: Literal["hotline", "caller", "note"]
    step: str
    text: str
    heard: Sequence[Heard] = ()


@dataclass(frozen=True, slots=True)
class ChoiceNow:
    """What may be keyed or said now."""

    key: str
    goes: str
    phrases: Sequence[str] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """Where the caller is. `kind` ASKS: keys (and `speech`) are wanted; WAITS: in a queue or for a phone; RECORDS: a message;

    ENDED: the call is over, `ends` as the command line tells it.
    """

    kind: Literal["asks", "waits", "records", "ended"]
    step: str
    ends: str = ""
    choices: Sequence[ChoiceNow] = ()
    speech: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it."""

    lines: Sequence[StoryLine]
    now: Now
    language: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SpokenTo:
    """What the recogniser made of a sound at the question that a simulated call stands at."""

    text: str
    choice: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Published:
    """What is live now, or is about to be (`version` 0 then). `new` False: it was these very files already.

    `changes`: against what was live before.
    """

    version: int
    new: bool
    before: int
    changes: Sequence[Words]
    digest: str
    digest_before: str


Note = Callable[[Published], Awaitable[None]]
"""Told what is about to be done, before it is; when it raises, nothing is done."""


class PlanRoom(Protocol):
    """What the console may do with the plan."""

    async def live(self) -> LiveView:
        """The plan that runs, with its texts."""
        ...

    async def history(self, limit: int) -> History:
        """Versions, newest first."""
        ...

    async def text(self, which: Which) -> PlanText:
        """The texts. Raises UnknownVersion."""
        ...

    async def check(self, which: Which) -> Checked:
        """Everything that is wrong with it, as `hotline check` tells it."""
        ...

    async def read(self, which: Which) -> Mapping[str, Document]:
        """Each file as data; one that is no YAML is left out."""
        ...

    async def edit(self, draft: PlanText, changes: Sequence[Change]) -> Mapping[str, str]:
        """The files that change, comments and layout kept. Raises EditRefused."""
        ...

    async def difference(self, new: Which, old: Which) -> Sequence[Words]:
        """What `new` changes, in words. Raises PlanRefused."""
        ...

    async def graph(self, which: Which) -> GraphView:
        """The plan drawn. Raises PlanRefused."""
        ...

    async def simulate(self, which: Which, scene: SceneAsked) -> Simulated:
        """A call as text. Raises PlanRefused, WrongSettings."""
        ...

    async def speak(self, which: Which, scene: SceneAsked, sound: bytes) -> SpokenTo:
        """What the recogniser hears at the question where this simulated call stands. `sound`: a WAV file.

        Raises Conflict where nothing is asked or nobody hears, WrongValue for what is no sound.
        """
        ...

    async def publish(self, draft: PlanText, author: str, message: str, based_on: int | None, note: Note) -> Published:
        """Make it live for calls that begin from now on. Raises PlanRefused, AnotherIsLive, Conflict."""
        ...

    async def roll_back(self, version: int, author: str, message: str, note: Note) -> Published:
        """Make an earlier version live again. Raises UnknownVersion, PlanRefused, Conflict."""
        ...

    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of the dialplan's files."""
        ...
