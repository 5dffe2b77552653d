"""What is asked under the head's lock is answered from an index, also before the server has any statistics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from domain.entitlement.claim import Use
from store.addresses import postgres_address
from store.databases import create
from store.log import Database, PersonKey, PersonToken, Reading
from store.postgres import writing as postgres_writing
from store.postgres.database import PostgresDatabase
from store.postgres.health import _WHAT_IS_THERE
from store.postgres.session import PostgresReading
from store.postgres.writing import PostgresWriting
from tests.postgres import Server, new_schema
from tests.store.conftest import NOON, TOY, an_event, append, believe_any_clock, command_id_of
from tests.stores import hand

MANY = 6_000
SERIES = "application-350203-2024"
BIG = ("events", "commits", "uses", "person_keys", "person_index")


def a_use(number: int) -> Use:
    return Use(
        limit="training-yearly",
        subject=f"person-{number}",
        qualifier="",
        on=date(2024, 4, 30),
        amount_fen=9,
        application="1",
        line=number,
    )


@pytest.fixture(scope="module")
def grown(server: Server) -> str:
    """A store with enough in it that reading all of it would cost something, of which the server knows nothing."""
    url = server.url(new_schema())
    database = create(url)
    believe_any_clock(url)
    authors = [TOY, postgres_writing.Author("other", TOY.signer)]
    with database.writing() as log:
        for number in range(MANY):
            author = authors[number % 2]
            log.append([an_event(f"{SERIES}-{number:06d}", 1, "x" * 400, by=author.officer)], NOON, author)
            log.add_person_keys([PersonKey(f"person-{number}", f"key-{number}", b"wrapped")])
            log.add_person_tokens([PersonToken(b"token-%d" % number, f"person-{number}")])
        append(log, [an_event("application-1", 1), an_event("application-2", 1)])
        log.replace_uses("1", [], [a_use(number) for number in range(MANY)])
    database.close()
    return url


QUESTIONS: dict[str, Callable[[Reading], object]] = {
    "tip": lambda view: view.tip().vouched,
    "stream": lambda view: view.stream(f"{SERIES}-000007"),
    "version_of": lambda view: view.version_of(f"{SERIES}-000007"),
    "highest": lambda view: view.highest(SERIES),
    "highest of none": lambda view: view.highest("batch-350203-2024"),
    "streams": lambda view: view.streams("fund-"),
    "rows": lambda view: view.rows(after=MANY - 5, limit=3),
    "stored": lambda view: view.stored(5, 7),
    "command": lambda view: view.command(command_id_of("application-1/1/")),
    "uses": lambda view: view.uses([("training-yearly", "person-7")]),
    "person_keys": lambda view: view.person_keys([("person-7", "key-7")]),
    "person_key_of": lambda view: view.person_key_of(["person-7"]),
    "person_tokens": lambda view: view.person_tokens([b"token-7", b"token-8"]),
}


class Explained(PostgresReading):
    """Keeps the plan of whatever it is asked."""

    plans: list[str]

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        self.plans.append("\n".join(line for (line,) in super()._all("EXPLAIN " + statement, values)))
        return super()._all(statement, values)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_without_reading_a_whole_table(grown: str, question: str) -> None:
    database = PostgresDatabase.open(grown)
    with database.reading() as view:
        explained = Explained(view._connection, grown)
        explained.plans = []
        QUESTIONS[question](explained)
        explained.end()
    database.close()
    assert explained.plans
    for plan in explained.plans:
        assert not any(f"Seq Scan on {table}" in plan for table in BIG), plan
        assert "Index" in plan, plan


def test_an_opening_looks_for_its_tables_by_their_names_alone(grown: str) -> None:
    """A database may have a thousand stores in it, of which an opening is about one."""
    database = PostgresDatabase.open(grown)
    with database.reading() as view:
        explained = Explained(view._connection, grown)
        explained.plans = []
        assert not explained.objects_missing()
        explained.end()
        schema = postgres_address(grown).schema
        found = view._connection.execute(f"EXPLAIN {_WHAT_IS_THERE}", [schema]).fetchall()
    database.close()
    by_name = "Index Cond: ((relname = ANY"
    names, triggers = explained.plans
    assert all(by_name in plan for plan in (names, triggers, str(found))), (names, triggers, found)


def a_desk_at_work(log: PostgresWriting) -> None:
    """Everything that a command does, in one transaction."""
    log.prefetch([command_id_of("new")], {f"{SERIES}-{number:06d}": 0 for number in range(30)})
    assert log.tip().vouched
    assert log.command(command_id_of("new")) is None
    assert len(log.stream(f"{SERIES}-000007")) == 1
    number = log.highest(SERIES) + 1
    log.append([an_event(f"{SERIES}-{number:06d}", 1, command="new")], NOON, TOY)
    log.add_person_keys([PersonKey("person-7", "another", b"wrapped")])
    log.add_person_tokens([PersonToken(b"token-7", "person-7"), PersonToken(b"another", "person-7")])
    log.replace_uses(f"350203-2024-{number:06d}", [], [])
    assert log.uses([("training-yearly", "person-7")]) == (a_use(7),)
    assert log.person_key_of(["person-7"]) == {"person-7": ("another", b"wrapped")}


@pytest.mark.parametrize("analysed", [False, True])
def test_a_command_reads_no_whole_table_not_even_within_the_owners_functions(grown: str, analysed: bool) -> None:
    if analysed:
        with hand(grown) as tables:
            for table in BIG:
                tables.execute(f"ANALYZE {table}")
    read = whole_tables_read(PostgresDatabase.open(grown), a_desk_at_work)
    assert read == dict.fromkeys(BIG, 0)


def whole_tables_read(database: Database, work: Callable[[Any], None]) -> dict[str, int]:
    """How often a transaction read all of a table, by the server's own count; nothing of it is kept."""
    counted: dict[str, int] = {}

    def count() -> None:
        with database.writing() as log:
            work(log)
            rows = log._all(  # type: ignore[attr-defined]
                "SELECT relname::text, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = current_schema()"
            )
            counted.update({table: scans for table, scans in rows if table in BIG})
            raise LookupError

    with pytest.raises(LookupError):
        count()
    database.close()
    return counted
