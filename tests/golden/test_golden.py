"""What was once written decodes for ever, and decoding loses nothing: it encodes to the same bytes."""

from __future__ import annotations

import msgspec
import pytest

from domain.base import EVENTS, Event, field_names
from store.line.codec import decode, encode, name_of
from tests.golden.write import HERE, path_of, samples

NAMES = sorted(EVENTS)
WRITTEN = sorted(path.stem for path in HERE.glob("*.json"))


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
