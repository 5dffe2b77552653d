"""`bailu history`: money as it took effect by a day, and as it was known at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, FORMS, TRAINER, fund, resident, training
from tests.cli.returned_cases import RECEIVED, credited, demanded, overpaid, received, returned
from usecases.intake.sealing import person_party


@pytest.fixture
def told(bailu: Bailu, prepared: Callable[..., str]) -> tuple[Bailu, str]:
    """A case that was approved on 2024-09-26, ordered on 2024-10-11, and credited with value on 2024-10-14."""
    return bailu, prepared(credited_case)


def credited_case(bureau: Bailu) -> str:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    number = training(bureau)
    credited(bureau, number)
    return number


def kinds(bureau: Bailu, *options: object) -> Counter[str]:
    return Counter(movement["kind"] for movement in bureau("history", *options, "-o", "json").json)


def test_a_movement_says_what_the_contract_promises(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    first = bureau("history", "-o", "json").json[0]
    promised = {
        "position", "application", "kind", "amount_fen", "source", "effective_on", "recorded_at", "reference",
    }  # fmt: skip
    assert promised <= set(first)
    assert (first["application"], first["kind"], first["amount_fen"]) == (number, "entitled", 100_000)
    assert (first["effective_on"], first["recorded_at"]) == ("2024-09-26", "2024-09-26T01:00:00Z")
    assert first["clause"] == "m01"


def test_as_of_two_days_there_are_two_answers(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    assert kinds(bureau, "--as-of", "2024-10-10") == {"entitled": 3}
    assert kinds(bureau, "--as-of", CREDITED) == {"entitled": 3, "ordered": 3, "paid": 3}


def test_what_was_known_at_two_positions_is_what_had_been_recorded_by_then(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    positions = {movement["kind"]: movement["position"] for movement in bureau("history", "-o", "json").json}
    assert kinds(bureau, "--known-at", positions["ordered"] - 1) == {"entitled": 3}
    assert kinds(bureau, "--known-at", positions["ordered"]) == {"entitled": 3, "ordered": 3}


def test_a_day_as_a_moment_means_its_end(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    assert kinds(bureau, "--known-at", "2024-10-11") == {"entitled": 3, "ordered": 3}
    assert kinds(bureau, "--known-at", "2024-10-11T08:59:59") == {"entitled": 3}
    assert kinds(bureau, "--known-at", "2024-10-11T01:00:00Z") == {"entitled": 3, "ordered": 3}


def test_a_credit_that_was_recorded_late_took_effect_before_it_was_known(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    credited(bureau, number, recorded="2024-11-04")
    assert kinds(bureau, "--as-of", "2024-10-31")["paid"] == 3
    assert kinds(bureau, "--as-of", "2024-10-31", "--known-at", "2024-10-31")["paid"] == 0


def test_a_difference_is_what_was_recorded_between_two_moments(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    assert kinds(bureau, "--diff", "2024-10-10", "2024-10-11") == {"ordered": 3}
    assert kinds(bureau, "--diff", "2024-10-11", "2024-10-31") == {"paid": 3}
    assert bureau("history", "--diff", "1", "2", "--known-at", "2").code == 2


def test_a_person_is_found_by_the_number_that_the_log_does_not_hold(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    by_number = bureau("history", "--person", resident(2), "-o", "json").json
    assert {movement["line"] for movement in by_number} == {2}
    pseudonym = person_party(bureau.session("wu").vault, "resident-id", resident(2))
    assert bureau("history", "--person", pseudonym, "-o", "json").json == by_number
    assert bureau("history", "--person", resident(2), "--id-kind", "resident-id", "-o", "json").json == by_number
    assert bureau("history", "--person", resident(9), "-o", "json").json == []


def test_a_mistyped_identity_number_is_said_to_be_one(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    typed = resident(2)[:-1] + ("0" if resident(2)[-1] != "0" else "1")
    ran = bureau("history", "--person", typed)
    assert ran.code == 2
    assert "check digit" in ran.err


def test_a_payee_is_found_by_the_credit_code(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    movements = bureau("history", "--payee", TRAINER.lower(), "-o", "json").json
    assert {movement["application"] for movement in movements} == {number}
    assert bureau("history", "--payee", "91350200155000001E", "-o", "json").json == []


def test_money_is_told_by_source_scheme_and_authority(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    assert kinds(bureau, "--source", "central") == {"ordered": 2, "paid": 2}
    assert kinds(bureau, "--source", "municipal") == {"ordered": 1, "paid": 1}
    assert sum(kinds(bureau, "--scheme", "project-skills-training", "--authority", "350203").values()) == 9
    assert kinds(bureau, "--authority", "350205") == {}
    assert sum(kinds(bureau, "--application", number).values()) == 9


@pytest.fixture
def turned(bureau: Bailu) -> tuple[Bailu, str]:
    """Paid 3 000 yuan from two funds, one line struck, 1 000 demanded back, and 1 200 came in."""
    fund(bureau, "central", 2_500)
    fund(bureau, "municipal", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    received(bureau, number, 1_200)
    return bureau, number


def test_what_comes_back_names_the_source_and_the_fund_that_get_it_back(turned: tuple[Bailu, str]) -> None:
    bureau, number = turned
    rows = bureau("history", "--application", number, "-o", "json").json
    told = [
        (
            movement["kind"],
            movement["line"],
            movement["amount_fen"],
            movement["source"],
            movement["reference"],
            movement["recovery"],
        )
        for movement in rows
        if movement["kind"] in ("revised", "recovery-demanded", "recovered")
    ]
    assert told == [
        ("revised", 2, -100_000, None, None, None),
        ("recovery-demanded", 2, 100_000, None, "r1", "r1"),
        ("recovered", 2, 50_000, "central", "R1200", "r1"),
        ("recovered", 2, 50_000, "municipal", "R1200", "r1"),
        ("recovered", 0, 20_000, "owed-back", "R1200", "r1"),
    ]
    back = [movement for movement in rows if movement["kind"] == "recovered"]
    assert {movement["effective_on"] for movement in back} == {RECEIVED}
    assert back[0]["fund"] == "350200-2024-F001"
    assert kinds(bureau, "--source", "owed-back") == {"recovered": 1}


def test_people_read_what_came_back_and_what_is_held_for_the_payee(turned: tuple[Bailu, str]) -> None:
    bureau, number = turned
    ran = bureau("history", "--application", number, "-o", "table")
    assert "entitled 2,000.00, in flight 0.00, paid 3,000.00 yuan" in ran.out
    assert (
        "Demanded back 1,000.00, recovered 1,000.00, written off 0.00; paid net of what came back 2,000.00" in ran.out
    )
    assert "Held for the payee, who paid back too much: 200.00 yuan." in ran.out
    before = bureau("history", "--application", number, "-o", "table", "--as-of", "2024-10-20").out
    assert "entitled 3,000.00" in before
    assert "Demanded back" not in before


def test_a_payment_that_came_back_is_a_movement_of_the_day_on_which_it_did(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    batch = credited(bureau, number)
    returned(bureau, number, batch, 1_500, "2024-10-28")
    rows = [movement for movement in bureau("history", "-o", "json").json if movement["kind"] == "returned"]
    assert [(movement["line"], movement["amount_fen"]) for movement in rows] == [(2, -50_000), (3, -100_000)]
    assert {
        (movement["effective_on"], movement["reference"], movement["batch"], movement["source"]) for movement in rows
    } == {("2024-10-28", "T1500", batch, "central")}
    assert "paid 1,500.00 yuan" in bureau("history", "-o", "table").out
    assert kinds(bureau, "--as-of", "2024-10-27")["returned"] == 0


def test_totals_are_told_kind_by_kind(turned: tuple[Bailu, str]) -> None:
    bureau, _number = turned
    told = {total["kind"]: total["amount_fen"] for total in bureau("history", "--totals", "-o", "json").json}
    assert told == {
        "entitled": 300_000, "revised": -100_000, "ordered": 300_000, "paid": 300_000, "recovery-demanded": 100_000,
        "recovered": 120_000,
    }  # fmt: skip
    between = bureau("history", "--totals", "--diff", "2024-10-20", "2024-10-31", "-o", "json").json
    assert [movement["kind"] for movement in between] == ["revised", "recovery-demanded"]


def test_an_unknown_application_is_no_such_thing(bureau: Bailu) -> None:
    assert bureau("history", "--application", "350203-2024-999999").code == 66


def test_people_read_the_sums_and_as_of_which_position(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    ran = bureau("history", "-o", "table")
    assert "entitled 3,000.00, in flight 0.00, paid 3,000.00 yuan" in ran.out
    assert ran.err == f"The read models stand at position {len(bureau.log())}.\n"
    assert "in flight 3,000.00, paid 0.00" in bureau("history", "-o", "table", "--known-at", "2024-10-11").out


def test_read_models_that_can_neither_be_read_nor_made_are_told_apart_from_an_empty_history(
    told: tuple[Bailu, str],
) -> None:
    bureau, number = told
    ran = bureau("history", "--application", number, BAILU_VIEWS="sqlite:////proc/nowhere/bailu.views.db")
    assert ran.code == 69
    assert "not built yet" in ran.err


def test_every_form_is_there_in_both_languages(told: tuple[Bailu, str]) -> None:
    bureau, _number = told
    for lang, output in FORMS:
        assert bureau("history", "-o", output, "--lang", lang).code == 0
    assert bureau("history", "--help", "--lang", "zh").code == 0
