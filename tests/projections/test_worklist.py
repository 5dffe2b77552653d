"""The worklist, the register and the rule over folded cases, runs and registers say the same at every position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application.folding.case import evolve as evolve_case
from domain.application.state.case import Case
from domain.office import log as logs
from domain.office import proposed, register_state
from domain.office.log import UNOPENED, Log
from domain.office.log_commands import ProposeReopening
from domain.office.proposed import NOTHING_PROPOSED, OfficeProposed
from domain.office.register import ConfirmEntry
from domain.office.register_state import Register
from domain.proposals import Proposals
from domain.streams import LOG, OFFICE
from domain.treasury import allotment as allotments
from domain.treasury import batch as batches
from domain.treasury import fund as funds
from domain.treasury.allotment import Allotment
from domain.treasury.batch import Batch
from domain.treasury.denied_credits import deniers
from domain.treasury.fund import Fund
from domain.work import Work
from domain.work_of_runs import of_run
from domain.work_views import UnderEdition
from domain.worklist import in_flight, in_order, of_allotment, of_case, of_fund, of_proposals
from projections.application_register.queries import register as applications
from projections.building.catalogue import MODELS
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.worklist.queries import works
from tests.domain.given_when_then import Minute
from tests.domain.sample_cases import YE, edition
from tests.listing import listing
from tests.projections import random_office
from tests.projections.conftest import NewUrl, a_place
from tests.projections.folded_cases import until_seen
from tests.projections.random_acts import ANN, BO
from tests.projections.random_histories import Town
from tests.projections.test_questions import noon

MODELS_HERE = ["worklist", "application_register"]


@dataclass
class Folded:
    """Every case, payment run and register, the log, and what is proposed about the office, folded by the domain."""

    cases: dict[str, Case] = field(default_factory=dict)
    runs: dict[str, Batch] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    log: Log = UNOPENED
    office: Proposals[OfficeProposed] = NOTHING_PROPOSED
    allotments: dict[str, Allotment] = field(default_factory=dict)
    funds: dict[str, Fund] = field(default_factory=dict)

    def take(self, minute: Minute) -> None:
        kind, _, name = minute.stream.partition("-")
        match kind:
            case "application":
                self.cases[name] = evolve_case(self.cases.get(name), minute.event, minute.by)
            case "batch":
                self.runs[name] = batches.evolve(self.runs.get(name), minute.event, minute.by, minute.on)
            case "register":
                before = self.registers.get(name, Register())
                self.registers[name] = register_state.evolve(before, minute.event, minute.by)
            case "log":
                self.log = logs.evolve(None if self.log is UNOPENED else self.log, minute.event, minute.by)
            case "allotment":
                self.allotments[name] = allotments.evolve(self.allotments.get(name), minute.event)
            case "fund":
                self.funds[name] = funds.evolve(self.funds.get(name), minute.event)
            case "office":
                self.office = proposed.evolve(self.office, minute.event, minute.by)

    def of_cases(self) -> Iterator[Work]:
        for _, case in sorted(self.cases.items()):
            yield from of_case(case, UnderEdition(case=case, edition=edition()))

    def works(self) -> list[Work]:
        """The rule over what was folded, from scratch."""
        waiting = [opened.proposal for opened in self.office.waiting.values()]
        pending: list[Work] = []
        for name, allotment in sorted(self.allotments.items()):
            pending += of_allotment(allotment, [one.act for one in waiting if one.about == name])
        pending += self.of_cases()
        for _, run in sorted(self.runs.items()):
            pending += of_run(Seen(run, self.cases))
        for name, fund in sorted(self.funds.items()):
            pending += of_fund(fund, [one.act for one in waiting if one.about == name])
        by_stream: list[tuple[str, Proposals[Any]]] = [(LOG, self.log.proposals), (OFFICE, self.office)]
        by_stream += [(f"register-{name}", folded.proposals) for name, folded in sorted(self.registers.items())]
        for stream, proposals in by_stream:
            pending += of_proposals(stream, [opened.proposal for opened in proposals.waiting.values()])
        return pending


class Seen:
    """A folded run with the assessors of its cases, who are asked for anew each time."""

    def __init__(self, run: Batch, cases: dict[str, Case]) -> None:
        self.batch, self.authority, self.status = run.batch, run.authority, run.status
        self.ordered_by, self.exported, self.amount_fen = run.ordered_by, run.exported, run.amount_fen
        self.proposals = {name: opened.proposal for name, opened in run.proposals.waiting.items()}
        self.assessors = {assessor for key in run.items for assessor in cases[key.application].assessors}
        self.unmatched, self.awaited, self.denied_by = run.unmatched, run.awaited, run.denied_by
        self.deniers = deniers(run, cases)
        self.on_clearing = {
            number: case.on_clearing[run.batch] for number, case in cases.items() if run.batch in case.on_clearing
        }


def with_registers(town: Town, steps: int) -> None:
    """A history in which now and then somebody proposes, confirms or declines an entry of a register, or what time it
    is; not a fault of the log, which would stop all the others.
    """
    for _ in range(steps):
        town.live(1)
        chance = town.chance.random()
        if chance < 0.05:
            entry = listing(
                policy="xiamen-2023-187",
                register=town.chance.choice(["a", "b"]),
                key=f"91350200155000{town.chance.randrange(10**4):04d}",
                valid_from=date(2024, 1, 1),
                document="d",
            )
            town.do(entry, ANN)
        elif chance < 0.1:
            name = town.chance.choice(["a", "b"])
            town.do(ConfirmEntry(register=name, proposal=None, declined=town.chance.random() < 0.3), BO)
        elif chance < 0.13:
            town.do(ProposeReopening(now=noon(town.today)), YE)
        elif chance < 0.18:
            random_office.work(town)
    town.write()


def whole(views: Views) -> list[Work]:
    return list(works(views).rows)


def same_at_every_position(new_url: NewUrl, seed: int, steps: int) -> None:
    with a_place(new_url(), seed) as (place, views):
        with_registers(place.town, steps)
        folded = Folded()
        for position, minute in enumerate(place.town.minutes, start=1):
            folded.take(minute)
            catch_up(views, MODELS_HERE, until=position)
            ends = position == len(place.town.minutes) or place.town.minutes[position].on != minute.on
            decided = ends or place.town.recorded_at[position] != place.town.recorded_at[position - 1]
            if not decided:
                continue  # Within a decision a run may be ahead of its cases.
            assert whole(views) == folded.works()
            rows = applications(views).rows
            listed = [
                in_order((*of_case(case, UnderEdition(case=case, edition=edition())), *in_flight(case)))
                for _, case in sorted(folded.cases.items())
            ]
            assert [list(row.open_acts) for row in rows] == listed


@settings(deadline=None, max_examples=2)
@given(st.integers(0, 2**32))
def test_worklist_register_and_rule_say_the_same_at_every_position(new_url: NewUrl, seed: int) -> None:
    same_at_every_position(new_url, seed, 120)


@pytest.mark.campaign
@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_worklist_register_and_rule_say_the_same_in_two_hundred_histories(new_url: NewUrl, seed: int) -> None:
    same_at_every_position(new_url, seed, 1_000)


def test_the_worklist_is_the_same_whatever_the_page(new_url: NewUrl) -> None:
    with a_place(new_url(), 5) as (place, views):
        folded = Folded()
        for size in (1, 7, 60):
            with_registers(place.town, 150)
            catch_up(views, ["worklist"], page_size=size)
        for minute in place.town.minutes:
            folded.take(minute)
        assert whole(views) == folded.works()
        assert "worklist" in {model.NAME for model in MODELS}


def test_the_worklist_is_asked_by_action_scheme_authority_and_day(new_url: NewUrl) -> None:
    with a_place(new_url(), 2) as (place, views):
        with_registers(place.town, 600)
        catch_up(views, ["worklist"])
        everything = whole(views)
        for action in {work.action for work in everything}:
            assert list(works(views, actions=[action]).rows) == [work for work in everything if work.action == action]
        for authority in {work.authority for work in everything if work.authority}:
            answered = list(works(views, authority=authority).rows)
            assert answered == [work for work in everything if work.authority == authority]
        days = sorted(work.due_on for work in everything if work.due_on)
        assert days
        due = list(works(views, due_by=days[0]).rows)
        assert due == [work for work in everything if work.due_on and work.due_on <= days[0]]


OF_CASES = {
    "confirm", "resume", "answer-objection", "accept", "refuse", "correct", "verify", "assess", "approve", "reject",
    "approve-in-part", "follow-up", "request-correction", "suspend", "serve-letter",
    "publish-notice", "revise", "account", "order-payment", "serve-recovery", "close-notice",
    "notify-recovery", "serve-recovery-letter", "hear-recovery", "demand-recovery", "remind-recovery",
    "receive-recovery", "milestone", "record-credits",
}  # fmt: skip
OF_RUNS = {"release-payment batch", "export-payment batch", "record-credits batch", "assign-clearing batch"}
CONFIRMED = {f"confirm {stream}" for stream in ("batch", "register", "office", "log")}
OF_ALLOTMENTS = {f"{action}-allotment allotment" for action in ("evaluate", "settle", "reclaim")}
OF_FUNDS = {f"{action}-fund fund" for action in ("carry-over", "surrender", "close")}
TO_DO = {*(f"{action} application" for action in OF_CASES), *OF_RUNS, *OF_ALLOTMENTS, *OF_FUNDS, *CONFIRMED}
FIRST_SEEDS = (7, 2, 8)


def actions_along(new_url: NewUrl, seed: int) -> Iterator[str]:
    with a_place(new_url(), seed) as (place, views):
        with_registers(place.town, 1_000)
        for position in range(1, len(place.town.minutes), 25):
            catch_up(views, ["worklist"], until=position)
            yield from (f"{work.action} {work.stream.partition('-')[0]}" for work in whole(views))


@pytest.mark.on_sqlite
def test_everything_that_there_is_to_do_comes_up(new_url: NewUrl) -> None:
    """So that the agreement above is about all of it."""
    assert until_seen(TO_DO, lambda seed: actions_along(new_url, seed), FIRST_SEEDS) == TO_DO
