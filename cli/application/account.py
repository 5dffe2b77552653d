"""`bailu application account`: propose the account to which payments go from now on; finance confirms it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.batch_run import BatchRun
from cli.output import print_note
from cli.parameters import FILE, NAME, WORDS
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from presentation.language import N_, _
from usecases.commands.propose_account import account_in_file, prepare_account, proposed_account, typed_account
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "account",
    cls=Verb,
    help=N_(
        "Propose the account to which payments go from now on; finance confirms it.\n\n"
        "The account stands in FILE (JSON or TOML: holder, bank, number, perhaps union_number) or in options. After "
        "the bank returned a payment, --same stands by the account as it is. Accounts are sealed, and shown masked."
    ),
)
@click.argument("number", type=NAME)
@click.argument("file", required=False, type=FILE)
@option("--holder", type=WORDS, help=N_("The account's holder."))
@option("--bank", type=WORDS, help=N_("The bank and its branch."))
@option("--number", "account_number", type=WORDS, metavar="NUMBER", help=N_("The account's number; better in a file."))
@option(
    "--union-number",
    type=WORDS,
    metavar="NUMBER",
    help=N_("The bank's number in the payment system (联行号), 12 digits; it may be left out."),
)
@option("--same", is_flag=True, help=N_("The account as it is, once more."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    number: str,
    file: Path | None,
    holder: str | None,
    bank: str | None,
    account_number: str | None,
    union_number: str | None,
    same: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> int:
    typed = (holder, bank, account_number)
    if (file is not None) + any((*typed, union_number)) + same != 1:
        raise click.UsageError(_("Give a file, or --holder, --bank and --number, or --same."))
    if any((*typed, union_number)) and not all(typed):
        raise click.UsageError(_("--holder, --bank and --number belong together."))
    session = OfficerSession(settings)
    run = BatchRun(session=session, named=(number,), output=output, command_id=command_id, dry_run=dry_run)
    declared = account_in_file(file) if file is not None else typed_account(*typed, union_number) if not same else None
    proposal = prepare_account(run.batch, number, declared)
    account = proposed_account(session, proposal)
    if account is not None and output in (None, "table"):
        print_note(account)
    return run.work([(number, lambda: proposal)])
