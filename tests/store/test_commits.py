"""What one author appends in one transaction is one commit, signed over the heads before and after it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from audit.commits import Commit
from audit.ed25519 import verify as signature_holds
from domain.application import commands as c
from domain.errors import NoSuchThing
from domain.office.officer import RotateKey
from domain.treasury import run_commands as runs
from store.addresses import is_postgres
from store.commands.executor import CHUNK, CommandExecutor, Result
from store.log import Author, Database, Reading
from store.postgres import write_buffer
from store.tip import EMPTY, Growth, Tip
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.keys import Key, public_key
from tests.domain.sample_cases import CHEN, FIRST, LIN, WU, ZHENG
from tests.store.conftest import NOON, TOY, a_command, an_author, an_event, append
from tests.store.test_casework import (
    PAY_DAY,
    RECEIVED,
    a_fund,
    acts_of_a_training,
    assert_sound,
    day_by_day,
    do,
    size_of,
)

OTHER = an_author("other")


def spans(view: Reading, after: int = 0) -> list[tuple[int, int, str]]:
    return [(commit.first, commit.last, commit.officer) for commit in view.commits(after=after)]


def by(author: Author, stream: str, version: int) -> Any:
    return an_event(stream, version, by=author.officer)


def test_what_one_author_appends_in_one_transaction_is_one_commit(database: Database) -> None:
    for versions in ((1, 2, 3), (4,), (5, 6)):
        with database.writing() as log:
            append(log, [an_event("fund-1", version) for version in versions])
    with database.reading() as view:
        assert spans(view) == [(1, 3, "toy"), (4, 4, "toy"), (5, 6, "toy")]
        assert spans(view, after=3) == [(4, 4, "toy"), (5, 6, "toy")]
        assert view.tip().vouched
        assert view.tip().commit == list(view.commits())[-1]


def test_two_authors_in_one_transaction_make_a_commit_each_time_they_change(database: Database) -> None:
    turns = [TOY, TOY, OTHER, TOY, OTHER, OTHER]
    with database.writing() as log:
        for version, author in enumerate(turns, 1):
            log.append([by(author, "fund-1", version)], NOON, author)
    with database.reading() as view:
        assert spans(view) == [(1, 2, "toy"), (3, 3, "other"), (4, 4, "toy"), (5, 6, "other")]
        assert view.tip().vouched


def test_another_key_of_the_same_officer_makes_another_commit(database: Database) -> None:
    second = an_author("toy", "second key of toy")
    with database.writing() as log:
        for version, author in enumerate([TOY, second, second], 1):
            log.append([by(author, "fund-1", version)], NOON, author)
    with database.reading() as view:
        assert spans(view) == [(1, 1, "toy"), (2, 3, "toy")]
        keys = [commit.public_key for commit in view.commits()]
    assert keys == [Key("toy").raw, Key("second key of toy").raw]


def test_a_command_about_its_author_ends_their_commit_and_one_about_another_does_not(database: Database) -> None:
    streams = ["fund-1", "officer-other", "fund-2", "officer-toy", "fund-3", "officer-toys"]
    with database.writing() as log:
        append(log, [an_event(stream, 1) for stream in streams])
    with database.reading() as view:
        assert spans(view) == [(1, 4, "toy"), (5, 6, "toy")]
        assert view.tip().roles.size == 3
        assert view.tip().vouched


def test_a_command_is_in_one_commit_whatever_its_parts_are_about(database: Database) -> None:
    places = ("officer-toy", 1), ("fund-1", 1), ("log", 1), ("fund-2", 1)
    with database.writing() as log:
        log.append(a_command("all", *places), NOON, TOY)
        append(log, [an_event("fund-1", 2)])
    with database.reading() as view:
        assert spans(view) == [(1, 4, "toy"), (5, 5, "toy")]
        assert view.tip().roles.size == 2


def test_a_transaction_that_appends_nothing_has_no_commit(database: Database) -> None:
    with database.writing() as log:
        assert log.tip() == EMPTY
    with database.reading() as view:
        assert (list(view.commits()), view.tip(), view.tip().vouched) == ([], EMPTY, True)


def test_a_commit_is_sent_early_only_on_postgresql_and_only_behind_whole_commands(
    database: Database, store_url: str
) -> None:
    with database.writing() as log:
        log.append(a_command("one", ("fund-1", 1), ("fund-2", 1)), NOON, TOY)
        assert [row.stream for row in log.rows(limit=9)] == ["fund-1", "fund-2"]
        log.append(a_command("two", ("fund-1", 2), ("fund-2", 2), ("fund-3", 1)), NOON, TOY)
        append(log, [an_event("fund-1", 3)])
    with database.reading() as view:
        assert spans(view) == ([(1, 2, "toy"), (3, 6, "toy")] if is_postgres(store_url) else [(1, 6, "toy")])
        assert view.tip().vouched


def test_a_full_buffer_is_sent_before_the_next_command(
    database: Database, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_buffer, "MOST", 2)
    with database.writing() as log:
        for number in range(1, 5):
            log.append(a_command(f"{number}", ("fund-1", 2 * number - 1), ("fund-1", 2 * number)), NOON, TOY)
    with database.reading() as view:
        expected = [(1, 4, "toy"), (5, 8, "toy")] if is_postgres(store_url) else [(1, 8, "toy")]
        assert spans(view) == expected
        assert view.tip().vouched


@pytest.mark.on_sqlite
def test_only_the_newest_commit_says_what_the_head_is(database: Database) -> None:
    """What stood beside an earlier one is wiped, so that a file holds one head."""
    for version in (1, 2):
        with database.writing() as log:
            append(log, [an_event("fund-1", version)])
    with database.reading() as view:
        rows = view._all("SELECT before, frontier, roles, recorded_at FROM commits ORDER BY last")  # type: ignore[attr-defined]
    assert rows[0] == (None, None, None, None)
    assert all(rows[1])


# What vouches for a head


def a_tip(*authors: Author) -> Tip:
    growth = Growth(EMPTY)
    for version, author in enumerate(authors, 1):
        growth.append([by(author, "officer-x" if version == 2 else "fund-1", version)], NOON, author)
    growth.sign()
    return growth.tip


def test_the_last_commit_vouches_for_the_head_that_it_signed_and_for_no_other() -> None:
    tip, other = a_tip(TOY, OTHER, TOY), a_tip(TOY, OTHER, OTHER)
    assert tip.vouched
    assert tip.commit is not None
    assert other.commit is not None
    changed = {
        "frontier": other.frontier,
        "roles": EMPTY.roles,
        "before": EMPTY.before,
        "commit": None,
    }
    for member, value in changed.items():
        assert not dataclasses.replace(tip, **{member: value}).vouched, member
    for member, value in {"first": 1, "last": 2, "public_key": Key("other").raw, "signature": bytes(64)}.items():
        assert not dataclasses.replace(tip, commit=tip.commit._replace(**{member: value})).vouched, member
    assert not dataclasses.replace(EMPTY, commit=tip.commit).vouched


def test_lines_that_no_commit_covers_yet_are_vouched_for_by_nobody() -> None:
    growth = Growth(a_tip(TOY))
    growth.append([by(TOY, "fund-1", 2)], NOON, TOY)
    assert growth.unsigned
    assert not growth.tip.vouched
    growth.sign()
    assert growth.tip.vouched
    assert growth.taken() == [growth.tip.commit]
    assert growth.taken() == []


# The executor


def commits_of(bureau: Bureau, after: int) -> list[Commit]:
    with bureau.database.reading() as view:
        return list(view.commits(after=after))


@pytest.mark.parametrize("most", [write_buffer.MOST, 1])
def test_officers_refusals_repetitions_and_a_rotation_in_one_chunk_verify(
    bureau: Bureau, store_url: str, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(write_buffer, "MOST", most)
    bureau.clock.day = RECEIVED
    new = "chen-jing, second key"
    rotation = RotateKey(officer=CHEN.officer, key=public_key(new))
    once = bureau.request(s.training(), by=CHEN, command_id="once")
    unknown = c.AcceptApplication(application="350203-2024-000099")

    def under_the_new_key(command: object) -> Any:
        return dataclasses.replace(bureau.request(command, by=CHEN), signer=Key(new))  # type: ignore[arg-type]

    work = [
        once,
        bureau.request(s.training("person-b"), by=CHEN),
        bureau.request(unknown, by=CHEN),
        once,
        bureau.request(s.comparison(s.training(), RECEIVED, FIRST), by=CHEN),
        bureau.request(c.AcceptApplication(application=FIRST), by=CHEN),
        bureau.request(c.AssessApplication(application=FIRST), by=LIN),
        bureau.request(rotation, by=CHEN),
        bureau.request(s.training("person-c"), by=CHEN),
        under_the_new_key(s.training("person-c")),
        under_the_new_key(s.training("person-d")),
    ]
    before = size_of(bureau)
    results = list(bureau.executor.execute_many(work))
    kinds = [result.code if not isinstance(result, Result) else result.repeated for result in results]
    refused_at = {2: "no-such-application", 8: "wrong-key"}
    assert kinds == [refused_at.get(number, number == 3) for number in range(len(work))]
    assert_sound(bureau)
    commits = commits_of(bureau, before)
    assert [commit.public_key for commit in commits if commit.officer == CHEN.officer][-1] == Key(new).raw
    assert commits[0].first == before + 1
    assert commits[-1].last == size_of(bureau)
    if most > 1:
        # To answer the repeated command, PostgreSQL is sent what was kept back.
        early = [CHEN.officer] if is_postgres(store_url) else []
        assert [commit.officer for commit in commits] == [*early, CHEN.officer, LIN.officer, CHEN.officer, CHEN.officer]


@pytest.mark.parametrize("most", [write_buffer.MOST, 1])
def test_two_orders_on_one_fund_in_one_transaction_see_what_is_left_of_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Whether or not the first has been sent to the server when the second is decided."""
    monkeypatch.setattr(write_buffer, "MOST", most)
    second, third = "350203-2024-000002", "350203-2024-000003"
    ways = [
        acts_of_a_training(s.training(f"person-{person}"), number)
        for person, number in (("a", FIRST), ("d", second), ("e", third))
    ]
    do(bureau, *a_fund(2_500_00), *day_by_day(*ways))
    bureau.clock.day = PAY_DAY
    orders = [(runs.OrderPayment(applications=(number,)), WU) for number in (FIRST, second, third)]
    results = list(bureau.act_in_bulk([*orders, (runs.ReleasePayment(batch=s.BATCH), ZHENG)]))
    codes = [result.code if not isinstance(result, Result) else "done" for result in results]
    assert codes == ["done", "done", "funds-short", "done"]
    with bureau.executor.repository() as repository:
        assert [fund.drawn_fen for fund in repository.funds()] == [2_000_00]
    assert_sound(bureau)


def test_work_in_bulk_has_a_commit_a_chunk(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    bureau.executor = CommandExecutor(bureau.database, bureau.clock, locked_s=600)
    before = size_of(bureau)
    work = [(s.training(f"person-{number}"), CHEN) for number in range(CHUNK + 1)]
    assert all(isinstance(result, Result) for result in bureau.act_in_bulk(work))
    lengths = [commit.last - commit.first + 1 for commit in commits_of(bureau, before)]
    assert lengths == [CHUNK, 1]
    assert_sound(bureau)


def test_work_in_bulk_lets_others_have_the_log_when_its_time_is_over(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    bureau.executor = CommandExecutor(bureau.database, bureau.clock, locked_s=0)
    before = size_of(bureau)
    commands = [s.training("person-1"), c.AcceptApplication(application="none"), s.training("person-2")]
    work = [(command, CHEN) for command in commands]
    codes = [result.code if not isinstance(result, Result) else "done" for result in bureau.act_in_bulk(work)]
    assert codes == ["done", "no-such-application", "done"]
    assert [commit.last - commit.first + 1 for commit in commits_of(bureau, before)] == [1, 1]
    assert_sound(bureau)


def test_a_dry_run_keeps_nobody_waiting_and_waits_for_nobody(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    with Bureau.open(bureau.database.url).database.writing():
        assert bureau.act(s.training(), by=CHEN, dry_run=True).events


def test_a_dry_run_and_a_refusal_sign_nothing(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    before = size_of(bureau)
    bureau.act(s.training(), by=CHEN, dry_run=True)
    with pytest.raises(NoSuchThing):
        bureau.act(c.AcceptApplication(application=FIRST), by=CHEN)
    assert commits_of(bureau, before) == []


def test_a_signature_is_over_the_heads_and_under_the_key_of_its_officer(bureau: Bureau) -> None:
    with bureau.database.reading() as view:
        tip, lines = view.tip(), [row.line for row in view.rows(limit=1_000)]
    commit = tip.commit
    assert commit is not None
    growth = Growth(EMPTY)
    before = growth.frontier.extend(lines[: commit.first - 1])
    roles = growth.roles.extend(line for line in lines if line.startswith((b'{"stream":"log"', b'{"stream":"officer-')))
    after = before.extend(lines[commit.first - 1 :])
    heads = [f"{tree.size}:{tree.root().hex()}" for tree in (before, after, roles)]
    message = "\n".join(["bailu-commit-v1", *heads, ""]).encode()
    assert signature_holds(Key(commit.officer).raw, commit.signature, message)
