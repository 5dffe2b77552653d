"""What entries of registers do to cases over time: quotas, owners, corrections, revisions; under the shipped pack."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.application import commands as c
from domain.application.values import Line
from domain.base import replace
from domain.entitlement.edition import Edition
from domain.errors import NotAllowed
from domain.office.register import ConfirmEntry
from policies import shipped
from policies.loader import load
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Office
from tests.domain.sample_cases import CHEN, HUANG, JIANG, LIN, OPERATOR, POLICY, SHEN, TRAINER
from tests.listing import listing

ON = date(2024, 9, 18)
TRAINED: dict[str, Any] = {
    "project_kind": "skills", "occupation": "6-18-02-04", "level": "5", "completed_on": "2024-08-30",
}  # fmt: skip


@cache
def edition() -> Edition:
    return load(shipped(POLICY))


def office(*entries: Any) -> Office:
    one = Office(edition(), s.the_calendar_of_2024())
    for entry in entries:
        enter(one, entry)
    return one


def enter(one: Office, entry: Any) -> None:
    one.execute(entry, SHEN, ON)
    one.execute(ConfirmEntry(register=entry.register, proposal=None), JIANG, ON)


def project(key: str, owner: str = TRAINER, **said: Any) -> Any:
    return listing("training-projects", POLICY, key, owner=owner, facts=TRAINED, **said)


def station(key: str, owner: str = TRAINER, **said: Any) -> Any:
    return listing("gig-stations", POLICY, key, owner=owner, **said)


def trainees(*people: str, entry: str = "Q1", on_lines: str | None = None, uscc: str = TRAINER) -> c.SubmitApplication:
    facts = {"category": "migrant-worker", "certificate_kind": "completion"}
    named = {} if on_lines is None else {"entry": on_lines}
    lines = tuple(
        Line(line=number, facts={**facts, **named}, person=person, id_kind="resident-id", sealed=f"sealed-{person}")
        for number, person in enumerate(people, 1)
    )
    return replace(s.training("x", uscc=uscc), facts={"entry": entry}, lines=lines)


def stations(*keys: str, uscc: str = TRAINER) -> c.SubmitApplication:
    lines = tuple(Line(line=number, facts={"entry": key}) for number, key in enumerate(keys, 1))
    return replace(s.training("x", scheme="gig-station", uscc=uscc), facts={}, lines=lines)


def accepted(one: Office, file: c.SubmitApplication) -> str:
    (submitted, *_) = one.execute(file, CHEN, ON)
    number = submitted.stream.removeprefix("application-")
    one.execute(c.AcceptApplication(application=number), CHEN, ON)
    return number


def entitled_fen(one: Office, file: c.SubmitApplication) -> int:
    """What is approved of a file that is compared, assessed and, where something can be approved, approved."""
    number = accepted(one, file)
    verified = s.comparison(file, ON, number)
    if verified.values:
        one.execute(verified, CHEN, ON)
    one.execute(c.AssessApplication(application=number), LIN, ON)
    try:
        one.execute(c.ApproveApplication(application=number), HUANG, ON)
    except NotAllowed:
        return 0
    return one.cases[number].entitled_fen


@pytest.mark.parametrize("on_lines", [None, "无", "Q2", "-"])
def test_a_quota_is_that_of_the_entry_that_the_application_names_whatever_its_lines_say(on_lines: str | None) -> None:
    """Seen: three lines with another word as their own entry were paid under a quota of one."""
    one = office(project("Q1", quota=1), project("Q2", owner=OPERATOR, quota=90))
    assert entitled_fen(one, trainees("a", "b", "c", on_lines=on_lines)) == 100_000
    assert entitled_fen(one, trainees("d", on_lines=on_lines)) == 0


def test_a_quota_counts_on_when_the_entry_has_another_owner() -> None:
    one = office(project("Q1", quota=2))
    assert entitled_fen(one, trainees("a", "b")) == 200_000
    enter(one, project("Q1", owner=OPERATOR, valid_from=date(2024, 6, 1), quota=3, replaces="training-projects/0001"))
    assert entitled_fen(one, trainees("c", "d", uscc=OPERATOR)) == 100_000


def test_a_recorded_revision_is_decided_again_though_amounts_of_open_lines_stand_in_it() -> None:
    """Seen: an honest log did not verify; the proposal has every amount that stands, and some are of open lines."""
    one = office(station("Z1"), station("Z3"))
    number = accepted(one, stations("Z1", "Z2", "Z3"))
    determined = s.determined({1: 10_000, 2: 10_000, 3: 10_000}, score_sheet="评分表1")
    one.execute(c.AssessApplication(application=number, determined=determined), LIN, ON)
    one.execute(c.ApproveApplication(application=number, leaving_open=True), HUANG, ON)
    revise = c.ReviseApplication(application=number, ground="ineligible", reason="", struck=((1, 1),))
    recorded = one.decide(revise, LIN, ON)
    (proposed,) = recorded[f"application-{number}"]
    again = replace(revise, determined=proposed.determined)
    assert one.decide(again, LIN, ON) == recorded


def test_a_correction_of_an_open_station_may_stand_in_any_order() -> None:
    one = office(station("Z2"), station("Z3"))
    number = accepted(one, stations("Z1", "Z2"))
    determined = s.determined({1: 10_000, 2: 20_000}, score_sheet="评分表1")
    one.execute(c.AssessApplication(application=number, determined=determined), LIN, ON)
    one.execute(c.ApproveApplication(application=number, leaving_open=True), HUANG, ON)
    one.execute(c.RequestCorrection(application=number, lines=((1, 1),), reason=""), CHEN, ON)
    file = stations("Z3", "Z2")
    one.execute(
        c.CorrectApplication(
            application=number,
            applicant=file.applicant,
            account=file.account,
            documents=file.documents,
            facts=file.facts,
            lines=file.lines,
        ),
        CHEN,
        ON,
    )
    assert {line.facts["entry"] for line in one.cases[number].lines.values()} == {"Z2", "Z3"}
    assert one.cases[number].lines[2].facts["entry"] == "Z2"
