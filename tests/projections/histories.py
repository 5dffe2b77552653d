"""Random histories of an office, every fact of which could have been recorded, on a real store.

The acts run through the domain's own deciders, except where a policy would have to agree: assessments, approvals and
the publication of notices are written down directly, with any awards at all, because read models must follow whatever
a policy gives.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

from domain.application import commands as c
from domain.application import facts as f
from domain.application.state import Case, application_stream
from domain.application.status import Standing, Status
from domain.application.values import (
    Ranges,
    VerifiedValue,
    expand,
    ranges,
)
from domain.errors import Refusal
from domain.facts import Decision
from domain.office.officer import LogOpened
from domain.office.reference import EditionAdopted, policy_stream
from domain.office.roles import CITY, Actor, Role
from domain.treasury.batch import CreditedItem, OrderPayment, RecordBankAnswer, ReleasePayment
from domain.treasury.fund import OpenFund
from policies import shipped
from tests.domain.minutes import Minute, Office
from tests.domain.story import POLICY, edition
from tests.projections.claims import a_submission, an_account, some_awards, some_lines
from tests.projections.ledger import Ledger

EVERYTHING = frozenset(Role)
ANN, BO, CY = (Actor(officer=name, roles=EVERYTHING, authority=CITY) for name in ("ann", "bo", "cy"))
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

    def open(self, log: str = "log-1") -> None:
        self._put({"log": (LogOpened(log=log, simulated=True),)}, ANN)
        adopted = EditionAdopted(
            edition=edition().ref,
            digest=edition().digest,
            applies_from=date(2023, 8, 24),
            content=shipped(POLICY).decode(),
        )
        self._put({policy_stream(POLICY): (adopted,)}, ANN)
        for source, programme in (*product(("central", "provincial"), "abc"), ("municipal", "a")):
            # Small funds first, so that many a payment is drawn from several.
            amount_fen = 900_000_000 if source == "municipal" else self.chance.randint(1, 400_000)
            opening = OpenFund(
                holder=CITY, source=source, programme=programme, year=2024, amount_fen=amount_fen, document="d"
            )
            self._do(opening, ANN)
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
        kind = self.chance.random()
        going_on = [case for case in self.office.cases.values() if case.status in _ACTS]
        if not going_on or (kind < 0.15 and len(going_on) < OPEN_CASES_MAX):
            self._do(a_submission(self.chance, self.today), ANN)
        elif kind < 0.25:
            self.today += timedelta(days=self.chance.randint(1, 9))
        elif kind < 0.45:
            self._treasury()
        else:
            case = self.chance.choice(going_on)
            self.chance.choice(_ACTS[case.status])(self, case)

    # What officers do about a case

    def _request_correction(self, case: Case) -> None:
        self._do(c.RequestCorrection(application=case.number, lines=((1, 1),), reason="r"), ANN)

    def _correct(self, case: Case) -> None:
        corrected = c.CorrectApplication(
            application=case.number,
            applicant=case.applicant,
            account=an_account(self.chance),
            documents=(),
            facts={},
            lines=some_lines(self.chance),
        )
        self._do(corrected, ANN)

    def _accept(self, case: Case) -> None:
        self._do(c.AcceptApplication(application=case.number), ANN)

    def _refuse(self, case: Case) -> None:
        if self.chance.random() < 0.1:
            self._do(c.RefuseApplication(application=case.number, clause="closing-3", reason="r"), ANN)

    def _withdraw(self, case: Case) -> None:
        if self.chance.random() < 0.05:
            self._do(c.WithdrawApplication(application=case.number, reason="r"), ANN)

    def _verify(self, case: Case) -> None:
        values = (VerifiedValue(fact="site", value="site 1", lines=ranges(case.lines)),)
        self._do(c.VerifyFacts(application=case.number, source="s", checked_on=self.today, values=values), ANN)

    def _assess(self, case: Case) -> None:
        if case.status not in (Status.ACCEPTED, Status.ASSESSED):
            return
        awards = some_awards(self.chance, case) if self.chance.random() < 0.9 else ()
        assessed = f.ApplicationAssessed(
            edition=case.edition,
            digest=case.digest,
            eligible=bool(awards),
            entitled_fen=sum(award.amount_fen for award in awards),
            findings=(),
            line_findings=(),
            awards=awards,
            uses=(),
            determined=(),
        )
        self._put({application_stream(case.number): (assessed,)}, self.chance.choice((ANN, BO)))

    def _decide(self, case: Case) -> None:
        assessed = case.assessment
        if case.status is not Status.ASSESSED or assessed is None:
            return
        by = BO if case.assessed_by == ANN.officer else ANN
        if self.chance.random() < 0.1:
            self._do(c.SendBackApplication(application=case.number, reason="r"), by)
        elif not assessed.eligible:
            self._do(c.RejectApplication(application=case.number), by)
        else:
            approved = f.ApplicationApproved(
                edition=assessed.edition,
                digest=assessed.digest,
                assessed_version=case.assessed_version,
                entitled_fen=assessed.entitled_fen,
                awards=assessed.awards,
                uses=(),
            )
            self._put({application_stream(case.number): (approved,)}, by)

    def _publish(self, case: Case) -> None:
        if case.status is Status.APPROVED and case.approval is not None:
            published = f.NoticePublished(
                lines=ranges(line for award in case.approval.awards for line in expand(award.lines)),
                published_on=self.today,
                working_days=5,
                closes_on=self.today + timedelta(days=7),
                payable_from=self.today + timedelta(days=8),
            )
            self._put({application_stream(case.number): (published,)}, ANN)

    def _close(self, case: Case) -> None:
        self._do(c.CloseNotice(application=case.number), ANN)

    def _report(self, case: Case) -> None:
        """Directly, for an edition would look for the day from which the months count."""
        waiting = {
            due.line: item.payable
            for due, item in sorted(case.items.items(), reverse=True)
            if item.standing is Standing.WAITING
        }
        reported = {line for each in case.reported.values() for line in expand(each.lines)}
        open_lines = sorted(set(waiting) - reported)
        if not open_lines or case.status not in _PAYING:
            return
        milestone = waiting[open_lines[0]]
        lines: Ranges = ranges(line for line in open_lines if waiting[line] == milestone)
        report = f.MilestoneReported(
            proposal=f"p{case.proposals_made + 1}",
            milestone=milestone,
            lines=lines,
            met=self.chance.random() < 0.7,
            reached_on=self.today - timedelta(days=self.chance.randint(0, 9)),
            source="s",
        )
        self._put({application_stream(case.number): (report,)}, ANN)

    def _confirm(self, case: Case) -> None:
        if case.proposals:
            proposal = self.chance.choice(sorted(case.proposals))
            declined = self.chance.random() < 0.3
            self._do(c.ConfirmProposal(application=case.number, proposal=proposal, declined=declined, reason="r"), BO)

    # What finance does

    def _treasury(self) -> None:
        kind = self.chance.random()
        batches = [batch for batch in self.office.batches.values() if batch.standing not in ("cancelled", "credited")]
        if kind < 0.3 or not batches:
            ready = [case for case in self.office.cases.values() if case.status in _PAYING and case.payable()]
            if ready:
                authority = self.chance.choice(ready).authority
                mine = [case.number for case in ready if case.authority == authority]
                chosen = self.chance.sample(mine, self.chance.randint(1, len(mine)))
                self._do(OrderPayment(applications=tuple(chosen)), ANN)
            return
        batch = self.chance.choice(batches)
        if batch.standing == "ordered":
            self._do(ReleasePayment(batch=batch.batch, declined=self.chance.random() < 0.3), CY)
        else:
            open_items = [item for number, item in batch.items.items() if number not in batch.credited]
            chosen_items = self.chance.sample(open_items, self.chance.randint(0, len(open_items)))
            # The bank's value date lies before the day of recording as often as not.
            late = self.chance.randint(0, (self.today - batch.ordered_on).days)
            items = tuple(
                CreditedItem(
                    application=item.application,
                    amount_fen=item.amount_fen,
                    value_on=self.today - timedelta(days=late),
                    reference=f"bank-{batch.batch}-{item.application}",
                )
                for item in chosen_items
            )
            self._do(RecordBankAnswer(batch=batch.batch, credited=items), ANN)

    def _do(self, command: object, by: Actor) -> None:
        with suppress(Refusal):  # Another day, perhaps.
            self._put(self.office.decide(command, by, self.today), by)

    def _put(self, decision: Decision, by: Actor) -> None:
        """Record a decision, some time of the day, now and then at the same instant as the one before."""
        if not any(decision.values()):
            return
        self._second += self.chance.choice((0, 1, 30))
        at = datetime.combine(self.today, time(1), UTC) + timedelta(seconds=self._second % 3600)
        if self.chance.random() < 0.5:
            at += timedelta(microseconds=self.chance.randint(1, 999_999))
        at = max([at, *self.recorded_at[-1:]])
        self._unwritten.append((decision, self.today, by.officer, at))
        for stream, facts in decision.items():
            for happened in facts:
                minute = Minute(stream, happened, by.officer, self.today)
                self.office.record(minute)
                self.minutes.append(minute)
                self.recorded_at.append(at)


_PAYING = (Status.APPROVED, Status.ON_PUBLIC_NOTICE, Status.PAYABLE, Status.PARTIALLY_PAID)
_ACTS: Mapping[Status, Sequence[Callable[[Town, Case], None]]] = {
    Status.SUBMITTED: (
        Town._request_correction,
        Town._accept,
        Town._accept,
        Town._accept,
        Town._refuse,
        Town._verify,
        Town._confirm,
    ),
    Status.CORRECTION_REQUESTED: (Town._correct, Town._correct, Town._refuse),
    Status.ACCEPTED: (Town._verify, Town._assess, Town._assess, Town._confirm, Town._withdraw),
    Status.ASSESSED: (Town._verify, Town._assess, Town._decide, Town._decide, Town._withdraw),
    Status.APPROVED: (Town._publish, Town._publish, Town._report, Town._confirm, Town._withdraw),
    Status.ON_PUBLIC_NOTICE: (Town._close, Town._close, Town._report, Town._confirm, Town._withdraw),
    Status.PAYABLE: (Town._report, Town._confirm, Town._withdraw),
    Status.PARTIALLY_PAID: (Town._report, Town._confirm),
}
