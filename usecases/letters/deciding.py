"""What the letters of decision say: 不予受理决定书, 不予批准决定书, 审核决定书, 异议处理决定书, 撤销决定书."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import DECIDED, Status
from domain.application.values import Award, LineFinding, expand, ranges
from domain.base import Event
from domain.calendar import legal_day
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding
from domain.errors import NoSuchThing, NotAllowed
from presentation.words.findings import computed
from store.line.envelope import Recorded
from usecases.letters.case import Writing, account, applicant, cited_as, clauses, counted, findings, line_row, of_lines
from usecases.letters.kinds import LetterKind, issued_before, number_of


def refusal(writing: Writing) -> dict[str, Any]:
    """Raises `NotAllowed("letter-no-refusal")` unless the case was refused or rejected, and is so still."""
    case, edition = writing.case, writing.edition
    if case.stage is Status.NOT_ACCEPTED and (refused := writing.last(f.ApplicationNotAccepted)):
        event, recorded = refused
        if event.clause is None:
            return _overdue(writing, event, recorded)
        return {
            "overdue": None,
            "applicant": applicant(writing),
            "accepted": False,
            "decided_on": legal_day(recorded.recorded_at),
            "reason": writing.opened(event.reason).get("reason", ""),
            "findings": [],
            "clauses": clauses(edition, [cited_as(edition, event.clause)]),
        }
    if case.stage is Status.REJECTED and (rejected := writing.last(f.ApplicationRejected)):
        decision, recorded = rejected
        against = _against(decision.findings, decision.line_findings)
        return {
            "overdue": None,
            "applicant": applicant(writing),
            "accepted": True,
            "decided_on": legal_day(recorded.recorded_at),
            "reason": "",
            "findings": findings(edition, against),
            "clauses": clauses(edition, _cited(against)),
        }
    raise NotAllowed("letter-no-refusal", application=case.number, status=case.status)


def _overdue(writing: Writing, refused: f.ApplicationNotAccepted, recorded: Recorded) -> dict[str, Any]:
    """逾期未补正: what was asked for, when the request was served, and until when it could have been corrected."""
    request = [served for served in writing.all(f.LetterServed) if served.due_on == refused.due_on][-1]
    issued = issued_before(writing.dossier.recorded, LetterKind.CORRECTION_REQUEST)
    letter = next(one for one in issued if one.sha256 == request.sha256)
    return {
        "applicant": applicant(writing),
        "accepted": False,
        "decided_on": legal_day(recorded.recorded_at),
        "reason": "",
        "findings": [],
        "clauses": [],
        "overdue": {
            "number": number_of(writing.case.number, LetterKind.CORRECTION_REQUEST, letter.count),
            "on": letter.on,
            "served_on": request.served_on,
            "due_on": refused.due_on,
        },
    }


def approval(writing: Writing) -> dict[str, Any]:
    """The decision that stands, the approval or the last revision of it; what a follow-up decided has its own letter.

    Raises `NotAllowed`: `letter-no-approval`, and `letter-sent-back` while an upheld objection waits for a revision.
    """
    case = writing.case
    decisions = [recorded for recorded in writing.dossier.recorded if isinstance(recorded.event, _DECISIONS)]
    if case.stage not in DECIDED or not decisions:
        raise NotAllowed("letter-no-approval", application=case.number, status=case.status)
    if case.sent_back:
        raise NotAllowed("letter-sent-back", application=case.number, lines=tuple(sorted(case.sent_back)))
    recorded = decisions[-1]
    decision = recorded.event
    then = writing.as_of(recorded.version)
    rows = _entitled_rows(writing, then, then.lines)
    left_out = set(then.lines) - {row["line"] for row in rows}
    return {
        **_decided(writing, recorded, then, rows, then.awards, left_out),
        "revised": isinstance(decision, f.ApplicationRevised),
        "ground": decision.ground if isinstance(decision, f.ApplicationRevised) else "",
        "reason": _reason(writing, decision),
        "total_fen": then.entitled_fen,
        "struck": ranges(then.struck.whole_lines(then.items) & left_out),
    }


def follow_up(writing: Writing) -> dict[str, Any]:
    """Of the follow-up that came of the proposal `about`: the lines that it decided on, and which stay open.

    Raises `NotAllowed("letter-no-follow-up")`.
    """
    case = writing.case
    recorded = dict(followed_up(writing.dossier.recorded)).get(writing.about or "")
    if recorded is None or case.stage not in DECIDED:
        raise NotAllowed("letter-no-follow-up", application=case.number)
    assert isinstance(recorded.event, f.ApplicationFollowedUp), "it was chosen so"
    then = writing.as_of(recorded.version)
    awards = recorded.event.awards
    awarded = {line for award in awards for line in expand(award.lines)}
    rows = _entitled_rows(writing, then, awarded)
    return {
        **_decided(writing, recorded, then, rows, awards, set(then.lines) - awarded),
        "total_fen": sum(row["amount_fen"] for row in rows),
    }


def _decided(
    writing: Writing,
    decision: Recorded,
    then: Case,
    rows: Sequence[Mapping[str, Any]],
    awards: Iterable[Award],
    left_out: set[int],
) -> dict[str, Any]:
    edition = writing.edition
    against = of_lines(_refused(writing, decision), left_out)
    return {
        "applicant": applicant(writing),
        "account": account(writing),
        "decided_on": legal_day(decision.recorded_at),
        "rows": rows,
        "awards": [_award(award, edition) for award in awards],
        "findings": findings(edition, against),
        "open": ranges(then.open_lines),
        "clauses": clauses(edition, [(edition.schemes[then.scheme].clause, None), *_cited(against)]),
    }


def followed_up(recorded: Sequence[Recorded]) -> Iterator[tuple[str, Recorded]]:
    """Every follow-up that was decided, by the proposal that was confirmed in front of it."""
    for confirmed, line in pairwise(recorded):
        if isinstance(line.event, f.ApplicationFollowedUp):
            assert isinstance(confirmed.event, f.ProposalConfirmed), "it follows from a confirmation"
            yield confirmed.event.proposal, line


def objection_decision(writing: Writing) -> dict[str, Any]:
    """Raises `NoSuchThing`: `letter-no-objections`, `letter-no-objection`; `NotAllowed("letter-objection-open")`."""
    case = writing.case
    objection = writing.about
    if objection is None:
        raise NoSuchThing("letter-no-objections", application=case.number)
    raised = next((event for event in writing.all(f.ObjectionRaised) if event.objection == objection), None)
    if raised is None:
        raise NoSuchThing("letter-no-objection", application=case.number, objection=objection)
    ends = [
        recorded
        for recorded in writing.dossier.recorded
        if isinstance(recorded.event, f.ObjectionUpheld | f.ObjectionDismissed)
        and recorded.event.objection == raised.objection
    ]
    if not ends:
        raise NotAllowed("letter-objection-open", application=case.number, objection=objection)
    answers = [event for event in writing.all(f.ObjectionAnswerProposed) if event.objection == objection]
    third_party = raised.raised_by != "applicant"
    return {
        "applicant": applicant(writing, masked=third_party),
        "third_party": third_party,
        "raised_on": raised.received_on,
        "lines": raised.lines,
        "grounds": writing.opened(raised.grounds).get("reason", ""),
        "upheld": isinstance(ends[-1].event, f.ObjectionUpheld),
        "reason": writing.opened(answers[-1].reason).get("reason", "") if answers else "",
        "decided_on": legal_day(ends[-1].recorded_at),
    }


def revocation(writing: Writing) -> dict[str, Any]:
    """Of a refusal, or rejection, that was taken back after its letter was served: the one that the proposal `about`
    took back.

    Raises `NotAllowed("letter-nothing-revoked")`.
    """
    case, recorded = writing.case, writing.dossier.recorded
    taken_back = next((line for name, line in revoked(recorded) if name == writing.about), None)
    if taken_back is None:
        raise NotAllowed("letter-nothing-revoked", application=case.number)
    before = recorded[: taken_back.version - 1]
    refused = next(line for line in reversed(before) if isinstance(line.event, _REFUSALS))
    reason = next(line.event.reason for line in reversed(before) if isinstance(line.event, f.TakingBackProposed))
    served = {line.event.sha256 for line in before if isinstance(line.event, f.LetterServed)}
    issued = issued_before(before, LetterKind.REFUSAL)
    letters = [letter for letter in issued if letter.at > refused.version and letter.sha256 in served]
    return {
        "applicant": applicant(writing),
        "accepted": isinstance(refused.event, f.ApplicationRejected),
        "overdue": isinstance(refused.event, f.ApplicationNotAccepted) and refused.event.clause is None,
        "refused_on": legal_day(refused.recorded_at),
        "letters": [
            {"number": number_of(case.number, LetterKind.REFUSAL, letter.count), "on": letter.on} for letter in letters
        ],
        "reason": writing.opened(reason).get("reason", ""),
        "decided_on": legal_day(taken_back.recorded_at),
    }


def revoked(recorded: Sequence[Recorded]) -> Iterator[tuple[str, Recorded]]:
    """What was taken back after its letter had been served, by the proposal that was confirmed in front of it."""
    for confirmed, line in pairwise(recorded):
        if isinstance(line.event, f.DecisionTakenBack) and line.event.revoked:
            assert isinstance(confirmed.event, f.ProposalConfirmed), "it follows from a confirmation"
            yield confirmed.event.proposal, line


def told_since(writing: Writing, kind: LetterKind) -> int:
    """The version of the case with what a letter of this kind tells: the letter of an earlier refusal, or of an earlier
    correction request, is not that of this one, whatever it says.
    """
    told = {LetterKind.REFUSAL: _REFUSALS, LetterKind.CORRECTION_REQUEST: (f.CorrectionRequested,)}.get(kind, ())
    return next((line.version for line in reversed(writing.dossier.recorded) if isinstance(line.event, told)), 0)


_REFUSALS = (f.ApplicationNotAccepted, f.ApplicationRejected)
_DECISIONS = (f.ApplicationApproved, f.ApplicationRevised)


def _against(whole: Iterable[Finding], of_the_lines: Iterable[LineFinding]) -> list[LineFinding]:
    """What is not met: of the application first, then of its lines. What is unclear refuses nobody."""
    every = (*(LineFinding(lines=(), finding=finding) for finding in whole), *of_the_lines)
    return [line_finding for line_finding in every if line_finding.finding.fails]


def _cited(line_findings: Iterable[LineFinding]) -> list[tuple[str, str | None]]:
    return [(line_finding.finding.clause, line_finding.finding.interpretation) for line_finding in line_findings]


def _refused(writing: Writing, decision: Recorded) -> list[LineFinding]:
    """The findings for which lines are refused. Of a revision they stand in what was proposed before it."""
    if isinstance(decision.event, f.ApplicationApproved | f.ApplicationFollowedUp):
        return list(decision.event.refused)
    for recorded in reversed(writing.dossier.recorded[: decision.version]):
        if isinstance(recorded.event, f.RevisionProposed):
            return _against((), recorded.event.line_findings)
    return []


def _reason(writing: Writing, decision: Event) -> str:
    """Why it was revised, in the words of the officer who proposed it."""
    if not isinstance(decision, f.ApplicationRevised):
        return ""
    proposals = [event for event in writing.all(f.RevisionProposed) if event.awards == decision.awards]
    return writing.opened(proposals[-1].reason).get("reason", "") if proposals else ""


def _entitled_rows(writing: Writing, case: Case, lines: Collection[int]) -> list[dict[str, Any]]:
    """Those of `lines` that something is owed for, each with its instalments."""
    parts: dict[int, list[dict[str, Any]]] = {}
    for due, item in sorted(case.items.items()):
        if item.entitled_fen and due.line in lines:
            part = {"instalment": due.instalment, "amount_fen": item.entitled_fen, "when": _when(item.payable, writing)}
            parts.setdefault(due.line, []).append(part)
    return [
        {
            **line_row(writing, case, case.lines[line]),
            "amount_fen": sum(part["amount_fen"] for part in of_line),
            "parts": of_line,
        }
        for line, of_line in parts.items()
    ]


def _when(payable: str, writing: Writing) -> str:
    """The milestone that an instalment waits for, as the edition calls it; nothing for one that waits for none."""
    milestone = writing.edition.milestones.get(payable)
    return milestone.names.zh if milestone else ""


def _award(award: Award, edition: Edition) -> Mapping[str, Any]:
    return {
        "lines": award.lines,
        "count": counted(award.lines),
        "each_fen": award.amount_fen // max(1, len(list(expand(award.lines)))),
        "total_fen": award.amount_fen,
        "arithmetic": "；".join(
            # A flat rate says no more than the amount itself.
            computed(step.code, step.values, edition)
            for step in award.arithmetic
            if step.code != "flat"
        ),
    }
