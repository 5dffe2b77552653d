"""The life of an application, one command at a time; and what it left behind, for the baselines to write again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from benchmarks import baselines
from benchmarks.office import NOTICE, Office
from domain.application.commands import CloseNotice
from store.databases import open_database
from store.log import Database


def one_at_a_time(office: Office, count: int) -> int:
    """The whole life of `count` applications, each command in a transaction of its own; the number of commands."""
    done = 0
    numbers = []
    for number in range(1, count + 1):
        result = office.casework.execute(office.submission(number, office.clock().date()))
        numbers.append(result.facts[0].stream.removeprefix("application-"))
        done += 1
    for officer, command in office.steps():
        for each in numbers:
            office.do(officer, command(each))
            done += 1
    office.clock.instant += NOTICE
    for each in numbers:
        office.do("lin", CloseNotice(application=each))
        done += 1
    for each in numbers:
        for officer, command_ in office.pay_commands((each,)):
            office.do(officer, command_)
            done += 1
    return done


def cases_of(url: str) -> list[list[baselines.Step]]:
    """Each application's facts as steps for the baseline, which so writes the same data."""
    database = open_database(url, read_only=True)
    found: dict[str, list[baselines.Step]] = defaultdict(list)
    for line in lines_of(database):
        fact = json.loads(line)
        if fact["stream"].startswith("application-"):
            found[fact["stream"]].append((fact["name"], fact["data"]))
    database.close()
    return list(found.values())


def lines_of(database: Database) -> Iterator[bytes]:
    after = 0
    with database.reading() as view:
        while rows := view.rows(after=after, limit=baselines.PAGE):
            yield from (row.line for row in rows)
            after = rows[-1].position
