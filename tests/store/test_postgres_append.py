"""The owner's function `append` believes nothing that a desk hands it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from audit.merkle import Frontier
from store.databases import create
from tests.postgres import Server, new_schema
from tests.store import hostile as h
from tests.store.conftest import NOON, a_command, an_event
from tests.store.hostile import COMMANDS, Columns, call, columns_of, refusal, tip

LINES, COMMITS = "BL001: a line is not what its columns say", "BL001: the commits are not those of the lines"
LISTS, USES = "BL001: columns are lists of one length", "BL001: a use of a case that is not touched"
NOTHING, TIME = "BL001: nothing to append", "BL001: an instant is not the server's"
TWO, OTHER = a_command("x", ("a", 1), ("a", 2)), a_command("y", ("b", 1), ("a", 2))
LATER = an_event("fund-2", 1, at=NOON + timedelta(seconds=1))
FORGED_DAY = '2024-05-06","actor":"boss","command_id":"x","part":[1,1],"data":{"text":"'
"""In it a quotation mark ends the text: what then reads the line finds another actor than the column has."""
ATTACKS: dict[str, tuple[str, Callable[[Columns], None]]] = {
    "another stream": (LINES, h.changed("streams", 0, "application-9")),
    "another version": (LINES, h.changed("versions", 0, 2)),
    "another name": (LINES, h.changed("names", 0, "fund.opened.v1")),
    "another instant": (LINES, h.changed("instants", 2, "2024-05-06T04:00:01")),
    "another day": (LINES, h.changed("days", 0, "2024-05-07")),
    "another actor": (LINES, h.changed("actors", 2, "boss")),
    "another command": (LINES, h.changed("command_ids", 2, "5b1d3c7e-0d4f-5b6f-9a53-6a2f8e7c1b20")),
    "another part": (LINES, h.changed("parts", 0, 2)),
    "another number of parts": (LINES, h.changed("parts_total", 0, 3)),
    "no line": (LINES, h.changed("lines", 0, None)),
    "no stream": (LINES, h.changed("streams", 0, None)),
    "a line that has no end": (LINES, h.changed("lines", 0, COMMANDS[0].line[:-1])),
    "the first part is missing": (LINES, h.without_line(0)),
    "a part in the middle is missing": (LINES, h.lines_of(*a_command("x", ("a", 1), ("a", 2), ("a", 3))[::2])),
    "the last part is missing": (LINES, h.lines_of(TWO[0])),
    "the last part is missing before another command": (LINES, h.without_line(1)),
    "parts in the wrong order": (LINES, h.swapped),
    "parts of two commands": (LINES, h.lines_of(TWO[0], OTHER[1])),
    "a gap in the versions of a new stream": (LINES, h.lines_of(an_event("fund-2", 2))),
    "a gap in the versions of an old one": (LINES, h.lines_of(an_event("application-1", 5))),
    "a gap within the call": (LINES, h.lines_of(an_event("fund-2", 1), an_event("fund-2", 3))),
    "a version of nought": (LINES, h.altered("versions", 0, '"version":2', '"version":0')),
    "a version that is taken": ("23505: a version that is taken", h.lines_of(an_event("application-1", 3, "again"))),
    "a command that was recorded": (
        'duplicate key value violates unique constraint "events_by_command"',
        h.lines_of(an_event("fund-2", 1, command="application-1/3/")),
    ),
    "a command id that is not the line's": (LINES, h.changed("commands", 2, bytes(16))),
    "no command id": (LINES, h.changed("commands", 2, None)),
    "a command id on a part that is not the last": (LINES, h.changed("commands", 0, bytes(16))),
    "no fingerprint": (LINES, h.changed("fingerprints", 2, None)),
    "a fingerprint of another length": (LINES, h.changed("fingerprints", 2, bytes(31))),
    "a fingerprint on a part that is not the last": (LINES, h.changed("fingerprints", 0, bytes(32))),
    "a quotation mark in a stream": (LINES, h.altered("streams", 'a"', "application-2", 'a"')),
    "a quotation mark in a day": ("22007", h.altered("days", FORGED_DAY, '"2024-05-06"', f'"{FORGED_DAY}"')),
    "a day in another form": (LINES, h.altered("days", "20240506", '"2024-05-06"', '"20240506"')),
    "an instant in another form": (TIME, h.altered("instants", f"{NOON:%F %T.%f}", f"{NOON:%FT%T}", f"{NOON:%F %T}")),
    "an instant that is none": ("22007", h.altered("instants", "now", f"{NOON:%FT%T.%f}", "now")),
    "time goes back": (TIME, h.lines_of(an_event("fund-2", 1, at=NOON - timedelta(seconds=1)))),
    "time goes back within the call": (TIME, h.lines_of(LATER, an_event("fund-2", 2))),
    "a commit that begins late": (COMMITS, h.commits((5, 6))),
    "a commit that begins early": (COMMITS, h.commits((3, 6))),
    "a commit that does not cover the last line": (COMMITS, h.commits((4, 5))),
    "a commit of more lines than there are": (COMMITS, h.commits((4, 7))),
    "a commit that divides a command": (COMMITS, h.commits((4, 4), (5, 6))),
    "commits with a gap": (COMMITS, h.commits((4, 5), (7, 6))),
    "commits that overlap": (COMMITS, h.commits((4, 5), (5, 6))),
    "a commit without lines": (COMMITS, h.commits((4, 6), (7, 6))),
    "a commit of another officer": (COMMITS, h.changed("officers", 0, "boss")),
    "a commit of nobody": (COMMITS, h.changed("officers", 0, None)),
    "a key of another length": (COMMITS, h.changed("public_keys", 0, bytes(31))),
    "a signature of another length": (COMMITS, h.changed("signatures", 0, bytes(63))),
    "no signature": (COMMITS, h.changed("signatures", 0, None)),
    "a use of a case that is not touched": (USES, h.a_use("1")),
    "a use of no case": (USES, h.a_use("fund-1")),
    "the use of a case that is not touched is taken away": (USES, h.a_use_gone),
    "lines without a commit": (NOTHING, h.emptied(h.OF_COMMITS)),
    "a commit without a line": (NOTHING, h.emptied(h.OF_LINES)),
    "nothing at all": (NOTHING, h.emptied(h.NAMES)),
    **{f"{name} in two dimensions": (LISTS, h.reshaped(name)) for name in ("lines", "streams", "parts", "lasts")},
    **{f"fewer {name}": (LISTS, h.shorter(name)) for name in ("streams", "names", "actors", "instants", "parts")},
    **{f"fewer {name}": (LINES, h.shorter(name)) for name in ("versions", "days", "commands", "fingerprints")},
}


def test_what_an_honest_desk_hands_over_is_appended(desk: psycopg.Connection[Any]) -> None:
    """Without this, an attack might be refused for no more than a slip of its own."""
    call(desk, columns_of(desk, COMMANDS))
    lines = desk.execute("SELECT line FROM events ORDER BY position").fetchall()
    assert tip(desk).frontier == Frontier().extend(line for (line,) in lines)
    assert (tip(desk).head.size, tip(desk).vouched) == (6, True)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_not_the_whole_of_honest_commands_is_refused(desk: psycopg.Connection[Any], attack: str) -> None:
    expected, change = ATTACKS[attack]
    columns = columns_of(desk, COMMANDS)
    change(columns)
    assert expected in refusal(desk, columns)


@pytest.mark.parametrize("column", ["lines", "streams", "parts"])
def test_a_list_that_is_numbered_from_nought_is_refused(desk: psycopg.Connection[Any], column: str) -> None:
    """Its first member would be in no tree, and the head would be one for good that nobody can read."""
    columns = columns_of(desk, COMMANDS)
    members = ",".join(
        rf'"\\x{member.hex()}"' if isinstance(member, bytes) else str(member) for member in columns[column]
    )
    columns[column] = f"[0:2]={{{members}}}"  # type: ignore[assignment]  # as the server writes such a list
    assert refusal(desk, columns) == LISTS


def test_the_bounds_of_a_commit_are_numbered_from_one(desk: psycopg.Connection[Any]) -> None:
    columns = columns_of(desk, COMMANDS)
    columns["firsts"] = "[0:0]={4}"  # type: ignore[assignment]
    assert refusal(desk, columns) == LISTS


def test_in_a_log_that_is_no_simulation_the_instant_is_the_servers(server: Server) -> None:
    url = server.url(new_schema())
    create(url).close()
    now = datetime.now(UTC)
    with psycopg.connect(server.url().partition("&")[0], options=f"-c search_path={url.rpartition('=')[2]}") as desk:
        desk.execute("SAVEPOINT before")
        pretending = {"name": "fund.opened.v1", "text": '"simulated":true'}
        for at in (NOON, now - timedelta(minutes=11), now + timedelta(minutes=1)):
            for event in (an_event("fund-1", 1, at=at), an_event("log", 1, at=at, **pretending)):
                assert refusal(desk, columns_of(desk, [event], at)) == TIME
                desk.execute("ROLLBACK TO before")
        call(desk, columns_of(desk, [an_event("fund-1", 1, at=now - timedelta(minutes=9))], now))
