"""Commands about several applications: each is decided on its own, and told in the order in which it was given."""

from __future__ import annotations

from domain.application.commands import AcceptApplication
from store.commands.executor import PreparedCommand
from tests.cli.application_files import ACCEPTED, submitted, training
from tests.cli.conftest import Bailu
from usecases.commands.batch import Batch, ListedOutcome, Task

NOWHERE = "350203-2024-000099"
COMMAND_ID = "6d0f6a52-6c2e-4f5c-9b0a-1f0d3c1f7a11"


def accepting(batch: Batch, number: str) -> Task:
    def prepare() -> PreparedCommand:
        return batch.prepare_with_reason(
            number, "never recorded", lambda _sealed: AcceptApplication(application=number)
        )

    return number, prepare


def test_outcomes_come_in_the_order_of_the_tasks_whatever_becomes_of_each(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), training(facts={"entry": "XM-2"}))
    batch = Batch(session=bureau.session("lin", ACCEPTED), alone=False)
    tasks = [
        accepting(batch, NOWHERE),
        accepting(batch, numbers[0]),
        ("nothing to record", lambda: None),
        accepting(batch, numbers[1]),
        accepting(batch, numbers[0]),
    ]
    outcomes = list(batch.execute(tasks))
    assert [outcome.about for outcome in outcomes] == [about for about, _make in tasks]
    refused = [outcome.refusal.code if outcome.refusal else None for outcome in outcomes]
    assert refused == ["no-such-application", None, None, None, "status"]
    assert [outcome.result is not None for outcome in outcomes] == [False, True, False, True, False]
    assert [batch.row(ListedOutcome, outcome).status for outcome in (outcomes[0], outcomes[1])] == [None, "accepted"]


def test_a_dry_run_decides_each_and_records_nothing(bureau: Bailu) -> None:
    numbers = submitted(bureau, training())
    before = bureau.log()
    batch = Batch(session=bureau.session("lin", ACCEPTED), alone=False, dry_run=True)
    decided, refused = batch.execute([accepting(batch, numbers[0]), accepting(batch, NOWHERE)])
    assert decided.result is not None
    assert refused.refusal is not None
    assert not batch.row(ListedOutcome, decided).done
    assert bureau.log() == before


def test_each_command_of_several_has_an_id_of_its_own_that_follows_from_the_given_one(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), training(facts={"entry": "XM-2"}))
    session = bureau.session("lin", ACCEPTED)
    several = Batch(session=session, alone=False, command_id=COMMAND_ID)
    ids = [several.prepare(number, AcceptApplication(application=number)).command_id for number in numbers]
    assert len({COMMAND_ID, *ids}) == 3
    again = [several.prepare(number, AcceptApplication(application=number)).command_id for number in numbers]
    assert ids == again
    alone = Batch(session=session, alone=True, command_id=COMMAND_ID)
    command = AcceptApplication(application=numbers[0])
    assert alone.prepare(numbers[0], command).command_id == COMMAND_ID
    assert alone.prepare(numbers[0], command, part="2024-05-06").command_id != COMMAND_ID
