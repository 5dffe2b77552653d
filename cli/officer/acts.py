"""`bailu officer acts`: who did what, and who stood by whose work; a read model."""

from __future__ import annotations

import click

from cli.output import print_listing
from cli.verbs import Verb, option, output_option
from domain.errors import NoSuchThing
from domain.office.roles import PERMISSIONS
from presentation.language import N_
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("position", N_("Position"), Kind.COUNT),
    Column("recorded_at", N_("Recorded at"), Kind.INSTANT),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("act", N_("Act"), Kind.LABEL),
    Column("part", N_("Part"), Kind.LABEL),
    Column("outcome", N_("Outcome"), Kind.LABEL),
    Column("application", N_("Application"), Kind.NAME),
    Column("about", N_("About"), Kind.NAME),
    Column("first_officer", N_("Begun by"), Kind.NAME),
    Column("first_position", N_("Begun at position"), Kind.COUNT, minor=True),
    Column("effective_on", N_("Took effect on"), Kind.DAY, minor=True),
    Column("stream", N_("Stream"), Kind.NAME, minor=True),
)


@click.command(
    "acts",
    cls=Verb,
    help=N_(
        "Show who did what, act by act.\n\n"
        "Acts that need two officers are two rows; the second says who began. --pairs shows only those, and so every "
        "second pair of eyes in one row."
    ),
)
@option("--officer", help=N_("Only what this officer did."))
@option("--application", help=N_("Only about this application."))
@option("--act", type=click.Choice(sorted(PERMISSIONS)), help=N_("Only this act."))
@option("--pairs", is_flag=True, help=N_("Only answers to what another officer began."))
@output_option
@click.pass_obj
def command(
    settings: Settings, officer: str | None, application: str | None, act: str | None, pairs: bool, output: str | None
) -> None:
    from cli.views import caught_up, print_position
    from projections.officer_acts import queries as officer_questions

    session = OfficerSession(settings)
    with session.database.reading() as view:
        if officer is not None and not view.version_of(f"officer-{officer}"):
            raise NoSuchThing("no-such-officer", officer=officer)
        if application is not None and not view.version_of(f"application-{application}"):
            raise NoSuchThing("no-such-application", application=application)
    with caught_up(session, "officer_acts") as views:
        answer = officer_questions.acts(
            views, officer=officer, application=application, act=act, part="second" if pairs else None
        )
    print_listing(_COLUMNS, (each._asdict() for each in answer.rows), output)
    print_position(answer)
