"""Events to bytes and back; and old shapes to today's, one step after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.application.events import (
    ApplicationSettled,
    ApplicationSubmitted,
    InstalmentForfeited,
)
from domain.application.values import Credit, Draw, Due, Portion
from domain.office.indicator import Indicator
from domain.treasury.fund_events import FundOpened
from store.line.codec import decode, encode, name_of
from store.line.upcasts import Upcast, upcast
from tests.domain.sample_cases import a_submitted_training


def _indicator(data: dict[str, Any]) -> dict[str, Any]:
    return {"source": data["source"], "programme": "employment", "origin_year": data["year"], "document": "未编号"}


EARLIER: dict[str, Upcast] = {
    "fund.opened.v0": (
        "fund.opened.v0b",
        lambda data: {**data, "amount_fen": data["yuan"] * 100},
    ),
    "fund.opened.v0b": (
        "fund.opened.v1",
        lambda data: (
            {name: value for name, value in data.items() if name not in ("yuan", "source")}
            | {"indicator": _indicator(data), "value_on": f"{data['year']}-01-01"}
        ),
    ),
}
"""How a fund might once have been written: in yuan, and without a document."""

AS_ONCE_WRITTEN = {
    "fund": "350203-2023-F001",
    "holder": "350203",
    "source": "central",
    "year": 2023,
    "yuan": 60_000,
}


def test_an_old_shape_takes_every_step_to_todays() -> None:
    name, data = upcast("fund.opened.v0", AS_ONCE_WRITTEN, EARLIER)
    assert name == "fund.opened.v1"
    assert msgspec.convert(data, FundOpened) == FundOpened(
        fund="350203-2023-F001",
        holder="350203",
        year=2023,
        indicator=Indicator(source="central", programme="employment", origin_year=2023, document="未编号"),
        amount_fen=60_000_00,
        value_on=date(2023, 1, 1),
    )


def test_a_shape_in_between_takes_the_steps_that_are_left() -> None:
    name, data = upcast("fund.opened.v0b", AS_ONCE_WRITTEN | {"amount_fen": 1}, EARLIER)
    assert (name, data["amount_fen"], data["indicator"]["document"]) == ("fund.opened.v1", 1, "未编号")


def test_an_upcast_leaves_what_was_written_as_it_was() -> None:
    before = dict(AS_ONCE_WRITTEN)
    upcast("fund.opened.v0", AS_ONCE_WRITTEN, EARLIER)
    assert before == AS_ONCE_WRITTEN


def test_an_event_written_under_an_old_name_is_read_as_todays() -> None:
    written = msgspec.json.encode(AS_ONCE_WRITTEN)
    opened = decode("fund.opened.v0", written, EARLIER)
    assert isinstance(opened, FundOpened)
    assert opened.amount_fen == 60_000_00


def test_days_of_an_old_shape_are_days_again() -> None:
    def in_fen(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "amount_fen": data["amount_fen"] * 100}

    step: Callable[[dict[str, Any]], dict[str, Any]] = in_fen
    forfeited = InstalmentForfeited(
        milestone="employed-6-months", items=(Due(1, 2),), amount_fen=1_000, missed_on=date(2024, 9, 30)
    )
    read = decode(
        "application.instalment-forfeited.v0",
        encode(forfeited),
        {"application.instalment-forfeited.v0": ("application.instalment-forfeited.v1", step)},
    )
    assert read == InstalmentForfeited(
        milestone="employed-6-months", items=(Due(1, 2),), amount_fen=1_000_00, missed_on=date(2024, 9, 30)
    )


def test_a_name_that_was_never_ours_is_not_read() -> None:
    with pytest.raises(KeyError):
        decode("application.vanished.v1", b"{}")


def test_an_event_that_lacks_a_member_is_not_read() -> None:
    with pytest.raises(msgspec.ValidationError, match="value_on"):
        decode("fund.drawn.v1", b'{"batch":"350200-2024-0001"}')


def test_a_submission_is_read_back_as_it_was() -> None:
    submitted = a_submitted_training()[0].event
    assert isinstance(submitted, ApplicationSubmitted)
    read = decode(name_of(submitted), encode(submitted))
    assert read == submitted
    assert hash(type(read)) == hash(ApplicationSubmitted)


line_ranges = st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 9999)), max_size=3).map(tuple)
portions = st.builds(Portion, lines=line_ranges, instalment=st.integers(0, 9), amount_fen=st.integers(0, 2**62))
draws = st.builds(Draw, fund=st.text(max_size=30), source=st.text(max_size=9), amount_fen=st.integers(0, 2**62))
credits_ = st.builds(
    Credit,
    batch=st.text(max_size=20),
    items=st.lists(portions, max_size=5).map(tuple),
    amount_fen=st.integers(0, 2**62),
    drawn=st.lists(draws, max_size=4).map(tuple),
    value_on=st.dates(),
    reference=st.text(max_size=30),
)


@given(st.none() | credits_)
def test_whatever_an_event_holds_it_is_read_back_the_same(credit: Credit | None) -> None:
    settled = ApplicationSettled(credit=credit)
    written = encode(settled)
    assert decode("application.settled.v1", written) == settled
    assert encode(decode("application.settled.v1", written)) == written
