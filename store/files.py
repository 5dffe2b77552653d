"""Files that we write: readable by their owner alone, whole or not at all, and after a kill nothing stays for long.

A file is made in a workshop, a hidden folder beside its place that its process holds locked; then it gets its name,
which never takes another file's place and follows no link. Whoever makes a workshop next sweeps up those that nobody
holds any more. ADR 0049.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import disk_usage, rmtree
from tempfile import mkdtemp

try:
    import fcntl
except ImportError:  # No POSIX system: a folder cannot be held, so that none is swept.
    fcntl = None  # type: ignore[assignment]

PREFIX = ".bailu-"
_OWNER_ALONE = 0o600
_LEAST_FREE_BYTES = 64 * 1024
"""What the index of a write-ahead log takes, twice."""


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A hidden folder in `folder` for as long as the block takes. Raises OSError."""
    _sweep(folder)
    place, hold = _made_and_held(folder)
    try:
        yield place
    finally:
        rmtree(place, ignore_errors=True)
        if hold is not None:
            os.close(hold)


class AtomicFile:
    """A new file: its workshop is opened first, so that what would go wrong is found out before anything is recorded;
    until `commit` there is nothing in its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> AtomicFile:
        """Raises OSError, as `commit` does."""
        with ExitStack() as stack:
            self._draft = stack.enter_context(workshop(self.path.parent)) / "draft"
            self._descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
            self._leaving = stack.pop_all()
        return self

    def commit(self, content: bytes) -> None:
        """Write the file and give it its name. Raises FileExistsError if something is in its place by then."""
        with open(self._descriptor, "wb", closefd=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        give_name(self._draft, self.path)

    def __exit__(self, *_error: object) -> None:
        os.close(self._descriptor)
        self._leaving.close()


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileExistsError and OSError."""
    with AtomicFile(path) as file:
        file.commit(content)


def give_name(draft: Path, path: Path) -> None:
    """Let a finished draft be the file at `path`, for good. Raises FileExistsError where there is one, and OSError."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # A file system that knows no second names.
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        os.rename(draft, path)
    _sync_folder(path.parent)


def is_full(folder: Path) -> bool:
    """Whether a disk has no room for the files that SQLite needs even to read: it reports an I/O error then."""
    try:
        return disk_usage(folder).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def _made_and_held(folder: Path) -> tuple[Path, int | None]:
    """A new workshop, and what holds it while we live; made again where another process swept it before that."""
    while True:
        place = Path(mkdtemp(prefix=PREFIX, dir=folder))
        if fcntl is None:
            return place, None
        with suppress(FileNotFoundError):
            hold = os.open(place, os.O_RDONLY)
            try:
                fcntl.flock(hold, fcntl.LOCK_EX)
            except OSError:  # A file system that knows no locks: nobody else gets one either, and sweeps this.
                os.close(hold)
                return place, None
            if place.exists():
                return place, hold
            os.close(hold)


def _sweep(folder: Path) -> None:
    """Remove the workshops of processes that are gone. What cannot be removed is nobody's trouble now."""
    if fcntl is None:
        return
    for place in folder.glob(f"{PREFIX}*"):
        with suppress(OSError), ExitStack() as stack:
            hold = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            stack.callback(os.close, hold)
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rmtree(place, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Elsewhere a folder cannot be opened, and the file system keeps names safe by itself.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
