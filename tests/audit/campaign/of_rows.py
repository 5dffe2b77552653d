"""The rows of commits and the head, by whoever gets at the database and knows nothing of how they fit."""

from __future__ import annotations

from tests.audit.campaign.kinds import DATABASE, Target, kind
from tests.audit.campaign.lines import flipped


def any_commit(target: Target) -> int:
    lasts = [last for (last,) in target.execute("SELECT last FROM commits ORDER BY last").fetchall()]
    return int(target.random.choice(lasts))


@kind("a commit deleted", DATABASE)
def commit_deleted(target: Target) -> None:
    target.execute("DELETE FROM commits WHERE last = ?", any_commit(target))


@kind("the head deleted", DATABASE)
def head_deleted(target: Target) -> None:
    if target.postgres:
        target.execute("DELETE FROM log_head")
    else:
        target.execute("DELETE FROM commits WHERE last = (SELECT max(last) FROM commits)")


@kind("one bit of a signature", DATABASE)
def bit_of_a_signature(target: Target) -> None:
    last = any_commit(target)
    signature = bytes(target.value("SELECT signature FROM commits WHERE last = ?", last))
    target.execute("UPDATE commits SET signature = ? WHERE last = ?", flipped(signature, target.random), last)


@kind("one bit of a commit's key", DATABASE)
def bit_of_a_key(target: Target) -> None:
    last = any_commit(target)
    key = bytes(target.value("SELECT public_key FROM commits WHERE last = ?", last))
    target.execute("UPDATE commits SET public_key = ? WHERE last = ?", flipped(key, target.random), last)


@kind("a commit of another officer", DATABASE)
def commit_of_another(target: Target) -> None:
    last = any_commit(target)
    officer = target.value("SELECT officer FROM commits WHERE last = ?", last)
    other = target.random.choice(sorted({"chen-jing", "xu-an", "nobody", ""} - {officer}))
    target.execute("UPDATE commits SET officer = ? WHERE last = ?", other, last)


@kind("a commit that begins elsewhere", DATABASE)
def commit_begins_elsewhere(target: Target) -> None:
    last = any_commit(target)
    first = target.value("SELECT first FROM commits WHERE last = ?", last)
    other = target.random.choice([one for one in range(1, last + 1) if one != first] or [last + 1])
    target.execute("UPDATE commits SET first = ? WHERE last = ?", other, last)


@kind("a commit that ends elsewhere", DATABASE)
def commit_ends_elsewhere(target: Target) -> None:
    last = any_commit(target)
    free = set(range(last + 1, last + 99)) - {end for (end,) in target.execute("SELECT last FROM commits").fetchall()}
    target.execute("UPDATE commits SET last = ? WHERE last = ?", target.random.choice(sorted(free)), last)


@kind("a commit beyond the end", DATABASE)
def commit_beyond(target: Target) -> None:
    size = target.value("SELECT max(last) FROM commits")
    values = (size + target.random.randint(1, 9), size + 1, target.random.randbytes(32), target.random.randbytes(64))
    columns = "last, first, officer, public_key, signature"
    target.execute(f"INSERT INTO commits ({columns}) VALUES (?, ?, 'xu-an', ?, ?)", *values)


def _bit_of_head(target: Target, column: str) -> None:
    table = "log_head" if target.postgres else "commits"
    where = "1 = 1" if target.postgres else "last = (SELECT max(last) FROM commits)"
    content = bytes(target.value(f"SELECT {column} FROM {table} WHERE {where}"))
    target.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", flipped(content, target.random))


@kind("one bit of the frontier", DATABASE)
def bit_of_the_frontier(target: Target) -> None:
    _bit_of_head(target, "frontier")


@kind("one bit of the tree of roles", DATABASE)
def bit_of_roles(target: Target) -> None:
    _bit_of_head(target, "roles")


@kind("one bit of the head before", DATABASE)
def bit_of_before(target: Target) -> None:
    _bit_of_head(target, "before")


@kind("the instant of the head", DATABASE)
def instant_of_the_head(target: Target) -> None:
    table = "log_head" if target.postgres else "commits"
    at = target.random.choice(["2024-01-02T01:00:00+00:00", "2031-01-02T01:00:00+00:00", "soon", None])
    target.execute(f"UPDATE {table} SET recorded_at = ? WHERE recorded_at IS NOT NULL", at)


@kind("the size of the head", DATABASE, only="postgresql")
def size_of_the_head(target: Target) -> None:
    by = target.random.choice([one for one in range(-9, 10) if one])
    target.execute("UPDATE log_head SET size = size + ?", by)


@kind("that the log is a simulation", DATABASE, only="postgresql")
def simulated(target: Target) -> None:
    target.execute("UPDATE log_head SET simulated = NOT simulated")


@kind("under which login a commit came", DATABASE, only="postgresql", gap="login and call are in no line")
def login_of_a_commit(target: Target) -> None:
    target.execute("UPDATE commits SET login = 'nobody', called_at = now() WHERE last = ?", any_commit(target))


@kind("a head for a commit that is not the newest", DATABASE, only="sqlite")
def a_second_head(target: Target) -> None:
    columns = "before = randomblob(32), frontier = randomblob(40), roles = randomblob(40), recorded_at = 'soon'"
    newest = "(SELECT max(last) FROM commits)"
    earlier = target.execute(f"SELECT last FROM commits WHERE last < {newest} ORDER BY last").fetchall()
    target.execute(f"UPDATE commits SET {columns} WHERE last = ?", target.random.choice(earlier)[0])
