"""Why this amount, or why none: the recorded assessment of a case, condition by condition, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.application.events import ApplicationAssessed
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.values import Award, LineFinding, Ranges, expand
from domain.entitlement.findings import Finding, LineOutcome, Outcome, OwedBy, Value, together
from domain.errors import NotAllowed
from presentation.rows.columns import Row
from presentation.words.findings import because, computed
from usecases.dossiers.dossier import Dossier, open_dossier
from usecases.dossiers.evidence import (
    Evidence,
    VerifiedFact,
    verified_facts,
)
from usecases.session.officer_session import OfficerSession


class FindingDetails(Row):
    """One condition, what was required, declared and verified of it, and what was found, by which clause."""

    condition: str
    clause: str
    interpretation: str | None
    outcome: Outcome
    owed_by: OwedBy | None
    required: str
    declared: Mapping[str, Value]
    verified: Mapping[str, VerifiedFact]
    because: str
    code: str
    values: Mapping[str, Value]


class DeterminationDetails(Row):
    """An amount in fen that a body determined for each of some lines, by which document, and why."""

    lines: Ranges
    amount_fen: int
    reason: str
    body: str
    document: str
    score_sheet: str | None


class InstalmentAwarded(Row):
    """A part of an award; `payable` is the milestone on which it depends."""

    instalment: int
    amount_fen: int
    payable: str


class ComputationStep(Row):
    """One step of the arithmetic of an award, as a code with its values and as a sentence."""

    code: str
    values: Mapping[str, Value]
    said: str


class LineExplanation(Row):
    """What was found about one line, and how its amount in fen was computed."""

    line: int
    eligible: bool
    outcome: LineOutcome
    amount_fen: int
    instalments: tuple[InstalmentAwarded, ...]
    arithmetic: tuple[ComputationStep, ...]
    findings: tuple[FindingDetails, ...]


class Explanation(Row):
    """An assessment line by line, with the keys of `policy evaluate` and the arithmetic besides."""

    number: str
    scheme: str
    edition: str
    digest: str
    assessed_by: str
    assessed_at: datetime
    eligible: bool
    undecided: bool
    amount_fen: int
    findings: tuple[FindingDetails, ...]
    determined: tuple[DeterminationDetails, ...]
    lines: tuple[LineExplanation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The last assessment of a case, of which everything or only what concerns the line `only` is shown."""

    dossier: Dossier
    assessment: ApplicationAssessed
    evidence: Evidence
    only: int | None

    def findings(self) -> list[LineFinding]:
        """The findings of the application, and then those of its lines."""
        whole = [LineFinding(lines=(), finding=finding) for finding in self.assessment.findings]
        return [finding for finding in (*whole, *self.assessment.line_findings) if self.concerns(finding.lines)]

    def concerns(self, lines: Ranges) -> bool:
        """Whether what is about these lines (or, without any, about the application) is to be shown."""
        return self.only is None or not lines or _covers(lines, self.only)

    def explanation(self, session: OfficerSession) -> Explanation:
        """The assessment for programs."""
        case, assessment = self.dossier.case, self.assessment
        recorded = next(line for line in self.dossier.recorded if line.version == case.assessed_version)
        numbers = _lines_of(assessment) if self.only is None else [self.only]
        assert case.assessed_by is not None, "an assessment has an assessor"
        return Explanation(
            number=case.number,
            scheme=case.scheme,
            edition=assessment.edition,
            digest=assessment.digest,
            assessed_by=case.assessed_by,
            assessed_at=recorded.recorded_at,
            eligible=assessment.eligible,
            undecided=assessment.undecided,
            amount_fen=assessment.entitled_fen,
            findings=tuple(self._finding(finding) for finding in assessment.findings),
            determined=self.determined(session),
            lines=tuple(self._line(number) for number in numbers),
        )

    def determined(self, session: OfficerSession) -> tuple[DeterminationDetails, ...]:
        """The amounts that were typed; their reasons are opened from their seal."""
        party = self.dossier.case.applicant.party
        return tuple(
            DeterminationDetails(
                lines=determined.lines,
                amount_fen=determined.amount_fen,
                reason=session.unseal(party, determined.reason).get("reason", ""),
                body=determined.body,
                document=determined.document,
                score_sheet=determined.score_sheet,
            )
            for determined in self.assessment.determined
            if self.concerns(determined.lines)
        )

    def _line(self, number: int) -> LineExplanation:
        findings = [one.finding for one in self.assessment.line_findings if _covers(one.lines, number)]
        award = next((award for award in self.assessment.awards if _covers(award.lines, number)), None)
        return LineExplanation(
            line=number,
            eligible=together(findings) is LineOutcome.ELIGIBLE,
            outcome=together(findings),
            amount_fen=a_line_fen(award) if award else 0,
            instalments=tuple(
                InstalmentAwarded(instalment=part.instalment, amount_fen=part.amount_fen, payable=part.payable)
                for part in (award.parts if award else ())
            ),
            arithmetic=tuple(
                ComputationStep(
                    code=step.code, values=step.values, said=computed(step.code, step.values, self.dossier.edition)
                )
                for step in (award.arithmetic if award else ())
            ),
            findings=tuple(self._finding(finding, number) for finding in findings),
        )

    def _finding(self, finding: Finding, line: int = WHOLE_APPLICATION) -> FindingDetails:
        behind = self.evidence.of(finding, line)
        return FindingDetails(
            condition=finding.condition,
            clause=finding.clause,
            interpretation=finding.interpretation,
            outcome=finding.outcome,
            owed_by=finding.owed_by,
            required=behind.required,
            declared=dict(behind.declared),
            verified=verified_facts(behind.verified),
            because=because(finding, self.dossier.edition),
            code=finding.code,
            values=finding.values,
        )


def assessed(session: OfficerSession, number: str, *, only: int | None = None) -> Assessed:
    """The last assessment of an application.

    Raises `NoSuchThing("no-such-application")`; `NotAllowed`: `not-assessed`, `no-such-line`.
    """
    dossier = open_dossier(session, number)
    if dossier.case.assessment is None:
        raise NotAllowed("not-assessed", application=number)
    if only is not None and only not in dossier.case.lines:
        raise NotAllowed("no-such-line", application=number, line=only)
    return Assessed(dossier=dossier, assessment=dossier.case.assessment, evidence=Evidence(dossier), only=only)


def _lines_of(assessment: ApplicationAssessed) -> list[int]:
    """The lines that were assessed; a later correction may have changed which there are."""
    with_findings = {line for finding in assessment.line_findings for line in expand(finding.lines)}
    return sorted(with_findings | {line for award in assessment.awards for line in expand(award.lines)})


def _covers(lines: Ranges, line: int) -> bool:
    return any(first <= line <= last for first, last in lines)


def a_line_fen(award: Award) -> int:
    """What each line of an award is given, in fen."""
    return sum(part.amount_fen for part in award.parts)
