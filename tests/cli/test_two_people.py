"""One human is never enough: offices of five and of three from their first command on, and the locks they cannot turn
on themselves. ADR 0051.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.office.roles import Role
from presentation.labels.vocabulary import label
from presentation.language import speaking
from tests.cli.application_files import (
    ACCEPTED,
    ACCOUNT,
    APPROVED,
    ASSESSED,
    CLOSED,
    PUBLISHED,
    SUBMITTED,
    VERIFIED,
    training,
    written,
)
from tests.cli.conftest import POLICY, PROJECT, TRAINER, Bailu, Ran
from tests.cli.payable_cases import answers

DAY = "2024-04-29"
PAYS, DECIDES = ("clerk", "finance", "supervisor"), ("clerk", "assessor", "approver", "supervisor")
FIVE = {"wu": PAYS, "zheng": PAYS, "chen": DECIDES, "huang": DECIDES}
"""Beside the administrator; the first is the second person."""
AUTHORITY = "authority-350200"


@dataclass
class Office:
    """An empty folder, and every command that was given in it."""

    bailu: Bailu
    given: list[tuple[object, ...]] = field(default_factory=list)

    def __call__(self, officer: str, *argv: object, day: str = DAY, code: int = 0) -> Ran:
        self.given.append(argv)
        ran = self.bailu(*argv, officer=officer, clock=day)
        assert ran.code == code, (argv, ran.out, ran.err)
        return ran


@pytest.fixture
def office(bailu: Bailu) -> Office:
    return Office(bailu)


def key_of(office: Office, officer: str, roles: Iterable[str], folder: str = "requests") -> str:
    """The request for a key that the officer made at their own desk."""
    file = f"{folder}/{officer}.request.json"
    asked = [word for role in roles for word in ("--role", role)]
    office(officer, "officer", "key", "new", officer, "--name", officer, *asked, "--no-passphrase", "--out", file)
    return file


def supervised(office: Office) -> None:
    """An office whose first line has the key of the authority above it."""
    office(AUTHORITY, "officer", "key", "new", AUTHORITY, "--supervising", "--no-passphrase", "--out", "above.json")
    office("admin", "init", "--simulated", "--supervising-key", "above.json")


def enrolled(office: Office, people: Mapping[str, Iterable[str]], *, above: bool = False) -> None:
    """A new log, the second person by the administrator alone, and everybody else by those two."""
    if above:
        supervised(office)
    else:
        office("admin", "init", "--simulated")
    second, *others = people
    office("admin", "officer", "enrol", "--request", key_of(office, second, people[second], "second"))
    for officer in others:
        key_of(office, officer, people[officer])
    office("admin", "officer", "enrol", "--request", "requests")
    office(second, "confirm", "log", "--every", "--yes")


def adopted(office: Office, first: str, second: str) -> None:
    """The notice and the working days."""
    office(first, "policy", "adopt", POLICY)
    office(first, "calendar", "adopt", "2024")
    office(second, "confirm", "office", "--every", "--yes")


def funded(office: Office, first: str, second: str) -> None:
    money = ("--amount", 10_000, "--year", 2024, "--document", "厦财社〔2024〕1号", "--yes")
    office(first, "fund", "open", "central", *money)
    office(second, "confirm", "office", "--yes")


def recognised(office: Office, first: str, second: str) -> None:
    """The project whose trainees are paid for."""
    states = ("project_kind=skills", "occupation=电工", "level=5", "completed_on=2024-04-26")
    entry = ("training-projects", PROJECT, "--owner", TRAINER, "--from", "2024-01-01", "--document", "示1号")
    stated = [word for state in states for word in ("--state", state)]
    office(first, "register", "add", *entry, "--quota", 100, *stated)
    office(second, "confirm", "register-training-projects", "--yes")


def decided(office: Office, first: str, second: str) -> str:
    """The number of a training of 3 000 yuan that is payable: taken in and assessed by the first of two."""
    file = written(office.bailu, training())
    number = str(office(first, "application", "submit", file, "-o", "json", day=SUBMITTED).json["number"])
    office(first, "application", "accept", number, day=ACCEPTED)
    verify = ("application", "verify", number, "--all-declared", "--source", "就业登记")
    office(first, *verify, day=VERIFIED, code=77)
    office(second, *verify, day=VERIFIED)
    office(first, "application", "assess", number, day=ASSESSED)
    office(first, "application", "approve", number, "--yes", day=ASSESSED, code=77)
    office(second, "application", "approve", number, "--yes", day=APPROVED)
    office(first, "public-notice", "publish", number, day=PUBLISHED)
    office(second, "public-notice", "close", number, day=CLOSED)
    return number


def paid(office: Office, number: str, first: str, second: str) -> None:
    """Ordered by the first of two and released by the second, to the file for the bank and its answer."""
    ordered = office(first, "payment", "order", number, "--yes", "-o", "json", day=CLOSED)
    batch = str(ordered.json["batch"])
    office(first, "payment", "release", batch, "--yes", day=CLOSED, code=77)
    office(second, "payment", "release", batch, "--yes", day=CLOSED)
    office(second, "payment", "export", batch, "bank.csv", day=CLOSED)
    assert ACCOUNT in (office.bailu.folder / "bank.csv").read_text(encoding="utf-8-sig")
    file = answers(office.bailu, (batch, number, "3000.00", "成功", CLOSED, "B1", ""))
    office(first, "payment", "import", file, "--yes", day=CLOSED, code=77)
    office(second, "payment", "import", file, "--yes", day=CLOSED)
    shown = office(second, "application", "show", number, "-o", "json", day=CLOSED).json
    assert (shown["status"], shown["paid_fen"]) == ("settled", 300_000)


def in_order(office: Office, officer: str) -> None:
    """The log verifies, and nobody signed with a key that somebody else had made."""
    report = office(officer, "audit", "verify", "--decisions", "-o", "json", day=CLOSED).json
    assert (report["holds"], report["by_office_keys"]) == (True, 0)
    office(officer, "doctor", day=CLOSED)


# From the first command to the file for the bank


def test_five_people_open_an_office_with_thirteen_commands_and_pay(office: Office) -> None:
    enrolled(office, FIVE)
    adopted(office, "chen", "wu")
    funded(office, "wu", "zheng")
    assert len(office.given) == 13
    recognised(office, "chen", "wu")
    paid(office, decided(office, "chen", "huang"), "wu", "zheng")
    in_order(office, "admin")


def test_three_people_decide_and_whoever_pays_are_two_more(office: Office) -> None:
    enrolled(office, {"chen": DECIDES, "huang": DECIDES})
    adopted(office, "chen", "huang")
    assert len(office.given) == 9
    recognised(office, "chen", "huang")
    number = decided(office, "chen", "huang")
    for officer in ("admin", "chen", "huang"):
        office(officer, "payment", "order", number, "--yes", day=CLOSED, code=77)
        office(officer, "fund", "open", "central", "--amount", 1, "--year", 2024, "--document", "1", "--yes", code=77)
    office("admin", "officer", "grant", "chen", "finance", day=CLOSED, code=65)
    requests = [key_of(office, officer, ("finance",), "city") for officer in ("wu", "zheng")]
    assert len(requests) == 2
    office("admin", "officer", "enrol", "--request", "city", day=CLOSED)
    office("chen", "confirm", "log", "--every", "--yes", day=CLOSED)
    money = ("--amount", 10_000, "--year", 2024, "--document", "厦财社〔2024〕1号", "--yes")
    office("wu", "fund", "open", "central", *money, day=CLOSED)
    office("zheng", "confirm", "office", "--yes", day=CLOSED, code=77)
    office("huang", "confirm", "office", "--yes", day=CLOSED)
    paid(office, number, "wu", "zheng")
    in_order(office, "admin")


def excepted(office: Office, *officers: str, until: str = "2024-12-31", ceiling: int = 5_000) -> None:
    """Those who decide pay as well, for a time, as the authority above has confirmed."""
    asked = ("--from", DAY, "--to", until, "--ceiling", ceiling, "--document", "厦人社备〔2024〕3号")
    for officer in officers:
        office("admin", "officer", "except", officer, *asked)
    office(AUTHORITY, "confirm", "log", "--every", "--yes")
    for officer in officers:
        office("admin", "officer", "grant", officer, "finance")
    office(AUTHORITY, "confirm", "log", "--every", "--yes")


def test_three_people_pay_what_they_decided_where_the_authority_excepts_them(office: Office) -> None:
    enrolled(office, {"chen": DECIDES, "huang": DECIDES}, above=True)
    excepted(office, "chen", "huang")
    adopted(office, "chen", "huang")
    funded(office, "chen", "huang")
    assert len(office.given) == 18
    recognised(office, "chen", "huang")
    paid(office, decided(office, "chen", "huang"), "chen", "huang")
    in_order(office, "admin")


@pytest.mark.parametrize(("until", "ceiling"), [(APPROVED, 5_000), ("2024-12-31", 2_999)])
def test_an_exception_ends_on_its_day_and_at_its_ceiling(office: Office, until: str, ceiling: int) -> None:
    enrolled(office, {"chen": DECIDES, "huang": DECIDES}, above=True)
    excepted(office, "chen", "huang", until=until, ceiling=ceiling)
    adopted(office, "chen", "huang")
    funded(office, "chen", "huang")
    recognised(office, "chen", "huang")
    number = decided(office, "chen", "huang")
    order = ("payment", "order", number, "--yes", "-o", "json")
    if until == APPROVED:
        office("chen", *order, day=CLOSED, code=77)
        office("huang", "application", "assess", number, day=CLOSED, code=77)
    else:
        batch = office("chen", *order, day=CLOSED).json["batch"]
        refused = office("huang", "payment", "release", batch, "--yes", day=CLOSED, code=77)
        assert "2,999.00" in refused.err


def test_nobody_is_excepted_but_by_the_authority_above(office: Office) -> None:
    enrolled(office, {"chen": DECIDES, "huang": DECIDES}, above=True)
    asked = ("--from", DAY, "--to", "2024-12-31", "--ceiling", 5_000, "--document", "厦人社备〔2024〕3号")
    office("huang", "officer", "except", "chen", *asked, code=77)
    office("admin", "officer", "except", "chen", *asked)
    for officer in ("admin", "chen", "huang"):
        office(officer, "confirm", "log", code=77)
    office("admin", "officer", "grant", "chen", "finance", code=65)
    office(AUTHORITY, "confirm", "log", "--decline")
    office("admin", "officer", "grant", "chen", "finance", code=65)


def test_where_no_authority_stands_above_nobody_is_excepted(bureau: Bailu) -> None:
    asked = ("--from", DAY, "--to", "2024-12-31", "--ceiling", 5_000, "--document", "厦人社备〔2024〕3号")
    assert bureau("officer", "except", "chen", *asked, officer="admin").code == 65


def test_three_people_who_pay_take_in_and_others_decide(office: Office) -> None:
    enrolled(office, {"wu": PAYS, "zheng": PAYS})
    adopted(office, "wu", "zheng")
    funded(office, "wu", "zheng")
    recognised(office, "wu", "zheng")
    file = written(office.bailu, training())
    number = str(office("wu", "application", "submit", file, "-o", "json", day=SUBMITTED).json["number"])
    office("wu", "application", "accept", number, day=ACCEPTED)
    office("zheng", "application", "verify", number, "--all-declared", "--source", "就业登记", day=VERIFIED)
    for officer in ("admin", "wu", "zheng"):
        office(officer, "application", "assess", number, day=ASSESSED, code=77)
    for role in ("assessor", "approver"):
        refused = office("admin", "officer", "grant", "wu", role, day=ASSESSED, code=65)
        assert "These roles exclude each other" in refused.err


def test_one_person_alone_enrols_nobody_but_the_second_and_adopts_nothing(office: Office) -> None:
    office("admin", "init", "--simulated")
    clerk = key_of(office, "lin", ("clerk",))
    alone = office("admin", "officer", "enrol", "--request", clerk, code=65)
    assert "nobody yet who could confirm" in alone.err
    office("admin", "policy", "adopt", POLICY, code=77)
    office("admin", "fund", "open", "central", "--amount", 1, "--year", 2024, "--document", "1", "--yes", code=77)
    second = office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    assert second.out == "xu is enrolled.\n"
    assert office.bailu.log()[-1]["name"] == "officer.second-person-enrolled.v1"
    assert "log/p1" in office("admin", "officer", "enrol", "--request", clerk).err
    office("admin", "confirm", "log/p1", code=77)
    office("xu", "confirm", "log/p1")
    assert office("lin", "todo", "--mine").code == 0


def test_the_second_person_may_be_another_administrator(office: Office) -> None:
    office("admin", "init", "--simulated")
    office("admin", "officer", "enrol", "--request", key_of(office, "bai", ("administrator",)))
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    office("bai", "confirm", "log/p1")
    assert "log/p2" in office("xu", "officer", "suspend", "admin").err
    office("bai", "confirm", "log/p2")
    office("bai", "officer", "grant", "admin", "administrator")
    office("xu", "confirm", "log/p3")


def test_only_the_first_enrolment_is_by_one(office: Office) -> None:
    """Also once the second person is suspended by somebody else, and once there are many."""
    office("admin", "init", "--simulated")
    for officer, roles in (("xu", ("supervisor",)), ("yan", ("supervisor",)), ("guo", ("supervisor",))):
        office("admin", "officer", "enrol", "--request", key_of(office, officer, roles))
        if officer != "xu":
            office("xu", "confirm", "log")
    office("yan", "officer", "suspend", "xu")
    names = [line["name"] for line in office.bailu.log()]
    assert names.count("officer.second-person-enrolled.v1") == 1
    assert "log/p3" in office("admin", "officer", "enrol", "--request", key_of(office, "lin", ("clerk",))).err


# What would lock everybody out is refused in time


@pytest.mark.parametrize(
    ("officer", "argv"),
    [
        ("admin", ("suspend", "xu")),
        ("admin", ("revoke", "xu", "supervisor")),
        ("xu", ("suspend", "admin")),
    ],
)
def test_the_last_two_of_whom_one_proposes_and_the_other_confirms_stay(
    bureau: Bailu, officer: str, argv: tuple[str, ...]
) -> None:
    size = len(bureau.log())
    ran = bureau("officer", *argv, officer=officer)
    assert (ran.code, "nobody could give anybody a right any more" in ran.err) == (65, True)
    assert len(bureau.log()) == size


def test_where_there_is_another_second_person_one_of_them_may_go(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "huang", "supervisor", officer="admin", second="xu")
    taken(bureau, "suspend", "xu", officer="huang", second="admin")
    assert bureau("officer", "revoke", "huang", "supervisor", officer="admin").code == 65
    assert bureau("officer", "suspend", "huang", officer="admin").code == 65
    bureau.agreed("officer", "grant", "xu", "supervisor", officer="admin", second="huang")
    taken(bureau, "revoke", "huang", "supervisor", officer="admin", second="xu")


def taken(bureau: Bailu, *argv: str, officer: str, second: str) -> None:
    """Proposed by the one, since two others could not give a right any more, and confirmed by the other."""
    size = len(bureau.log())
    asked = bureau("officer", *argv, officer=officer)
    assert (asked.code, asked.out) == (0, "Proposed.\n")
    assert bureau("confirm", "log", "--yes", officer=officer).code == 77
    shown = bureau("confirm", "log", "--dry-run", officer=second)
    assert (shown.code, argv[1] in shown.err) == (0, True)
    assert bureau("confirm", "log", "--yes", officer=second).code == 0
    assert len(bureau.log()) == size + 3


def test_a_thief_with_the_administrators_key_cannot_leave_nobody_but_the_thief(office: Office) -> None:
    supervised(office)
    for officer in ("xu", "yan", "guo"):
        office("admin", "officer", "enrol", "--request", key_of(office, officer, ("supervisor",)))
        if officer != "xu":
            office("xu", "confirm", "log")
    for officer in ("xu", "yan"):
        assert office("admin", "officer", "suspend", officer).out == "Recorded.\n"
    assert office("admin", "officer", "suspend", "guo").out == "Proposed.\n"
    office("guo", "officer", "suspend", "admin")
    waiting = office("guo", "proposals", "-o", "json").json
    (stop,) = [row["proposal"] for row in waiting if row["officer"] == "guo"]
    office(AUTHORITY, "confirm", stop)
    office("admin", "officer", "suspend", "guo", code=77)
    in_order(office, "guo")


def test_two_supervisors_make_another_administrator_and_nobody_else(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "huang", "supervisor", officer="admin", second="xu")
    taken(bureau, "suspend", "admin", officer="xu", second="huang")
    for last in ("huang", "xu"):
        others = {"huang": "xu", "xu": "huang"}
        assert bureau("officer", "suspend", last, officer=others[last]).code == 65, "they are the last two"
    making = ("officer", "enrol", "bai", "--name", "白", "--role")
    assert bureau(*making, "clerk", officer="xu").code == 77
    assert bureau("officer", "grant", "lin", "administrator", officer="xu").code == 77, "lin is a clerk"
    proposed = bureau(*making, "administrator", "-o", "json", officer="xu").json
    assert bureau("confirm", proposed[0]["proposal"], officer="xu").code == 77
    assert bureau("confirm", proposed[0]["proposal"], officer="huang").code == 0
    bureau.agreed("officer", "grant", "lin", "assessor", officer="bai", second="xu")
    taken(bureau, "suspend", "huang", officer="bai", second="xu")


def test_two_supervisors_give_an_administrator_the_key_in_the_place_of_a_lost_one(bureau: Bailu) -> None:
    bureau.agreed("officer", "grant", "huang", "supervisor", officer="admin", second="xu")
    made = ("officer", "key", "new", "admin", "--lost", "--no-passphrase", "--out", "lost.json")
    assert bureau(*made, officer="admin").code == 0
    bureau.agreed("officer", "enrol", "--request", "lost.json", officer="xu", second="huang")
    bureau.agreed("officer", "grant", "lin", "assessor", officer="admin", second="xu")
    assert bureau("audit", "verify", officer="gao").code == 0


def test_what_takes_a_right_away_waits_for_nobody(bureau: Bailu) -> None:
    assert bureau("officer", "suspend", "lin", officer="xu").code == 0
    assert bureau("officer", "revoke", "wu", "finance", officer="xu").code == 77, "a supervisor stops, and no more"
    assert bureau("officer", "revoke", "wu", "finance", officer="admin").code == 0
    for officer in ("admin", "xu"):
        ran = bureau("officer", "suspend", officer, officer=officer)
        assert (ran.code, "their own" in ran.err) == (77, True)


# Nobody confirms their own


def test_whoever_confirms_is_told_that_a_suspension_ends_or_stays(bureau: Bailu) -> None:
    assert bureau("officer", "suspend", "lin", officer="admin").code == 0
    assert bureau("officer", "grant", "lin", "assessor", officer="admin").code == 0
    grant = bureau("confirm", "log/p8", "--dry-run", officer="xu")
    assert "lin is suspended, and will be at work again with all of their roles: clerk." in grant.err
    assert bureau("officer", "rotate-key", "lin", officer="admin").code == 0
    rotation = bureau("confirm", "log/p9", "--dry-run", officer="xu")
    assert "lin is suspended, and stays so." in rotation.err


def test_nobody_confirms_what_they_proposed_or_a_right_of_their_own(bureau: Bailu) -> None:
    assert bureau("officer", "grant", "lin", "assessor", officer="admin").code == 0
    assert "second person" in bureau("confirm", "log/p8", officer="admin").err
    assert bureau("officer", "grant", "xu", "clerk", officer="admin").code == 0
    own = bureau("confirm", "log/p9", officer="xu")
    assert (own.code, "their own roles" in own.err) == (77, True)
    assert [row["proposal"] for row in bureau("proposals", "--mine", "-o", "json", officer="xu").json] == ["log/p8"]
    assert bureau("confirm", "--all", "--yes", officer="xu").code == 0
    waiting = bureau("proposals", "-o", "json", officer="xu").json
    assert [(row["proposal"], row["officer"]) for row in waiting] == [("log/p9", "admin")]
    bureau.agreed("officer", "grant", "huang", "supervisor", officer="admin", second="xu")
    assert bureau("confirm", "log/p9", officer="huang").code == 0


def test_what_is_proposed_waits_once(bureau: Bailu) -> None:
    grant = ("officer", "grant", "lin")
    assert bureau(*grant, "assessor", officer="admin").code == 0
    again = bureau(*grant, "assessor", officer="admin")
    assert (again.code, "log/p8" in again.err) == (65, True)
    assert bureau(*grant, "supervisor", officer="admin").code == 0, "another role is another right"
    assert bureau("confirm", "log/p8", "--decline", officer="xu").code == 0
    assert bureau(*grant, "assessor", officer="admin").code == 0


@pytest.mark.parametrize(
    ("officer", "role"),
    [
        ("chen", "finance"),
        ("huang", "finance"),
        ("wu", "assessor"),
        ("zheng", "approver"),
        ("gao", "clerk"),
        ("lin", "inspector"),
        ("lin", "administrator"),
        ("xu", "administrator"),
    ],
)
def test_roles_that_exclude_each_other_are_not_proposed(bureau: Bailu, officer: str, role: str) -> None:
    size = len(bureau.log())
    ran = bureau("officer", "grant", officer, role, officer="admin")
    assert (ran.code, "exclude each other" in ran.err) == (65, True)
    assert len(bureau.log()) == size


def test_what_two_proposals_would_make_together_is_looked_at_again(bureau: Bailu) -> None:
    for role in ("finance", "approver"):
        assert bureau("officer", "grant", "lin", role, officer="admin").code == 0
    assert bureau("confirm", "log/p8", officer="xu").code == 0
    late = bureau("confirm", "log/p9", officer="xu")
    assert (late.code, "exclude each other" in late.err) == (65, True)
    assert bureau("confirm", "log/p9", "--decline", officer="xu").code == 0


# The authority above the office


def test_the_authority_confirms_as_a_second_person_does(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    assert "log/p1" in office("admin", "officer", "enrol", "--request", key_of(office, "lin", ("clerk",))).err
    look = office(AUTHORITY, "confirm", "log/p1", "--dry-run")
    assert "was made by the officer" in look.err
    office(AUTHORITY, "confirm", "log/p1")
    assert office.bailu.log()[-1]["stream"] == "officer-lin"
    office("lin", "todo", "--mine")
    assert [row["officer"] for row in office("admin", "officer", "list", "-o", "json").json][:2] == ["admin", AUTHORITY]
    in_order(office, "admin")


def test_the_authority_stands_by_where_a_supervisor_is_gone(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    office("admin", "officer", "suspend", "xu")
    office(AUTHORITY, "confirm", "log")
    office("admin", "officer", "grant", "xu", "supervisor")
    office(AUTHORITY, "confirm", "log")
    lost = ("officer", "key", "new", "admin", "--lost", "--no-passphrase", "--out", "lost.json")
    office("admin", *lost)
    office("xu", "officer", "enrol", "--request", "lost.json")
    office("xu", "confirm", "log", code=77)
    office(AUTHORITY, "confirm", "log")
    office("admin", "officer", "grant", "xu", "clerk")


def test_the_authority_begins_nothing_and_nobody_gives_or_takes_its_role(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor", "clerk")))
    office("xu", "policy", "adopt", POLICY)
    office(AUTHORITY, "confirm", "office", code=77)
    clerk = key_of(office, "lin", ("clerk",))
    for argv in (
        ("officer", "enrol", "--request", clerk),
        ("officer", "suspend", "xu"),
        ("policy", "adopt", POLICY),
        ("calendar", "adopt", "2024"),
    ):
        office(AUTHORITY, *argv, code=77)
    for verb in (("suspend", AUTHORITY), ("revoke", AUTHORITY, "administrator")):
        assert "first line of the log" in office("admin", "officer", *verb, code=65).err
    office("admin", "officer", "grant", AUTHORITY, "supervisor", code=65)
    office("admin", "officer", "grant", "xu", "supervising-authority", code=2)
    office(AUTHORITY, "officer", "rotate-key", AUTHORITY)
    office("admin", "officer", "enrol", "--request", clerk)
    office(AUTHORITY, "confirm", "log")


def test_whoever_is_to_be_stopped_is_named_and_cannot_say_no(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    office("admin", "officer", "suspend", "xu")
    (waiting,) = json.loads(office("admin", "proposals", "-o", "json").out)
    assert (waiting["subject"], waiting["act"]) == ("xu", "take-rights")
    for answer in (("--yes",), ("--decline", "--yes")):
        assert "others confirm or decline" in office("xu", "confirm", "log", *answer, code=77).err
    assert "no new key" in office("xu", "officer", "rotate-key", "xu", code=65).err
    office(AUTHORITY, "confirm", "log", "--yes")
    office("xu", "officer", "rotate-key", "xu", code=77)


def test_the_screen_says_that_a_proposer_was_stopped_and_that_a_key_is_gone_for_good(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    for other in ("tao", "mu"):
        office("admin", "officer", "enrol", "--request", key_of(office, other, ("supervisor",)))
        office("xu", "confirm", "log", "--yes")
    office("tao", "officer", "key-lost", AUTHORITY, "--since", DAY)
    shown = office("xu", "confirm", "log", "--dry-run").err
    assert "another key: it confirms nothing more" in shown
    office("admin", "officer", "suspend", "tao")
    assert (
        "tao, who proposed it, could not propose it any more"
        in office("xu", "confirm", "log", "--dry-run", code=65).err
    )
    office("xu", "confirm", "log", "--yes", code=65)
    office("xu", "confirm", "log", "--decline", "--yes")


def test_nobody_but_the_authority_replaces_its_key(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", key_of(office, "xu", ("supervisor",)))
    office("admin", "officer", "key", "new", AUTHORITY, "--lost", "--no-passphrase", "--out", "stolen.json")
    office("admin", "officer", "enrol", "--request", "stolen.json", code=65)
    office("admin", "officer", "rotate-key", AUTHORITY, code=65)
    assert office.bailu.log()[-1]["stream"] == "officer-xu", "nothing waits to be confirmed"


@pytest.mark.parametrize(
    ("officer", "asked"),
    [
        ("authority-350299", ("--supervising",)),
        ("xu", ("--supervising",)),
        (AUTHORITY, ("--name", "厦", "--role", "supervisor", "--log", "0" * 32)),
    ],
)
def test_only_the_request_of_the_authority_stands_above_a_log(
    office: Office, officer: str, asked: tuple[str, ...]
) -> None:
    office(officer, "officer", "key", "new", officer, *asked, "--no-passphrase", "--out", "above.json")
    ran = office("admin", "init", "--simulated", "--supervising-key", "above.json", code=65)
    assert "ask for a new one" in ran.err
    office("admin", "init", "--simulated", "--supervising-key", "nowhere.json", code=66)
    office("admin", "init", "--simulated")


def test_a_request_to_stand_above_a_log_enrols_nobody_in_it(office: Office) -> None:
    supervised(office)
    office("admin", "officer", "enrol", "--request", "above.json", code=65)
    office("admin", "officer", "list")


# Twenty, by the table of the page

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
_ROW = re.compile(r"^\| (\d+) \| ([^|]+) \|$", re.MULTILINE)


def people_of(page: str, heading: str, separator: str) -> list[tuple[str, ...]]:
    """The roles of everybody whom the table under a heading of a page names, one by one, by their labels."""
    section = (PAGES / page).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [(int(count), roles.strip()) for count, roles in _ROW.findall(section)]
    return [tuple(roles.split(separator)) for count, roles in rows for _person in range(count)]


def test_twenty_people_open_an_office_as_the_page_has_it_and_pay(office: Office) -> None:
    administrator, *others = people_of("open-an-office.md", "An office of twenty", ", ")
    assert (administrator, len(others)) == (("administrator",), 19)
    second = others.index(("supervisor",))
    ordered = [others[second], *others[:second], *others[second + 1 :]]
    people = {f"{roles[0]}-{number}": roles for number, roles in enumerate(ordered)}
    enrolled(office, people)
    assert len(office.given) == 23
    of_role = {role: [name for name, roles in people.items() if role in roles] for role in Role}
    clerk, other_clerk = of_role[Role.CLERK][:2]
    adopted(office, clerk, of_role[Role.SUPERVISOR][0])
    funded(office, of_role[Role.FINANCE][0], of_role[Role.SUPERVISOR][0])
    assert len(office.given) == 28
    recognised(office, clerk, of_role[Role.SUPERVISOR][0])
    number = assessed(office, clerk, other_clerk, of_role[Role.ASSESSOR][0])
    office(of_role[Role.APPROVER][0], "application", "approve", number, "--yes", day=APPROVED)
    office(clerk, "public-notice", "publish", number, day=PUBLISHED)
    office(clerk, "public-notice", "close", number, day=CLOSED)
    paid(office, number, *of_role[Role.FINANCE][:2])
    in_order(office, of_role[Role.INSPECTOR][0])


def assessed(office: Office, clerk: str, other_clerk: str, assessor: str) -> str:
    file = written(office.bailu, training())
    number = str(office(clerk, "application", "submit", file, "-o", "json", day=SUBMITTED).json["number"])
    office(clerk, "application", "accept", number, day=ACCEPTED)
    verify = ("application", "verify", number, "--all-declared", "--source", "就业登记")
    office(other_clerk, *verify, day=VERIFIED)
    office(assessor, "application", "assess", number, day=ASSESSED)
    return number


def test_the_page_in_chinese_has_the_same_twenty() -> None:
    with speaking("zh"):
        named = {label(role): role.value for role in Role}
    chinese = people_of("open-an-office.zh-CN.md", "二十个人的机构", "、")
    told = [tuple(named.get(f"{role}人员", named.get(role, role)) for role in roles) for roles in chinese]
    assert told == people_of("open-an-office.md", "An office of twenty", ", ")
