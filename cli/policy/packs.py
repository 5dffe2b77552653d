"""Reading a pack that somebody wrote: the edition, or every mistake with its file, its line and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from cli.exit_codes import REFUSED
from cli.render import note
from domain.entitlement.edition import Edition
from policies.problems import PackInvalid, PackProblem


def read_pack(content: bytes) -> Edition:
    """The edition, checked. Raises `PackInvalid` with all of its problems."""
    from policies.loader import load

    return load(content)


def read_or_refuse(file: str, content: bytes) -> Edition:
    """The edition, checked; leaves with every mistake of the file."""
    try:
        return read_pack(content)
    except PackInvalid as invalid:
        for row in problem_rows(file, invalid.problems):
            note(problem_line(row))
        raise click.exceptions.Exit(REFUSED) from None


def problem_rows(file: str, problems: Sequence[PackProblem]) -> Iterator[dict[str, Any]]:
    from cli.policy.pack_sentences import sentence

    for each in problems:
        yield {"file": file, "line": each.line, "where": each.where, "code": each.code, "problem": sentence(each)}


def problem_line(problem: dict[str, Any]) -> str:
    """As compilers write it, so that an editor can go there."""
    return "{file}:{line}: {where}: {problem}".format(**problem)
