"""公示: what is on notice until when, and how much of a person it shows."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.application_files import (
    APPROVED,
    CLOSED,
    CLOSES,
    PUBLISHED,
    SCHOOL,
    certificate,
    introduction,
    person,
    resident,
    submitted,
    trainee,
    training,
)
from tests.cli.conftest import Bailu
from tests.cli.standards import adopt_standards


def test_a_notice_ends_with_the_fifth_working_day_after_its_publication(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="approved")
    ran = bureau("public-notice", "publish", number, officer="lin", clock=PUBLISHED)
    assert ran.out == f"{number}: on public notice until the end of {CLOSES}, payable from {CLOSED}.\n"
    early = bureau("public-notice", "close", number, officer="lin", clock=CLOSES)
    assert early.code == 65
    assert CLOSES in early.err
    assert bureau("public-notice", "close", number, officer="lin", clock=CLOSED).out == (
        f"{number}: public notice closed.\n"
    )


def test_all_that_is_approved_is_published_and_all_that_has_run_is_closed(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), introduction(7), until="approved")
    published = bureau("public-notice", "publish", "--all", "-o", "json", officer="lin", clock=PUBLISHED)
    assert [row["number"] for row in published.json] == numbers
    closed = bureau("public-notice", "close", "--all", "-o", "json", officer="lin", clock=CLOSED)
    assert [row["status"] for row in closed.json] == ["payable", "payable"]


def test_a_notice_that_still_runs_is_not_among_all_that_are_closed(bureau: Bailu) -> None:
    submitted(bureau, training(), until="published")
    ran = bureau("public-notice", "close", "--all", officer="lin", clock=PUBLISHED)
    assert (ran.code, "Nothing to do." in ran.err) == (0, True)


def test_only_what_was_awarded_stands_on_the_notice(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general"), trainee(3)), until="published")
    rows = bureau("public-notice", "list", "-o", "json", officer="lin", clock=PUBLISHED).json
    assert [(row["number"], row["line"], row["amount_fen"]) for row in rows] == [
        (number, 1, 100_000),
        (number, 3, 100_000),
    ]
    assert {row["applicant"] for row in rows} == {SCHOOL}
    assert {(row["published_on"], row["closes_on"]) for row in rows} == {(PUBLISHED, CLOSES)}


@pytest.mark.on_sqlite
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notice_masks_names_and_numbers_in_every_form(bureau: Bailu, form: str, lang: str) -> None:
    adopt_standards(bureau, "skill-certificate")
    (number,) = submitted(bureau, certificate(4), until="verified")
    bureau("application", "assess", number, officer="chen", clock=APPROVED)
    bureau("application", "approve", number, officer="huang", clock=APPROVED)
    submitted(bureau, training())
    bureau("public-notice", "publish", number, officer="lin", clock=PUBLISHED)
    ran = bureau("public-notice", "list", "-o", form, "--lang", lang, officer="lin", clock=PUBLISHED)
    assert ran.code == 0
    for n in (1, 4):
        assert resident(n) not in ran.out
        assert person(n)["name"] not in ran.out
    if form != "xlsx":
        assert "王**" in ran.out
        assert f"3502**********{resident(4)[-4:]}" in ran.out


def test_open_notices_are_those_that_still_run(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="published")

    def on_notice(day: str, *options: str) -> int:
        ran = bureau("public-notice", "list", *options, officer="lin", clock=day)
        return len(list(csv.reader(io.StringIO(ran.out.lstrip("\ufeff"))))) - 1

    assert on_notice(CLOSES, "--open") == 3
    assert on_notice(CLOSED, "--open") == 0, "it has run its time, closed or not"
    bureau("public-notice", "close", number, officer="lin", clock=CLOSED)
    assert on_notice(CLOSED, "--open") == 0
    assert on_notice(CLOSED) == 3


def test_only_a_clerk_publishes(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="approved")
    assert bureau("public-notice", "publish", number, officer="huang", clock=PUBLISHED).code == 77
    assert bureau("public-notice", "list", "-o", "json", officer="gao", clock=PUBLISHED).json == []
