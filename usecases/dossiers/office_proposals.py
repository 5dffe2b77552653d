"""What is proposed about the log and the office, in sentences: rights, keys, faults, funds, editions, persons."""

from __future__ import annotations

from collections.abc import Iterator

from domain.entitlement.standards import StandardTable
from domain.office.allotment_proposals import AllotmentProposal
from domain.office.book_months import MonthCloseProposed
from domain.office.fund_proposals import DrawRulesProposed, FundProposal
from domain.office.keys import MadeBy, PublicKey
from domain.office.log import FaultProposed, Proposed, ReopeningProposed, SentProposed
from domain.office.officer import officer_stream
from domain.office.proposed import (
    CalendarYearProposed,
    EditionProposed,
    LinkProposed,
    NamesProposed,
    OfficeProposed,
    SharingProposed,
    StandardProposed,
)
from domain.office.receipt_proposals import AllotmentReceiptProposed
from domain.office.rights import (
    DeputyProposed,
    EnrolmentProposed,
    ExceptionProposed,
    GrantProposed,
    RemovalProposed,
    RightsProposed,
    RotationProposed,
)
from domain.office.roles import Deputyship
from domain.office.rolls import is_of_authority, still_proposes
from domain.proposals import OpenProposal, Proposal
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Kind
from presentation.rows.values import human
from presentation.words import refusals
from presentation.words.amounts import amount_in_words
from presentation.words.standards import rates_in_words, standard_called
from usecases.dossiers.allotment_notices import about_receipt
from usecases.dossiers.allotment_proposals import about_allotment
from usecases.dossiers.dossier import applicant_shown, line_shown
from usecases.dossiers.fund_proposals import about_draw_rules, about_fund, about_month
from usecases.dossiers.imports import brought_line, brought_shown
from usecases.intake.editions import editions_of
from usecases.session.officer_session import OfficerSession


def about_log(session: OfficerSession, question: OpenProposal[Proposed]) -> Iterator[str]:
    yield from _about_question(session, question)
    if isinstance(question.event, RightsProposed):
        yield from _about_proposer(session, question.proposal)


def _about_proposer(session: OfficerSession, proposal: Proposal) -> Iterator[str]:
    with session.repository() as repository:
        officer = repository.officer(proposal.by)
    assert officer is not None, "an officer proposed it"
    if not still_proposes(proposal, {proposal.by: officer}, session.today()):
        yield refusals.sentence("proposer-stopped", {"officer": proposal.by})


def _about_question(session: OfficerSession, question: OpenProposal[Proposed]) -> Iterator[str]:
    officer = question.proposal.by
    match question.event:
        case EnrolmentProposed():
            yield from _about_enrolment(session, officer, question.event)
        case GrantProposed(officer=subject, role=role):
            sentence = _("%(officer)s: %(whom)s is to have the role %(role)s")
            yield sentence % {"officer": officer, "whom": subject, "role": label(role)}
            yield from _about_suspension(session, subject)
        case RotationProposed(officer=subject, key=key):
            yield _("%(officer)s: %(whom)s is to have another key, in the place of the one they sign with") % {
                "officer": officer,
                "whom": subject,
            }
            yield from _about_suspension(session, subject, granted=False)
            yield from _about_key(key)
        case ExceptionProposed():
            yield _about_exception(officer, question.event)
        case DeputyProposed():
            yield from _about_deputy(session, officer, question.event)
        case RemovalProposed():
            yield from _about_removal(session, officer, question.event)
        case ReopeningProposed(now=now):
            sentence = _("%(officer)s: the office was closed, and it is %(now)s now")
            yield sentence % {"officer": officer, "now": human(Kind.INSTANT, now)}
        case FaultProposed(first=first, last=last, reason=reason):
            sentence = _("%(officer)s: what stands from %(first)s to %(last)s is known not to verify: %(reason)s")
            yield sentence % {"officer": officer, "first": first, "last": last, "reason": reason}
        case SentProposed(runs=runs):
            if not runs:
                yield _("%(officer)s: no run had been sent when the store was restored") % {"officer": officer}
            for run in runs:
                total = amount_in_words(sum(item.amount_fen for item in run.items))
                sentence = _("%(officer)s: the run %(batch)s had been sent: %(count)s payment(s), %(amount)s")
                values = {"officer": officer, "batch": run.batch, "count": len(run.items), "amount": total}
                yield sentence % values


def _about_suspension(session: OfficerSession, officer: str, *, granted: bool = True) -> Iterator[str]:
    """A role that is granted ends a suspension; a key does not."""
    with session.repository() as repository:
        enrolled = repository.officer(officer)
    if enrolled is not None and enrolled.suspended:
        again = N_("%(officer)s is suspended, and will be at work again with all of their roles: %(roles)s.")
        still = N_("%(officer)s is suspended, and stays so.")
        roles = ", ".join(label(role) for role in sorted(enrolled.roles))
        yield _(again if granted else still) % {"officer": officer, "roles": roles}


def _about_exception(by: str, proposed: ExceptionProposed) -> str:
    sentence = _(
        "%(by)s: from %(begins_on)s to %(ends_on)s %(officer)s may have roles that exclude each other, and pay what "
        "they decided, up to %(ceiling)s a payment (%(document)s)"
    )
    return sentence % {
        "by": by,
        "officer": proposed.officer,
        "begins_on": proposed.exception.begins_on,
        "ends_on": proposed.exception.ends_on,
        "ceiling": amount_in_words(proposed.exception.ceiling_fen),
        "document": proposed.exception.document,
    }


def _about_deputy(session: OfficerSession, by: str, proposed: DeputyProposed) -> Iterator[str]:
    """With what it takes the place of."""
    sentence = _("%(by)s: from %(begins_on)s to %(ends_on)s %(officer)s stands in for %(absent)s, as %(roles)s")
    yield sentence % {"by": by, "officer": proposed.officer, **_term(proposed.deputyship)}
    with session.repository() as repository:
        deputy = repository.officer(proposed.officer)
    before = _("It takes the place of: from %(begins_on)s to %(ends_on)s for %(absent)s, as %(roles)s")
    for deputyship in deputy.deputyships if deputy is not None else ():
        if deputyship.absent == proposed.deputyship.absent:
            yield before % _term(deputyship)


def _term(deputyship: Deputyship) -> dict[str, object]:
    roles = ", ".join(label(role) for role in deputyship.roles)
    days = {"begins_on": deputyship.begins_on, "ends_on": deputyship.ends_on}
    return {"absent": deputyship.absent, "roles": roles, **days}


def _about_removal(session: OfficerSession, by: str, proposed: RemovalProposed) -> Iterator[str]:
    yield _to_be_taken(by, proposed)
    with session.repository() as repository:
        officer = repository.officer(proposed.officer)
    if officer is None or proposed.public_key is None:
        return
    yield _("The key: %(key)s") % {"key": proposed.public_key}
    if officer.public_key != proposed.public_key:
        yield _("%(officer)s signs with another key by now, which stays.") % {"officer": proposed.officer}
    elif is_of_authority(officer):
        yield _("Nobody gives the authority above the office another key: it confirms nothing more in this log.")


def _to_be_taken(by: str, proposed: RemovalProposed) -> str:
    values = {"by": by, "officer": proposed.officer, "since": proposed.since}
    if proposed.role is not None:
        return _("%(by)s: %(officer)s is to lose the role %(role)s") % {**values, "role": label(proposed.role)}
    if proposed.public_key is not None:
        return _("%(by)s: a key of %(officer)s was lost, and is not trusted since %(since)s") % values
    return _("%(by)s: %(officer)s is to be suspended") % values


def _about_enrolment(session: OfficerSession, by: str, proposed: EnrolmentProposed) -> Iterator[str]:
    name = session.unseal(officer_stream(proposed.officer), proposed.sealed).get("name", "")
    sentence = _("%(by)s: enrol %(officer)s %(name)s as %(roles)s, of authority %(authority)s")
    yield sentence % {
        "by": by,
        "officer": proposed.officer,
        "name": name,
        "roles": ", ".join(label(role) for role in proposed.roles),
        "authority": proposed.authority,
    }
    yield from _about_key(proposed.key)


def _about_key(key: PublicKey) -> Iterator[str]:
    if key.made_by is MadeBy.OFFICER:
        yield _("The key %(key)s was made by the officer: compare it with what they hold.") % {"key": key.public_key}
    else:
        yield _("The key %(key)s was made by the office: whoever made it may have kept it.") % {"key": key.public_key}


def about_office(session: OfficerSession, opened: OpenProposal[OfficeProposed]) -> Iterator[str]:
    officer = opened.proposal.by
    match opened.event:
        case FundProposal() as proposed:
            yield from about_fund(officer, proposed)
        case AllotmentProposal() as allotted:
            yield from about_allotment(officer, allotted)
        case AllotmentReceiptProposed() as receipt:
            yield from about_receipt(officer, receipt)
        case DrawRulesProposed() as rules:
            yield from about_draw_rules(officer, rules)
        case MonthCloseProposed() as closing:
            yield from about_month(officer, closing)
        case EditionProposed(edition=edition, digest=digest, applies_from=applies_from):
            sentence = _("%(officer)s: adopt the edition %(edition)s, for what is received from %(applies_from)s on")
            yield sentence % {"officer": officer, "edition": edition, "applies_from": applies_from}
            yield _("Digest of its file: %(digest)s") % {"digest": digest}
        case StandardProposed(policy=policy, table=table, digest=digest):
            yield from _about_standard(session, officer, policy, table)
            yield _("Digest of its file: %(digest)s") % {"digest": digest}
        case CalendarYearProposed(year=year, exceptions=exceptions, source=source):
            sentence = _("%(officer)s: adopt the working days of %(year)s, with %(count)s exceptions, by %(source)s")
            yield sentence % {"officer": officer, "year": year, "count": len(exceptions), "source": source}
        case SharingProposed(group=group, members=members, document=document):
            values = {"officer": officer, "group": group, "document": document, "members": ", ".join(members)}
            if members:
                yield _("%(officer)s: as group %(group)s these count as one: %(members)s; by %(document)s") % values
            else:
                yield (_("%(officer)s: end group %(group)s, whose members then count apart; by %(document)s") % values)
        case LinkProposed(document=document, lines=lines):
            yield _("%(officer)s: two persons are one, by %(document)s; limits count them as one from then on") % {
                "officer": officer,
                "document": document,
            }
            for line in lines:
                yield _person_in(session, line)
        case NamesProposed(document=document, lines=lines):
            yield _("%(officer)s: two names under one number are of its holder, by %(document)s") % {
                "officer": officer,
                "document": document,
            }
            for line in lines:
                yield _person_in(session, line)


def _about_standard(session: OfficerSession, officer: str, policy: str, table: StandardTable) -> Iterator[str]:
    """Rate by rate: the second person adopts what it says, and not its name."""
    edition = editions_of(session, policy)[0]
    values = {"officer": officer, "standard": standard_called(edition, table), "first": table.applies_from}
    if table.applies_to is None:
        yield _("%(officer)s: adopt the %(standard)s, from %(first)s on") % values
    else:
        yield _("%(officer)s: adopt the %(standard)s, from %(first)s to %(last)s") % {
            **values,
            "last": table.applies_to,
        }
    yield _("By %(document)s of %(body)s") % {"document": table.document, "body": table.body}
    yield from rates_in_words(edition, table)


def _person_in(session: OfficerSession, line: str) -> str:
    number, _slash, line_number = line.partition("/")
    if brought := brought_line(session, number, int(line_number)):
        return f"{brought_shown(session, brought)} ({line})"
    with session.repository() as repository:
        case = repository.case(number)
    of_line = case.lines.get(int(line_number))
    shown = line_shown(session, case, of_line) if of_line else applicant_shown(session, case)
    return f"{shown.name} {shown.id_number} ({line})"
