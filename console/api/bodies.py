"""What bodies of requests are made of: exact fields, texts of bounded length."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Body(BaseModel):
    """A body. A field that nobody knows is a mistake of whoever sends it, and is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Text = Annotated[str, StringConstraints(max_length=512)]
"""One line or so."""
