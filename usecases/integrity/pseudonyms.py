"""The pseudonym key that the offices of a city or province share, taken from the outer keys of the first of them.

ADR 0052.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class DomainKey(Row):
    """Where the pseudonym key of a domain was written, and its fingerprint, which line 1 of each of its logs has."""

    file: Annotated[str, Heading(N_("Written to"), Kind.NAME)]
    fingerprint: Annotated[str, Heading(N_("Domain"), Kind.NAME)]


def write_pseudonyms(session: OfficerSession, file: Path) -> DomainKey:
    """Raises `StoreUnavailable`: `pseudonyms-exist`, `pseudonyms-io`, and for outer keys that are not the store's."""
    domain = session.vault.domain
    domain.write(file)
    return DomainKey(file=str(file), fingerprint=domain.fingerprint)
