"""The sheet of a payment run: what each case is paid and how that adds up, and the funds that it draws on.

Everything on it is read from the facts with which the run was ordered, so the sheet that is shown before the question
and the one that is shown a year later are made in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cli.asking import amount_said
from cli.desk import Desk
from cli.language import N_, _
from cli.masks import masked_name, masked_number
from cli.render import Column, Kind, say, table
from domain.application.facts import PaymentOrdered
from domain.application.state import Case, application_stream
from domain.application.values import Applicant, ApplicantKind, Draw
from domain.errors import NoSuchThing
from domain.facts import Fact
from domain.money import yuan
from domain.treasury.batch import BatchExported, BatchOrdered, CreditedItem, batch_stream
from store.books import Books
from store.envelope import Recorded, read, read_all

ITEMS = (
    Column("application", N_("Application"), Kind.NAME),
    Column("payee", N_("Payee")),
    Column("account", N_("Account"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("computation", N_("Computation"), Kind.NAME),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
)
ANSWERS = (
    Column("value_on", N_("Credited on"), Kind.DAY),
    Column("reference", N_("Bank reference"), Kind.NAME),
)
DRAWS = (
    Column("fund", N_("Fund"), Kind.NAME),
    Column("source", N_("Source"), Kind.LABEL),
    Column("amount_fen", N_("Draws (yuan)"), Kind.MONEY),
    Column("left_fen", N_("Left (yuan)"), Kind.MONEY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """So many lines of one case, each with this instalment of this amount."""

    lines: int
    instalment: int
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`items` and `drawn` are rows to show; `batch` is the number that the run has, or would get."""

    batch: str
    authority: str
    amount_fen: int
    items: tuple[dict[str, Any], ...]
    drawn: tuple[dict[str, Any], ...]

    def values(self) -> dict[str, Any]:
        """The sheet for a program."""
        return {
            "batch": self.batch,
            "authority": self.authority,
            "amount_fen": self.amount_fen,
            "items": [{key: value for key, value in item.items() if key != "computation"} for item in self.items],
            "drawn": self.drawn,
        }

    def show(self, *, answers: bool = False) -> None:
        """The sheet for people; with what the bank answered, if asked for."""
        table((*ITEMS, *ANSWERS) if answers else ITEMS, self.items)
        table(DRAWS, self.drawn)
        said = _("Together %(amount)s for %(count)s application(s) of %(authority)s.")
        say(said % {"amount": amount_said(self.amount_fen), "count": len(self.items), "authority": self.authority})


def ordering_facts(desk: Desk, batch: str) -> tuple[Recorded, ...]:
    """The facts with which a run was ordered. Raises `NoSuchThing("no-such-batch")`."""
    with desk.database.reading() as view:
        rows = view.stream(batch_stream(batch))
        if not rows:
            raise NoSuchThing("no-such-batch", batch=batch)
        known = view.command(read(rows[0]).command_id)
        assert known is not None, "what was recorded was a command"
        return tuple(read_all(view.rows(after=known.first_position - 1, limit=known.count)))


def payee_name(desk: Desk, applicant: Applicant) -> str:
    """Who is paid: an organisation by its public name, a person by a masked one; empty once the person is forgotten."""
    if applicant.name is not None:
        return applicant.name
    name = desk.unseal(applicant.party, applicant.sealed).get("name", "")
    return masked_name(name) if applicant.kind is ApplicantKind.PERSON else name


def _account(desk: Desk, case: Case) -> str:
    return masked_number(desk.unseal(case.applicant.party, case.account.sealed).get("number", ""))


def steps_of(desk: Desk, batch: str) -> list[dict[str, Any]]:
    """What happened to a run, in order: who ordered, released and exported it, and when its credits were recorded."""
    with desk.database.reading() as view:
        recorded = read_all(view.stream(batch_stream(batch)))
    return [
        {
            "what": each.name,
            "recorded_at": each.recorded_at,
            "officer": each.actor,
            "position": each.position,
            "sha256": each.fact.sha256 if isinstance(each.fact, BatchExported) else None,
        }
        for each in recorded
    ]


def sheet_of(
    desk: Desk, ordering: Iterable[Recorded], *, recorded: bool, credited: Mapping[str, CreditedItem] | None = None
) -> Sheet:
    """The sheet of the run that these facts order; `recorded` says whether the funds have been drawn on already."""
    facts = {each.stream: each.fact for each in ordering}
    ordered = next(each for each in facts.values() if isinstance(each, BatchOrdered))
    answers = credited or {}
    with desk.books() as books:
        items = tuple(
            _item(desk, books, item.application, facts[application_stream(item.application)], answers)
            for item in ordered.items
        )
        drawn = tuple(_draw(books, draw, recorded=recorded) for draw in ordered.drawn)
    return Sheet(
        batch=ordered.batch,
        authority=ordered.authority,
        amount_fen=ordered.amount_fen,
        items=items,
        drawn=drawn,
    )


def _item(desk: Desk, books: Books, number: str, payment: Fact, answers: Mapping[str, CreditedItem]) -> dict[str, Any]:
    assert isinstance(payment, PaymentOrdered), "each bank item orders the payment of its case"
    case, answer = books.case(number), answers.get(number)
    counted = Counter((due.instalment, case.items[due].amount_fen) for due in payment.items)
    parcels = [
        Parcel(lines=lines, instalment=instalment, amount_fen=amount_fen)
        for (instalment, amount_fen), lines in sorted(counted.items())
    ]
    assert sum(each.lines * each.amount_fen for each in parcels) == payment.amount_fen, "the parcels are the payment"
    return {
        "application": number,
        "payee": payee_name(desk, case.applicant),
        "account": _account(desk, case),
        "scheme": case.scheme,
        "clause": books.edition(case.edition).schemes[case.scheme].clause,
        "computation": computation(parcels),
        "lines": [
            {"count": each.lines, "instalment": each.instalment, "amount_fen": each.amount_fen} for each in parcels
        ],
        "amount_fen": payment.amount_fen,
        "value_on": answer and answer.value_on,
        "reference": answer and answer.reference,
    }


def computation(parcels: Sequence[Parcel]) -> str:
    """Such as `26 × 1,000.00`; the instalment is named only where it is not the first."""
    said = []
    for each in parcels:
        term = f"{each.lines} × {yuan(each.amount_fen)}"
        if each.instalment > 1:
            term += " " + _("(instalment %(instalment)s)") % {"instalment": each.instalment}
        said.append(term)
    return " + ".join(said)


def _draw(books: Books, draw: Draw, *, recorded: bool) -> dict[str, Any]:
    fund = books.fund(draw.fund)
    assert fund is not None, "what was drawn on was opened"
    left_fen = fund.balance_fen if recorded else fund.balance_fen - draw.amount_fen
    return {"fund": draw.fund, "source": draw.source, "amount_fen": draw.amount_fen, "left_fen": left_fen}
