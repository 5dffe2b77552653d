"""`bailu register import`: propose the entries of a list; importing the same list again changes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from cli.output import print_line, print_note, print_record
from cli.parameters import FILE, NAME
from cli.progress import watched
from cli.register._proposed import policy_option, print_next
from cli.report_refusals import refusal_sentence, worst
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.commands.register_entries import import_list
from usecases.intake.editions import policy_of_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "import", cls=Verb, help=N_("Propose the entries of a list; importing the same list again changes nothing.")
)
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("file", type=FILE)
@policy_option
@output_option
@click.pass_obj
def command(settings: Settings, register: str, file: Path, policy: str | None, output: str | None) -> int:
    session = OfficerSession(settings)
    named = policy_of_register(session, register, policy)
    imported = import_list(session, register, named, file, watch=watched)
    for refusal in imported.refusals:
        print_note(refusal_sentence(refusal))
    counts = imported.counts
    if not print_record(counts, output):
        values = {
            "register": counts.register,
            "proposed": counts.proposed,
            "repeated": counts.repeated,
            "refused": counts.refused,
        }
        print_line(
            _("%(register)s: %(proposed)s proposed, %(repeated)s recorded before, %(refused)s refused.") % values
        )
        if counts.proposed:
            print_next(f"{register} --every")
    return worst(imported.refusals)
