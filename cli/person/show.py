"""`bailu person show`: what a person received, and which limits they have used by what; a read model.

Persons are pseudonyms here, as in the log; whose they are is shown with the case, to those who may see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import WORDS
from cli.verbs import Verb, option, output_option
from domain.money import yuan
from presentation.language import N_, _
from usecases.dossiers.parties import ID_KINDS
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.queries.person_record import PersonRecord


@click.command(
    "show",
    cls=Verb,
    help=N_(
        "Show what a person received, and which limits they have used by what.\n\n"
        "WHOM is a line of an application, as 350203-2024-000123/2, an application alone for its applicant, a "
        "pseudonym, or an identity number. Two documents that were linked are one person."
    ),
)
@click.argument("reference", type=WORDS, metavar="WHOM")
@option("--id-kind", type=click.Choice(ID_KINDS), help=N_("The kind of the identity number; otherwise by its form."))
@output_option
@click.pass_obj
def command(settings: Settings, reference: str, id_kind: str | None, output: str | None) -> None:
    from cli.views import catching_up, print_position
    from usecases.queries.person_record import SUBSIDY_COLUMNS, person_record

    with catching_up() as on_progress:
        record = person_record(OfficerSession(settings), reference, id_kind, on_progress=on_progress)
    if output in ("csv", "xlsx"):
        print_listing(SUBSIDY_COLUMNS, record.result.subsidies, output)
    elif not print_record(record.result, output):
        _print_sheet(record.result)
    print_position(record)


def _print_sheet(record: PersonRecord) -> None:
    from usecases.queries.person_record import LIMIT_USE_COLUMNS, SUBSIDY_COLUMNS, OwedFromBefore, SettledElsewhere

    heading = _("Person %(person)s") % {"person": record.person}
    if len(record.known_as) > 1:
        heading = _("Person %(person)s, one with %(others)s") % {
            "person": record.person,
            "others": ", ".join(pseudonym for pseudonym in record.known_as if pseudonym != record.person),
        }
    print_line(heading)
    print_table(SUBSIDY_COLUMNS, record.subsidies, title=N_("Subsidies"))
    if record.elsewhere:
        print_table(SettledElsewhere, record.elsewhere, title=N_("Settled elsewhere"))
    if record.owed:
        print_table(OwedFromBefore, record.owed, title=N_("Owed from before"))
    if record.uses:
        print_table(LIMIT_USE_COLUMNS, record.uses, title=N_("Limits used"))
    amounts = {
        "paid": yuan(record.paid_fen),
        "recovered": yuan(record.recovered_fen),
        "net": yuan(record.paid_fen - record.recovered_fen),
    }
    print_line(_("Paid %(paid)s, recovered %(recovered)s, net %(net)s yuan.") % amounts)
