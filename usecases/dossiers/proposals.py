"""What a proposal would do, in sentences: shown to the second officer before they stand by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.application import events as f
from domain.application.decisions.consequences import case_after
from domain.application.decisions.milestones import reached
from domain.application.decisions.objections import answered
from domain.application.state.case import CODE_AS_PRINTED, Case
from domain.application.values import Sealed, amounts_of
from domain.errors import NotAllowed, Refusal
from domain.office.register_events import CompletenessProposed, EntryChange, EntryContent, EntryProposed
from domain.office.register_state import Register
from domain.proposals import OpenProposal, Proposal, ProposalId, meant
from domain.treasury.batch import Batch
from domain.treasury.batch_events import (
    BatchAssignmentProposed,
    BatchCorrectionProposed,
    BatchProposed,
    BatchReplyProposed,
)
from domain.treasury.messages import BankMessage
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from presentation.words.case_events import event_sentence
from presentation.words.phrases import of_lines
from presentation.words.policy_rules import as_stated
from presentation.words.refusals import sentence as refusal_sentence
from usecases.dossiers.account import account_shown
from usecases.dossiers.debts import shown_debts
from usecases.dossiers.demand_sheet import demand_lines
from usecases.dossiers.differing_replies import assignment_sentence, correction_lines, differing_lines, item_shown
from usecases.dossiers.dossier import Dossier, called, open_dossier
from usecases.dossiers.follow_up_sheet import follow_up_lines
from usecases.dossiers.imports import shown_import
from usecases.dossiers.office_proposals import about_log, about_office
from usecases.dossiers.offset import proposed_offset
from usecases.dossiers.printed_code import code_shown, codes_shown
from usecases.dossiers.receipt_corrections import proposed_correction
from usecases.dossiers.revision_sheet import revision_lines
from usecases.dossiers.similar_names import similar_entries
from usecases.intake.editions import newest_adopted
from usecases.session.officer_session import OfficerSession


def shown(session: OfficerSession, proposal: ProposalId) -> tuple[str, list[str]] | None:
    """A heading and sentences about a proposal of any stream; None where none is meant, which is refused."""
    try:
        if proposal.kind == "register":
            with session.repository() as repository:
                register = repository.register(proposal.subject)
            entry = meant(register.proposals.waiting, proposal.name, proposal.subject)
            return f"{proposal.stream}/{entry.proposal.id}", list(_about_entry(session, register, entry))
        if proposal.kind == "debt":
            return shown_debts(session, proposal)
        if proposal.kind == "import":
            return shown_import(session, proposal)
        if proposal.kind == "log":
            with session.repository() as repository:
                question = meant(repository.log().proposals.waiting, proposal.name, proposal.subject)
            return f"{proposal.stream}/{question.proposal.id}", list(about_log(session, question))
        if proposal.kind == "office":
            with session.repository() as repository:
                change = meant(repository.office().waiting, proposal.name, proposal.subject)
            return f"{proposal.stream}/{change.proposal.id}", list(about_office(session, change))
        if proposal.kind == "batch":
            with session.repository() as repository:
                run = repository.batch(proposal.subject)
            reply = meant(run.proposals.waiting, proposal.name, proposal.subject)
            return f"{proposal.stream}/{reply.proposal.id}", list(_about_run(session, run, reply))
        dossier = open_dossier(session, proposal.subject)
        proposed = meant(dossier.case.proposals, proposal.name, proposal.subject)
    except Refusal:
        return None
    return f"{proposal.stream}/{proposed.id}  {dossier.scheme_name}", list(about(session, dossier, proposed))


def _about_run(session: OfficerSession, run: Batch, opened: OpenProposal[BatchProposed]) -> Iterator[str]:
    values = {"officer": opened.proposal.by, "batch": run.batch}
    match opened.event:
        case BatchReplyProposed(messages=messages, same_reference=same):
            yield _("%(officer)s: the bank did something else than run %(batch)s ordered") % values
            yield from _about_messages(session, run, messages)
            if same:
                yield _("Why something else stands under the reference, too: %(reason)s") % {
                    "reason": _why(session, same)
                }
        case BatchCorrectionProposed(corrections=corrections, reasons=reasons, same_reference=same):
            sentence = _("%(officer)s: of run %(batch)s it was recorded wrongly what the bank said: %(reason)s")
            yield sentence % {**values, "reason": _why(session, reasons)}
            yield from (f"{number}: {sentence}" for number, sentence in correction_lines(corrections))
            if same:
                yield _("Why something else stands under the reference, too: %(reason)s") % {
                    "reason": _why(session, same)
                }
        case BatchAssignmentProposed(assignment=assignment):
            yield _("%(officer)s: what the bank did beyond the orders of run %(batch)s is assigned") % values
            yield f"{item_shown(assignment.item)}: {assignment_sentence(assignment)}"


def _why(session: OfficerSession, reasons: Mapping[str, Sealed]) -> str:
    """Why something is so of some applications: one reason was given, and sealed for each."""
    texts: dict[str, None] = {}
    for number, sealed in reasons.items():
        with session.repository() as repository:
            party = repository.case(number).applicant.party
        texts[session.unseal(party, sealed).get("reason", "")] = None
    return _("; ").join(texts)


def _about_messages(session: OfficerSession, run: Batch, messages: Iterable[BankMessage]) -> Iterator[str]:
    for message, sentence in differing_lines(run, messages):
        with session.repository() as repository:
            party = repository.case(message.application).applicant.party
        reason = session.unseal(party, message.reason or "").get("reason")
        yield sentence + (_(": %(reason)s") % {"reason": reason} if reason else "")


def _about_entry(session: OfficerSession, register: Register, opened: OpenProposal[EntryChange]) -> Iterator[str]:
    change = opened.event
    if isinstance(change, CompletenessProposed):
        yield _("%(officer)s: whoever was recognised until the end of %(last)s is listed; by %(document)s") % {
            "officer": opened.proposal.by,
            "last": change.through,
            "document": change.document,
        }
        return
    if isinstance(change, EntryProposed):
        yield from _about_content(session, register, opened.proposal.by, change)
        return
    content = register.entries[change.entry].content
    yield _("%(officer)s: end entry %(entry)s, %(key)s %(name)s") % {
        "officer": opened.proposal.by,
        "entry": change.entry,
        "key": content.key,
        "name": content.name or "",
    }
    yield _("To %(last)s; by %(document)s") % {"last": change.last_on, "document": change.document}


def _about_content(session: OfficerSession, register: Register, officer: str, change: EntryProposed) -> Iterator[str]:
    """Everything that whoever confirms an entry stands for; of one that takes another's place, what that one stated."""
    content = change.content
    values = {"officer": officer, "key": content.key, "name": content.name or "", "entry": change.entry}
    if change.replaces is None:
        yield _("%(officer)s: add %(key)s %(name)s as entry %(entry)s") % values
        for earlier in list(register.of_key(change.policy, content.key))[-1:]:
            yield _(
                "Listed before as entry %(entry)s, to %(last)s: as a new entry its quota begins anew; "
                "`bailu register change` goes on with the old one"
            ) % {"entry": earlier.entry, "last": earlier.content.valid_to or "–"}
        if near := similar_entries(register, change.policy, content):
            yield _("Nearly the same name has: %(entries)s. Is it another one?") % {"entries": "；".join(near)}
    else:
        changed = N_("%(officer)s: entry %(replaces)s, %(key)s %(name)s, becomes entry %(entry)s")
        yield _(changed) % {**values, "replaces": change.replaces}
        yield _("Until then: %(stated)s") % {
            "stated": _stated(session, change, register.entries[change.replaces].content)
        }
    yield _("From %(first)s to %(last)s; quota %(quota)s; by %(document)s") % {
        "first": content.valid_from,
        "last": content.valid_to or "–",
        "quota": content.quota if content.quota is not None else "–",
        "document": "；".join(" ".join(filter(None, (one.body, one.document))) for one in content.documents),
    }
    yield _("It states: %(stated)s") % {"stated": _stated(session, change, content)}
    yield from codes_shown((content.key, content.owner, content.payee), content.printed_on)
    roles = {
        N_("Owner: %(whose)s"): content.owner,
        N_("Claimed by and paid to %(whose)s"): content.payee,
        N_("Together with %(whose)s"): content.second_party,
        N_("Under %(whose)s"): content.parent,
        N_("Lies in %(whose)s"): content.authority,
    }
    yield from (_(sentence) % {"whose": whose} for sentence, whose in roles.items() if whose is not None)


def _stated(session: OfficerSession, change: EntryProposed, content: EntryContent) -> str:
    with session.repository() as repository:
        adopted = newest_adopted(repository, change.policy)
        assert adopted is not None, "a register is of an adopted notice"
        return as_stated(content.facts, repository.edition(adopted.edition)) or "–"


def about(session: OfficerSession, dossier: Dossier, proposal: Proposal) -> Iterator[str]:
    """Who proposed what, the clause, the money that hangs on it, and the reason that was given."""
    case = dossier.case
    proposed = case.proposed.get(proposal.id)
    if proposed is None:
        yield f"{proposal.id}, {proposal.by}: {label(proposal.act)}"
        yield from _about_file(session, case, proposal)
        return
    yield f"{proposal.by}: {event_sentence(proposed)}"
    match proposed:
        case f.MilestoneReported():
            yield from _milestone(dossier, proposed)
        case f.AccountProposed():
            yield account_shown(session, case, proposed.account)
            if proposed.account.pays_as(case.account):
                alike = proposed.account.union_number == case.account.union_number
                yield _("The same account as before.") if alike else _("The same account, with another union number.")
        case f.ObjectionAnswerProposed():
            yield from _answer(session, case, proposed)
        case f.TakingBackProposed():
            if case.refusal_issued:
                yield _("Its letter was served: the decision is revoked, and a letter of its own says so.")
        case f.WaiverRequested():
            limit = dossier.edition.limits.get(proposed.limit)
            if limit is not None:
                yield called(limit.names)
        case f.RevisionProposed():
            yield from revision_lines(dossier, proposed)
        case f.FollowUpProposed():
            yield from follow_up_lines(dossier, proposed)
        case f.RecoveryDemanded():
            yield from demand_lines(case, proposed)
        case f.RecoveryReceiptProposed(recovery=name):
            recovery = case.recoveries[name]
            yield _("Open of demand %(recovery)s: %(open)s") % {
                "recovery": name,
                "open": amount_in_words(recovery.open_fen),
            }
            same = session.unseal(case.applicant.party, proposed.same_reference).get("reason")
            if same:
                yield _("Why something else stands under the reference, too: %(reason)s") % {"reason": same}
        case f.ReceiptCorrectionProposed(recovery=name):
            party = case.applicant.party
            yield from proposed_correction(session, party, case.recoveries[name], proposed, case.number)
        case f.RecoveryOffsetProposed():
            yield from proposed_offset(session, case, proposed)
        case f.RecoveryChangeProposed():
            recovery = case.recoveries[proposed.recovery]
            yield _("Open of demand %(recovery)s: %(open)s; about %(amount)s of it") % {
                "recovery": proposed.recovery,
                "open": amount_in_words(recovery.open_fen),
                "amount": amount_in_words(proposed.amount_fen),
            }
    reason = session.unseal(case.applicant.party, getattr(proposed, "reason", None)).get("reason")
    if reason:
        yield _("Reason: %(reason)s") % {"reason": reason}


def _about_file(session: OfficerSession, case: Case, proposal: Proposal) -> Iterator[str]:
    if proposal.act == "backdated-receipt":
        yield _("Received on %(day)s") % {"day": case.received_on}
    elif proposal.act == CODE_AS_PRINTED:
        yield code_shown(case.applicant.party, case.applicant.printed_on or "")
    else:
        yield account_shown(session, case, case.account)


def _milestone(dossier: Dossier, reported: f.MilestoneReported) -> Iterator[str]:
    source = dossier.edition.milestones[reported.milestone].source
    clause = source.clause + (f" ({source.interpretation})" if source.interpretation else "")
    yield _("By %(clause)s") % {"clause": clause}
    before = dossier.case
    try:
        after = case_after(before, reached(before, reported), "")
    except NotAllowed as overtaken:
        yield refusal_sentence(overtaken.code, overtaken.values)
        return
    if reported.met:
        yield _("Payable then: %(amount)s") % {"amount": amount_in_words(_became_due_fen(before, after))}
    else:
        yield _("Forfeited then: %(amount)s") % {"amount": amount_in_words(before.entitled_fen - after.entitled_fen)}
    if after.overpaid_fen != before.overpaid_fen:
        yield _("Overpaid then: %(amount)s, to be demanded back") % {"amount": amount_in_words(after.overpaid_fen)}


def _became_due_fen(before: Case, after: Case) -> int:
    """What waits no longer, or is owed again without waiting."""
    return sum(
        item.entitled_fen
        for due, item in after.items.items()
        if item.entitled_fen and not item.waiting and (before.items[due].waiting or before.items[due].forfeited)
    )


def _answer(session: OfficerSession, case: Case, proposed: f.ObjectionAnswerProposed) -> Iterator[str]:
    objection = case.objections.get(proposed.objection)
    if objection is None:
        return
    grounds = session.unseal(case.applicant.party, objection.grounds).get("reason")
    if grounds:
        yield _("Objected: %(grounds)s") % {"grounds": grounds}
    for followed in answered(case, proposed):
        if not isinstance(followed, f.ObjectionUpheld):
            continue
        given_up_fen = -sum(amounts_of(followed.changed).values())
        sentence = (
            N_("The case goes back: %(amount)s is not owed until it is approved again")
            if followed.status
            else N_("%(lines)s: %(amount)s is not owed until a revision decides on it")
        )
        yield _(sentence) % {"lines": of_lines(followed.lines), "amount": amount_in_words(given_up_fen)}
