"""`bailu recovery list`: demands to pay back, by age and ground; a read model."""

from __future__ import annotations

import sys

import click

from cli.output import print_line, print_listing
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, option, output_option
from domain.application.status import DEMANDING
from domain.money import yuan
from presentation.language import N_, _
from usecases.dossiers.parties import ID_KINDS, payee_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "list",
    cls=Verb,
    help=N_(
        "List demands to pay back, the oldest first.\n\n"
        "A demand ages from the day on which it was served, or was proposed while it is not. Without --all only those "
        "of which something is open."
    ),
)
@option("--ground", type=click.Choice([ground.value for ground in DEMANDING]), help=N_("Only on this ground."))
@option("--application", type=NAME, help=N_("Only in this application."))
@option("--authority", type=NAME, help=N_("Only of this deciding authority."))
@option("--payer", type=NAME, help=N_("Only of this paying authority."))
@option(
    "--payee",
    type=WORDS,
    help=N_("Only from this payee: a unified social credit code, an identity number, or a pseudonym."),
)
@option("--id-kind", type=click.Choice(ID_KINDS), help=N_("The kind of the identity number; otherwise by its form."))
@option("--overdue", is_flag=True, help=N_("Only what should have been paid by now."))
@option("--older-than", type=click.IntRange(min=0), metavar="DAYS", help=N_("Only what is older than so many days."))
@option("--all", "ended", is_flag=True, help=N_("Also demands of which nothing is open any more."))
@option("--by", type=click.Choice(("ground", "age")), help=N_("One row for each ground, or for each class of age."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    ground: str | None,
    application: str | None,
    authority: str | None,
    payer: str | None,
    payee: str | None,
    id_kind: str | None,
    overdue: bool,
    older_than: int | None,
    ended: bool,
    by: str | None,
    output: str | None,
) -> None:
    from cli.views import caught_up, print_position
    from usecases.queries.demands import DemandFilter, DemandGroup, ListedDemand, demands

    session = OfficerSession(settings)
    wanted = DemandFilter(
        ground=ground,
        application=application,
        authority=authority,
        payer=payer,
        payee=payee_of(session, payee, id_kind),
        ended=ended,
        overdue=overdue,
        older_than_days=older_than,
    )
    with caught_up(session, "recovery_book") as views:
        listed = demands(views, wanted, session.today())
    if by is not None:
        print_listing(DemandGroup, listed.groups(by_age=by == "age"), output)
    else:
        print_listing(ListedDemand, listed.rows, output)
    if listed.rows and (output == "table" or (output is None and sys.stdout.isatty())):
        total = _("%(demands)s demand(s), open %(open)s yuan, of that overdue %(overdue)s yuan.")
        values = {"open": yuan(listed.open_fen), "overdue": yuan(listed.overdue_fen)}
        print_line(total % {"demands": len(listed.rows), **values})
    print_position(listed)
