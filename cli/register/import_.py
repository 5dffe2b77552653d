"""`bailu register import`: propose the entries of a list; importing the same list again changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cli.output import print_line, print_note, print_record
from cli.register._one_by_one import one_by_one
from cli.register._register import print_next
from cli.verbs import Verb, output_option
from domain.errors import Refusal
from domain.office.register import AddEntry
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.commands.executor import Result
from usecases.intake.editions import known_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COUNTS = (
    Column("register", N_("Register"), Kind.NAME),
    Column("rows", N_("Rows"), Kind.COUNT),
    Column("proposed", N_("Proposed"), Kind.COUNT),
    Column("repeated", N_("Recorded before"), Kind.COUNT),
    Column("refused", N_("Refused"), Kind.COUNT),
)


@click.command(
    "import", cls=Verb, help=N_("Propose the entries of a list; importing the same list again changes nothing.")
)
@click.argument("name", metavar="REGISTER")
@click.argument("file", type=click.Path(path_type=Path))
@output_option
@click.pass_obj
def command(settings: Settings, name: str, file: Path, output: str | None) -> int:
    from cli.progress import watched
    from cli.report_refusals import refusal_sentence, worst
    from usecases.errors import refuse_file
    from usecases.intake.registers import read_register

    session = OfficerSession(settings)
    listed = read_register(file, known_register(session, name))
    if listed.problems:
        raise refuse_file(file, listed.problems)
    commands = [
        AddEntry(
            register=name,
            key=body.uscc,
            name=body.name,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            document=body.document,
            quota=body.quota,
        )
        for body in listed.bodies
    ]
    saids = (session.prepare(command, derived=True) for command in commands)
    results = list(watched(one_by_one(session, saids), len(commands), _("Importing")))
    refused = [each for each in results if isinstance(each, Refusal)]
    repeated = sum(isinstance(each, Result) and each.repeated for each in results)
    counts: dict[str, Any] = {
        "register": name,
        "rows": len(results),
        "proposed": len(results) - repeated - len(refused),
        "repeated": repeated,
        "refused": len(refused),
    }
    for each in refused:
        print_note(refusal_sentence(each))
    if not print_record(counts, output, _COUNTS):
        print_line(
            _("%(register)s: %(proposed)s proposed, %(repeated)s recorded before, %(refused)s refused.") % counts
        )
        if counts["proposed"]:
            print_next(name)
    return worst(refused)
