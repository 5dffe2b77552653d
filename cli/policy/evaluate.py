"""`bailu policy evaluate`: what would this application get? Without a store and without an officer."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.verbs import Verb, option, output_option
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Outcome
from policies import shipped_ids, shipped_refs
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from presentation.words.policy_rules import called
from usecases.intake.editions import edition_of, shipped_edition, today
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.intake.application import EvaluationFile

_LINES = (
    Column("line", N_("Line"), Kind.COUNT),
    Column("eligible", N_("Eligible"), Kind.NAME),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("payable", N_("Payable"), Kind.LABEL),
    Column("why", N_("Findings")),
)


_FINDINGS = (
    Column("line", N_("Line"), Kind.COUNT),
    Column("condition", N_("Condition"), Kind.NAME),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("interpretation", N_("Interpretation"), Kind.NAME),
    Column("outcome", N_("Outcome"), Kind.LABEL),
    Column("because", N_("Because")),
)


@click.command(
    "evaluate",
    cls=Verb,
    help=N_(
        "What would this application get? Neither a store nor an officer is needed.\n\n"
        "Declared facts count as verified. What a store would know stands in the file: “registers” and “used”. "
        "With --policy, it is asked of a pack that is still being written, or of an edition that was adopted here."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@option("--roster", type=click.Path(path_type=Path), help=N_("The lines, as a workbook or CSV."))
@option("--policy", help=N_("A pack file (.toml) or an edition; without it, the one that the file names."))
@option("--findings", "all_findings", is_flag=True, help=N_("Show what is met, too."))
@output_option
@click.pass_obj
def command(
    settings: Settings, file: Path, roster: Path | None, policy: str | None, all_findings: bool, output: str | None
) -> None:
    from policies.evaluate import evaluate as evaluated

    on = today(settings)
    asked = edition_of(settings, policy) if policy else None
    edition, document = _read(file, roster, on, asked)
    answer = evaluated(edition, asdict(document), today=on)
    _explain(answer, edition)
    if output in ("csv", "xlsx"):
        print_listing(_LINES, [_line_row(line, edition) for line in answer["lines"]], output)
    elif not print_record(answer, output, ()):
        _show(answer, edition, all_findings)


def _read(file: Path, roster: Path | None, on: date, asked: Edition | None) -> tuple[Edition, EvaluationFile]:
    """The edition `asked` or that of the file, and the file with its roster; leaves with everything that is wrong."""
    from usecases.errors import refuse_file
    from usecases.intake.check import check
    from usecases.intake.evaluation import read_evaluation
    from usecases.problems import Where, problem

    document, problems = read_evaluation(file)
    if document is None:
        raise refuse_file(file, problems)
    if asked is None and document.policy is not None and document.policy not in (*shipped_ids(), *shipped_refs()):
        raise refuse_file(file, [problem("policy-unknown", Where(path="policy"), given=document.policy)])
    edition = asked or shipped_edition(document.policy)
    document, problems = check(document, edition)
    if problems:
        raise refuse_file(file, problems)
    if roster is not None:
        # The libraries of spreadsheets take longer to load than an application to answer.
        from usecases.intake.roster import read as read_roster

        lines = read_roster(roster, edition, edition.schemes[document.scheme], on)
        if lines.problems:
            raise refuse_file(roster, lines.problems)
        document = replace(document, lines=lines.lines)
    return edition, document


def _explain(answer: dict[str, Any], edition: Edition) -> None:
    """Give each finding its sentence, in the officer's language."""
    from presentation.words.findings import because

    for finding in (*answer["findings"], *(each for line in answer["lines"] for each in line["findings"])):
        found = Finding(**{**finding, "outcome": Outcome(finding["outcome"])})
        finding["because"] = because(found, edition)


def _show(answer: dict[str, Any], edition: Edition, all_findings: bool) -> None:
    scheme = edition.schemes[answer["scheme"]]
    print_line(
        _("%(name)s (%(scheme)s), under %(edition)s")
        % {"name": called(scheme.names), "scheme": scheme.id, "edition": edition.ref}
    )
    if answer["lines"]:
        print_table(_LINES[:-1], [_line_row(line, edition) for line in answer["lines"]])
    findings = [finding for finding in _findings(answer) if all_findings or finding["outcome"] != Outcome.MET]
    if findings:
        print_table(_FINDINGS, findings, title=N_("Findings") if all_findings else N_("Findings that need a look"))
    else:
        print_line(_("Every condition is met."))
    if not answer["lines"]:
        print_note(_("The file has no lines: nothing is claimed."))
    if answer["eligible"]:
        print_line(_("Eligible: %(amount)s.") % {"amount": amount_in_words(answer["amount_fen"])})
    else:
        print_line(_("Not eligible: %(amount)s.") % {"amount": amount_in_words(0)})


def _line_row(line: dict[str, Any], edition: Edition) -> dict[str, Any]:
    open_findings = [finding["because"] for finding in line["findings"] if finding["outcome"] != Outcome.MET]
    payable = [
        called(edition.milestones[each].names) if each in edition.milestones else each
        for each in (part["payable"] for part in line["instalments"])
    ]
    return {**line, "payable": payable, "why": open_findings}


def _findings(answer: dict[str, Any]) -> list[dict[str, Any]]:
    of_lines = [{**finding, "line": line["line"]} for line in answer["lines"] for finding in line["findings"]]
    return [*answer["findings"], *of_lines]
