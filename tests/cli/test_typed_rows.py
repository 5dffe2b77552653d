"""Rows are declared once: the keys that a program reads are the fields of a row, and their JSON Schema follows."""

from __future__ import annotations

import pytest

from presentation.rows.columns import Row, schema_of
from tests.cli.conftest import Bailu
from tests.cli.paying import fund, training
from tests.cli.turned import credited
from usecases.commands.link_persons import PersonLink
from usecases.dossiers.case_details import CaseDetails
from usecases.dossiers.explanation import Explanation
from usecases.queries.application_register import RegisteredApplication
from usecases.queries.history import KindTotal, Movement
from usecases.queries.person_record import PersonRecord
from usecases.queries.views import caught_up


@pytest.mark.parametrize(
    "row_type", [Explanation, KindTotal, Movement, PersonLink, PersonRecord, RegisteredApplication]
)
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
    for row_type, argv in (
        (RegisteredApplication, ("application", "list")),
        (Movement, ("history",)),
        (KindTotal, ("history", "--totals")),
    ):
        assert list(bureau(*argv, "-o", "json").json[0]) == list(row_type.__struct_encode_fields__)


def test_catching_up_tells_from_where_it_goes_on_and_what_it_has_reached(bureau: Bailu) -> None:
    number = training(bureau)
    reached: list[tuple[int, int]] = []
    session = bureau.session("wu")
    for _time in range(2):
        with caught_up(session, "payout_history", on_progress=lambda *at: reached.append(at)):
            pass
    head = len(bureau.log())
    assert (reached[0], reached[1:]) == ((0, head), [(head, head), (head, head)]), number
