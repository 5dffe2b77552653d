"""`bailu person show`: what a person received, and which limits they have used by what."""

from __future__ import annotations

import pytest

from domain.office.people import LinkPersons
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, FORMS, do, fund, resident, training
from tests.cli.returned_cases import credited, demanded, overpaid, received
from usecases.intake.sealing import person_party


@pytest.fixture
def told(bureau: Bailu) -> tuple[Bailu, str]:
    """Three people were trained and paid for."""
    fund(bureau, "central", 50_000)
    number = training(bureau)
    credited(bureau, number)
    return bureau, number


def pseudonym(bureau: Bailu, person: int) -> str:
    return person_party(bureau.session("wu").vault, "resident-id", resident(person))


def test_a_person_is_found_by_line_by_number_and_by_pseudonym(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    by_line = bureau("person", "show", f"{number}/2", "-o", "json").json
    assert by_line["person"] == pseudonym(bureau, 2)
    assert by_line["known_as"] == [by_line["person"]]
    (row,) = by_line["subsidies"]
    assert (row["application"], row["line"], row["scheme"]) == (number, 2, "project-skills-training")
    assert (row["entitled_fen"], row["paid_fen"], row["recovered_fen"]) == (100_000, 100_000, 0)
    assert row["paid_on"] == CREDITED
    assert bureau("person", "show", by_line["person"], "-o", "json").json == by_line
    assert bureau("person", "show", resident(2), "-o", "json").json == by_line


def test_limits_say_which_line_used_them(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    uses = bureau("person", "show", f"{number}/2", "-o", "json").json["uses"]
    assert uses
    assert {(use["application"], use["line"]) for use in uses} == {(number, 2)}
    assert {use["over"] for use in uses} <= {"person", "certificate"}


def test_what_was_paid_back_is_seen(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    received(bureau, number, 400)
    (row,) = bureau("person", "show", f"{number}/2", "-o", "json").json["subsidies"]
    assert (row["entitled_fen"], row["paid_fen"], row["recovered_fen"]) == (0, 100_000, 40_000)
    ran = bureau("person", "show", f"{number}/2", "-o", "table")
    assert "Paid 1,000.00, recovered 400.00, net 600.00 yuan." in ran.out


def test_two_documents_that_were_linked_are_one_person(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    one, other = pseudonym(bureau, 1), pseudonym(bureau, 2)
    do(bureau, LinkPersons(person=one, other=other, document="台胞证与居住证"), "lin", CREDITED)
    for whom in (one, other, f"{number}/2"):
        record = bureau("person", "show", whom, "-o", "json").json
        assert (record["person"], record["known_as"]) == (one, sorted((one, other)))
        assert [row["line"] for row in record["subsidies"]] == [1, 2]
    assert f"Person {one}, one with {other}" in bureau("person", "show", one, "-o", "table").out


def test_nobody_is_no_such_thing(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    assert bureau("person", "show", f"{number}/9").code == 66
    assert bureau("person", "show", "350203-2024-999999/1").code == 66
    ran = bureau("person", "show", number)
    assert ran.code == 66
    assert "nobody but an organisation" in ran.err
    assert bureau("person", "show", "0" * 32, "-o", "json").json["subsidies"] == []
    assert bureau("person", "show", "nonsense").code == 2


def test_every_form_is_there_in_both_languages(told: tuple[Bailu, str]) -> None:
    bureau, number = told
    for lang, output in FORMS:
        assert bureau("person", "show", f"{number}/1", "-o", output, "--lang", lang).code == 0
    assert bureau("person", "--help", "--lang", "zh").code == 0
