"""A file that shows what is sealed: readable by its owner alone, and whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp

from domain.errors import NotAllowed
from store.errors import StoreUnavailable


def is_there(path: Path, content: bytes) -> bool:
    """Whether exactly this file is in its place already. Raises `NotAllowed("file-exists")` for any other."""
    try:
        if path.read_bytes() == content:
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    raise NotAllowed("file-exists", path=str(path))


class AtomicFile:
    """A file that only its owner may read: opened first, written later, and whole or not at all.

    Opening it finds out what would go wrong before anything is recorded; until `commit`, it holds nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> AtomicFile:
        try:
            descriptor, self._draft = mkstemp(prefix=".bailu-", dir=self._path.parent)  # readable by its owner alone
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._file = os.fdopen(descriptor, "wb")
        return self

    def commit(self, content: bytes) -> None:
        """Write the file and give it its name. Raises `NotAllowed("file-exists")` if somebody else was faster."""
        try:
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            _name(self._draft, self._path)
        except FileExistsError:
            is_there(self._path, content)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        Path(self._draft).unlink(missing_ok=True)


def _name(draft: str, path: Path) -> None:
    """Give a draft its name without overwriting anything, also on file systems that know no second names."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        os.rename(draft, path)


def _unwritable(path: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable("file-unwritable", path=str(path), reason=os.strerror(error.errno or 0))
