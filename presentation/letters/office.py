"""Who writes: what an office puts into `office.toml` of its letters' folder, and what is said where it does not."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.entitlement.edition import Edition
from domain.text import first_invisible
from store.errors import StoreUnavailable

FILE = "office.toml"
_LENGTH_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A paying authority as its letters name it. What is empty becomes a blank to be filled in by hand."""

    name: str
    address: str = ""
    telephone: str = ""
    refund_account: str = ""
    """Where money is paid back to: holder, bank and number, as one line of text."""
    review: str = "有管辖权的行政复议机关"
    """Where an application for review goes (行政复议法第二十四条)."""
    court: str = "有管辖权的人民法院"


def office_of(edition: Edition, authority: str, supervised_by: str, folder: Path | None) -> Office:
    """The office of an authority, as the folder's `office.toml` has it, else by the name of its place in the edition.

    Raises `StoreUnavailable("letters-office-damaged")` for a file that is not TOML or says what no letter asks.
    """
    shipped = _by_place(edition, authority, supervised_by)
    own = _text(folder / FILE, authority) if folder else {}
    return Office(**{**asdict(shipped), **own})


def _by_place(edition: Edition, authority: str, supervised_by: str) -> Office:
    """A district's bureau is named after its city and itself; a body that is no government is named as it is."""
    place = edition.authorities[authority].names.zh
    if not authority.isdecimal():
        return Office(name=place)
    # A notice of a district alone names no city; its place is then the whole of the name.
    city = edition.authorities.get(supervised_by)
    full = place if authority == supervised_by or city is None else f"{city.names.zh}{place}"
    return Office(name=f"{full}人力资源和社会保障局", review=f"{full}人民政府")


def _text(path: Path, authority: str) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _damaged(path, str(error)) from error
    for name, texts in content.items():
        if not isinstance(texts, dict):
            raise _damaged(path, f"[{name}]")
        for key, value in texts.items():
            if key not in Office.__dataclass_fields__ or not (
                isinstance(value, str) and len(value) <= _LENGTH_MAX and first_invisible(value) is None
            ):
                raise _damaged(path, f"[{name}] {key}")
    own: dict[str, str] = content.get(authority, {})
    return own


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LENGTH_MAX and first_invisible(value) is None


def _damaged(path: Path, reason: str) -> StoreUnavailable:
    return StoreUnavailable("letters-office-damaged", path=str(path), reason=reason)
