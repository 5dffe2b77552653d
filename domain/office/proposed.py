"""What is proposed about what the whole office works with: its money, its notices, its calendar, who is one person.

Each is in one stream until a second person has answered, and only then does it happen where it belongs. ADR 0051.
"""

from __future__ import annotations

from datetime import date

from domain.base import Event, Struct, event, first, second
from domain.entitlement.standards import StandardTable
from domain.office.allotment_proposals import (
    AllotmentCommand,
    AllotmentProposal,
    AnyAllotmentCommand,
    AnyAllotmentProposal,
    act_on_allotment,
    allotment_command,
    allotment_of,
    allotment_proposal,
)
from domain.office.book_months import CloseMonth, MonthCloseProposed, month_command, month_proposal
from domain.office.draw_rules import AdoptDrawRules
from domain.office.fund_proposals import (
    AnyFundCommand,
    AnyFundProposal,
    DrawRulesProposed,
    FundCommand,
    FundProposal,
    act_on_fund,
    ended_by,
    fund_command,
    fund_proposal,
    rules_proposal,
)
from domain.office.people import JoinNames, LinkPersons
from domain.office.receipt_proposals import (
    AllotmentReceiptProposed,
    ReceiveAllotments,
    receipt_command,
    receipt_proposal,
)
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.sharing import DeclareSharing, Shared
from domain.proposals import Proposal, Proposals


@event("office.edition-proposed.v1", first("adopt-policy", about="proposal", pair="proposal"))
class EditionProposed(Event):
    """A policy edition, whole, so that the second person adopts exactly what the first has read."""

    proposal: str
    policy: str
    edition: str
    digest: str
    applies_from: date
    content: str

    @property
    def happened_on(self) -> date:
        return self.applies_from


@event("office.standard-proposed.v1", first("adopt-standard", about="proposal", pair="proposal"))
class StandardProposed(Event):
    """A table of a standard, row by row, so that the second person adopts exactly what the first has read."""

    proposal: str
    policy: str
    table: StandardTable
    digest: str

    @property
    def happened_on(self) -> date:
        return self.table.applies_from


@event("office.calendar-year-proposed.v1", first("adopt-calendar", about="proposal", pair="proposal"))
class CalendarYearProposed(Event):
    proposal: str
    year: int
    exceptions: tuple[date, ...]
    source: str


@event("office.link-proposed.v1", first("link-persons", about="proposal", pair="proposal"))
class LinkProposed(Event):
    """Two pseudonyms are said to stand for one person; `document` is the evidence for it."""

    proposal: str
    person: str
    other: str
    document: str
    lines: tuple[str, ...]
    """In which they stand, as `APPLICATION/LINE`."""


@event("office.sharing-proposed.v1", first("share-limits", about="proposal", pair="proposal"))
class SharingProposed(Event):
    """Limits, or registers, of several notices are to count as one; `members` as `POLICY/ID`."""

    proposal: str
    group: str
    shared: Shared
    members: tuple[str, ...]
    document: str


@event("office.names-proposed.v1", first("two-names", about="proposal", pair="proposal"))
class NamesProposed(Event):
    """Two names under one number are said to be of its holder; `document` is the evidence for it."""

    proposal: str
    person: str
    name: str
    other: str
    document: str
    lines: tuple[str, ...]
    """In which they stand, as `APPLICATION/LINE`."""


@event("office.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class OfficeProposalConfirmed(Event):
    proposal: str
    act: str


@event("office.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class OfficeProposalDeclined(Event):
    proposal: str
    act: str


class ConfirmForOffice(Struct):
    """Confirm or decline what was proposed about the office; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False


OfficeProposed = (
    AnyFundProposal
    | AnyAllotmentProposal
    | AllotmentReceiptProposed
    | DrawRulesProposed
    | MonthCloseProposed
    | EditionProposed
    | StandardProposed
    | CalendarYearProposed
    | LinkProposed
    | SharingProposed
    | NamesProposed
)
OfficeEvent = OfficeProposed | OfficeProposalConfirmed | OfficeProposalDeclined
SharedCommand = (
    AnyFundCommand
    | AnyAllotmentCommand
    | ReceiveAllotments
    | AdoptDrawRules
    | CloseMonth
    | AdoptEdition
    | AdoptStandard
    | AdoptCalendarYear
    | LinkPersons
    | DeclareSharing
    | JoinNames
)
"""What somebody proposes and another confirms."""

NOTHING_PROPOSED: Proposals[OfficeProposed] = Proposals()


def act_of(proposed: OfficeProposed) -> str:
    match proposed:
        case FundProposal():
            return act_on_fund(proposed)
        case AllotmentProposal():
            return act_on_allotment(proposed)
        case AllotmentReceiptProposed():
            return "receive-allotment"
        case DrawRulesProposed():
            return "adopt-draw-rules"
        case MonthCloseProposed():
            return "close-month"
        case EditionProposed():
            return "adopt-policy"
        case StandardProposed():
            return "adopt-standard"
        case CalendarYearProposed():
            return "adopt-calendar"
        case LinkProposed():
            return "link-persons"
        case SharingProposed():
            return "share-limits"
        case NamesProposed():
            return "two-names"


def keeper_of(proposed: OfficeProposed) -> str | None:
    """Whose officers may: those of the holder of a fund, an allotment or books; None where it holds for all."""
    with_holder = FundProposal | AllotmentProposal | AllotmentReceiptProposed | MonthCloseProposed
    return proposed.holder if isinstance(proposed, with_holder) else None


def evolve(state: Proposals[OfficeProposed], happened: Event, by: str) -> Proposals[OfficeProposed]:
    assert isinstance(happened, OfficeEvent), f"not an event of the office: {happened!r}"
    if isinstance(happened, OfficeProposed):
        # Whoever lists what is to be done does not ask again for what would end a fund, or is about an allotment.
        about = ended_by(happened) or (allotment_of(happened) if isinstance(happened, AllotmentProposal) else None)
        act, authority = act_of(happened), keeper_of(happened)
        proposal = Proposal(id=happened.proposal, act=act, by=by, about=about, authority=authority)
        return state.asked(proposal, happened)
    return state.answered(happened.proposal)


def as_proposal(command: SharedCommand, name: str) -> OfficeProposed:
    """The event that proposes what the command asks for."""
    match command:
        case FundCommand():
            return fund_proposal(command, name)
        case AllotmentCommand():
            return allotment_proposal(command, name)
        case ReceiveAllotments():
            return receipt_proposal(command, name)
        case AdoptDrawRules():
            return rules_proposal(command, name)
        case CloseMonth():
            return month_proposal(command, name)
        case AdoptEdition():
            return EditionProposed(
                proposal=name,
                policy=command.policy,
                edition=command.edition,
                digest=command.digest,
                applies_from=command.applies_from,
                content=command.content,
            )
        case AdoptStandard():
            return StandardProposed(proposal=name, policy=command.policy, table=command.table, digest=command.digest)
        case AdoptCalendarYear():
            exceptions = tuple(sorted(set(command.exceptions)))
            return CalendarYearProposed(proposal=name, year=command.year, exceptions=exceptions, source=command.source)
        case LinkPersons(person=person, other=other, document=document, lines=lines):
            return LinkProposed(proposal=name, person=person, other=other, document=document, lines=lines)
        case DeclareSharing():
            return SharingProposed(
                proposal=name,
                group=command.group,
                shared=command.shared,
                members=tuple(sorted(set(command.members))),
                document=command.document,
            )
        case JoinNames():
            return NamesProposed(
                proposal=name,
                person=command.person,
                name=command.name,
                other=command.other,
                document=command.document,
                lines=command.lines,
            )


def as_command(proposed: OfficeProposed) -> SharedCommand:
    """The command that such an event came from."""
    match proposed:
        case FundProposal():
            return fund_command(proposed)
        case AllotmentProposal():
            return allotment_command(proposed)
        case AllotmentReceiptProposed():
            return receipt_command(proposed)
        case DrawRulesProposed(rules=rules, digest=digest):
            return AdoptDrawRules(rules=rules, digest=digest)
        case MonthCloseProposed():
            return month_command(proposed)
        case EditionProposed():
            return AdoptEdition(
                policy=proposed.policy,
                edition=proposed.edition,
                digest=proposed.digest,
                applies_from=proposed.applies_from,
                content=proposed.content,
            )
        case StandardProposed():
            return AdoptStandard(policy=proposed.policy, table=proposed.table, digest=proposed.digest)
        case CalendarYearProposed():
            return AdoptCalendarYear(year=proposed.year, exceptions=proposed.exceptions, source=proposed.source)
        case LinkProposed(person=person, other=other, document=document, lines=lines):
            return LinkPersons(person=person, other=other, document=document, lines=lines)
        case SharingProposed(group=group, shared=shared, members=members, document=document):
            return DeclareSharing(group=group, shared=shared, members=members, document=document)
        case NamesProposed():
            return JoinNames(
                person=proposed.person,
                name=proposed.name,
                other=proposed.other,
                document=proposed.document,
                lines=proposed.lines,
            )
