"""A document at hand: its name and its SHA-256. The file itself is not read into anything, and never kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath, PureWindowsPath

from usecases.intake import text
from usecases.problems import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`file` is the file's own name, under which `doctor --documents` looks for it again."""

    file: str
    sha256: str


def attachment(path: Path) -> Attachment | Problem:
    """The document in a file; a problem when there is none, it cannot be read, or its name cannot be kept."""
    name = text.free_text(path.name)
    if isinstance(name, Problem):
        return name
    digest = sha256_of(path)
    return digest if isinstance(digest, Problem) else Attachment(file=name, sha256=digest)


def beside(application_file: Path) -> Callable[[str], Path | Problem]:
    """Where a file is that an application file names: in its folder or below it, and nowhere else.

    Applicants write these files: none of theirs shall make the desk read what was never handed in.
    """
    folder = application_file.parent

    def located(given: str) -> Path | Problem:
        named = PurePosixPath(given)
        if named.is_absolute() or PureWindowsPath(given).drive or ".." in named.parts:
            return problem("document-elsewhere")
        path = folder / named
        if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
            return problem("document-elsewhere")
        return path

    return located


def sha256_of(path: Path) -> str | Problem:
    """The digest of a file of any size, as 64 lower-case hexadecimal digits."""
    if not path.exists():
        return problem("file-missing")
    if not path.is_file():
        return problem("file-unreadable")
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return problem("file-unreadable")
