"""Names that are nearly the same: 海沧园 beside 海沧产业园. They are pointed out, and nothing is decided by them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from domain.entitlement.written import folded
from domain.office.register_events import EntryContent, EntryProposed
from domain.office.register_state import Register

NEAR = 0.7
"""From this share of common characters on two names are pointed out: 海沧园 and 海沧产业园 have three quarters."""
SHOWN_MAX = 3


def similar_entries(register: Register, policy: str, content: EntryContent) -> list[str]:
    """The entries of other keys, listed or proposed, whose names are nearly that of `content`, as `KEY NAME`; those
    that are nearest first, and at most `SHOWN_MAX`.
    """
    if content.name is None:
        return []
    matcher = SequenceMatcher(b=folded(content.name), autojunk=False)
    near: dict[str, float] = {}
    for other in _others(register, policy, content):
        matcher.set_seq1(folded(other.name or ""))
        if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and (ratio := matcher.ratio()) >= NEAR:
            near[f"{other.key} {other.name}"] = ratio
    return sorted(near, key=lambda called: (-near[called], called))[:SHOWN_MAX]


def _others(register: Register, policy: str, content: EntryContent) -> Iterator[EntryContent]:
    proposed = (opened.event for opened in register.proposals.waiting.values())
    adding = (event.content for event in proposed if isinstance(event, EntryProposed) and event.policy == policy)
    listed = (entry.content for entry in register.entries.values() if entry.policy == policy)
    return (other for other in (*listed, *adding) if not other.same_key(content))
