"""Kinds of tampering: each is a function that gets at a store, with a name, and with what its holder has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

import psycopg

from tests.audit.campaign.workbench import Workbench
from tests.stores import KINDS as DATABASES
from tests.stores import Hand

DATABASE = "the database"
RECOMPUTED = "the database, head recomputed"
CLERK, ASSESSOR, APPROVER, FINANCE, SUPERVISOR, ADMINISTRATOR = (
    f"the key of {role}"
    for role in ("a clerk", "an assessor", "an approver", "a finance officer", "a supervisor", "the administrator")
)
SCHEMA = "the owner of the tables"
WRITER, READER = "a desk's login", "a reader's login"
ALL_KEYS = "all keys"
OFFICERS = (CLERK, ASSESSOR, APPROVER, FINANCE, SUPERVISOR, ADMINISTRATOR)
HOLDERS = (DATABASE, RECOMPUTED, SCHEMA, *OFFICERS, ALL_KEYS, WRITER, READER)

UNWRITTEN = "data that no event has"
"""The kind of tampering that is about nothing else."""


@dataclass
class Target:
    """A store on which one trial is made."""

    hand: Hand
    random: Random
    schema: str
    connection: psycopg.Connection[Any] | None = None
    """Of a store on PostgreSQL: a superuser's, in a transaction that is rolled back."""

    @property
    def postgres(self) -> bool:
        return self.connection is not None

    @cached_property
    def bench(self) -> Workbench:
        return Workbench(self.hand, postgres=self.postgres, random=self.random)

    def execute(self, statement: str, *values: object) -> Any:
        return self.hand.execute(statement, values)

    def value(self, statement: str, *values: object) -> Any:
        return self.execute(statement, *values).fetchone()[0]


Tamper = Callable[[Target], None]


@dataclass(frozen=True)
class Kind:
    name: str
    holder: str
    tamper: Tamper
    databases: tuple[str, ...]
    gap: str
    """Why nobody sees it yet; empty where the verification does."""

    def __str__(self) -> str:
        return f"{self.name}, by {self.holder}"


KINDS: list[Kind] = []
TAILS: list[Kind] = []
"""What only a head that was noted before shows."""
LAWFUL: list[Kind] = []
"""What the keys of its holder are good for: no head shows it either."""


def kind(
    name: str, holder: str, *, only: str = "", gap: str = "", into: list[Kind] = KINDS
) -> Callable[[Tamper], Tamper]:
    """Enter a kind of tampering, on both databases or `only` on one."""

    def enter(tamper: Tamper) -> Tamper:
        into.append(Kind(name, holder, tamper, (only,) if only else DATABASES, gap))
        return tamper

    return enter
