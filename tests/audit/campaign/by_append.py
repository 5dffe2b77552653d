"""By whoever has a login of PostgreSQL, and calls `append`, through which a desk writes, with arguments of their own.

What the function cannot check, the signature above all, is seen afterwards; the rest is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from audit.commits import Commit
from store.line.envelope import command_key
from store.log import NewRow
from store.postgres.write_buffer import APPEND, WriteBuffer
from tests.audit.campaign.by_logins import logged_in
from tests.audit.campaign.by_officers import ATTACHED
from tests.audit.campaign.kinds import READER, WRITER, Target, kind
from tests.audit.campaign.lines import changed, members_of, with_a_key_repeated
from tests.audit.campaign.workbench import Signed
from tests.domain import sample_cases as s
from tests.domain.keys import Key

LINES, COMMITS = range(12), range(12, 17)
"""Which arguments of `append` are of lines, and which of commits."""

Change = Callable[[list[list[Any]], Target], None]


def arguments(target: Target, commit: Signed) -> list[list[Any]]:
    """What a desk would hand over for this commit."""
    buffer = WriteBuffer()
    rows = []
    for line in commit.lines:
        members = members_of(line)
        last = members["part"][0] == members["part"][1]
        filed = (command_key(members["command_id"]), bytes(32)) if last else (None, None)
        rows.append(NewRow(members["stream"], members["version"], members["name"], line, *filed))
    size = target.value("SELECT size FROM log_head")
    buffer.add_rows(rows, size + 1)
    commits = [Commit(size + 1, size + len(rows), commit.officer, commit.public_key, commit.signature)]
    return buffer.arguments(commits)


def call(target: Target, holder: str, values: list[list[Any]]) -> None:
    with logged_in(target, holder):
        target.execute(APPEND.replace("%b", "?"), *values)


def unsigned(target: Target) -> Signed:
    """A command of somebody's, of which the login does not have the key."""
    officer = target.random.choice([s.CHEN.officer, s.XU.officer, s.YE.officer, "nobody"])
    return target.bench.append(officer, ATTACHED)


def forged(name: str, *holders: str) -> Callable[[Change], Change]:
    """A kind that calls `append` with a command that nobody signed, and with arguments that are changed."""

    def enter(change: Change) -> Change:
        def enter_for(holder: str) -> None:
            @kind(name, holder, only="postgresql")
            def tamper(target: Target) -> None:
                values = arguments(target, unsigned(target))
                change(values, target)
                call(target, holder, values)

        for holder in holders or (WRITER,):
            enter_for(holder)
        return change

    return enter


@forged("append with a command that nobody signed", WRITER, READER)
def as_it_is(values: list[list[Any]], target: Target) -> None:
    """Nothing is changed."""


@forged("append with lines that are not as their columns")
def other_columns(values: list[list[Any]], target: Target) -> None:
    column = target.random.choice([0, 1, 2, 5, 6, 7, 8])
    value = values[column][0]
    values[column] = [value + 1 if isinstance(value, int) else f"{value}x"]


@forged("append with a line that begins with less or more")
def other_beginnings(values: list[list[Any]], target: Target) -> None:
    line = values[9][0]
    values[9] = [target.random.choice([b"", b" " + line, line[:-1], line + b"\n", line.replace(b'"part"', b'"PART"')])]


@forged("append with texts that break out of the envelope")
def out_of_the_envelope(values: list[list[Any]], target: Target) -> None:
    column, member = target.random.choice([(0, "stream"), (3, "recorded_at"), (4, "effective_on"), (5, "actor")])
    old = values[column][0]
    new = old + target.random.choice(['","x":"', "\\", "\n", "\x01", "\u202e"])
    written = old + ("Z" if column == 3 else "")
    values[column] = [new]
    line = values[9][0].replace(
        f'"{member}":"{written}'.encode(), f'"{member}":"{new}{written[len(old) :]}'.encode(), 1
    )
    values[9] = [line]


@forged("append with commits that are not those of the lines")
def other_commits(values: list[list[Any]], target: Target) -> None:
    first, last = values[12][0], values[13][0]
    values[12], values[13] = target.random.choice(
        [([first - 1], [last]), ([first + 1], [last]), ([first], [last + 1]), ([first], [first - 1]), ([1], [last])]
    )


@forged("append with no commit, or with no line")
def nothing(values: list[list[Any]], target: Target) -> None:
    for column in target.random.choice([LINES, COMMITS]):
        values[column] = []


@forged("append with an array that is longer than the others")
def longer(values: list[list[Any]], target: Target) -> None:
    column = target.random.choice([*LINES, *COMMITS])
    values[column] = values[column] * 2


@forged("append with an argument that is missing")
def missing(values: list[list[Any]], target: Target) -> None:
    column = target.random.choice([*LINES, *COMMITS])
    values[column] = target.random.choice([[None], None])


@forged("append with arrays of two dimensions")
def two_dimensions(values: list[list[Any]], target: Target) -> None:
    """They have as many elements, and another place for each."""
    for column in target.random.choice([[9], [5], [0, 9], [*LINES], [*COMMITS], [7, 8]]):
        values[column] = [values[column]]


@forged("append with an instant that is not the server's")
def other_instants(values: list[list[Any]], target: Target) -> None:
    old = values[3][0]
    new = target.random.choice(["2024-01-02T01:00:00", "2031-01-02T01:00:00", "infinity", "2024-13-02T01:00:00"])
    values[3] = [new]
    values[9] = [values[9][0].replace(old.encode(), new.encode(), 1)]


@forged("append with uses of a case that is not touched")
def other_uses(values: list[list[Any]], target: Target) -> None:
    row = ("person-a", "x", "350203-2024-000002", 1, 1, "", "2024-11-04", 1)
    start, width = target.random.choice([(17, 5), (22, 8)])
    for column, value in zip(range(start, start + width), row, strict=False):
        values[column] = [value]


@forged("append with data that is none")
def other_data(values: list[list[Any]], target: Target) -> None:
    line = values[9][0]
    begins = line.index(b'"data":')
    written = [b'"data":{x}}', b'"data":{}}}', b'"data":{"a":1,"a":2}}', b'"data":{"\xff":1}}']
    values[9] = [
        target.random.choice([line[:begins] + target.random.choice(written), with_a_key_repeated(line, target.random)])
    ]


@forged("append with a second version of what is there")
def other_versions(values: list[list[Any]], target: Target) -> None:
    old = values[1][0]
    new = target.random.choice([old - 1, old + 1, 1, 0, -1])
    values[1] = [new]
    values[9] = [values[9][0].replace(f'"version":{old}'.encode(), f'"version":{new}'.encode(), 1)]


HOSTILE = (
    "CREATE TEMP TABLE log_head AS SELECT * FROM log_head",
    "CREATE TEMP TABLE events (LIKE events)",
    "CREATE TEMP TABLE commits (LIKE commits)",
    "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT 'x'::bytea $$",
    "CREATE FUNCTION pg_temp.starts_with(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false'",
    "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$",
    "CREATE DOMAIN pg_temp.bigint AS text",
    "SET search_path = pg_temp, SCHEMA",
    "SET search_path = pg_temp, SCHEMA, pg_catalog",
    "SET standard_conforming_strings = off",
    "SET bytea_output = escape",
    "SET datestyle = 'German'",
    "SET timezone = 'Pacific/Kiritimati'",
    "SET client_encoding = latin1",
    "SET row_security = off",
    "SET array_nulls = off",
    "SET transform_null_equals = on",
    "SET extra_float_digits = 0",
    "SET plpgsql.variable_conflict = use_variable",
    "SET backslash_quote = on",
)


@kind("append with a session made hostile", WRITER, only="postgresql")
def hostile_session(target: Target) -> None:
    """Temporary tables and functions, search paths, settings: and a command that nobody signed."""
    values = arguments(target, unsigned(target))
    with logged_in(target, WRITER):
        for statement in target.random.sample(HOSTILE, 3):
            target.execute(statement.replace("SCHEMA", target.schema))
    call(target, WRITER, values)


@kind("append with a commit of one's own that was signed on another head", WRITER, only="postgresql")
def of_another_head(target: Target) -> None:
    """A clerk's key, and lines that were signed over a log without its last commits."""
    bench, gone = target.bench, target.random.randint(1, 6)
    behind = bench.commits[-gone:]
    del bench.commits[-gone:]
    commit = bench.append(s.CHEN.officer, ("application-350203-2024-000009", *ATTACHED[1:]))
    bench.sign({s.CHEN.officer: Key(s.CHEN.officer)}, [commit])
    latest = members_of(behind[-1].lines[-1])["recorded_at"]
    if target.random.random() < 0.5:
        commit.lines = [changed(line, recorded_at=latest) for line in commit.lines]
    call(target, WRITER, arguments(target, commit))
