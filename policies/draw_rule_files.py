"""A table of draw rules as finance writes it: one TOML file, in which every rule has a name of its own.

`[allowed.NAME]` says what its schemes may be paid from, `[forbidden.NAME]` what they, or all, may not. ADR 0064.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from domain.office.draw_rules import Allowed, DrawRules, Forbidden, Money
from policies.loader import digest, read_toml
from policies.places import Places, dotted
from policies.problems import Complaint, PackInvalid, PackProblem
from policies.standard_files import NAME_MAX, OneLine
from policies.structure import checked
from policies.tables import Count, Table, Text

_ALLOWED, _FORBIDDEN = "allowed", "forbidden"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_Names = Annotated[list[Text], Field(min_length=1)]
_DIGITS = re.compile("[0-9]{3,7}", re.ASCII)


def _account(text: str) -> str:
    if _DIGITS.fullmatch(text) is None:
        raise PydanticCustomError("account", "an account has three to seven digits")
    return text


_Account = Annotated[Text, AfterValidator(_account)]
"""An account, or what it begins with: the class (类) has three digits."""


class MoneyTable(Table):
    source: Text | None = None
    programmes: _Names | None = None
    function: _Account | None = None
    economic: _Account | None = None
    project: Text | None = None


class AllowedTable(MoneyTable):
    schemes: _Names


class ForbiddenTable(MoneyTable):
    schemes: _Names | None = None
    because: OneLine


class HeaderOfRules(Table):
    policy: Text
    number: Count
    body: OneLine
    document: OneLine
    applies_from: date


_HEADER: TypeAdapter[HeaderOfRules] = TypeAdapter(HeaderOfRules)
_TABLES: Mapping[str, TypeAdapter[Any]] = {
    _ALLOWED: TypeAdapter(AllowedTable),
    _FORBIDDEN: TypeAdapter(ForbiddenTable),
}


def read_draw_rules(content: bytes) -> tuple[DrawRules, str]:
    """The table in a file, and the digest of its bytes. Raises `PackInvalid` with every mistake of its form."""
    text, raw = read_toml(content)
    places = Places(text)
    header, complaints = checked(_HEADER, {key: raw[key] for key in raw if key not in _TABLES}, ())
    rules: dict[str, dict[str, Any]] = {}
    for section, adapter in _TABLES.items():
        rules[section], wrong = _section(section, adapter, raw.get(section))
        complaints += wrong
    if complaints:
        raise PackInvalid(
            PackProblem(where=dotted(path), line=places.line(path), code=code, values=values)
            for path, code, values in complaints
        )
    return _rules(header, rules), digest(content)


def _section(section: str, adapter: TypeAdapter[Any], raw: object) -> tuple[dict[str, Any], list[Complaint]]:
    """The rules under one heading, by name; there are none that may be paid from only where somebody forgot them."""
    if raw is None:
        return {}, [((), "missing-key", {"key": section})] if section == _ALLOWED else []
    if not isinstance(raw, dict):
        return {}, [((section,), "wrong-type", {"key": section, "expected": "table"})]
    tables: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, entry in raw.items():
        if not _NAME.fullmatch(name) or len(name) > NAME_MAX:
            complaints.append(((section, name), "not-an-id", {"found": name[:NAME_MAX]}))
        table, wrong = checked(adapter, entry, (section, name))
        complaints += wrong
        tables[name] = table
    return tables, complaints


def _rules(header: HeaderOfRules, rules: Mapping[str, Mapping[str, Any]]) -> DrawRules:
    return DrawRules(
        policy=header.policy,
        number=header.number,
        body=header.body,
        document=header.document,
        applies_from=header.applies_from,
        allowed=tuple(
            Allowed(id=name, schemes=tuple(rule.schemes), money=_money(rule)) for name, rule in rules[_ALLOWED].items()
        ),
        forbidden=tuple(
            Forbidden(id=name, money=_money(rule), because=rule.because, schemes=tuple(rule.schemes or ()))
            for name, rule in rules[_FORBIDDEN].items()
        ),
    )


def _money(rule: MoneyTable) -> Money:
    return Money(
        source=rule.source,
        programmes=tuple(rule.programmes or ()),
        function=rule.function,
        economic=rule.economic,
        project=rule.project,
    )
