"""What two people agree about the office, at random: its funds, notices, calendar, who is one person, who may what."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.base import Event
from domain.entitlement.standards import Rate, StandardTable
from domain.office.allotment_proposals import AllotmentProposal
from domain.office.book_months import CloseMonth, ClosingBalance, Months, last_day, month_after, month_of
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from domain.office.keys import MadeBy
from domain.office.officer import EnrolOfficer, GrantRole, HandOver, RevokeRole, RotateKey, SuspendOfficer
from domain.office.people import JoinNames, LinkPersons
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.roles import Actor, Role
from domain.proposals import OpenProposal
from domain.streams import LOG, OFFICE
from tests.domain import sample_cases
from tests.domain.given_when_then import Minute, Office, answer_to
from tests.domain.keys import public_key
from tests.domain.sample_cases import CITY, POLICY, actor
from tests.projections.random_acts import ANN, BO, CY
from tests.projections.random_applications import AUTHORITIES, CALLED, PEOPLE

if TYPE_CHECKING:
    from tests.projections.random_histories import Town

DAN = actor("dan", Role.SUPERVISOR, authority=CITY)
"""A supervisor and nothing else: of those, two may make an administrator."""

_ROLES = (Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.FINANCE, Role.SUPERVISOR, Role.INSPECTOR)


def waiting(office: Office) -> Iterator[tuple[str, OpenProposal[Event]]]:
    """What waits for a second person in the streams of the office and the log, but for allotments."""
    for stream, proposals in ((OFFICE, office.proposed), (LOG, office.log.proposals)):
        for opened in proposals.waiting.values():
            if isinstance(opened.event, AllotmentProposal):
                continue
            yield stream, opened  # type: ignore[misc]  # mypy joins the two kinds of event to Struct


def work(town: Town) -> None:
    """Something is proposed, or what waits is answered."""
    open_ones = [*waiting(town.office)]
    if open_ones and town.chance.random() < 0.2 + 0.1 * len(open_ones):
        stream, opened = town.chance.choice(open_ones)
        answer(town, stream, opened)
    else:
        town.chance.choice(_PROPOSING)(town)


def answer(town: Town, stream: str, opened: OpenProposal[Event]) -> None:
    """By one of the three, whoever it was that proposed it; nobody confirms their own."""
    proposed = Minute(stream, opened.event, opened.proposal.by, town.today)
    declined = town.chance.random() < 0.25
    town.do(answer_to(proposed, declined=declined), town.chance.choice((ANN, BO, CY)))


def _link(town: Town) -> None:
    one, other = town.chance.choice(PEOPLE), town.chance.choice(PEOPLE)
    town.do(LinkPersons(person=one, other=other, document="d", lines=(f"350203-2024-{1:06d}/1",)), BO)


def _join(town: Town) -> None:
    one, other = town.chance.sample(CALLED, 2)
    town.do(JoinNames(person=town.chance.choice(PEOPLE), name=one, other=other, document="d", lines=()), BO)


def _fund(town: Town) -> None:
    holder = town.chance.choice((CITY, *AUTHORITIES))
    opening = OpenFund(
        holder=holder,
        year=town.today.year,
        indicator=Indicator(
            source=town.chance.choice(("central", "provincial", "municipal")),
            programme=town.chance.choice("def"),
            origin_year=town.today.year,
            document="d" if holder == CITY else f"d {holder}",
        ),
        amount_fen=town.chance.randint(1, 400_000),
    )
    town.do(opening, CY)


def close_a_month(town: Town) -> None:
    """The next month of somebody's books, or the last that is over, with what is left of their funds by its end. It
    leaves the town's chances as they were.
    """
    chances, chance = town.chance.getstate(), random.Random(town.today.toordinal())
    authority = chance.choice((CITY, *AUTHORITIES))
    before = month_of(town.today.replace(day=1) - timedelta(days=1))
    closed = town.office.months.get(authority, Months()).closed
    month = before if closed is None else month_after(closed)
    left: dict[str, int] = {
        fund.fund: sum(change for day, change in fund.changes.items() if day <= last_day(month))
        for fund in town.office.funds.values()
        if fund.holder == authority
    }
    balances = [ClosingBalance(account="1011", fund=fund, amount_fen=fen) for fund, fen in left.items() if fen]
    balances.append(ClosingBalance(account="3011", fund=None, amount_fen=-sum(left.values())))
    closing = CloseMonth(authority=authority, month=month, through=len(town.minutes), balances=tuple(balances))
    town.agree(closing, BO, CY)
    town.chance.setstate(chances)


def _calendar(town: Town) -> None:
    year = town.today.year + town.chance.randint(0, 3)
    exceptions = tuple(date(year, 5, 1) + timedelta(days=town.chance.randint(0, 20)) for _ in range(3))
    town.do(AdoptCalendarYear(year=year, exceptions=exceptions, source="s"), BO)


def _edition(town: Town) -> None:
    """A notice without a scheme: nobody applies under it."""
    number = len(town.minutes) + 2
    content = f"[schemes]\n# {number}\n"
    adopted = AdoptEdition(
        policy=POLICY,
        edition=f"{POLICY}@{number}",
        digest=sha256(content.encode()).hexdigest(),
        applies_from=town.today + timedelta(days=town.chance.randint(1, 30)),
        content=content,
    )
    town.do(adopted, ANN)


def _standard(town: Town) -> None:
    """The next table of a standard, with one rate for everybody: nobody applies for it."""
    number = len(town.minutes) + 2
    table = StandardTable(
        kind=sample_cases.edition().standards["recruitment-reward"].kind,
        number=number,
        body="b",
        document="d",
        applies_from=town.today,
        rates=(Rate(id="everybody", amount_fen=town.chance.randint(1, 100_000)),),
    )
    digest = sha256(f"{number}".encode()).hexdigest()
    town.do(AdoptStandard(policy=POLICY, table=table, digest=digest), ANN)


def _enrol(town: Town) -> None:
    """The first one alone, as the second person of a new office."""
    name = f"officer-{len(town.minutes)}"
    roles = (town.chance.choice(_ROLES),) if town.office.officers else (Role.SUPERVISOR,)
    _ask_to_enrol(town, name, roles, ANN)


def _make_administrator(town: Town) -> None:
    _ask_to_enrol(town, f"administrator-{len(town.minutes)}", (Role.ADMINISTRATOR,), DAN)


def _ask_to_enrol(town: Town, name: str, roles: tuple[Role, ...], by: Actor) -> None:
    authority = town.chance.choice((CITY, *AUTHORITIES))
    town.do(
        EnrolOfficer(officer=name, sealed="s", roles=roles, authority=authority, key=public_key(name, MadeBy.OFFICER)),
        by,
    )


def _of_one(about: Callable[[Town, str], object]) -> Callable[[Town], None]:
    """Something about one of those who were enrolled."""

    def act(town: Town) -> None:
        if town.office.officers:
            town.do(about(town, town.chance.choice([*town.office.officers])), ANN)

    return act


def _grant(town: Town, officer: str) -> object:
    return GrantRole(officer=officer, role=town.chance.choice(_ROLES))


def _rotate(town: Town, officer: str) -> object:
    return RotateKey(officer=officer, key=public_key(f"{officer} {len(town.minutes)}"))


def _revoke(town: Town, officer: str) -> object:
    return RevokeRole(officer=officer, role=town.chance.choice(sorted(town.office.officers[officer].roles or _ROLES)))


def _suspend(town: Town, officer: str) -> object:
    return SuspendOfficer(officer=officer)


def _hand_over(town: Town, officer: str) -> object:
    return HandOver(officer=officer, to=town.chance.choice([None, *town.office.officers]))


def _own_key(town: Town) -> None:
    if town.office.officers:
        officer = town.chance.choice([*town.office.officers.values()])
        town.do(_rotate(town, officer.officer), officer.actor(town.today, CITY))


_PROPOSING: Sequence[Callable[[Town], None]] = (
    *(_link, _join, _fund, _calendar, _edition, _standard) * 2,
    *(_enrol, _make_administrator) * 2,
    *map(_of_one, (_grant, _grant, _rotate, _revoke, _suspend, _hand_over)),
    _own_key,
)
