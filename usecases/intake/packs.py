"""Reading a pack that somebody wrote: the edition, or every mistake with its file, its line and a sentence."""

from __future__ import annotations

from domain.entitlement.edition import Edition
from policies.problems import PackInvalid
from usecases.errors import PackRefused


def read_pack(file: str, content: bytes) -> Edition:
    """The edition, checked. Raises `PackRefused` with every mistake of the file."""
    from policies.loader import load

    try:
        return load(content)
    except PackInvalid as invalid:
        raise PackRefused(file, invalid.problems) from None
