"""Does a key that is to be enrolled say so itself? Asked before every decision: the domain knows no cryptography."""

from __future__ import annotations

from collections.abc import Callable

from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE, proves
from domain.decisions.commands import Command
from domain.errors import NotAllowed
from domain.office.keys import PublicKey
from domain.office.log_commands import OpenLog
from domain.office.officer import EnrolOfficer, RotateKey, authority_officer


def check_proofs(command: Command, identity: Callable[[], str]) -> None:
    """Raises `NotAllowed("key-unproved")` for a key of an officer that was not asked for in the log of this identity,
    by that officer, to that end. Few commands bring a key, and only they read which log it is.
    """
    match command:
        case OpenLog():
            _check(command.key, ENROL, command.log, command.officer)
            if command.supervising_key is not None:
                _check(command.supervising_key, SUPERVISE, ANY_LOG, authority_officer(command.supervised_by))
        case EnrolOfficer():
            _check(command.key, ENROL, identity(), command.officer)
        case RotateKey():
            _check(command.key, ROTATE, identity(), command.officer)


def _check(key: PublicKey, purpose: str, log: str, officer: str) -> None:
    if key.proof is not None and not proves(key.proof, [(purpose, log)], officer, key.scheme, key.public_key):
        raise NotAllowed("key-unproved", officer=officer)
