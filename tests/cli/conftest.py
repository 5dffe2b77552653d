"""The real entry point in this process, and a bureau to work in: a simulated store with its officers at their desks.

`bailu("officer", "list", officer="admin")` runs one command and gives (exit code, standard output, standard error).
`bureau` is the same, after a store was put in place: every officer enrolled, the policy and three years of working
days adopted, the registers filled. It stands at the legal day `OPENING` unless a `clock` is said.

Every test here runs on a SQLite file. On PostgreSQL a sixth of them does, and the others with the campaign: what the
databases do differently is below the command line, and `tests/store` and `tests/projections` run whole on both. So do
modules marked `on_both`, which are about the store itself.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import pytest

from cli.main import run
from domain.decisions.commands import Command
from domain.office.log_commands import ConfirmForLog
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear, AdoptEdition
from domain.office.register import AddEntry, ConfirmEntry
from domain.office.roles import Role
from policies import shipped
from policies.loader import load
from store.addresses import is_postgres
from tests.domain.sample_cases import CITY, EXCEPTIONS_2024
from tests.listing import listing
from tests.postgres import copied, new_store
from tests.stores import file_of
from usecases.commands.officers import enrol_by_request, enrol_officer, make_key
from usecases.commands.open_store import open_store
from usecases.intake.key_requests import read_request
from usecases.session.officer_keys import finish_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

HERE = Path(__file__).parent
POLICY = "xiamen-2023-187"
OPENING = "2023-09-04"
"""The first legal day of the bureau, on which it adopted what it works with."""

OFFICERS = {
    "lin": Role.CLERK,
    "sun": Role.CLERK,
    "chen": Role.ASSESSOR,
    "huang": Role.APPROVER,
    "wu": Role.FINANCE,
    "zheng": Role.FINANCE,
    "xu": Role.SUPERVISOR,
    "gao": Role.INSPECTOR,
}
"""Beside these, `admin` is the administrator. All are of the city bureau, which may act for every authority."""

SECOND = "xu"
"""The second person, whom the administrator enrols alone."""
EMPLOYER = "91350200155000001E"
"""On the register of key enterprises."""
OPERATOR = "91350200MA2XN0001E"
"""On the register of labour cooperation operators."""
DEMONSTRATION = "91350200M0001B2C3D"
"""On the register of demonstration enterprises, with a quota of 3 trainees."""
UNLISTED = "91350203M0001B2C3Q"
"""A valid code that no register lists."""


_T = TypeVar("_T")
_SHARE = 6
"""One in how many tests of the command line runs on PostgreSQL in each run, too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the markers are looked at: put off until the campaign what is no part of the share on PostgreSQL."""
    for item in items:
        if HERE in item.path.parents and _put_off(item):
            item.add_marker(pytest.mark.campaign)


def _put_off(item: pytest.Item) -> bool:
    # By name, so that the share stays the same when tests come and go.
    on_postgres = getattr(item, "callspec", None) and item.callspec.params.get("store_kind") == "postgresql"
    return on_postgres and not item.get_closest_marker("on_both") and crc32(item.name.encode()) % _SHARE != 0


class Ran(NamedTuple):
    """What one run left behind. Bytes that are no UTF-8, such as a workbook's, survive in `out`: see `raw`."""

    code: int
    out: str
    err: str

    @property
    def raw(self) -> bytes:
        return self.out.encode("utf-8", "surrogateescape")

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@dataclass
class Bailu:
    """Runs commands in `folder`, which is the current directory, on the store there."""

    folder: Path
    url: str
    capture: pytest.CaptureFixture[bytes]
    patch: pytest.MonkeyPatch
    day: str | None = None

    def __call__(self, *argv: object, clock: str | None = None, officer: str | None = None, **environ: str) -> Ran:
        """`clock` and `officer` stand for BAILU_CLOCK and BAILU_AS; `environ` sets further variables for this run."""
        variables = {"BAILU_CLOCK": clock or self.day, "BAILU_AS": officer, **environ}
        with self.patch.context() as patch:
            for name, value in variables.items():
                if value is not None:
                    patch.setenv(name, value)
            self.capture.readouterr()
            code = run([str(argument) for argument in argv])
            out, err = self.capture.readouterr()
        return Ran(code, out.decode("utf-8", "surrogateescape"), err.decode())

    def agreed(self, *argv: object, officer: str, second: str, clock: str | None = None) -> Ran:
        """What one officer proposes and the other confirms at once; what the second run left behind."""
        proposed = self(*argv, "-o", "json", officer=officer, clock=clock)
        assert proposed.code == 0, proposed.err
        confirmed = proposed
        for name in _proposals_in(proposed.json):
            confirmed = self("confirm", name, "--yes", officer=second, clock=clock)
            assert confirmed.code == 0, confirmed.err
        return confirmed

    def second_person(self, officer: str = "xu", role: str = "supervisor") -> Ran:
        """Of a new office: they make a key, and the administrator enrols them alone."""
        request = f"{officer}.second.json"
        asked = ("--name", officer, "--role", role, "--no-passphrase", "--out", request)
        made = self("officer", "key", "new", officer, *asked)
        assert made.code == 0, made.err
        return self("officer", "enrol", "--request", request, officer="admin")

    @property
    def store(self) -> Path:
        """The store's file, for a test that is marked `on_sqlite`; any other asks for the `url`."""
        return file_of(self.url)

    def session(self, officer: str, clock: str | None = None) -> OfficerSession:
        """A desk of an officer, for what a test wants to know of the store itself."""
        return _desk(self.url, self.folder, officer, clock or self.day or OPENING)

    def log(self) -> list[dict[str, Any]]:
        """Every line of the log, decoded, in its order."""
        session = self.session("admin")
        with session.database.reading() as view:
            lines = [json.loads(row.line) for row in view.rows(limit=view.head().size)]
        session.close()
        return lines


def _proposals_in(shown: Any) -> Iterator[str]:
    """The names of what an answer says to wait."""
    if isinstance(shown, list):
        for row in shown:
            yield from _proposals_in(row)
    elif isinstance(shown, dict):
        if shown.get("proposal"):
            yield shown["proposal"]
        yield from _proposals_in(shown.get("batches", []))


@pytest.fixture
def bailu(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Bailu:
    """The command line in an empty folder, without a store, in English; keys and officers are kept in the folder."""
    for name in [name for name in os.environ if name.startswith("BAILU_")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "C.UTF-8" if name == "LANG" else "")
    monkeypatch.setenv("BAILU_STORE", store_url)
    if is_postgres(store_url):
        # On SQLite they lie beside the store by themselves.
        for name, where in _beside(tmp_path).items():
            monkeypatch.setenv(f"BAILU_{name.upper()}", where)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Bailu(folder=tmp_path, url=store_url, capture=capsysbinary, patch=monkeypatch)


@pytest.fixture
def bureau(bailu: Bailu, furnished: tuple[Path, str]) -> Bailu:
    """The command line in a furnished bureau."""
    put_in_place(bailu, *furnished)
    return bailu


def put_in_place(bailu: Bailu, folder: Path, url: str) -> None:
    """A copy of the bureau that has its files in the folder and its store at the address."""
    shutil.copytree(folder, bailu.folder, dirs_exist_ok=True)
    if is_postgres(url):
        copied(url, bailu.url)
    bailu.day = OPENING


@pytest.fixture(scope="session")
def prepared_bureaus() -> dict[tuple[object, ...], tuple[Path, str, object]]:
    """What `prepared` has done so far: the files, the store, and what was given."""
    return {}


@pytest.fixture
def prepared(
    bailu: Bailu,
    furnished: tuple[Path, str],
    prepared_bureaus: dict[tuple[object, ...], tuple[Path, str, Any]],
    new_url: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Callable[[Bailu], _T]], _T]:
    """`prepared(act)` is what `act` gives, done in a furnished bureau: once on each database, and copied from then on.

    For a module whose tests all begin with the same dozen commands. Read models are not copied on PostgreSQL.
    """

    def prepare(act: Callable[[Bailu], _T]) -> _T:
        which = (act.__module__, act.__qualname__, is_postgres(bailu.url))
        if which in prepared_bureaus:
            folder, url, given = prepared_bureaus[which]
            put_in_place(bailu, folder, url)
            copied_result: _T = given
            return copied_result
        put_in_place(bailu, *furnished)
        result = act(bailu)
        folder = tmp_path_factory.mktemp("prepared")
        shutil.copytree(bailu.folder, folder, dirs_exist_ok=True)
        url = str(folder / "bailu.db")
        if is_postgres(bailu.url):
            url = new_url()
            copied(bailu.url, url)
        prepared_bureaus[which] = folder, url, result
        return result

    return prepare


@pytest.fixture(scope="session")
def furnished(
    store_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The store of the bureau with its keys, made once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("bureau")
    on_file = store_kind == "sqlite"
    url = str(folder / "bailu.db") if on_file else new_store(request.getfixturevalue("server"))
    with ExitStack() as desks:
        admin = open_store(
            _settings(url, folder, "admin", OPENING), "admin", "管理员", supervised_by=CITY, simulated=True
        )
        desks.callback(admin.close)
        enrol_second(admin, SECOND, (OFFICERS[SECOND],), CITY)
        clerk, supervisor = (_desk(url, folder, officer, OPENING) for officer in ("lin", SECOND))
        for session in (clerk, supervisor):
            desks.callback(session.close)
        for name, role in OFFICERS.items():
            if name != SECOND:
                enrol_officer(admin, name, name, (role,), CITY)
                _do(supervisor, ConfirmForLog(proposal=None))
                finish_key(folder / "officers", name, admin.now())
        _adopt_and_list(clerk, supervisor)
    return folder, url


def enrol_second(admin: OfficerSession, officer: str, roles: tuple[Role, ...], authority: str) -> None:
    """The second person, who makes the key."""
    request = make_key(admin, officer, name=officer, roles=roles, authority=authority)
    enrol_by_request(admin, read_request(request))
    request.unlink()
    finish_key(Path(admin.settings["officers"]), officer, admin.now())


TRAINER = "91350203M0001B2C3Q"
PROJECTS = tuple(f"XM-{number}" for number in range(1, 5))
"""Projects of one school, each of which teaches another occupation; limits count a person once in each."""
PROJECT = PROJECTS[0]


def _adopt_and_list(clerk: OfficerSession, supervisor: OfficerSession) -> None:
    for adoption in (the_policy(), *_the_calendar()):
        _do(clerk, adoption)
        _do(supervisor, ConfirmForOffice(proposal=None))
    for register, key, quota in (
        ("key-enterprises", EMPLOYER, None),
        ("labour-cooperation-operators", OPERATOR, None),
        ("demonstration-enterprises", DEMONSTRATION, 3),
    ):
        entry = listing(
            policy="xiamen-2023-187",
            register=register,
            key=key,
            valid_from=date(2023, 9, 1),
            document="厦人社〔2023〕201号",
            quota=quota,
        )
        _do(clerk, entry)
        _do(supervisor, ConfirmEntry(register=register, proposal=None))
    for entry in the_projects():
        _do(clerk, entry)
        _do(supervisor, ConfirmEntry(register=entry.register, proposal=None))


def the_projects() -> Iterator[AddEntry]:
    for number, key in enumerate(PROJECTS, 1):
        of_project = {"occupation": f"6-18-02-0{number}", "level": "5", "completed_on": "2024-04-26"}
        facts = {"project_kind": "skills", **of_project}
        begun = date(2023, 9, 1)
        yield listing("training-projects", POLICY, key, valid_from=begun, owner=TRAINER, facts=facts, quota=10_000)


def the_policy() -> AdoptEdition:
    content = shipped(POLICY)
    edition = load(content)
    return AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.window.first,
        content=content.decode(),
    )


def _the_calendar() -> Iterator[AdoptCalendarYear]:
    """2024 as decreed; 2023 and 2025 by their weekdays alone, which is enough for days that no test looks at."""
    source = "国办发明电〔2023〕7号"
    for year, exceptions in ((2023, ()), (2024, EXCEPTIONS_2024), (2025, ())):
        yield AdoptCalendarYear(year=year, exceptions=exceptions, source=source)


def _do(session: OfficerSession, command: Command) -> None:
    session.execute(session.prepare(command))


def _desk(url: str, folder: Path, officer: str, clock: str) -> OfficerSession:
    return OfficerSession(_settings(url, folder, officer, clock))


def _settings(url: str, folder: Path, officer: str, clock: str) -> Settings:
    return Settings(environ={}, flags={"store": url, "officer": officer, "clock": clock, **_beside(folder)})


def _beside(folder: Path) -> dict[str, str]:
    return {"keys": str(folder / "bailu.keys"), "officers": str(folder / "officers")}
