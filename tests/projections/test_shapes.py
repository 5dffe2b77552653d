"""The read models know every fact that they should, and nothing of it that is not there."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest

import store.line.codec  # noqa: F401  declares every fact
from domain.base import EVENTS
from domain.office.reference import EditionAdopted, policy_stream
from policies import shipped
from projections.building.catalogue import MODELS
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.events.entries import entries, instant_text
from projections.events.money_views import Draw
from projections.events.shapes import SHAPES
from projections.payout_history import model as payout_history
from projections.payout_history.rows import divided, given_back
from store.errors import StoreUnavailable
from store.log import Row
from tests.domain.sample_cases import POLICY, edition
from tests.projections.conftest import Place, all_rows
from tests.projections.random_histories import ANN, FIRST_DAY


def within(annotation: Any) -> list[type]:
    """The structs that an annotation is about, however deep in tuples and unions."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return [annotation]
    return [nested for argument in get_args(annotation) for nested in within(argument)]


def structs(annotation: Any) -> list[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return [annotation]
    return [nested for argument in get_args(annotation) for nested in structs(argument)]


def assert_part_of(shape: type[msgspec.Struct], whole: type) -> None:
    have = get_type_hints(whole)
    for name, annotation in get_type_hints(shape).items():
        assert name in have, f"{whole.__name__} has no {name}"
        if annotation is msgspec.Raw:
            continue  # It is left as it stands.
        inner, outer = structs(annotation), within(have[name])
        assert len(inner) == len(outer) or not inner
        for part, other in zip(inner, outer, strict=False):
            assert_part_of(part, other)
        if not inner:
            assert get_origin(annotation) is list or has_type(have[name], annotation)


def has_type(declared: Any, wanted: Any) -> bool:
    """Text stands for days, pseudonyms and enumerations alike; everything else is what it says."""
    kinds = {str if hint not in (int, bool, type(None)) else hint for hint in get_args(declared) or (declared,)}
    return kinds == set(get_args(wanted) or (wanted,))


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_has_no_member_that_its_fact_does_not_have(name: str) -> None:
    assert_part_of(SHAPES[name], EVENTS[name])


def test_every_fact_of_an_application_that_moves_money_is_a_movement() -> None:
    moving = {"amount_fen", "credit", "drawn", "changed"}
    of_money = {
        name
        for name, declared in EVENTS.items()
        if name.startswith("application.") and moving & set(get_type_hints(declared))
    }
    # What is released was ordered, and what is proposed, or only told, moves nothing until it is confirmed.
    moving_nothing = {
        "application.payment-released.v1",
        "application.revision-proposed.v1",
        "application.recovery-notified.v1",
        "application.recovery-reminded.v1",
        "application.recovery-change-proposed.v1",
        "application.recovery-receipt-proposed.v1",
        "application.recovery-offset-proposed.v1",
        "application.receipt-correction-proposed.v1",
        "application.receipt-corrected.v1",
    }
    assert of_money - moving_nothing <= payout_history.EVENTS


def test_names_and_tables_of_models_are_their_own() -> None:
    assert len({model.NAME for model in MODELS}) == len(MODELS)
    tables = [table.name for model in MODELS for table in model.TABLES]
    assert len(set(tables)) == len(tables)
    for model in MODELS:
        assert all(table.name.startswith(model.NAME) for table in model.TABLES)
        assert set(model.INDEXES) <= {table.name for table in model.TABLES}


def test_the_clause_of_a_movement_is_that_of_the_scheme_in_the_adopted_edition(place: Place, views: Views) -> None:
    catch_up(views)
    assert dict(all_rows(views)["payout_history_clause"]) == {
        f"{edition().digest} {scheme.id}": scheme.clause for scheme in edition().schemes.values()
    }
    assert shipped(POLICY)


@pytest.mark.parametrize(("before", "known"), [("\ufeff", True), ("no pack: ", False), ("schemes = 3 #", False)])
def test_of_a_pack_in_the_log_is_known_what_whoever_checks_packs_reads_in_it(
    place: Place, views: Views, before: str, known: bool
) -> None:
    """The mark with which some editors begin a file is no part of it; of what is no pack nothing is known."""
    adopted = EditionAdopted(
        edition="xiamen-2023-187@2",
        digest="sha256:other",
        applies_from=FIRST_DAY,
        content=before + shipped(POLICY).decode(),
    )
    place.town.put({policy_stream(POLICY): (adopted,)}, ANN)
    place.town.write()
    catch_up(views)
    rows = all_rows(views)
    assert any(key.startswith("sha256:other ") for key, _clause in rows["payout_history_clause"]) == known
    for model in ("application_register", "worklist"):
        assert ("labour-introduction" in dict(rows[f"{model}_edition"])["sha256:other"]) == known


def test_a_line_that_cannot_be_read_is_named_by_its_position() -> None:
    broken = Row(position=7, stream="application-1", version=1, name="application.accepted.v1", line=b'{"stream":')
    with pytest.raises(StoreUnavailable) as error:
        entries([broken])
    assert (error.value.code, error.value.values) == ("line-unreadable", {"position": 7})


def test_instants_sort_as_text_whether_they_have_a_fraction_or_not(place: Place) -> None:
    place.town.live(200)
    with place.store.reading() as log:
        shaped = entries(row for row in log.rows(limit=10_000) if row.name in SHAPES)
    texts = [entry.recorded_at for entry in shaped]
    assert texts == sorted(texts)
    assert texts == [instant_text(place.town.recorded_at[entry.position - 1]) for entry in shaped]
    assert {len(text) for text in texts} == {27}
    assert texts[0].startswith(FIRST_DAY.isoformat())


@pytest.mark.parametrize(
    ("amounts_fen", "drawn_fen", "expected"),
    [
        ([100], [100], [(1, 100, 1)]),
        ([100], [60, 40], [(1, 60, 1), (1, 40, 2)]),
        ([60, 40], [100], [(1, 60, 1), (2, 40, 1)]),
        ([50, 50], [70, 30], [(1, 50, 1), (2, 20, 1), (2, 30, 2)]),
        ([50, 50], [50, 50], [(1, 50, 1), (2, 50, 2)]),
        ([1, 1, 1], [2, 1], [(1, 1, 1), (2, 1, 1), (3, 1, 2)]),
        ([0, 5], [5], [(2, 5, 1)]),
    ],
)
def test_a_bank_item_is_divided_over_its_instalments_each_fund_used_up_before_the_next(
    amounts_fen: list[int], drawn_fen: list[int], expected: list[tuple[int, int, int]]
) -> None:
    items = [((line, 1), amount_fen) for line, amount_fen in enumerate(amounts_fen, start=1)]
    draws = [Draw(fund=str(n), source="s", amount_fen=drawn) for n, drawn in enumerate(drawn_fen, start=1)]
    assert [(due[0], part, int(draw.fund)) for due, part, draw in divided(items, draws) if draw] == expected


@pytest.mark.parametrize("drawn_fen", [[7], [5, 2], [4], []])
def test_a_bank_item_that_draws_more_or_less_than_it_pays_is_a_mistake_of_ours(drawn_fen: list[int]) -> None:
    draws = [Draw(fund="f", source="s", amount_fen=drawn) for drawn in drawn_fen]
    with pytest.raises(AssertionError, match="instalments amount to"):
        list(divided([((1, 1), 5)], draws))


@pytest.mark.parametrize(
    ("amounts_fen", "restored_fen", "expected"),
    [
        ([100], [("b", 40), ("a", 60)], [(1, 60, "a"), (1, 40, "b")]),
        ([60, 40], [("b", 50), ("a", 50)], [(1, 50, "a"), (1, 10, "b"), (2, 40, "b")]),
        ([30, 70], [("a", 100)], [(1, 30, "a"), (2, 70, "a")]),
    ],
)
def test_what_comes_back_is_divided_from_the_end_and_told_in_order(
    amounts_fen: list[int], restored_fen: list[tuple[str, int]], expected: list[tuple[int, int, str]]
) -> None:
    items = [((line, 1), amount_fen) for line, amount_fen in enumerate(amounts_fen, start=1)]
    restored = [Draw(fund=fund, source="s", amount_fen=fen) for fund, fen in restored_fen]
    assert [(due[0], part, draw.fund) for due, part, draw in given_back(items, restored) if draw] == expected
