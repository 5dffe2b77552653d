"""A case as a row of SQLAlchemy's ORM whose versions SQLAlchemy-Continuum keeps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, configure_mappers, declarative_base
from sqlalchemy_continuum import make_versioned

from benchmarks.baselines import Step


def model() -> tuple[Any, Any]:
    """The base and the model of a case; once a process."""
    make_versioned(user_cls=None)
    base = declarative_base()

    class Case(base):  # type: ignore[misc, valid-type]
        __versioned__: ClassVar[dict[str, Any]] = {}
        __tablename__ = "cases"
        id = sa.Column(sa.Integer, primary_key=True)
        number = sa.Column(sa.String(40), unique=True)
        status = sa.Column(sa.String(80))
        data = sa.Column(sa.Text)

    configure_mappers()
    return base, Case


def engine_of(path: Path, base: Any) -> sa.Engine:
    """An empty database with the tables, as durable as ours."""
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def durable(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    base.metadata.create_all(engine)
    return engine


def live(engine: sa.Engine, case: Any, cases: Sequence[Sequence[Step]]) -> int:
    """Each step one durable transaction with a session of its own, as one request has. The number of steps."""
    for number in range(max(map(len, cases))):
        for at, steps in enumerate(cases):
            if number < len(steps):
                name, data = steps[number]
                with Session(engine) as session, session.begin():
                    row = case(number=str(at)) if number == 0 else _row(session, case, at)
                    row.status, row.data = name, json.dumps(data)
                    session.add(row)
    return sum(map(len, cases))


def _row(session: Session, case: Any, at: int) -> Any:
    return session.scalars(sa.select(case).where(case.number == str(at))).one()
