"""`bailu allotment evaluate`: record how much of its targets was achieved."""

from __future__ import annotations

import click

from cli.allotment._propose import Asked, propose
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, money_options, option, output_option
from presentation.language import N_, _
from usecases.commands.allotment_acts import evaluating
from usecases.dossiers.allotment_proposals import achieved_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "evaluate",
    cls=Verb,
    help=N_(
        "Propose how much of the targets of an allotment was achieved; a supervisor confirms it.\n\n"
        "Target by target, all at once or one after the other. Until the allotment is settled a later evaluation takes "
        "the place of an earlier one. No target counts beyond its whole."
    ),
)
@click.argument("allotment", type=NAME)
@option(
    "--achieved",
    type=(click.IntRange(min=1), click.IntRange(min=0)),
    multiple=True,
    required=True,
    metavar="TARGET QUANTITY",
    help=N_("How much of a target, by its number; may be repeated."),
)
@option("--document", type=WORDS, required=True, help=N_("The number of the document of the evaluation."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    allotment: str,
    achieved: tuple[tuple[int, int], ...],
    document: str,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    plan, evaluation = evaluating(OfficerSession(settings), allotment, achieved, document, command_id)
    propose(
        plan,
        Asked(yes=yes, dry_run=dry_run, output=output),
        _("evaluate the allotment %(allotment)s, by %(document)s: %(achieved)s"),
        {"allotment": allotment, "document": document, "achieved": achieved_in_words(evaluation.achievements)},
        allotment=allotment,
        amount_fen=None,
    )
