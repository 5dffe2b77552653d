"""What lies beside the store of a year: lists as other departments have them, and what there is to be come upon."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.city import people
from benchmarks.city.fraud import LISTED, NEW_BODY
from benchmarks.city.year import CityYear

STRANGERS = 500
"""On every list there are so many who never applied."""
_NEVER_APPLIED = 10_000_000
"""No town has so many residents that somebody of this number applies."""
_LISTED_ON = date(2023, 6, 1)


def write_lists(folder: Path, year: CityYear) -> None:
    """`lists/SORT.csv` (identity number, from, to), `lists/registrations.csv` (credit code, registered on), and
    `planted.json`: of each fraud its sort, applications, officers and parties.
    """
    lists = folder / "lists"
    lists.mkdir()
    for count, sort in enumerate(LISTED):
        strangers = [_NEVER_APPLIED + count * STRANGERS + number for number in range(STRANGERS)]
        numbers = [people.person(number).id_number or "" for number in strangers]
        numbers += [party for planted in year.planted if planted.sort == sort for party in planted.parties]
        _write(
            lists / f"{sort}.csv",
            ("证件号码", "起始日期", "截止日期"),
            ((one, _LISTED_ON, "") for one in sorted(numbers)),
        )
    _write(lists / "registrations.csv", ("统一社会信用代码", "成立日期"), _registrations(year))
    planted = [
        {"sort": one.sort, "applications": one.applications, "officers": one.officers, "parties": one.parties}
        for one in year.planted
    ]
    (folder / "planted.json").write_text(json.dumps(planted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _registrations(year: CityYear) -> Iterable[tuple[str, date]]:
    """Every body that applied was there long before, but for those that are planted."""
    new = {party for planted in year.planted if planted.sort == NEW_BODY for party in planted.parties}
    registered: dict[str, date] = {}
    for case in year.cases.values():
        code, received_on = case.file.applicant.uscc, case.file.received_on
        if code is not None and received_on is not None:
            before = timedelta(days=10 if code in new else 400 + int(code[9:17]) * 37 % 5_000)
            registered[code] = min(registered.get(code, received_on), received_on - before)
    return sorted(registered.items())


def _write(path: Path, heading: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)
