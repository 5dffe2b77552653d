"""`bailu doctor`: every line says ok, or what to do."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

import pytest

from store.addresses import is_postgres
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, fund, paid, tampering, training
from tests.stores import hand

pytestmark = pytest.mark.on_both


@pytest.fixture
def told(bailu: Bailu, prepared: Callable[..., str]) -> Bailu:
    prepared(one_paid_case)
    return bailu


def one_paid_case(bureau: Bailu) -> str:
    fund(bureau, "central", 50_000)
    return paid(bureau, training(bureau))


def diagnosis(bureau: Bailu) -> tuple[int, dict[str, str]]:
    """The exit code, and what is said of the checks that are not ok."""
    healthy = bureau("doctor", "-o", "json", officer="wu")
    return healthy.code, {check["check"]: check["said"] for check in json.loads(healthy.out) if check["result"] != "ok"}


def test_a_healthy_store_has_nothing_but_ok(told: Bailu) -> None:
    told("projection", "catch-up")
    assert diagnosis(told) == (0, {})
    ran = told("doctor", "-o", "json", officer="wu")
    checks = {check["check"] for check in ran.json}
    assert checks == {
        "store", "file", "outer-keys", "officer-key", "clock", "schema", "events", "head", "uses", "person-keys",
        "person-index", "read-models", "terminal",
    }  # fmt: skip


def test_a_use_that_the_index_lost_and_one_that_nobody_made_are_both_named(told: Bailu) -> None:
    with hand(told.url) as file:
        file.execute("UPDATE uses SET line = 9 WHERE line = 1 AND limit_id = 'xiamen-2023-187/training-yearly'")
    code, complaints = diagnosis(told)
    assert code == 65
    assert set(complaints) == {"uses"}
    of_yearly = "xiamen-2023-187/training-yearly"
    assert f"line 1: the use of {of_yearly} is not in the index" in complaints["uses"]
    assert f"line 9: the index has a use of {of_yearly} that the case does not hold" in complaints["uses"]


def test_a_head_that_is_not_that_of_the_events_is_named(told: Bailu) -> None:
    with tampering(told) as file:
        (line,) = file.execute("SELECT line FROM events WHERE position = 2").fetchone()
        file.execute("UPDATE events SET line = ? WHERE position = 2", (line.replace(b"2023-", b"2022-", 1),))
    code, complaints = diagnosis(told)
    assert code == 65
    assert "is not that of the events" in complaints["head"]


def test_a_persons_key_that_is_gone_and_one_that_was_altered_are_both_named(told: Bailu) -> None:
    with hand(told.url) as file:
        (gone,), (altered,) = file.execute("SELECT party FROM person_keys WHERE length(party) = 32").fetchmany(2)
        file.execute("DELETE FROM person_keys WHERE party = ?", (gone,))
        file.execute("UPDATE person_keys SET wrapped = ? WHERE party = ?", (bytes(60), altered))
    code, complaints = diagnosis(told)
    assert code == 65
    assert "does not open" in complaints["person-keys"]
    assert "what was sealed there is missing" in complaints["person-keys"]
    assert f"the index finds the person {gone} by what nothing says that opens" in complaints["person-index"]


def test_a_person_whom_the_index_lost_and_one_that_it_made_up_are_both_named(told: Bailu) -> None:
    with hand(told.url) as file:
        party, token = file.execute("SELECT party, token FROM person_index").fetchone()
        file.execute("DELETE FROM person_index WHERE party = ?", (party,))
        file.execute("INSERT INTO person_index VALUES (?, 'somebody')", (token,))
    code, complaints = diagnosis(told)
    assert code == 65
    assert set(complaints) == {"person-index"}
    assert f"the person {party} is not found by all that was sealed of them" in complaints["person-index"]
    assert "the index finds the person somebody by what nothing says that opens" in complaints["person-index"]


def test_a_table_that_somebody_put_there_is_named_or_stops_everybody(told: Bailu) -> None:
    with hand(told.url) as file:
        file.execute("CREATE TABLE more (x INTEGER)")
    if not is_postgres(told.url):
        assert told("doctor", officer="wu").code == 69
        return
    code, complaints = diagnosis(told)
    assert code == 65
    assert "more is not of this program" in complaints["schema"]


def test_a_fact_that_is_filed_elsewhere_is_named(told: Bailu) -> None:
    with tampering(told) as file:
        file.execute("UPDATE events SET version = 40 WHERE name = 'application.settled.v1'")
    code, complaints = diagnosis(told)
    assert code == 65
    assert "filed under another" in complaints["events"]
    assert "version" in complaints["events"]


def test_a_fact_that_cannot_be_read_is_a_finding_with_its_position_and_no_traceback(told: Bailu) -> None:
    with tampering(told) as file:
        (line,) = file.execute("SELECT line FROM events WHERE name = 'application.approved.v1'").fetchone()
        file.execute(
            "UPDATE events SET line = ? WHERE name = 'application.approved.v1'",
            (line.replace(b'"awards":[', b'"awards":7,"was":['),),
        )
    code, complaints = diagnosis(told)
    assert code == 65
    assert "holds data that no program of ours writes" in complaints["events"]


def test_outer_keys_that_others_can_read_are_a_trouble(told: Bailu) -> None:
    (told.folder / "bailu.keys").chmod(0o644)
    code, complaints = diagnosis(told)
    assert code == 65
    assert "chmod 600" in complaints["outer-keys"]


def test_lost_outer_keys_are_a_trouble(told: Bailu) -> None:
    (told.folder / "bailu.keys").unlink()
    code, complaints = diagnosis(told)
    assert code == 65
    assert "outer-keys" in complaints


def test_a_key_that_is_not_the_enrolled_one_is_a_trouble(told: Bailu) -> None:
    (told.folder / "officers" / "wu.pem").write_bytes((told.folder / "officers" / "lin.pem").read_bytes())
    code, complaints = diagnosis(told)
    assert code == 65
    assert "officer-key" in complaints


@pytest.mark.on_sqlite
def test_a_page_that_was_overwritten_is_a_trouble_of_the_file(told: Bailu) -> None:
    file = sqlite3.connect(told.store)
    page = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events_by_command'").fetchone()[0]
    size = file.execute("PRAGMA page_size").fetchone()[0]
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    with told.store.open("r+b") as raw:
        raw.seek((page - 1) * size + 100)
        raw.write(b"\x00" * (size - 100))
    code, complaints = diagnosis(told)
    assert code == 65, complaints
    assert set(complaints) == {"file"}, complaints


@pytest.mark.on_sqlite
@pytest.mark.parametrize("where", ["rows", "index"])
def test_a_page_of_the_read_models_that_was_overwritten_is_a_trouble(told: Bailu, where: str) -> None:
    assert told("history", "-o", "json", officer="lin").code == 0
    views = told.store.with_name("bailu.views.db")
    file = sqlite3.connect(views)
    kind = "table" if where == "rows" else "index"
    pages = file.execute(
        "SELECT rootpage FROM sqlite_schema WHERE type = ? AND tbl_name LIKE 'payout_history%' AND rootpage > 0",
        (kind,),
    ).fetchall()
    size = file.execute("PRAGMA page_size").fetchone()[0]
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    assert pages
    with views.open("r+b") as raw:
        raw.seek((pages[-1][0] - 1) * size + 100)
        raw.write(b"\x00" * (size - 100))
    code, complaints = diagnosis(told)
    assert code == 65
    assert set(complaints) == {"read-models"}
    assert "they are built anew" in complaints["read-models"]


def test_without_a_store_there_is_nothing_to_examine(bailu: Bailu) -> None:
    assert bailu("doctor").code == 69


def test_every_form_is_there_in_both_languages(told: Bailu) -> None:
    for lang, output in FORMS:
        assert told("doctor", "-o", output, "--lang", lang, officer="wu").code == 0
