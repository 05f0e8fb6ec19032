"""What parts of paths are: names and ids, of bounded length."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

Name = Annotated[str, Path(min_length=1, max_length=80)]
"""An id or a name in a path. What it means is looked up where it is known."""
