"""Entries of registers as tests put them forward: what matters is said, and the rest is plain."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.office.register import AddEntry
from domain.office.register_events import EntryContent, Recognition

DOCUMENT = "厦人社〔2024〕9号"


def content(
    key: str,
    *,
    name: str | None = None,
    valid_from: date = date(2024, 1, 1),
    valid_to: date | None = None,
    document: str = DOCUMENT,
    quota: int | None = None,
    **others: Any,
) -> EntryContent:
    return EntryContent(
        key=key,
        name=name,
        valid_from=valid_from,
        valid_to=valid_to,
        documents=(Recognition(document=document),),
        quota=quota,
        **others,
    )


def listing(register: str, policy: str, key: str, *, replaces: str | None = None, **said: Any) -> AddEntry:
    """Put an entry forward, for a notice."""
    return AddEntry(register=register, policy=policy, content=content(key, **said), replaces=replaces)
