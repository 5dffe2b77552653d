"""受理: `accept`, `refuse`, `request-correction` and `withdraw`."""

from __future__ import annotations

import click

from cli.application.choice import choosing, lines_option, reason_option
from cli.application.round import Round
from cli.verbs import Verb, option
from domain.application.commands import (
    AcceptApplication,
    RefuseApplication,
    RequestCorrection,
    WithdrawApplication,
)
from domain.application.status import Status
from domain.application.values import Ranges
from domain.errors import NoSuchThing
from presentation.language import N_
from usecases.session.desk import Said


@click.command("accept", cls=Verb, help=N_("Accept applications: they are complete, and are assessed next."))
@choosing(Status.SUBMITTED)
def accept(going: Round) -> int:
    return going.give(lambda number: going.saying(number, AcceptApplication(application=number)))


@click.command("refuse", cls=Verb, help=N_("Refuse to accept applications, citing the clause it rests on."))
@option("--clause", required=True, help=N_("The clause, or the interpretation, by its id, such as closing-3."))
@reason_option
@choosing()
def refuse(going: Round, clause: str, reason: str) -> int:
    def saying(number: str) -> Said:
        with going.desk.books() as books:
            edition = books.edition(books.case(number).edition)
        if clause not in edition.clauses and clause not in edition.interpretations:
            raise NoSuchThing("no-such-clause", policy=edition.ref, clause=clause)
        return going.saying_why(
            number, reason, lambda said: RefuseApplication(application=number, clause=clause, reason=said)
        )

    return going.give(saying)


@click.command(
    "request-correction",
    cls=Verb,
    help=N_("Ask the applicant for a correction: once, and for everything that is missing."),
)
@lines_option
@reason_option
@choosing(Status.SUBMITTED)
def request_correction(going: Round, lines: Ranges, reason: str) -> int:
    return going.give(
        lambda number: going.saying_why(
            number, reason, lambda said: RequestCorrection(application=number, lines=lines, reason=said)
        )
    )


@click.command("withdraw", cls=Verb, help=N_("Record that the applicants took their applications back."))
@reason_option
@choosing()
def withdraw(going: Round, reason: str) -> int:
    return going.give(
        lambda number: going.saying_why(
            number, reason, lambda said: WithdrawApplication(application=number, reason=said)
        )
    )
