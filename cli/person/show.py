"""`bailu person show`: what a person received, and which limits they have used by what; a read model.

Persons are pseudonyms here, as in the log; whose they are is shown with the case, to those who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.verbs import Verb, option, output_option
from domain.errors import NoSuchThing
from domain.money import yuan
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.parties import ID_KINDS, person_by_reference
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.person_record.queries import Record

_SUBSIDIES = (
    Column("application", N_("Application"), Kind.NAME),
    Column("line", N_("Line"), Kind.COUNT),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("received_on", N_("Received on"), Kind.DAY),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("paid_fen", N_("Paid (yuan)"), Kind.MONEY),
    Column("recovered_fen", N_("Recovered (yuan)"), Kind.MONEY),
    Column("paid_on", N_("Last paid on"), Kind.DAY),
    Column("person", N_("Person (pseudonym)"), Kind.NAME, minor=True),
    Column("applicant", N_("Applicant"), Kind.NAME, minor=True),
)


_USES = (
    Column("limit", N_("Limit"), Kind.NAME),
    Column("over", N_("Counts over"), Kind.LABEL),
    Column("qualifier", N_("For"), Kind.NAME),
    Column("used_on", N_("Used on"), Kind.DAY),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("application", N_("Application"), Kind.NAME),
    Column("line", N_("Line"), Kind.COUNT),
)


@click.command(
    "show",
    cls=Verb,
    help=N_(
        "Show what a person received, and which limits they have used by what.\n\n"
        "WHOM is a line of an application, as 350203-2024-000123/2, an application alone for its applicant, a "
        "pseudonym, or an identity number. Two documents that were linked are one person."
    ),
)
@click.argument("party", metavar="WHOM")
@option("--id-kind", type=click.Choice(ID_KINDS), help=N_("The kind of the identity number; otherwise by its form."))
@output_option
@click.pass_obj
def command(settings: Settings, party: str, id_kind: str | None, output: str | None) -> None:
    from cli.views import caught_up, print_position
    from projections.person_record.queries import record_of

    session = OfficerSession(settings)
    pseudonym = person_by_reference(session, party, id_kind)
    if pseudonym is None:
        raise NoSuchThing("no-such-person", whom=party)
    with caught_up(session, "person_record") as views:
        found = record_of(views, pseudonym)
    if output in ("csv", "xlsx"):
        print_listing(_SUBSIDIES, [each._asdict() for each in found.subsidies], output)
    elif not print_record(_values(found), output, _SUBSIDIES):
        _tell(found)
    print_position(found)


def _values(found: Record) -> dict[str, Any]:
    return {
        "person": found.person,
        "known_as": found.known_as,
        "subsidies": [each._asdict() for each in found.subsidies],
        "uses": [each._asdict() for each in found.uses],
    }


def _tell(found: Record) -> None:
    said = _("Person %(person)s") % {"person": found.person}
    if len(found.known_as) > 1:
        said = _("Person %(person)s, one with %(others)s") % {
            "person": found.person,
            "others": ", ".join(each for each in found.known_as if each != found.person),
        }
    print_line(said)
    print_table(_SUBSIDIES, [each._asdict() for each in found.subsidies], title=N_("Subsidies"))
    if found.uses:
        print_table(_USES, [each._asdict() for each in found.uses], title=N_("Limits used"))
    paid_fen, back_fen = (
        sum(getattr(each, name) for each in found.subsidies) for name in ("paid_fen", "recovered_fen")
    )
    amounts = {"paid": yuan(paid_fen), "recovered": yuan(back_fen), "net": yuan(paid_fen - back_fen)}
    print_line(_("Paid %(paid)s, recovered %(recovered)s, net %(net)s yuan.") % amounts)
