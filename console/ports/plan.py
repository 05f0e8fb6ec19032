"""The dialplan as admins see it: its text, and what a draft of the next one would do.

A draft is text and stays with who writes it: nothing of it is kept here before it is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from console.ports.plan_calls import SceneAsked, Simulated, SpokenTo
from console.ports.plan_checks import Checked
from console.ports.plan_graph import GraphView
from console.ports.plan_texts import Change, Document, PlanText, Which
from console.ports.words import Words


class PlanRoom(Protocol):
    """What the console may ask of a plan: a draft, a version, or the one that runs."""

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

    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of the dialplan's files."""
        ...
