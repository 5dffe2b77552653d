"""Follow Bailu's log with the stock reader of the `eventsourcing` library, and keep a projection of your own.

    PERSISTENCE_MODULE=store.sqlite.recorder SQLITE_DBNAME=office/bailu.db python examples/follow_the_log.py paid.db

On a server: `PERSISTENCE_MODULE=store.postgres.recorder` with the library's POSTGRES_DBNAME, POSTGRES_HOST,
POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_SCHEMA. Nothing here is Bailu's but that module: the library's
notification log reads ours, since a notification id is a position of the log, without gaps. The projection keeps what
the bank credited on each day, in a file of its own, and in the same transaction how far it has read, so that it may be
stopped anywhere.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

from eventsourcing.application import LocalNotificationLog
from eventsourcing.persistence import InfrastructureFactory, Notification, Tracking
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder
from eventsourcing.system import NotificationLogReader

LOG = "bailu"
CREDITED = ("application.partially-paid.v1", "application.settled.v1", "application.paid-by-offset.v1")
SECTION = 500


class PaidByDay(SQLiteTrackingRecorder):
    """The library's tracking recorder, with one table more: fen credited, by the bank's value date."""

    def construct_create_table_statements(self) -> list[str]:
        table = "CREATE TABLE IF NOT EXISTS paid_by_day (day TEXT PRIMARY KEY, amount_fen INTEGER NOT NULL)"
        return [*super().construct_create_table_statements(), table]

    def take(self, notification: Notification) -> None:
        """Add what an event says was credited, and remember its position, in one transaction."""
        credit = json.loads(notification.state)["data"]["credit"]
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, Tracking(LOG, notification.id))
            if credit is not None:
                cursor.execute(
                    "INSERT INTO paid_by_day VALUES (?, ?)"
                    " ON CONFLICT (day) DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen",
                    (credit["value_on"], credit["amount_fen"]),
                )

    def days(self) -> dict[date, int]:
        """Fen by day."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT day, amount_fen FROM paid_by_day ORDER BY day")
            return {date.fromisoformat(row["day"]): row["amount_fen"] for row in cursor.fetchall()}


def follow(log: LocalNotificationLog, paid: PaidByDay) -> int:
    """Take what was recorded since the last time; how many events that was."""
    taken = 0
    reader = NotificationLogReader(log, section_size=SECTION)
    after = paid.max_tracking_id(LOG) or 0
    for section in reader.select(start=after + 1, topics=CREDITED):
        for notification in section:
            paid.take(notification)
            taken += 1
    return taken


def projection(path: Path) -> PaidByDay:
    """The projection in a file, which is made if it is not there."""
    paid = PaidByDay(SQLiteDatastore(str(path)))
    paid.create_table()
    return paid


def main() -> None:
    (path,) = sys.argv[1:]
    recorder = InfrastructureFactory.construct(dict(os.environ)).application_recorder()
    log = LocalNotificationLog(recorder, section_size=SECTION)
    paid = projection(Path(path))
    print(f"{follow(log, paid)} event(s) taken")
    for day, amount_fen in paid.days().items():
        print(f"{day} {amount_fen}")


if __name__ == "__main__":
    main()
