"""A pack with one thing wrong breaks a test, or is refused by `policy check`."""

from __future__ import annotations

import random

import pytest

from tests.policies.mutants import EQUIVALENT, Mutant, broken_by, mutants, unchanged

SHARE = 8
"""Of all mutants, so many are tried on every run: always the same ones."""


def test_the_tests_hold_for_the_pack_as_it_is():
    assert broken_by(unchanged()) is None


def test_each_mutant_has_a_name_of_its_own_and_a_share_of_them_is_noticed():
    made = list(mutants())  # Making them takes as long as trying a share.
    names = [mutant.name for mutant in made]
    assert len(names) > 500
    assert len(set(names)) == len(names)
    assert set(EQUIVALENT) <= set(names)
    tried = random.Random(187).sample([mutant for mutant in made if mutant.name not in EQUIVALENT], SHARE)
    assert [mutant.name for mutant in tried if broken_by(mutant) is None] == []


@pytest.mark.campaign
def test_every_mutant_is_noticed():
    """Every one is tried, which takes some minutes; `python -m tests.policies.mutants` lists what is not noticed."""
    tried: list[Mutant] = list(mutants())
    unnoticed = [mutant.name for mutant in tried if broken_by(mutant) is None]
    print(f"{len(tried) - len(unnoticed)} of {len(tried)} mutants are noticed")
    assert set(unnoticed) <= set(EQUIVALENT)
