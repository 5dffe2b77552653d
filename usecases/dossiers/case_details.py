"""Everything about a case that screens may show: keys as the contract has them, amounts in fen, people masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from domain.application import events as f
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import InstalmentStatus, Status
from domain.application.values import ApplicantKind, Line, Ranges, expand
from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import FactType
from domain.office.roles import PERMISSIONS, Role
from domain.proposals import Proposal
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields
from usecases.dossiers.account import AccountDetails, account_details
from usecases.dossiers.demand_sheet import Demand, demand_row
from usecases.dossiers.dossier import Dossier, applicant_shown, line_shown
from usecases.dossiers.evidence import VerifiedFact, verified_facts
from usecases.dossiers.letters_of_case import LetterDetails, letters_of_case
from usecases.dossiers.timeline import TimelineEntry, timeline
from usecases.session.officer_session import OfficerSession


class ApplicantDetails(Row):
    """An organisation with its code, or a person, masked."""

    kind: ApplicantKind
    name: str
    id_number: str


class AccountOfCase(AccountDetails):
    """The account to which a case is paid; `doubtful` when a bank did not accept it."""

    doubtful: bool


class InstalmentDetails(Row):
    """One instalment of a line. `payable` is the milestone on which it depends, or that it depends on none."""

    line: int
    instalment: int
    amount_fen: int
    payable: str
    standing: InstalmentStatus
    held: bool
    entitled_fen: int
    ordered_fen: int
    paid_fen: int
    recovered_fen: int
    written_off_fen: int


class LineDetails(Row):
    """A line: the person, masked, or the site that it is about, and what was declared and verified of it."""

    line: Annotated[int, Heading(N_("Line"))]
    name: Annotated[str, Heading(N_("Name"), Kind.NAME)]
    id_kind: str | None
    id_number: Annotated[str, Heading(N_("Document number"), Kind.NAME)]
    site: Annotated[str, Heading(N_("Site"))]
    entitled_fen: Annotated[int, Heading(N_("Entitled (yuan)"))]
    facts: Mapping[str, Value]
    verified: Mapping[str, VerifiedFact]


class DocumentDetails(Row):
    """A document that belongs to the case; `number` is that under which it is filed."""

    sha256: str | None
    number: str | None


class ObjectionDetails(Row):
    """An objection that was raised; `standing` is open, upheld, dismissed or ended."""

    objection: str
    standing: str
    lines: tuple[int, ...]
    received_on: date
    raised_by: str
    grounds: str


class WaiverDetails(Row):
    """A limit that was waived for a line."""

    limit: str
    line: int


class ProposalDetails(Row):
    """A proposal that waits for a second officer; of a milestone, also what is reported of it."""

    proposal: Annotated[str, Heading(N_("Proposal"), Kind.NAME)]
    act: Annotated[str, Heading(N_("What is proposed"), Kind.LABEL)]
    by: Annotated[str, Heading(N_("Officer"), Kind.NAME)]
    roles: Annotated[tuple[Role, ...], Heading(N_("Who confirms"), Kind.LABEL)]
    milestone: str | None
    met: bool | None
    lines: Ranges | None
    reached_on: date | None


class CaseDetails(Row):
    """One application as it stands, and all that happened to it. Of `open_lines` something is not known that decides,
    and `owed_by` says by whom: `office`, `applicant` or `reading`.
    """

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    scheme_name: str
    status: Annotated[Status, Heading(N_("Status"))]
    stage: Status
    authority: str
    payer: str | None
    received_on: Annotated[date, Heading(N_("Received on"))]
    edition: str
    digest: str
    applicant: ApplicantDetails
    account: AccountOfCase
    entitled_fen: Annotated[int, Heading(N_("Entitled (yuan)"))]
    ordered_fen: Annotated[int, Heading(N_("Ordered (yuan)"))]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]
    recovered_fen: Annotated[int, Heading(N_("Recovered (yuan)"))]
    written_off_fen: int
    outstanding_fen: Annotated[int, Heading(N_("Outstanding (yuan)"))]
    payable_fen: int
    overpaid_fen: Annotated[int, Heading(N_("Overpaid (yuan)"))]
    owed_back_fen: int
    recovery: Annotated[str, Heading(N_("Recovery"), Kind.LABEL)]
    eligible: bool | None
    undecided: bool
    open_lines: tuple[int, ...]
    owed_by: tuple[str, ...]
    instalments: tuple[InstalmentDetails, ...]
    lines: tuple[LineDetails, ...]
    documents: tuple[DocumentDetails, ...]
    published_on: date | None
    closes_on: date | None
    payable_from: date | None
    objections: tuple[ObjectionDetails, ...]
    sent_back: tuple[int, ...]
    recoveries: tuple[Demand, ...]
    letters: tuple[LetterDetails, ...]
    waivers: tuple[WaiverDetails, ...]
    proposals: tuple[ProposalDetails, ...]
    timeline: tuple[TimelineEntry, ...]


def case_details(session: OfficerSession, dossier: Dossier) -> CaseDetails:
    """What the log holds of a case, for programs and as the source of every sheet of it."""
    case, notice = dossier.case, dossier.case.notice
    applicant = applicant_shown(session, case)
    items = by_line(case)
    return CaseDetails(
        number=case.number,
        scheme=case.scheme,
        scheme_name=dossier.scheme_name,
        status=case.status,
        stage=case.stage,
        authority=case.authority,
        payer=case.payer,
        received_on=case.received_on,
        edition=case.edition,
        digest=case.digest,
        applicant=ApplicantDetails(kind=case.applicant.kind, name=applicant.name, id_number=applicant.id_number),
        account=AccountOfCase(**fields(account_details(session, case, case.account)), doubtful=case.account_doubtful),
        entitled_fen=case.entitled_fen,
        ordered_fen=case.ordered_fen,
        paid_fen=case.paid_fen,
        recovered_fen=case.recovered_fen,
        written_off_fen=case.written_off_fen,
        outstanding_fen=case.outstanding_fen,
        payable_fen=case.payable_fen,
        overpaid_fen=case.overpaid_fen,
        owed_back_fen=max(0, case.owed_back.open_fen),
        recovery=case.recovery,
        eligible=case.eligible,
        undecided=case.undecided,
        open_lines=tuple(sorted(case.open_lines)),
        owed_by=tuple(sorted(case.owed_by)),
        instalments=tuple(_instalments(case)),
        lines=tuple(_line(session, dossier, line, items.get(line.line, ())) for line in case.lines.values()),
        documents=tuple(DocumentDetails(sha256=paper.sha256, number=paper.number) for paper in case.documents),
        published_on=notice.published_on if notice else None,
        closes_on=notice.closes_on if notice else None,
        payable_from=notice.payable_from if notice else None,
        objections=tuple(_objections(session, dossier)),
        sent_back=tuple(sorted(case.sent_back)),
        recoveries=tuple(demand_row(recovery, dossier.recorded) for recovery in case.recoveries.values()),
        letters=tuple(letters_of_case(dossier.recorded)),
        waivers=tuple(WaiverDetails(limit=limit, line=line) for limit, line in sorted(case.waived)),
        proposals=tuple(proposal_details(case, proposal) for proposal in case.proposals.values()),
        timeline=tuple(timeline(session, dossier.recorded, case.applicant.party)),
    )


def by_line(case: Case) -> dict[int, list[Item]]:
    """The instalments of each line, in their order."""
    items: dict[int, list[Item]] = {}
    for due, item in sorted(case.items.items()):
        items.setdefault(due.line, []).append(item)
    return items


def proposal_details(case: Case, proposal: Proposal) -> ProposalDetails:
    proposed = case.proposed.get(proposal.id)
    reported = proposed if isinstance(proposed, f.MilestoneReported) else None
    return ProposalDetails(
        proposal=proposal.id,
        act=proposal.act,
        by=proposal.by,
        roles=PERMISSIONS[proposal.act].second,
        milestone=reported.milestone if reported else None,
        met=reported.met if reported else None,
        lines=getattr(proposed, "lines", None),
        reached_on=reported.reached_on if reported else None,
    )


def _instalments(case: Case) -> Iterator[InstalmentDetails]:
    for due, item in sorted(case.items.items()):
        yield InstalmentDetails(
            line=due.line,
            instalment=due.instalment,
            amount_fen=item.entitled_fen,
            payable=item.payable,
            standing=item.status,
            held=case.holds(due.line),
            entitled_fen=item.entitled_fen,
            ordered_fen=item.ordered_fen,
            paid_fen=item.paid_fen,
            recovered_fen=item.recovered_fen,
            written_off_fen=item.written_off_fen,
        )


def _line(session: OfficerSession, dossier: Dossier, line: Line, items: Iterable[Item]) -> LineDetails:
    shown = line_shown(session, dossier.case, line)
    vocabulary = dossier.edition.vocabulary
    verified = dossier.case.verified.get(line.line, {})

    def may_show(fact: str) -> bool:
        # A certificate number is known to the case as a pseudonym, which tells nobody anything.
        return vocabulary[fact].type is not FactType.CERTIFICATE

    return LineDetails(
        line=line.line,
        name=shown.name,
        id_kind=line.id_kind,
        id_number=shown.id_number,
        site=shown.site,
        entitled_fen=sum(item.entitled_fen for item in items),
        facts={fact: value for fact, value in line.facts.items() if may_show(fact)},
        verified=verified_facts({fact: value for fact, value in verified.items() if may_show(fact)}),
    )


def _objections(session: OfficerSession, dossier: Dossier) -> Iterator[ObjectionDetails]:
    """Every objection that was ever raised, and what became of it."""
    events = [recorded.event for recorded in dossier.recorded]
    ended = {event.objection: "upheld" for event in events if isinstance(event, f.ObjectionUpheld)}
    ended |= {event.objection: "dismissed" for event in events if isinstance(event, f.ObjectionDismissed)}
    party = dossier.case.applicant.party
    for event in events:
        if isinstance(event, f.ObjectionRaised):
            is_open = event.objection in dossier.case.objections
            yield ObjectionDetails(
                objection=event.objection,
                standing="open" if is_open else ended.get(event.objection, "ended"),
                lines=tuple(expand(event.lines)),
                received_on=event.received_on,
                raised_by=event.raised_by,
                grounds=session.unseal(party, event.grounds).get("reason", ""),
            )
