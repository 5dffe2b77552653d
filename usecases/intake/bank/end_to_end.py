"""The end-to-end id of an item: run, application and fund in the 35 characters that ISO 20022 has for it. ADR 0076.

`350200-2024-0007`, `350203-2023-000123` and `350200-2024-F001` are `350200240007/35020323000123/24F001`: years have two
digits, numbers have their width, and an authority that is the run's own is left out.
"""

from __future__ import annotations

import re

from domain.decisions.numbers import is_numbered
from domain.streams import Kind

LENGTH_MAX = 35
PERMITTED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+", re.ASCII)
"""What ids may have in every payment system (the character set X of SWIFT)."""

_CENTURY = "20"
_YEARS_OF_PAYING = 2
_NUMBER = re.compile(rf"(?P<authority>.+)-{_CENTURY}(?P<year>\d\d)-(?P<number>F?\d+)", re.ASCII)
_RUN = r"(?P<authority>[A-Za-z0-9-]+)(?P<year>\d\d)(?P<number>\d{4})"
_SHORT_RUN = re.compile(_RUN, re.ASCII)
_ID = re.compile(
    rf"{_RUN}/(?P<of_case>[A-Za-z0-9-]*)(?P<case_year>\d\d)(?P<case_number>\d{{6}})"
    r"(/(?P<of_fund>[A-Za-z0-9-]*)(?P<fund_year>\d\d)(?P<fund_number>F\d{3}))?",
    re.ASCII,
)


_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
_OFFICIAL_RUN = rf"(?P<authority>{_PROVINCE}\d{{4}})(?P<year>\d\d)(?P<number>\d{{4}})"
_BEGINS_AS_OURS = re.compile(rf"{_OFFICIAL_RUN}[^0-9A-Za-z]", re.ASCII)
_WITHOUT_MARKS = re.compile(rf"{_OFFICIAL_RUN}(\d{{6}})?\d{{8}}((\d{{6}})?\d\dF\d{{3}})?", re.ASCII)


def short_run(batch: str) -> str | None:
    """The number of a run as ids begin; None for one of another century."""
    return _short(batch, "")


def end_to_end_id(batch: str, application: str, fund: str | None) -> str | None:
    """The id of an item, which `item_of` reads again; None where the numbers do not fit into it."""
    authority = batch[: -len("-2024-0001")]
    parts = [_short(batch, ""), _short(application, authority)]
    if fund is not None:
        parts.append(_short(fund, authority))
    written = "/".join(part or "" for part in parts)
    fits = len(written) <= LENGTH_MAX and item_of(written) == (batch, application, fund)
    return written if fits else None


def item_of(written: str) -> tuple[str, str, str | None] | None:
    """The run, application and fund that an id names; None for one that is none of ours, or that we write otherwise:
    two spellings of one id would be two payments.
    """
    id_ = _ID.fullmatch(written)
    if id_ is None:
        return None
    of_run = id_["authority"]
    if of_run in (id_["of_case"], id_["of_fund"]):
        return None
    batch = f"{of_run}-{_CENTURY}{id_['year']}-{id_['number']}"
    application = f"{id_['of_case'] or of_run}-{_CENTURY}{id_['case_year']}-{id_['case_number']}"
    fund = None
    if id_["fund_number"] is not None:
        fund = f"{id_['of_fund'] or of_run}-{_CENTURY}{id_['fund_year']}-{id_['fund_number']}"
    kinds = ((Kind.BATCH, batch), (Kind.APPLICATION, application), *(((Kind.FUND, fund),) if fund else ()))
    return (batch, application, fund) if all(is_numbered(kind, name) for kind, name in kinds) else None


def run_of_message(message_id: str) -> str | None:
    """The run that the id of a message of ours begins with (`350200240007/…`); None for one that is none of ours."""
    short, slash, _digest = message_id.partition("/")
    run = _SHORT_RUN.fullmatch(short) if slash else None
    batch = f"{run['authority']}-{_CENTURY}{run['year']}-{run['number']}" if run else ""
    return batch if is_numbered(Kind.BATCH, batch) else None


def run_in_id(written: str, year: int) -> str | None:
    """The run that an id is of which a bank has cut off, or wrote with other marks between its parts, or none; `year`
    is the present one. None for one that is nobody's of ours: an office with a number of the state (six digits), and a
    run of these years, begins it, so that ids of others are not taken for ours.
    """
    item = item_of(written)
    if item is not None:
        return item[0]
    run = _BEGINS_AS_OURS.match(written) or _WITHOUT_MARKS.fullmatch(re.sub(r"[^0-9A-Za-z]", "", written))
    if run is None or not year - _YEARS_OF_PAYING <= int(_CENTURY + run["year"]) <= year:
        return None
    return f"{run['authority']}-{_CENTURY}{run['year']}-{run['number']}"


def _short(number: str, authority: str) -> str | None:
    named = _NUMBER.fullmatch(number)
    if named is None:
        return None
    of = "" if named["authority"] == authority else named["authority"]
    return f"{of}{named['year']}{named['number']}"
