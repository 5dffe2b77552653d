"""`bailu policy coverage`: every clause of a notice, what implements it or why it pays nobody, and what proves it."""

from __future__ import annotations

from typing import Annotated

import click

from cli.output import print_listing, print_note
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.dossiers.clause_coverage import Coverage, CoveredClause, clause_coverage
from usecases.intake.editions import edition_of
from usecases.session.settings import Settings

_KINDS = {
    "schemes": N_("schemes: %(ids)s"),
    "limits": N_("limits: %(ids)s"),
    "registers": N_("registers: %(ids)s"),
    "milestones": N_("milestones: %(ids)s"),
    "budgets": N_("budget of: %(ids)s"),
    "whole": N_("of the whole: %(ids)s"),
}


class ClauseSummary(Row):
    """A clause with the parts of its coverage as texts, and its tests counted."""

    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Name"))]
    coverage: Annotated[Coverage, Heading(N_("Coverage"), Kind.LABEL)]
    implemented_by: Annotated[tuple[str, ...], Heading(N_("Implemented by"))]
    pays_nobody: Annotated[tuple[str, ...], Heading(N_("Pays nobody, because"))]
    interpretations: Annotated[tuple[str, ...], Heading(N_("Interpretations"))]
    tests_count: Annotated[int, Heading(N_("Tests of behaviour"))]


@click.command(
    "coverage",
    cls=Verb,
    help=N_(
        "Every clause of a policy: what implements it or why it pays nobody, its interpretations, and its tests.\n\n"
        "A clause is implemented where a test applies its rules to cases. What a policy only declares is called so; a "
        "policy that did not come with bailu has no tests here. With -o json the tests are named."
    ),
)
@click.argument("policy", type=FILE_OR_NAME, metavar="[POLICY]", required=False)
@output_option
@click.pass_obj
def command(settings: Settings, policy: str | None, output: str | None) -> None:
    clauses = clause_coverage(edition_of(settings, policy))
    if output in ("json", "jsonl"):
        print_listing(CoveredClause, clauses, output)
        return
    print_listing(ClauseSummary, map(_summary, clauses), output)
    for coverage, sentence in _NOTES.items():
        if ids := [clause.clause for clause in clauses if clause.coverage is coverage]:
            print_note(_(sentence) % {"clauses": ", ".join(ids)})


_NOTES = {
    Coverage.DECLARED_ONLY: N_("Declared, but no test proves that anything comes of it: %(clauses)s."),
    Coverage.NOT_COVERED: N_("Nothing implements: %(clauses)s."),
}


def _summary(clause: CoveredClause) -> ClauseSummary:
    return ClauseSummary(
        clause=clause.clause,
        name=clause.name,
        coverage=clause.coverage,
        implemented_by=tuple(_(_KINDS[kind]) % {"ids": ", ".join(ids)} for kind, ids in clause.implemented_by.items()),
        pays_nobody=tuple(f"{part.name}: {part.why}" for part in clause.pays_nobody),
        interpretations=clause.interpretations,
        tests_count=len(clause.tests),
    )
