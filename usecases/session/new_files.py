"""New files of an officer's, readable by their owner alone, with what is said where one cannot be made. ADR 0049."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from domain.errors import NotAllowed
from store.errors import StoreUnavailable
from store.files import AtomicFile, give_name, write_new

_ATTEMPTS = 5


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all. Raises `NotAllowed("file-there")`, `StoreUnavailable("file-unwritable")`."""
    try:
        write_new(path, content)
    except FileExistsError:
        raise NotAllowed("file-there", path=str(path)) from None
    except OSError as error:
        raise _unwritable(path, error) from error


def is_there(path: Path, content: bytes) -> bool:
    """Whether exactly this file is in its place already. Raises `NotAllowed("file-exists")` for anything else."""
    try:
        there = path.lstat()
        # A device may be read without an end.
        if stat.S_ISREG(there.st_mode) and there.st_size == len(content) and path.read_bytes() == content:
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    raise NotAllowed("file-exists", path=str(path))


class PromisedFile(AtomicFile):
    """A file that shows what is sealed, and appears once that is recorded. Raises `StoreUnavailable`."""

    def __enter__(self) -> PromisedFile:
        try:
            super().__enter__()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        return self

    def commit(self, content: bytes) -> None:
        """Raises `NotAllowed("file-exists")` if somebody else was faster, with other content."""
        try:
            try:
                super().commit(content)
            except FileExistsError:
                self._when_it_has_gone(content)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _when_it_has_gone(self, content: bytes) -> None:
        """What stood in the place may have gone again meanwhile; it is not waited for without an end."""
        for _ in range(_ATTEMPTS):
            if is_there(self.path, content):
                return
            with suppress(FileExistsError):
                give_name(self._draft, self.path)
                return
        raise NotAllowed("file-exists", path=str(self.path))


def _unwritable(path: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable("file-unwritable", path=str(path), reason=os.strerror(error.errno or 0))
