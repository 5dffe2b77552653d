"""Rights as a forger writes them: alone, or as somebody has proposed them and another would confirm them."""

from __future__ import annotations

from typing import Any

from domain.shapes.table import table
from tests.audit.campaign.lines import members_of
from tests.audit.campaign.workbench import NewEvent, Signed, Workbench
from tests.audit.log_book import CITY, OF_THE_OFFICE, PROPOSED_AS, confirmation, enrolment, replacement, second_person
from tests.domain.keys import Key

ENROLLED = frozenset({"officer.enrolled.v1", "officer.second-person-enrolled.v1"})
FUND_PROPOSED, ENROLMENT_PROPOSED, GRANT_PROPOSED = (
    "office.fund-proposed.v1",
    "log.enrolment-proposed.v1",
    "log.grant-proposed.v1",
)


def enrols(commit: Signed) -> bool:
    """Whether somebody else than who opened the log is enrolled in it."""
    return not ENROLLED.isdisjoint(commit.names) and commit.names[0] != "log.opened.v1"


def guest(*roles: str, **key: Any) -> NewEvent:
    """The enrolment of somebody under a key that the office made, as far as no other is wanted."""
    return enrolment("guest", *(roles or ("clerk",)), authority=CITY, **{**OF_THE_OFFICE, **key})


def second_guest(*roles: str, officer: str = "guest", **key: Any) -> NewEvent:
    """The same, alone."""
    return second_person(officer, *(roles or ("supervisor",)), authority=CITY, **{**OF_THE_OFFICE, **key})


def replaced(officer: str, key: Key) -> NewEvent:
    return replacement(officer, key, **OF_THE_OFFICE)


def confirmed(bench: Workbench, proposes: str, **members: Any) -> tuple[NewEvent, NewEvent]:
    """What confirms the newest such proposal, and what follows, as it was proposed but for some members."""
    lines = map(members_of, reversed(bench.lines))
    data = next(line["data"] for line in lines if line["name"] == proposes)
    happens = next(name for name, (_, proposing, _) in PROPOSED_AS.items() if proposing == proposes)
    outcome = {member: data[member] for member in table()["as_proposed"][happens]["members"]}
    stream = f"officer-{data.get('officer')}"
    if happens == "fund.opened.v1":
        fund = f"{data['holder']}-{data['year']}-F009"
        stream, outcome = f"fund-{fund}", {"fund": fund, **outcome}
    event = stream, happens, {**outcome, **members}
    return confirmation(data["proposal"], event), event
