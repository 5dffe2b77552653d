"""What the approver of an assessment sees before they approve it: the clause, the computation and the amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.application.decisions.applied_policy import against
from domain.application.events import ApplicationAssessed
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import Award, LineFinding, Ranges, expand
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing
from domain.money import yuan
from presentation.language import _
from presentation.words.amounts import amount_in_words
from presentation.words.findings import because, computed
from presentation.words.phrases import line_numbers
from usecases.dossiers.dossier import Dossier, Preview, called, open_dossier
from usecases.dossiers.identities import elsewhere
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPreview:
    """What is shown of an assessment: its amount in fen, and the version of the case that it made."""

    preview: Preview
    amount_fen: int
    assessed_version: int


def approval_previews(session: OfficerSession, numbers: Iterable[str]) -> Iterator[ApprovalPreview]:
    """Those applications that the officer can approve; the decision tells why others cannot."""
    for number in numbers:
        try:
            dossier = open_dossier(session, number)
        except NoSuchThing:
            continue
        assessment = dossier.case.assessment
        case = dossier.case
        if case.status is Status.ASSESSED and assessment is not None and _approvable(case, session.officer):
            sentences = (*_sentences(dossier, assessment), *elsewhere(session, case).sentences(number))
            preview = Preview(number=dossier.case.number, scheme_name=dossier.scheme_name, sentences=sentences)
            yield ApprovalPreview(
                preview=preview, amount_fen=assessment.entitled_fen, assessed_version=case.assessed_version
            )


def _approvable(case: Case, officer: str) -> bool:
    return case.assessment is not None and case.assessment.eligible and case.assessed_by != officer


def _sentences(dossier: Dossier, assessment: ApplicationAssessed) -> Iterator[str]:
    edition = dossier.edition
    clause = edition.schemes[dossier.case.scheme].amount.clause
    if clause in edition.clauses:
        yield f"{clause} {called(edition.clauses[clause].names)}"
    for award in assessment.awards:
        yield computation(award, edition)
    yield from refused_lines(against(assessment.line_findings), edition)
    yield from still_open(assessment.open_lines)
    yield _("In all %(amount)s") % {"amount": amount_in_words(assessment.entitled_fen)}


def refused_lines(refused: Iterable[LineFinding], edition: Edition) -> Iterator[str]:
    """Which lines are refused, and why, by which clause."""
    for line_finding in refused:
        yield _("Refused: line(s) %(lines)s: %(because)s (%(clause)s)") % {
            "lines": line_numbers(line_finding.lines),
            "because": because(line_finding.finding, edition),
            "clause": line_finding.finding.clause,
        }


def still_open(lines: Ranges) -> Iterator[str]:
    """Which lines stay open."""
    if lines:
        yield _("Open, and decided later: line(s) %(lines)s") % {"lines": line_numbers(lines)}


def computation(award: Award, edition: Edition) -> str:
    steps = _("; ").join(computed(step.code, step.values, edition) for step in award.arithmetic)
    count = len(list(expand(award.lines)))
    return _("Line(s) %(lines)s: %(steps)s; %(count)s × %(each)s = %(total)s yuan") % {
        "lines": line_numbers(award.lines),
        "steps": steps,
        "count": count,
        "each": yuan(award.amount_fen // count),
        "total": yuan(award.amount_fen),
    }
