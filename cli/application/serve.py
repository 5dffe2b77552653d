"""`bailu application serve`: record that a letter reached whom it addresses."""

from __future__ import annotations

from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.parameters import DAY, NAME, WORDS
from cli.verbs import Verb, option
from domain.application.status import ServiceWay
from presentation.language import N_
from usecases.commands.serve_letter import Service, prepare_service
from usecases.letters.kinds import LetterKind


@click.command(
    "serve",
    cls=Verb,
    help=N_(
        "Record that a letter reached whom it addresses: which letter, how, and when.\n\n"
        "It is the last one issued of its kind, and is served once. Remedies are counted from that day, and a refusal "
        "is revoked by a letter of its own once it was served. A demand to pay back is served with `recovery serve`; a "
        "public notice is not served. WAY is in-person (直接送达), by-post (邮寄送达), electronic (电子送达), "
        "left (留置送达) or by-announcement (公告送达: on the day that counts as service)."
    ),
)
@option(
    "--letter",
    type=click.Choice([kind.value for kind in LetterKind]),
    metavar="KIND",
    required=True,
    help=N_("Which letter, such as correction-request or refusal."),
)
@option("--about", type=NAME, metavar="ID", help=N_("What it is about, such as o1; needed when several wait."))
@option(
    "--way",
    type=click.Choice([way.value for way in ServiceWay]),
    metavar="WAY",
    required=True,
    help=N_("How it was served, such as in-person."),
)
@option("--on", type=DAY, metavar="DATE", required=True, help=N_("On which day; not before it was issued."))
@option(
    "--receipt", type=WORDS, metavar="TEXT", help=N_("The document that proves it (送达回证), or the post's number.")
)
@option(
    "--due-on",
    type=DAY,
    metavar="DATE",
    help=N_("correction-request: the last day on which the correction is in time; required there."),
)
@choosing("serve-letter")
def command(
    run: BatchRun, letter: str, about: str | None, way: str, on: date, receipt: str | None, due_on: date | None
) -> int:
    service = Service(
        letter=LetterKind(letter), about=about, way=ServiceWay(way), served_on=on, receipt=receipt, due_on=due_on
    )
    return run.give(lambda number: prepare_service(run.batch, number, service))
