"""What the index of persons should hold: made anew from what was handed in, which has to be opened for it.

Nothing here writes. ADR 0052.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.application.events import ApplicationCorrected, ApplicationSubmitted
from domain.imports.debt_events import DebtsProposed
from domain.imports.events import LinesProposed
from store.errors import StoreUnavailable
from store.line.envelope import read_all
from store.log import PersonToken, Reading
from store.maintenance.integrity import ROWS_A_PAGE, Difference
from store.vault.sealing import Vault, key_id_of
from usecases.intake.sealing import person_tokens

_HANDED_IN = (
    "application.submitted.v1",
    "application.corrected.v1",
    "import.lines-proposed.v1",
    "debt.lines-proposed.v1",
)

HandedIn = ApplicationSubmitted | ApplicationCorrected | LinesProposed | DebtsProposed


def index_differs(log: Reading, vault: Vault) -> Iterator[Difference]:
    """Persons of whom the index lacks a token, and persons of whom it has one that nothing that opens says: those whose
    keys are gone are among these.
    """
    there = set(log.all_person_tokens())
    expected: set[PersonToken] = set()
    for tokens in _tokens(log, vault):
        expected |= tokens
    yield from _persons("person-unindexed", expected - there)
    yield from _persons("person-index-unknown", there - expected)


def _tokens(log: Reading, vault: Vault) -> Iterator[set[PersonToken]]:
    position = 0
    while rows := log.rows(after=position, limit=ROWS_A_PAGE, names=_HANDED_IN):
        position = rows[-1].position
        events = [recorded.event for recorded in read_all(rows)]
        sealed = {named for event in events if isinstance(event, HandedIn) for named in _sealed(event)}
        keys = log.person_keys({(party, key_id_of(text)) for party, text in sealed})
        yield {token for party, text in sealed for token in _opened(vault, party, text, keys)}


def _sealed(event: HandedIn) -> Iterator[tuple[str, str]]:
    """The sealed texts that name somebody, each with whom it names."""
    if isinstance(event, LinesProposed):
        yield from ((line.person or line.applicant, line.sealed) for line in event.lines if line.sealed)
        return
    if isinstance(event, DebtsProposed):
        yield from ((debt.payee, debt.sealed) for debt in event.debts if debt.sealed)
        return
    if event.applicant.sealed:
        yield event.applicant.party, event.applicant.sealed
    for line in event.lines:
        if line.person and line.sealed:
            yield line.person, line.sealed


def _opened(vault: Vault, party: str, text: str, keys: Mapping[str, bytes]) -> Iterator[PersonToken]:
    try:
        texts = vault.unseal(party, text, keys.get(key_id_of(text))) or {}
    except StoreUnavailable:
        return  # A key that was altered is told where all keys are opened.
    for token in person_tokens(vault, texts.get("name"), texts.get("id_number")):
        yield PersonToken(token, party)


def _persons(code: str, tokens: set[PersonToken]) -> Iterator[Difference]:
    for party in sorted({token.party for token in tokens}):
        yield Difference(code=code, values={"party": party})
