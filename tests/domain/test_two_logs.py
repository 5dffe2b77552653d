"""A city and a district with a log each: one 收到 for each 下达, never below zero, and nothing twice. ADR 0079."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.base import replace
from domain.decisions.funding import spendable
from domain.errors import NotAllowed
from domain.office.allotment_notice import AllotmentNotice, EntryKind, Side
from domain.office.fund_proposals import CarryOverFund, SurrenderFund
from domain.treasury import fund_events as e
from domain.treasury.incoming import EntryReceived, Incoming
from domain.treasury.notices import compare
from domain.treasury.redrawing import replaceable_fen
from tests.domain import allotment_history as a
from tests.domain import notice_history as n
from tests.domain import sample_cases as s
from tests.domain.allotment_history import NUMBER, OF_TORCH, OTHER_OF_TORCH, SETTLED
from tests.domain.given_when_then import History, Shelf
from tests.domain.notice_history import BY, FILE, LATER, RECEIVED, SECOND, STREAM
from tests.domain.sample_cases import CITY, JIANG, SIMING, TORCH, WU, XU, ZHENG, given, of
from tests.domain.test_funds import adds_up

NEW_YEAR = date(2025, 1, 6)
ADVANCE = n.notice_of(a.made())
WHOLE = n.reclaimed_by_city()


def left(history: History) -> dict[str, int]:
    """By fund, in whole yuan."""
    return {name: fund.balance_fen // 100 for name, fund in given(history).office.funds.items()}


def incoming(history: History) -> Incoming:
    return given(history).office.incoming[NUMBER]


def receipts(history: History) -> list[tuple[int, str, int]]:
    """What was recorded, event by event: number, kind and whole yuan."""
    events = [minute.event for minute in history if isinstance(minute.event, EntryReceived)]
    return [(one.entry.number, one.entry.kind.value, one.moved_fen // 100) for one in events]


def test_the_advance_opens_funds_of_the_same_money_under_numbers_of_the_district() -> None:
    own = s.agreed((s.opening("district", 5_000_00, holder=TORCH), BY, of(TORCH, JIANG), s.OPENING))
    history = n.receives(ADVANCE, after=own)
    assert left(history) == {OF_TORCH: 5_000, OTHER_OF_TORCH: 5_600_000, f"{TORCH}-2024-F003": 1_400_000}
    city, office = given(a.made()).office, given(history).office
    for theirs, ours in ((OF_TORCH, OTHER_OF_TORCH), (OTHER_OF_TORCH, f"{TORCH}-2024-F003")):
        assert office.funds[ours].indicator == city.funds[theirs].indicator
        assert (office.funds[ours].allotment, office.funds[ours].holder) == (NUMBER, TORCH)
    receipt = incoming(history).receipts[1]
    assert (receipt.file_sha256, receipt.value_on, receipt.entry.document) == (FILE, RECEIVED, a.DOCUMENT)
    assert incoming(history).origin == ADVANCE.origin(FILE)


def test_each_entry_of_the_city_is_one_event_of_the_district() -> None:
    assert receipts(n.whole()) == [
        (1, "advanced", 7_000_000),
        (3, "released", 2_400_000),
        (4, "reclaimed", 1_400_000),
    ]
    at_once = n.receives(WHOLE, LATER)
    for history in (n.whole(), at_once):
        assert left(history) == {OF_TORCH: 6_400_000, OTHER_OF_TORCH: 1_600_000}
        assert left(history) == {
            name: fen
            for name, fen in left(a.done((a.reclaim(1_400_000_00), SETTLED), after=a.settled())).items()
            if name.startswith(TORCH)
        }
        for fund in given(history).office.funds.values():
            adds_up(fund)
    assert compare(WHOLE, n.receipt_of(n.whole())) == compare(n.receipt_of(n.whole()), WHOLE)
    assert not any(one.differences for one in compare(WHOLE, n.receipt_of(n.whole())))


@pytest.mark.parametrize("after", [n.whole(), n.receives(WHOLE, LATER)])
def test_the_same_file_again_brings_nothing_new(after: History) -> None:
    given(after).when(n.receiving(WHOLE), by=BY, on=LATER).then()
    newer = replace(WHOLE, position=WHOLE.position + 9, root="e" * 64)
    given(after).when(n.receiving(newer, "ef" * 32), by=BY, on=LATER).then()


def test_it_takes_two_finance_officers_of_the_district() -> None:
    command = n.receiving(ADVANCE)
    given().when(command, by=of(SIMING, WU), on=RECEIVED).not_permitted("other-authority")
    given().when(command, by=of(TORCH, XU), on=RECEIVED).not_permitted("role-missing")
    given().when_confirmed(command, by=BY, second=BY, on=RECEIVED).not_permitted("own-proposal")
    given().when_confirmed(command, by=BY, second=of(SIMING, ZHENG), on=RECEIVED).not_permitted("other-authority")


def test_money_of_no_source_of_the_notice_is_not_received() -> None:
    other = with_part(indicator=replace(_ADVANCE.parts[0].indicator, source="nobody"))
    given().when(n.receiving(other), by=BY, on=LATER).no_such_thing("no-such-source", source="nobody")


# What is reclaimed


def spent() -> History:
    """The central money of the advance is surrendered, and the municipal left."""
    gone = SurrenderFund(fund=OF_TORCH, amount_fen=5_600_000_00, treasury_due_fen=0, document="…")
    return s.agreed((gone, BY, SECOND, LATER), after=n.advanced())


def test_no_more_is_given_back_than_is_there_and_the_rest_is_owed_until_it_is() -> None:
    back = n.notice_of(a.done(
        (a.evaluation((1, 0)), a.EVALUATED), (a.settlement(0), SETTLED), (a.reclaim(7_000_000_00), SETTLED),
        after=a.made(),
    ))  # fmt: skip
    history = n.receives(back, LATER, after=spent())
    assert left(history) == {OF_TORCH: 0, OTHER_OF_TORCH: 0}
    assert (incoming(history).returned_fen, incoming(history).owed_fen) == (1_400_000_00, 5_600_000_00)
    (differing,) = [one for one in compare(back, n.receipt_of(history)) if one.differences]
    assert differing.differences == ("other-amount",)
    assert differing.given is not None
    assert differing.received is not None
    assert (differing.given.amount_fen, differing.received.amount_fen) == (7_000_000_00, 1_400_000_00)
    # Nothing more is there: the same file brings nothing. Money of another kind does not stand in.
    given(history).when(n.receiving(back), by=BY, on=LATER).then()
    for fund in given(history).office.funds.values():
        assert fund.least_fen(LATER) >= 0
        adds_up(fund)


def test_what_was_missing_is_given_back_by_the_same_file_when_it_is_there() -> None:
    (noted,) = WHOLE.allotments
    advance, release, back = noted.entries
    most = replace(back, parts=tuple(replace(part, amount_fen=part.amount_fen * 5) for part in back.parts))
    early = n.with_entries(WHOLE, advance, most)
    history = n.receives(early, LATER, after=spent())
    assert (incoming(history).returned_fen, incoming(history).owed_fen) == (1_400_000_00, 5_600_000_00)
    late = replace(n.with_entries(WHOLE, advance, most, replace(release, number=9)), position=WHOLE.position + 1)
    after = n.receives(late, LATER, after=history, file="ef" * 32)
    assert left(after)[f"{TORCH}-2024-F003"] == 1_920_000
    again = n.receives(late, LATER, after=after)
    assert (incoming(again).returned_fen, incoming(again).owed_fen) == (3_320_000_00, 3_680_000_00)
    assert left(again)[f"{TORCH}-2024-F003"] == 0
    given(again).when(n.receiving(late), by=BY, on=LATER).then()


def test_of_a_fund_that_was_carried_over_it_is_given_back_by_its_successor() -> None:
    carry = [
        (CarryOverFund(fund=fund, amount_fen=fen), BY, SECOND, NEW_YEAR)
        for fund, fen in ((OF_TORCH, 5_600_000_00), (OTHER_OF_TORCH, 1_400_000_00))
    ]
    history = n.receives(WHOLE, NEW_YEAR, after=s.agreed(*carry, after=n.advanced()), file="cd" * 32)
    # What was released of 2024 has a fund of its own year again.
    assert {name: fen for name, fen in left(history).items() if fen} == {
        f"{TORCH}-2024-F003": 1_920_000,
        f"{TORCH}-2024-F004": 480_000,
        f"{TORCH}-2025-F001": 4_480_000,
        f"{TORCH}-2025-F002": 1_120_000,
    }
    assert incoming(history).owed_fen == 0


# What it may pay


def test_a_district_pays_only_what_the_allotment_is_for() -> None:
    for scheme, allowed in (("key-enterprise-training", [OF_TORCH, OTHER_OF_TORCH]), ("gig-market", [])):
        edition = s.edition()
        case = replace(next(iter(given(s.a_payable_training()).office.cases.values())), scheme=scheme)
        case = replace(case, authority=TORCH, payer=TORCH, edition=edition.ref)
        able = spendable(Shelf(given(n.advanced()).office), case, RECEIVED)
        assert [fund.fund for fund in able.funds] == allowed
        assert all(barred.allotment == NUMBER for barred in able.barred)


def test_own_money_is_replaced_by_what_was_released_here() -> None:
    assert replaceable_fen(incoming(n.advanced()), given(n.advanced()).office.funds) == 0
    assert replaceable_fen(incoming(n.whole()), given(n.whole()).office.funds) == 2_400_000_00


# A file that tells otherwise

_ADVANCE, _RELEASE, _BACK = WHOLE.allotments[0].entries
_TERMS = WHOLE.allotments[0].terms


def with_terms(**members: object) -> AllotmentNotice:
    return replace(WHOLE, allotments=(replace(WHOLE.allotments[0], terms=replace(_TERMS, **members)),))


def with_part(**members: object) -> AllotmentNotice:
    return n.changed(WHOLE, 0, parts=(replace(_ADVANCE.parts[0], **members),))


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (replace(WHOLE, side=Side.RECEIVED), "notice-side"),
        (replace(WHOLE, allotments=WHOLE.allotments * 2), "notice-twice"),
        (n.with_entries(WHOLE, _ADVANCE, _ADVANCE), "notice-twice"),
        (n.with_entries(WHOLE, _ADVANCE, _BACK, _RELEASE), "notice-twice"),
        (n.with_entries(WHOLE), "notice-sums"),
        (n.with_entries(WHOLE, _RELEASE), "notice-sums"),
        (n.with_entries(WHOLE, replace(_ADVANCE, kind=EntryKind.RECLAIMED)), "notice-sums"),
        (n.with_entries(WHOLE, n.of_amount(_ADVANCE, 10_000_000_01)), "notice-sums"),
        (n.with_entries(WHOLE, _ADVANCE, n.of_amount(_BACK, 7_000_000_01)), "notice-sums"),
        (n.changed(WHOLE, 2, value_on=date(2024, 12, 10)), "notice-early"),
        (with_part(year=99_999), "notice-year"),
        (with_part(year=-1), "notice-year"),
        (with_part(indicator=replace(_ADVANCE.parts[0].indicator, origin_year=2025)), "notice-year"),
        (with_part(indicator=replace(_ADVANCE.parts[0].indicator, function="1")), "code-form"),
        (n.with_entries(WHOLE, n.of_amount(_ADVANCE, 0)), "amount-not-positive"),
        (n.with_entries(WHOLE, n.of_amount(_ADVANCE, -1)), "amount-not-positive"),
        (replace(WHOLE, giver=SIMING), "allotment-not-city"),
        (with_terms(schemes=("no-scheme",)), "no-such-scheme"),
    ],
)
def test_a_file_that_cannot_be_is_refused_whole(notice: AllotmentNotice, code: str) -> None:
    given().when(n.receiving(notice), by=BY, on=LATER).declined(code)


@pytest.mark.parametrize(
    ("notice", "code", "names"),
    [
        (replace(WHOLE, log="another"), "notice-log", {"log": "another", "before": "log-of-city"}),
        (replace(WHOLE, position=WHOLE.position - 1), "notice-older", {"before": WHOLE.position}),
        (replace(WHOLE, root="0"), "notice-forked", {"before": WHOLE.root}),
        (replace(WHOLE, allotments=()), "notice-missing", {"number": NUMBER}),
        (n.with_entries(WHOLE, _ADVANCE, _BACK), "notice-missing", {"number": f"{NUMBER}/3", "file": "cd" * 32}),
        (with_terms(schemes=("gig-market",)), "notice-terms", {"file": FILE, "before": "cd" * 32}),
        (with_terms(total_fen=11_000_000_00), "notice-terms", {}),
        (
            n.changed(WHOLE, 1, document="别的文号"),
            "notice-differs",
            {"number": f"{NUMBER}/3", "document": "别的文号", "before_document": "厦财社〔2024〕52号"},
        ),
        (
            n.with_entries(WHOLE, n.of_amount(_ADVANCE, 7_000_000_00), _RELEASE, _BACK),
            "notice-differs",
            {"before_fen": 7_000_000_00},
        ),
        (n.changed(WHOLE, 2, value_on=LATER), "notice-differs", {"value_on": LATER, "before_on": SETTLED}),
    ],
)
def test_a_file_that_tells_otherwise_of_what_was_received_is_refused_naming_both(
    notice: AllotmentNotice, code: str, names: dict[str, object]
) -> None:
    given(n.whole()).when(n.receiving(notice), by=BY, on=LATER).declined(code, **names)


def test_what_was_made_in_this_log_is_not_received_in_it() -> None:
    given(a.made()).when(n.receiving(ADVANCE), by=WU, on=RECEIVED).declined("notice-own", allotment=NUMBER)
    other = replace(ADVANCE, holder=CITY)
    given().when(n.receiving(other), by=WU, on=RECEIVED).declined("allotment-receiver", authority=CITY)


# Both sides beside each other


def named(ours: AllotmentNotice, theirs: AllotmentNotice) -> list[tuple[str, ...]]:
    return [one.differences for one in compare(ours, theirs)]


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        (lambda notice: notice, [(), (), ()]),
        (lambda notice: replace(notice, allotments=()), [("not-received",)] * 3),
        (lambda notice: n.with_entries(notice, *notice.allotments[0].entries[:2]), [(), (), ("not-received",)]),
        (lambda notice: n.changed(notice, 1, number=7), [(), ("not-received",), (), ("not-allotted",)]),
        (lambda notice: n.changed(notice, 0, document="别"), [("other-document",), (), ()]),
        (lambda notice: n.changed(notice, 0, document=a.DOCUMENT.replace("〔", "[")), [(), (), ()]),
        (lambda notice: n.changed(notice, 2, kind=EntryKind.RELEASED), [(), (), ("other-kind",)]),
        (
            lambda notice: n.changed(notice, 1, parts=notice.allotments[0].entries[1].parts[:1]),
            [(), ("other-amount",), ()],
        ),
    ],
)
def test_each_difference_is_named(
    change: Callable[[AllotmentNotice], AllotmentNotice], differences: list[tuple[str, ...]]
) -> None:
    ours = change(n.receipt_of(n.whole()))
    assert named(WHOLE, ours) == named(ours, WHOLE) == differences


def test_two_files_of_one_side_or_of_others_are_not_compared() -> None:
    for theirs, code in ((WHOLE, "notices-one-side"), (replace(n.receipt_of(n.whole()), holder="x"), "notices-apart")):
        with pytest.raises(NotAllowed) as refused:
            compare(WHOLE, theirs)
        assert refused.value.code == code


def test_the_funds_say_which_allotment_they_are_of() -> None:
    moved = [
        (type(minute.event), minute.stream)
        for minute in n.whole()
        if isinstance(minute.event, e.FundAllottedIn | e.FundReclaimedOut)
    ]
    assert (e.FundAllottedIn, f"fund-{OF_TORCH}") in moved
    assert (e.FundReclaimedOut, f"fund-{OF_TORCH}") in moved
    assert STREAM in {minute.stream for minute in n.whole()}
