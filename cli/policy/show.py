"""`bailu policy show`: an edition as people read it: schemes, amounts, conditions, limits, and what was interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import FILE_OR_NAME, NAME
from cli.verbs import Verb, option, output_option
from domain.entitlement.edition import Edition
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.policy_rules import called
from usecases.dossiers.edition_details import (
    AskedFact,
    EditionDetails,
    InterpretationDetails,
    LimitDetails,
    Requirement,
    SchemeDetails,
    edition_details,
)
from usecases.intake.editions import edition_of
from usecases.session.settings import Settings


class SchemeSummary(Row):
    """A scheme in one line."""

    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    name: Annotated[str, Heading(N_("Scheme name"))]
    clause: Annotated[str, Heading(N_("Clause"), Kind.NAME)]
    amount: Annotated[str, Heading(N_("A line is worth"))]
    paid_by: Annotated[tuple[str, ...], Heading(N_("Paid by"), Kind.LABEL)]
    limits: Annotated[tuple[str, ...], Heading(N_("Limits"))]


@click.command("show", cls=Verb, help=N_("Show a policy edition, or one of its schemes: what it asks for and gives."))
@click.argument("policy", type=FILE_OR_NAME, metavar="[POLICY]", required=False)
@option("--scheme", type=NAME, metavar="SCHEME", help=N_("Only this scheme, with everything about it."))
@output_option
@click.pass_obj
def command(settings: Settings, policy: str | None, scheme: str | None, output: str | None) -> None:
    edition = edition_of(settings, policy)
    details = edition_details(edition, scheme)
    schemes = [_summary(shown) for shown in details.schemes]
    if output in ("csv", "xlsx"):
        print_listing(SchemeSummary, schemes, output)
    elif not print_record(details, output):
        _print_head(details)
        if scheme is None:
            print_table(SchemeSummary, schemes)
        else:
            _print_scheme(details.schemes[0], edition)
        print_table(LimitDetails, details.limits, title=N_("Limits"))
        _print_interpretations(details.interpretations)


def _summary(scheme: SchemeDetails) -> SchemeSummary:
    return SchemeSummary(
        scheme=scheme.scheme,
        name=str(scheme.name),
        clause=scheme.clause,
        amount=scheme.amount.says,
        paid_by=tuple(dict.fromkeys(paid.government for paid in scheme.paid_by)),
        limits=scheme.limits,
    )


def _print_head(details: EditionDetails) -> None:
    identity = {"document": details.document, "edition": details.edition, "digest": details.digest}
    print_line(str(details.title))
    print_line(_("%(document)s, edition %(edition)s (%(digest)s)") % identity)
    window = {"first": details.received.from_, "last": details.received.to}
    print_line(_("Received from %(first)s to %(last)s") % window)
    print_line("")


def _print_scheme(scheme: SchemeDetails, edition: Edition) -> None:
    clause = edition.clauses[scheme.clause]
    print_line(f"{scheme.name} ({scheme.scheme})")
    print_line(f"{called(clause.names)} [{clause.id}]")
    print_line(clause.text)
    print_line(_("A line is worth: %(amount)s") % {"amount": scheme.amount.says})
    print_table(Requirement, scheme.conditions, title=N_("Conditions"))
    if scheme.facts:
        print_table(AskedFact, scheme.facts, title=N_("Facts"))


def _print_interpretations(interpretations: Sequence[InterpretationDetails]) -> None:
    if interpretations:
        print_line(_("Interpretations: where the notice is silent or ambiguous"))
    for interpretation in interpretations:
        print_line("")
        print_line(f"{interpretation.interpretation} [{interpretation.clause}]")
        print_line("  " + _("Question: %(question)s") % {"question": interpretation.question})
        print_line("  " + _("Taken: %(reading)s") % {"reading": interpretation.reading})
        for reading in interpretation.other_readings:
            print_line("  " + _("Also possible: %(reading)s") % {"reading": reading})
        print_line("  " + _("To be settled by: %(settled_by)s") % {"settled_by": interpretation.settled_by})
