"""The office of the matrix, made once on each database and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Bailu, put_in_place
from tests.cli.matrix.cases import TODAY
from tests.cli.matrix.furnishing import furnish
from tests.cli.matrix.watching import Watched
from tests.postgres import new_store


@pytest.fixture(scope="session")
def whole_office(
    store_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("matrix")
    on_file = store_kind == "sqlite"
    url = str(folder / "bailu.db") if on_file else new_store(request.getfixturevalue("server"))
    furnish(url, folder)
    return folder, url


@pytest.fixture
def office(bailu: Bailu, whole_office: tuple[Path, str]) -> Bailu:
    """The command line in the office, on the day of every call."""
    put_in_place(bailu, *whole_office)
    bailu.day = TODAY
    return bailu


@pytest.fixture
def watched(office: Bailu) -> Iterator[Watched]:
    watching = Watched(office)
    yield watching
    watching.close()
