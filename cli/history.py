"""`bailu history`: every movement of money, as it took effect by a day and as it was known at a moment."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_listing, print_note, print_table
from cli.parameters import DAY, MOMENT, NAME, WORDS
from cli.verbs import Verb, option, output_option
from domain.money import yuan
from presentation.language import N_, _
from usecases.dossiers.parties import ID_KINDS
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.queries.history import History


@click.command(
    "history",
    cls=Verb,
    help=N_(
        "Show every movement of money.\n\n"
        "--as-of bounds the day on which a movement took effect, --known-at what had been recorded; both together "
        "answer what was believed at one time about another. A day alone, as a moment, means its end. Two documents "
        "that were linked are one person."
    ),
)
@option("--application", type=NAME, help=N_("Only of this application."))
@option("--payee", type=WORDS, help=N_("Only to this payee: a unified social credit code, or what --person takes."))
@option("--person", type=WORDS, help=N_("Only about this person: an identity number, or a pseudonym."))
@option("--id-kind", type=click.Choice(ID_KINDS), help=N_("The kind of the identity number; otherwise by its form."))
@option("--scheme", type=NAME, help=N_("Only of this scheme."))
@option("--authority", type=NAME, help=N_("Only of this deciding authority."))
@option("--payer", type=NAME, help=N_("Only of this paying authority."))
@option("--source", type=NAME, help=N_("Only of this source of money, such as central."))
@option("--as-of", type=DAY, metavar="DATE", help=N_("Only what took effect by this day."))
@option("--known-at", type=MOMENT, metavar="INSTANT|POSITION", help=N_("Only what had been recorded by then."))
@option("--diff", type=(MOMENT, MOMENT), metavar="T1 T2", help=N_("Only what was recorded after T1 and by T2."))
@option("--each-line", is_flag=True, help=N_("In a table, a row for each line, too; other forms always have them."))
@option("--totals", is_flag=True, help=N_("What the movements add up to, kind by kind, in their place."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    application: str | None,
    payee: str | None,
    person: str | None,
    id_kind: str | None,
    scheme: str | None,
    authority: str | None,
    payer: str | None,
    source: str | None,
    as_of: date | None,
    known_at: datetime | int | None,
    diff: tuple[datetime | int, datetime | int] | None,
    each_line: bool,
    totals: bool,
    output: str | None,
) -> None:
    if diff is not None and known_at is not None:
        raise click.UsageError(_("--diff says what was known by itself: leave --known-at out."))
    from cli.views import catching_up, print_position
    from usecases.queries.history import HistoryFilter, KindTotal, Movement, money_history

    wanted = HistoryFilter(
        application=application,
        payee=payee,
        person=person,
        id_kind=id_kind,
        scheme=scheme,
        authority=authority,
        payer=payer,
        source=source,
        as_of=as_of,
        known_at=known_at,
        recorded_between=diff,
    )
    with catching_up() as on_progress:
        history = money_history(OfficerSession(settings), wanted, on_progress=on_progress)
    for pseudonyms in history.result.linked:
        print_note(_("Linked documents are one person here: %(persons)s.") % {"persons": ", ".join(pseudonyms)})
    if totals:
        print_listing(KindTotal, history.result.by_kind, output)
    elif output == "table" or (output is None and sys.stdout.isatty()):
        _print_sheet(history.result, each_line=each_line)
    else:
        print_listing(Movement, history.result.movements, output)
    print_position(history)


def _print_sheet(history: History, *, each_line: bool) -> None:
    from usecases.queries.history import Movement, MovementOfLines

    if each_line:
        print_table(Movement, history.movements)
    else:
        print_table(MovementOfLines, history.by_lines())
    if history.movements:
        _print_sums(history)


def _print_sums(history: History) -> None:
    """What the movements add up to; of what comes back, only where something did."""
    sums = history.sums
    amounts = {name.removesuffix("_fen"): yuan(amount_fen) for name, amount_fen in sums._asdict().items()}
    print_line(
        _("Together %(movements)s movement(s): entitled %(entitled)s, in flight %(ordered)s, paid %(paid)s yuan.")
        % {"movements": len(history.movements), "ordered": amounts["in_flight"], **amounts}
    )
    if sums.demanded_fen or sums.recovered_fen or sums.written_off_fen:
        sentence = _(
            "Demanded back %(demanded)s, recovered %(recovered)s, written off %(written_off)s; "
            "paid net of what came back %(net_paid)s yuan."
        )
        print_line(sentence % amounts)
    if sums.owed_back_fen:
        print_line(_("Held for the payee, who paid back too much: %(owed_back)s yuan.") % amounts)
