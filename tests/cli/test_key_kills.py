"""`init` and `officer rotate-key`, killed wherever they write: the next try finishes, and no key is lost.

A run is forked off, and kills itself before the n-th line of what makes stores and keys, for every n. What SQLite and
PostgreSQL do within a transaction is theirs (`tests/store/test_processes.py`).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import pytest

from cli.main import run
from store.addresses import is_postgres, postgres_address
from store.sqlite import database as sqlite_database
from store.vault.sealing import OuterKeys
from tests.cli.conftest import Bailu
from tests.stores import hand
from usecases.commands import officers, open_store
from usecases.session import officer_keys

pytestmark = pytest.mark.on_both

KEYS = (
    officer_keys.draft_key, officer_keys.finish_key, officer_keys._write, officers.rotate_key, officers.enrol_officer,
    officers._propose_key,
)  # fmt: skip
OPENING = (
    open_store.open_store, open_store._empty_store, OuterKeys.draft, OuterKeys.finish, OuterKeys.write,
    sqlite_database._make_whole,
)  # fmt: skip
POINTS_MAX = 400


def code_of(function: Callable[..., Any]) -> CodeType:
    code = getattr(function, "__code__", None) or getattr(function, "__func__").__code__  # noqa: B009
    assert isinstance(code, CodeType)
    return code


def killed(bailu: Bailu, point: int, *argv: str, officer: str | None = None, clock: str | None = None) -> bool:
    """Run a command, and kill it at a point; False if it came to its end before."""
    child = os.fork()
    if child == 0:
        for name, value in (("BAILU_AS", officer), ("BAILU_CLOCK", clock)):
            if value:
                os.environ[name] = value
        sys.settrace(_trap(point))
        run(list(argv))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _trap(point: int) -> Callable[[FrameType, str, object], object]:
    watched, passed = {code_of(function) for function in (*KEYS, *OPENING)}, 0

    def within(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal passed
        if event in ("line", "return"):
            passed += 1
            if passed == point:
                os.kill(os.getpid(), signal.SIGKILL)
        return within

    def entering(frame: FrameType, _event: str, _argument: object) -> object:
        return within if frame.f_code in watched else None

    return entering


def left_over(bailu: Bailu) -> list[str]:
    """Drafts that nobody finished."""
    return sorted(path.name for path in bailu.folder.rglob("*draft*"))


def test_an_init_that_is_killed_anywhere_is_finished_by_the_next(bailu: Bailu) -> None:
    _inits(bailu, every=7)


@pytest.mark.campaign
def test_an_init_that_is_killed_at_every_line_is_finished_by_the_next(bailu: Bailu) -> None:
    _inits(bailu, every=1)


def _inits(bailu: Bailu, *, every: int) -> None:
    troubles: dict[int, str] = {}
    for point in range(1, POINTS_MAX, every):
        _clear(bailu)
        if not killed(bailu, point, "init", "--simulated", clock="2024-05-06"):
            break
        again = bailu("init", "--simulated", clock="2024-05-06")
        bailu.second_person("xu")
        works = bailu("policy", "adopt", "xiamen-2023-187", officer="xu")
        verified = bailu("audit", "verify")
        if (works.code, verified.code, left_over(bailu)) != (0, 0, []):
            troubles[point] = f"{again.err} {works.err} {verified.out} {left_over(bailu)}"
    else:
        pytest.fail("it never came to its end")
    assert point > 20
    assert troubles == {}, "\n".join(f"{key}: {value}" for key, value in troubles.items())


def _clear(bailu: Bailu) -> None:
    """Nothing is left of an earlier run."""
    if is_postgres(bailu.url):
        schema = postgres_address(bailu.url).schema
        with hand(bailu.url) as tables:
            tables.execute(f"DROP SCHEMA IF EXISTS {schema}, {schema}_views CASCADE")
    for path in sorted(bailu.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("whose", ["lin", "admin"])
def test_a_rotation_that_is_killed_anywhere_is_finished_by_the_next(bureau: Bailu, whose: str) -> None:
    """Of one's own key, and of another officer's by an administrator."""
    _rotations(bureau, whose, by="admin", every=7)


@pytest.mark.campaign
@pytest.mark.parametrize("whose", ["lin", "admin"])
def test_a_rotation_that_is_killed_at_every_line_is_finished_by_the_next(bureau: Bailu, whose: str) -> None:
    _rotations(bureau, whose, by="admin", every=1)


def _rotations(bureau: Bailu, whose: str, *, by: str, every: int) -> None:
    for point in range(1, POINTS_MAX, every):
        if not killed(bureau, point, "officer", "rotate-key", whose, officer=by, clock=bureau.day):
            break
        again = bureau("officer", "rotate-key", whose, officer=by)
        if whose != by:
            # The first run may have proposed it.
            assert again.code == 0 or "waits for confirmation" in again.err, (point, again.err)
            assert bureau("confirm", "log", officer="xu").code == 0, point
            assert bureau("officer", "rotate-key", whose, officer=by).code == 0, point
        else:
            assert again.code == 0, (point, again.err)
        assert left_over(bureau) == [], point
        works = bureau("doctor", "-o", "json", officer=whose).json
        assert [row["result"] for row in works if row["check"] == "officer-key"] == ["ok"], point
    else:
        pytest.fail("it never came to its end")
    assert point > 20
    assert bureau("audit", "verify", officer="gao").code == 0
