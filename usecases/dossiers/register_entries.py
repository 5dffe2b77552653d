"""The entries of the registers: what is in force, what has ended, and what waits for a second officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing
from domain.office.register_events import CompletenessProposed, EntryChange, EntryContent, EntryProposed
from domain.office.register_state import Completeness, Entry, Register
from domain.proposals import OpenProposal
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.policy_rules import as_stated
from usecases.intake.editions import editions_of_registers
from usecases.session.officer_session import OfficerSession

Editions = Mapping[str, Edition]
"""The editions that have a register, by policy."""


class RegisterEntry(Row):
    """An entry, or what is proposed about one; then with the proposal and the officer who made it. A row without an
    entry says until when the register is complete.
    """

    register: Annotated[str, Heading(N_("Register"), Kind.NAME, below=True)]
    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME, minor=True)]
    entry: Annotated[str | None, Heading(N_("Entry"), Kind.NAME)]
    key: Annotated[str | None, Heading(N_("Key"), Kind.NAME)]
    name: Annotated[str | None, Heading(N_("Name"))]
    owner: Annotated[str | None, Heading(N_("Owner"), Kind.NAME, minor=True)]
    valid_from: Annotated[date | None, Heading(N_("From"))]
    valid_to: Annotated[date | None, Heading(N_("To"))]
    quota: Annotated[int | None, Heading(N_("Quota"), below=True)]
    states: Annotated[str | None, Heading(N_("States"), minor=True)]
    document: Annotated[str, Heading(N_("Document"), below=True)]
    standing: Annotated[str, Heading(N_("Standing"), Kind.LABEL)]
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)] = None
    officer: Annotated[str | None, Heading(N_("Proposed by"), Kind.NAME)] = None


class EntryDetails(RegisterEntry):
    """Everything that an entry states, and who stands for it."""

    payee: Annotated[str | None, Heading(N_("Paid to"), Kind.NAME)]
    second_party: Annotated[str | None, Heading(N_("Second party"))]
    parent: Annotated[str | None, Heading(N_("Under"))]
    authority: Annotated[str | None, Heading(N_("Authority"), Kind.NAME)]
    bodies: Annotated[str | None, Heading(N_("Recognised by"))]
    series: Annotated[str, Heading(N_("Counted as"), Kind.NAME)]
    """The entry that was changed into this one: limits count the two together."""


def entries_of_key(session: OfficerSession, register: str, key: str) -> list[EntryDetails]:
    """The entries of a key, of every notice that has the register, the oldest first: how a base was promoted.

    Raises `NoSuchThing("no-such-register")` and `("no-such-entry")`.
    """
    having = editions_of_registers(session).get(register)
    if having is None:
        raise NoSuchThing("no-such-register", register=register)
    today = session.today()
    with session.repository() as repository:
        listed = repository.register(register)
    entries = [entry for policy in having for entry in listed.of_key(policy, key)]
    if not entries:
        raise NoSuchThing("no-such-entry", register=register, entry=key)
    return [_details(register, having, entry, today) for entry in entries]


def _details(register: str, having: Editions, entry: Entry, today: date) -> EntryDetails:
    content = entry.content
    values = {**_values(register, having[entry.policy], entry), "owner": content.owner, "payee": content.payee}
    return EntryDetails(
        **values,
        standing=_status(content, today),
        second_party=content.second_party,
        parent=content.parent,
        authority=content.authority,
        bodies="；".join(one.body for one in content.documents if one.body) or None,
        series=entry.series,
    )


def register_entries(
    session: OfficerSession, register: str | None = None, *, on: date | None = None
) -> list[RegisterEntry]:
    """The entries of one register or of all; with `on`, only those in force on that day, and nothing proposed.

    Raises `NoSuchThing("no-such-register")`.
    """
    having = editions_of_registers(session)
    if register is not None and register not in having:
        raise NoSuchThing("no-such-register", register=register)
    today = session.today()
    with session.repository() as repository:
        return [
            row
            for name in ([register] if register else having)
            for row in _rows(name, having[name], repository.register(name), today, on)
        ]


def _rows(name: str, editions: Editions, register: Register, today: date, on: date | None) -> Iterator[RegisterEntry]:
    for entry in register.entries.values():
        status = _status(entry.content, on or today)
        if on is None or status == "in-force":
            yield RegisterEntry(**_values(name, editions[entry.policy], entry), standing=status)
    for policy, declared in register.complete.items():
        if on is None or on <= declared.through:
            yield RegisterEntry(**_complete(name, policy, declared), standing="complete")
    for opened in register.proposals.waiting.values() if on is None else ():
        yield _proposed(name, editions, register, opened)


def _status(entry: EntryContent, on: date) -> str:
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        return "replaced"
    if on < entry.valid_from:
        return "to-come"
    return "ended" if entry.valid_to is not None and entry.valid_to < on else "in-force"


def _proposed(name: str, editions: Editions, register: Register, opened: OpenProposal[EntryChange]) -> RegisterEntry:
    change = opened.event
    proposed: dict[str, Any] = {"proposal": opened.proposal.id, "officer": opened.proposal.by}
    if isinstance(change, EntryProposed):
        status = "entry-proposed" if change.replaces is None else "change-proposed"
        return RegisterEntry(**_values(name, editions[change.policy], change), standing=status, **proposed)
    if isinstance(change, CompletenessProposed):
        return RegisterEntry(**_complete(name, change.policy, change), standing="complete-proposed", **proposed)
    entry = register.entries[change.entry]
    ended = {**_values(name, editions[entry.policy], entry), "valid_to": change.last_on, "document": change.document}
    return RegisterEntry(**ended, standing="end-proposed", **proposed)


def _complete(name: str, policy: str, declared: Completeness | CompletenessProposed) -> dict[str, Any]:
    without = dict.fromkeys(("entry", "key", "name", "owner", "valid_from", "quota", "states"))
    return {**without, "register": name, "policy": policy, "valid_to": declared.through, "document": declared.document}


def _values(name: str, edition: Edition, entry: Entry | EntryProposed) -> dict[str, Any]:
    content = entry.content
    return {
        "register": name,
        "policy": entry.policy,
        "entry": entry.entry,
        "key": content.key,
        "name": content.name,
        "owner": content.payee or content.owner,
        "valid_from": content.valid_from,
        "valid_to": content.valid_to,
        "quota": content.quota,
        "states": as_stated(content.facts, edition) or None,
        "document": content.document,
    }
