"""What reads the log: verification, and building read models, against the same work raw and with the stock library."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.rules import Rules
from audit.verify import verify
from benchmarks import baselines
from benchmarks.figures import Comparison, Side, Work, and_close, compare
from domain.shapes.table import table
from projections.building.rebuild import rebuild
from projections.engine.views import Views
from projections.payout_history.model import INDEXES
from projections.payout_history.rows import MOVEMENTS, NAME
from store.databases import open_database

OURS = "audit verify, signatures apart"
TREE = "(d2) SHA-256 of every leaf and of the tree over them"
SIGNED = "audit verify, signatures, canonical form and permissions included"
ED25519 = "(d2) with the JSON of every line parsed, and as many raw Ed25519 signatures"
STOCK = "(a) stock eventsourcing, projection with a commit per 1 000"
RAW = "(d) scan, decode, and load the same rows, columns and indexes"
PAGE = 5_000


def verification(store: Path) -> list[Comparison]:
    """Twice: the tree against the tree, and signatures against signatures."""
    database = open_database(str(store))
    with database.reading() as view:
        head = view.head()
    lines = list(baselines.lines_of(database))
    with database.reading() as view:
        commits = list(view.commits())
    database.close()

    def check(signatures: bool) -> Work:
        def work() -> int:
            numbered, rules = enumerate(lines, 1), Rules(table())
            verified = verify(
                numbered,
                commits,
                size=head.size,
                root=head.root,
                rules=rules,
                signatures=signatures,
                canonical=signatures,
            )
            assert verified.holds, verified.errors[:3]
            return verified.size

        return work

    tree = Comparison(
        "Verification, signatures apart",
        "leaves",
        "What limits it: beside the hashes every line is taken apart once, to see that streams have no gap, commands"
        " all their parts, and officers the permissions that they need. (d2) sees bytes only.",
        {TREE: 0.5},
    )
    compare(tree, Side(OURS, lambda _: check(False)), Side(TREE, lambda _: lambda: _root(lines)))
    signed = Comparison(
        "Verification, whole",
        "leaves",
        "What limits it: the canonical form of each line, which is parsed and written anew; one signature a commit.",
        {ED25519: 0.5},
    )
    compare(
        signed, Side(SIGNED, lambda _: check(True)), Side(ED25519, lambda _: _parsed_and_signed(lines, len(commits)))
    )
    return [tree, signed]


def rebuilding(folder: Path, store: Path) -> list[Comparison]:
    """`payout_history` against the stock library and raw; then every model."""
    database = open_database(str(store))
    cases = baselines.cases_of(database)
    with database.reading() as view:
        size = view.head().size
    database.close()
    stock_path = folder / "stock-bulk.db"
    baselines.stock_fill(baselines.stock(stock_path), cases)
    rows = _rows(store, folder)

    def ours(*names: str) -> Side:
        def prepare(place: Path) -> Work:
            views = Views(open_database(str(store)), f"sqlite:///{place / 'views.db'}")

            def work() -> int:
                rebuild(views, names)
                return size

            return work

        return Side(f"rebuild {' '.join(names) or 'every model'}", prepare)

    def stock(place: Path) -> Work:
        app = baselines.stock(stock_path)
        return and_close(app.close, lambda: baselines.stock_rebuild(app, place / "views.db"))

    one = Comparison(
        "Rebuilding payout_history",
        "events",
        "What limits it: a row of nineteen columns for each movement, and its five indexes, which the raw side writes,"
        " too; then decoding.",
        {STOCK: 12, RAW: 0.7},
    )
    compare(one, ours("payout_history"), Side(STOCK, stock), Side(RAW, lambda place: lambda: _load(store, rows, place)))
    every = Comparison(
        "Rebuilding every model",
        "events",
        "What limits it: one reading and decoding for all of them, then seven folds in Python, one after the other. The"
        " stock side builds payout_history alone.",
        {STOCK: 5},
    )
    compare(every, ours(), Side(STOCK, stock))
    return [one, every]


def _root(lines: Sequence[bytes]) -> int:
    """The root of RFC 6962 over the lines, level by level."""
    level = [hashlib.sha256(b"\0" + line).digest() for line in lines]
    while len(level) > 1:
        paired = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = [*paired, *level[len(level) & ~1 :]]
    return len(lines)


def _parsed_and_signed(lines: Sequence[bytes], commits: int) -> Work:
    key = Ed25519PrivateKey.generate()
    messages = [hashlib.sha256(line).digest() * 8 for line in lines[:commits]]
    signed = [(key.sign(message), message) for message in messages]
    public = key.public_key()

    def work() -> int:
        for line in lines:
            json.loads(line)
        for signature, message in signed:
            public.verify(signature, message)
        return _root(lines)

    return work


def _rows(store: Path, folder: Path) -> dict[int, list[tuple[object, ...]]]:
    """The movements as they are in the model, by the position of their event."""
    database = open_database(str(store))
    views = Views(database, f"sqlite:///{folder / 'rows.views.db'}")
    rebuild(views, ["payout_history"])
    views.close()
    database.close()
    by_position: dict[int, list[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(folder / "rows.views.db")) as connection:
        for row in connection.execute(f"SELECT * FROM {NAME}"):
            by_position.setdefault(row[0], []).append(row)
    return by_position


def _load(store: Path, rows: dict[int, list[tuple[object, ...]]], place: Path) -> int:
    """Scan and decode every line, load its rows a page at a time, index last."""
    names = [column.name for column in MOVEMENTS.columns]
    reader = sqlite3.connect(store)
    writer = sqlite3.connect(place / "raw.db", isolation_level=None)
    writer.execute(f"CREATE TABLE {NAME} ({', '.join(names)}, PRIMARY KEY (position, ordinal)) WITHOUT ROWID")
    writer.execute("BEGIN")
    insert = f"INSERT INTO {NAME} VALUES ({', '.join('?' * len(names))})"
    read, cursor = 0, reader.execute("SELECT position, line FROM events ORDER BY position")
    while page := cursor.fetchmany(PAGE):
        loaded: list[tuple[object, ...]] = []
        for position, line in page:
            msgspec.json.decode(line)
            loaded += rows.get(position, ())
        writer.executemany(insert, loaded)
        read += len(page)
    for number, columns in enumerate(INDEXES[NAME]):
        writer.execute(f"CREATE INDEX raw_{number} ON {NAME} ({', '.join(columns)})")
    writer.execute("COMMIT")
    reader.close()
    writer.close()
    return read
