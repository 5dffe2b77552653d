"""What applicants hand in and what a policy might give for it, at random."""

from __future__ import annotations

import random
from datetime import date, timedelta

from domain.application import commands as c
from domain.application.state.case import Case
from domain.application.status import ON_APPROVAL
from domain.application.values import Account, Applicant, ApplicantKind, Award, LimitUse, Line, Part, expand, ranges
from domain.entitlement.findings import Value
from domain.entitlement.uses import Over
from tests.domain.sample_cases import POLICY, edition

AUTHORITIES = ("350203", "torch")
PEOPLE = ("person-1", "person-2", "person-3", "person-4", "person-5", "person-9")
MONTHS_3, MONTHS_6 = "employed-3-months", "employed-6-months"


def a_submission(chance: random.Random, today: date) -> c.SubmitApplication:
    person = chance.random() < 0.3
    party = f"{'person' if person else 'uscc'}-{chance.randint(1, 3)}"
    return c.SubmitApplication(
        scheme=chance.choice(sorted(edition().schemes)),
        policy=POLICY,
        authority=chance.choice(AUTHORITIES),
        received_on=today - timedelta(days=chance.choice((0, 3, 20))),
        applicant=Applicant(
            kind=ApplicantKind.PERSON if person else ApplicantKind.ORGANISATION,
            party=party,
            name=None,
            printed_on=None if person else some_licence(chance),
        ),
        account=an_account(chance, party),
        documents=(),
        facts={},
        lines=some_lines(chance),
    )


def some_licence(chance: random.Random) -> str | None:
    """On which a code is printed that fails its check."""
    return f"licence {chance.randint(1, 2)}" if chance.random() < 0.1 else None


def an_account(chance: random.Random, party: str) -> Account:
    return Account(
        account=f"account-{chance.randint(1, 3)}-of-{party}",
        sealed="s",
        holder_is_applicant=chance.random() < 0.8,
    )


CALLED = ("name-1", "name-2")


def some_lines(chance: random.Random) -> tuple[Line, ...]:
    people = (chance.choice((None, "person-1", "person-2", "person-9")) for _ in range(chance.randint(1, 4)))
    return tuple(
        Line(
            line=number,
            facts={"site": f"site {chance.randint(1, 9)}", **some_days(chance)},
            person=person,
            called=person and chance.choice(CALLED),
            certificate=chance.choice((None, "certificate-1", "certificate-2")),
        )
        for number, person in enumerate(people, start=1)
    )


def some_days(chance: random.Random) -> dict[str, Value]:
    """The day from which months of employment count, stated or not."""
    hired_on = date(2023, 10, 31) + timedelta(days=chance.randint(0, 120))
    return {"hired_on": hired_on.isoformat()} if chance.random() < 0.8 else {}


def some_uses(chance: random.Random, case: Case, awards: tuple[Award, ...]) -> tuple[LimitUse, ...]:
    """Uses of limits by awarded lines; a limit over persons only by lines that are about one."""
    lines = [line for award in awards for line in expand(award.lines) if chance.random() < 0.7]
    subjects = {
        Over.PERSON: [line for line in lines if case.person(case.lines[line])],
        Over.CERTIFICATE: [line for line in lines if case.lines[line].certificate],
        Over.SITE: lines,
        Over.APPLICANT: lines,
    }
    return tuple(
        LimitUse(
            limit=f"over-{over.value}",
            over=over,
            qualifier=chance.choice(("", "2024", "6-18-02-04 5")),
            on=date(2024, 1, 1) + timedelta(days=chance.randint(0, 90)),
            amount_fen=chance.choice((0, 150_000)),
            lines=ranges(of_subject),
            subject="FH01" if over is Over.SITE else None,
        )
        for over, of_subject in subjects.items()
        if of_subject and chance.random() < 0.6
    )


def some_awards(chance: random.Random, case: Case) -> tuple[Award, ...]:
    counted = [line for line in case.lines if chance.random() < 0.9]
    groups: dict[int, list[int]] = {}
    for line in counted:
        groups.setdefault(chance.randint(1, 3), []).append(line)
    return tuple(Award(lines=ranges(lines), parts=some_parts(chance), arithmetic=()) for lines in groups.values())


def some_parts(chance: random.Random) -> tuple[Part, ...]:
    waits = chance.choice(((ON_APPROVAL,), (ON_APPROVAL, MONTHS_3), (MONTHS_3, MONTHS_6)))
    return tuple(
        Part(instalment=number, amount_fen=chance.randint(1, 300_000), payable=payable)
        for number, payable in enumerate(waits, start=1)
    )
