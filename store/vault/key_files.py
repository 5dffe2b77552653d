"""Files with keys of an office: only their owner may read one, and none is written over another."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar

from store.errors import StoreUnavailable
from store.files import regular, write_new

_T = TypeVar("_T")

Wrong = Literal["missing", "exist", "io", "permissions", "damaged"]
Codes = Mapping[Wrong, str]
"""What is said of a file of this kind that is not as it should be: the codes, by what is wrong."""


def read_keys(path: Path, parse: Callable[[str], _T], codes: Codes) -> _T:
    """What the file holds. `parse` raises ValueError, TypeError or KeyError for any other text.

    Raises StoreUnavailable: missing, permissions (somebody else can read it), damaged, io.
    """
    try:
        with open(path, encoding="ascii", opener=regular) as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise StoreUnavailable(codes["permissions"], path=str(path))
            return parse(file.read())
    except FileNotFoundError:
        raise StoreUnavailable(codes["missing"], path=str(path)) from None
    except OSError as error:
        raise unusable(path, error, codes) from error
    except (ValueError, TypeError, KeyError, RecursionError):
        # The cause is not kept: it could quote the file.
        raise StoreUnavailable(codes["damaged"], path=str(path)) from None


def write_keys(path: Path, text: str, codes: Codes) -> None:
    """Write a new file that only its owner can read. Raises StoreUnavailable: exist, io."""
    try:
        with suppress(FileExistsError):  # What is no folder is told below.
            path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, text.encode("ascii"))
    except FileExistsError:
        raise StoreUnavailable(codes["exist"], path=str(path)) from None
    except OSError as error:
        raise unusable(path, error, codes) from error


def unusable(path: Path, error: OSError, codes: Codes) -> StoreUnavailable:
    return StoreUnavailable(codes["io"], path=str(path), reason=os.strerror(error.errno or 0))
