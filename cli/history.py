"""`bailu history`: every movement of money, as it took effect by a day and as it was known at a moment."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.output import print_line, print_listing, print_note, print_table
from cli.parameters import DAY, MOMENT
from cli.verbs import Verb, option, output_option
from domain.errors import NoSuchThing
from domain.money import yuan
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.parties import ID_KINDS, payee_of, person_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.payout_history.queries import Filter, Movement

_LINES = Column("lines", N_("Lines"))


_SHOWN = (
    Column("position", N_("Position"), Kind.COUNT),
    Column("effective_on", N_("Took effect on"), Kind.DAY),
    Column("recorded_at", N_("Recorded at"), Kind.INSTANT),
    Column("application", N_("Application"), Kind.NAME),
    Column("line", N_("Line"), Kind.COUNT),
    Column("instalment", N_("Instalment"), Kind.COUNT),
    Column("kind", N_("Movement"), Kind.LABEL),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("source", N_("Source"), Kind.LABEL),
    Column("reference", N_("Reference"), Kind.NAME),
)


_TOGETHER = tuple(_LINES if column.key == "line" else column for column in _SHOWN)


_MORE = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("batch", N_("Batch"), Kind.NAME),
    Column("recovery", N_("Demand"), Kind.NAME),
    Column("payee", N_("Payee"), Kind.NAME),
    Column("person", N_("Person (pseudonym)"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("edition", N_("Edition"), Kind.NAME),
    Column("digest", N_("Digest of the edition"), Kind.NAME),
)


_TOTALS = (
    Column("kind", N_("Movement"), Kind.LABEL),
    Column("movements", N_("Movements"), Kind.COUNT),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
)


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
@option("--application", help=N_("Only of this application."))
@option("--payee", help=N_("Only to this payee: a unified social credit code, or what --person takes."))
@option("--person", help=N_("Only about this person: an identity number, or a pseudonym."))
@option("--id-kind", type=click.Choice(ID_KINDS), help=N_("The kind of the identity number; otherwise by its form."))
@option("--scheme", help=N_("Only of this scheme."))
@option("--authority", help=N_("Only of this paying authority."))
@option("--source", help=N_("Only of this source of money, such as central."))
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
    session = OfficerSession(settings)
    if application is not None:
        _exists(session, application)
    from projections.payout_history.queries import Filter

    asked = Filter(
        application=application,
        payee=_known_as(session, payee_of(session, payee, id_kind)),
        person=_known_as(session, person_of(session, person, id_kind)),
        scheme=scheme,
        authority=authority,
        source=source,
        as_of=as_of,
        known_at=known_at,
    )
    _answer(session, asked, diff, output, each_line=each_line, totals=totals)


def _answer(
    session: OfficerSession,
    asked: Filter,
    diff: tuple[datetime | int, datetime | int] | None,
    output: str | None,
    *,
    each_line: bool,
    totals: bool,
) -> None:
    from cli.views import caught_up, print_position
    from projections.payout_history import queries as questions

    with caught_up(session, "payout_history") as views:
        answer = questions.diff(views, *diff, asked) if diff else questions.history(views, asked)
    rows = [movement._asdict() for movement in answer.rows]
    if totals:
        print_listing(_TOTALS, _by_kind(answer.rows), output)
    elif output == "table" or (output is None and sys.stdout.isatty()):
        print_table(_SHOWN if each_line else _TOGETHER, rows if each_line else _together(rows))
        if rows:
            _print_sums(answer.rows)
    else:
        print_listing((*_SHOWN, *_MORE), rows, output)
    print_position(answer)


def _together(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What moved in one fact, for one instalment and from one source, as one row: a person pays a class, not lines."""
    from domain.application.values import ranges
    from usecases.dossiers.timeline import line_numbers

    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in rows:
        key = tuple(row[name] for name in ("position", "application", "instalment", "kind", "source", "reference"))
        groups.setdefault(key, []).append(row)
    return [
        {
            **same[0],
            "lines": line_numbers(ranges(row["line"] for row in same if row["line"])) or _("owed back"),
            "amount_fen": sum(row["amount_fen"] for row in same),
        }
        for same in groups.values()
    ]


def _by_kind(movements: Sequence[Movement]) -> list[dict[str, Any]]:
    from projections.payout_history.rows import Kind as Moved

    found = {kind: [each.amount_fen for each in movements if each.kind == kind] for kind in Moved}
    return [
        {"kind": kind.value, "movements": len(amounts), "amount_fen": sum(amounts)}
        for kind, amounts in found.items()
        if amounts
    ]


def _print_sums(movements: Sequence[Movement]) -> None:
    """What the movements add up to; of what comes back, only where something did."""
    from projections.payout_history.totals import sums_of

    sums = sums_of(movements)
    said = _("Together %(movements)s movement(s): entitled %(entitled)s, in flight %(ordered)s, paid %(paid)s yuan.")
    amounts = {name.removesuffix("_fen"): yuan(fen) for name, fen in sums._asdict().items()}
    print_line(said % {"movements": len(movements), "ordered": amounts["in_flight"], **amounts})
    if sums.demanded_fen or sums.recovered_fen or sums.written_off_fen:
        said = _(
            "Demanded back %(demanded)s, recovered %(recovered)s, written off %(written_off)s; "
            "paid net of what came back %(net_paid)s yuan."
        )
        print_line(said % amounts)
    if sums.owed_back_fen:
        print_line(_("Held for the payee, who paid back too much: %(owed_back)s yuan.") % amounts)


def _known_as(session: OfficerSession, party: str | None) -> str | tuple[str, ...] | None:
    """Every pseudonym of a person whose documents were linked; anybody else as they are."""
    if party is None:
        return None
    with session.repository() as repository:
        aliases = tuple(sorted(repository.people().aliases(party)))
    if len(aliases) == 1:
        return party
    print_note(_("Linked documents are one person here: %(persons)s.") % {"persons": ", ".join(aliases)})
    return aliases


def _exists(session: OfficerSession, application: str) -> None:
    with session.database.reading() as view:
        if not view.version_of(f"application-{application}"):
            raise NoSuchThing("no-such-application", application=application)
