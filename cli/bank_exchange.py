"""What goes to the bank: the order file of a run, made and put in its place."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from cli.desk import Desk
from cli.files.bank import PaymentOrder, payment_file
from domain.errors import NotAllowed
from domain.treasury.batch import ExportPayment
from store.trouble import StoreUnavailable


def bank_file(desk: Desk, batch: str) -> bytes:
    """The file of a run, with every account in full.

    Raises `NoSuchThing("no-such-batch")`, `NotAllowed("batch-standing")` for a run that the bank may not get, or has
    answered already, and `NotAllowed("payee-forgotten")` when an account cannot be opened.
    """
    with desk.books() as books:
        found = books.batch(batch)
        if found.standing != "released":
            raise NotAllowed("batch-standing", batch=batch, standing=found.standing)
        cases = {number: books.case(number) for number in found.items}
    orders = []
    for count, item in enumerate(found.items.values(), 1):
        case = cases[item.application]
        assert case.account.account == item.account, "an account is not corrected while its payment is in flight"
        clear = desk.unseal(case.applicant.party, case.account.sealed)
        if not clear:
            raise NotAllowed("payee-forgotten", application=item.application)
        order = PaymentOrder(
            batch=batch,
            item=count,
            holder=clear["holder"],
            bank=clear["bank"],
            account=clear["number"],
            amount_fen=item.amount_fen,
            application=item.application,
        )
        orders.append(order)
    return payment_file(orders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    batch: str
    file: str
    sha256: str
    rows: int
    recorded: bool
    there_before: bool

    def values(self) -> dict[str, Any]:
        return asdict(self)


def export_to(desk: Desk, batch: str, path: Path, *, again: bool, dry_run: bool, command_id: str | None) -> Exported:
    """Record that the accounts of a run are shown, and then let the file appear.

    Raises the refusals of `bank_file` and of the command, `NotAllowed("file-exists")`, and `StoreUnavailable`.
    """
    content = bank_file(desk, batch)
    rows = content.count(b"\r\n") - 1
    there_before = is_there(path, content)
    digest = sha256(content).hexdigest()
    command = ExportPayment(batch=batch, sha256=digest, rows=rows, again=again or there_before)
    said = desk.saying(command, command_id=command_id)
    desk.execute(said, dry_run=True)
    if not there_before and not dry_run:
        with Place(path) as place:
            desk.execute(said)
            place.fill(content)
    return Exported(
        batch=batch,
        file=str(path),
        sha256=command.sha256,
        rows=rows,
        recorded=not there_before and not dry_run,
        there_before=there_before,
    )


def is_there(path: Path, content: bytes) -> bool:
    """Whether exactly this file is in its place already. Raises `NotAllowed("file-exists")` for any other."""
    try:
        if path.read_bytes() == content:
            return True
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    raise NotAllowed("file-exists", path=str(path))


class Place:
    """A place for a file that only its owner may read: taken first, filled later, and whole or not at all.

    Taking it finds out what would go wrong before anything is recorded; until it is filled, it holds nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Place:
        try:
            descriptor, self._draft = mkstemp(prefix=".bailu-", dir=self._path.parent)  # readable by its owner alone
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._file = os.fdopen(descriptor, "wb")
        return self

    def fill(self, content: bytes) -> None:
        """Write the file and give it its name. Raises `NotAllowed("file-exists")` if somebody else was faster."""
        try:
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            _name(self._draft, self._path)
        except FileExistsError:
            is_there(self._path, content)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        Path(self._draft).unlink(missing_ok=True)


def _name(draft: str, path: Path) -> None:
    """Give a draft its name without overwriting anything, also on file systems that know no second names."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        os.rename(draft, path)


def _unwritable(path: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable("file-unwritable", path=str(path), reason=os.strerror(error.errno or 0))
