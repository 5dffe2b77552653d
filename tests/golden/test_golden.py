"""What was once written decodes for ever, and decoding loses nothing: it encodes to the same bytes."""

from __future__ import annotations

import re

import msgspec
import pytest

from domain.base import EVENTS, STORED_NAMES, Event, field_names
from store.line.codec import decode, encode, name_of
from store.line.upcasts import UPCASTS
from tests.golden.write import HERE, path_of, samples

NAMES = sorted(EVENTS)
WRITTEN = sorted(path.stem for path in HERE.glob("*.json"))


def test_every_stored_fact_has_a_golden_sample() -> None:
    assert [name for name in NAMES if not path_of(name).exists()] == []


def test_every_golden_sample_is_of_a_fact_of_today_or_has_an_upcast() -> None:
    assert [name for name in WRITTEN if name not in EVENTS and name not in UPCASTS] == []


def test_every_stored_name_is_the_stream_the_fact_and_its_version() -> None:
    assert [name for name in NAMES if not re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*", name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_frozen_keyword_only_and_without_options_that_change_how_it_is_stored(name: str) -> None:
    event = EVENTS[name]
    config = event.__struct_config__
    assert config.frozen
    assert (config.array_like, config.gc, config.tag, config.omit_defaults) == (False, True, None, False)
    assert event.__struct_encode_fields__ == event.__struct_fields__
    assert not hasattr(decode(name, path_of(name).read_bytes()), "__dict__")
    if field_names(event):
        with pytest.raises(TypeError, match=r"positional|Extra"):
            event(None)


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
    assert list(stated) == list(field_names(EVENTS[name]))


def test_what_the_office_records_today_is_decoded_as_it_was() -> None:
    for name, fact in samples().items():
        assert name_of(fact) == name
        assert decode(name, encode(fact)) == fact


def test_no_two_facts_share_a_stored_name() -> None:
    assert len(EVENTS) == len(STORED_NAMES)
    assert {STORED_NAMES[fact]: fact for fact in EVENTS.values()} == EVENTS
