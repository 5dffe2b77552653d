"""The account to which payments go from now on, as an applicant named it later; finance confirms it."""

from __future__ import annotations

from pathlib import Path

from domain.application.commands import ProposeAccount
from presentation.language import _
from store.commands.executor import PreparedCommand
from usecases.commands.application_files import existing_file
from usecases.commands.batch import Batch
from usecases.dossiers.account import account_shown
from usecases.errors import refuse_file
from usecases.intake.application import DeclaredAccount
from usecases.intake.sealing import sealed_account
from usecases.session.officer_session import OfficerSession


def account_in_file(path: Path) -> DeclaredAccount:
    """The account in a JSON or TOML file. Raises `FilesRefused`, and `NoSuchThing("no-such-file")`."""
    from usecases.intake.account import read_account

    account, problems = read_account(existing_file(path))
    if account is None:
        raise refuse_file(path, problems)
    return account


def typed_account(
    holder: str | None, bank: str | None, number: str | None, union_number: str | None
) -> DeclaredAccount:
    """The account as it was typed. Raises `FilesRefused` for what no bank would take."""
    from usecases.intake.account import declared_account

    account, problems = declared_account(holder, bank, number, union_number)
    if account is None:
        raise refuse_file(_("The account"), problems)
    return account


def prepare_account(batch: Batch, number: str, declared: DeclaredAccount | None) -> PreparedCommand:
    """The proposal; without an account, that payments go on to the account as it is."""
    with batch.session.repository() as repository:
        case = repository.case(number)
    if declared is None:
        return batch.prepare(number, ProposeAccount(application=number, account=case.account))
    sealed, sealer = sealed_account(batch.session, case, declared)
    clear = [number, declared.holder, declared.bank, declared.number, declared.union_number or ""]
    return batch.prepare(number, ProposeAccount(application=number, account=sealed), clear=clear, sealer=sealer)


def proposed_account(session: OfficerSession, prepared: PreparedCommand) -> str | None:
    """The account of a proposal in one sentence, masked; None where the applicant had no key to open it."""
    command = prepared.command
    assert isinstance(command, ProposeAccount), "it was prepared so"
    if prepared.new_keys:
        return None
    with session.repository() as repository:
        case = repository.case(command.application)
    return account_shown(session, case, command.account)
