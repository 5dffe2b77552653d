"""By an officer of each role with their own key and the database in hand: one command that nobody could have given."""

from __future__ import annotations

from tests.audit.campaign.by_hand import TEN_BILLION
from tests.audit.campaign.by_officers import ATTACHED, BATCH, FIRST, OTHER, REGISTER, SECOND, do, kind
from tests.audit.campaign.kinds import APPROVER, ASSESSOR, CLERK, FINANCE, SUPERVISOR, UNWRITTEN
from tests.audit.campaign.lines import changed
from tests.audit.campaign.prepared import CHEN_OF_HAICANG, GUO, MA, OPEN_RECEIPT, OPEN_WAIVER, SONG, TANG
from tests.audit.campaign.rights import (
    ENROLMENT_PROPOSED,
    FUND_PROPOSED,
    GRANT_PROPOSED,
    confirmed,
    guest,
)
from tests.audit.campaign.workbench import NewEvent, Workbench
from tests.audit.log_book import OF_THE_OFFICE, confirmation, key_member, proposal
from tests.domain import sample_cases as s
from tests.domain.keys import Key


def alone(name: str, holder: str, event: NewEvent, *more: NewEvent, by: str = "", gap: str = "") -> None:
    """A kind that is one command at the end."""

    def forge(bench: Workbench, officer: str, key: Key) -> None:
        do(bench, officer, key, event, *more)

    kind(name, holder, by=(by, Key(by)) if by else None, gap=gap)(forge)


CONFIRMED = "application.proposal-confirmed.v1"
SUBMITTED = "application.submitted.v1"
alone("a fund of ten billion", CLERK, ("office", FUND_PROPOSED, {"proposal": "p99", **TEN_BILLION}))
alone("an approval", CLERK, (OTHER, "application.approved.v1", {}))
alone(
    "an own proposal confirmed", CLERK, (REGISTER, "register.proposal-confirmed.v1", {"proposal": "p2"}), by=MA.officer
)
alone("work while suspended", CLERK, (SECOND, "application.documents-attached.v1", {"documents": []}), by=GUO.officer)
alone("a case of another authority", CLERK, (OTHER, "application.documents-attached.v1", {"documents": []}))
alone("a letter that is a demand", CLERK, (FIRST, "application.letter-issued.v1", {"letter": "recovery-demand"}))
alone("a letter that is a reminder", CLERK, (FIRST, "application.letter-issued.v1", {"letter": "recovery-reminder"}))
alone("a notice of a demand", CLERK, (FIRST, "application.recovery-notified.v1", {"recovery": "r2"}))
alone("the service of a notice", CLERK, (FIRST, "application.letter-served.v1", {"letter": "recovery-notice"}))
alone("an edition proposed by a district", CLERK, ("office", "office.edition-proposed.v1", {"proposal": "p99"}))
alone("the adoption of an edition", CLERK, ("policy-x", "policy.edition-adopted.v1", {}))
alone(
    "facts without a file, by who took the case in",
    CLERK,
    (FIRST, "application.facts-verified.v1", {"file_sha256": None}),
)
alone(
    "a case of another authority handed in once more, for one's own",
    CLERK,
    (FIRST, SUBMITTED, {"authority": CHEN_OF_HAICANG.authority}),
    by=CHEN_OF_HAICANG.officer,
)
alone(
    "a proposal that is a list",
    CLERK,
    (FIRST, "application.account-proposed.v1", {"proposal": []}),
)
alone(
    "an act that is a list",
    SUPERVISOR,
    (FIRST, CONFIRMED, {"proposal": OPEN_WAIVER, "act": []}),
)


@kind("a legal day that no calendar has", CLERK)
def no_such_day(bench: Workbench, officer: str, key: Key) -> None:
    commit = do(bench, officer, key, ATTACHED)
    commit.lines = [
        changed(line, effective_on=bench.random.choice(["2024-02-31", "2024-13-01"])) for line in commit.lines
    ]
    bench.sign({officer: key}, [commit])


@kind("an instant of the next century", CLERK, gap="this office is a simulation, in which no clock counts")
def far_ahead(bench: Workbench, officer: str, key: Key) -> None:
    commit = do(bench, officer, key, ATTACHED)
    commit.lines = [changed(line, recorded_at="2124-11-05T01:00:00Z") for line in commit.lines]
    bench.sign({officer: key}, [commit])


@kind("two commands of one id, which is no command's", CLERK)
def no_command_id(bench: Workbench, officer: str, key: Key) -> None:
    commits = [bench.append(officer, ATTACHED, key=key, command_id="x") for _ in range(2)]
    bench.sign({officer: key}, commits)


@kind(UNWRITTEN, CLERK)
def data_of_no_event(bench: Workbench, officer: str, key: Key) -> None:
    do(bench, officer, key, (*ATTACHED[:2], {"documents": bench.random.choice([None, 7, "x", [[]]])}))


alone("an assessment where one has released", ASSESSOR, (FIRST, "application.assessed.v1", {}), by="zheng-he")
alone("an assessment of another authority's case", ASSESSOR, (OTHER, "application.assessed.v1", {}))
alone("an approval of one's own assessment", ASSESSOR, (OTHER, "application.approved.v1", {}), by=SONG.officer)
alone("an approval where nothing is assessed", APPROVER, (SECOND, "application.approved.v1", {}))
alone("a rejection twice", APPROVER, (FIRST, "application.rejected.v1", {}))
WAIVER = (FIRST, CONFIRMED, {"act": "waive", "proposal": OPEN_WAIVER})
WAIVED: NewEvent = (FIRST, "application.limit-waived.v1", {})
alone("one's own waiver confirmed", APPROVER, WAIVER, WAIVED, by="he-rui")
alone(
    "a revision confirmed that is none",
    APPROVER,
    (FIRST, CONFIRMED, {"act": "revise", "proposal": "p1"}),
    (FIRST, "application.revised.v1", {}),
)
alone(
    "a revision by somebody who only approves",
    APPROVER,
    (FIRST, "application.revision-proposed.v1", {"proposal": "p8"}),
)
RELEASED: tuple[NewEvent, ...] = (BATCH, "batch.released.v1", {}), (SECOND, "application.payment-released.v1", {})
alone("one's own order released", FINANCE, *RELEASED)
alone("assessed and released by one", FINANCE, *RELEASED, by=TANG.officer)
alone("a release of another authority's", FINANCE, *RELEASED, by="wu-yan-350205")
alone("an order that pays no case", FINANCE, (f"{BATCH}9", "batch.ordered.v1", {"authority": s.SIMING}))
alone(
    "an order taken over for another authority",
    FINANCE,
    (BATCH, "batch.exported.v1", {"authority": "350205"}),
    by="wu-yan-350205",
)
alone("a waiver confirmed by a role that may not", FINANCE, WAIVER, WAIVED)
alone("a fund of ten billion opened alone", FINANCE, ("fund-350200-2024-F009", "fund.opened.v1", TEN_BILLION))
alone("a differing reply by who ordered", FINANCE, (BATCH, "batch.reply-proposed.v1", {"proposal": "p1"}))
RECEIVED = (FIRST, "application.recovery-received.v1", {"recovery": "r1"})
alone("money that came in, by nobody's confirmation", FINANCE, RECEIVED)
alone(
    "money that came in, confirmed by who said so",
    FINANCE,
    (FIRST, CONFIRMED, {"act": "receive-recovery", "proposal": OPEN_RECEIPT}),
    RECEIVED,
)
alone(
    "a write-off in the clothes of a confirmation of something else",
    SUPERVISOR,
    WAIVER,
    (FIRST, "application.recovery-written-off.v1", {"recovery": "r1"}),
)
alone(
    "a proposal confirmed that is of another act",
    SUPERVISOR,
    (FIRST, CONFIRMED, {"act": "demand-recovery", "proposal": OPEN_WAIVER}),
    (FIRST, "application.recovery-approved.v1", {"recovery": "r1"}),
)
alone(
    "a register entry confirmed that nobody proposed",
    SUPERVISOR,
    (REGISTER, "register.proposal-confirmed.v1", {"proposal": "p9"}),
)
alone(
    "a demand by somebody who only confirms",
    SUPERVISOR,
    (FIRST, "application.recovery-demanded.v1", {"proposal": "p8"}),
)


def otherwise(name: str, proposes: str, *, by: str = "", **members: object) -> None:
    """A kind that is the confirmation of what waits, with something else that follows."""

    @kind(name, SUPERVISOR, by=(by, Key(by)) if by else None)
    def forge(bench: Workbench, officer: str, key: Key) -> None:
        do(bench, officer, key, *confirmed(bench, proposes, **members))


otherwise("a fund confirmed with another amount", FUND_PROPOSED, amount_fen=10_000_000_000_00)
otherwise("a fund confirmed for another holder", FUND_PROPOSED, holder="350205")
otherwise("an officer confirmed with other roles", ENROLMENT_PROPOSED, roles=["clerk", "supervisor"])
otherwise("an officer confirmed for another authority", ENROLMENT_PROPOSED, authority=s.CITY)
otherwise(
    "an officer confirmed under another key",
    ENROLMENT_PROPOSED,
    key=key_member(Key("of a supervisor's own"), "hu-min", **OF_THE_OFFICE),
)
otherwise("another role confirmed", GRANT_PROPOSED, by=MA.officer, role="assessor")
otherwise("a right of one's own confirmed", GRANT_PROPOSED)


@kind("an administrator made by one supervisor", SUPERVISOR)
def an_administrator(bench: Workbench, officer: str, key: Key) -> None:
    event, act = guest("administrator"), "replace-administrator"
    do(bench, officer, key, proposal("p99", event, act=act))
    do(bench, officer, key, confirmation("p99", event, act=act), event)
