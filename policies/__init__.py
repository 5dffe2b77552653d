"""Notices as data: one TOML pack per edition, the loader that checks it, and an evaluation that needs no store."""

from __future__ import annotations

from pathlib import Path

from domain.errors import NoSuchThing

FIRST_EDITION = 1
_PACKS = Path(__file__).parent / "packs"


def shipped_ids() -> tuple[str, ...]:
    """The policies that come with the program, by id."""
    return tuple(sorted({policy for policy, _ in _packs()}))


def shipped(reference: str) -> bytes:
    """The pack of an edition (`xiamen-2023-187@1`), or of a policy's newest edition (`xiamen-2023-187`), byte for byte.

    Raises `NoSuchThing("policy-not-shipped")` when it does not come with the program.
    """
    policy, _, number = reference.partition("@")
    packs = _packs()
    numbers = [edition for name, edition in packs if name == policy and number in ("", str(edition))]
    if not numbers:
        raise NoSuchThing("policy-not-shipped", policy=reference)
    return packs[policy, max(numbers)].read_bytes()


def _packs() -> dict[tuple[str, int], Path]:
    """Files by policy and edition. The first edition's file is named after its policy, a later one `policy@2`."""
    found = {}
    for path in _PACKS.glob("*.toml"):
        policy, _, number = path.stem.partition("@")
        found[policy, int(number) if number else FIRST_EDITION] = path
    return found
