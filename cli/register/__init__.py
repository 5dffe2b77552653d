"""`bailu register`: who is recognised, put forward by one officer and confirmed by another."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import DAY
from cli.register.one_by_one import one_by_one
from cli.register.rows import ENTRIES, entry_rows
from cli.verbs import command_id_option, dry_run_option, group, option, output_option
from domain.errors import NoSuchThing, NotAllowed, Refusal
from domain.office.register import AddEntry, EndEntry, EntryEndProposed, EntryProposed
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.commands.executor import Result
from usecases.intake.editions import known_register, known_registers
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_PROPOSED = (
    Column("register", N_("Register"), Kind.NAME),
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("entry", N_("Entry"), Kind.NAME),
)
_COUNTS = (
    Column("register", N_("Register"), Kind.NAME),
    Column("rows", N_("Rows"), Kind.COUNT),
    Column("proposed", N_("Proposed"), Kind.COUNT),
    Column("repeated", N_("Recorded before"), Kind.COUNT),
    Column("refused", N_("Refused"), Kind.COUNT),
)


@group("register", help=N_("Registers of recognised bodies."))
def register() -> None:
    pass


@register.command("add", help=N_("Propose an entry; it answers nothing until a supervisor has confirmed it."))
@click.argument("name", metavar="REGISTER")
@click.argument("key", metavar="USCC")
@option("--name", "called", help=N_("The name of who is listed."))
@option("--from", "valid_from", type=DAY, required=True, help=N_("The first day of the recognition."))
@option("--to", "valid_to", type=DAY, help=N_("The last day of the recognition; open unless said."))
@option("--document", required=True, help=N_("The number of the document that recognises."))
@option("--quota", type=click.IntRange(min=1), help=N_("How many lines the recognition allows, where it says so."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def add(
    settings: Settings,
    name: str,
    key: str,
    called: str | None,
    valid_from: date,
    valid_to: date | None,
    document: str,
    quota: int | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    if quota is not None and known_register(session, name).quota is None:
        raise NotAllowed("register-without-quota", register=name)
    command = AddEntry(
        register=name,
        key=_code(session, name, key),
        name=called,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document,
        quota=quota,
    )
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    _say_proposed(result, name, output, dry_run=dry_run)


@register.command("end", help=N_("Propose that an entry answers no more after a day."))
@click.argument("name", metavar="REGISTER")
@click.argument("entry", metavar="ENTRY")
@option("--on", "last_on", type=DAY, required=True, help=N_("The last day of the recognition."))
@option("--document", required=True, help=N_("The number of the document that ends it."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def end(
    settings: Settings,
    name: str,
    entry: str,
    last_on: date,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    known_register(session, name)
    command = EndEntry(register=name, entry=entry, last_on=last_on, document=document)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    _say_proposed(result, name, output, dry_run=dry_run)


@register.command("import", help=N_("Propose the entries of a list; importing the same list again changes nothing."))
@click.argument("name", metavar="REGISTER")
@click.argument("file", type=click.Path(path_type=Path))
@output_option
@click.pass_obj
def import_list(settings: Settings, name: str, file: Path, output: str | None) -> int:
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
            _say_next(name)
    return worst(refused)


@register.command("list", help=N_("List the entries of the registers, and what waits for confirmation."))
@click.argument("name", metavar="[REGISTER]", required=False)
@option("--on", "on", type=DAY, help=N_("Only what is in force on this day."))
@output_option
@click.pass_obj
def list_entries(settings: Settings, name: str | None, on: date | None, output: str | None) -> None:
    session = OfficerSession(settings)
    known = known_registers(session)
    if name is not None and name not in known:
        raise NoSuchThing("no-such-register", register=name)
    today = session.today()
    with session.repository() as repository:
        rows = [
            row
            for each in ([name] if name else known)
            for row in entry_rows(each, repository.register(each), today, on)
        ]
    print_listing(ENTRIES, rows, output)


def _code(session: OfficerSession, name: str, key: str) -> str:
    """The unified social credit code, normalised; leaves with what is wrong with it."""
    from usecases.errors import refuse_file
    from usecases.intake.identity import uscc
    from usecases.problems import Problem

    known_register(session, name)
    found = uscc(key)
    if isinstance(found, Problem):
        raise refuse_file(key, [found])
    return found


def _say_proposed(result: Result, name: str, output: str | None, *, dry_run: bool) -> None:
    proposed = result.events[0].event
    assert isinstance(proposed, (EntryProposed, EntryEndProposed)), "what was recorded is a proposal"
    said = {
        "register": name,
        "proposal": proposed.proposal,
        "entry": proposed.entry,
        "recorded": not dry_run,
        "repeated": result.repeated,
    }
    if print_record(said, output, _PROPOSED):
        return
    if dry_run:
        print_line(_("Would propose %(proposal)s about the entry %(entry)s.") % said)
    else:
        print_line(_("Proposed as %(proposal)s, about the entry %(entry)s.") % said)
        _say_next(name)


def _say_next(name: str) -> None:
    print_note(_("A supervisor confirms it: bailu confirm register-%(register)s") % {"register": name})
