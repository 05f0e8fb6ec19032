"""One service a data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from telephony.embedded.errors import FolderInUse


class FolderLock:
    """Owns a data folder while open. The kernel lets go of it when we die, however we die."""

    def __init__(self, data_dir: Path) -> None:
        """Raises FolderInUse, naming the process that has it."""
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._fd = os.open(data_dir / "service.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._fd, 32).strip()
            os.close(self._fd)
            raise FolderInUse(str(data_dir), int(owner) if owner.isdigit() else 0) from None
        os.ftruncate(self._fd, 0)
        os.write(self._fd, b"%d\n" % os.getpid())

    def close(self) -> None:
        """Let go of the folder."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
