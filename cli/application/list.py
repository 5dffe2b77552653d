"""`bailu application list`: the register of applications, a read model."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, option, output_option
from domain.application.status import Status
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("number", N_("Application"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME, minor=True),
    Column("received_on", N_("Received on"), Kind.DAY, minor=True),
    Column("status", N_("Status"), Kind.LABEL),
    Column("next_act", N_("What is next"), Kind.LABEL),
    Column("lines", N_("Lines"), Kind.COUNT),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("ordered_fen", N_("Ordered (yuan)"), Kind.MONEY, minor=True),
    Column("paid_fen", N_("Paid (yuan)"), Kind.MONEY),
    Column("recovered_fen", N_("Recovered (yuan)"), Kind.MONEY, minor=True),
    Column("outstanding_fen", N_("Outstanding (yuan)"), Kind.MONEY),
    Column("closes_on", N_("Notice closes on"), Kind.DAY, minor=True),
)


@click.command("list", cls=Verb, help=N_("List applications, with their state and money."))
@option("--status", type=click.Choice([each.value for each in Status]), help=N_("Only in this status."))
@option("--scheme", help=N_("Only of this scheme."))
@option("--authority", help=N_("Only of this paying authority."))
@output_option
@click.pass_obj
def command(
    settings: Settings, status: str | None, scheme: str | None, authority: str | None, output: str | None
) -> None:
    from cli.views import caught_up, print_position
    from projections.application_register import model as application_register
    from projections.application_register.queries import register

    with caught_up(OfficerSession(settings), application_register.NAME) as views:
        answer = register(views, status=status, scheme=scheme, authority=authority)
    print_listing(_COLUMNS, (each._asdict() for each in answer.rows), output)
    print_position(answer)
