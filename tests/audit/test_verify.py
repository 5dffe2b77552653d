"""An honest log holds; what does not fit is found and named, with its place."""

from __future__ import annotations

import json
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.merkle import EMPTY_ROOT, Frontier
from audit.verify import ERRORS_MAX, verify
from tests.audit.log_book import LogBook, an_office, codes, enrolment, judged, key_of, public, resigned, rewritten

BOOK = an_office()
LINES = tuple(BOOK.lines)


def test_an_honest_log_holds() -> None:
    verification = judged(LINES, BOOK)
    assert verification.holds
    assert verification.errors == ()
    assert (verification.size, verification.root) == (len(LINES), BOOK.root)
    assert verification.signatures == BOOK.commands
    assert verification.officers == ("chen", "lin")


def test_an_empty_log_holds() -> None:
    assert verify([], size=0, root=EMPTY_ROOT).holds


def test_the_verifier_reads_a_stream_of_lines_once() -> None:
    assert verify(zip(count(1), iter(LINES), strict=False), size=len(LINES), root=BOOK.root).holds


def test_a_long_log_is_hashed_in_portions_and_holds() -> None:
    book = LogBook()
    for number in range(1_300):
        book.command("chen", (f"application-{number}", "application.submitted.v1", {}))
    assert judged(book.lines, book).holds
    assert not judged([*book.lines[:1_200], book.lines[0], *book.lines[1_201:]], book).holds


def test_a_rollback_to_an_earlier_end_shows_only_against_a_head_that_was_kept() -> None:
    """The documented limit: lines alone cannot tell it, which is what checkpoints and their witnesses are for."""
    rolled_back = list(LINES[:-2])
    assert judged(rolled_back, resigned(rolled_back)).holds
    assert not judged(rolled_back, BOOK).holds


@given(st.integers(0, len(LINES) - 1), st.data())
def test_no_byte_can_be_changed(at: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LINES[at]) - 1))
    value = data.draw(st.integers(0, 255))
    assume(value != LINES[at][place])
    changed = LINES[at][:place] + bytes([value]) + LINES[at][place + 1 :]
    lines = [*LINES[:at], changed, *LINES[at + 1 :]]
    assert "root-differs" in codes(judged(lines, BOOK))
    # With the head moved to fit, only the instant is not signed: it may move within its neighbours, and no further.
    verification = judged(lines, resigned(lines))
    before, after = (json.loads(LINES[at]), _members(changed))
    moved_within = before | {"recorded_at": ""} == after | {"recorded_at": ""}
    assert not verification.holds or moved_within


def _members(line: bytes) -> dict[str, object]:
    try:
        members = json.loads(line)
    except ValueError:
        return {}
    return members if isinstance(members, dict) else {}


@given(st.permutations(range(len(LINES))))
def test_no_other_order_holds(order: list[int]) -> None:
    assume(order != sorted(order))
    lines = [LINES[at] for at in order]
    verification = judged(lines, resigned(lines))
    assert not verification.holds


@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1))
def test_what_is_left_out_is_noticed(left_out: set[int]) -> None:
    kept = [line for at, line in enumerate(LINES) if at not in left_out]
    assert not judged(kept, BOOK).holds


def test_positions_have_no_gap_and_start_at_one() -> None:
    positions = [2, 3, 5, 4, *range(5, len(LINES) + 1)]
    verification = verify(zip(positions, LINES, strict=True), size=len(LINES), root=BOOK.root)
    gaps = [(trouble.position, trouble.values["expected"]) for trouble in verification.errors]
    assert gaps == [(2, 1), (5, 4), (4, 6)]
    assert codes(verification) == {"position-gap"}


def test_a_fact_of_the_same_instant_is_in_order_and_one_microsecond_earlier_is_not() -> None:
    instants = ["2024-05-06T01:00:00Z", "2024-05-06T01:00:00Z", "2024-05-06T01:00:00.000001Z", "2024-05-06T01:00:01Z"]
    lines = [rewritten([line], recorded_at=instant)[0] for line, instant in zip(LINES, instants, strict=False)]
    assert codes(judged(lines, resigned(lines))) == set()
    lines[2], lines[3] = (
        rewritten([lines[2]], recorded_at=instants[3])[0],
        rewritten([lines[3]], recorded_at=instants[2])[0],
    )
    assert codes(judged(lines, resigned(lines))) == {"time-goes-back"}


def test_every_trouble_is_reported_with_its_place_and_not_only_the_first() -> None:
    lines = [*LINES[:3], *rewritten(LINES[3:5], signature=None), *LINES[5:]]
    verification = judged(lines, resigned(lines))
    assert [(trouble.position, trouble.code) for trouble in verification.errors] == [
        (4, "signature-missing"),
        (5, "signature-missing"),
    ]
    assert verification.errors[0].values == {"actor": "lin"}
    assert verification.signatures == BOOK.commands - 2


def test_troubles_beyond_the_first_thousand_are_counted() -> None:
    lines = [b"nothing"] * (ERRORS_MAX + 500)
    verification = verify(enumerate(lines, 1), size=len(lines), root=Frontier().extend(lines).root())
    assert len(verification.errors) == ERRORS_MAX
    assert verification.errors_total == ERRORS_MAX + 500
    assert not verification.holds


def test_without_signatures_nobody_is_asked_who_did_it() -> None:
    lines = rewritten(LINES, signature=None)
    assert judged(lines, resigned(lines), signatures=False).holds
    assert judged(lines, resigned(lines), signatures=False).signatures == 0


def test_a_forged_enrolment_gives_no_one_a_key() -> None:
    book = an_office()
    book.command("chen", enrolment("mallory"), key=key_of("mallory"))
    book.keys["mallory"] = key_of("mallory")
    book.command("mallory", ("application-1", "application.approved.v1", {}))
    verification = judged(book.lines, book)
    assert [trouble.code for trouble in verification.errors] == ["signature-invalid", "officer-unknown"]
    assert "mallory" not in verification.officers


def test_a_rotated_key_counts_from_the_next_command_on() -> None:
    book = LogBook()
    fresh = key_of("fresh")
    book.command("chen", ("officer-chen", "officer.key-rotated.v1", {"public_key": public(fresh)}), key=fresh)
    assert codes(judged(book.lines, book)) == {"signature-invalid"}


@pytest.mark.parametrize("key", ["", "AAAA", "no base64", 7, None])
def test_a_key_that_is_none_is_a_malformed_line(key: object) -> None:
    book = LogBook()
    book.command("chen", ("officer-lin", "officer.enrolled.v1", {"public_key": key}))
    assert codes(judged(book.lines, book)) == {"line-malformed"}
