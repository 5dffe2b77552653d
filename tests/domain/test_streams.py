"""Names of streams: one constructor, one alphabet, and nothing in a name that the envelope of a line has to escape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.line import ENVELOPE
from domain import proposals, streams
from domain.application.state.case import application_stream
from domain.errors import NotAllowed
from domain.office.indicator import fund_number
from domain.office.officer import officer_stream
from domain.office.reference import policy_stream
from domain.office.register import register_stream
from domain.treasury.batch_events import batch_stream
from domain.treasury.fund_events import fund_stream

NAMING = (application_stream, batch_stream, fund_stream, officer_stream, policy_stream, register_stream)
REFUSED = (
    "", "a b", 'a"b', "a\\b", "a/b", "a.b", "a\nb", "ab\n", "a\x00b", "a\x1b[31mb", "a\x7fb", "a\x9bb", "a\u202eb",
    "a\u200bb", "\ufeffab", "a\u2028b", "a\ud800b", "ａ", "１", "就业", "é", "-a", "_a", "a" * 121,
)  # fmt: skip


@pytest.mark.parametrize("naming", NAMING, ids=lambda naming: naming.__name__)
@pytest.mark.parametrize("subject", REFUSED, ids=ascii)
def test_what_does_not_fit_the_alphabet_is_no_name(naming: object, subject: str) -> None:
    assert callable(naming)
    with pytest.raises(NotAllowed) as refused:
        naming(subject)
    assert refused.value.code == "name-form"
    assert not streams.fits(subject)


def test_what_the_office_calls_things_fits() -> None:
    assert application_stream("350203-2024-000123") == "application-350203-2024-000123"
    assert batch_stream("350200-2024-0007") == "batch-350200-2024-0007"
    assert fund_stream(fund_number("torch", 2024, 12)) == "fund-torch-2024-F012"
    assert officer_stream("Lin_2") == "officer-Lin_2"
    assert policy_stream("xiamen-2023-187") == "policy-xiamen-2023-187"
    assert register_stream("key-enterprises") == "register-key-enterprises"
    assert officer_stream("a" * streams.LENGTH_MAX)


@given(st.text(max_size=130) | st.from_regex(streams.SUBJECT, fullmatch=True))
def test_a_name_stands_in_the_envelope_as_it_is(subject: str) -> None:
    if not streams.fits(subject):
        return
    for naming in NAMING:
        name = naming(subject)
        assert streams.is_stream(name)
        line = (
            f'{{"stream":"{name}","version":1,"name":"a.b.v1","recorded_at":"2024-01-01T00:00:00Z",'
            f'"effective_on":"2024-01-01","actor":"a","command_id":"00000000-0000-4000-8000-000000000001","part":[1,1],"data":{{}}}}'
        )
        envelope = ENVELOPE.match(line.encode())
        assert envelope is not None
        assert envelope["stream"].decode() == name


def test_the_streams_of_which_there_is_one_are_streams() -> None:
    assert all(map(streams.is_stream, (streams.LOG, streams.CALENDAR, streams.PEOPLE)))
    assert not any(map(streams.is_stream, ("logs", "fund", "fund-", "case-1", "log\n", "x-log")))


def test_the_name_of_a_proposal_ends_where_its_number_begins() -> None:
    parsed = proposals.parse("register-key-enterprises/p3")
    assert (parsed.kind, parsed.subject, parsed.name) == ("register", "key-enterprises", "p3")
    for text in ('register-a"b', "register-就业/p1", "register-a/p1\n", "fund-a/p1", "register-", "register-a/p0"):
        with pytest.raises(NotAllowed) as refused:
            proposals.parse(text)
        assert refused.value.code == "proposal-id-form"
