"""The rows of the matrix that take a store of their own: new, restored, at its end, copied, or one that stood still.

The roles that may not try first, all in the same store, for nothing of theirs is recorded; then the one that may.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.exit_codes import NOT_PERMITTED
from domain.base import Part
from domain.office.log_commands import RestoreLog
from domain.office.roles import PERMISSIONS, Role
from policies import shipped
from presentation.words.refusals import sentence
from tests.cli.conftest import SECOND, Bailu
from tests.cli.matrix.calls import ELSEWHERE
from tests.cli.matrix.furnishing import OPENING
from tests.cli.matrix.staff import ONE_ROLE, alone
from tests.cli.matrix.watching import Watched
from tests.cli.test_clock import FRIDAY, Desk
from tests.cli.test_clock import desk as desk
from tests.documents.permissions import Entry, may


def entry(verb: str, act: str) -> Entry:
    """A row of those that are tried here."""
    (row,) = [row for row in ELSEWHERE if (row.verb, row.act) == (verb, act)]
    return row


def hold(office: Bailu, watched: Watched, row: Entry, *argv: object, roles: tuple[Role, ...] = tuple(Role)) -> None:
    """Each role gives the same words, those first that may not; the first that may is the only one to record."""
    permission = PERMISSIONS[row.act]
    wanted = permission.second if row.part is Part.SECOND else permission.first
    for role in sorted(roles, key=lambda role: may(row, role)):
        officer = alone(role)
        ran = office(*argv, officer=officer)
        if may(row, role):
            assert ran.code == 0, (role, ran.err)
            return
        values = {"act": row.act, "role": " / ".join(name.value for name in wanted), "officer": officer}
        assert (ran.code, sentence("role-missing", values) in ran.err) == (NOT_PERMITTED, True), (role, ran.err)
        assert watched.recorded() == []


def holders(office: Bailu, watched: Watched, act: str, proposer: str) -> None:
    """The proposer and a suspended officer answer what waits of the log, and are refused."""
    second = " / ".join(role.value for role in PERMISSIONS[act].second)
    own = "own-proposal" if set(PERMISSIONS[act].first) & set(PERMISSIONS[act].second) else "role-missing"
    for officer, code in ((proposer, own), ("off-pays", "officer-suspended")):
        ran = office("confirm", "log/" + _last(office), "--yes", officer=officer)
        values = {"act": act, "role": second, "officer": officer}
        assert (ran.code, sentence(code, values) in ran.err) == (NOT_PERMITTED, True), (officer, ran.err)
        assert watched.recorded() == []


def _last(office: Bailu) -> str:
    session = office.session("admin")
    with session.repository() as repository:
        name = list(repository.log().proposals.waiting)[-1]
    session.close()
    return name


def test_of_a_restored_log_finance_says_what_was_sent_and_finance_confirms(office: Bailu, watched: Watched) -> None:
    session = office.session("admin")
    session.execute(session.prepare(RestoreLog(log="7ac2b019", size=1, root="5f" * 32, taken_at=None)))
    session.close()
    watched.recorded()
    sent, answer = entry("payment declare-sent", "declare-sent"), entry("confirm", "declare-sent")
    hold(office, watched, sent, "payment", "declare-sent", "--none", "--yes")
    assert [line.name for line in watched.recorded()] == ["log.sent-proposed.v1"]
    holders(office, watched, "declare-sent", alone(Role.FINANCE))
    others = tuple(role for role in Role if role is not Role.FINANCE)
    proposal = f"log/{_last(office)}"
    hold(office, watched, answer, "confirm", proposal, "--yes", roles=others)
    assert office("confirm", proposal, "--yes", officer="wu").code == 0
    assert [line.name for line in watched.recorded()] == ["log.proposal-confirmed.v1"]


@pytest.mark.parametrize("second", PERMISSIONS["declare-fault"].second, ids=lambda role: role.value)
def test_a_fault_is_declared_by_one_who_keeps_the_office_and_confirmed_by_another(
    office: Bailu, watched: Watched, second: Role
) -> None:
    declare, answer = entry("audit declare-fault", "declare-fault"), entry("confirm", "declare-fault")
    first = Role.ADMINISTRATOR if second is not Role.ADMINISTRATOR else Role.SUPERVISOR
    roles = (*(role for role in Role if not may(declare, role)), first)
    hold(office, watched, declare, "audit", "declare-fault", 1, 3, "--reason", "示14", roles=roles)
    assert [line.name for line in watched.recorded()] == ["log.fault-proposed.v1"]
    holders(office, watched, "declare-fault", alone(first))
    refused = tuple(role for role in Role if not may(answer, role))
    hold(office, watched, answer, "confirm", f"log/{_last(office)}", "--yes", roles=(*refused, second))
    assert [line.name for line in watched.recorded()] == ["log.proposal-confirmed.v1"]


def test_a_copy_and_its_closing_are_an_administrators(office: Bailu, watched: Watched) -> None:
    restore, close = entry("store copy", "restore-log"), entry("store copy", "close-log")
    others = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
    for role in others:
        hold(office, watched, restore, "store", "copy", office.url, f"{role.value}.db", roles=(role,))
        hold(office, watched, close, "store", "copy", "--close", office.url, f"{role.value}-2.db", roles=(role,))
    hold(office, watched, restore, "store", "copy", office.url, "copy.db", roles=(Role.ADMINISTRATOR,))
    assert watched.recorded() == [], "the line of a copy stands in the copy"
    hold(office, watched, close, "store", "copy", "--close", office.url, "closed.db", roles=(Role.ADMINISTRATOR,))
    assert [line.name for line in watched.recorded()] == ["log.closed.v1"]


def test_notices_share_limits_as_those_who_decide_cases_declare(
    office: Bailu, watched: Watched, tmp_path: Path
) -> None:
    """Two notices alike, of which each has a limit: the shipped example under two names."""
    pack = shipped("egret-2025@1").decode()
    members = []
    for name in ("egret-2025", "egret-2026"):
        file = tmp_path / f"{name}.toml"
        file.write_text(pack.replace("egret-2025", name), encoding="utf-8")
        office.agreed("policy", "adopt", file, officer="lin", second=SECOND)
        members.append(f"{name}/kept-once")
    watched.recorded()
    share, answer = entry("limit share", "share-limits"), entry("confirm", "share-limits")
    hold(office, watched, share, "limit", "share", "kept", *members, "--document", "示8号")
    (proposed,) = watched.recorded()
    assert proposed.name == "office.sharing-proposed.v1"
    hold(office, watched, answer, "confirm", f"office/{proposed.data['proposal']}", "--yes")
    names = [line.name for line in watched.recorded()]
    assert names == ["office.proposal-confirmed.v1", *["policy.sharing-declared.v1"] * 2]
    (group,) = office("limit", "groups", "-o", "json", officer="gao").json
    assert (group["group"], group["members"]) == ("kept", members)


@pytest.mark.on_sqlite
def test_a_backup_is_restored_by_an_administrator(office: Bailu, watched: Watched, tmp_path: Path) -> None:
    phrase = tmp_path / "passphrase"
    phrase.write_text("eleven egrets over the wide bay\n", "utf-8")
    phrase.chmod(0o600)
    assert office("store", "backup", "office.bailu", "--passphrase-file", phrase, officer="admin").code == 0
    assert [line.name for line in watched.recorded()] == ["log.backed-up.v1"]
    restored = ("store", "restore", "office.bailu", "--passphrase-file", phrase, "--store")
    for role in (*(role for role in Role if role is not Role.ADMINISTRATOR), Role.ADMINISTRATOR):
        place = tmp_path / role.value
        ran = office(
            *restored, place / "bailu.db", officer=alone(role), BAILU_KEYS=str(place / "keys"),
            BAILU_OFFICERS=str(tmp_path / "officers"),
        )  # fmt: skip
        if role is Role.ADMINISTRATOR:
            assert ran.code == 0, ran.err
        else:
            values = {"act": "restore-log", "role": "administrator", "officer": alone(role)}
            assert (ran.code, sentence("role-missing", values) in ran.err) == (NOT_PERMITTED, True), (role, ran.err)
    assert watched.recorded() == []


@pytest.fixture
def real(bailu: Bailu, desk: Desk) -> Iterator[tuple[Bailu, Watched]]:
    """A store that is no simulation, with an officer of each role, some weeks after anybody was at work."""
    assert bailu("init").code == 0
    enrol = ("officer", "enrol")
    assert bailu.second_person("xu").code == 0
    for role in ONE_ROLE:
        name = alone(role)
        bailu.agreed(*enrol, name, "--name", name, "--role", role.value, officer="admin", second="xu")
    watching = Watched(bailu)
    desk.now = FRIDAY + timedelta(days=40)
    yield bailu, watching
    watching.close()


@pytest.mark.on_sqlite
def test_an_office_that_stood_still_is_opened_by_two_who_keep_it(
    real: tuple[Bailu, Watched],
) -> None:
    bailu, watched = real
    hold(bailu, watched, entry("store reopen", "reopen-office"), "store", "reopen", roles=ONE_ROLE)
    assert [line.name for line in watched.recorded()] == ["log.reopening-proposed.v1"]
    answer = entry("confirm", "reopen-office")
    assert bailu("confirm", "log", "--yes", officer=alone(Role.SUPERVISOR)).code == NOT_PERMITTED, "their own"
    others = (*(role for role in ONE_ROLE if not may(answer, role)), Role.ADMINISTRATOR)
    hold(bailu, watched, answer, "confirm", "log", "--yes", roles=others)
    assert [line.name for line in watched.recorded()] == ["log.proposal-confirmed.v1"]


def test_in_a_new_office_only_the_administrator_enrols_the_second_person(bailu: Bailu) -> None:
    bailu.day = OPENING
    above = alone(Role.SUPERVISING_AUTHORITY)
    made = ("officer", "key", "new", above, "--supervising", "--no-passphrase", "--out", "above.json")
    assert bailu(*made).code == 0
    assert bailu("init", "--simulated", "--supervising-key", "above.json").code == 0
    enrol = ("officer", "enrol", "second", "--name", "某人", "--role", "supervisor")
    values = {"act": "give-rights", "role": "administrator", "officer": above}
    ran = bailu(*enrol, officer=above)
    assert (ran.code, sentence("role-missing", values) in ran.err) == (NOT_PERMITTED, True), ran.err
    assert bailu(*enrol, officer="admin").code == 65, "who enrols them would hold both keys"
    assert bailu.second_person("second").code == 0
    assert bailu.log()[-1]["name"] == "officer.second-person-enrolled.v1"
