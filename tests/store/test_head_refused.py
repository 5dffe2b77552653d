"""A desk signs only behind a last commit that verifies: whoever moved the head otherwise finds no honest work on it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.log import FaultProposed
from domain.office.log_commands import ConfirmForLog, ProposeFault
from domain.office.officer import HandOver, RotateKey, SuspendOfficer
from store.addresses import is_postgres
from store.commands import vouching
from store.errors import StoreUnavailable
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, FIRST, XU
from tests.store.conftest import an_author, an_event, append
from tests.store.test_casework import ON, assert_sound, size_of
from tests.stores import Hand, hand, tampering

NO_CASE = c.AcceptApplication(application="350203-2024-000099")


def flip(tables: Hand, url: str, column: str) -> None:
    """One bit of what stands in the head, of which the number of leaves stays what it was."""
    table, newest = ("log_head", "") if is_postgres(url) else ("commits", " WHERE frontier IS NOT NULL")
    (value,) = tables.execute(f"SELECT {column} FROM {table}{newest}").fetchone()
    changed = bytes(value)[:-1] + bytes([bytes(value)[-1] ^ 1])
    tables.execute(f"UPDATE {table} SET {column} = ?{newest}", (changed,))


@pytest.mark.parametrize("column", ["frontier", "roles", "before"])
@pytest.mark.parametrize("whose", ["the next desk", "the desk that signed it", "a desk that was just refused"])
def test_a_head_with_a_changed_bit_is_refused_by(bureau: Bureau, store_url: str, column: str, whose: str) -> None:
    bureau.act(s.training(), by=CHEN, on=ON)
    if whose == "a desk that was just refused":
        with pytest.raises(NoSuchThing):
            bureau.act(NO_CASE, by=CHEN)
    with hand(store_url) as tables:
        flip(tables, store_url, column)
    desk = Bureau.open(store_url) if whose == "the next desk" else bureau
    size = size_of(desk)
    with pytest.raises(StoreUnavailable) as refused:
        desk.act(s.training("person-b"), by=CHEN, on=ON)
    assert (refused.value.code, refused.value.values) == ("head-unverified", {"position": size})
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        list(desk.act_in_bulk([(s.training("person-b"), CHEN)]))
    assert size_of(desk) == size
    if desk is not bureau:
        desk.close()


def test_a_desk_that_was_refused_what_it_said_about_a_bad_head_goes_on_from_it_no_more_than_before(
    bureau: Bureau, store_url: str
) -> None:
    """In bulk a refusal ends no transaction: nothing was signed in it, and so nothing is vouched for by it."""
    bureau.act(s.training(), by=CHEN, on=ON)
    with hand(store_url) as tables:
        flip(tables, store_url, "frontier")
    size = size_of(bureau)
    declared = ProposeFault(first=size, last=size, reason="sealed")
    (refusal,) = bureau.act_in_bulk([(declared, CHEN)])
    assert isinstance(refusal, NotPermitted)
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        bureau.act(s.training("person-b"), by=CHEN, on=ON)


def test_behind_a_bad_head_whose_fault_was_declined_nothing_is_recorded_until_one_that_covers_it_is_confirmed(
    bureau: Bureau, store_url: str
) -> None:
    """Declined is how the fault was told: it is there, whatever a desk may say of it."""
    bureau.act(s.training(), by=CHEN, on=ON)
    bad = spoil(bureau, store_url)
    (proposed,) = bureau.act(fault(bad), by=s.YE).events
    assert isinstance(proposed.event, FaultProposed)
    assert not proposed.event.head_verifies
    bureau.act(ConfirmForLog(proposal=None, declined=True), by=XU)
    refused_until_confirmed(bureau, store_url, bad)
    bureau.agree(fault(1), by=s.YE, second=XU)  # Something else, and no answer to what was declined.
    refused_until_confirmed(bureau, store_url, bad)
    bureau.agree(fault(bad, bad + 1), by=s.YE, second=XU)
    assert bureau.act(s.training("person-b"), by=CHEN).events


def refused_until_confirmed(bureau: Bureau, url: str, bad: int) -> None:
    """At the desk that has seen it all, and at one that comes to it now."""
    desk = Bureau.open(url)
    for at in (bureau, desk):
        size = size_of(at)
        with pytest.raises(NotAllowed) as refused:
            at.act(s.training("person-b"), by=CHEN, on=ON)
        assert (refused.value.code, refused.value.values) == ("fault-declined", {"position": bad})
        (refusal,) = at.act_in_bulk([(HandOver(officer=CHEN.officer, to=None), s.YE)])
        assert isinstance(refusal, NotAllowed)
        assert refusal.code == "fault-declined"
        assert size_of(at) == size
    desk.close()


def test_whoever_is_found_behind_a_bad_head_can_be_stopped_while_its_fault_was_declined(
    bureau: Bureau, store_url: str
) -> None:
    bureau.act(s.training(), by=CHEN, on=ON)
    bureau.act(fault(spoil(bureau, store_url)), by=s.YE)
    bureau.act(ConfirmForLog(proposal=None, declined=True), by=XU)
    assert bureau.act(SuspendOfficer(officer=CHEN.officer), by=s.YE).events
    assert bureau.agree(RotateKey(officer=s.LIN.officer, key=public_key("a new one")), by=s.YE, second=XU).events


def test_a_fault_that_is_declined_behind_a_good_head_keeps_nobody_from_work(bureau: Bureau) -> None:
    (proposed,) = bureau.act(fault(size_of(bureau)), by=s.YE).events
    assert isinstance(proposed.event, FaultProposed)
    assert proposed.event.head_verifies
    bureau.act(ConfirmForLog(proposal=None, declined=True), by=XU)
    assert bureau.act(s.training(), by=CHEN, on=ON).events


@pytest.mark.parametrize("declined", [False, True])
def test_an_answer_about_a_fault_that_leaves_out_a_second_bad_commit_is_refused(
    bureau: Bureau, store_url: str, declined: bool
) -> None:
    bureau.act(s.training(), by=CHEN, on=ON)
    first = spoil(bureau, store_url)
    (earlier,) = bureau.act(fault(first), by=s.YE).events
    assert isinstance(earlier.event, FaultProposed)
    second = spoil(bureau, store_url)
    desk = Bureau.open(store_url)
    for at in (bureau, desk):
        for elsewhere, by in (
            (ConfirmForLog(proposal=None, declined=declined), XU),
            (ConfirmForLog(proposal=earlier.event.proposal, declined=declined), XU),
            (fault(first), s.YE),
        ):
            with pytest.raises(NotAllowed) as refused:
                at.act(elsewhere, by=by)
            assert (refused.value.code, refused.value.values) == ("fault-elsewhere", {"position": second})
    assert size_of(bureau) == second
    (proposed,) = desk.act(fault(first, second), by=s.YE).events
    assert isinstance(proposed.event, FaultProposed)
    assert not proposed.event.head_verifies
    for name in (earlier.event.proposal, proposed.event.proposal):
        desk.act(ConfirmForLog(proposal=name), by=XU)
    assert desk.act(s.training("person-b"), by=CHEN).events
    desk.close()


def spoil(bureau: Bureau, url: str) -> int:
    """Flip a bit of the head; the position of the last event, which is the end of the bad commit."""
    with hand(url) as tables:
        flip(tables, url, "frontier")
    return size_of(bureau)


def fault(first: int, last: int | None = None) -> ProposeFault:
    return ProposeFault(first=first, last=last or first, reason="sealed")


def test_a_store_that_does_not_answer_is_no_bad_head(
    bureau: Bureau, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.act(s.training(), by=CHEN, on=ON)

    def lost(_officer: str) -> str:
        raise StoreUnavailable("store-connection-lost", path=store_url, reason="the server hung up")

    desk = Bureau.open(store_url)
    monkeypatch.setattr(vouching, "officer_stream", lost)
    with pytest.raises(StoreUnavailable, match="store-connection-lost"):
        desk.act(s.training("person-b"), by=CHEN, on=ON)
    desk.close()


@pytest.mark.parametrize("column", ["officer", "public_key", "signature", "first"])
def test_a_last_commit_that_was_changed_is_refused(bureau: Bureau, store_url: str, column: str) -> None:
    """All but its officer are signed, and the key has to be that officer's."""
    bureau.act(s.training(), by=CHEN, on=ON)
    value = {"officer": "boss", "public_key": bytes(32), "signature": bytes(64), "first": 1}[column]
    with tampering(store_url) as tables:
        tables.execute(f"UPDATE commits SET {column} = ? WHERE last = (SELECT max(last) FROM commits)", (value,))
    desk = Bureau.open(store_url)
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        desk.act(s.training("person-b"), by=CHEN, on=ON)
    desk.close()


@pytest.mark.parametrize(
    "whose", ["of another", "of nobody", "of an officer who was suspended", "from before a rotation"]
)
def test_a_last_commit_under_a_key_that_is_not_its_officers_is_refused(bureau: Bureau, whose: str) -> None:
    """It is signed, and well, under the key that it names."""
    officer, key = {
        "of another": (s.WU.officer, s.ZHENG.officer),
        "of nobody": ("ghost", "ghost"),
        "of an officer who was suspended": (s.ZHENG.officer, s.ZHENG.officer),
        "from before a rotation": (s.WU.officer, s.WU.officer),
    }[whose]
    if whose == "of an officer who was suspended":
        bureau.act(SuspendOfficer(officer=officer), by=s.YE)
    elif whose == "from before a rotation":
        bureau.act(RotateKey(officer=officer, key=public_key("a new one")), by=s.WU)
    with bureau.database.writing() as log:
        assert log.recorded_at is not None
        stray = an_event("application-350203-2024-000001", 1, at=log.recorded_at, by=officer)
        append(log, [stray], log.recorded_at, an_author(officer, key))
    desk = Bureau(bureau.database)
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        desk.act(s.training("person-b"), by=CHEN, on=ON)


def test_a_line_that_somebody_wrote_under_a_commit_of_their_own_is_refused_unless_it_is_signed(
    bureau: Bureau,
) -> None:
    """What nobody signed comes as an import does; the log goes on behind it for nobody."""
    stray = an_event("application-350203-2024-000001", 1)
    with bureau.database.reading() as view:
        tip = view.tip()
    assert tip.commit is not None
    commit = tip.commit._replace(first=tip.head.size + 1, last=tip.head.size + 1)
    with bureau.database.importing() as log:
        assert tip.recorded_at is not None
        log.import_lines([stray], [commit], tip.recorded_at)
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        bureau.act(NO_CASE, by=CHEN, on=ON)


def test_the_work_of_another_desk_that_verifies_is_gone_on_from(bureau: Bureau, store_url: str) -> None:
    other = Bureau.open(store_url)
    for number, desk in enumerate([bureau, other, other, bureau, other], 1):
        result = desk.act(s.training(f"person-{number}"), by=CHEN, on=ON)
        assert result.events[0].stream == f"application-350203-2024-{number:06d}"
    withdrawal = c.WithdrawApplication(application=FIRST, reason="sealed")
    assert other.act(withdrawal, by=CHEN).events
    with pytest.raises(NotAllowed):
        bureau.act(withdrawal, by=CHEN)
    other.close()
    assert_sound(bureau)


def test_a_dry_run_looks_at_the_head_as_any_other(bureau: Bureau, store_url: str) -> None:
    with hand(store_url) as tables:
        flip(tables, store_url, "frontier")
    with pytest.raises(StoreUnavailable, match="head-unverified"):
        bureau.act(s.training(), by=CHEN, on=ON, dry_run=True)


@pytest.mark.parametrize("last", ["999998", "999999"])
def test_a_series_ends_with_its_last_number(bureau: Bureau, last: str) -> None:
    with bureau.database.writing() as log:
        at = log.recorded_at
        assert at is not None
        event = an_event(f"application-350203-2024-{last}", 1, at=at, by=s.WU.officer, name="application.attached.v1")
        append(log, [event], at, an_author(s.WU.officer))
        assert log.highest("application-350203-2024") == int(last)
    if last == "999998":
        assert bureau.act(s.training(), by=CHEN, on=ON).events[0].stream.endswith("-999999")
    with pytest.raises(NotAllowed) as refused:
        bureau.act(s.training("person-b"), by=CHEN, on=ON)
    assert (refused.value.code, refused.value.values) == ("series-full", {"series": "350203-2024"})
    of_another_year = s.training("person-c", received_on=date(2023, 12, 29))
    assert bureau.act(of_another_year, by=CHEN, on=ON).events[0].stream == "application-350203-2023-000001"
