"""`bailu audit`: the whole history in order, and whoever altered it is found by the position."""

from __future__ import annotations

import pytest

from store.addresses import is_postgres
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, fund, ordered, tampering, training
from tests.stores import Hand, hand


@pytest.fixture
def told(bureau: Bailu) -> tuple[Bailu, str]:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    ordered(bureau, number)
    return bureau, number


# The trail


def test_the_trail_is_every_fact_in_order(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    trail = bureau("audit", "trail", "-o", "json").json
    log = bureau.log()
    assert [entry["position"] for entry in trail] == list(range(1, len(log) + 1))
    keys = ("stream", "recorded_at", "effective_on", "command_id")
    assert [[entry[key] for key in keys] for entry in trail] == [[event[key] for key in keys] for event in log]
    assert [(entry["officer"], entry["what"], [entry["part"], entry["parts"]]) for entry in trail] == [
        (event["actor"], event["name"], event["part"]) for event in log
    ]


def test_the_trail_can_be_bound(told: tuple[Bailu, str]) -> None:
    bureau, number = told

    def trail_of(*options: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = bureau("audit", "trail", *options, "-o", "json").json
        return rows

    assert {entry["stream"] for entry in trail_of("--application", number)} == {f"application-{number}"}
    assert {entry["stream"] for entry in trail_of("--stream", "officer-lin")} == {"officer-lin"}
    assert {entry["officer"] for entry in trail_of("--officer", "huang")} == {"huang"}
    days = {str(entry["recorded_at"])[:10] for entry in trail_of("--from", "2024-09-24", "--to", "2024-09-26")}
    assert days == {"2024-09-24", "2024-09-26"}


def test_what_is_not_there_has_no_trail(bureau: Bailu) -> None:
    assert bureau("audit", "trail", "--application", "350203-2024-999999").code == 66
    assert bureau("audit", "trail", "--stream", "officer-nobody").code == 66
    assert bureau("audit", "trail", "--officer", "nobody").code == 66
    assert bureau("audit", "trail", "--stream", "officer-lin", "--application", "1").code == 2


# Verification


def test_a_log_that_nobody_touched_verifies(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    ran = bureau("audit", "verify")
    assert ran.code == 0
    assert "The log verifies." in ran.out
    assert "signatures" in ran.out
    report = bureau("audit", "verify", "-o", "json").json
    assert (report["holds"], report["size"], report["troubles"]) == (True, len(bureau.log()), [])
    assert report["commands"] == len({event["command_id"] for event in bureau.log()})
    assert report["signatures"] == report["commits"] <= report["commands"]
    assert {"admin", "lin", "wu"} <= set(report["officers"])


def test_without_signatures_it_says_so(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    report = bureau("audit", "verify", "--no-signatures", "-o", "json").json
    assert "signatures" not in report["checked"]
    assert report["signatures"] == 0


def test_an_altered_amount_is_found_at_its_position(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    position = next(at for at, event in enumerate(bureau.log(), 1) if event["name"] == "batch.ordered.v1")
    with tampering(bureau) as file:
        _alter(file, position, b'"amount_fen":300000', b'"amount_fen":900000')
    ran = bureau("audit", "verify")
    assert ran.code == 79
    assert f"position {position}: The signature of the events up to" in ran.out
    assert "The log does NOT verify" in ran.out
    assert bureau("audit", "verify", "--no-signatures").code == 79


def test_a_fact_that_was_taken_out_is_missed(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    with tampering(bureau) as file:
        file.execute("DELETE FROM events WHERE position = 21")
    ran = bureau("audit", "verify")
    assert ran.code == 79
    assert "position 22: Position 21 is missing before it." in ran.out


def test_a_fact_that_is_filed_elsewhere_is_found_although_no_line_changed(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    with tampering(bureau) as file:
        file.execute(
            "UPDATE events SET stream = 'application-350203-2024-000777' WHERE name = 'application.approved.v1'"
        )
        at = file.execute("SELECT position FROM events WHERE name = 'application.approved.v1'").fetchone()[0]
    ran = bureau("audit", "verify")
    assert ran.code == 79
    assert f"position {at}: The event is filed under another stream" in ran.out


def test_a_log_that_was_rewritten_to_verify_does_not_begin_with_the_head_that_was_noted(
    told: tuple[Bailu, str],
) -> None:
    bureau, _number = told
    noted = bureau("audit", "verify", "-o", "json").json["head"]
    fund(bureau, "municipal", 1)
    assert bureau("audit", "verify", "--head", noted).code == 0
    size, root = noted.split(":")
    shorter = f"{int(size) - 1}:{root}"
    ran = bureau("audit", "verify", "--head", shorter)
    assert ran.code == 79
    assert "are not those of the noted head" in ran.out
    longer = f"{int(size) + 99}:{root}"
    assert "events were removed" in bureau("audit", "verify", "--head", longer).out
    assert bureau("audit", "verify", "--head", "yesterday").code == 2


def test_a_line_that_cannot_be_read_is_a_trouble_and_no_traceback(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    with tampering(bureau) as file:
        file.execute("UPDATE events SET line = ? WHERE position = 22", (b"{",))
    verified = bureau("audit", "verify")
    assert verified.code == 79
    assert "position 22: The line is not one that this log writes." in verified.out
    trail = bureau("audit", "trail")
    assert trail.code == 69
    assert "position 22" in trail.err


def test_what_somebody_took_away_from_the_store_is_found_by_an_inspector_and_stops_everybody_else(
    told: tuple[Bailu, str],
) -> None:
    bureau, number = told
    with hand(bureau.url) as file:
        file.execute(f"DROP TRIGGER events_are_not_edited{' ON events' if is_postgres(bureau.url) else ''}")
    verified = bureau("audit", "verify")
    assert verified.code == 79
    assert "events_are_not_edited: somebody took it away." in verified.out
    assert bureau("application", "show", number, officer="gao").code == 69


@pytest.mark.parametrize(
    ("column", "value", "phrase"),
    [
        ("recorded_at", "2099-01-01T00:00:00+00:00", "recorded at 2099-01-01"),
        ("frontier", bytes(8), "The head speaks of 0 events"),
        ("frontier", b"none", "The head is not one of this log"),
        ("roles", bytes(8), "The head is not one of this log"),
        ("before", bytes(32), "The head is not one of this log"),
    ],
)
def test_a_head_that_was_edited_is_seen_and_nothing_is_written_onto_it(
    told: tuple[Bailu, str], column: str, value: object, phrase: str
) -> None:
    bureau, number = told
    head = "log_head" if is_postgres(bureau.url) else "commits"
    with hand(bureau.url) as file:
        file.execute(f"UPDATE {head} SET {column} = ? WHERE frontier IS NOT NULL", (value,))
    verified = bureau("audit", "verify")
    assert verified.code == 79
    assert phrase in verified.out
    assert bureau("application", "withdraw", number, "--reason", "x", officer="lin").code == 69


@pytest.mark.on_sqlite
def test_a_damaged_file_is_an_unavailable_store(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    bureau.store.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    assert bureau("audit", "verify").code == 69


def test_every_form_is_there_in_both_languages(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    for lang, output in FORMS:
        assert bureau("audit", "trail", "-o", output, "--lang", lang).code == 0
        assert bureau("audit", "verify", "-o", output, "--lang", lang).code == 0


def _alter(file: Hand, position: int, was: bytes, becomes: bytes) -> None:
    (line,) = file.execute("SELECT line FROM events WHERE position = ?", (position,)).fetchone()
    assert was in line
    file.execute("UPDATE events SET line = ? WHERE position = ?", (line.replace(was, becomes), position))
