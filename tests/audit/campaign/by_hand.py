"""By whoever gets at the rows of the database and knows nothing of how they fit."""

from __future__ import annotations

from tests.audit.campaign.kinds import DATABASE, Target, kind
from tests.audit.campaign.lines import changed, flipped, line_of, spelled, with_a_key_repeated, with_another_digit

UNHASHABLE = "what is no key of a dict is looked up in one: an uncaught TypeError"
TEN_BILLION = {
    "holder": "350203",
    "year": 2024,
    "indicator": {"source": "central", "programme": "employment", "origin_year": 2024, "document": "…"},
    "amount_fen": 10_000_000_000_00,
}


def anywhere(target: Target) -> int:
    return target.random.randint(1, target.value("SELECT max(position) FROM events"))


def line_at(target: Target, position: int) -> bytes:
    return bytes(target.value("SELECT line FROM events WHERE position = ?", position))


def rewrite(target: Target, position: int, line: bytes) -> None:
    target.execute("UPDATE events SET line = ? WHERE position = ?", line, position)


def insert_at(target: Target, position: int, version: int = 2, stream: str = "fund-350200-2024-F009") -> None:
    """A fund that nobody signed."""
    name, instant = "fund.opened.v1", "2024-11-04T02:00:00Z"
    day, command = "2024-11-04", "00000000-0000-4000-8000-000000000001"
    line = line_of(
        stream=stream, version=version, name=name, recorded_at=instant, effective_on=day, actor="wu-yan",
        command_id=command, part=[1, 1], data=TEN_BILLION,
    )  # fmt: skip
    target.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, NULL, NULL)", position, stream, version, name, line)


@kind("an event at a position before the first", DATABASE)
def at_position_nought(target: Target) -> None:
    if target.postgres:
        target.execute("ALTER TABLE events DROP CONSTRAINT events_position_check")
    else:
        target.execute("PRAGMA ignore_check_constraints = ON")
    insert_at(target, -target.random.randint(0, 3), version=1)
    if target.postgres:
        target.execute("ALTER TABLE events ADD CONSTRAINT events_position_check CHECK (position >= 1) NOT VALID")


@kind("an event behind the head", DATABASE)
def behind_the_head(target: Target) -> None:
    insert_at(target, target.value("SELECT max(position) FROM events") + target.random.randint(1, 9), version=1)


@kind("one digit of a line", DATABASE)
def a_digit(target: Target) -> None:
    position = anywhere(target)
    rewrite(target, position, with_another_digit(line_at(target, position), target.random))


@kind("one bit of a line", DATABASE)
def a_bit(target: Target) -> None:
    position = anywhere(target)
    rewrite(target, position, flipped(line_at(target, position), target.random))


@kind("a key of the data repeated", DATABASE)
def a_key_repeated(target: Target) -> None:
    position = anywhere(target)
    rewrite(target, position, with_a_key_repeated(line_at(target, position), target.random))


@kind("two lines exchanged", DATABASE)
def lines_exchanged(target: Target) -> None:
    one, other = target.random.sample(range(1, target.value("SELECT max(position) FROM events") + 1), 2)
    lines = line_at(target, one), line_at(target, other)
    rewrite(target, one, lines[1])
    rewrite(target, other, lines[0])


@kind("a line filed under another stream", DATABASE)
def another_stream(target: Target) -> None:
    target.execute("UPDATE events SET stream = 'application-x' WHERE position = ?", anywhere(target))


@kind("a line filed under another version", DATABASE)
def another_version(target: Target) -> None:
    target.execute("UPDATE events SET version = version + 40 WHERE position = ?", anywhere(target))


@kind("a line filed under another name", DATABASE)
def another_name(target: Target) -> None:
    target.execute("UPDATE events SET name = 'officer.handed-over.v1' WHERE position = ?", anywhere(target))


def _with_command(target: Target) -> int:
    filed = target.execute("SELECT position FROM events WHERE command IS NOT NULL ORDER BY position").fetchall()
    return int(target.random.choice(filed)[0])


@kind("a command id taken away", DATABASE)
def no_command_id(target: Target) -> None:
    target.execute("UPDATE events SET command = NULL WHERE position = ?", _with_command(target))


@kind("another command id", DATABASE)
def another_command_id(target: Target) -> None:
    values = target.random.randbytes(16), _with_command(target)
    target.execute("UPDATE events SET command = ? WHERE position = ?", *values)


@kind("the command ids of two exchanged", DATABASE)
def command_ids_exchanged(target: Target) -> None:
    one, other = 0, 0
    while one == other:
        one, other = _with_command(target), _with_command(target)
    ids = [target.value("SELECT command FROM events WHERE position = ?", position) for position in (one, other)]
    target.execute("UPDATE events SET command = NULL WHERE position = ?", one)
    target.execute("UPDATE events SET command = ? WHERE position = ?", ids[0], other)
    target.execute("UPDATE events SET command = ? WHERE position = ?", ids[1], one)


@kind("the fingerprint of a command", DATABASE, gap="it is in no line, so that nothing vouches for it")
def a_fingerprint(target: Target) -> None:
    values = target.random.randbytes(32), _with_command(target)
    target.execute("UPDATE events SET fingerprint = ? WHERE position = ?", *values)


@kind("an event deleted", DATABASE)
def deleted(target: Target) -> None:
    target.execute("DELETE FROM events WHERE position = ?", anywhere(target))


@kind("the last events deleted", DATABASE)
def last_deleted(target: Target) -> None:
    size = target.value("SELECT max(position) FROM events")
    target.execute("DELETE FROM events WHERE position > ?", size - target.random.randint(1, 9))


@kind("all events and commits deleted, the head left", DATABASE, only="postgresql")
def all_deleted(target: Target) -> None:
    target.execute("DELETE FROM events")
    target.execute("DELETE FROM commits")


@kind("positions moved up behind a gap", DATABASE)
def moved_up(target: Target) -> None:
    size, first = target.value("SELECT max(position) FROM events"), anywhere(target)
    for position in range(size, first - 1, -1):
        target.execute("UPDATE events SET position = ? WHERE position = ?", position + 1, position)


@kind("a version of five thousand digits", DATABASE)
def an_endless_version(target: Target) -> None:
    position = anywhere(target)
    line = line_at(target, position)
    rewrite(target, position, line.replace(b'"version":', b'"version":' + b"9" * 5_000, 1))


@kind("a part of five thousand digits", DATABASE)
def an_endless_part(target: Target) -> None:
    position = anywhere(target)
    rewrite(target, position, line_at(target, position).replace(b'"part":[', b'"part":[' + b"9" * 5_000, 1))


@kind("an instant that no calendar has, at the end", DATABASE)
def no_such_instant(target: Target) -> None:
    size = target.value("SELECT max(position) FROM events")
    at = target.random.choice(["2024-13-04T01:00:00Z", "2024-11-31T01:00:00Z", "2024-12-04T25:00:00Z"])
    rewrite(target, size, changed(line_at(target, size), recorded_at=at))


def _hostile_data(target: Target, position: int, hostile: list[object]) -> None:
    """Something else where rules look for a name or a number."""
    members = ("act", "proposal", "authority", "letter", "roles", "key", "officer", "holder", "because")
    line = line_at(target, position)
    content = {member: target.random.choice(hostile) for member in members}
    start = line.index(b'"data":')
    rewrite(target, position, line[:start] + b'"data":' + spelled(content) + b"}")


@kind("something else in the data than a text", DATABASE)
def data_of_another_form(target: Target) -> None:
    _hostile_data(target, anywhere(target), [True, 1.5, -1, None, "\u0000", ""])


@kind("a list in the data of a proposal where a name is wanted", DATABASE)
def a_list_for_a_name(target: Target) -> None:
    names = "name LIKE '%proposal-confirmed%' OR name LIKE '%revision-proposed%' OR name LIKE '%entry-proposed%'"
    positions = target.execute(f"SELECT position FROM events WHERE {names} ORDER BY position").fetchall()
    _hostile_data(target, target.random.choice(positions)[0], [[], {}, [[]]])


@kind("text that is as deep as the reader can go", DATABASE)
def deep_data(target: Target) -> None:
    position = anywhere(target)
    line = line_at(target, position)
    start = line.index(b'"data":')
    rewrite(target, position, line[:start] + b'"data":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}")


@kind("nothing at all for a line", DATABASE)
def no_line(target: Target) -> None:
    rewrite(target, anywhere(target), target.random.choice([b"", b"{}", b"null", b"nothing", b"\xff"]))
