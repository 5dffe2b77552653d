"""`bailu projection`: read models can be thrown away, and be shown to be right."""

from __future__ import annotations

import pytest

from store.addresses import views_beside
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, fund, ordered, training
from tests.stores import hand


@pytest.fixture
def told(bureau: Bailu) -> Bailu:
    """A bureau with one case that has been ordered, and no read model yet."""
    fund(bureau, "central", 50_000)
    ordered(bureau, training(bureau))
    return bureau


def test_before_the_first_question_nothing_is_built(told: Bailu) -> None:
    ran = told("projection", "status", "-o", "json")
    size = len(told.log())
    assert {(row["position"], row["head"], row["behind"]) for row in ran.json} == {(0, size, size)}
    assert {row["trouble"] for row in ran.json} == {"views-behind"}
    assert "the first question builds it" in ran.err
    assert not (told.folder / "bailu.views.db").exists()


def test_catching_up_reaches_the_head(told: Bailu) -> None:
    ran = told("projection", "catch-up", "-o", "json")
    assert {(row["behind"], row["trouble"]) for row in ran.json} == {(0, None)}
    size = len(told.log())
    fund(told, "municipal", 1)
    behind = len(told.log()) - size
    assert {row["behind"] for row in told("projection", "status", "-o", "json").json} == {behind}
    assert {row["behind"] for row in told("projection", "catch-up", "-o", "json").json} == {0}


def test_a_model_can_be_named(told: Bailu) -> None:
    (only,) = told("projection", "catch-up", "payout_history", "-o", "json").json
    assert only["model"] == "payout_history"
    assert told("projection", "rebuild", "nothing").code == 66


def test_rebuilding_counts_the_times_and_changes_no_answer(told: Bailu) -> None:
    before = told("history", "-o", "json").json
    ran = told("projection", "rebuild", "payout_history", "-o", "json")
    assert ran.json[0]["generation"] == 2
    assert told("history", "-o", "json").json == before


def test_verifying_finds_no_difference_where_nobody_meddled(told: Bailu) -> None:
    told("projection", "catch-up")
    ran = told("projection", "verify", "-o", "json")
    assert {row["count"] for row in ran.json} == {0}


def test_verifying_names_the_rows_that_somebody_changed(told: Bailu) -> None:
    told("projection", "catch-up")
    with hand(views_beside(told.url), views=True) as views:
        views.execute("UPDATE payout_history SET amount_fen = 7 WHERE kind = 'ordered' AND line = 2")
    ran = told("projection", "verify", "payout_history", "-o", "csv")
    assert ran.code == 65
    assert "payout_history is not what the log says" in ran.err
    assert " 7, " in ran.err
    assert told("projection", "rebuild", "payout_history").code == 0
    assert told("projection", "verify", "payout_history").code == 0


def test_what_is_not_built_yet_keeps_nobody_from_comparing_the_rest(told: Bailu) -> None:
    told("history", "-o", "json")
    with hand(views_beside(told.url), views=True) as views:
        views.execute("UPDATE payout_history SET amount_fen = 7 WHERE kind = 'ordered' AND line = 2")
    ran = told("projection", "verify", "-o", "csv")
    assert ran.code == 65
    assert "payout_history is not what the log says" in ran.err
    assert "recovery_book is not built yet; the first question builds it." in ran.err


@pytest.mark.on_sqlite
def test_every_form_is_there_in_both_languages(told: Bailu) -> None:
    for verb in ("catch-up", "rebuild", "status", "verify"):
        for lang, output in FORMS:
            assert told("projection", verb, "-o", output, "--lang", lang).code == 0
