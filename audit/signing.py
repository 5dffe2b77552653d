"""What an officer signs: once a command, over the digests of all its lines without what the store adds under the lock.

A line is one JSON object in canonical form: no white space, text as UTF-8, its keys in the order `stream, version,
name, recorded_at, effective_on, actor, command_id, part, signature, data`. Only `data` is nested, and it is last, so
that both members can be cut out of the bytes without parsing them. ADR 0008.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

_TEXT = rb'[^"\\\x00-\x1f]*+'

ENVELOPE = re.compile(
    rb'\{"stream":"(?P<stream>' + _TEXT + rb')"'
    rb',"version":(?P<version>[1-9]\d*+)'
    rb',"name":"(?P<name>' + _TEXT + rb')"'
    rb'(?P<recorded_at>,"recorded_at":"(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?)Z")'
    rb',"effective_on":"\d{4}-\d\d-\d\d"'
    rb',"actor":"(?P<actor>' + _TEXT + rb')"'
    rb',"command_id":"(?P<command_id>' + _TEXT + rb')"'
    rb',"part":\[(?P<part>[1-9]\d*+),(?P<parts>[1-9]\d*+)\]'
    rb'(?P<signed>,"signature":(?:null|"(?P<signature>[A-Za-z0-9+/]*+={0,2})"))'
    rb',"data":(?=\{)'
)
"""Everything of a line in front of its data. Our names and ids never need an escape."""

_PURPOSE = b"bailu-command-v1\n"


def signed_message(command_id: str, unsigned_lines: Sequence[bytes]) -> bytes:
    """The message of one command's Ed25519 signature; `unsigned_lines` are its lines in the order of their parts."""
    digests = b"".join(sha256(line).hexdigest().encode() + b"\n" for line in unsigned_lines)
    return _PURPOSE + command_id.encode() + b"\n" + digests


def unsigned(line: bytes) -> bytes:
    """A stored line without its `recorded_at` and `signature`; raises ValueError when it is not a line."""
    envelope = ENVELOPE.match(line)
    if envelope is None:
        raise ValueError("the envelope of the line cannot be read")
    return cut(line, envelope)


def cut(line: bytes, envelope: re.Match[bytes]) -> bytes:
    """The same for a line whose envelope has been matched already."""
    instant_from, instant_to = envelope.span("recorded_at")
    signature_from, signature_to = envelope.span("signed")
    return line[:instant_from] + line[instant_to:signature_from] + line[signature_to:]
