"""A standby server that has to confirm: what was told done survives the change to it, and nothing else is told done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest

from store.errors import StoreUnavailable
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.postgres import why_not
from tests.store.pairs import PATIENCE_S, Pair, a_desk, whenever_it_waits

ON = date(2024, 9, 27)


@pytest.fixture
def pair() -> Iterator[Pair]:
    if reason := why_not():
        pytest.skip(f"no PostgreSQL to test on: {reason}")
    pair = Pair()
    yield pair
    pair.remove()


def test_nothing_is_told_done_that_the_standby_does_not_have_and_all_that_is_survives_the_change(pair: Pair) -> None:
    Bureau.found(pair.url).close()
    with a_desk(pair.either) as desk:
        told_done = [desk.act(s.training(f"person-{number}"), by=CHEN, on=ON) for number in range(3)]
        pair.second.stop("fast")
        for name, act in (("cancelled", "pg_cancel_backend"), ("ended", "pg_terminate_backend"), ("waited for", None)):
            helper = whenever_it_waits(pair, act) if act else None
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="outcome-unknown") as unknown:
                desk.act(s.training(f"person-{name}"), by=CHEN, on=ON, command_id=name)
            assert time.monotonic() - began < PATIENCE_S + 5
            if helper:
                helper.join()
        assert "synchronous_standby_names: second; connected: -" in str(unknown.value.values["reason"])
        pair.second.start(cluster_name="second")
        for name in ("cancelled", "ended", "waited for"):
            again = desk.act(s.training(f"person-{name}"), by=CHEN, on=ON, command_id=name)
            assert again.events
            told_done.append(again)
        pair.first.stop("immediate")
        pair.second.promote()
        began = time.monotonic()
        told_done.append(desk.act(s.training("person-of-the-second"), by=CHEN, on=ON))
        assert time.monotonic() - began < PATIENCE_S + 5
        with desk.database.reading() as view:
            known = {row.position for row in view.rows(limit=10_000)}
            assert all(view.command(identity(name)) for name in ("cancelled", "ended", "waited for"))
    assert {recorded.position for result in told_done for recorded in result.events} <= known
