"""What was once written decodes for ever, and decoding loses nothing: it encodes to the same bytes."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest

from domain.base import EVENTS, STORED_NAMES, Event
from store.line.codec import decode, encode, name_of
from store.line.upcasts import UPCASTS
from tests.golden.write import HERE, path_of, samples

NAMES = sorted(EVENTS)
WRITTEN = sorted(path.stem for path in HERE.glob("*.json"))


def members(fact: type[Event]) -> tuple[dataclasses.Field[object], ...]:
    assert dataclasses.is_dataclass(fact)
    return dataclasses.fields(fact)


def test_every_stored_fact_has_a_golden_sample() -> None:
    assert [name for name in NAMES if not path_of(name).exists()] == []


def test_every_golden_sample_is_of_a_fact_of_today_or_has_an_upcast() -> None:
    assert [name for name in WRITTEN if name not in EVENTS and name not in UPCASTS] == []


def test_every_stored_name_is_the_stream_the_fact_and_its_version() -> None:
    assert [name for name in NAMES if not re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*", name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_is_frozen_and_slotted(name: str) -> None:
    fact = EVENTS[name]
    assert fact.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert all(member.kw_only for member in members(fact))
    assert not hasattr(object.__new__(fact), "__dict__")
    assert all("__slots__" in base.__dict__ for base in fact.__mro__ if base is not object)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_golden_sample_still_decodes(name: str) -> None:
    assert isinstance(decode(name, path_of(name).read_bytes()), Event)


@pytest.mark.parametrize("name", NAMES)
def test_decoding_and_encoding_gives_the_same_bytes(name: str) -> None:
    written = path_of(name).read_bytes()
    assert encode(decode(name, written)) == written


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_states_every_member_of_its_fact(name: str) -> None:
    """A member that a sample leaves out, or that decoding would drop, is a changed shape under an old name."""
    stated = msgspec.json.decode(path_of(name).read_bytes())
    assert list(stated) == [member.name for member in members(EVENTS[name])]


def test_what_the_office_records_today_is_decoded_as_it_was() -> None:
    for name, fact in samples().items():
        assert name_of(fact) == name
        assert decode(name, encode(fact)) == fact


def test_no_two_facts_share_a_stored_name() -> None:
    assert len(EVENTS) == len(STORED_NAMES)
    assert {STORED_NAMES[fact]: fact for fact in EVENTS.values()} == EVENTS
