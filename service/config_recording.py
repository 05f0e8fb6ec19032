"""Settings of recorded conversations."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from service.config_parts import Section


class RecordingSettings(Section):
    """Conversations as sound. Nothing is recorded until `queues` says of whom; tell your callers of it in the greeting."""

    queues: tuple[str, ...] = ()
    folder: Path | None = None
    keep_days: int = Field(default=90, ge=1, le=3650)
