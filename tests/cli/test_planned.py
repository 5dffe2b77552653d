"""A command that moves money is planned, which records nothing, and then recorded, which decides it again."""

from __future__ import annotations

import pytest

from domain.application.values import OWED_BACK
from domain.errors import NotAllowed
from domain.treasury.run_commands import OrderPayment, RecordBankReply
from store.commands import executor
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import CREDITED, PAYABLE, Class, answers, fund, sent, trainings
from usecases.commands.import_bank_replies import plan_bank_replies
from usecases.commands.planned import plan, plan_each
from usecases.dossiers.payment_sheet import Computation, Parcel


@pytest.fixture
def numbers(bureau: Bailu) -> list[str]:
    """Two cases of one authority that are payable, and the money for them."""
    fund(bureau, "municipal", 50_000)
    return trainings(bureau, Class(), Class((4, 5)))


def test_a_plan_records_nothing_and_its_execution_does(bureau: Bailu, numbers: list[str]) -> None:
    before = len(bureau.log())
    session = bureau.session("wu", PAYABLE)
    planned = plan(session, session.prepare(OrderPayment(applications=tuple(numbers))))
    assert planned.changes
    assert (planned.unexecuted().recorded, planned.unexecuted().repeated) == (False, False)
    assert len(bureau.log()) == before
    outcome = planned.execute()
    assert (outcome.recorded, outcome.repeated) == (True, False)
    assert [one.event for one in outcome.events] == [one.event for one in planned.events]
    assert len(bureau.log()) == before + len(outcome.events)
    again = plan(session, planned.prepared)
    assert (again.changes, again.unexecuted().recorded, again.unexecuted().repeated) == (False, True, True)
    session.close()


def test_what_has_changed_since_it_was_planned_is_refused(bureau: Bailu, numbers: list[str]) -> None:
    session, other = bureau.session("wu", PAYABLE), bureau.session("zheng", PAYABLE)
    planned = plan(session, session.prepare(OrderPayment(applications=tuple(numbers))))
    other.execute(other.prepare(OrderPayment(applications=(numbers[0],))))
    with pytest.raises(NotAllowed):
        planned.execute()
    other.close()
    session.close()


def test_of_independent_commands_those_that_are_declined_are_left_out(bureau: Bailu, numbers: list[str]) -> None:
    session = bureau.session("wu", PAYABLE)
    named = [*numbers, "350203-2024-999999"]
    planned = plan_each(session, named, lambda number: session.prepare(OrderPayment(applications=(number,))))
    assert [number for number, _plan in planned] == numbers
    session.close()


def test_each_run_of_a_bank_file_is_decided_once_when_planned_and_once_when_recorded(
    bureau: Bailu, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = numbers
    file = answers(
        bureau,
        (sent(bureau, first), first, "3000.00", "成功", CREDITED, "B1", ""),
        (sent(bureau, second), second, "2000.00", "成功", CREDITED, "B2", ""),
    )
    decide, decided = executor.decide, []

    def counting(*given: object) -> object:
        decided.extend(command.batch for command in given if isinstance(command, RecordBankReply))
        return decide(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(executor, "decide", counting)
    session = bureau.session("zheng", CREDITED)
    replies = plan_bank_replies(session, file, command_id=None)
    assert (replies.new.credited, replies.new.credited_fen) == (2, 500_000)
    assert len(decided) == len(set(decided)) == 2
    replies.record()
    assert len(decided) == 4
    again = plan_bank_replies(session, file, command_id=None)
    assert again.new.count == 0
    again.record()
    assert len(decided) == 4
    session.close()


def test_a_computation_is_one_text_for_people_and_its_parcels_for_programs() -> None:
    parcels = [(26, 1, 100_000), (2, 2, 5_050), (1, OWED_BACK.instalment, 700)]
    computation = Computation(
        Parcel(count=count, instalment=instalment, amount_fen=amount_fen) for count, instalment, amount_fen in parcels
    )
    assert computation.in_words() == "26 × 1,000.00 + 2 × 50.50 (instalment 2) + 7.00 (owed back)"
    assert [parcel.amount_fen for parcel in computation] == [100_000, 5_050, 700]
