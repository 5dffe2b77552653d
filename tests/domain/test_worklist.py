"""What is to be done next, by whom, by when: stage by stage, and whatever is open beside."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from domain.application.state.balances import Item, Objection, Order, Recovery
from domain.application.state.case import NOTHING_OWED
from domain.application.state.clearing import OnClearing
from domain.application.state.denied import Denied
from domain.application.state.letters import Letter, Letters
from domain.application.status import DECIDED, ENDED, PAYING, Status
from domain.application.values import Due, PlannedPart
from domain.base import replace
from domain.office.officer import Officer
from domain.office.roles import PERMISSIONS, Actor, Role, RoleException
from domain.proposals import Proposal
from domain.treasury.batch_events import Awaited, Unmatched
from domain.treasury.fund import TREASURY_DUE, Fund, FundRestored
from domain.treasury.fund import evolve as evolve_fund
from domain.work_of_runs import of_run
from domain.worklist import Work, in_flight, in_order, of_allotment, of_case, of_fund, of_proposals, whole_case
from tests.domain import allotment_history as allotments
from tests.domain import fund_history as funds
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.keys import public_key
from tests.domain.sample_cases import CITY

PAYABLE_FROM, SEEN_ON, SERVED, DUE = date(2024, 5, 10), date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1)


@dataclass(frozen=True, kw_only=True)
class Notice:
    lines: tuple[tuple[int, int], ...] = ((1, 1),)
    payable_from: date = PAYABLE_FROM


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A case, as far as the rule sees it, and its edition."""

    number: str = "350203-2024-000001"
    authority: str = "350203"
    payer: str | None = "350200"
    stage: Status = Status.SUBMITTED
    suspended: bool = False
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    unconfirmed: frozenset[str] = frozenset()
    account_doubtful: bool = False
    in_doubt: Mapping[str, date] = field(default_factory=dict)
    on_clearing: Mapping[str, OnClearing] = field(default_factory=dict)
    denied: Denied | None = None
    eligible: bool | None = None
    undecided: bool = False
    open_lines: frozenset[int] = frozenset()
    owed_by: frozenset[str] = frozenset()
    awaits_correction: bool = False
    assessed_fen: int = 0
    assessed_by: str = ""
    assessors: frozenset[str] = frozenset()
    releasers: frozenset[str] = frozenset()
    notice: Notice | None = None
    notice_open: bool = False
    unpublished: frozenset[int] = frozenset()
    sent_back: frozenset[int] = frozenset()
    objections: Mapping[str, Objection] = field(default_factory=dict)
    recoveries: Mapping[str, Recovery] = field(default_factory=dict)
    owed_back: Item = NOTHING_OWED
    orders: Mapping[str, Order] = field(default_factory=dict)
    items: Mapping[Due, Item] = field(default_factory=dict)
    letters: Letters = ()
    lacks_comparison: bool = False

    def instalments(self) -> Any:
        return self.items.items()

    def unverified(self, lines: Any = ()) -> bool:
        return self.lacks_comparison

    def milestone_due(self, milestone: str, line: int) -> date | None:
        return SEEN_ON if milestone == "m3" else None


def actions(case: Seen) -> list[str]:
    return [work.action for work in of_case(case, case)]


def proposed(act: str, about: str | None = None, lines: tuple[tuple[int, int], ...] = ()) -> dict[str, Proposal]:
    return {"p1": Proposal(id="p1", act=act, by="lin", about=about, lines=lines)}


def undecided(*owed_by: str, eligible: bool = False) -> Seen:
    return Seen(stage=Status.ASSESSED, eligible=eligible, undecided=True, owed_by=frozenset(owed_by))


def opened(*owed_by: str) -> Seen:
    """Approved but for a line, and paid so far."""
    paid = {Due(1, 1): Item(entitled_fen=100, paid_fen=100)}
    return Seen(
        stage=Status.PARTIALLY_PAID,
        undecided=True,
        open_lines=frozenset({2}),
        owed_by=frozenset(owed_by),
        items=paid,
    )


replace_seen = dataclasses.replace
OWED = {Due(1, 1): Item(entitled_fen=100)}
WAITING = {Due(1, 1): Item(entitled_fen=100, payable="m3", waiting=True)}
OVERPAID = {Due(1, 1): Item(entitled_fen=0, paid_fen=100)}
OBJECTION = {"o1": Objection(objection="o1", lines=frozenset(), received_on=DUE, raised_by="applicant", grounds="")}
DEMAND = Recovery(recovery="r1", ground="overpaid", basis="", demanded_fen=100, proposal="p1", approved=True)
LATE = frozenset({"backdated-receipt"})


WITH_PAYEE = replace(DEMAND, served_on=SERVED, due_on=DUE)
REMINDED = replace(WITH_PAYEE, reminded=True, reminder_until=date(2024, 8, 16))
INTENDED = Recovery(recovery="r1", ground="overpaid", basis="", notified_fen=100, statement_days=5)
TOLD = replace(INTENDED, notice_served_on=SERVED)


def letter(kind: str, *, served_on: date | None = None, due_on: date | None = None) -> Letters:
    return (Letter(letter=kind, about=None, sha256="5f", issued_on=SEEN_ON, served_on=served_on, due_on=due_on),)


REQUEST, ASKED = letter("correction-request"), letter("correction-request", served_on=SERVED, due_on=DUE)
OTHER = frozenset({"other-account-holder"})


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # From the receipt to the approval
        (Seen(), ["accept"]),
        (Seen(unconfirmed=LATE, proposals=proposed("backdated-receipt")), ["confirm"]),
        (Seen(unconfirmed=LATE), ["refuse"]),
        (Seen(stage=Status.CORRECTION_REQUESTED), ["correct"]),
        (Seen(stage=Status.ACCEPTED, lacks_comparison=True), ["verify"]),
        (Seen(stage=Status.ACCEPTED), ["assess"]),
        (Seen(stage=Status.ASSESSED, eligible=True), ["approve"]),
        (Seen(stage=Status.ASSESSED, eligible=False), ["reject"]),
        # What is not known refuses nobody: it is owed by somebody
        (undecided("office"), ["assess"]),
        (replace_seen(undecided("office"), lacks_comparison=True), ["verify"]),
        (undecided("applicant"), ["request-correction"]),
        (undecided("reading"), ["suspend"]),
        (undecided("office", "applicant"), ["assess", "request-correction"]),
        (undecided("office", eligible=True), ["assess", "approve-in-part"]),
        (opened("office"), ["follow-up"]),
        (replace_seen(opened("office"), lacks_comparison=True), ["verify"]),
        (opened("applicant"), ["request-correction"]),
        (replace_seen(opened("applicant"), awaits_correction=True), ["correct"]),
        (opened("reading"), ["suspend"]),
        (opened("office", "applicant"), ["follow-up", "request-correction"]),
        (replace_seen(opened("office"), proposals=proposed("follow-up")), ["confirm"]),
        (replace_seen(opened("office"), suspended=True), ["resume"]),
        (replace_seen(opened("office"), stage=Status.WITHDRAWN), []),
        (Seen(stage=Status.ASSESSED, eligible=True, proposals=proposed("waive")), ["confirm", "approve"]),
        # The public notice
        (Seen(stage=Status.APPROVED, items=OWED, unpublished=frozenset({1})), ["publish-notice"]),
        (Seen(stage=Status.ON_PUBLIC_NOTICE, items=OWED, notice=Notice(), notice_open=True), ["close-notice"]),
        (Seen(stage=Status.PAYABLE, items=OWED, unpublished=frozenset({1})), ["publish-notice"]),
        (Seen(stage=Status.PAYABLE, items=OWED, notice=Notice(), notice_open=True), ["close-notice"]),
        (Seen(stage=Status.APPROVED, items=OWED, unpublished=frozenset({1}), sent_back=frozenset({1})), ["revise"]),
        # Payment
        (Seen(stage=Status.PAYABLE, items=OWED), ["order-payment"]),
        (Seen(stage=Status.PARTIALLY_PAID, items=OWED), ["order-payment"]),
        (Seen(stage=Status.WITHDRAWN, owed_back=Item(entitled_fen=5)), ["order-payment"]),
        (Seen(stage=Status.SETTLED, items={Due(1, 1): Item(entitled_fen=100, paid_fen=100)}), []),
        (Seen(stage=Status.PAYABLE, items=WAITING), ["milestone"]),
        (Seen(stage=Status.PAYABLE, items=OVERPAID), ["notify-recovery"]),
        (Seen(stage=Status.WITHDRAWN, items=OVERPAID), ["notify-recovery"]),
        # The account
        (Seen(stage=Status.PAYABLE, items=OWED, account_doubtful=True), ["account"]),
        (Seen(stage=Status.PAYABLE, items=OWED, proposals=proposed("account")), ["confirm"]),
        # The bank may have paid it after all.
        (Seen(stage=Status.PAYABLE, items=OWED, in_doubt={"b": DUE}), ["record-credits"]),
        (Seen(stage=Status.PAYABLE, items=OWED, account_doubtful=True, proposals=proposed("account")), ["confirm"]),
        (Seen(stage=Status.PAYABLE, items=WAITING, account_doubtful=True), ["account", "milestone"]),
        (Seen(stage=Status.SETTLED, items=OVERPAID, account_doubtful=True), ["notify-recovery"]),
        (Seen(stage=Status.PAYABLE, items=OWED, unconfirmed=OTHER), ["account"]),
        (Seen(unconfirmed=OTHER), ["accept"]),
        (
            Seen(stage=Status.PAYABLE, items=OWED, unconfirmed=OTHER, proposals=proposed("other-account-holder")),
            ["confirm"],
        ),
        # Objections
        (Seen(stage=Status.PAYABLE, items=OWED, objections=OBJECTION), ["answer-objection"]),
        (
            Seen(
                stage=Status.PAYABLE, items=OWED, objections=OBJECTION, proposals=proposed("answer-objection", "o1")
            ),
            ["confirm"],
        ),
        (Seen(stage=Status.REJECTED, objections=OBJECTION), ["answer-objection"]),
        (Seen(stage=Status.PAYABLE, items=OWED, sent_back=frozenset({1})), ["revise"]),
        (Seen(stage=Status.PAYABLE, items=OWED, sent_back=frozenset({1}), proposals=proposed("revise")), ["confirm"]),
        (Seen(stage=Status.WITHDRAWN, sent_back=frozenset({1})), []),
        # Demands
        (Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": DEMAND}), ["serve-recovery"]),
        (Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(DEMAND, approved=False)}), []),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": WITH_PAYEE}),
            ["receive-recovery", "remind-recovery"],
        ),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(WITH_PAYEE, reminded=True)}),
            ["receive-recovery", "serve-recovery-letter"],
        ),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": REMINDED}),
            ["receive-recovery", "refer-recovery"],
        ),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(REMINDED, referred_to="court")}),
            ["receive-recovery"],
        ),
        (Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": INTENDED}), ["serve-recovery-letter"]),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(INTENDED, notified_fen=40)}),
            ["notify-recovery", "serve-recovery-letter"],
        ),
        (Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": TOLD}), ["hear-recovery", "demand-recovery"]),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(TOLD, statement_on=SERVED)}),
            ["demand-recovery"],
        ),
        (
            Seen(stage=Status.SETTLED, items=OVERPAID, recoveries={"r1": replace(TOLD, no_statement=True)}),
            ["demand-recovery"],
        ),
        (Seen(stage=Status.SETTLED, recoveries={"r1": replace(TOLD, no_statement=True)}), []),
        (
            Seen(
                stage=Status.SETTLED,
                items=OVERPAID,
                recoveries={"r1": replace(DEMAND, served_on=SERVED, objected=True)},
            ),
            ["serve-recovery"],
        ),
        # Letters wait for their service while what they tell stands, and corrections for their last day
        (Seen(letters=letter("receipt")), ["accept", "serve-letter"]),
        (Seen(letters=letter("receipt", served_on=SERVED)), ["accept"]),
        (Seen(letters=letter("public-notice")), ["accept"]),
        (Seen(letters=letter("recovery-demand")), ["accept"]),
        (Seen(letters=letter("refusal")), ["accept"]),
        (Seen(letters=REQUEST), ["accept"]),
        (Seen(stage=Status.NOT_ACCEPTED, letters=letter("refusal")), ["serve-letter"]),
        (Seen(stage=Status.REJECTED, letters=letter("refusal")), ["serve-letter"]),
        (Seen(stage=Status.REJECTED, letters=letter("refusal", served_on=SERVED)), []),
        (Seen(stage=Status.SETTLED, letters=letter("approval")), ["serve-letter"]),
        (Seen(stage=Status.WITHDRAWN, letters=letter("approval")), []),
        (Seen(stage=Status.SUBMITTED, letters=letter("revocation")), ["accept", "serve-letter"]),
        (Seen(stage=Status.TRANSFERRED, letters=letter("transfer-notice")), ["accept", "serve-letter"]),
        (Seen(stage=Status.TRANSFERRED, unconfirmed=LATE), ["refuse"]),
        (Seen(stage=Status.CORRECTION_REQUESTED, letters=REQUEST), ["correct", "serve-letter"]),
        (Seen(stage=Status.CORRECTION_REQUESTED, letters=ASKED), ["correct", "refuse"]),
        (replace_seen(opened("applicant"), awaits_correction=True, letters=ASKED), ["correct", "revise"]),
        (Seen(stage=Status.CORRECTION_REQUESTED, suspended=True, letters=ASKED), ["resume"]),
        (Seen(stage=Status.CORRECTION_REQUESTED, suspended=True, letters=REQUEST), ["resume", "serve-letter"]),
        # Nothing is begun while a case is suspended; what was begun goes on.
        (Seen(suspended=True), ["resume"]),
        (Seen(stage=Status.PAYABLE, suspended=True, items=OWED, objections=OBJECTION), ["resume"]),
        (Seen(stage=Status.PAYABLE, suspended=True, items=OWED, proposals=proposed("account")), ["confirm", "resume"]),
        (
            Seen(stage=Status.PAYABLE, suspended=True, items=OVERPAID, recoveries={"r1": DEMAND}),
            ["resume", "serve-recovery"],
        ),
        # The end
        *[(Seen(stage=stage), []) for stage in ENDED],
        (Seen(stage=Status.SETTLED), []),
    ],
)  # fmt: skip
def test_what_is_to_be_done(case: Seen, expected: list[str]) -> None:
    assert actions(case) == expected


def test_a_correction_comes_by_its_last_day_and_is_late_from_the_next() -> None:
    case = Seen(stage=Status.CORRECTION_REQUESTED, letters=ASKED)
    correct, refuse = of_case(case, case)
    assert (correct.due_on, correct.begins_on) == (DUE, None)
    assert (refuse.about, refuse.due_on, refuse.begins_on) == ("overdue", date(2024, 8, 2), date(2024, 8, 2))


def test_of_a_letter_that_was_issued_anew_the_last_one_is_served() -> None:
    newer = replace(letter("receipt")[0], sha256="6f")
    case = Seen(letters=(*letter("receipt", served_on=SERVED), newer))
    assert actions(case) == ["accept", "serve-letter"]


def test_every_stage_is_in_the_table_above() -> None:
    statuses = {
        *DECIDED,
        *ENDED,
        *PAYING,
        Status.SUBMITTED,
        Status.TRANSFERRED,
        Status.CORRECTION_REQUESTED,
        Status.ACCEPTED,
        Status.ASSESSED,
    }
    assert statuses | {Status.SUSPENDED} == set(Status)


def one(case: Seen) -> Work:
    (work,) = of_case(case, case)
    return work


def test_who_did_the_first_half_is_excluded_from_the_second() -> None:
    assert one(Seen(unconfirmed=LATE, proposals=proposed("backdated-receipt"))).excluded == ("lin",)
    assert one(Seen(stage=Status.ASSESSED, eligible=True, assessed_by="chen")).excluded == ("chen",)
    assert one(Seen(stage=Status.ACCEPTED, releasers=frozenset({"wu", "li"}))).barred == ("li", "wu")
    assert one(Seen(stage=Status.ACCEPTED, releasers=frozenset({"wu"}), lacks_comparison=True)).barred == ()
    sent_back = Seen(stage=Status.PAYABLE, items=OWED, sent_back=frozenset({1}), releasers=frozenset({"wu"}))
    assert one(sent_back).barred == ("wu",)


def test_days_and_amounts() -> None:
    closing = one(Seen(stage=Status.ON_PUBLIC_NOTICE, notice=Notice(), notice_open=True))
    assert closing.due_on == PAYABLE_FROM
    milestone = one(Seen(stage=Status.APPROVED, items=WAITING))
    assert (milestone.about, milestone.due_on) == ("m3", SEEN_ON)
    assert one(Seen(stage=Status.PAYABLE, items=OWED)).amount_fen == 100
    assert one(Seen(stage=Status.ASSESSED, eligible=True, assessed_fen=7)).amount_fen == 7
    plan = (PlannedPart(due_on=DUE, amount_fen=40), PlannedPart(due_on=SERVED, amount_fen=60))
    served = replace(DEMAND, served_on=SERVED, due_on=DUE, plan=plan, received_fen=10)
    items = {Due(1, 1): replace(OVERPAID[Due(1, 1)], recovered_fen=10)}
    owing = Seen(stage=Status.SETTLED, items=items, recoveries={"r1": served})
    paying, reminding = of_case(owing, owing)
    assert (paying.about, paying.due_on, paying.amount_fen) == ("r1", DUE, 30)
    assert (reminding.about, reminding.begins_on, reminding.amount_fen) == ("r1", date(2024, 8, 2), 90)


def test_of_each_line_only_the_first_milestone_that_nobody_has_reported_yet() -> None:
    items = {
        **WAITING,
        Due(1, 2): Item(entitled_fen=100, payable="m6", waiting=True),
        Due(2, 2): Item(entitled_fen=100, payable="m6", waiting=True),
        Due(3, 1): Item(entitled_fen=0, payable="m9", waiting=True),
    }
    case = Seen(stage=Status.PAYABLE, items=items)
    assert [(work.about, work.due_on) for work in of_case(case, case)] == [("m3", SEEN_ON), ("m6", None)]
    reported = dataclasses.replace(case, proposals=proposed("milestone", "m3", ((1, 1),)))
    assert [(work.action, work.about) for work in of_case(reported, reported)] == [
        ("confirm", "p1"),
        ("milestone", "m6"),
    ]
    both = dataclasses.replace(case, items={**items, Due(4, 1): Item(entitled_fen=1, payable="m3", waiting=True)})
    partly = dataclasses.replace(both, proposals=proposed("milestone", "m3", ((1, 1),)))
    assert [work.about for work in of_case(partly, partly) if work.action == "milestone"] == ["m3", "m6"]


def test_a_case_lists_the_runs_it_is_in_and_what_waits_for_others_stands_last() -> None:
    order = Order(batch="b1", fund=None, amounts_fen={}, amount_fen=1, drawn=(), account="", ordered_by="wu")
    case = Seen(stage=Status.PAYABLE, orders={"b1": order}, assessors=frozenset({"chen"}), items=WAITING)
    assert [(work.action, work.subject) for work in whole_case(case, case)] == [
        ("release-payment", "b1"),
        ("milestone", case.number),
    ]
    release = next(in_flight(case))
    assert (release.excluded, release.barred) == (("wu",), ("chen",))
    released = dataclasses.replace(case, orders={"b1": replace(order, released=True)}, objections=OBJECTION)
    assert [work.action for work in whole_case(released, released)] == [
        "answer-objection",
        "milestone",
        "record-credits",
    ]
    assert in_order([]) == []


UNMATCHED = {"a": Unmatched(application="a", amount_fen=500, since=date(2024, 10, 14))}
ON_CLEARING = {"b": OnClearing(amounts_fen={"clearing": 200, "bank-error": 100}, since=date(2024, 10, 16))}


@dataclass(frozen=True, kw_only=True)
class Run:
    batch: str = "350200-2024-0001"
    authority: str = "350203"
    status: str = "ordered"
    ordered_by: str = "wu"
    assessors: frozenset[str] = frozenset({"chen"})
    exported: tuple[str, ...] = ()
    denied_by: frozenset[str] = frozenset()
    deniers: frozenset[str] = frozenset()
    unmatched: Mapping[str, Unmatched] = field(default_factory=dict)
    awaited: Mapping[str, Awaited] = field(default_factory=dict)
    on_clearing: Mapping[str, OnClearing] = field(default_factory=dict)
    amount_fen: int = 100
    proposals: Mapping[str, Proposal] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (Run(), ["release-payment"]),
        (Run(status="released"), ["export-payment"]),
        (Run(status="released", exported=("sha",)), ["record-credits"]),
        (Run(status="released", exported=("sha",), deniers=frozenset({"wu"})), ["record-credits"]),
        (Run(status="released", exported=("sha",), denied_by=frozenset({"wu"})), ["export-payment", "record-credits"]),
        (Run(status="ordered", unmatched=UNMATCHED), ["assign-clearing", "release-payment"]),
        (Run(status="credited", on_clearing=ON_CLEARING), ["assign-clearing"]),
        (Run(status="partly-credited"), ["export-payment"]),
        (Run(status="partly-credited", exported=("sha",)), ["record-credits"]),
        (Run(status="credited"), []),
        (Run(status="cancelled"), []),
    ],
)
def test_a_run_waits_for_its_release_its_file_and_the_bank(run: Run, expected: list[str]) -> None:
    assert [work.action for work in of_run(run)] == expected


def test_what_stands_on_clearing_is_to_be_assigned_case_by_case_with_its_amount_since_its_day() -> None:
    run = Run(status="credited", unmatched=UNMATCHED, on_clearing=ON_CLEARING)
    assert [(work.about, work.amount_fen, work.due_on, work.authority) for work in of_run(run)] == [
        ("a", 500, date(2024, 10, 14), "350203"),
        ("b", 300, date(2024, 10, 16), "350203"),
    ]
    asked = {"p1": Proposal(id="p1", act="assign-clearing", by="wu", about="b")}
    (confirm, other) = of_run(dataclasses.replace(run, proposals=asked))
    assert (confirm.action, confirm.about, other.about) == ("confirm", "p1", "a")


def test_the_bank_is_asked_since_its_last_word_about_what_it_answered_in_part() -> None:
    awaited = {
        name: Awaited(application=name, fund=None, amount_fen=1_000_00, since=date(2024, 10, day))
        for name, day in (("a", 16), ("b", 14))
    }
    for status in ("released", "partly-credited"):
        (work,) = of_run(Run(status=status, exported=("sha",), awaited=awaited))
        assert (work.action, work.due_on, work.excluded) == ("record-credits", date(2024, 10, 14), ("wu",))


def test_nobody_releases_what_they_ordered_or_assessed() -> None:
    (work,) = of_run(Run())
    assert (work.roles, work.of) == ((Role.FINANCE,), "order-payment")
    assert (work.excluded, work.barred) == (("wu",), ("chen",))


def test_nobody_pays_again_what_they_had_denied() -> None:
    deniers = frozenset({"wu", "zheng"})
    (release,) = of_run(Run(deniers=deniers))
    (export,) = of_run(Run(status="released", deniers=deniers))
    assert set(release.excluded) == set(export.excluded) == deniers


def test_nobody_takes_in_the_answer_to_what_they_ordered_and_another_looks_at_what_differs() -> None:
    differing = Proposal(id="p1", act="differing-reply", by="zheng")
    confirm, record = of_run(Run(status="released", exported=("sha",), proposals={"p1": differing}))
    assert (confirm.action, confirm.about, confirm.excluded) == ("confirm", "p1", ("zheng",))
    assert (record.action, record.excluded) == ("record-credits", ("wu",))


def test_a_right_waits_for_somebody_whom_it_is_not_about() -> None:
    (work,) = of_proposals("log", [Proposal(id="p1", act="give-rights", by="ye", about="huang")])
    assert work.excluded == ("ye", "huang")
    (fund,) = of_proposals("office", [Proposal(id="p2", act="open-fund", by="wu", authority="350203")])
    assert (fund.authority, fund.roles) == ("350203", (Role.SUPERVISOR,))


def test_a_register_waits_for_a_supervisor_of_the_city() -> None:
    proposal = Proposal(id="p3", act="register-entry", by="lin", authority=CITY)
    (work,) = of_proposals("register-key-enterprises", [proposal])
    assert (work.stream, work.subject) == ("register-key-enterprises", "key-enterprises")
    assert (work.roles, work.authority, work.about) == ((Role.SUPERVISOR,), CITY, "p3")


def officer(**overrides: Any) -> Actor:
    defaults = {"officer": "huang", "roles": frozenset({Role.APPROVER}), "authority": "350203"}
    return Officer(**{"sealed": "", "keys": (public_key("x"),), **defaults, **overrides}).actor(SEEN_ON, CITY)


def test_it_fits_by_role_authority_and_four_eyes() -> None:
    work = one(Seen(stage=Status.ASSESSED, eligible=True, assessed_by="chen"))
    assert work.fits(officer())
    assert work.fits(officer(authority=CITY))
    assert not work.fits(officer(authority="350205"))
    assert not work.fits(officer(roles=frozenset({Role.CLERK})))
    assert not work.fits(officer(officer="chen"))
    assert not work.fits(officer(suspended=True))


def test_under_an_exception_who_decided_may_pay_and_still_not_what_they_ordered() -> None:
    exception = RoleException(begins_on=SEEN_ON, ends_on=SEEN_ON, ceiling_fen=1, document="…")
    posts = frozenset({Role.FINANCE, Role.APPROVER})
    (release,) = of_run(Run())
    assert not release.fits(officer(officer="chen", roles=posts - {Role.APPROVER}))
    assert not release.fits(officer(officer="zheng", roles=posts)), "who pays decides about nothing"
    assert release.fits(officer(officer="chen", roles=posts, exception=exception))
    assert not release.fits(officer(officer="wu", roles=posts, exception=exception))


def test_every_action_is_a_permission_or_a_second_half() -> None:
    seconds = {"confirm", "approve", "reject", "release-payment"}
    listed = _actions_of_the_rule()
    assert listed <= {*PERMISSIONS, *seconds}


def _actions_of_the_rule() -> set[str]:
    cases = [
        Seen(stage=stage, eligible=eligible, items=items, unpublished=unpublished, objections=OBJECTION)
        for stage in Status
        for eligible in (True, False)
        for items in (OWED, WAITING, OVERPAID)
        for unpublished in (frozenset[int](), frozenset({1}))
    ]
    return {work.action for case in cases for work in of_case(case, case)}


@pytest.mark.parametrize(
    ("history", "proposed", "expected"),
    [
        (allotments.made(), (), [("evaluate-allotment", date(2024, 10, 31), None)]),
        (allotments.made(), ("evaluate-allotment",), []),
        (allotments.made(allotments.TWO_TARGETS), (), [("evaluate-allotment", date(2024, 10, 31), None)]),
        (
            allotments.evaluated((1, 1), targets=allotments.TWO_TARGETS),
            ("settle-allotment",),
            [("evaluate-allotment", date(2024, 11, 30), None)],
        ),
        (allotments.evaluated((1, 4_000)), (), [("settle-allotment", None, 2_400_000_00)]),
        (allotments.evaluated((1, 0)), (), [("settle-allotment", None, 0)]),
        (allotments.evaluated((1, 4_000)), ("settle-allotment",), []),
        (allotments.settled(), (), [("reclaim-allotment", None, 1_400_000_00)]),
        (allotments.settled(), ("reclaim-allotment",), []),
        (
            allotments.done(
                (allotments.reclaim(1_400_000_00), allotments.SETTLED),
                after=allotments.settled(),
            ),
            (),
            [],
        ),
        (allotments.owed(), (), [("reclaim-allotment", None, 7_000_000_00)]),
        (allotments.owed(), ("reclaim-allotment",), []),
        (
            allotments.done(
                (allotments.settlement(3_000_000_00), allotments.SETTLED), after=allotments.evaluated((1, 5_000))
            ),
            (),
            [],
        ),
    ],
)
def test_an_allotment_waits_for_its_evaluation_for_its_settlement_and_for_what_is_to_come_back(
    history: History, proposed: tuple[str, ...], expected: list[tuple[str, date | None, int | None]]
) -> None:
    works = [*of_allotment(s.given(history).office.allotments[allotments.NUMBER], proposed)]
    assert [(work.action, work.due_on, work.amount_fen) for work in works] == expected
    assert all(work.authority == s.CITY for work in works)


ENDS = date(2025, 1, 1)
OF_2024 = s.fund("central")


@pytest.mark.parametrize(
    ("history", "fund", "proposed", "expected"),
    [
        (funds.of_last_year(), funds.OF_2023, (), ("carry-over-fund", date(2024, 1, 1), 10_000_00)),
        (funds.two_funds(), funds.SECOND, (), ("carry-over-fund", ENDS, 50_000_00)),
        (funds.two_funds(), funds.SECOND, ("carry-over-fund",), None),
        (funds.two_funds(), funds.SECOND, ("surrender-fund",), None),
        (funds.two_funds(), funds.SECOND, ("close-fund",), None),
        (funds.an_empty_fund(), funds.SECOND, (), ("close-fund", ENDS, None)),
        (funds.closed(), funds.SECOND, (), None),
        (funds.surrendered(), funds.SECOND, (), None),
        # What is reserved for an allotment is carried over, too, and is never surrendered.
        (allotments.made(), funds.FIRST, (), ("carry-over-fund", ENDS, 2_400_000_00)),
        (funds.carried_over(), OF_2024, (), None),
        (funds.carried_over(), funds.SUCCESSOR, (), ("carry-over-fund", date(2026, 1, 1), 97_000_00)),
        # The bank says in January that it did not pay, and the payee is still owed it: it is passed on.
        (funds.failed_after_it(), OF_2024, (), None),
        (funds.failed_after_it(), funds.SUCCESSOR, (), ("carry-over-fund", date(2026, 1, 1), 100_000_00)),
    ],
)
def test_a_fund_waits_for_the_end_of_its_year_unless_what_ends_it_waits_for_its_second_person(
    history: History, fund: str, proposed: tuple[str, ...], expected: tuple[str, date | None, int | None] | None
) -> None:
    agrees(s.given(history).office.funds[fund], proposed, expected)


@pytest.mark.parametrize(
    ("history", "fund", "proposed", "expected"),
    [
        (funds.carried_over(), OF_2024, (), ("surrender-fund", None, 1_000_00)),
        (funds.carried_over(), OF_2024, ("surrender-fund",), None),
        (funds.surrendered(), funds.SECOND, (), ("surrender-fund", None, 1_000_00)),
        (funds.closed(), funds.SECOND, (), ("surrender-fund", None, 1_000_00)),
        # A surrender would end a fund that is open: it waits for the end of the year, and for what is left.
        (funds.an_empty_fund(), funds.SECOND, (), ("surrender-fund", ENDS, 1_000_00)),
        (funds.two_funds(), funds.SECOND, (), ("carry-over-fund", ENDS, 50_000_00)),
    ],
)
def test_what_came_back_and_is_the_treasurys_waits_for_its_surrender(
    history: History, fund: str, proposed: tuple[str, ...], expected: tuple[str, date | None, int | None] | None
) -> None:
    refunded = FundRestored(reference="r", amount_fen=1_000_00, value_on=ENDS, booked_to=TREASURY_DUE)
    agrees(evolve_fund(s.given(history).office.funds[fund], refunded), proposed, expected)


def agrees(fund: Fund, proposed: tuple[str, ...], expected: tuple[str, date | None, int | None] | None) -> None:
    works = [*of_fund(fund, proposed)]
    assert [(work.action, work.due_on, work.amount_fen) for work in works] == ([expected] if expected else [])
    assert all(work.begins_on == work.due_on and work.authority == s.CITY for work in works)
    assert all(work.roles == (Role.FINANCE,) for work in works)
