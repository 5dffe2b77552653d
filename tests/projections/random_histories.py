"""Random histories of an office, every fact of which could have been recorded, on a real store.

The acts (`random_acts` and its like) run through the domain's own deciders, except where a policy would have to agree:
assessments, approvals, revisions and the publication of notices are written down directly, with any awards at all,
because read models must follow whatever a policy gives.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from domain.application.state.case import Case, application_stream
from domain.base import Decision, Event
from domain.errors import Refusal
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from domain.office.log import LINE, TREE, LogOpened
from domain.office.reference import EditionAdopted, policy_stream
from domain.office.roles import Actor
from tests.declared import declared
from tests.domain.given_when_then import Minute, Office, answer_to
from tests.domain.sample_cases import CITY, POLICY, edition
from tests.projections import random_allotments, random_later_events, random_office, random_payments
from tests.projections.event_writer import Ledger
from tests.projections.random_acts import ANN, BO, PERMISSIONS
from tests.projections.random_applications import AUTHORITIES, a_submission

FIRST_DAY = date(2024, 1, 2)
OPEN_CASES_MAX = 8
"""So that a short history brings some of them to their end."""


@dataclass
class Town:
    """A small city bureau with a random working day. `minutes` has every fact, by position from 1."""

    chance: random.Random
    ledger: Ledger
    office: Office = field(default_factory=lambda: Office(edition()))
    today: date = FIRST_DAY
    minutes: list[Minute] = field(default_factory=list)
    recorded_at: list[datetime] = field(default_factory=list)
    _second: int = 0
    _unwritten: list[tuple[Decision, date, str, datetime]] = field(default_factory=list)
    _other_chance: random.Random = field(default_factory=lambda: random.Random(1))

    def open(self, log: str = "log-1") -> None:
        self.put(
            {
                "log": (
                    LogOpened(
                        log=log,
                        authority="350200",
                        authority_key=None,
                        pseudonyms="",
                        tree=TREE,
                        line=LINE,
                        simulated=True,
                    ),
                )
            },
            ANN,
        )
        adopted = EditionAdopted(
            edition=edition().ref,
            digest=edition().digest,
            applies_from=date(2023, 8, 24),
            content=declared().decode(),
        )
        self.put({policy_stream(POLICY): (adopted,)}, ANN)
        self._fill()
        self.write()

    def live(self, steps: int) -> None:
        """So many acts, of whatever kind comes up; those that are declined leave nothing."""
        for _ in range(steps):
            self._step()
        self.write()

    def write(self) -> None:
        self.ledger.record(self._unwritten)
        self._unwritten.clear()

    def _step(self) -> None:
        with self._aside():
            random_allotments.work(self)
        kind = self.chance.random()
        cases = [*self.office.cases.values()]
        going_on = [case for case in cases if case.status in PERMISSIONS]
        if not going_on or (kind < 0.13 and len(going_on) < OPEN_CASES_MAX):
            self.do(a_submission(self.chance, self.today), ANN)
        elif kind < 0.21:
            year, self.today = self.today.year, self.today + timedelta(days=self.chance.randint(1, 9))
            if self.today.year > year:
                self._fill()
            if self.today.day < 10:
                random_office.close_a_month(self)
        elif kind < 0.24:
            random_office.work(self)
        elif kind < 0.43:
            random_payments.work(self)
        elif kind < 0.71:
            wanted = random_later_events.owing if self.chance.random() < 0.5 else random_later_events.worth_a_turn
            random_later_events.turn(self, self.chance.choice([*filter(wanted, cases)] or cases))
        else:
            case = self.chance.choice(going_on)
            self.chance.choice(PERMISSIONS[case.status])(self, case)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """With a chance of its own, so that whatever happens in there changes nothing of what else there is."""
        before, self.chance = self.chance, self._other_chance
        yield
        self.chance = before

    def _fill(self) -> None:
        """Open the funds of the year: small ones first, so that many a payment is drawn from several."""
        of_city = (*product(("central", "provincial"), "abc"), ("municipal", "a"))
        funds = [(CITY, *fund) for fund in of_city] + [(district, "municipal", "a") for district in AUTHORITIES]
        for holder, source, programme in funds:
            document = "d" if holder == CITY else f"d {holder}"  # What the city has by a document it can allot.
            amount_fen = 900_000_000 if source == "municipal" else self.chance.randint(1, 400_000)
            opening = OpenFund(
                holder=holder,
                year=self.today.year,
                indicator=Indicator(source=source, programme=programme, origin_year=self.today.year, document=document),
                amount_fen=amount_fen,
            )
            self.agree(opening, ANN, BO)

    def agree(self, command: object, by: Actor, second: Actor) -> None:
        """What the one proposes and the other confirms at once."""
        before = len(self.minutes)
        self.do(command, by)
        for proposal in self.minutes[before:]:
            self.do(answer_to(proposal), second)

    def do(self, command: object, by: Actor) -> None:
        with suppress(Refusal):  # Another day, perhaps.
            self.put(self.office.decide(command, by, self.today), by)

    def note(self, case: Case, by: Actor, *events: Event) -> None:
        """Write facts about a case down, as they are."""
        self.put({application_stream(case.number): events}, by)

    def put(self, decision: Decision, by: Actor) -> None:
        """Record a decision, some time of the day, now and then at the same instant as the one before."""
        if not any(decision.values()):
            return
        self._second += self.chance.choice((0, 1, 30))
        at = datetime.combine(self.today, time(1), UTC) + timedelta(seconds=self._second % 3600)
        if self.chance.random() < 0.5:
            at += timedelta(microseconds=self.chance.randint(1, 999_999))
        at = max([at, *self.recorded_at[-1:]])
        self._unwritten.append((decision, self.today, by.officer, at))
        for stream, events in decision.items():
            for happened in events:
                minute = Minute(stream, happened, by.officer, self.today)
                self.office.record(minute)
                self.minutes.append(minute)
                self.recorded_at.append(at)
