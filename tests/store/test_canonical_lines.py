"""Every event that is built of typed text is canonical JSON, byte for byte as the audit writes it anew: what `write`
need not check on every line.

Events are written by msgspec and held by the audit against Python's `json`. Of all characters the two differ about
surrogates alone, which no typed text has; about floats they differ in exponents, and no event has a float.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from audit.line import canonical_data, envelope_of
from domain import streams
from domain.application.events import ApplicationAccepted
from domain.base import EVENTS, Event
from domain.text import first_invisible
from store.line.codec import decode, encode, name_of
from store.line.envelope import is_written_so, write
from usecases.intake.text import free_text

_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

LINES = "\n\r\t"
"""Which stand in the text of a pack, the only one that has lines."""
TYPED = st.text(
    st.sampled_from('"\\/<>&\u00a0\u3000\ue000\U000e0100\n\t\x1b\u2028') | st.characters(), max_size=12
).map(lambda text: "".join(sign for sign in text if first_invisible(sign, allowed=LINES) is None))
SUBJECTS = st.from_regex(streams.SUBJECT, fullmatch=True)


def contents(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Random plain data of which msgspec makes a member of this type."""
    match kind:
        case inspect.StrType():
            return TYPED
        case inspect.IntType():
            return st.integers(min_value=-(2**62), max_value=2**62)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.DateTimeType():
            return st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
                lambda at: at.isoformat().replace("+00:00", "Z")
            )
        case inspect.DateType():
            return st.dates(min_value=date(1900, 1, 1)).map(date.isoformat)
        case inspect.EnumType(cls=cls):
            return st.sampled_from([member.value for member in cls])
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.UnionType(types=types):
            return st.one_of(*map(contents, types))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return st.lists(contents(item), max_size=3)
        case inspect.FrozenSetType(item_type=item):
            return st.lists(contents(item), max_size=3)
        case inspect.TupleType(item_types=items):
            return st.tuples(*map(contents, items)).map(list)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(contents(key), contents(value), max_size=3)
        case inspect.StructType(fields=fields):
            return st.fixed_dictionaries({field.encode_name: contents(field.type) for field in fields})
        case inspect.NamedTupleType(fields=fields):
            return st.tuples(*(contents(field.type) for field in fields)).map(list)
    raise AssertionError(f"an event has a member of the kind {kind}: does `json` write it as msgspec does?")


@pytest.mark.parametrize("name", sorted(EVENTS))
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_an_event_of_typed_text_is_canonical(name: str, data: st.DataObject) -> None:
    canonical(name, data)


@pytest.mark.campaign
@pytest.mark.parametrize("name", sorted(EVENTS))
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_five_hundred_events_of_typed_text_are_canonical(name: str, data: st.DataObject) -> None:
    canonical(name, data)


def canonical(name: str, data: st.DataObject) -> None:
    content = data.draw(contents(inspect.type_info(EVENTS[name])))
    happened: Event = msgspec.convert(content, EVENTS[name])
    written = encode(happened)
    assert _canonical(json.loads(written)).encode() == written
    assert decode(name, written) == happened


@settings(max_examples=50, deadline=None)
@given(
    kind=st.sampled_from(streams.Kind),
    subject=SUBJECTS,
    actor=SUBJECTS,
    name=st.sampled_from(sorted(EVENTS)),
    at=st.datetimes(timezones=st.just(UTC)),
    data=st.data(),
)
def test_the_line_of_an_event_has_the_envelope_that_the_audit_reads(
    kind: streams.Kind, subject: str, actor: str, name: str, at: datetime, data: st.DataObject
) -> None:
    happened = msgspec.convert(data.draw(contents(inspect.type_info(EVENTS[name]))), EVENTS[name])
    stream = streams.stream_name(kind, subject)
    (row,) = write(
        {stream: (happened,)},
        version_of=lambda _stream: 0,
        recorded_at=at,
        today=at.date(),
        actor=actor,
        command_id="5b1d3c7e-0d4f-5b6f-9a53-6a2f8e7c1b20",
        fingerprint="5f" * 32,
    )
    envelope = envelope_of(row.line)
    assert envelope is not None
    assert envelope.group("stream", "name", "actor") == (stream.encode(), name_of(happened).encode(), actor.encode())
    assert _canonical(json.loads(row.line)).encode() == row.line
    assert canonical_data(row.line, envelope) == json.loads(row.line)["data"]


@pytest.mark.parametrize("stored", sorted(EVENTS) + list(map(str, streams.Kind)) + [streams.LOG, streams.PEOPLE])
def test_names_of_events_need_no_escape(stored: str) -> None:
    assert msgspec.json.encode(stored) == f'"{stored}"'.encode()


def test_the_two_writers_differ_about_surrogates_alone() -> None:
    differing = {point for point in range(sys.maxunicode + 1) if not _agree(chr(point))}
    assert differing == set(range(0xD800, 0xE000))
    assert all(first_invisible(chr(point)) is not None for point in differing)
    assert all(not isinstance(free_text(chr(point)), str) for point in differing)


def _agree(text: str) -> bool:
    try:
        return msgspec.json.encode(text).decode() == _canonical(text)
    except UnicodeEncodeError:
        return False


def test_no_event_has_a_float() -> None:
    """They would write 1e22 in two ways. `contents` has no case for one, nor for what is not told here."""

    def kinds(kind: object) -> set[type]:
        if isinstance(kind, (inspect.Type, inspect.Field)):
            return {type(kind)}.union(*(kinds(getattr(kind, name)) for name in kind.__struct_fields__))
        if isinstance(kind, tuple):
            return set[type]().union(*map(kinds, kind))
        return set()

    every = set[type]().union(*(kinds(inspect.type_info(event)) for event in EVENTS.values()))
    assert inspect.StrType in every
    assert not every & {inspect.FloatType, inspect.DecimalType, inspect.AnyType, inspect.RawType, inspect.BytesType}


def a_line(data: bytes) -> bytes:
    (row,) = write(
        {"application-350203-2024-000001": (ApplicationAccepted(),)},
        version_of=lambda _stream: 0,
        recorded_at=datetime(2024, 5, 6, 1, 0, tzinfo=UTC),
        today=date(2024, 5, 6),
        actor="lin",
        command_id="5b1d3c7e-0d4f-5b6f-9a53-6a2f8e7c1b20",
        fingerprint="5f" * 32,
    )
    assert row.line.endswith(b'"data":{}}')
    return row.line.removesuffix(b"{}}") + data + b"}"


@pytest.mark.parametrize(
    ("name", "data", "written"),
    [
        ("application.accepted.v1", b"{}", True),
        ("application.accepted.v1", b'{"more":1}', False),
        ("application.accepted.v1", b"{ }", False),
        ("application.accepted.v1", b"[]", False),
        ("application.accepted.v1", b"[" * 200_000 + b"]" * 200_000, False),
        ("application.accepted.v1", b'{"a":' * 200_000 + b"1" + b"}" * 200_000, False),
        ("application.accepted.v1", b"\xff", False),
        ("application.accepted.v9", b"{}", False),
        ("application.documents-attached.v1", b'{"documents":7}', False),
    ],
)
def test_a_line_is_what_the_program_writes_or_is_not(name: str, data: bytes, written: bool) -> None:
    assert is_written_so(name, a_line(data)) is written
