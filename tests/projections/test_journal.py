"""A Beancount journal of the books, which an outside program adds up: `bean-check`."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.building.runner import catch_up
from tests.projections.conftest import NewUrl, a_place
from usecases.queries.journal import Journal, of_views

BEAN_CHECK = shutil.which("bean-check", path=str(Path(sys.executable).parent)) or shutil.which("bean-check")
needs_bean_check = pytest.mark.skipif(BEAN_CHECK is None, reason="beancount is not installed on this Python")
seeds = st.integers(0, 2**32)


def complaints(journal: str, path: Path) -> str:
    """What `bean-check` has to say of it; nothing where it adds up."""
    path.write_text(journal, "utf-8")
    assert BEAN_CHECK is not None
    checked = subprocess.run([BEAN_CHECK, "--no-cache", str(path)], capture_output=True, text=True, check=False)
    return checked.stdout + checked.stderr if checked.returncode else ""


def journal_of(new_url: NewUrl, seed: int, steps: int) -> Journal:
    with a_place(new_url(), seed) as (place, views):
        place.town.live(steps)
        catch_up(views)
        return of_views(views)


@needs_bean_check
@pytest.mark.on_sqlite
def test_an_outside_program_accepts_the_journals_of_random_histories_and_finds_what_is_wrong(
    new_url: NewUrl, tmp_path: Path
) -> None:
    for seed in (3, 5, 8):
        journal = journal_of(new_url, seed, 300)
        assert journal.transactions > 10
        assert complaints(journal.text, tmp_path / f"{seed}.beancount") == ""
    spoiled, count = re.subn(r"(balance Assets:1011\S+  -?\d+\.\d)(\d)", _one_fen_more, journal.text, count=1)
    assert count == 1
    assert "Balance failed" in complaints(spoiled, tmp_path / "spoiled.beancount")


def _one_fen_more(told: re.Match[str]) -> str:
    return f"{told[1]}{(int(told[2]) + 1) % 10}"


@needs_bean_check
@pytest.mark.on_sqlite
@pytest.mark.campaign
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_an_outside_program_accepts_the_journals_of_two_hundred_histories(
    new_url: NewUrl, tmp_path: Path, seed: int
) -> None:
    journal = journal_of(new_url, seed, 600)
    name = random.Random(seed).getrandbits(32)
    assert complaints(journal.text, tmp_path / f"{name}.beancount") == ""
