"""收件与受理: receipt, correction, acceptance, refusal and withdrawal."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, has_lines, in_stage, in_status, not_in_future
from domain.application.decisions.transfer import accepted_here
from domain.application.payment_key import batch_of
from domain.application.state.case import CODE_AS_PRINTED, Case
from domain.application.state.letters import CORRECTION_REQUEST, last_served
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.status import ENDED, RECEIVED, UNSETTLED, Status
from domain.application.values import (
    Account,
    Applicant,
    ConfirmedFact,
    Document,
    Line,
    Ranges,
    expand,
    portions,
    ranges,
)
from domain.base import Event, replace
from domain.entitlement.findings import Value
from domain.entitlement.paying import expected_payer
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import acting

BACKDATED_DAYS_MAX = 7
"""A receipt dated back further than this needs a supervisor: `domain.office.roles.PERMISSIONS`."""


def submit(command: c.SubmitApplication, given: Given) -> tuple[Event, ...]:
    """Record what was handed in, whatever the policy will make of it.

    Raises `NotAllowed("in-the-future")` for a receipt dated ahead and `NotAllowed("no-lines")` for an empty file.
    """
    acting(given.actor, "submit", command.authority)
    not_in_future(command.received_on, given.today)
    if not command.lines:
        raise NotAllowed("no-lines")
    edition = given.the_edition
    submitted = f.ApplicationSubmitted(
        number=given.number,
        scheme=command.scheme,
        edition=edition.ref,
        digest=edition.digest,
        authority=command.authority,
        payer=expected_payer(edition, edition.schemes[command.scheme], command.authority),
        received_on=command.received_on,
        applicant=command.applicant,
        account=command.account,
        documents=command.documents,
        facts=command.facts,
        lines=command.lines,
    )
    queries = (*_account_queries(command.account), *_code_queries(command.applicant))
    if (given.today - command.received_on).days > BACKDATED_DAYS_MAX:
        queries = ("backdated-receipt", *queries)
    return submitted, *_confirmations(0, queries)


def request_correction(case: Case, command: c.RequestCorrection, given: Given) -> tuple[Event, ...]:
    """Possible until the decision, of lines that an approval left open until theirs: what is missing may come to light
    with the assessment. Raises `NotAllowed`: `line-decided` for lines that have their decision, and `fact-not-compared`
    for a fact that nobody compares, so that there is nothing to confirm.
    """
    acting(given.actor, "request-correction", case.authority)
    has_lines(case, expand(command.lines))
    wanted = given.the_edition.schemes[case.scheme].verify
    if unasked := [fact for fact in command.facts if fact not in wanted]:
        raise NotAllowed("fact-not-compared", application=case.number, fact=unasked[0])
    facts = tuple(sorted(set(command.facts)))
    if case.open_lines and case.status in UNSETTLED and not case.awaits_correction:
        decided = set(expand(command.lines)) - case.open_lines
        if decided:
            raise NotAllowed("line-decided", application=case.number, line=min(decided))
        lines = command.lines or ranges(case.open_lines)
        return (f.CorrectionRequested(lines=lines, reason=command.reason, facts=facts),)
    in_status(case, "request-correction", *RECEIVED, Status.ACCEPTED, Status.ASSESSED)
    return (f.CorrectionRequested(lines=command.lines, reason=command.reason, facts=facts),)


def correct(case: Case, command: c.CorrectApplication, given: Given) -> tuple[Event, ...]:
    """Replace the file. The applicant stays the same: another applicant is another application.

    Of an accepted case the account stays as it is recorded. What is decided does, too, with the applicant as the
    decision names it, when a correction is asked for of lines that an approval left open; documents are then added.
    Raises `NotAllowed`: `other-applicant`, `no-lines`, `account-by-two` for another account of a case that was
    accepted, and then `decided-differs`, `more-lines`.
    """
    acting(given.actor, "correct", case.authority)
    # Taking it in decides nothing: a suspension keeps nobody from answering in time.
    in_stage(case, "correct", Status.CORRECTION_REQUESTED, *(UNSETTLED if case.awaits_correction else ()))
    if command.applicant.party != case.applicant.party:
        raise NotAllowed("other-applicant", application=case.number)
    accepted = case.awaits_correction or case.corrected_to not in RECEIVED
    if accepted and not command.account.pays_as(case.account):
        raise NotAllowed("account-by-two", application=case.number)
    if not command.lines:
        raise NotAllowed("no-lines")
    lines = _renumbered(case, command.lines)
    if case.awaits_correction:
        lines = _decided_stays(case, command, lines)
    corrected = f.ApplicationCorrected(
        applicant=case.applicant if case.awaits_correction else command.applicant,
        account=case.account if accepted else command.account,
        documents=_documents_beside(case, command.documents) if case.awaits_correction else command.documents,
        facts=command.facts,
        lines=lines,
        still_verified=_still_verified(case, command.facts, lines),
        confirmed=_confirmed(case, command.facts, lines, given.the_edition.schemes[case.scheme].verify),
    )
    queries = () if command.account.pays_as(case.account) else _account_queries(command.account)
    if CODE_AS_PRINTED in case.unconfirmed or corrected.applicant.printed_on != case.applicant.printed_on:
        queries = (*queries, *_code_queries(corrected.applicant))
    return corrected, *_confirmations(case.proposals_made, queries)


def accept(case: Case, command: c.AcceptApplication, given: Given) -> tuple[Event, ...]:
    """受理. Raises `NotAllowed`: `receipt-unconfirmed`, `received-elsewhere` where another district is competent."""
    acting(given.actor, "accept", case.authority)
    in_status(case, "accept", *RECEIVED)
    if "backdated-receipt" in case.unconfirmed:
        raise NotAllowed("receipt-unconfirmed", application=case.number)
    accepted_here(case, given)
    return (f.ApplicationAccepted(),)


def refuse(case: Case, command: c.RefuseApplication, given: Given) -> tuple[Event, ...]:
    """不予受理: with its clause, so that it can be objected to.

    Raises `NotAllowed("accepted-already")` for a case that was accepted, and waits for a correction since.
    """
    acting(given.actor, "refuse", case.authority)
    in_status(case, "refuse", *RECEIVED, Status.CORRECTION_REQUESTED)
    if case.stage is Status.CORRECTION_REQUESTED and case.corrected_to not in RECEIVED:
        raise NotAllowed("accepted-already", application=case.number)
    edition = given.the_edition
    if command.clause not in edition.clauses and command.clause not in edition.interpretations:
        raise NoSuchThing("no-such-clause", policy=edition.ref, clause=command.clause)
    return (f.ApplicationNotAccepted(clause=command.clause, reason=command.reason, due_on=None),)


def withdraw(case: Case, command: c.WithdrawApplication, given: Given) -> tuple[Event, ...]:
    """The applicant takes it back. What was paid stays paid, unless a revision and a demand take it back.

    Raises `NotAllowed("payment-in-flight")` while an order runs, and `NotAllowed("status")` for a settled case, of
    which nothing is left to be withdrawn.
    """
    acting(given.actor, "withdraw", case.authority)
    if case.stage in (*ENDED, Status.SETTLED):
        raise NotAllowed("status", application=case.number, act="withdraw", status=case.stage.value)
    if case.orders:
        raise NotAllowed("payment-in-flight", application=case.number, batch=batch_of(next(iter(case.orders))))
    unpaid = {due: -min(0, item.net_paid_fen - item.entitled_fen) for due, item in case.items.items()}
    return (f.ApplicationWithdrawn(reason=command.reason, given_up=portions(unpaid)),)


def _account_queries(account: Account) -> tuple[str, ...]:
    return () if account.holder_is_applicant else ("other-account-holder",)


def _code_queries(applicant: Applicant) -> tuple[str, ...]:
    return () if applicant.printed_on is None else (CODE_AS_PRINTED,)


def _confirmations(made: int, acts: tuple[str, ...]) -> tuple[f.ConfirmationRequired, ...]:
    return tuple(
        f.ConfirmationRequired(proposal=f"p{made + index}", act=act) for index, act in enumerate(acts, start=1)
    )


def _decided_stays(case: Case, command: c.CorrectApplication, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The corrected lines, of which those that are decided are as recorded: a name that is spelt otherwise in the
    file would be on the notice and in the letter of a decision that was about somebody else.
    """
    decided = {number: line for number, line in case.lines.items() if number not in case.open_lines}
    anew = {line.line: line for line in lines}
    for number, line in decided.items():
        if number not in anew or not _states_the_same(anew[number], line):
            raise NotAllowed("decided-differs", application=case.number, line=number)
    if command.facts != case.facts:
        raise NotAllowed("decided-differs", application=case.number, line=min(decided))
    if len(lines) - len(decided) > len(case.open_lines):
        raise NotAllowed("more-lines", application=case.number)
    return tuple(decided.get(line.line, line) for line in lines)


def _documents_beside(case: Case, handed_in: tuple[Document, ...]) -> tuple[Document, ...]:
    """What was handed in before, and what is new by its content or number; a bare name is sealed anew each time."""
    before = {(document.sha256, document.number) for document in case.documents} - {(None, None)}
    return (*case.documents, *(one for one in handed_in if (one.sha256, one.number) not in before))


def _still_verified(case: Case, facts: Mapping[str, Value], lines: tuple[Line, ...]) -> Ranges:
    """What was compared of lines that state the same as before; of every other, something else was compared. What was
    compared of the application as a whole answers for all its lines, and so only while they are the same lines.
    """
    if facts != case.facts:
        return ()
    same = [line.line for line in lines if _states_the_same(line, case.lines.get(line.line))]
    whole = (WHOLE_APPLICATION,) if len(same) == len(lines) == len(case.lines) else ()
    return ranges((*whole, *same))


def _confirmed(
    case: Case, facts: Mapping[str, Value], lines: tuple[Line, ...], wanted: Collection[str]
) -> tuple[ConfirmedFact, ...]:
    """Of what is `wanted` compared and was not: what the applicant states again as before, where the request that was
    served named it and its line, or the application. Whoever was never asked confirms nothing. ADR 0061.
    """
    if last_served(case.letters, CORRECTION_REQUEST) is None:
        return ()
    before = {WHOLE_APPLICATION: case.facts, **{number: line.facts for number, line in case.lines.items()}}
    anew = {WHOLE_APPLICATION: facts, **{line.line: line.facts for line in lines}}
    by_fact: dict[str, list[int]] = {}
    for line in sorted(case.asked_of & anew.keys() & before.keys()):
        for fact, value in anew[line].items():
            compared = fact in case.verified.get(line, {})
            asked = fact in wanted and fact in case.asked_facts
            if asked and not compared and before[line].get(fact) == value:
                by_fact.setdefault(fact, []).append(line)
    return tuple(ConfirmedFact(fact=fact, lines=ranges(by_fact[fact])) for fact in sorted(by_fact))


def _states_the_same(line: Line, before: Line | None) -> bool:
    """However it was sealed: the ciphertext of the same words is another each time."""
    return before is not None and (line.facts, line.identity) == (before.facts, before.identity)


def _renumbered(case: Case, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A line that is the same claim as before keeps its number; every other gets one that was never used."""
    before: dict[tuple[object, ...], list[int]] = {}
    # What is decided is matched first, so that an open line which says the same can be left out.
    for number in sorted(case.lines, key=lambda line: (line in case.open_lines, line), reverse=True):
        before.setdefault(case.lines[number].identity, []).append(number)
    made = case.lines_made
    numbered: list[Line] = []
    for line in lines:
        same_before = before.get(line.identity)
        if same_before:
            numbered.append(replace(line, line=same_before.pop()))
        else:
            made += 1
            numbered.append(replace(line, line=made))
    return tuple(sorted(numbered, key=lambda line: line.line))
