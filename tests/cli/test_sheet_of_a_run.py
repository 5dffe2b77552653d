"""What a sheet of a run says once of a case, and what a sentence says of all that a revision takes out."""

from __future__ import annotations

from domain.application.events import ApplicationRevised, RevisionProposed
from presentation.words.case_events import event_sentence
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from usecases.dossiers.payment_sheet import PaymentItem, once_a_case


def item(application: str, fund: str) -> PaymentItem:
    return PaymentItem(
        application=application,
        fund=fund,
        payee="…",
        account="…",
        scheme="…",
        clause="m01",
        lines=(),
        count=1,
        amount_fen=1_000_00,
        netted_fen=100_00,
    )


def test_what_is_kept_back_of_a_case_stands_with_its_first_item_alone() -> None:
    items = once_a_case([item("1", "F1"), item("1", "F2"), item("2", "F1")])
    assert [(one.application, one.fund, one.netted_fen) for one in items] == [
        ("1", "F1", 100_00), ("1", "F2", 0), ("2", "F1", 100_00),
    ]  # fmt: skip


def test_a_revision_names_the_lines_and_the_instalments_that_it_takes_out_and_brings_back() -> None:
    out = t.revised(t.revision(struck=[1], struck_items=[(2, 1)]), after=s.a_payable_training())
    back = t.revised(t.revision("correction", revived=[1], revived_items=[(2, 1)]), after=out)
    sentences = [
        event_sentence(minute.event)
        for minute in back
        if isinstance(minute.event, RevisionProposed | ApplicationRevised)
    ]
    assert len(sentences) == 4
    for sentence, change in zip(sentences, ("taken out", "taken out", "back in", "back in"), strict=True):
        assert f"; line(s) 1 {change}; instalment(s) 2/1 {change}" in sentence
