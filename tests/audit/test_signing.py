"""What is signed: every byte of a command's lines but the two members that the store adds under the lock."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.signing import signed_message, unsigned
from tests.audit.log_book import an_office, rewritten, spelled

LINES = an_office().lines

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("line", LINES)
def test_the_unsigned_form_is_the_line_without_two_members(line: bytes) -> None:
    members = json.loads(line)
    del members["recorded_at"], members["signature"]
    assert unsigned(line) == spelled(members)


@given(st.dictionaries(st.text(), anything, max_size=4))
def test_members_of_the_data_are_never_cut_out(data: dict[str, object]) -> None:
    data |= {"recorded_at": "2024-05-06T01:00:00Z", "signature": "AAAA", "data": {}}
    [line] = rewritten(LINES[:1], data=data)
    assert json.loads(unsigned(line))["data"] == data


def test_a_line_that_is_not_signed_yet_has_the_same_unsigned_form() -> None:
    [line] = rewritten(LINES[:1], signature=None)
    assert unsigned(line) == unsigned(LINES[0])


def test_the_message_names_purpose_and_command_and_the_digest_of_every_part() -> None:
    first, second = sha256(b"one").hexdigest(), sha256(b"two").hexdigest()
    expected = f"bailu-command-v1\nc-1\n{first}\n{second}\n".encode()
    assert signed_message("c-1", [b"one", b"two"]) == expected


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"null",
        b" " + LINES[0],
        LINES[0].replace(b'{"stream"', b'{ "stream"'),
        LINES[0].replace(b'"version":1', b'"version":0'),
        LINES[0].replace(b'"version":1', b'"version":01'),
        LINES[0].replace(b'"version":1', b'"version":1.0'),
        LINES[0].replace(b'"stream":"log"', b'"stream":"l\\u006fg"'),
        LINES[0].replace(b'"stream":"log"', b'"stream":"log\n"'),
        LINES[0].replace(b'.500000Z"', b'+00:00"').replace(b'.5Z"', b'+00:00"'),
        LINES[0].replace(b'"effective_on":"2024-05-06"', b'"effective_on":null'),
        LINES[0].replace(b'"data":{', b'"data":['),
        LINES[0].replace(b',"actor":"chen"', b""),
        LINES[0].replace(b'"part":[1,2]', b'"part":[0,2]'),
    ],
)
def test_what_is_no_line_cannot_be_signed(line: bytes) -> None:
    with pytest.raises(ValueError, match="the envelope"):
        unsigned(line)
