"""`bailu application explain`: why this amount, or why none: the recorded assessment, condition by condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.verbs import Verb, option, output_option
from domain.application.events import ApplicationAssessed
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.values import Award, LineFinding, Ranges, expand, ranges
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding
from domain.errors import NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from presentation.words.findings import because, computed
from presentation.words.phrases import line_numbers
from usecases.dossiers.dossier import Dossier, called, open_dossier
from usecases.dossiers.evidence import Evidence, declared_in_words, for_machines, verified_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("lines", N_("Lines")),
    Column("condition", N_("Condition"), Kind.NAME, minor=True),
    Column("required", N_("What is required")),
    Column("declared", N_("What was declared")),
    Column("verified", N_("What was verified")),
    Column("outcome", N_("Outcome"), Kind.LABEL),
    Column("because", N_("What was found")),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("interpretation", N_("Interpretation"), Kind.NAME),
)


_AWARDS = (
    Column("lines", N_("Lines")),
    Column("arithmetic", N_("Computation")),
    Column("amount_fen", N_("A line (yuan)"), Kind.MONEY),
    Column("total_fen", N_("Together (yuan)"), Kind.MONEY),
)


_DETERMINED = (
    Column("lines", N_("Lines")),
    Column("amount_fen", N_("A line (yuan)"), Kind.MONEY),
    Column("reason", N_("Reason")),
)


@click.command(
    "explain",
    cls=Verb,
    help=N_(
        "Explain an assessment: for each line and condition what was required, declared, verified and found, by which "
        "clause, and how the amount was computed."
    ),
)
@click.argument("number")
@option("--line", type=click.IntRange(min=1), help=N_("Only this line."))
@output_option
@click.pass_obj
def command(settings: Settings, number: str, line: int | None, output: str | None) -> None:
    session = OfficerSession(settings)
    dossier = open_dossier(session, number)
    case = dossier.case
    if case.assessment is None:
        raise NotAllowed("not-assessed", application=number)
    if line is not None and line not in case.lines:
        raise NotAllowed("no-such-line", application=number, line=line)
    values = explained(session, dossier, case.assessment, line)
    if output in ("csv", "xlsx"):
        print_listing(_COLUMNS, _rows(dossier, case.assessment, line), output)
        return
    if not print_record(values, output, _COLUMNS):
        _print_all(dossier, case.assessment, values, line)


def explained(
    session: OfficerSession, dossier: Dossier, assessment: ApplicationAssessed, only: int | None = None
) -> dict[str, Any]:
    """The assessment for programs, line by line, with the keys of `policy evaluate` and the arithmetic besides."""
    case, evidence = dossier.case, Evidence(dossier)
    assessed = next(each for each in dossier.recorded if each.version == case.assessed_version)
    numbers = _lines_of(assessment) if only is None else [only]
    return {
        "number": case.number,
        "scheme": case.scheme,
        "edition": assessment.edition,
        "digest": assessment.digest,
        "assessed_by": case.assessed_by,
        "assessed_at": assessed.recorded_at,
        "eligible": assessment.eligible,
        "amount_fen": assessment.entitled_fen,
        "findings": [_finding(each, evidence) for each in assessment.findings],
        "determined": [
            {
                "lines": each.lines,
                "amount_fen": each.amount_fen,
                "reason": session.unseal(case.applicant.party, each.reason).get("reason", ""),
            }
            for each in assessment.determined
            if _concerns(each.lines, only)
        ],
        "lines": [_line(number, assessment, evidence) for number in numbers],
    }


def _lines_of(assessment: ApplicationAssessed) -> list[int]:
    """The lines that were assessed; a later correction may have changed which there are."""
    return sorted({line for each in assessment.line_findings for line in expand(each.lines)} | _awarded(assessment))


def _awarded(assessment: ApplicationAssessed) -> set[int]:
    return {line for award in assessment.awards for line in expand(award.lines)}


def _line(number: int, assessment: ApplicationAssessed, evidence: Evidence) -> dict[str, Any]:
    findings = [each.finding for each in assessment.line_findings if _covers(each.lines, number)]
    award = next((each for each in assessment.awards if _covers(each.lines, number)), None)
    return {
        "line": number,
        "eligible": all(finding.holds for finding in findings),
        "amount_fen": _of_a_line(award) if award else 0,
        "instalments": [
            {"instalment": part.instalment, "amount_fen": part.amount_fen, "payable": part.payable}
            for part in (award.parts if award else ())
        ],
        "arithmetic": [
            {"code": step.code, "values": step.values, "said": computed(step.code, step.values, evidence.edition)}
            for step in (award.arithmetic if award else ())
        ],
        "findings": [_finding(each, evidence, number) for each in findings],
    }


def _finding(finding: Finding, evidence: Evidence, line: int = WHOLE_APPLICATION) -> dict[str, Any]:
    return {
        "condition": finding.condition,
        "clause": finding.clause,
        "interpretation": finding.interpretation,
        "outcome": finding.outcome,
        **for_machines(evidence.of(finding, line)),
        "because": because(finding, evidence.edition),
        "code": finding.code,
        "values": finding.values,
    }


def _of_a_line(award: Award) -> int:
    return sum(part.amount_fen for part in award.parts)


def _print_all(dossier: Dossier, assessment: ApplicationAssessed, values: dict[str, Any], only: int | None) -> None:
    case, edition = dossier.case, dossier.edition
    print_line(f"{case.number}  {dossier.scheme_name}")
    verdict = N_("Assessed as eligible by %(officer)s under %(edition)s: %(amount)s")
    if not assessment.eligible:
        verdict = N_("Assessed as not eligible by %(officer)s under %(edition)s")
    said = {"officer": case.assessed_by, "edition": assessment.edition}
    print_line(_(verdict) % {**said, "amount": amount_in_words(assessment.entitled_fen)})
    print_line("")
    print_table(_COLUMNS, _rows(dossier, assessment, only), title=N_("Conditions"))
    awards = [each for each in assessment.awards if _concerns(each.lines, only)]
    if awards:
        print_table(_AWARDS, [award_row(each, edition, only) for each in awards], title=N_("Computation"))
    if values["determined"]:
        rows = [{**each, "lines": line_numbers(each["lines"])} for each in values["determined"]]
        print_table(_DETERMINED, rows, title=N_("Determined by the assessor"))
    print_sources((each.finding for each in _about(assessment, only)), edition)


def _about(assessment: ApplicationAssessed, only: int | None) -> list[LineFinding]:
    """The findings of the application, and then those of its lines."""
    whole = [LineFinding(lines=(), finding=each) for each in assessment.findings]
    return [each for each in (*whole, *assessment.line_findings) if _concerns(each.lines, only)]


def _rows(dossier: Dossier, assessment: ApplicationAssessed, only: int | None) -> list[dict[str, Any]]:
    evidence = Evidence(dossier)
    return [row for each in _about(assessment, only) for row in _rows_of(each, evidence, only)]


def _concerns(lines: Ranges, only: int | None) -> bool:
    return only is None or not lines or _covers(lines, only)


def _covers(lines: Ranges, line: int) -> bool:
    return any(first <= line <= last for first, last in lines)


def _rows_of(found: LineFinding, evidence: Evidence, only: int | None) -> Iterator[dict[str, Any]]:
    """One finding, for all the lines of which the same was declared and verified.

    What a limit looks at differs from line to line, and is shown where one line is asked for.
    """
    finding, edition = found.finding, evidence.edition
    said = {
        "condition": finding.condition,
        "outcome": finding.outcome,
        "because": because(finding, edition),
        "clause": finding.clause,
        "interpretation": finding.interpretation,
    }
    same: dict[tuple[str, str, str], list[int]] = {}
    for line in [only] if only is not None and found.lines else list(expand(found.lines)) or [WHOLE_APPLICATION]:
        behind = evidence.of(finding, line)
        if only is None and evidence.is_limit(finding):
            behind = replace(behind, declared={}, verified={})
        told = (behind.required, declared_in_words(behind, edition), verified_in_words(behind, edition))
        same.setdefault(told, []).append(line)
    for (required, declared, verified), lines in same.items():
        of_lines = line_numbers(ranges(lines)) if found.lines else _("application")
        yield {**said, "lines": of_lines, "required": required, "declared": declared, "verified": verified}


def award_row(award: Award, edition: Edition, only: int | None = None) -> dict[str, Any]:
    """How an award was computed, for people: of one line, and of all its lines together."""
    lines = award.lines if only is None else ranges([only])
    steps = [computed(step.code, step.values, edition) for step in award.arithmetic]
    return {
        "lines": line_numbers(lines),
        "arithmetic": "; ".join(steps),
        "amount_fen": _of_a_line(award),
        "total_fen": _of_a_line(award) * len(list(expand(lines))),
    }


def print_sources(findings: Iterable[Finding], edition: Edition) -> None:
    """The clauses that were cited, by name, and the interpretations that were leaned on, with the reading taken."""
    cited = list(findings)
    for clause in dict.fromkeys(each.clause for each in cited):
        if clause in edition.clauses:
            print_line(f"{clause}: {called(edition.clauses[clause].names)}")
    for name in dict.fromkeys(each.interpretation for each in cited):
        if name is not None and name in edition.interpretations:
            print_line(f"{name}: {called(edition.interpretations[name].reading)}")
