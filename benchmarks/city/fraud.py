"""What dishonest people of the city do: of each sort that an audit office looks for, so many as are to be looked for.

Every sort is one function that draws files which the rules let through: what is wrong with them shows only beside
others. `Planted` says which applications, or whose confirmations, it is about: what a search has to come up with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.city import files, people
from benchmarks.city.town import Town
from usecases.intake.application import ApplicationFile, DeclaredLine

HASTY, ELSEWHERE = "approved-within-minutes", "paid-elsewhere-after-return"
"""Sorts that are of what officers do with a file, and not of what stands in it."""
CONFIRMING_PAIR = "always-the-same-two"
ONE_ACCOUNT = "one-account-for-several"
NEW_BODY = "registered-shortly-before"
LISTED = ("deceased", "on-the-public-payroll", "in-prison")
"""Sorts that a list of persons shows."""


@dataclass(slots=True)
class Planted:
    """One fraud: its sort, the applications that it is about, and of what officers do, who they are."""

    sort: str
    applications: list[str] = field(default_factory=list)
    officers: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    """Identity numbers or credit codes that a list of another department has."""


def one_account_for_several(town: Town, day: date) -> list[ApplicationFile]:
    number = town.another_account("nobody's")
    who = [people.applying(town.somebody()) for _ in range(town.random.randint(3, 5))]
    return [
        files.application(
            town,
            day,
            "skill-certificate",
            one,
            [DeclaredLine(facts={**files.certificate(town, day), "local_worker": True})],
            account=number,
        )
        for one in who
    ]


def two_employers_at_once(town: Town, day: date) -> list[ApplicationFile]:
    """One person is insured by an enterprise and holds a public post in the same months."""
    here, there = files.hard_to_employ(town, day), files.public_post(town, day)
    person = here.lines[0].person
    return [here, there.with_lines((DeclaredLine(facts=there.lines[0].facts, person=person), *there.lines[1:]))]


def more_hours_than_the_days_have(town: Town, day: date) -> list[ApplicationFile]:
    who = town.one_of("demonstration enterprise", 60)
    ends = day - timedelta(days=20)
    facts: files.Facts = {
        "hours_total": 60,
        "hours_offline": 40,
        "starts_on": (ends - timedelta(days=2)).isoformat(),
        "completed_on": ends.isoformat(),
    }
    return [files.key_enterprise_class(town, day, who, facts)]


def the_same_hours_in_every_class(town: Town, day: date) -> list[ApplicationFile]:
    who = town.new_body()
    facts: files.Facts = {"hours_total": 40, "hours_offline": 20}
    return [files.key_enterprise_class(town, day, who, facts) for _ in range(6)]


def one_certificate_for_two(town: Town, day: date) -> list[ApplicationFile]:
    """Under the names of two issuers, so that they are two certificates to the rules."""
    facts = {**files.certificate(town, day), "local_worker": True}
    other = {**facts, "certificate_issuer": "厦门市某评价机构"}
    return [files.by_person(town, day, "skill-certificate", town.somebody(), stated) for stated in (facts, other)]


def too_old_or_too_young(town: Town, day: date) -> list[ApplicationFile]:
    born_on = town.random.choice((date(1952, 3, 1), date(2011, 3, 1))) + timedelta(days=town.random.randint(0, 600))
    facts = {**files.certificate(town, day), "local_worker": True}
    return [files.by_person(town, day, "skill-certificate", town.somebody(born_on), facts)]


def just_under_a_cap(town: Town, day: date) -> list[ApplicationFile]:
    course = files.COURSES["staff-training-away"]
    drawn = course.draw(town, day, "staff-training-away")
    return [
        drawn.with_lines(
            tuple(
                DeclaredLine(facts={"cost_fen": 1_000_000 - town.random.randint(1, 900)}, person=line.person)
                for line in drawn.lines
            )
        )
    ]


def newcomer(hired_on: date) -> files.Facts:
    return {"first_time_in_city": True, "new_local_worker": False, "hired_on": hired_on.isoformat()}


def split_into_many(town: Town, day: date) -> list[ApplicationFile]:
    """One enterprise hands in, within days, what others hand in once."""
    who = town.new_body()

    hired = newcomer(day - timedelta(days=40))
    return [files.of_body(town, day, "recruitment-reward", who, lambda: hired, (4, 4)) for _ in range(8)]


def owner_of_the_operator(town: Town, day: date) -> list[ApplicationFile]:
    """The enterprise that recruits those whom an operator introduced owns the operator."""
    owner = town.one_of("key enterprise", 80)
    operator = town.new_body()
    town.listed("labour-cooperation-operators", operator.uscc or "", owner=owner.uscc)
    town.listed("key-enterprises", owner.uscc or "", owner=owner.uscc)
    hired_on = (day - timedelta(days=30)).isoformat()
    introduced: files.Facts = {
        "employer_uscc": owner.uscc or "",
        "hired_on": hired_on,
        "from_outside_city": True,
        "first_time_in_city": True,
        "dispatched": False,
    }
    recruited = newcomer(day - timedelta(days=30))
    here = files.of_body(town, day, "labour-introduction", operator, lambda: introduced, (2, 3))
    lines = tuple(DeclaredLine(facts=recruited, person=line.person) for line in here.lines)
    return [here, files.application(town, day, "recruitment-reward", owner, lines)]


def two_sites_at_one_address(town: Town, day: date) -> list[ApplicationFile]:
    address = f"湖里区示例路{town.paper()}号"
    return [files.SITES["gig-station"].draw(town, day, "gig-station", name=address) for _ in range(2)]


def registered_shortly_before(town: Town, day: date) -> list[ApplicationFile]:
    who = town.new_body()

    hired = newcomer(day - timedelta(days=3))
    return [files.of_body(town, day, "recruitment-reward", who, lambda: hired, (3, 4))]


def nothing_to_be_seen(town: Town, day: date) -> list[ApplicationFile]:
    """A file like any other: what is wrong is in a list of another department, or in what officers do with it."""
    facts = {**files.certificate(town, day), "local_worker": True}
    return [files.by_person(town, day, "skill-certificate", town.somebody(), facts)]


SORTS: Mapping[str, Callable[[Town, date], list[ApplicationFile]]] = {
    ONE_ACCOUNT: one_account_for_several,
    "two-employers-at-once": two_employers_at_once,
    "more-hours-than-days": more_hours_than_the_days_have,
    "the-same-hours": the_same_hours_in_every_class,
    "one-certificate-for-two": one_certificate_for_two,
    "too-old-or-too-young": too_old_or_too_young,
    "just-under-a-cap": just_under_a_cap,
    "split-into-many": split_into_many,
    "owner-of-the-operator": owner_of_the_operator,
    "sites-at-one-address": two_sites_at_one_address,
    NEW_BODY: registered_shortly_before,
    "deceased": nothing_to_be_seen,
    "on-the-public-payroll": nothing_to_be_seen,
    "in-prison": nothing_to_be_seen,
    HASTY: nothing_to_be_seen,
    ELSEWHERE: nothing_to_be_seen,
}
"""Each sort of fraud and how it is drawn. That two officers always confirm each other is nobody's file."""


class Fraud:
    """What is planted over the year: `each` of every sort, spread over its months."""

    def __init__(self, each: int) -> None:
        self.planted: list[Planted] = []
        self._each = each

    def draw(
        self, town: Town, month: int, months: int, days: list[date]
    ) -> list[tuple[date, ApplicationFile, Planted]]:
        """The files of one of so many months."""
        drawn = []
        for begins, (sort, draw) in enumerate(SORTS.items()):
            due = [
                planting
                for planting in range(self._each)
                if (begins + planting * months // self._each) % months == month
            ]
            for _ in due:
                day = town.random.choice(days)
                planted = Planted(sort)
                self.planted.append(planted)
                for file in draw(town, day):
                    drawn.append((day, file, planted))
                    if sort in (*LISTED, NEW_BODY):
                        planted.parties.append(file.applicant.uscc or file.applicant.id_number or "")
        return drawn
