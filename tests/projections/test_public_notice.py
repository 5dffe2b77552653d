"""What is on public notice until when, against the case, after every fact; and nothing about people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import expand
from projections.building.runner import catch_up
from projections.public_notice.queries import notices
from tests.projections.conftest import NewUrl, a_place, all_rows
from tests.projections.folded_cases import moments


def on_notice(case: Case, published: f.NoticePublished) -> tuple[tuple[int, int], ...]:
    return tuple(
        (line, sum(item.entitled_fen for due, item in case.items.items() if due.line == line))
        for line in expand(published.lines)
    )


def agrees_after_every_fact(new_url: NewUrl, seed: int, steps: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        told: dict[str, list[tuple[object, ...]]] = {}
        published_by: dict[int, str] = {}  # By position: a file that is handed over later leaves its notices there.
        for then in moments(place):
            if then.case is None:
                continue
            published = then.minute.event
            if isinstance(published, f.NoticePublished):
                noticed = (on_notice(then.case, published), published.published_on, published.closes_on)
                told.setdefault(then.case.number, []).append((*noticed, published.payable_from, then.position))
                published_by[then.position] = then.case.authority
            catch_up(views, ["public_notice"], until=then.position)
            rows = notices(views, application=then.case.number).rows
            assert [
                (row.lines, row.published_on, row.closes_on, row.payable_from, row.position) for row in rows
            ] == told.get(then.case.number, [])
            # Only the last one may still be open, and it is exactly while the case says so.
            assert [row.standing == "open" for row in rows] == [False] * (len(rows) - 1) + [then.case.notice_open] * (
                len(rows) > 0
            )
            for row in rows:
                assert (row.ended_on is None) == (row.standing == "open")
                assert row.amount_fen == sum(amount_fen for _, amount_fen in row.lines)
                assert (row.scheme, row.authority) == (then.case.scheme, published_by[row.position])


@settings(deadline=None, max_examples=2)
@given(st.integers(0, 2**32))
def test_the_notices_agree_with_the_case_after_every_fact(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 250)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_the_notices_agree_with_the_case_after_every_fact_of_two_hundred_histories(new_url: NewUrl, seed: int) -> None:
    agrees_after_every_fact(new_url, seed, 1_000)


def test_notices_are_asked_by_authority_and_by_whether_they_are_open(new_url: NewUrl) -> None:
    with a_place(new_url(), 3) as (place, views):
        place.town.live(1_000)
        while not any(case.notice_open for case in place.town.office.cases.values()):
            place.town.live(10)
        catch_up(views)
        whole = notices(views).rows
        assert {row.standing for row in whole} == {"open", "closed", "ended"}
        assert [row.position for row in whole] == sorted(row.position for row in whole)
        assert notices(views, only_open=True).rows == tuple(row for row in whole if row.standing == "open")
        for authority in {row.authority for row in whole}:
            of_one = tuple(row for row in whole if row.authority == authority)
            assert notices(views, authority=authority).rows == of_one
        running = next(row for row in whole if row.standing == "open")
        assert running.runs(running.closes_on)
        assert not running.runs(running.payable_from)
        assert not any(row.runs(row.published_on) for row in whole if row.standing != "open")


def test_a_notice_says_nothing_about_people(new_url: NewUrl) -> None:
    with a_place(new_url(), 1) as (place, views):
        place.town.live(1_000)
        catch_up(views)
        rows = all_rows(views)
        kept = [*rows["public_notice"], *rows["public_notice_case"]]
        cases = place.town.office.cases.values()
        pseudonyms = {line.person for case in cases for line in case.lines.values()} | {
            case.applicant.party for case in cases
        }
        texts = {value for row in kept for value in row if isinstance(value, str)}
        assert len(texts) > 10
        for pseudonym in filter(None, pseudonyms):
            assert not any(pseudonym in text for text in texts)
