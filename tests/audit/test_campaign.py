"""Every kind of tampering with a real store is refused by its database or seen by `audit verify`.

One trial of many kinds here, twenty of each behind `make campaign`. A kind that nobody sees yet is expected to fail,
with its reason; what goes unseen because it has to is a test of its own that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest

from tests.audit.campaign import (
    by_administrator,
    by_append,
    by_hand,
    by_logins,
    by_officers,
    by_recomputing,
    by_roles,
    lawful,
    of_commits,
    of_postgres,
    of_rows,
    of_sqlite,
    tally,
)
from tests.audit.campaign.kinds import KINDS, LAWFUL, READER, TAILS, WRITER, Kind
from tests.audit.campaign.trial import Outcome, Prepared, PreparedFile, PreparedSchema
from tests.postgres import Server

MODULES = (
    by_administrator, by_append, by_hand, by_logins, by_officers, by_recomputing, by_roles, lawful, of_commits,
    of_postgres, of_rows, of_sqlite,
)  # fmt: skip
"""Each enters its kinds when it is imported."""
TRIALS = 20
SQLITE, POSTGRESQL = "sqlite", "postgresql"
LOGINS = (WRITER, READER)


@pytest.fixture(scope="module")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> PreparedFile:
    return PreparedFile(tmp_path_factory.mktemp("campaign"))


@pytest.fixture(scope="module")
def prepared_schema(server: Server) -> Iterator[PreparedSchema]:
    prepared = PreparedSchema(server)
    yield prepared
    prepared.close()


def on(database: str, kinds: Sequence[Kind] = KINDS, *, every: int = 1) -> list[Any]:
    """The kinds that can be tried on a database: all that are its own or get through, of the others every so many."""
    chosen = [kind for kind in kinds if database in kind.databases and (len(kind.databases) == 1 or kind.gap)]
    chosen += [kind for kind in kinds if database in kind.databases and kind not in chosen][::every]
    return [
        pytest.param(kind, id=str(kind), marks=[pytest.mark.xfail(strict=True, reason=kind.gap)] if kind.gap else [])
        for kind in chosen
    ]


def assert_nothing_gets_through(prepared: Prepared, kind: Kind, database: str) -> None:
    outcomes = Counter(prepared.attempt(kind, seed) for seed in range(TRIALS))
    tally.enter(kind, database, outcomes)
    assert not outcomes[Outcome.UNSEEN] + outcomes[Outcome.CRASHED], outcomes
    # A hand that the database stops every time has tried nothing, unless it is that of a login.
    assert kind.holder in LOGINS or outcomes[Outcome.SEEN]


@pytest.mark.parametrize("kind", on(SQLITE, every=3))
def test_tampering_with_a_file_is_seen(kind: Kind, prepared_file: PreparedFile) -> None:
    assert prepared_file.attempt(kind, TRIALS) in (Outcome.SEEN, Outcome.REFUSED)


@pytest.mark.parametrize("kind", on(POSTGRESQL, every=12))
def test_tampering_with_a_schema_is_seen(kind: Kind, prepared_schema: PreparedSchema) -> None:
    assert prepared_schema.attempt(kind, TRIALS) in (Outcome.SEEN, Outcome.REFUSED)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", on(SQLITE))
def test_no_trial_on_a_file_gets_through(kind: Kind, prepared_file: PreparedFile) -> None:
    assert_nothing_gets_through(prepared_file, kind, SQLITE)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", on(POSTGRESQL))
def test_no_trial_on_a_schema_gets_through(kind: Kind, prepared_schema: PreparedSchema) -> None:
    assert_nothing_gets_through(prepared_schema, kind, POSTGRESQL)


@pytest.mark.parametrize("kind", on(SQLITE, TAILS))
def test_of_the_tail_only_a_noted_head_tells(kind: Kind, prepared_file: PreparedFile) -> None:
    """And so of all keys stolen, and of a log that is another one altogether: who noted its head sees it."""
    for seed in range(2):
        assert prepared_file.attempt(kind, seed) == Outcome.UNSEEN
        assert prepared_file.attempt(kind, seed, prepared_file.head) == Outcome.SEEN


@pytest.mark.parametrize("kind", on(SQLITE, LAWFUL))
def test_what_a_key_may_do_alone_is_no_tampering(kind: Kind, prepared_file: PreparedFile) -> None:
    """It proposes, confirms what another proposed, takes rights away; of what takes two nothing comes of it."""
    assert prepared_file.attempt(kind, 0) == Outcome.UNSEEN
    assert prepared_file.attempt(kind, 0, prepared_file.head) == Outcome.UNSEEN


@pytest.mark.parametrize("kind", on(POSTGRESQL, (*TAILS, *LAWFUL), every=3))
def test_both_databases_say_the_same_of_what_goes_unseen(kind: Kind, prepared_schema: PreparedSchema) -> None:
    assert prepared_schema.attempt(kind, 0) == Outcome.UNSEEN
    noted = prepared_schema.attempt(kind, 0, prepared_schema.head)
    assert noted == (Outcome.SEEN if kind in TAILS else Outcome.UNSEEN)


@pytest.mark.parametrize("role", ["owner", "writer"])
def test_a_login_that_really_logs_in_becomes_nobody_else(
    role: str, server: Server, prepared_schema: PreparedSchema
) -> None:
    """The trials put a superuser's session under a login, which therefore might come back: this one cannot."""
    schema = prepared_schema.schema
    conninfo = f"postgresql://{schema}_at_reader@/postgres?host={server.folder}"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for statement in (f"SET SESSION AUTHORIZATION {schema}_{role}", f"SET ROLE {schema}_{role}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_a_campaign_has_at_least_sixty_kinds() -> None:
    assert len({(kind.name, kind.holder, kind.databases) for kind in KINDS}) == len(KINDS)
    assert len({kind.name for kind in KINDS}) >= 60
