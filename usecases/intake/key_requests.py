"""What an officer hands to the administrator: the public key that they made, which says itself whose it is to be.

The file is JSON. Whoever changes who asks, for which log, or the key, breaks the key's own signature; name, roles and
authority are what the officer wishes for, and the administrator proposes what is right.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from audit.key_requests import ANY_LOG, SUPERVISE
from domain.errors import NoSuchThing
from domain.office.keys import MadeBy, PublicKey
from domain.office.roles import Role
from domain.streams import fits
from store.errors import StoreUnavailable
from usecases.intake.text import NAME_LENGTH_MAX, free_text
from usecases.problems import Problem

_FORMAT = "bailu-key-request-v1"
SUFFIX = ".request.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """A request as it stands in its file."""

    purpose: str
    log: str
    officer: str
    key: PublicKey
    name: str
    roles: tuple[Role, ...]
    authority: str | None
    """For which they are to work; None for the one that supervises the log."""

    def content(self) -> bytes:
        key = {"scheme": self.key.scheme, "public_key": self.key.public_key, "proof": self.key.proof}
        wished = {"name": self.name, "roles": [role.value for role in self.roles], "authority": self.authority}
        asked = {"purpose": self.purpose, "log": self.log, "officer": self.officer}
        return (json.dumps({"format": _FORMAT, **asked, **key, **wished}, ensure_ascii=False, indent=2) + "\n").encode()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    purpose: str
    log: str
    officer: str
    scheme: str
    public_key: str
    proof: str
    name: str
    roles: tuple[Role, ...]
    authority: str | None


def read_request(path: Path) -> KeyRequest:
    """Raises `NoSuchThing("no-such-file")`, and `StoreUnavailable("request-damaged")` for what is no request."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        raise NoSuchThing("no-such-file", path=str(path)) from None
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise StoreUnavailable("request-damaged", path=str(path)) from error
    name = free_text(content.name, length_max=NAME_LENGTH_MAX)
    if (
        content.format != _FORMAT
        or isinstance(name, Problem)
        or not (fits(content.officer) and (content.authority is None or fits(content.authority)))
    ):
        raise StoreUnavailable("request-damaged", path=str(path))
    key = PublicKey(scheme=content.scheme, public_key=content.public_key, made_by=MadeBy.OFFICER, proof=content.proof)
    return KeyRequest(
        purpose=content.purpose,
        log=content.log,
        officer=content.officer,
        key=key,
        name=name,
        roles=content.roles,
        authority=content.authority,
    )


def requests_in(paths: Sequence[Path]) -> list[KeyRequest]:
    """The requests of files, and of the folders among them. Raises as `read_request` does, and
    `StoreUnavailable("no-request")` for a folder without one.
    """
    requests = []
    for path in paths:
        files = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not files:
            raise StoreUnavailable("no-request", path=str(path))
        requests += [read_request(file) for file in files]
    return requests


def for_any_log(request: KeyRequest) -> bool:
    """Whether it is that of an authority, which stands above whatever log it is given to."""
    return (request.purpose, request.log) == (SUPERVISE, ANY_LOG)
