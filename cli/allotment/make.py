"""`bailu allotment make`: allot money of the city to a district: a share in advance, the rest reserved."""

from __future__ import annotations

from datetime import date

import click

from cli.allotment._propose import Asked, propose
from cli.output import print_line
from cli.parameters import DAY, NAME, WORDS, YUAN
from cli.verbs import Verb, money_options, option, output_option
from domain.errors import NotAllowed
from domain.office.allotment_proposals import MakeAllotment, Target
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.allotment_acts import making
from usecases.dossiers.allotment_proposals import targets_in_words
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_QUANTITY = click.IntRange(min=1)


@click.command(
    "make",
    cls=Verb,
    help=N_(
        "Propose to allot money of the city to a district, with targets; another finance officer confirms it.\n\n"
        "The share that the notice names goes there in advance, into funds of the district under the same documents. "
        "The rest is reserved in the funds of the city, where nothing else can take it, and follows what is achieved."
    ),
)
@click.argument("receiver", type=NAME, metavar="AUTHORITY")
@option("--amount", "total_fen", type=YUAN, metavar="YUAN", required=True, help=N_("The total, advance and rest."))
@option("--year", type=click.IntRange(2000, 2199), required=True, help=N_("The budget year of the funds."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document by which it is allotted."))
@option("--scheme", "schemes", type=NAME, multiple=True, required=True, help=N_("What it is for; may be repeated."))
@option(
    "--fund",
    "funds",
    type=NAME,
    multiple=True,
    required=True,
    help=N_("A fund of the city that it comes from; may be repeated. They are taken in the funding order."),
)
@option(
    "--target",
    "targets",
    type=(WORDS, _QUANTITY, WORDS, DAY),
    multiple=True,
    required=True,
    metavar="WHAT QUANTITY UNIT DATE",
    help=N_("A target: what, how much, in which unit, by when; may be repeated."),
)
@option(
    "--weight",
    "weights",
    type=_QUANTITY,
    multiple=True,
    help=N_("The weight of each target, in their order; all weigh the same unless said otherwise."),
)
@option("--policy", type=NAME, help=N_("The policy whose share is advanced; the first one unless said otherwise."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    receiver: str,
    total_fen: int,
    year: int,
    document: str,
    schemes: tuple[str, ...],
    funds: tuple[str, ...],
    targets: tuple[tuple[str, int, str, date], ...],
    weights: tuple[int, ...],
    policy: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    weighed = _weighed(targets, weights)
    session = OfficerSession(settings)
    plan, made = making(session, policy, receiver, year, total_fen, schemes, funds, document, weighed, command_id)
    if output is None and not plan.repeated:
        _print_parts(made)
    what = _("allot %(amount)s of %(year)s to %(receiver)s, by %(document)s")
    values = {"amount": amount_in_words(total_fen), "year": year, "receiver": receiver, "document": document}
    asked = Asked(yes=yes, dry_run=dry_run, output=output)
    propose(plan, asked, what, values, allotment=None, amount_fen=total_fen)


def _weighed(targets: tuple[tuple[str, int, str, date], ...], weights: tuple[int, ...]) -> list[Target]:
    """Raises `NotAllowed("weights-differ")` where some targets have a weight and others not."""
    if weights and len(weights) != len(targets):
        raise NotAllowed("weights-differ", targets=len(targets), weights=len(weights))
    return [
        Target(what=what, quantity=quantity, unit=unit, due_on=due_on, weight=weight)
        for (what, quantity, unit, due_on), weight in zip(targets, weights or [1] * len(targets), strict=True)
    ]


def _print_parts(made: MakeAllotment) -> None:
    """Before anybody agrees: out of which funds, and by which targets."""
    for part in made.parts:
        values = {"fund": part.fund, "amount": amount_in_words(part.amount_fen)}
        print_line(_("Out of the fund %(fund)s: %(amount)s") % values)
    for target in targets_in_words(made.targets):
        print_line(target)
