"""What streams are called: the one place where their names are made, of one alphabet.

A name stands unescaped in the envelope of every line, which the audit matches with a regular expression: a quotation
mark in it would make the log unverifiable for good. So a name has ASCII letters and digits, `-` and `_`, and begins
with a letter or digit: what authorities, policies, registers, funds, officers and numbers are called anyway. There is
no white space, quote, backslash, slash or dot in it, and nothing that looks like something else, so that a name is also
a file's name, an argument of a shell, the same text in every database's order, and ends where `/pN` begins. ADR 0046.
"""

from __future__ import annotations

import re
from enum import StrEnum

from domain.errors import NotAllowed

LENGTH_MAX = 120
"""Of what stands behind the kind. The longest that an office makes of its own is the name of a fund."""

SUBJECT = rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LENGTH_MAX - 1}}}"
"""The pattern of what a stream is about, such as the number of an application or the id of an officer."""

LOG = "log"
OFFICE = "office"
CALENDAR = "calendar"
PEOPLE = "people"
"""The streams of which there is one."""


class Kind(StrEnum):
    """The kinds of which there are many streams; the name of each is `KIND-SUBJECT`."""

    ALLOTMENT = "allotment"
    APPLICATION = "application"
    BATCH = "batch"
    BOOK = "book"
    DEBT = "debt"
    FUND = "fund"
    IMPORT = "import"
    INCOMING = "incoming"
    OFFICER = "officer"
    POLICY = "policy"
    REGISTER = "register"


_PREFIXES = {kind: f"{kind}-" for kind in Kind}
_fits = re.compile(SUBJECT).fullmatch
_is_stream = re.compile(rf"{LOG}|{OFFICE}|{CALENDAR}|{PEOPLE}|(?:{'|'.join(Kind)})-{SUBJECT}").fullmatch


def stream_name(kind: Kind, subject: str) -> str:
    """The name of a stream. Raises `NotAllowed("name-form")` for a subject that no stream can have."""
    if _fits(subject) is None:
        raise NotAllowed("name-form", name=subject)
    return _PREFIXES[kind] + subject


def prefix(kind: Kind) -> str:
    """What the names of all streams of a kind begin with."""
    return _PREFIXES[kind]


def fits(subject: str) -> bool:
    """Whether a stream can be about this: of anything else there is none, so that asking for it finds nothing."""
    return _fits(subject) is not None


def is_stream(name: str) -> bool:
    """Whether this can be the whole name of a stream."""
    return _is_stream(name) is not None


def checked_stream(name: str) -> str:
    """The same text. Raises `NotAllowed("name-form")` for what cannot be the whole name of a stream."""
    if _is_stream(name) is None:
        raise NotAllowed("name-form", name=name)
    return name


def checked(subject: str) -> str:
    """The same text. Raises `NotAllowed("name-form")` where it cannot be in the name of a stream."""
    if _fits(subject) is None:
        raise NotAllowed("name-form", name=subject)
    return subject
