"""Packs that somebody writes: begun, checked and read, with every mistake by its line and in a sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from domain.entitlement.edition import Edition
from policies import new_pack
from policies.problems import PackInvalid, PackProblem
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.pack_problems import sentence
from usecases.errors import PackRefused
from usecases.session.new_files import write_file

_POLICY_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PackMistake(Row):
    """One mistake of a pack; `where` is a place such as `schemes.skill-certificate.amount`."""

    file: Annotated[str, Heading(N_("File"), Kind.NAME)]
    line: Annotated[int, Heading(N_("Line"))]
    where: Annotated[str, Heading(N_("Where"), Kind.NAME)]
    code: Annotated[str, Heading(N_("Code"), Kind.NAME)]
    problem: Annotated[str, Heading(N_("Problem"))]


class CheckedPack(Row):
    """What a pack holds, as far as it is in order, and what is wrong with it."""

    file: str
    edition: str | msgspec.UnsetType = msgspec.UNSET
    digest: str | msgspec.UnsetType = msgspec.UNSET
    schemes: int | msgspec.UnsetType = msgspec.UNSET
    problems: tuple[PackMistake, ...]


class BegunPack(Row):
    """A policy file that was begun."""

    file: str
    policy: str


def is_policy_id(text: str) -> bool:
    """Whether a policy can have this name: small letters, digits and hyphens."""
    return _POLICY_ID.fullmatch(text) is not None


def begin_pack(policy: str, path: Path, issued_on: date) -> BegunPack:
    """Write a pack with one scheme, which is in order, to be replaced piece by piece.

    Raises `NotAllowed("file-there")` rather than overwrite a file, and `StoreUnavailable("file-unwritable")`.
    """
    text = new_pack(policy, issued_on)
    write_file(path, text.encode())
    return BegunPack(file=str(path), policy=policy)


def check_pack(file: str, content: bytes) -> CheckedPack:
    """What a pack holds, or everything that is wrong with it."""
    try:
        edition = read_pack(file, content)
    except PackRefused as refused:
        return CheckedPack(file=file, problems=tuple(_mistake(file, problem) for problem in refused.problems))
    return CheckedPack(file=file, edition=edition.ref, digest=edition.digest, schemes=len(edition.schemes), problems=())


def read_pack(file: str, content: bytes) -> Edition:
    """The edition, checked. Raises `PackRefused` with every mistake of the file."""
    from policies.loader import load

    try:
        return load(content)
    except PackInvalid as invalid:
        raise PackRefused(file, invalid.problems) from None


def _mistake(file: str, problem: PackProblem) -> PackMistake:
    return PackMistake(file=file, line=problem.line, where=problem.where, code=problem.code, problem=sentence(problem))
