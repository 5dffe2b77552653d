"""Notices as data: one TOML pack per edition, the loader that checks it, and an evaluation that needs no store.

ADR 0023.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from domain.base import Struct
from domain.errors import NoSuchThing

FIRST_EDITION = 1
_PACKS = Path(__file__).parent / "packs"
_TO_REPLACE = re.compile(r"""["'](（[^"']*）|\([^"']*\))["']""")


class Proofs(Struct):
    """The tests about a clause: those that apply its rules to cases, and those that only read how it is put."""

    behaviour: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()


def shipped_ids() -> tuple[str, ...]:
    """The policies that come with the program to be decided by, by id: no examples among them."""
    return tuple(sorted({policy for policy, _ in _packs(_PACKS)}))


def shipped_refs() -> tuple[str, ...]:
    """Every edition that comes with the program, examples included: `xiamen-2023-187@1`."""
    return tuple(f"{policy}@{number}" for policy, number in sorted(_all_packs()))


def shipped(reference: str) -> bytes:
    """The pack of an edition (`xiamen-2023-187@1`), or of a policy's newest edition (`xiamen-2023-187`), byte for byte.

    An edition that is an example is found by its number only: nobody adopts or is assessed by it unawares.
    Raises `NoSuchThing("policy-not-shipped")` when it does not come with the program.
    """
    policy, _, number = reference.partition("@")
    packs = _all_packs() if number else _packs(_PACKS)
    numbers = [edition for name, edition in packs if name == policy and number in ("", str(edition))]
    if not numbers:
        raise NoSuchThing("policy-not-shipped", policy=reference)
    return packs[policy, max(numbers)].read_bytes()


def proofs(policy: str) -> Mapping[str, Proofs]:
    """Which tests of this program are about each clause of a policy that comes with it; nothing of any other."""
    path = _PACKS / f"{policy}.tests.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Proofs]) if path.is_file() else {}


def new_pack(policy: str, issued_on: date) -> str:
    """A pack of one scheme, in order, with which an author begins."""
    text = (_PACKS.parent / "new_pack.toml").read_text("utf-8")
    return text.format(id=policy, today=issued_on, last=issued_on.replace(month=12, day=31))


def left_as_begun(content: bytes) -> tuple[int, ...]:
    """The lines of a pack whose words in brackets are still those that `new_pack` wrote to be replaced."""
    begun = set(_TO_REPLACE.findall((_PACKS.parent / "new_pack.toml").read_text("utf-8")))
    lines = content.decode("utf-8", "replace").splitlines()
    return tuple(number for number, line in enumerate(lines, start=1) if begun & set(_TO_REPLACE.findall(line)))


def _all_packs() -> dict[tuple[str, int], Path]:
    return {**_packs(_PACKS / "examples"), **_packs(_PACKS)}


def _packs(folder: Path) -> dict[tuple[str, int], Path]:
    """Files by policy and edition. The first edition's file is named after its policy, a later one `policy@2`."""
    packs = {}
    for path in folder.glob("*.toml"):
        policy, _, number = path.stem.partition("@")
        packs[policy, int(number) if number else FIRST_EDITION] = path
    return packs
