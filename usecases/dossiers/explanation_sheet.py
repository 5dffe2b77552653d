"""The sheet of an assessment, for people: its conditions, its computation, and the sources that were cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Annotated

from msgspec import structs

from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.values import Award, LineFinding, Ranges, expand, ranges
from domain.entitlement.findings import Outcome
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.amounts import amount_in_words
from presentation.words.findings import because, computed
from presentation.words.phrases import first_lines, line_numbers
from usecases.dossiers.dossier import called
from usecases.dossiers.evidence import declared_in_words, verified_in_words
from usecases.dossiers.explanation import Assessed, DeterminationDetails, a_line_fen


class ConditionRow(Row):
    """One finding, for all the lines of which the same was declared and verified."""

    lines: Annotated[str, Heading(N_("Lines"))]
    condition: Annotated[str, Heading(N_("Condition"), Kind.NAME, minor=True)]
    required: Annotated[str, Heading(N_("What is required"))]
    declared: Annotated[str, Heading(N_("What was declared"), below=True)]
    verified: Annotated[str, Heading(N_("What was verified"), below=True)]
    outcome: Annotated[Outcome, Heading(N_("Outcome"))]
    because: Annotated[str, Heading(N_("What was found"))]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    interpretation: Annotated[str | None, Heading(N_("Interpretation"), Kind.NAME, below=True)]


class AwardRow(Row):
    """How an award was computed: of one line, and of all its lines together."""

    lines: Annotated[str, Heading(N_("Lines"))]
    arithmetic: Annotated[str, Heading(N_("Computation"))]
    amount_fen: Annotated[int, Heading(N_("A line (yuan)"))]
    total_fen: Annotated[int, Heading(N_("Together (yuan)"))]


class DeterminationRow(Row):
    """What a body determined, with the lines as people write them."""

    lines: Annotated[str, Heading(N_("Lines"))]
    amount_fen: Annotated[int, Heading(N_("A line (yuan)"))]
    body: Annotated[str, Heading(N_("Body"))]
    document: Annotated[str, Heading(N_("Document"))]
    score_sheet: Annotated[str | None, Heading(N_("Score sheet"))]
    reason: Annotated[str, Heading(N_("Reason"))]


_WORST_FIRST = (Outcome.NOT_MET, Outcome.UNCLEAR, Outcome.WAIVED, Outcome.MET)


def heading(assessed: Assessed) -> str:
    """Who assessed it, under which edition, and what came of it."""
    if not assessed.assessment.eligible:
        undecided = assessed.assessment.undecided
        sentence = N_("Assessed by %(officer)s under %(edition)s: undecided, for something is not known")
        sentence = sentence if undecided else N_("Assessed as not eligible by %(officer)s under %(edition)s")
    elif assessed.assessment.undecided:
        sentence = N_("Assessed as eligible in part by %(officer)s under %(edition)s: %(amount)s; the rest is open")
    else:
        sentence = N_("Assessed as eligible by %(officer)s under %(edition)s: %(amount)s")
    return _(sentence) % {
        "officer": assessed.dossier.case.assessed_by,
        "edition": assessed.assessment.edition,
        "amount": amount_in_words(assessed.assessment.entitled_fen),
    }


def condition_rows(assessed: Assessed) -> list[ConditionRow]:
    """The findings of the application, and then those of its lines."""
    return [row for line_finding in assessed.findings() for row in _rows_of(assessed, line_finding)]


def brief_condition_rows(assessed: Assessed) -> list[ConditionRow]:
    """One row for all lines of which a condition found the same kind of thing about the same fact: first what is not
    met, then what is not known, then the rest. Where the lines differ in what was found, the row says it of the first.
    """
    alike: dict[tuple[object, ...], list[LineFinding]] = {}
    for one in assessed.findings():
        finding = one.finding
        kind = (finding.condition, finding.outcome, finding.code, finding.values.get("fact"))
        key = (bool(one.lines), *kind, finding.clause, finding.interpretation)
        alike.setdefault(key, []).append(one)
    rows = [_brief_row(assessed, findings) for findings in alike.values()]
    return sorted(rows, key=lambda row: _WORST_FIRST.index(row.outcome))


def award_rows(assessed: Assessed, numbers: Callable[[Ranges], str] = line_numbers) -> list[AwardRow]:
    """How the amounts were computed; `numbers` says of which lines."""
    awards = assessed.assessment.awards
    return [_award(assessed, award, numbers) for award in awards if assessed.concerns(award.lines)]


def determination_rows(
    determined: Iterable[DeterminationDetails], numbers: Callable[[Ranges], str] = line_numbers
) -> list[DeterminationRow]:
    """Determined amounts as people read them; `numbers` says of which lines."""
    return [
        DeterminationRow(
            lines=numbers(determination.lines),
            amount_fen=determination.amount_fen,
            body=determination.body,
            document=determination.document,
            score_sheet=determination.score_sheet,
            reason=determination.reason,
        )
        for determination in determined
    ]


def source_lines(assessed: Assessed, rows: Iterable[ConditionRow]) -> Iterator[str]:
    """The clauses that these rows cite, by name, and the interpretations that were used, with the reading taken."""
    edition = assessed.dossier.edition
    shown = list(rows)
    for clause in dict.fromkeys(row.clause for row in shown):
        if clause in edition.clauses:
            yield f"{clause}: {called(edition.clauses[clause].names)}"
    for name in dict.fromkeys(row.interpretation for row in shown):
        if name is not None and name in edition.interpretations:
            yield f"{name}: {called(edition.interpretations[name].reading)}"


def _rows_of(assessed: Assessed, line_finding: LineFinding) -> Iterator[ConditionRow]:
    """What a limit looks at differs from line to line, and is shown where one line is asked for."""
    finding, edition = line_finding.finding, assessed.dossier.edition
    concerned = (
        [assessed.only] if assessed.only is not None and line_finding.lines else list(expand(line_finding.lines))
    )
    same: dict[tuple[str, str, str], list[int]] = {}
    for line in concerned or [WHOLE_APPLICATION]:
        behind = assessed.evidence.of(finding, line)
        if assessed.only is None and assessed.evidence.is_limit(finding):
            behind = replace(behind, declared={}, verified={})
        sentences = (behind.required, declared_in_words(behind, edition), verified_in_words(behind, edition))
        same.setdefault(sentences, []).append(line)
    for (required, declared, verified), lines in same.items():
        yield ConditionRow(
            lines=line_numbers(ranges(lines)) if line_finding.lines else _("application"),
            condition=finding.condition,
            required=required,
            declared=declared,
            verified=verified,
            outcome=finding.outcome,
            because=because(finding, edition),
            clause=finding.clause,
            interpretation=finding.interpretation,
        )


def _brief_row(assessed: Assessed, findings: list[LineFinding]) -> ConditionRow:
    first, *others = [row for one in findings for row in _rows_of(assessed, one)]
    lines = ranges(line for one in findings for line in expand(one.lines))
    if not others:
        return structs.replace(first, lines=first_lines(lines) if lines else first.lines)
    because = _("line %(line)s: %(because)s The others alike: --line shows one of them.")
    return structs.replace(
        first,
        lines=first_lines(lines),
        declared="",
        verified="",
        because=because % {"line": next(expand(findings[0].lines)), "because": first.because},
    )


def _award(assessed: Assessed, award: Award, numbers: Callable[[Ranges], str]) -> AwardRow:
    lines = award.lines if assessed.only is None else ranges([assessed.only])
    steps = [computed(step.code, step.values, assessed.dossier.edition) for step in award.arithmetic]
    return AwardRow(
        lines=numbers(lines),
        arithmetic=_("; ").join(steps),
        amount_fen=a_line_fen(award),
        total_fen=a_line_fen(award) * len(list(expand(lines))),
    )
