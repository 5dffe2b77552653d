"""The city's year on a small scale: what happens follows from the seed, and the log of it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.city.files import SCHEMES
from benchmarks.city.fraud import CONFIRMING_PAIR, SORTS
from benchmarks.city.lists import write_lists
from benchmarks.city.office import CityOffice
from benchmarks.city.year import CityYear
from usecases.integrity.decisions import with_decisions
from usecases.integrity.log_verification import verify_log

SIZE = 40
"""With one of each scheme and of each fraud, about ninety."""


def lived(folder: Path, seed: int) -> CityYear:
    folder.mkdir()
    year = CityYear(CityOffice.at_folder(folder, seed), SIZE, seed)
    year.live()
    return year


def story(year: CityYear) -> list[tuple[str, str]]:
    """What happened where, in its order; nothing of this is sealed."""
    with year.office.database.reading() as view:
        return [(row.stream, row.name) for row in view.rows(limit=100_000)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> CityYear:
    return lived(tmp_path_factory.mktemp("city") / "year", seed=7)


def test_the_same_seed_gives_the_same_year_and_another_another(year: CityYear, tmp_path: Path) -> None:
    again, other = lived(tmp_path / "again", seed=7), lived(tmp_path / "other", seed=8)
    assert story(again) == story(year) != story(other)
    assert again.money() == year.money() != other.money()


def test_nothing_is_refused_and_every_scheme_is_paid(year: CityYear) -> None:
    assert not year.office.refused
    paid = {case.file.scheme for number, case in year.cases.items() if year.office.case(number).entitled_fen}
    assert paid == set(SCHEMES) == set(year.office.edition.schemes)


def test_the_log_verifies_and_every_decision_is_decided_again(year: CityYear) -> None:
    database = year.office.database
    report = verify_log(database, signatures=True, noted=None, on_progress=lambda _done, _all: None)
    report = with_decisions(report, database, lambda _done, _all: None)
    assert report.holds, report.troubles


def test_what_is_planted_is_told_and_was_paid(year: CityYear, tmp_path: Path) -> None:
    write_lists(tmp_path, year)
    planted = json.loads((tmp_path / "planted.json").read_text("utf-8"))
    assert {one["sort"] for one in planted} == {*SORTS, CONFIRMING_PAIR}
    for one in planted:
        assert one["applications"] or one["officers"], one["sort"]
        for number in one["applications"]:
            assert year.office.case(number).entitled_fen, (one["sort"], number)


@pytest.mark.parametrize("sort", ["deceased", "on-the-public-payroll", "in-prison"])
def test_the_lists_of_other_departments_have_the_planted_among_strangers(
    year: CityYear, tmp_path: Path, sort: str
) -> None:
    write_lists(tmp_path, year)
    listed = (tmp_path / "lists" / f"{sort}.csv").read_text("utf-8-sig")
    (planted,) = (one for one in year.planted if one.sort == sort)
    assert all(party in listed for party in planted.parties)
    assert len(listed.splitlines()) == 502
