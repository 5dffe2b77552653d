"""What events of the file do to a case: receipt, verification, assessment, approval and the public notice."""

from __future__ import annotations

from typing import Any

from domain.application import events as f
from domain.application.determinations import determined_of
from domain.application.folding import money
from domain.application.state.case import CODE_AS_PRINTED, Case
from domain.application.state.letters import CORRECTION_REQUEST, REFUSAL, without
from domain.application.state.stated import WHOLE_APPLICATION, Verified
from domain.application.status import RECEIVED, UNSETTLED, Status
from domain.application.values import expand
from domain.base import replace
from domain.entitlement.findings import OwedBy

TRIED_AGAIN = frozenset({OwedBy.OFFICE})
"""Something new is known of lines that are open: whether they can be decided now, the office finds out."""


def submitted(happened: f.ApplicationSubmitted, by: str) -> Case:
    return Case(
        number=happened.number,
        scheme=happened.scheme,
        edition=happened.edition,
        digest=happened.digest,
        authority=happened.authority,
        payer=happened.payer,
        received_on=happened.received_on,
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=len(happened.lines),
        stage=Status.SUBMITTED,
        version=1,
        taken_in_by=frozenset({by}),
    )


def corrected(state: Case, happened: f.ApplicationCorrected, by: str) -> Case:
    numbers = {line.line for line in happened.lines}
    still = set(expand(happened.still_verified))
    other_account = not happened.account.pays_as(state.account)
    # What was asked about the file before and is not confirmed is asked anew of the file that takes its place.
    asked_anew = {CODE_AS_PRINTED, *(("other-account-holder",) if other_account else ())}
    dropped = {"waive", *asked_anew}
    return replace(
        state,
        unconfirmed=state.unconfirmed - asked_anew,
        declared_by={act: officer for act, officer in state.declared_by.items() if act not in asked_anew},
        proposals={key: value for key, value in state.proposals.items() if value.act not in dropped},
        proposed={key: value for key, value in state.proposed.items() if not isinstance(value, f.WaiverRequested)},
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=max(state.lines_made, *numbers),
        waived=frozenset((limit, line) for limit, line in state.waived if line in still),
        verified={line: state.verified[line] for line in still if line in state.verified},
        confirmed=_confirmed(state, happened, still),
        determined=determined_of(state.determined, still),
        taken_in_by=state.taken_in_by | {by},
        **_continued(state, numbers),
    )


def _confirmed(state: Case, happened: f.ApplicationCorrected, still: set[int]) -> dict[int, frozenset[str]]:
    """What was confirmed by now, and before of lines that state the same as then."""
    by_line = {line: state.confirmed[line] for line in still if line in state.confirmed}
    for one in happened.confirmed:
        for line in expand(one.lines):
            by_line[line] = by_line.get(line, frozenset()) | {one.fact}
    return by_line


def _continued(state: Case, lines: set[int]) -> dict[str, Any]:
    """Where the case goes on: as it was before its decision; after that, with the lines open that are not decided, of
    which something new is known.
    """
    if not state.awaits_correction:
        return {"stage": state.corrected_to, "open_lines": frozenset(), "owed_by": frozenset()}
    before = frozenset(state.lines) - state.open_lines
    still_open = frozenset(lines) - before
    owed_by = state.owed_by - {OwedBy.APPLICANT} | TRIED_AGAIN if still_open else frozenset()
    return {"awaits_correction": False, "open_lines": still_open, "owed_by": owed_by}


def correction_requested(state: Case, happened: f.CorrectionRequested, by: str) -> Case:
    asked = replace(
        state,
        asked_of=frozenset(expand(happened.lines)) or frozenset({WHOLE_APPLICATION}),
        asked_facts=frozenset(happened.facts),
        letters=without(state.letters, CORRECTION_REQUEST),
    )
    if state.stage in UNSETTLED:
        return replace(asked, awaits_correction=True)
    to = state.stage if state.stage in RECEIVED else Status.ACCEPTED
    return replace(asked, stage=Status.CORRECTION_REQUESTED, corrected_to=to)


def verified(state: Case, happened: f.FactsVerified, by: str) -> Case:
    by_line = {line: dict(facts) for line, facts in state.verified.items()}
    for value in happened.values:
        verified = Verified(value=value.value, source=happened.source, checked_on=happened.checked_on)
        for line in expand(value.lines) if value.lines else (WHOLE_APPLICATION,):
            by_line.setdefault(line, {})[value.fact] = verified
    something_new = bool(state.open_lines) and state.stage in UNSETTLED
    return replace(state, verified=by_line, owed_by=state.owed_by | TRIED_AGAIN if something_new else state.owed_by)


def transferred(state: Case, happened: f.ApplicationTransferred) -> Case:
    """Whoever goes on with it accepts it, and asks for what is missing, anew; an assessment is none of theirs."""
    return replace(
        state,
        authority=happened.authority,
        payer=happened.payer,
        stage=Status.TRANSFERRED,
        assessment=None,
        determined=(),
        open_lines=frozenset(),
        owed_by=frozenset(),
        letters=without(state.letters, CORRECTION_REQUEST),
    )


def assessed(state: Case, happened: f.ApplicationAssessed, by: str) -> Case:
    return replace(
        state,
        assessment=happened,
        payer=happened.payer,
        assessed_version=state.version + 1,
        assessed_by=by,
        assessors=state.assessors | {by},
        determined=happened.determined,
        stage=Status.ASSESSED,
        open_lines=frozenset(expand(happened.open_lines)),
        owed_by=frozenset(happened.owed_by),
    )


def sent_back(state: Case, happened: f.ApplicationSentBack, by: str) -> Case:
    return replace(state, stage=Status.ACCEPTED, open_lines=frozenset(), owed_by=frozenset())


def approved(state: Case, happened: f.ApplicationApproved, by: str) -> Case:
    return replace(
        state,
        approval=happened,
        payer=happened.payer,
        payers=state.payers | {happened.payer},
        assessors=state.assessors | {by},
        awards=happened.awards,
        counted=happened.uses,
        granted=happened.uses,
        awarded_at={line: state.version + 1 for award in happened.awards for line in expand(award.lines)},
        items=money.items_of(happened.awards),
        unpublished=frozenset(line for award in happened.awards for line in expand(award.lines)),
        sent_back=frozenset(),
        open_lines=frozenset(expand(happened.open_lines)),
        stage=Status.APPROVED,
    )


def published(state: Case, happened: f.NoticePublished, by: str) -> Case:
    first = state.stage is Status.APPROVED
    return replace(
        state,
        notice=happened,
        notice_open=True,
        unpublished=state.unpublished.difference(expand(happened.lines)),
        stage=Status.ON_PUBLIC_NOTICE if first else state.stage,
    )


def closed(state: Case, happened: f.NoticeClosed, by: str) -> Case:
    first = state.stage is Status.ON_PUBLIC_NOTICE
    return replace(state, notice_open=False, stage=Status.PAYABLE if first else state.stage)


def withdrawn(state: Case, happened: f.ApplicationWithdrawn, by: str) -> Case:
    """What was paid stays, and with it the uses of its lines."""
    remaining = {due: item for due, item in money.given_up(state.items, happened.given_up).items() if item.paid_fen}
    lines = {due.line for due in remaining}
    return replace(ended(state, Status.WITHDRAWN), items=remaining, counted=money.uses_within(state.counted, lines))


def attached(state: Case, happened: f.DocumentsAttached, by: str) -> Case:
    return replace(state, documents=(*state.documents, *happened.documents))


def account_corrected(state: Case, happened: f.AccountCorrected, by: str) -> Case:
    return replace(
        state,
        account=happened.account,
        account_doubtful=False,
        unconfirmed=state.unconfirmed - {"other-account-holder"},
        proposals={key: value for key, value in state.proposals.items() if value.act != "other-account-holder"},
    )


def ended(state: Case, status: Status) -> Case:
    """After this nothing is owed, and nothing that was proposed can be confirmed any more."""
    return replace(
        state,
        stage=status,
        items={},
        counted=(),
        proposals={},
        proposed={},
        objections={},
        unpublished=frozenset(),
        open_lines=frozenset(),
        owed_by=frozenset(),
        awaits_correction=False,
        notice_open=False,
        suspended=False,
        refused_in=state.stage,
        letters=without(state.letters, REFUSAL),
    )
