"""The entries of the registers: what is in force, what has ended, and what waits for a second officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from domain.errors import NoSuchThing
from domain.office.register import Completeness, CompletenessProposed, Entry, EntryChange, EntryProposed, Register
from domain.proposals import OpenProposal
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.intake.editions import register_kinds
from usecases.session.officer_session import OfficerSession


class RegisterEntry(Row):
    """An entry, or what is proposed about one; then with the proposal and the officer who made it. A row without an
    entry says until when the register is complete.
    """

    register: Annotated[str, Heading(N_("Register"), Kind.NAME)]
    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME, minor=True)]
    entry: Annotated[str | None, Heading(N_("Entry"), Kind.NAME)]
    key: Annotated[str | None, Heading(N_("Credit code"), Kind.NAME)]
    name: Annotated[str | None, Heading(N_("Name"))]
    valid_from: Annotated[date | None, Heading(N_("From"))]
    valid_to: Annotated[date | None, Heading(N_("To"))]
    quota: Annotated[int | None, Heading(N_("Quota"))]
    document: Annotated[str, Heading(N_("Document"))]
    standing: Annotated[str, Heading(N_("Standing"), Kind.LABEL)]
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)] = None
    officer: Annotated[str | None, Heading(N_("Proposed by"), Kind.NAME)] = None


def register_entries(
    session: OfficerSession, register: str | None = None, *, on: date | None = None
) -> list[RegisterEntry]:
    """The entries of one register or of all; with `on`, only those in force on that day, and nothing proposed.

    Raises `NoSuchThing("no-such-register")`.
    """
    kinds = register_kinds(session)
    if register is not None and register not in kinds:
        raise NoSuchThing("no-such-register", register=register)
    today = session.today()
    with session.repository() as repository:
        return [
            row
            for name in ([register] if register else kinds)
            for row in _rows(name, repository.register(name), today, on)
        ]


def _rows(name: str, register: Register, today: date, on: date | None) -> Iterator[RegisterEntry]:
    for entry in register.entries.values():
        status = _status(entry, on or today)
        if on is None or status == "in-force":
            yield RegisterEntry(**_values(name, entry), standing=status)
    for policy, declared in register.complete.items():
        if on is None or on <= declared.through:
            yield RegisterEntry(**_complete(name, policy, declared), standing="complete")
    for opened in register.proposals.waiting.values() if on is None else ():
        yield _proposed(name, register, opened)


def _status(entry: Entry, on: date) -> str:
    if on < entry.valid_from:
        return "to-come"
    return "ended" if entry.valid_to is not None and entry.valid_to < on else "in-force"


def _proposed(name: str, register: Register, opened: OpenProposal[EntryChange]) -> RegisterEntry:
    change = opened.event
    proposed: dict[str, Any] = {"proposal": opened.proposal.id, "officer": opened.proposal.by}
    if isinstance(change, EntryProposed):
        return RegisterEntry(**_values(name, change), standing="entry-proposed", **proposed)
    if isinstance(change, CompletenessProposed):
        return RegisterEntry(**_complete(name, change.policy, change), standing="complete-proposed", **proposed)
    ended = {**_values(name, register.entries[change.entry]), "valid_to": change.last_on, "document": change.document}
    return RegisterEntry(**ended, standing="end-proposed", **proposed)


def _complete(name: str, policy: str, declared: Completeness | CompletenessProposed) -> dict[str, Any]:
    without = dict.fromkeys(("entry", "key", "name", "valid_from", "quota"))
    return {**without, "register": name, "policy": policy, "valid_to": declared.through, "document": declared.document}


def _values(name: str, entry: Entry | EntryProposed) -> dict[str, Any]:
    return {
        "register": name,
        "policy": entry.policy,
        "entry": entry.entry,
        "key": entry.key,
        "name": entry.name,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "quota": entry.quota,
        "document": entry.document,
    }
