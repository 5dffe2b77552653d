"""`application transfer` (移送), and who decides and who pays as lists and sheets show them."""

from __future__ import annotations

import pytest

from tests.cli.application_files import ACCEPTED, APPROVED, submitted, trainee, training
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import PAYABLE, Class, fund, trainings
from tests.cli.test_letters import page, says

HAICANG = "350205"


def handed_over(bureau: Bailu, number: str, to: str = HAICANG) -> None:
    words = ("application", "transfer", number, "--to", to, "--reason", "企业位于海沧区")
    assert bureau(*words, officer="chen", clock=ACCEPTED).code == 0
    ran = bureau("confirm", f"application-{number}", "--yes", officer="huang", clock=ACCEPTED)
    assert ran.code == 0, ran.err


@pytest.mark.on_both
def test_a_file_goes_on_at_another_authority_under_its_number(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)))
    received_by = bureau("application", "show", number, "-o", "json", officer="lin", clock=ACCEPTED).json["authority"]
    handed_over(bureau, number)
    shown = bureau("application", "show", number, "-o", "json", officer="lin", clock=ACCEPTED).json
    assert (shown["number"], shown["status"], shown["authority"]) == (number, "transferred", HAICANG)
    assert number.startswith(received_by)
    listed = bureau(
        *("application", "list", "--status", "transferred", "--authority", HAICANG, "-o", "json"), officer="lin"
    ).json
    assert [(row["number"], row["next_act"]) for row in listed] == [(number, "accept")]
    work = bureau("todo", "-o", "json", officer="lin", clock=ACCEPTED).json
    assert [(row["subject"], row["act"], row["authority"]) for row in work] == [(number, "accept", HAICANG)]
    assert bureau("application", "accept", number, officer="lin", clock=ACCEPTED).code == 0
    verified = bureau("audit", "verify", "--decisions", officer="gao", clock=ACCEPTED)
    assert verified.code == 0, verified.out + verified.err


def test_the_applicant_is_told_by_who_goes_on_with_it(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1)))
    early = bureau("application", "letter", number, "transfer-notice", officer="lin", clock=ACCEPTED)
    assert (early.code, early.err.count("\n")) == (65, 1)
    handed_over(bureau, number)
    letter = page(bureau, number, "transfer-notice", clock=ACCEPTED)
    says(letter, "移送告知书", number, "海沧区", "企业位于海沧区")
    served = ("--letter", "transfer-notice", "--way", "by-post", "--receipt", "XA1")
    assert bureau("application", "serve", number, *served, "--on", ACCEPTED, officer="lin", clock=ACCEPTED).code == 0
    assert all(row["act"] != "serve-letter" for row in bureau("todo", "-o", "json", officer="lin").json)


@pytest.mark.parametrize(
    ("to", "because"),
    [("350299", "350299"), ("", "with"), (HAICANG, "approver")],
    ids=["no authority", "where it is", "assessed"],
)
def test_a_transfer_that_cannot_be_is_refused_and_says_why(bureau: Bailu, to: str, because: str) -> None:
    until = "assessed" if to == HAICANG else "submitted"
    (number,) = submitted(bureau, training(trainee(1)), until=until)
    if not to:
        to = number.partition("-")[0]
    ran = bureau("application", "transfer", number, "--to", to, "--reason", "…", officer="chen", clock=APPROVED)
    assert ran.code in (65, 66)
    assert because in ran.err


def test_lists_tell_who_decides_from_who_pays(bureau: Bailu) -> None:
    fund(bureau, "central", 10_000)
    one, other = trainings(bureau, Class((1,)), Class((2,), authority=HAICANG))

    def listed(*words: str) -> list[str]:
        ran = bureau("application", "list", *words, "-o", "json", officer="lin", clock=PAYABLE)
        return [row["number"] for row in ran.json]

    assert listed("--authority", HAICANG) == [other]
    assert listed("--payer", "350200") == [one, other]
    assert listed("--payer", HAICANG) == []
    history = bureau("history", "--authority", HAICANG, "--payer", "350200", "-o", "json", officer="gao", clock=PAYABLE)
    assert {(row["application"], row["payer"]) for row in history.json} == {(other, "350200")}
    sheet = bureau("application", "show", other, "-o", "table", officer="lin", clock=PAYABLE)
    assert f"Received and decided by {HAICANG}, paid by 350200" in sheet.out
    assert (
        f"受理机关：{HAICANG}；兑现机关：350200"
        in bureau("application", "show", other, "-o", "table", "--lang", "zh", officer="lin", clock=PAYABLE).out
    )
