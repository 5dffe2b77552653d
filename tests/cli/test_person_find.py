"""`bailu person find`: by name, by the last four of a number, by both; and names stand nowhere but sealed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.application_files import CLOSED, certificate, person, resident, submitted, trainee, training, written
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS
from tests.cli.test_person_link import PERMIT, link, two


def places(bureau: Bailu, *options: str, officer: str = "gao") -> list[tuple[str, int | None]]:
    ran = bureau("person", "find", *options, "-o", "json", officer=officer, clock=CLOSED)
    return [(row["application"], row["line"]) for row in ran.json]


def named(number: int, name: str) -> dict[str, Any]:
    """A trainee with another person's name and a number of their own."""
    line = trainee(number)
    line["person"] = {**person(number), "name": name}
    return line


def test_a_person_is_found_in_every_application_as_soon_as_it_is_handed_in(bureau: Bailu) -> None:
    one, other = submitted(bureau, training(), certificate(2))
    assert places(bureau, "--name", "王小2") == [(one, 2), (other, 1)]
    assert places(bureau, "--last4", resident(2)[-4:].lower()) == [(one, 2), (other, 1)]
    assert places(bureau, "--name", "王小2", "--last4", resident(2)[-4:]) == [(one, 2), (other, 1)]
    assert places(bureau, "--name", "王小2", "--last4", resident(3)[-4:]) == []
    (row, _) = bureau("person", "find", "--name", "王小2", "-o", "json", officer="gao", clock=CLOSED).json
    assert (row["name"], row["id_kind"], row["status"]) == ("王**", "resident-id", "submitted")
    assert row["id_number"] == f"3502**********{resident(2)[-4:]}"


def test_a_name_is_compared_whole_without_spaces_width_and_case(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(named(1, "Ａlim 艾力")))
    assert places(bureau, "--name", "ALIM艾力") == [(number, 1)]
    assert places(bureau, "--name", " alim　艾 力") == [(number, 1)]
    assert places(bureau, "--name", "艾力") == []


def test_namesakes_are_told_apart_by_their_numbers(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(named(1, "张三"), named(2, "张三"), trainee(3)))
    assert places(bureau, "--name", "张三") == [(number, 1), (number, 2)]
    assert places(bureau, "--name", "张三", "--last4", resident(2)[-4:]) == [(number, 2)]


def test_a_correction_counts_from_then_on(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(named(1, "张三"), trainee(2)))
    ask = ("application", "request-correction", number, "--reason", "花名册有误")
    assert bureau(*ask, officer="lin", clock="2024-05-07").code == 0
    file = written(bureau, training(named(3, "李四"), trainee(2)))
    ran = bureau("application", "correct", number, file, officer="lin", clock="2024-05-08")
    assert ran.code == 0, ran.err
    assert places(bureau, "--name", "李四") == [(number, 3)], "somebody else's line has a number of its own"
    assert places(bureau, "--name", "张三") == [], "nobody's line is about them any more"


def test_whoever_was_linked_is_found_under_the_other_document(bureau: Bailu) -> None:
    one, other = two(bureau)
    assert places(bureau, "--name", PERMIT["name"]) == [(other, 1)]
    assert link(bureau, f"{one}/1", f"{other}/1") == 0
    assert places(bureau, "--name", PERMIT["name"]) == [(one, 1), (other, 1)]


def test_an_applicant_of_whom_no_line_is_told_has_no_line(bureau: Bailu) -> None:
    team = {"kind": "organisation", "name": "鹭江公益服务队", "uscc": None, "uscc_absent_because": "未登记"}
    ran = bureau(
        "application", "submit", written(bureau, training(applicant=team)), "-o", "json", officer="lin", clock=CLOSED
    )
    assert places(bureau, "--name", "鹭江公益服务队") == [(ran.json["number"], None)]


def test_nobody_is_found_by_nothing_and_by_what_is_no_end_of_a_number(bureau: Bailu) -> None:
    assert bureau("person", "find", officer="gao").code == 2
    for end in ("123", "12345", "12 3-"):
        ran = bureau("person", "find", "--last4", end, officer="gao")
        assert (ran.code, ran.out) == (2, "")
        assert "is not the end of a number" in ran.err
    ran = bureau("person", "find", "--name", "张三", officer="gao")
    assert ran.code == 0
    assert "Nobody was found." in ran.err


def test_no_event_has_a_token_and_no_token_a_name(bureau: Bailu) -> None:
    submitted(bureau, training())
    session = bureau.session("gao")
    with session.database.reading() as view:
        tokens = list(view.all_person_tokens())
        lines = b"".join(row.line for row in view.rows(limit=10_000))
    session.close()
    assert len(tokens) == 6
    assert len({token.party for token in tokens}) == 3
    for token in tokens:
        assert token.token.hex().encode() not in lines
        assert token.token not in lines


@pytest.mark.parametrize(("lang", "form"), FORMS)
def test_every_form_is_there_in_both_languages(bureau: Bailu, lang: str, form: str) -> None:
    submitted(bureau, training())
    ran = bureau("--lang", lang, "person", "find", "--name", "王小1", "-o", form, officer="gao", clock=CLOSED)
    assert ran.code == 0, ran.err
    assert ran.out
    assert "王小1".encode() not in ran.raw
