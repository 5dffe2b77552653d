"""The table of permissions, act by act and role by role: who may begin, who confirms, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from domain.application import commands as c
from domain.application.values import VerifiedValue
from domain.base import replace
from domain.errors import NotPermitted
from domain.imports.imports import ConfirmImport
from domain.office import officer as o
from domain.office import people
from domain.office import reference as ref
from domain.office import register as r
from domain.office.keys import MadeBy
from domain.office.log import OuterKeysIn
from domain.office.log_commands import BackUpLog
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import CASE_ROLES, PERMISSIONS, Actor, Role
from domain.treasury import run_commands as runs
from domain.treasury.messages import AssignTo
from tests.domain import allotment_history as allotments
from tests.domain import debts_history as debts
from tests.domain import fund_history as funds
from tests.domain import later_events as t
from tests.domain import log_history as log
from tests.domain import notice_history as notices
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History, Outcome
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, CITY, FIRST, LIN, SIMING, WU, YE, given, told
from tests.domain.sample_commands import STANDARD
from tests.listing import listing

ON = t.LATER
Asked = tuple[History, object]
"""What happened, and the command that is then asked for."""


def backdated() -> History:
    return told((s.training(), CHEN, ON))


def code_as_printed() -> History:
    printed = replace(s.organisation(s.TRAINER), printed_on="营业执照 1")
    return told((replace(s.training(), applicant=printed), CHEN, s.training().received_on))


def paid_to_another() -> History:
    return told((s.training(pays_to=s.account("account-2", of_applicant=False)), CHEN, date(2024, 9, 18)))


def awaiting_correction() -> History:
    command = c.RequestCorrection(application=FIRST, lines=(), reason="sealed-reason")
    return told((command, CHEN, ON), after=s.a_submitted_training())


@cache
def a_desk() -> History:
    """The administrator, the second person, a clerk, and somebody who asks for a new key."""
    above = public_key("authority", MadeBy.OFFICER)
    opened = told((replace(log.opening, key=public_key("ye"), supervising_key=above), YE, ON))
    second = o.EnrolOfficer(
        officer=s.JIANG.officer,
        sealed="…",
        roles=(Role.SUPERVISOR,),
        authority=CITY,
        key=public_key("jiang", MadeBy.OFFICER),
    )
    clerk = replace(second, officer=CHEN.officer, roles=(Role.CLERK,), authority=SIMING, key=public_key("chen"))
    asking = replace(clerk, officer="somebody", key=public_key("somebody"))
    supervisor = replace(clerk, officer=s.XU.officer, roles=(Role.SUPERVISOR,), key=public_key("xu"))
    founded = told((second, YE, ON), after=opened)
    return s.agreed(*((asked, YE, s.JIANG, ON) for asked in (clerk, asking, supervisor)), after=founded)


def correction() -> c.CorrectApplication:
    before = s.training()
    return c.CorrectApplication(
        application=FIRST,
        applicant=before.applicant,
        account=before.account,
        documents=before.documents,
        facts=before.facts,
        lines=before.lines,
    )


def reported() -> History:
    on = date(2024, 9, 2)
    return told((s.milestone("employed-3-months", on), s.LIN, on), after=s.a_payable_introduction())


ENTRY = listing(
    policy="xiamen-2023-187",
    register="guidance-bases",
    key=s.TRAINER,
    valid_from=ON,
    document="厦人社〔2024〕88号",
)
EDITION = ref.AdoptEdition(
    policy=s.POLICY, edition=f"{s.POLICY}@1", digest="sha256:aa", applies_from=date(2023, 8, 24), content="…"
)
YEAR = ref.AdoptCalendarYear(year=2024, exceptions=(), source="…")
LINK = people.LinkPersons(person="person-a", other="person-b", document="…")
JOIN = people.JoinNames(person="person-a", name="name-1", other="name-2", document="…")
OFFICER = o.EnrolOfficer(
    officer="guo-rui", sealed="sealed-guo", roles=(Role.CLERK,), authority=SIMING, key=public_key("guo")
)
SECOND = replace(OFFICER, roles=(Role.SUPERVISOR,), authority=CITY)
LOST = o.ReportKeyLost(
    officer=s.AUTHORITY.officer, public_key=public_key("authority", MadeBy.OFFICER).public_key, since=ON
)
FUND = s.opening("central", 1)
VERIFIED = c.VerifyFacts(
    application=FIRST,
    source="…",
    checked_on=ON,
    values=(VerifiedValue(fact="project_no", value="XM-1"),),
)
CREDIT_OF_STORY = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
CREDIT = a_credit(application=FIRST, amount_fen=3_000_00, value_on=ON, reference="B1")
REASON = "sealed-reason"

RECEIVING = notices.receiving(replace(notices.ADVANCE, holder=SIMING))
BEGUN: Mapping[str, Asked] = {
    "submit": ((), s.training()),
    "backdated-receipt": ((), s.training()),
    "other-account-holder": ((), s.training()),
    "code-as-printed": ((), s.training()),
    "accept": (s.a_submitted_training(), c.AcceptApplication(application=FIRST)),
    "refuse": (s.a_submitted_training(), c.RefuseApplication(application=FIRST, clause="m01", reason=REASON)),
    "transfer": (s.a_submitted_training(), t.transfer),
    "request-correction": (s.a_submitted_training(), c.RequestCorrection(application=FIRST, lines=(), reason=REASON)),
    "correct": (awaiting_correction(), correction()),
    "withdraw": (s.a_submitted_training(), c.WithdrawApplication(application=FIRST, reason=REASON)),
    "verify": (s.an_accepted_training(), VERIFIED),
    "assess": (s.a_verified_training(), c.AssessApplication(application=FIRST)),
    "follow-up": (s.a_training_that_can_be_followed_up(), c.FollowUpApplication(application=FIRST)),
    "publish-notice": ((*s.the_calendar_of_2024(), *s.an_approved_training()), c.PublishNotice(application=FIRST)),
    "close-notice": (s.a_published_training(), c.CloseNotice(application=FIRST)),
    "milestone": (s.a_payable_introduction(), s.milestone("employed-3-months", date(2024, 9, 2))),
    "order-payment": ((*s.central_money(), *s.a_payable_training()), runs.OrderPayment(applications=(FIRST,))),
    "export-payment": (s.a_released_training(), s.exported()),
    "attach-to-run": (s.a_released_training(), s.SIGNED),
    "record-credits": (s.a_sent_training(), s.credited(s.BATCH, CREDIT)),
    "differing-reply": (s.a_sent_training(), t.failed(ON)),
    "correct-reply": (s.a_settled_training(), t.correcting(CREDIT_OF_STORY, None)),
    "assign-clearing": (s.a_training_credited_early(), t.assigning(AssignTo.BANK, CREDIT)),
    "suspend": (s.a_submitted_training(), t.suspend),
    "resume": (told((t.suspend, CHEN, ON), after=s.a_submitted_training()), t.resume),
    "attach": (s.a_submitted_training(), t.attach),
    "account": (s.a_submitted_training(), t.account(s.account("account-9"))),
    "raise-objection": (s.an_approved_training(), t.objection(1, on=ON)),
    "answer-objection": (t.objected(1, after=s.an_approved_training(), on=ON), t.answer(upheld=True)),
    "take-back-refusal": (t.refused(), t.take_back),
    "take-back-rejection": (t.rejected(), t.take_back),
    "waive": (s.a_submitted_training(), t.waive),
    "revise": (s.an_approved_training(), t.revision(struck=[1])),
    "notify-recovery": (t.an_overpaid_training(), t.notify),
    "hear-recovery": (t.a_notified_training(), t.hear),
    "demand-recovery": (t.a_heard_training(), t.demand),
    "reduce-recovery": (t.an_approved_demand(), t.reduce),
    "cancel-recovery": (t.an_approved_demand(), t.cancel),
    "write-off-recovery": (t.an_approved_demand(), t.write_off),
    "refer-recovery": (t.an_approved_demand(), t.refer),
    "serve-recovery": (t.an_approved_demand(), t.serve),
    "serve-recovery-letter": (
        t.issued_by_finance(after=told((t.notify, WU, ON), after=t.an_overpaid_training()), on=ON),
        t.service("recovery-notice", ON, about="r1"),
    ),
    "remind-recovery": (t.an_overdue_demand(ON), t.remind),
    "object-to-recovery": (t.a_served_demand(), t.object_to),
    "plan-recovery": (t.an_approved_demand(), t.plan),
    "receive-recovery": (t.an_approved_demand(), t.received(400_00)),
    "correct-receipt": (told((t.received(400_00), WU, ON), after=t.an_approved_demand()), t.corrected()),
    "offset-recovery": (t.another_payable(after=t.a_served_demand()), t.offset),
    "issue-letter": (s.an_approved_training(), t.letter),
    "issue-demand": (t.an_approved_demand(), replace(t.letter, letter="recovery-demand", about="r1")),
    "serve-letter": (t.issued("approval", after=s.an_approved_training(), on=ON), t.service("approval", ON)),
    "link-persons": ((), LINK),
    "share-limits": ((), s.SHARING),
    "import-lines": ((), s.BROUGHT),
    "import-recovery": ((), debts.BROUGHT),
    "pay-out-recovery": (debts.came_in(), debts.paying(1_000_00)),
    "two-names": ((), JOIN),
    "open-fund": ((), FUND),
    **{act: (history, command) for act, (history, command, _, _) in funds.acts().items()},
    **{act: (history, command) for act, (history, command, _) in allotments.acts().items()},
    "receive-allotment": ((), RECEIVING),
    "register-entry": ((), ENTRY),
    "adopt-policy": ((), EDITION),
    "adopt-standard": (s.agreed((EDITION, s.SHEN, s.JIANG, ON)), STANDARD),
    "adopt-calendar": ((), YEAR),
    "give-rights": (a_desk(), OFFICER),
    "replace-administrator": (a_desk(), replace(OFFICER, roles=(Role.ADMINISTRATOR,))),
    "except-officer": (a_desk(), s.EXCEPTION),
    "appoint-deputy": (a_desk(), s.DEPUTY),
    "take-rights": (a_desk(), LOST),
    "second-person": ((), replace(SECOND, key=public_key("guo", MadeBy.OFFICER))),
    "own-key": (a_desk(), o.RotateKey(officer="somebody", key=public_key("another"))),
    "keep-officers": (a_desk(), o.RevokeRole(officer=CHEN.officer, role=Role.CLERK)),
    "suspend-officer": (a_desk(), o.SuspendOfficer(officer=CHEN.officer)),
    "restore-log": (log.an_opened_log(), log.restore),
    "close-log": (log.an_opened_log(), log.close),
    "back-up": (log.an_opened_log(), BackUpLog(outer_keys=OuterKeysIn.NONE)),
    "back-up-with-keys": (log.an_opened_log(), BackUpLog(outer_keys=OuterKeysIn.ESCROW)),
    "reopen-office": (log.an_opened_log(), log.reopen),
    "declare-fault": (log.an_opened_log(), log.fault),
    "declare-sent": (log.restored(), log.sent_nothing),
}
"""For each act, a command that begins it and that nothing but a missing role can stop."""

CONFIRMED: Mapping[str, Asked] = {
    "backdated-receipt": (backdated(), s.confirmed()),
    "other-account-holder": (paid_to_another(), s.confirmed()),
    "code-as-printed": (code_as_printed(), s.confirmed()),
    "assess": (s.an_assessed_training(), c.ApproveApplication(application=FIRST)),
    "follow-up": (
        told((c.FollowUpApplication(application=FIRST), LIN, ON), after=s.a_training_that_can_be_followed_up()),
        s.confirmed(),
    ),
    "transfer": (told((t.transfer, LIN, ON), after=s.a_submitted_training()), s.confirmed()),
    "milestone": (reported(), s.confirmed()),
    "account": (told((t.account(s.account("account-9")), CHEN, ON), after=s.a_submitted_training()), s.confirmed()),
    "answer-objection": (
        told((t.answer(upheld=True), LIN, ON), after=t.objected(1, after=s.an_approved_training(), on=ON)),
        s.confirmed(),
    ),
    "take-back-refusal": (told((t.take_back, CHEN, ON), after=t.refused()), s.confirmed()),
    "take-back-rejection": (told((t.take_back, LIN, ON), after=t.rejected()), s.confirmed()),
    "waive": (told((t.waive, t.ASKING, ON), after=s.a_submitted_training()), s.confirmed()),
    "revise": (told((t.revision(struck=[1]), LIN, ON), after=s.an_approved_training()), s.confirmed()),
    "demand-recovery": (t.a_demanded_training(), s.confirmed()),
    **{
        f"{act}-recovery": (told((command, WU, ON), after=t.an_approved_demand()), s.confirmed())
        for act, command in (
            ("reduce", t.reduce),
            ("cancel", t.cancel),
            ("write-off", t.write_off),
            ("refer", t.refer),
        )
    },
    "receive-recovery": (s.proposed(t.received(400_00), WU, ON, after=t.an_approved_demand()), s.confirmed()),
    "correct-receipt": (
        s.proposed(t.corrected(), WU, ON, after=told((t.received(400_00), WU, ON), after=t.an_approved_demand())),
        s.confirmed(),
    ),
    "offset-recovery": (
        s.proposed(t.offset, WU, ON, after=t.another_payable(after=t.a_served_demand())),
        s.confirmed(),
    ),
    "order-payment": (s.an_ordered_training(), runs.ReleasePayment(batch=s.BATCH)),
    "differing-reply": (
        s.proposed(t.failed(ON), s.ZHENG, ON, after=s.a_sent_training()),
        runs.ConfirmForRun(batch=s.BATCH, proposal=None),
    ),
    "correct-reply": (
        s.proposed(t.correcting(CREDIT_OF_STORY, None), s.ZHENG, ON, after=s.a_settled_training()),
        runs.ConfirmForRun(batch=s.BATCH, proposal=None),
    ),
    "assign-clearing": (
        s.proposed(t.assigning(AssignTo.BANK, CREDIT), s.ZHENG, ON, after=s.a_training_credited_early()),
        runs.ConfirmForRun(batch=s.BATCH, proposal=None),
    ),
    "open-fund": (s.proposed(FUND, WU, ON), ConfirmForOffice(proposal=None)),
    **{
        act: (s.proposed(command, by, ON, after=history), ConfirmForOffice(proposal=None))
        for act, (history, command, by, _) in funds.acts().items()
    },
    **{
        act: (s.proposed(command, allotments.pair(command)[0], ON, after=history), ConfirmForOffice(proposal=None))
        for act, (history, command, _) in allotments.acts().items()
    },
    "receive-allotment": (s.proposed(RECEIVING, WU, ON), ConfirmForOffice(proposal=None)),
    "link-persons": (s.proposed(LINK, s.SHEN, ON), ConfirmForOffice(proposal=None)),
    "share-limits": (s.proposed(s.SHARING, s.BAI, ON), ConfirmForOffice(proposal=None)),
    "import-lines": (
        told((s.BROUGHT, s.LIN, ON)),
        ConfirmImport(number=f"{SIMING}-{ON.year}-0001", proposal=None),
    ),
    "import-recovery": (told((debts.BROUGHT, WU, ON)), debts.yes),
    "pay-out-recovery": (told((debts.paying(1_000_00), WU, ON), after=debts.came_in()), debts.yes),
    "two-names": (s.proposed(JOIN, s.SHEN, ON), ConfirmForOffice(proposal=None)),
    "adopt-policy": (s.proposed(EDITION, s.SHEN, ON), ConfirmForOffice(proposal=None)),
    "adopt-standard": (
        s.proposed(STANDARD, s.SHEN, ON, after=s.agreed((EDITION, s.SHEN, s.JIANG, ON))),
        ConfirmForOffice(proposal=None),
    ),
    "adopt-calendar": (s.proposed(YEAR, s.SHEN, ON), ConfirmForOffice(proposal=None)),
    "give-rights": (s.proposed(OFFICER, YE, ON, after=a_desk()), log.confirm),
    "except-officer": (s.proposed(s.EXCEPTION, YE, ON, after=a_desk()), log.confirm),
    "appoint-deputy": (s.proposed(s.DEPUTY, YE, ON, after=a_desk()), log.confirm),
    "take-rights": (s.proposed(LOST, YE, ON, after=a_desk()), log.confirm),
    "replace-administrator": (
        s.proposed(replace(OFFICER, roles=(Role.ADMINISTRATOR,)), s.JIANG, ON, after=a_desk()),
        log.confirm,
    ),
    "register-entry": (told((ENTRY, s.SHEN, ON)), r.ConfirmEntry(register="guidance-bases", proposal=None)),
    "reopen-office": (told((log.reopen, YE, ON), after=log.an_opened_log()), log.confirm),
    "declare-fault": (told((log.fault, YE, ON), after=log.an_opened_log()), log.confirm),
    "declare-sent": (told((log.sent_nothing, WU, ON), after=log.restored()), log.confirm),
}
"""For each act with a second officer, a command that confirms it."""

OF_THE_LOG = {"reopen-office", "declare-fault", "declare-sent"}
OF_OFFICERS = {"second-person", "own-key"}
OF_NO_AUTHORITY = {*OF_OFFICERS, *OF_THE_LOG}
"""Acts that belong to no paying authority, so that any may do them who has the role."""
OF_THE_CITY = {
    "link-persons", "share-limits", "adopt-policy", "adopt-standard", "adopt-calendar", "register-entry",
    "adopt-draw-rules", "open-fund", "increase-fund", "transfer-fund", "carry-over-fund", "surrender-fund",
    "plan-fund",
    "close-fund", "close-month", "make-allotment", "evaluate-allotment", "release-allotment", "settle-allotment",
    "reclaim-allotment", "restore-log", "close-log",
    "back-up", "back-up-with-keys", "take-rights",
    "two-names",
}  # fmt: skip
"""What holds for every district is kept by officers of the city, and whoever stands above is theirs to report."""
BEGUN_BY_PAYER = {
    "order-payment", "export-payment", "record-credits", "differing-reply", "correct-reply", "assign-clearing",
    "attach-to-run", "notify-recovery", "hear-recovery", "remind-recovery", "serve-recovery-letter",
    "demand-recovery", "reduce-recovery", "cancel-recovery", "write-off-recovery", "refer-recovery",
    "serve-recovery", "object-to-recovery", "plan-recovery", "receive-recovery", "offset-recovery", "issue-demand",
    "correct-receipt",
}  # fmt: skip
CONFIRMED_BY_PAYER = {*BEGUN_BY_PAYER, "account", "other-account-holder"}
"""Siming received and decided the cases of these histories, and the city pays them."""


def somebody(role: Role, act: str, authority: str | None = None) -> Actor:
    """An officer who has taken no part so far; whoever takes a new key is called as it says."""
    officer = "somebody" if act == "own-key" else f"somebody-{role.value}"
    return s.actor(officer, role, authority=authority or home(act))


def home(act: str, *, second: bool = False) -> str:
    """The authority whose officers may, beside the supervising one."""
    return CITY if act in OF_THE_CITY | (CONFIRMED_BY_PAYER if second else BEGUN_BY_PAYER) else SIMING


def asked(question: Asked, actor: Actor) -> Outcome:
    history, command = question
    return given(history).when(command, by=actor, on=ON)


def test_every_act_of_the_table_is_tried() -> None:
    assert BEGUN.keys() == PERMISSIONS.keys()
    assert CONFIRMED.keys() == {act for act, who in PERMISSIONS.items() if who.second}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", PERMISSIONS)
def test_an_act_is_begun_by_its_role_and_by_no_other(act: str, role: Role) -> None:
    outcome = asked(BEGUN[act], somebody(role, act))
    if act == "give-rights" and role in PERMISSIONS["replace-administrator"].first:
        outcome.not_permitted("role-missing", act=act)
    elif role in PERMISSIONS[act].first:
        assert outcome.events
    elif act == "replace-administrator" and role is Role.ADMINISTRATOR:
        assert outcome.events, "which is giving a right, as of anybody else"
    else:
        outcome.not_permitted("role-missing")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", CONFIRMED)
def test_an_act_is_confirmed_by_its_second_role_and_by_no_other(act: str, role: Role) -> None:
    second = PERMISSIONS[act].second
    whose = CITY if role is Role.SUPERVISING_AUTHORITY else home(act, second=True)
    outcome = asked(CONFIRMED[act], somebody(role, act, whose))
    if role in second:
        assert outcome.events
    else:
        outcome.not_permitted("role-missing", act=act, role=" / ".join(one.value for one in second))


@pytest.mark.parametrize("act", CONFIRMED)
def test_nobody_confirms_their_own_act_whatever_their_roles(act: str) -> None:
    history, command = CONFIRMED[act]
    begun_by = {minute.by for minute in history}
    roles = CASE_ROLES | {Role.ADMINISTRATOR, Role.SUPERVISING_AUTHORITY}
    everything = [s.actor(officer, *roles, authority=CITY) for officer in sorted(begun_by)]
    own = [
        outcome
        for outcome in (given(history).when(command, by=actor, on=ON) for actor in everything)
        if isinstance(outcome.refusal, NotPermitted) and outcome.refusal.code == "own-proposal"
    ]
    assert len(own) == 1


@pytest.mark.parametrize("act", [act for act in PERMISSIONS if act not in OF_NO_AUTHORITY])
def test_an_act_is_begun_in_the_officers_own_authority_or_by_the_city(act: str) -> None:
    role = PERMISSIONS[act].first[0]
    asked(BEGUN[act], somebody(role, act, "350206")).not_permitted("other-authority", authority=home(act))
    assert asked(BEGUN[act], somebody(role, act, CITY)).events


@pytest.mark.parametrize("act", [act for act in CONFIRMED if act not in OF_NO_AUTHORITY])
def test_an_act_is_confirmed_in_the_officers_own_authority_or_by_the_city(act: str) -> None:
    role, whose = PERMISSIONS[act].second[0], home(act, second=True)
    asked(CONFIRMED[act], somebody(role, act, "350206")).not_permitted("other-authority", authority=whose)
    assert asked(CONFIRMED[act], somebody(role, act, CITY)).events


def about_cases(table: Mapping[str, Asked]) -> list[str]:
    return [act for act, (_, command) in table.items() if type(command).__module__ in OF_CASES]


OF_CASES = ("domain.application.commands", "domain.treasury.run_commands", "domain.treasury.recoveries")
UNDER_A_PROVINCE = "350000"
"""So that neither of the two authorities of a case supervises the other."""


@pytest.mark.parametrize("authority", [SIMING, CITY, "350206"], ids=["who decides", "who pays", "another"])
@pytest.mark.parametrize("act", about_cases(BEGUN))
def test_who_decides_a_case_and_who_pays_it_each_begin_their_own_acts(act: str, authority: str) -> None:
    actor = replace(somebody(PERMISSIONS[act].first[0], act, authority), supervised_by=UNDER_A_PROVINCE)
    _only_at_home(asked(BEGUN[act], actor), authority, home(act))


@pytest.mark.parametrize("authority", [SIMING, CITY, "350206"], ids=["who decides", "who pays", "another"])
@pytest.mark.parametrize("act", about_cases(CONFIRMED))
def test_who_decides_a_case_and_who_pays_it_each_confirm_their_own_acts(act: str, authority: str) -> None:
    actor = replace(somebody(PERMISSIONS[act].second[0], act, authority), supervised_by=UNDER_A_PROVINCE)
    _only_at_home(asked(CONFIRMED[act], actor), authority, home(act, second=True))


def _only_at_home(outcome: Outcome, authority: str, whose: str) -> None:
    if authority == whose:
        assert outcome.events
    else:
        outcome.not_permitted("other-authority", authority=whose)


@pytest.mark.parametrize("act", PERMISSIONS)
def test_an_officer_without_roles_does_nothing(act: str) -> None:
    nobody = replace(somebody(Role.CLERK, act, CITY), roles=frozenset())
    asked(BEGUN[act], nobody).not_permitted("role-missing")


def test_an_inspector_begins_and_confirms_nothing() -> None:
    acts = {act for act, who in PERMISSIONS.items() if Role.INSPECTOR in (*who.first, *who.second)}
    assert acts == {"own-key"}
