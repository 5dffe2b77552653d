"""What tests of several rooms share: the shipped edition, and an office on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.entitlement.edition import Edition
from tests.bureau import Bureau
from tests.domain import story


@pytest.fixture(scope="session")
def edition() -> Edition:
    return story.edition()


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A founded store: officers enrolled, the edition and the working days of 2024 adopted."""
    founded = Bureau.found(str(tmp_path / "bureau.db"))
    yield founded
    founded.close()
