"""The contract of `store.log`, whichever database stands behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.merkle import EMPTY_ROOT, Frontier
from domain.entitlement.claim import Use
from store.errors import VersionTaken
from store.log import CommandRecord, Database, PersonKey, PersonToken, Writing
from tests.store.conftest import NOON, TOY, a_command, an_event, append, command_id_of
from tests.stores import tampering


def test_an_empty_log_has_the_empty_root_and_no_instant(database: Database) -> None:
    with database.reading() as view:
        head = view.head()
    assert (head.size, head.root, head.recorded_at) == (0, EMPTY_ROOT, None)


def test_events_come_back_as_they_were_written_and_positions_count_from_one(database: Database) -> None:
    with database.writing() as log:
        assert append(log, [an_event("application-1", 1), an_event("fund-1", 1)]) == 1
        assert append(log, [an_event("application-1", 2, "公示")]) == 3
    with database.reading() as view:
        rows = view.rows(limit=10)
        assert [(row.position, row.stream, row.version) for row in rows] == [
            (1, "application-1", 1),
            (2, "fund-1", 1),
            (3, "application-1", 2),
        ]
        assert rows[2].line == an_event("application-1", 2, "公示").line
        assert rows[2].name == "application.submitted.v1"


def test_the_head_carries_size_root_and_instant_of_the_last_event(database: Database) -> None:
    later = NOON + timedelta(seconds=1)
    events = [an_event("application-1", version) for version in (1, 2)] + [an_event("application-1", 3, at=later)]
    with database.writing() as log:
        append(log, events[:2])
        append(log, events[2:], later)
    with database.reading() as view:
        head = view.head()
    assert head.size == 3
    assert head.root == Frontier().extend(row.line for row in events).root()
    assert head.recorded_at == later
    assert head.recorded_at.tzinfo == UTC


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=9), max_size=6))
def test_the_head_is_the_root_of_the_lines_however_they_were_grouped(
    database: Database, groups: list[list[str]]
) -> None:
    with database.reading() as view:
        before = view.head().size
        version = len(view.stream("application-1"))
    with database.writing() as log:
        for group in groups:
            events = [an_event("application-1", version + i, text) for i, text in enumerate(group, 1)]
            version += len(events)
            append(log, events)
    with database.reading() as view:
        rows = view.rows(limit=100_000)
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        assert view.head().size == len(rows) == before + sum(map(len, groups))
        assert view.head().root == Frontier().extend(row.line for row in rows).root()


def test_a_stream_is_read_in_version_order_and_from_where_one_left_off(database: Database) -> None:
    with database.writing() as log:
        append(log, [an_event("application-1", 1), an_event("application-2", 1), an_event("application-1", 2)])
    with database.reading() as view:
        assert [row.version for row in view.stream("application-1")] == [1, 2]
        assert [row.version for row in view.stream("application-1", after_version=1)] == [2]
        assert view.stream("application-3") == []


def test_the_last_version_of_a_stream_is_nought_before_its_first_event(database: Database) -> None:
    with database.writing() as log:
        assert log.version_of("application-1") == 0
        append(log, [an_event("application-1", 1), an_event("application-1", 2), an_event("application-10", 1)])
        assert log.version_of("application-1") == 2


def test_streams_are_listed_by_their_prefix_in_the_order_of_their_first_events(database: Database) -> None:
    names = ["fund-b", "fund-a", "fun", "fund-", "fund-zz", "fund_c", "Fund-d"]
    with database.writing() as log:
        append(log, [an_event(name, version) for version in (1, 2) for name in names])
    with database.reading() as view:
        assert view.streams("fund-") == ["fund-b", "fund-a", "fund-", "fund-zz"]
        assert view.streams("") == names
        assert view.streams("allotment-") == []


def test_rows_come_in_pages_and_only_of_the_names_that_were_asked_for(database: Database) -> None:
    with database.writing() as log:
        append(log, [an_event("a", n, name=f"case.{'odd' if n % 2 else 'even'}.v1") for n in range(1, 8)])
    with database.reading() as view:
        assert [row.position for row in view.rows(after=2, limit=3)] == [3, 4, 5]
        assert [row.position for row in view.rows(after=2, limit=2, names=["case.even.v1"])] == [4, 6]
        assert view.rows(after=7, limit=3) == []


def test_a_version_that_is_taken_is_refused_and_leaves_no_gap(database: Database) -> None:
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
    with pytest.raises(VersionTaken), database.writing() as log:
        append(log, [an_event("application-2", 1), an_event("application-1", 1, command="another")])
    with database.writing() as log:
        assert append(log, [an_event("application-2", 1)]) == 2


def test_what_a_block_wrote_before_it_raised_is_undone(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as log:
            append(log, [an_event("application-1", 1)])
            log.rows(limit=1)  # What was kept back is sent.
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    with database.reading() as view:
        assert view.head().size == 0
        assert view.highest("application") == 0
        assert view.counts().rows == 0
        assert list(view.commits()) == []


def test_a_view_does_not_see_what_is_committed_after_its_first_look(database: Database) -> None:
    with database.reading() as view:
        assert view.head().size == 0
        with database.writing() as log:
            append(log, [an_event("application-1", 1)])
        assert view.head().size == 0
        assert view.rows(limit=5) == []
    with database.reading() as view:
        assert view.head().size == 1


def test_a_transaction_reads_what_it_wrote(database: Database) -> None:
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        assert log.head().size == 1
        assert len(log.stream("application-1")) == 1


def test_nothing_can_be_written_after_the_transaction(database: Database) -> None:
    with database.writing() as log:
        pass
    with pytest.raises(AssertionError):
        append(log, [an_event("application-1", 1)])
    with database.reading() as view:
        assert view.head().size == 0


def test_a_command_id_stands_for_what_it_recorded(database: Database) -> None:
    rows = a_command("both", ("application-1", 1), ("fund-1", 1))
    rows[-1] = rows[-1]._replace(fingerprint=b"\xab" * 32)
    record = CommandRecord(fingerprint="ab" * 32, first_position=2, count=2)
    with database.writing() as log:
        append(log, [an_event("application-2", 1)])
        log.append(rows, NOON, TOY)
        assert log.command(command_id_of("both")) == record
    with database.reading() as view:
        assert view.command(command_id_of("both")) == record
        assert view.command(command_id_of("neither")) is None


def test_a_command_id_cannot_be_recorded_twice(database: Database) -> None:
    with database.writing() as log:
        log.append([an_event("application-1", 1, command="once")], NOON, TOY)
    with pytest.raises(AssertionError), database.writing() as log:
        log.append([an_event("application-1", 2, command="once")], NOON, TOY)
    with database.reading() as view:
        assert view.head().size == 1


def a_use(application: str, line: int, subject: str, limit: str = "training-yearly") -> Use:
    return Use(
        limit=limit,
        subject=subject,
        qualifier="6-31-01-03/3",
        on=date(2024, 4, 30),
        amount_fen=120_000,
        application=application,
        line=line,
    )


def use_up(log: Writing, *uses: Use) -> None:
    """The cases of these uses are begun, and hold them."""
    for application in dict.fromkeys(use.application for use in uses):
        append(log, [an_event(f"application-{application}", 1)])
        log.replace_uses(application, [], [use for use in uses if use.application == application])


def test_uses_are_found_by_limit_and_subject_together(database: Database) -> None:
    first, second = a_use("a-2", 1, "p1"), a_use("a-1", 2, "p1")
    other_limit, other_person = a_use("a-1", 1, "p1", "certificate-once"), a_use("a-1", 3, "p2")
    with database.writing() as log:
        use_up(log, first, second, other_limit, other_person)
    with database.reading() as view:
        assert view.uses([("training-yearly", "p1"), ("training-yearly", "p1")]) == (second, first)
        assert view.uses([("certificate-once", "p1"), ("training-yearly", "p2")]) == (other_limit, other_person)
        assert view.uses([("certificate-once", "p2")]) == ()
        assert view.uses([]) == ()
        assert set(view.all_uses()) == {first, second, other_limit, other_person}


def test_uses_of_thousands_of_persons_are_found_at_once(database: Database) -> None:
    uses = [a_use("a-1", line, f"p{line}") for line in range(1, 7_001)]
    with database.writing() as log:
        use_up(log, *uses)
    with database.reading() as view:
        assert list(view.uses(("training-yearly", f"p{line}") for line in range(1, 7_001))) == uses
        assert sorted(view.all_uses(), key=lambda use: use.line) == uses


def test_an_applications_uses_are_replaced_as_a_whole(database: Database) -> None:
    of_first, of_second, of_other = a_use("a-1", 1, "p1"), a_use("a-1", 2, "p2"), a_use("a-2", 1, "p1")
    twice = a_use("a-1", 2, "p2")
    with database.writing() as log:
        use_up(log, of_first, of_second, of_other)
        append(log, [an_event("application-a-1", 2)])
        log.replace_uses("a-1", [of_first, of_second], [of_second])
    with database.writing() as log:
        append(log, [an_event("application-a-1", 3)])
        log.replace_uses("a-1", [of_second], [of_second, twice])
        assert log.uses([("training-yearly", "p2")]) == (of_second, twice)
    with database.reading() as view:
        assert sorted((use.application, use.line) for use in view.all_uses()) == [("a-1", 2), ("a-1", 2), ("a-2", 1)]


@pytest.mark.parametrize("looking_before", [False, True])
def test_the_highest_number_of_a_series_is_that_of_its_last_stream(database: Database, looking_before: bool) -> None:
    series = "application-350203-2024"
    with database.writing() as log:
        if looking_before:
            assert log.highest(series) == 0
        append(log, [an_event(f"{series}-{number:06d}", 1) for number in (1, 9, 10)])
        append(log, [an_event("application-350203-2025-000099", 1), an_event("batch-350203-2024-0007", 1)])
        append(log, [an_event(f"{series}-000010", 2), an_event("application-350203-20240-000011", 1)])
        assert log.highest(series) == 10
        assert log.highest("application-350203-2026") == 0
    with database.reading() as view:
        assert [view.highest(f"{kind}-350203-2024") for kind in ("application", "batch")] == [10, 7]
        assert view.highest("application-350203-20") == 0


def test_the_newest_key_of_a_person_seals_and_the_older_ones_still_open(database: Database) -> None:
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        log.add_person_keys([PersonKey("p1", "z-old", b"wrapped-1"), PersonKey("p2", "k-2", b"wrapped-2")])
        log.add_person_keys([PersonKey("p1", "m-new", b"wrapped-3")])
    with database.writing() as log:
        append(log, [an_event("application-1", 2)])
        log.add_person_keys([PersonKey("p1", "a-new", b"wrapped-4")])
    with database.reading() as view:
        assert view.person_key_of(["p1", "p3"]) == {"p1": ("a-new", b"wrapped-4")}
        wanted = [("p1", "z-old"), ("p1", "a-new"), ("p2", "a-new"), ("p3", "nobody")]
        assert view.person_keys(wanted) == {"z-old": b"wrapped-1", "a-new": b"wrapped-4"}
        assert [key.key_id for key in view.all_person_keys()] == ["z-old", "m-new", "a-new", "k-2"]


def test_a_person_is_found_by_any_token_and_a_token_that_is_there_changes_nothing(database: Database) -> None:
    one, other = PersonToken(b"\x00name", "p1"), PersonToken(b"\xfflast", "p1")
    namesake = PersonToken(b"\x00name", "p2")
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        log.add_person_tokens([one, other])
        log.add_person_tokens([one, namesake])
        assert log.person_tokens([one.token]) == [one, namesake]
    with database.writing() as log:
        append(log, [an_event("application-1", 2)])
        log.add_person_tokens([namesake, other])
    with database.reading() as view:
        assert view.person_tokens([one.token]) == [one, namesake]
        assert view.person_tokens([other.token, other.token, b"nobody's"]) == [other]
        assert view.person_tokens([]) == []
        assert list(view.all_person_tokens()) == [one, namesake, other]


def test_a_person_goes_from_the_index_by_one_statement(database: Database, store_url: str) -> None:
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        log.add_person_tokens([PersonToken(b"a", "p1"), PersonToken(b"b", "p1"), PersonToken(b"a", "p2")])
    with tampering(store_url) as tables:
        tables.execute("DELETE FROM person_index WHERE party = 'p1'")
    with database.reading() as view:
        assert list(view.all_person_tokens()) == [PersonToken(b"a", "p2")]


def test_what_the_store_says_about_itself_is_changed_by_its_owner(database: Database) -> None:
    with database.importing() as log:
        log.set_meta("outer-keys", "0123")
        log.set_meta("outer-keys", "4567")
    with database.reading() as view:
        assert view.meta("outer-keys") == "4567"
        assert view.meta("nothing") is None


def test_an_instant_without_microseconds_comes_back_the_same(database: Database) -> None:
    instant = datetime(2024, 5, 6, 4, 0, tzinfo=UTC)
    with database.writing() as log:
        log.append([an_event("application-1", 1, at=instant)], instant, TOY)
    with database.reading() as view:
        assert view.head().recorded_at == instant
