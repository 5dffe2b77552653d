"""A table of a standard as a bureau writes it: one TOML file, read and checked against the notice it stands beside.

Rates have names of their own, `[rates.NAME]`, by which a mistake is found in the file. ADR 0059.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from domain.entitlement.edition import Edition
from domain.entitlement.findings import Value
from domain.entitlement.standard_checks import unfit
from domain.entitlement.standards import Accepted, Rate, Share, StandardTable
from policies.loader import digest, read_toml
from policies.places import Places, dotted
from policies.problems import Complaint, PackInvalid, PackProblem, Path
from policies.structure import checked
from policies.tables import Count, Key, Table, Text, Yuan

_RATES = "rates"
LINE_MAX = 200
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
NAME_MAX = 60
_SHARE = re.compile(r"[1-9]\d{0,3}/[1-9]\d{0,3}", re.ASCII)

Scalar = bool | int | date | Text


def _share(text: str) -> str:
    if not _SHARE.fullmatch(text):
        raise PydanticCustomError("share", "a share is written as 2/3")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or len(text) > LINE_MAX:
        raise PydanticCustomError("one-line", "it stands in one line of at most 200 characters")
    return text


OneLine = Annotated[Text, AfterValidator(_one_line)]
"""What is shown beside rates: a line of its own could pass for one of them."""


class BandOfTable(Table):
    from_: Annotated[int | date | None, Field(alias="from")] = None
    to: int | date | None = None


class RateTable(Table):
    when: dict[Key, Scalar | Annotated[list[Scalar], Field(min_length=1)] | BandOfTable] = Field(default_factory=dict)
    yuan: Yuan | None = None
    share: Annotated[Text, AfterValidator(_share)] | None = None
    excluded: OneLine | None = None
    at_most_paid: bool = False


class HeaderOfTable(Table):
    policy: Text
    standard: Text
    number: Count
    body: OneLine
    document: OneLine
    applies_from: date
    applies_to: date | None = None


_HEADER: TypeAdapter[HeaderOfTable] = TypeAdapter(HeaderOfTable)
_RATE: TypeAdapter[RateTable] = TypeAdapter(RateTable)


def policy_of(content: bytes) -> str:
    """The policy beside which the table of a file stands. Raises `PackInvalid`."""
    policy = read_toml(content)[1].get("policy")
    if not isinstance(policy, str):
        code, values = ("missing-key", {}) if policy is None else ("wrong-type", {"expected": "text"})
        raise PackInvalid([PackProblem(where="policy", line=1, code=code, values={"key": "policy", **values})])
    return policy


def read_standard(content: bytes, edition: Edition) -> tuple[StandardTable, str]:
    """The table in a file, and the digest of its bytes. Raises `PackInvalid` with all its problems at once: those of
    its form, or else what the notice of `edition` does not allow.
    """
    text, raw = read_toml(content)
    places = Places(text)
    header, complaints = checked(_HEADER, {key: raw[key] for key in raw if key != _RATES}, ())
    rates: dict[str, RateTable] = {}
    listed = raw.get(_RATES)
    if not isinstance(listed, dict) or not listed:
        complaints.append(((), "missing-key", {"key": _RATES}))
        listed = {}
    for name, entry in listed.items():
        if not _NAME.fullmatch(name) or len(name) > NAME_MAX:
            complaints.append(((_RATES, name), "not-an-id", {"found": name[:NAME_MAX]}))
        rate, wrong = checked(_RATE, entry, (_RATES, name))
        complaints += wrong
        if not wrong:
            rates[name] = rate
            complaints += _form(rate, (_RATES, name))
    if header is not None and header.policy != edition.policy:
        complaints.append((("policy",), "standard-of-other-policy", {"found": header.policy, "policy": edition.policy}))
    elif header is not None and header.standard not in edition.standards:
        values = {"found": header.standard, "known": ", ".join(edition.standards)}
        complaints.append((("standard",), "no-such-standard", values))
    if not complaints:
        table = _table(header, rates, edition)
        complaints = [(_place(rate, code), code, values) for rate, code, values in unfit(edition, table)]
        if not complaints:
            return table, digest(content)
    raise PackInvalid(
        PackProblem(where=dotted(path), line=places.line(path), code=code, values=values)
        for path, code, values in complaints
    )


def _place(rate: str | None, code: str) -> Path:
    if rate is not None:
        return _RATES, rate
    return ("applies_to" if code == "dates-out-of-order" else "standard",)


def _form(rate: RateTable, path: Path) -> Iterator[Complaint]:
    stated = [rate.yuan, rate.share, rate.excluded]
    if sum(one is not None for one in stated) != 1:
        yield path, "rate-says-one-thing", {}


def _table(header: HeaderOfTable, rates: Mapping[str, RateTable], edition: Edition) -> StandardTable:
    return StandardTable(
        kind=edition.standards[header.standard].kind,
        number=header.number,
        body=header.body,
        document=header.document,
        applies_from=header.applies_from,
        applies_to=header.applies_to,
        rates=tuple(_rate(name, rate) for name, rate in rates.items()),
    )


def _rate(name: str, rate: RateTable) -> Rate:
    share = Fraction(rate.share) if rate.share else None
    return Rate(
        id=name,
        when={fact: _accepted(wanted) for fact, wanted in rate.when.items()},
        amount_fen=None if rate.yuan is None else int(rate.yuan * 100),
        share=Share(numerator=share.numerator, denominator=share.denominator) if share else None,
        excluded=rate.excluded,
        at_most_paid=rate.at_most_paid,
    )


def _accepted(wanted: Any) -> Accepted:
    if isinstance(wanted, BandOfTable):
        return Accepted(first=_end(wanted.from_), last=_end(wanted.to))
    values = wanted if isinstance(wanted, list) else [wanted]
    return Accepted(values=tuple(_value(value) for value in values))


def _value(value: Scalar) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _end(value: int | date | None) -> int | str | None:
    return value.isoformat() if isinstance(value, date) else value
