"""What is handed in: an application file of each scheme, as an honest applicant of the city would write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.city import people
from benchmarks.city.town import CITY, DISTRICTS, TORCH, Town
from domain.entitlement.findings import Value
from usecases.intake.application import ApplicationFile, DeclaredApplicant, DeclaredLine, DeclaredPerson

POLICY = "xiamen-2023-187"
_GROUPS = ("migrant-worker", "unemployed", "hard-to-employ", "recent-graduate", "veteran")
_OCCUPATIONS = tuple(f"{a}-{b:02d}-01-{c:02d}" for a in (4, 5, 6) for b in (1, 7, 22) for c in (1, 2, 3, 4))
_ISSUER = "厦门市职业技能鉴定指导中心"

Facts = Mapping[str, Value]
Drawn = Callable[[Town, date], ApplicationFile]
"""Draws a file that is received on a day."""


def by_person(town: Town, day: date, scheme: str, who: DeclaredPerson, facts: Facts) -> ApplicationFile:
    applicant = people.applying(who)
    return application(town, day, scheme, applicant, [DeclaredLine(facts=facts)])


def application(
    town: Town,
    day: date,
    scheme: str,
    applicant: DeclaredApplicant,
    lines: Iterable[DeclaredLine],
    *,
    facts: Facts | None = None,
    authority: str | None = None,
    account: int | None = None,
) -> ApplicationFile:
    """A file, with the account that its applicant always has unless another number is given."""
    party = applicant.uscc or applicant.id_number or applicant.name or ""
    number = town.account_number(party) if account is None else account
    return ApplicationFile(
        scheme=scheme,
        policy=POLICY,
        authority=authority or town.authority(),
        received_on=day,
        applicant=applicant,
        account=people.account(applicant, number),
        documents=(),
        facts=facts or {},
        lines=tuple(lines),
    )


def skill_certificate(town: Town, day: date) -> ApplicationFile:
    return by_person(town, day, "skill-certificate", town.somebody(), certificate(town, day))


def certificate(town: Town, day: date) -> dict[str, Value]:
    """Of a local worker, some weeks old; numbers are given out in the order of the days."""
    return {
        "certificate_kind": "skill-level",
        "certificate_no": f"S{day:%y%m}{town.paper():09d}",
        "certificate_issuer": _ISSUER,
        "certificate_on": (day - timedelta(days=town.random.randint(5, 60))).isoformat(),
        "occupation": town.random.choice(_OCCUPATIONS),
        "level": town.random.choices(("5", "4", "3", "2", "1"), (30, 35, 25, 8, 2))[0],
        "local_worker": not people.share(town.random, 2),
    }


def flexible_insurance(town: Town, day: date) -> ApplicationFile:
    return by_person(town, day, "flexible-employment-insurance", town.somebody(), contributions(town, day))


def contributions(town: Town, day: date) -> dict[str, Value]:
    return {
        "category": "hard-to-employ",
        "insured_as_individual": True,
        "pension_paid": True,
        "medical_paid": not people.share(town.random, 2),
        "unemployment_paid": True,
        "contribution_paid_fen": town.random.randint(60_000, 250_000),
        **quarter_before(day),
    }


def quarter_before(day: date) -> dict[str, Value]:
    """The three whole months before a day."""
    last = day.replace(day=1) - timedelta(days=1)
    year, month = divmod(last.year * 12 + last.month - 3, 12)
    return {"period_from": date(year, month + 1, 1).isoformat(), "period_to": last.isoformat()}


def recruitment(town: Town, day: date) -> ApplicationFile:
    def hired() -> Facts:
        on = day - timedelta(days=town.random.randint(20, 90))
        new = town.random.random() < 0.5
        return {"first_time_in_city": new, "new_local_worker": not new, "hired_on": on.isoformat()}

    return of_body(town, day, "recruitment-reward", town.one_of("enterprise", 3_000), hired, (1, 4))


def of_body(
    town: Town,
    day: date,
    scheme: str,
    who: DeclaredApplicant,
    facts: Callable[[], Facts],
    persons: tuple[int, int],
    *,
    of_application: Facts | None = None,
    authority: str | None = None,
) -> ApplicationFile:
    """A body applies for some persons, each of whom nobody applied for before."""
    many = town.random.randint(*persons)
    lines = [DeclaredLine(facts=facts(), person=town.somebody()) for _ in range(many)]
    return application(town, day, scheme, who, lines, facts=of_application, authority=authority)


def hard_to_employ(town: Town, day: date) -> ApplicationFile:
    def paid() -> Facts:
        return {
            "category": "hard-to-employ",
            "benefit": "insurance",
            "employer_paid_fen": town.random.randint(200_000, 400_000),
            **quarter_before(day),
        }

    return of_body(town, day, "hard-to-employ-insurance", town.one_of("enterprise", 3_000), paid, (1, 4))


def public_post(town: Town, day: date) -> ApplicationFile:
    community = town.one_of("community", 150)
    entry = town.listed("public-posts", f"岗-{community.uscc}", owner=community.uscc, facts={"posts": 40})
    fixed = {"entry": entry, "category": "hard-to-employ", "benefit": "post", **quarter_before(day)}
    return of_body(town, day, "public-post", community, lambda: fixed, (1, 3))


def introduction(town: Town, day: date) -> ApplicationFile:
    operator = town.one_of("operator", 40)
    employer = town.one_of("key enterprise", 80)
    town.listed("labour-cooperation-operators", operator.uscc or "", owner=operator.uscc)
    town.listed("key-enterprises", employer.uscc or "", owner=employer.uscc)

    def hired() -> Facts:
        on = day - timedelta(days=town.random.randint(5, 40))
        return {
            "employer_uscc": employer.uscc or "",
            "hired_on": on.isoformat(),
            "from_outside_city": True,
            "first_time_in_city": True,
            "dispatched": people.share(town.random, 2),
        }

    return of_body(town, day, "labour-introduction", operator, hired, (1, 3))


def service(town: Town, day: date) -> ApplicationFile:
    agency = town.one_of("agency", 60)
    town.listed("service-agreements", agency.uscc or "", owner=agency.uscc)

    def served() -> Facts:
        done = {"service_kind": "岗位推荐", "service_result": "已就业", **quarter_before(day)}
        return {"category": town.random.choice(_GROUPS), **done}

    return of_body(town, day, "service-131", agency, served, (1, 6))


def premium(town: Town, day: date) -> ApplicationFile:
    insurer = town.one_of("insurer", 3)
    product = {"insured_amount_fen": 40_000_000, "daily_premium_fen": 200}
    entry = town.listed("insurance-products", f"产品-{insurer.uscc}", owner=insurer.uscc, facts=product)

    def insured() -> Facts:
        period = quarter_before(day)
        return {"flexible_worker": True, "premium_fen": town.random.randint(9_000, 18_000), **period}

    return of_body(town, day, "yilubao", insurer, insured, (5, 20), of_application={"entry": entry})


@dataclass(frozen=True, slots=True)
class Course:
    """What is trained under an entry: a class of a body, of which the register states `facts`."""

    register: str
    trade: str
    bodies: int
    persons: tuple[int, int]
    facts: Facts
    of_line: Facts
    occupation: str = "occupation"

    def draw(self, town: Town, day: date, scheme: str) -> ApplicationFile:
        who = town.one_of(self.trade, self.bodies)
        entry = self.listed(town, day, who.uscc or "", self.facts)
        return of_body(town, day, scheme, who, lambda: self.of_line, self.persons, of_application={"entry": entry})

    def listed(self, town: Town, day: date, owner: str, facts: Facts) -> str:
        """A class of its own, which ended some weeks before the application."""
        ends = day - timedelta(days=town.random.randint(8, 40))
        begins = ends - timedelta(days=town.random.randint(12, 30))
        kind = town.edition.registers[self.register]
        stated: dict[str, Value] = {
            "starts_on": begins.isoformat(),
            "completed_on": ends.isoformat(),
            self.occupation: town.random.choice(_OCCUPATIONS),
            "level": town.random.choice(("5", "4", "3")),
            **facts,
        }
        key = f"{begins:%Y}-{town.paper():06d}"
        return town.listed(
            self.register, key, owner=owner, facts={name: stated[name] for name in stated if name in kind.attributes}
        )


_COMPLETED: Facts = {"category": "migrant-worker", "certificate_kind": "completion"}
_STUDENT: Facts = {
    "graduating_year": True,
    "exam_passed": True,
    "graduated": True,
    "insured_months": 3,
    "school_track": "higher",
}
_BRICS: Facts = {"certificate_kind": "institute", "enterprise_group": "advanced-manufacturing"}
COURSES: Mapping[str, Course] = {
    "project-skills-training": Course(
        "training-projects", "provider", 80, (8, 20), {"project_kind": "skills"}, _COMPLETED
    ),
    "project-entrepreneurship-training": Course(
        "training-projects", "provider", 80, (8, 20), {"project_kind": "entrepreneurship"}, _COMPLETED, "course_type"
    ),
    "differentiated-training": Course(
        "training-projects",
        "provider",
        80,
        (8, 20),
        {"project_kind": "differentiated", "cost_fen": 235_000, "standard_fen": 200_000},
        {},
    ),
    "new-apprenticeship": Course(
        "apprenticeship-plans", "enterprise", 3_000, (5, 15), {"plan_kind": "new"}, {"employee": True}
    ),
    "graduate-apprenticeship": Course(
        "apprenticeship-plans",
        "enterprise",
        3_000,
        (5, 15),
        {"plan_kind": "graduate", "hours_total": 160, "skill_post": True},
        _STUDENT,
    ),
    "brics-training": Course(
        "brics-projects",
        "enterprise",
        3_000,
        (5, 15),
        {"field": "electronics", "hours_total": 48, "hours_practical_at_base": 12},
        _BRICS,
    ),
    "staff-training-local": Course(
        "staff-classes", "staff", 20, (5, 15), {"class_place": "local", "class_type": "短期班", "class_days": 3}, {}
    ),
    "staff-training-away": Course(
        "staff-classes",
        "staff",
        20,
        (2, 6),
        {"class_place": "away", "class_type": "短期班", "class_days": 5},
        {"cost_fen": 880_000},
    ),
}
"""Every scheme whose application names one class for all its lines."""


def key_enterprise(town: Town, day: date) -> ApplicationFile:
    hours = town.random.choice((40, 44, 48, 56, 60))
    facts: Facts = {"hours_total": hours, "hours_offline": hours // 2 + town.random.randint(0, 4)}
    return key_enterprise_class(town, day, town.one_of("demonstration enterprise", 60), facts)


def key_enterprise_class(town: Town, day: date, who: DeclaredApplicant, facts: Facts) -> ApplicationFile:
    """A class of a demonstration enterprise, of which the register states `facts`."""
    town.listed("demonstration-enterprises", who.uscc or "", owner=who.uscc)
    entry = ENTERPRISE_CLASS.listed(town, day, who.uscc or "", facts)
    return of_body(
        town,
        day,
        "key-enterprise-training",
        who,
        lambda: ENTERPRISE_CLASS.of_line,
        ENTERPRISE_CLASS.persons,
        of_application={"entry": entry},
        authority=TORCH,
    )


ENTERPRISE_CLASS = Course(
    "enterprise-classes",
    "demonstration enterprise",
    60,
    (6, 16),
    {},
    {"employee": True, "exam_passed": True, "certificate_kind": "internal"},
)


@dataclass(frozen=True, slots=True)
class Site:
    """What is paid once for a place or a team that is listed; `choices` are what its entry may state."""

    register: str
    fact: str | None = None
    choices: tuple[Value, ...] = ()
    stated: Facts | None = None
    of_district: bool = False

    def draw(self, town: Town, day: date, scheme: str, name: str | None = None) -> ApplicationFile:
        who = town.new_body()
        facts: dict[str, Value] = {} if self.fact is None else {self.fact: town.random.choice(self.choices)}
        entry = town.listed(self.register, f"{self.register}-{town.paper()}", owner=who.uscc, facts=facts, name=name)
        line = DeclaredLine(facts={"entry": entry, **(self.stated or {})})
        authority = town.random.choice(DISTRICTS) if self.of_district else CITY
        return application(town, day, scheme, who, [line], authority=authority)


SITES: Mapping[str, Site] = {
    "guidance-base": Site("guidance-bases", "tier", (1, 2, 3)),
    "taiwan-youth-base": Site("taiwan-youth-bases", "tier", (1, 2, 3)),
    "hr-park": Site("hr-parks", "park_status", ("district",), of_district=True),
    "gig-market": Site("gig-markets", stated={"score": 90}, of_district=True),
    "gig-station": Site("gig-stations", stated={"score": 80}, of_district=True),
    "incubation-base": Site("incubation-bases", "rating", ("municipal", "provincial", "national")),
    "expert-team": Site("expert-teams", stated={"services": 15}),
}


def operator(town: Town, day: date) -> ApplicationFile:
    who = town.new_body()
    town.listed("labour-cooperation-operators", who.uscc or "", owner=who.uscc)
    return application(town, day, "labour-cooperation-operator", who, [DeclaredLine(facts={})], authority=CITY)


def _of_course(scheme: str) -> Drawn:
    return lambda town, day: COURSES[scheme].draw(town, day, scheme)


def _of_site(scheme: str) -> Drawn:
    return lambda town, day: SITES[scheme].draw(town, day, scheme)


SCHEMES: Mapping[str, tuple[int, Drawn]] = {
    "skill-certificate": (42_000, skill_certificate),
    "flexible-employment-insurance": (26_500, flexible_insurance),
    "recruitment-reward": (9_000, recruitment),
    "hard-to-employ-insurance": (7_000, hard_to_employ),
    "labour-introduction": (4_000, introduction),
    "public-post": (3_000, public_post),
    "service-131": (3_000, service),
    "yilubao": (1_200, premium),
    "project-skills-training": (1_200, _of_course("project-skills-training")),
    "key-enterprise-training": (500, key_enterprise),
    "project-entrepreneurship-training": (500, _of_course("project-entrepreneurship-training")),
    "differentiated-training": (400, _of_course("differentiated-training")),
    "new-apprenticeship": (400, _of_course("new-apprenticeship")),
    "graduate-apprenticeship": (400, _of_course("graduate-apprenticeship")),
    "brics-training": (200, _of_course("brics-training")),
    "staff-training-local": (150, _of_course("staff-training-local")),
    "staff-training-away": (150, _of_course("staff-training-away")),
    "gig-station": (120, _of_site("gig-station")),
    "expert-team": (80, _of_site("expert-team")),
    "guidance-base": (60, _of_site("guidance-base")),
    "incubation-base": (50, _of_site("incubation-base")),
    "labour-cooperation-operator": (40, operator),
    "taiwan-youth-base": (25, _of_site("taiwan-youth-base")),
    "gig-market": (20, _of_site("gig-market")),
    "hr-park": (5, _of_site("hr-park")),
}
"""How many of 100 000 applications are of a scheme, and how one is drawn. Of a smaller city, one at least."""
SIZE = sum(share for share, _ in SCHEMES.values())
