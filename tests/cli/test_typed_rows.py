"""Rows are declared once: the keys that a program reads are the fields of a row, and their JSON Schema follows."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import cli
import presentation
import projections
import usecases
from presentation.rows.columns import Row, schema_of
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import fund, training
from tests.cli.returned_cases import credited
from usecases.commands.attach_documents import AttachedDocument
from usecases.commands.issue_letter import IssuedLetter
from usecases.dossiers.case_details import CaseDetails
from usecases.dossiers.explanation import Explanation
from usecases.queries.application_register import RegisteredApplication
from usecases.queries.history import KindTotal, Movement
from usecases.queries.person_record import PersonRecord
from usecases.queries.public_notice import NoticeLine
from usecases.queries.views import caught_up


def row_types() -> list[type[Row]]:
    """Every row that the packages declare, whichever verb prints it."""
    for package in (cli, presentation, projections, usecases):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return sorted(Row.__subclasses__(), key=lambda row_type: row_type.__qualname__)


@pytest.mark.parametrize("row_type", row_types(), ids=lambda row_type: row_type.__qualname__)
def test_every_row_has_a_json_schema(row_type: type[Row]) -> None:
    schema = schema_of(row_type)
    assert list(schema["$defs"][row_type.__name__]["properties"]) == list(row_type.__struct_encode_fields__)


def test_programs_read_the_fields_in_their_order(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    credited(bureau, number)
    for row_type, argv in (
        (CaseDetails, ("application", "show", number)),
        (Explanation, ("application", "explain", number)),
        (PersonRecord, ("person", "show", f"{number}/2")),
    ):
        assert list(bureau(*argv, "-o", "json").json) == list(row_type.__struct_encode_fields__)
    document = bureau.folder / "later.pdf"
    document.write_bytes(b"later")
    for row_type, argv in (
        (AttachedDocument, ("application", "attach", number, document)),
        (IssuedLetter, ("application", "letter", number, number, "approval")),
        (NoticeLine, ("public-notice", "list")),
        (RegisteredApplication, ("application", "list")),
        (Movement, ("history",)),
        (KindTotal, ("history", "--totals")),
    ):
        shown = bureau(*argv, "-o", "json", officer="lin").json[0]
        assert list(shown) == list(row_type.__struct_encode_fields__)


def test_catching_up_tells_from_where_it_goes_on_and_what_it_has_reached(bureau: Bailu) -> None:
    number = training(bureau)
    reached: list[tuple[int, int]] = []
    session = bureau.session("wu")
    for _time in range(2):
        with caught_up(session, "payout_history", on_progress=lambda *at: reached.append(at)):
            pass
    head = len(bureau.log())
    assert (reached[0], reached[1:]) == ((0, head), [(head, head), (head, head)]), number
