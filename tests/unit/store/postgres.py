"""A real PostgreSQL for the tests: a cluster of its own in a folder, on a free loopback port, as an ordinary user."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ports import tcp_port
from tests.waiting import patient


@contextmanager
def running() -> Iterator[Cluster]:
    """One that runs, and is removed at the end. The test is skipped where PostgreSQL is not installed."""
    found = _programs()
    if found is None:
        pytest.skip("no initdb under /usr/lib/postgresql/*/bin: apt-get install postgresql")
    cluster = Cluster(found)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def _programs() -> Path | None:
    """The folder with initdb and postgres of the newest version on this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """One PostgreSQL server. `start` and `stop` as often as wanted; `remove` at the end."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._password = secrets.token_hex(12)
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-postgres-"))
        self._as_whom = _ordinary_user(self._folder)
        self.port = tcp_port()
        self._initialise()

    def _initialise(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password)
        secret.chmod(0o644)
        rules = ["-U", "hotline", "-E", "UTF8", "--locale=C", "--auth=scram-sha-256", "--no-sync"]
        where = ["-D", str(self._folder / "data"), f"--pwfile={secret}"]
        subprocess.run(
            [str(self._programs / "initdb"), *where, *rules],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **self._as_whom,
        )
        secret.unlink()

    def url(self, name: str = "postgres") -> str:
        """Where a database of the cluster is."""
        return f"postgresql://hotline:{self._password}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start the server and return when it takes connections."""
        rules = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        options = " ".join(f"-c {name}={value}" for name, value in rules.items())
        self._control("start", "-o", options, "-l", self._folder / "log")

    def stop(self) -> None:
        """End the server at once, as a crash of it would."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self._control("stop", "-m", "immediate")

    def _control(self, *words: str | Path) -> None:
        command: list[str | Path] = [
            self._programs / "pg_ctl",
            "-D",
            self._folder / "data",
            "-w",
            "-t",
            f"{patient(30):.0f}",
            *words,
        ]
        subprocess.run(
            command,
            check=True,
            timeout=patient(40),
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_whom,
        )

    def new_database(self) -> str:
        """An empty database of its own; returns its url."""
        name = f"hotline_{secrets.token_hex(4)}"
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "hotline", "--no-password"]
        environment = os.environ | {"PGPASSWORD": self._password}
        subprocess.run(
            [str(self._programs / "createdb"), *where, name], check=True, env=environment, timeout=patient(30)
        )
        return self.url(name)

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _ordinary_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as a user without rights, who owns the folder."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
