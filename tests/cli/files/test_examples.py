from __future__ import annotations

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import openpyxl
import pytest

from domain.entitlement.edition import Edition
from usecases.intake import roster
from usecases.intake.check import check
from usecases.intake.determinations import read_determinations
from usecases.intake.evaluation import read_evaluation
from usecases.intake.milestones import read_milestones
from usecases.intake.registers import read_register
from usecases.intake.standards import read_standard_file
from usecases.intake.submission import read_application
from usecases.intake.verifications import read_verifications

EXAMPLES = Path(__file__).parents[3] / "examples"
STANDARDS = EXAMPLES / "standards"
TODAY = date(2024, 7, 5)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    spec = spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(folder)
    return folder


def cells(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["花名册"].iter_rows(values_only=True))


def test_the_examples_are_what_their_maker_makes(made: Path) -> None:
    kept = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".json", ".toml", ".csv", ".xlsx")}
    assert {path.name for path in made.iterdir()} == kept
    for path in made.iterdir():
        other = EXAMPLES / path.name
        if path.suffix == ".xlsx":
            assert cells(path) == cells(other), path.name
        else:
            assert path.read_bytes() == other.read_bytes(), path.name


@pytest.mark.parametrize(
    ("application", "lines", "lines_from"),
    [
        ("key-enterprise-training.json", 45, "key-enterprise-training.xlsx"),
        ("project-skills-training.json", 500, "project-skills-training.xlsx"),
        ("labour-introduction.toml", 12, "labour-introduction.csv"),
        ("skill-certificate.json", 1, None),
        ("gig-market.json", 1, None),
        ("refused-for-its-hours.json", 1, None),
        ("one-not-compared.json", 3, None),
    ],
)
def test_an_example_can_be_handed_in(edition: Edition, application: str, lines: int, lines_from: str | None) -> None:
    document, problems = read_application(EXAMPLES / application, TODAY)
    assert problems == ()
    assert document is not None
    if lines_from:
        read = roster.read(EXAMPLES / lines_from, edition, edition.schemes[document.scheme], TODAY)
        assert read.problems == ()
        document = document.with_lines(read.lines)
    assert check(document, edition) == (document, ())
    assert len(document.lines) == lines


@pytest.mark.parametrize("application", ["refused-for-its-hours.json", "skill-certificate.json"])
def test_an_example_with_its_lines_can_be_evaluated_as_it_stands(edition: Edition, application: str) -> None:
    evaluation, problems = read_evaluation(EXAMPLES / application)
    assert problems == ()
    assert evaluation is not None
    assert check(evaluation, edition) == (evaluation, ())


def test_comparisons_determinations_and_lists_can_be_imported(edition: Edition) -> None:
    for path in sorted(EXAMPLES.glob("*.verifications.csv")):
        verifications = read_verifications(path, edition, TODAY)
        assert verifications.problems == (), path.name
        assert verifications.results, path.name
    determinations = read_determinations(EXAMPLES / "gig-market.determinations.csv", TODAY)
    assert determinations.problems == ()
    (determined,) = determinations.amounts
    assert (determined.amount_fen, determined.score_sheet) == (60_000_000, "评分表示01")
    milestones = read_milestones(EXAMPLES / "labour-introduction.milestones.csv", edition, date(2024, 6, 3))
    assert milestones.problems == ()
    assert [result.met for result in milestones.results] == [True] * 10 + [False]
    for path in sorted(EXAMPLES.glob("register.*.csv")):
        read = read_register(path, edition, edition.registers[path.name.split(".")[1]], str)
        assert read.problems == (), path.name
        assert read.entries, path.name


def test_every_table_of_a_standard_can_be_read(edition: Edition) -> None:
    tables = [read_standard_file(path.name, path.read_bytes(), edition)[0] for path in STANDARDS.glob("*.toml")]
    assert {table.standard for table in tables} == set(edition.standards)
    assert all("示例标准" in table.document for table in tables), "nobody takes an example for a rate that holds"


def test_the_roster_with_mistakes_has_one_of_every_common_kind(edition: Edition) -> None:
    path = EXAMPLES / "roster-with-mistakes.xlsx"
    problems = roster.read(path, edition, edition.schemes["key-enterprise-training"], TODAY).problems
    assert [(one.code, one.where.row) for one in problems] == [
        ("id-check-digit", 3),
        ("digits-lost", 4),
        ("id-first-generation", 5),
        ("cell-not-one-of", 6),
        ("cell-blank", 7),
        ("cell-not-whole", 8),
        ("formula", 9),
        ("cell-not-yes-or-no", 10),
        ("cell-not-one-of", 11),
        ("cell-no-such-day", 12),
        ("cell-not-a-day", 13),
        ("text-invisible", 14),
        ("row-twice", 15),
    ]
