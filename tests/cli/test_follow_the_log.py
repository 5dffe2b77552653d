"""The example that follows our log with the library's stock reader, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from store.addresses import is_postgres, postgres_address
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import fund, training
from tests.cli.returned_cases import credited

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "follow_the_log.py"


def followed(bureau: Bailu) -> list[str]:
    """What the example prints, run as its docstring says."""
    if is_postgres(bureau.url):
        address = postgres_address(bureau.url)
        folder = str(conninfo_to_dict(address.conninfo)["host"])
        variables = {"POSTGRES_DBNAME": "postgres", "POSTGRES_HOST": folder, "POSTGRES_USER": "postgres"}
        variables |= {"POSTGRES_PASSWORD": "", "POSTGRES_SCHEMA": address.schema}
        variables["PERSISTENCE_MODULE"] = "store.postgres.recorder"
    else:
        variables = {"PERSISTENCE_MODULE": "store.sqlite.recorder", "SQLITE_DBNAME": str(bureau.store)}
    argv = [sys.executable, str(EXAMPLE), str(bureau.folder / "paid.db")]
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_the_stock_reader_follows_our_log_and_takes_every_event_once(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    first = training(bureau)
    assert followed(bureau) == ["0 event(s) taken"]
    credited(bureau, first)
    taken, *days = followed(bureau)
    assert taken == "1 event(s) taken"
    assert followed(bureau) == ["0 event(s) taken", *days]
    paid = [row for row in bureau("history", "-o", "json", officer="lin").json if row["kind"] == "paid"]
    by_day: dict[str, int] = {}
    for row in paid:
        by_day[row["effective_on"]] = by_day.get(row["effective_on"], 0) + row["amount_fen"]
    assert days == [f"{day} {amount_fen}" for day, amount_fen in by_day.items()]
