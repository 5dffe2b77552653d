"""`bailu recovery list`: demands to pay back, by age and ground; a read model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.output import print_line, print_listing
from cli.verbs import Verb, option, output_option
from domain.application.status import DEMANDING
from domain.money import yuan
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.parties import ID_KINDS, payee_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from projections.recovery_book.queries import Demand

_COLUMNS = (
    Column("application", N_("Application"), Kind.NAME),
    Column("recovery", N_("Demand"), Kind.NAME),
    Column("payee", N_("Payee"), Kind.NAME, minor=True),
    Column("scheme", N_("Scheme"), Kind.NAME, minor=True),
    Column("authority", N_("Authority"), Kind.NAME, minor=True),
    Column("ground", N_("Ground"), Kind.LABEL),
    Column("basis", N_("Basis"), minor=True),
    Column("standing", N_("Status"), Kind.LABEL),
    Column("age_days", N_("Age (days)"), Kind.COUNT),
    Column("next_due_on", N_("To be paid by"), Kind.DAY),
    Column("overdue", N_("Overdue"), minor=True),
    Column("overdue_fen", N_("Overdue (yuan)"), Kind.MONEY),
    Column("demanded_fen", N_("Demanded (yuan)"), Kind.MONEY),
    Column("received_fen", N_("Received (yuan)"), Kind.MONEY),
    Column("offset_fen", N_("Offset (yuan)"), Kind.MONEY),
    Column("reduced_fen", N_("Reduced (yuan)"), Kind.MONEY, minor=True),
    Column("written_off_fen", N_("Written off (yuan)"), Kind.MONEY, minor=True),
    Column("cancelled_fen", N_("Cancelled (yuan)"), Kind.MONEY, minor=True),
    Column("owed_back_fen", N_("Received beyond the demand (yuan)"), Kind.MONEY, minor=True),
    Column("open_fen", N_("Open (yuan)"), Kind.MONEY),
    Column("demanded_on", N_("Demanded on"), Kind.DAY, minor=True),
    Column("approved_on", N_("Approved on"), Kind.DAY, minor=True),
    Column("served_on", N_("Served on"), Kind.DAY, minor=True),
    Column("due_on", N_("Due on"), Kind.DAY, minor=True),
    Column("referred_to", N_("Referred to"), minor=True),
)


_PLAN = Column("plan", N_("Plan"), minor=True)


_GROUPED = (
    Column("group", N_("Group"), Kind.LABEL),
    Column("demands", N_("Demands"), Kind.COUNT),
    Column("demanded_fen", N_("Demanded (yuan)"), Kind.MONEY),
    Column("open_fen", N_("Open (yuan)"), Kind.MONEY),
    Column("overdue_fen", N_("Overdue (yuan)"), Kind.MONEY),
)


_AGES = ((30, "age-30"), (90, "age-90"), (365, "age-365"))
"""Up to so many days, and the word for it."""


_OLDER = "age-older"


_RANK = {word: rank for rank, word in enumerate([*(word for _days, word in _AGES), _OLDER])}


@click.command(
    "list",
    cls=Verb,
    help=N_(
        "List demands to pay back, the oldest first.\n\n"
        "A demand ages from the day on which it was served, or was proposed while it is not. Without --all only those "
        "of which something is open."
    ),
)
@option("--ground", type=click.Choice([each.value for each in DEMANDING]), help=N_("Only on this ground."))
@option("--application", help=N_("Only in this application."))
@option("--authority", help=N_("Only of this paying authority."))
@option("--payee", help=N_("Only from this payee: a unified social credit code, an identity number, or a pseudonym."))
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
    payee: str | None,
    id_kind: str | None,
    overdue: bool,
    older_than: int | None,
    ended: bool,
    by: str | None,
    output: str | None,
) -> None:
    from cli.views import caught_up, print_position
    from projections.recovery_book.queries import recoveries

    session = OfficerSession(settings)
    today = session.today()
    party = payee_of(session, payee, id_kind)
    with caught_up(session, "recovery_book") as views:
        answer = recoveries(
            views, ground=ground, application=application, authority=authority, payee=party, only_open=not ended
        )
    rows = [
        each
        for each in answer.rows
        if (not overdue or each.overdue(today)) and (older_than is None or each.age_days(today) > older_than)
    ]
    if by is not None:
        word = _age_class(today) if by == "age" else _ground
        print_listing(_GROUPED, _grouped(rows, word, today), output)
    else:
        machine = output in ("json", "jsonl")
        print_listing((*_COLUMNS, _PLAN) if machine else _COLUMNS, [_row(each, today) for each in rows], output)
    if rows and (output == "table" or (output is None and sys.stdout.isatty())):
        said = _("%(demands)s demand(s), open %(open)s yuan, of that overdue %(overdue)s yuan.")
        print_line(said % {"demands": len(rows), "open": yuan(_open(rows)), "overdue": yuan(_overdue(rows, today))})
    print_position(answer)


def _row(demand: Demand, today: date) -> dict[str, Any]:
    return demand._asdict() | {
        "age_days": demand.age_days(today),
        "overdue": demand.overdue(today),
        "overdue_fen": demand.overdue_fen(today),
        "plan": [{"due_on": part.due_on, "amount_fen": part.amount_fen} for part in demand.plan],
    }


def _grouped(rows: Sequence[Demand], word: Callable[[Demand], str], today: date) -> list[dict[str, Any]]:
    groups: dict[str, list[Demand]] = {}
    for each in rows:
        groups.setdefault(word(each), []).append(each)
    return [
        {
            "group": name,
            "demands": len(same),
            "demanded_fen": sum(each.demanded_fen for each in same),
            "open_fen": _open(same),
            "overdue_fen": _overdue(same, today),
        }
        for name, same in sorted(groups.items(), key=lambda group: _RANK.get(group[0], 0))
    ]


def _ground(demand: Demand) -> str:
    return demand.ground


def _age_class(today: date) -> Callable[[Demand], str]:
    return lambda demand: next((word for days, word in _AGES if demand.age_days(today) <= days), _OLDER)


def _open(rows: Iterable[Demand]) -> int:
    return sum(each.open_fen for each in rows)


def _overdue(rows: Iterable[Demand], today: date) -> int:
    return sum(each.overdue_fen(today) for each in rows)
