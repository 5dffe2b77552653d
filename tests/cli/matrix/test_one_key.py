"""The most that one key reaches alone: no right, no fund, no payment, no receipt, and nothing that holds for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain.base import ACTS, Part
from domain.office.roles import Role
from presentation.language import LANGUAGES
from tests.cli.conftest import Bailu
from tests.cli.matrix.furnishing import OPENING
from tests.cli.matrix.one_key import Search, reached
from tests.cli.matrix.staff import ONE_ROLE
from tests.documents.permissions import Reached, file_of, page

RIGHTS = {
    "officer.enrolled.v1",
    "officer.second-person-enrolled.v1",
    "officer.role-granted.v1",
    "officer.key-replaced.v1",
    "officer.exception-granted.v1",
}
SHARED = {
    "fund.opened.v1",
    "policy.edition-adopted.v1",
    "policy.standard-adopted.v1",
    "calendar.year-adopted.v1",
    "people.linked.v1",
    "people.names-joined.v1",
    "register.proposal-confirmed.v1",
}
MONEY = {"batch.released.v1", "application.payment-released.v1", "application.recovery-received.v1"}
DECISIONS = {
    "application.approved.v1",
    "import.proposal-confirmed.v1",
    "application.revised.v1",
    "application.followed-up.v1",
    "application.milestone-met.v1",
    "application.limit-waived.v1",
    "application.account-corrected.v1",
    "application.recovery-approved.v1",
}

pytestmark = pytest.mark.on_sqlite


@pytest.fixture(scope="module")
def of_keys() -> dict[Role, Reached]:
    return dict(reached())


def test_no_key_alone_brings_a_right_or_money_or_what_holds_for_all_and_the_page_shows_what_a_key_reaches(
    of_keys: dict[Role, Reached],
) -> None:
    """One test, since workers share no search, and none is longer."""
    beyond = RIGHTS | SHARED | MONEY | DECISIONS
    assert {role: beyond & set(events.alone) for role, events in of_keys.items()} == {role: set() for role in ONE_ROLE}
    assert beyond - {"officer.second-person-enrolled.v1"} <= {
        name for events in of_keys.values() for name in events.answering
    } | {"officer.exception-granted.v1"}, "what nobody reaches in answer to another either, this test cannot see"
    for language in LANGUAGES:
        assert file_of(language).read_text("utf-8") == page(language, of_keys), "run `make docs`"


@pytest.mark.parametrize(
    "role",
    [Role.FINANCE, *(pytest.param(role, marks=pytest.mark.campaign) for role in (Role.SUPERVISOR, Role.ADMINISTRATOR))],
)
def test_what_a_key_answers_was_begun_by_another_and_what_it_exports_was_released_by_another(
    office: Bailu, role: Role
) -> None:
    search = Search(office.url, office.folder, role)
    search.run()
    lines = office.log()
    answered = [line for line in lines if line["actor"] == search.officer and ACTS[line["name"]].part is Part.SECOND]
    assert answered
    for line in answered:
        assert begun(lines, line)["actor"] != search.officer, line
    for line in lines:
        if line["name"] == "batch.exported.v1" and line["actor"] == search.officer:
            by = {other["name"]: other["actor"] for other in lines if other["stream"] == line["stream"]}
            assert {by["batch.ordered.v1"], by["batch.released.v1"]} - {search.officer}


def begun(lines: Sequence[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    """The first half of what a line answers: the last in its stream that agrees with it."""
    act = ACTS[answer["name"]]

    def agrees(line: dict[str, Any]) -> bool:
        half = ACTS[line["name"]]
        same = act.permission is None or half.permission in (None, act.permission)
        named = act.pair is None or line["data"].get(act.pair) == answer["data"].get(act.pair)
        return line["stream"] == answer["stream"] and half.part is Part.FIRST and same and named

    return [line for line in lines[: lines.index(answer)] if agrees(line)][-1]


@pytest.mark.campaign
@pytest.mark.parametrize("role", ONE_ROLE)
@pytest.mark.parametrize("seed", range(1, 4))
def test_in_any_order_and_about_every_case_a_key_reaches_no_more(
    office: Bailu, of_keys: dict[Role, Reached], role: Role, seed: int
) -> None:
    assert Search(office.url, office.folder, role, seed, thorough=True).run() == of_keys[role]


def test_in_a_new_office_one_key_enrols_one_person_once_and_the_audit_counts_what_their_key_signs(bailu: Bailu) -> None:
    """That one human holds both keys is seen only by who made the second: the office, or its officer."""
    bailu.day = OPENING
    assert bailu("init", "--simulated").code == 0
    for role in ("clerk", "finance", "assessor", "inspector"):
        ran = bailu("officer", "enrol", "first", "--name", "某人", "--role", role, officer="admin")
        assert ran.code == 65, role
    office_made = ("officer", "enrol", "second", "--name", "某人", "--role", "supervisor")
    assert bailu(*office_made, officer="admin").code == 65, "or the administrator would hold both keys"
    assert bailu.second_person("second").code == 0
    for officer, role in (("third", "supervisor"), ("fourth", "administrator")):
        assert bailu("officer", "enrol", officer, "--name", officer, "--role", role, officer="admin").code == 0
    assert bailu("officer", "grant", "admin", "supervisor", officer="admin").code == 65
    assert bailu("officer", "grant", "second", "clerk", officer="admin").code == 0
    assert bailu("confirm", "log", "--every", officer="admin").code == 77
    names = [line["name"] for line in bailu.log()]
    assert names.count("officer.second-person-enrolled.v1") == 1
    assert [name for name in names if name in RIGHTS] == ["officer.enrolled.v1", "officer.second-person-enrolled.v1"]
    made = {line["data"]["officer"]: line["data"]["key"]["made_by"] for line in bailu.log() if "key" in line["data"]}
    assert made == {"admin": "officer", "second": "officer", "third": "office", "fourth": "office"}
    assert "The office made the keys of" not in _verified(bailu), "as long as nobody has confirmed such a key"
    assert bailu("confirm", "log/p1", officer="second").code == 0
    assert "The office made the keys of: third." in _verified(bailu)


def _verified(bailu: Bailu) -> str:
    ran = bailu("audit", "verify", officer="admin")
    assert ran.code == 0, ran.err
    return ran.out + ran.err
