"""Tables of standards that somebody writes: read, with every mistake by its line and in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.entitlement.edition import Edition
from domain.entitlement.standards import StandardTable
from policies.problems import PackInvalid
from usecases.errors import PackRefused
from usecases.intake.editions import pack_bytes


def standard_policy(file: str, content: bytes) -> str:
    """The notice beside which the table of a file stands. Raises `PackRefused` for a file that is no TOML."""
    from policies.standard_files import policy_of

    try:
        return policy_of(content)
    except PackInvalid as invalid:
        raise PackRefused(file, invalid.problems) from None


def read_standard_file(file: str, content: bytes, edition: Edition) -> tuple[StandardTable, str]:
    """The table of a file, and the digest of its bytes. Raises `PackRefused` with every mistake of the file."""
    from policies.standard_files import read_standard

    try:
        return read_standard(content, edition)
    except PackInvalid as invalid:
        raise PackRefused(file, invalid.problems) from None


def read_for_some(file: str, content: bytes, editions: Sequence[Edition]) -> tuple[StandardTable, str]:
    """The same, for the first of these editions that allows the table: cases go on under older ones. Raises
    `PackRefused` with what the first of all has against it.
    """
    refused: list[PackRefused] = []
    for edition in editions:
        try:
            return read_standard_file(file, content, edition)
        except PackRefused as reason:
            refused.append(reason)
    raise refused[0]


def read_standards(files: Iterable[str], edition: Edition) -> tuple[StandardTable, ...]:
    """The tables of several files. Raises `FilesRefused` and `PackRefused`."""
    return tuple(read_standard_file(file, pack_bytes(file), edition)[0] for file in files)
