"""`python -m service.fetch FOLDER`: have an Asterisk ready, with progress, before anything is started."""

from __future__ import annotations

import sys
from pathlib import Path

from calls.errors import HotlineError
from service.cli.common import err, progress_bars
from telephony.embedded.fetching import find_or_fetch


def main(folder: Path) -> int:
    """Find one, or build the private one; 1 and the reason when neither works."""
    try:
        with progress_bars() as progress:
            found = find_or_fetch(folder.absolute(), progress)
    except HotlineError as error:
        err.print(f"hotline: {error.told()}", markup=False)
        return 1
    err.print(f"[bold]==>[/bold] Asterisk {found.version} is ready")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "var")))
