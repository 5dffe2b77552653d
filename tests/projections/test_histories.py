"""Rebuilt = folded page by page = as of every position = what the facts add up to, for random histories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.building.rebuild import rebuild
from projections.building.runner import catch_up
from projections.payout_history.queries import EVERYTHING, Filter, diff, history
from projections.payout_history.rows import Kind
from tests.projections.conftest import NewUrl, a_place, all_rows
from tests.projections.expected_movements import movements
from tests.projections.folded_cases import until_seen

seeds = st.integers(0, 2**32)
pages = st.lists(st.integers(1, 60), min_size=1, max_size=6)


def folded_in_any_pages_is_what_the_facts_add_up_to(
    new_url: NewUrl, seed: int, steps: int, page_sizes: list[int]
) -> None:
    """Catches up again and again as the history grows, with another page size each time."""
    with a_place(new_url(), seed) as (place, views):
        for size in page_sizes:
            place.town.live(steps // len(page_sizes))
            catch_up(views, page_size=size)
        expected = movements(place.town.minutes, place.town.recorded_at)
        answer = history(views)
        assert list(answer.rows) == expected
        assert (answer.position, answer.behind) == (len(place.town.minutes), 0)
        incremental = all_rows(views)
        rebuild(views)
        assert all_rows(views) == incremental


@settings(deadline=None, max_examples=4)
@given(seeds, st.integers(0, 400), pages)
def test_folding_in_any_pages_gives_what_the_facts_add_up_to_and_what_a_rebuild_gives(
    new_url: NewUrl, seed: int, steps: int, page_sizes: list[int]
) -> None:
    folded_in_any_pages_is_what_the_facts_add_up_to(new_url, seed, steps, page_sizes)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(seeds, st.integers(0, 2_000), pages)
def test_folding_in_any_pages_gives_the_same_for_two_hundred_histories(
    new_url: NewUrl, seed: int, steps: int, page_sizes: list[int]
) -> None:
    folded_in_any_pages_is_what_the_facts_add_up_to(new_url, seed, steps, page_sizes)


@settings(deadline=None, max_examples=2)
@given(seeds)
def test_the_answer_at_every_position_is_the_fold_of_the_facts_up_to_it(new_url: NewUrl, seed: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(250)
        catch_up(views)
        whole = movements(place.town.minutes, place.town.recorded_at)
        for position in range(len(place.town.minutes) + 1):
            answered = list(history(views, Filter(known_at=position)).rows)
            assert answered == [movement for movement in whole if movement.position <= position]
            assert list(diff(views, position, len(place.town.minutes)).rows) == whole[len(answered) :]


@settings(deadline=None, max_examples=2)
@given(seeds)
def test_a_view_that_was_folded_up_to_a_position_knows_what_a_later_one_says_was_known_then(
    new_url: NewUrl, seed: int
) -> None:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(250)
        then = []
        for position in range(0, len(place.town.minutes), 7):
            catch_up(views, page_size=3, until=position)
            then.append((position, history(views, EVERYTHING).rows))
        catch_up(views)
        for position, rows in then:
            assert history(views, Filter(known_at=position)).rows == rows


KINDS = {kind.value for kind in Kind}
FIRST_SEEDS = (12,)


def kinds_of(new_url: NewUrl, seed: int) -> set[str]:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(1_500)
        catch_up(views, ["payout_history"])
        return {row.kind for row in history(views).rows}


@pytest.mark.on_sqlite
def test_money_histories_hold_every_kind_of_movement(new_url: NewUrl) -> None:
    assert until_seen(KINDS, lambda seed: kinds_of(new_url, seed), FIRST_SEEDS) == KINDS


def test_money_histories_hold_payments_from_several_funds_and_late_ones(new_url: NewUrl) -> None:
    with a_place(new_url(), 1) as (place, views):
        place.town.live(1_500)
        catch_up(views)
        rows = history(views).rows
    shares = [(row.position, row.line, row.instalment) for row in rows if row.kind == "paid"]
    assert len(shares) > len(set(shares))
    assert any(row.effective_on < row.recorded_at.date() for row in rows if row.kind == "paid")
