"""Files that we write: readable by their owner alone, whole or not at all, and after a kill nothing stays for long.

A file is made in a workshop, a hidden folder beside its place that its process holds locked; then it gets its name,
which never takes another file's place and follows no link. Whoever makes a workshop next sweeps up those that nobody
holds any more: what has our mark and nothing in it but what we make. ADR 0049.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import disk_usage
from tempfile import mkdtemp

try:
    import fcntl
except ImportError:  # No POSIX system: a folder cannot be held, so that none is swept.
    fcntl = None  # type: ignore[assignment]

PREFIX = ".bailu-workshop-"
_MARK = "bailu-makes-a-file-here"
_DRAFT = "draft"
_MADE = frozenset({_MARK, _DRAFT, *(f"{_DRAFT}-{beside}" for beside in ("wal", "shm", "journal"))})
"""All that is ever made in a workshop; SQLite makes files beside a draft of its own."""
_OWNER_ALONE = 0o600
_LEAST_FREE_BYTES = 64 * 1024
"""What the index of a write-ahead log takes, twice."""


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Where a draft may be written, in a hidden folder in `folder`, for as long as the block takes. Raises OSError."""
    _sweep(folder)
    place, hold = _made_and_held(folder)
    try:
        (place / _MARK).touch(_OWNER_ALONE)
        yield place / _DRAFT
    finally:
        for name in _MADE:
            with suppress(OSError):
                (place / name).unlink()
        with suppress(OSError):
            place.rmdir()
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
            self._draft = stack.enter_context(workshop(self.path.parent))
            self._descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
            os.chmod(self._draft, _OWNER_ALONE)  # Whatever the umask takes away.
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


def regular(path: str, flags: int) -> int:
    """An opener for `open`, for what is read to its end: of a pipe or a device there may be none, and nobody waits for
    one here. Raises OSError.
    """
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)


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
        with suppress(FileNotFoundError):
            place.chmod(0o700)  # Whatever the umask takes away.
            if fcntl is None:
                return place, None
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
            _sweep(place)  # The draft of a backup is a store, which is made in a workshop of its own.
            names = set(os.listdir(hold))
            if names and (_MARK not in names or names - _MADE):
                continue  # Whoever made this, it was not us.
            for name in sorted(names, key=_MARK.__eq__):  # The mark goes last, should we be killed here.
                os.unlink(name, dir_fd=hold)
            place.rmdir()


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Elsewhere a folder cannot be opened, and the file system keeps names safe by itself.
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # A folder into which one may put things and not look: the file is in its place.
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
