"""Who asks, once that is known: his roles, his part of the organisation, and what of a caller he is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from acd.agents import Unit
from calls.ids import PersonId
from calls.masking import mask_number
from console.roles import Action, Role, allowed

Kind = Literal["session", "token", "link"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in.

    `parts` are prefixes of the organisation (`region/area/centre/team`); none: the whole centre. `person` is the agent or
    manager that he is, or ''. `kind`: by password, by an API token, or by a link that came with a call. `only` narrows what
    his roles allow (a token, a link); None: it does not. `id` names the session or token, and is no secret.
    """

    user: str
    name: str
    roles: frozenset[Role]
    person: PersonId = PersonId("")
    parts: tuple[str, ...] = ()
    locale: str = "zh"
    kind: Kind = "session"
    only: frozenset[Action] | None = None
    id: str = ""
    address: str = ""
    csrf: str = field(default="", repr=False)

    @property
    def actions(self) -> frozenset[Action]:
        """Everything he may do."""
        by_role = allowed(self.roles, self.parts)
        return by_role if self.only is None else by_role & self.only

    def may(self, action: Action) -> bool:
        """Whether he may do this."""
        return action in self.actions

    def sees(self, unit: Unit) -> bool:
        """Whether somebody of this unit is in his part of the organisation."""
        return not self.parts or any(_is_in(unit, part) for part in self.parts)

    def number(self, number: str) -> str:
        """A caller's number as he may see it."""
        return number if self.may(Action.SEE_NUMBERS) else mask_number(number)


def _is_in(unit: Unit, part: str) -> bool:
    wanted = part.split("/")
    return wanted == [unit.region, unit.area, unit.centre, unit.team][: len(wanted)]
