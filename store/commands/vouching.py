"""Does the last commit vouch for the head: signed over it, under the key that its officer had before it? ADR 0040.

That is what a desk can know without reading the whole log; `bailu audit verify` reads it, and knows of every commit.
"""

from __future__ import annotations

from base64 import b64encode

from domain.errors import NotAllowed
from domain.office.officer import Officer, evolve, officer_stream
from store.errors import StoreUnavailable
from store.line.envelope import read
from store.log import Reading


def vouched(log: Reading) -> bool:
    """Whether honest work may go on from here. Raises StoreUnavailable where the store does not answer."""
    tip = log.tip()
    commit = tip.commit
    if commit is None or not tip.vouched:
        return tip.vouched
    signer: Officer | None = None
    try:
        for row in log.stream(officer_stream(commit.officer)):
            if row.position >= commit.first > 1:
                break
            signer = evolve(signer, read(row).event)
    except StoreUnavailable as trouble:
        if trouble.code != "store-corrupt":
            raise
        return False
    except (NotAllowed, AssertionError):
        return False  # The stream of an officer that cannot be told vouches for nobody.
    return signer is not None and signer.works and b64encode(commit.public_key).decode() == signer.public_key
