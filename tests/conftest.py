"""What tests of several rooms share: the shipped edition, a place for a store on either database, an office on it.

A test that asks for `store_url` (or for what is built on it) runs twice: on a SQLite file, and in a schema of its own
on a real PostgreSQL server. `@pytest.mark.on_sqlite` is for what only a file can suffer.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.entitlement.edition import Edition
from store.commands import executor
from store.vault import passphrase_box
from tests.bureau import UNHURRIED_S, Bureau
from tests.domain import sample_cases
from tests.pdf import WITHOUT_PDF
from tests.postgres import Server, copied, new_store, why_not
from tests.stores import KINDS
from tests.vectors import WITHOUT_VECTORS

_SHARED = pytest.StashKey[tuple[Path, int]]()
"""The folder of the server that all workers share, and the process with which it ends."""
_MEMORY, _ENOUGH = Path("/dev/shm"), 6 << 30  # noqa: S108
_COST = passphrase_box._COST
"""As users pay it; kept before any test begins."""
_WITHOUT = "no PostgreSQL to test on: "
_REPEATED = (_WITHOUT, WITHOUT_VECTORS, WITHOUT_PDF)
"""How the reasons begin that the end of a run repeats."""


# How long one example takes on a machine that others use says nothing about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    work_in_memory()
    executor.LOCKED_S = UNHURRIED_S
    gc.disable()  # Until `pytest_collection_finish`.
    on_sqlite = "on_sqlite: about the file of a store, or about forms and words; not run on PostgreSQL"
    config.addinivalue_line("markers", on_sqlite)
    config.addinivalue_line("markers", "on_both: about the store; run whole on both databases, also in tests/cli")
    folder, keeper = getattr(config, "workerinput", {}).get("postgres") or (None, os.getpid())
    # Only whoever starts the server makes the folder, so that a run without one leaves none behind, however it ends.
    fresh = Path(tempfile.gettempdir()) / f"bailu-pg-{token_hex(6)}"
    config.stash[_SHARED] = Path(folder) if folder else fresh, keeper


def pytest_collection_finish() -> None:
    """Modules and tests are there to the end: the collector of garbage walks them no more, and comes less often.

    Ten thousand tests are a million objects, which it would walk in vain for a tenth of the whole run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def work_in_memory() -> None:
    """Stores lie in memory where there is enough, unless somebody chose a place.

    A tenth of the whole run would be waiting for a disk to say that it has written what is thrown away.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ENOUGH:
        return
    # Workers and programs that tests start inherit it; this process has asked before.
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the server is that all of them share."""
    folder, keeper = node.config.stash[_SHARED]
    node.workerinput["postgres"] = (str(folder), keeper)


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    folder, _keeper = config.stash[_SHARED]
    if (folder / "started").exists():
        Server(folder).remove()
    shutil.rmtree(folder, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store_kind" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("on_sqlite")
        metafunc.parametrize("store_kind", KINDS[:1] if only else KINDS, scope="session")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was not run is said at the end, whatever pytest was asked to report."""
    skipped = [str(report.longrepr[-1]) for report in terminalreporter.stats.get("skipped", ()) if report.longrepr]
    for beginning in _REPEATED:
        reasons = [reason.removeprefix("Skipped: ") for reason in skipped if beginning in reason]
        if reasons:
            terminalreporter.write_line(f"{len(reasons)} test(s) not run: {reasons[0]}", red=True)


@pytest.fixture(scope="session")
def edition() -> Edition:
    return sample_cases.edition()


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    """The PostgreSQL server of this run. Skips with a reason, which is repeated at the end, where there is none."""
    reason = why_not()
    if reason:
        pytest.skip(_WITHOUT + reason)
    return Server.shared(*pytestconfig.stash[_SHARED])


@pytest.fixture
def store_url(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a store that is not made yet."""
    if store_kind == "sqlite":
        return str(tmp_path / "bailu.db")
    server: Server = request.getfixturevalue("server")
    return new_store(server)


@pytest.fixture(scope="session")
def new_url(
    store_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Addresses of stores that are not made yet, for properties, which want a new one for each example."""
    if store_kind == "sqlite":
        return lambda: str(tmp_path_factory.mktemp("store") / "bailu.db")
    server: Server = request.getfixturevalue("server")
    return lambda: new_store(server)


@pytest.fixture(scope="session")
def other_url(
    store_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """The same on the database that this test does not run on."""
    server: Server = request.getfixturevalue("server")
    if store_kind == "postgresql":
        return lambda: str(tmp_path_factory.mktemp("other") / "bailu.db")
    return lambda: new_store(server)


@pytest.fixture(scope="session")
def founded(new_url: Callable[[], str]) -> Bureau:
    """A store that was founded once on each database and closed: each test works on a copy."""
    founded = Bureau.found(new_url())
    founded.close()
    return founded


@pytest.fixture
def bureau(store_url: str, founded: Bureau) -> Iterator[Bureau]:
    """A founded store: officers enrolled, the edition and the working days of 2024 adopted."""
    copied(founded.database.url, store_url)
    bureau = Bureau.open(store_url)
    bureau.clock.day, bureau.clock.asked = founded.clock.day, founded.clock.asked
    yield bureau
    bureau.close()


@pytest.fixture(scope="session", autouse=True)
def cheap_passphrases() -> Iterator[None]:
    """A key is sealed here a thousand times quicker than it is guessed. A box says itself what it cost.

    What a passphrase costs is asserted where boxes are tested: `dear_passphrases`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase_box, "_COST", 2**6)
        yield


@pytest.fixture
def dear_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What users pay: `cheap_passphrases` does not hold for this test."""
    monkeypatch.setattr(passphrase_box, "_COST", _COST)


@pytest.fixture(scope="session", autouse=True)
def tables_of_unicode() -> None:
    """In a fresh clone the first text drawn builds them, in seconds; no test is to be called slow for it."""

    @settings(max_examples=1, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text())
    def draw(_: str) -> None:
        pass

    draw()
