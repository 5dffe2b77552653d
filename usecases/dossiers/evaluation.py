"""What an application would get, in words and amounts: a calculator that needs neither a store nor an officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Outcome
from policies import shipped_ids, shipped_refs
from policies.evaluate import evaluate
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.findings import because
from presentation.words.policy_rules import called
from usecases.errors import refuse_file
from usecases.intake.application import EvaluationFile
from usecases.intake.editions import shipped_edition
from usecases.intake.standards import read_standards
from usecases.problems import Where, problem


class EvaluatedFinding(Row):
    """One condition, answered: a code and values for programs, and a sentence."""

    condition: str
    clause: str
    outcome: str
    code: str
    values: Mapping[str, Any]
    interpretation: str | msgspec.UnsetType = msgspec.UNSET
    owed_by: str | msgspec.UnsetType = msgspec.UNSET
    because: str


class EvaluatedInstalment(Row):
    """A part of what a line gets; it is `payable` at once or with a milestone."""

    instalment: int
    amount_fen: int
    payable: str


class EvaluatedLine(Row):
    """What one line of the file would get."""

    line: int
    eligible: bool
    outcome: str
    amount_fen: int
    instalments: tuple[EvaluatedInstalment, ...]
    findings: tuple[EvaluatedFinding, ...]


class Evaluation(Row):
    """What the application of a file would get."""

    scheme: str
    policy: str
    digest: str
    eligible: bool
    undecided: bool
    amount_fen: int
    findings: tuple[EvaluatedFinding, ...]
    lines: tuple[EvaluatedLine, ...]


class LineSummary(Row):
    """A line with what is payable when, and what stands against it."""

    line: Annotated[int, Heading(N_("Line"))]
    outcome: Annotated[str, Heading(N_("Outcome"), Kind.LABEL)]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    payable: Annotated[tuple[str, ...], Heading(N_("Payable"), Kind.LABEL)]
    why: Annotated[tuple[str, ...], Heading(N_("Findings"))]


class FindingSummary(Row):
    """A finding of the application as a whole, or of one line."""

    line: Annotated[int | None, Heading(N_("Line"))]
    condition: Annotated[str, Heading(N_("Condition"), Kind.NAME)]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    interpretation: Annotated[str | msgspec.UnsetType, Heading(N_("Interpretation"), Kind.NAME)]
    outcome: Annotated[str, Heading(N_("Outcome"), Kind.LABEL)]
    because: Annotated[str, Heading(N_("Because"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedFile:
    """An evaluation with the edition under which it was made."""

    edition: Edition
    evaluation: Evaluation

    @property
    def scheme_name(self) -> str:
        return called(self.edition.schemes[self.evaluation.scheme].names)

    def lines(self) -> list[LineSummary]:
        """A row a line."""
        return [
            LineSummary(
                line=line.line,
                outcome=line.outcome,
                amount_fen=line.amount_fen,
                payable=tuple(self._payable(instalment.payable) for instalment in line.instalments),
                why=tuple(finding.because for finding in line.findings if finding.outcome != Outcome.MET),
            )
            for line in self.evaluation.lines
        ]

    def findings(self, *, met: bool) -> list[FindingSummary]:
        """The findings of the application and then of its lines; with `met`, also those that are met."""
        findings = [(None, finding) for finding in self.evaluation.findings]
        return [
            _summary(line, finding)
            for line, finding in (
                *findings,
                *((line.line, finding) for line in self.evaluation.lines for finding in line.findings),
            )
            if met or finding.outcome != Outcome.MET
        ]

    def _payable(self, when: str) -> str:
        milestone = self.edition.milestones.get(when)
        return when if milestone is None else called(milestone.names)


def evaluate_file(
    file: Path, *, roster: Path | None, edition: Edition | None, standards: Sequence[str] = (), today: date
) -> EvaluatedFile:
    """What the application in a file would get under `edition`, or else under the one that the file names; `roster`
    has its lines, where the file has none. `standards` are files of tables that hold beside the notice. `today` is the
    day of receipt of a file that names none.

    Raises `FilesRefused` with everything that is wrong with the file or the roster, `PackRefused` for a table, and the
    refusals of `policies.evaluate`.
    """
    used_edition, document = _read(file, roster, edition, today)
    tables = read_standards(standards, used_edition)
    answer = evaluate(used_edition, asdict(document), tables=tables, today=today)
    evaluation = Evaluation(
        scheme=answer["scheme"],
        policy=answer["policy"],
        digest=answer["digest"],
        eligible=answer["eligible"],
        undecided=answer["undecided"],
        amount_fen=answer["amount_fen"],
        findings=_findings(answer["findings"], used_edition),
        lines=tuple(
            EvaluatedLine(
                line=line["line"],
                eligible=line["eligible"],
                outcome=line["outcome"],
                amount_fen=line["amount_fen"],
                instalments=tuple(EvaluatedInstalment(**instalment) for instalment in line["instalments"]),
                findings=_findings(line["findings"], used_edition),
            )
            for line in answer["lines"]
        ),
    )
    return EvaluatedFile(edition=used_edition, evaluation=evaluation)


def _read(file: Path, roster: Path | None, edition: Edition | None, today: date) -> tuple[Edition, EvaluationFile]:
    # Help does not wait for what reads the forms of files.
    from usecases.intake.check import check
    from usecases.intake.evaluation import read_evaluation

    document, problems = read_evaluation(file)
    if document is None:
        raise refuse_file(file, problems)
    if edition is None:
        if document.policy is not None and document.policy not in (*shipped_ids(), *shipped_refs()):
            raise refuse_file(file, [problem("policy-unknown", Where(path="policy"), given=document.policy)])
        edition = shipped_edition(document.policy)
    document, problems = check(document, edition)
    if problems:
        raise refuse_file(file, problems)
    if roster is not None:
        # The libraries of spreadsheets take longer to load than an application to answer.
        from usecases.intake.roster import read as read_roster

        lines = read_roster(roster, edition, edition.schemes[document.scheme], today)
        if lines.problems:
            raise refuse_file(roster, lines.problems)
        document = replace(document, lines=lines.lines)
    return edition, document


def _findings(answers: list[dict[str, Any]], edition: Edition) -> tuple[EvaluatedFinding, ...]:
    """Each finding with its sentence, in the officer's language."""
    return tuple(
        EvaluatedFinding(
            **answer, because=because(Finding(**{**answer, "outcome": Outcome(answer["outcome"])}), edition)
        )
        for answer in answers
    )


def _summary(line: int | None, finding: EvaluatedFinding) -> FindingSummary:
    return FindingSummary(
        line=line,
        condition=finding.condition,
        clause=finding.clause,
        interpretation=finding.interpretation,
        outcome=finding.outcome,
        because=finding.because,
    )
