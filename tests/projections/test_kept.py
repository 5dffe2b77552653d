"""Kept rows are the table, however few of them fit into memory."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, select

from projections.database.connections import ViewsDatabase
from projections.engine.row_cache import RowCache
from store.addresses import views_beside

NUMBERS = Table("numbers", MetaData(), Column("name", String, primary_key=True), Column("value", Integer))


@pytest.mark.parametrize("capacity", [0, 3, 1_000])
@pytest.mark.parametrize("lazily", [False, True])
def test_rows_that_change_again_and_again_end_up_as_they_should(store_url: str, capacity: int, lazily: bool) -> None:
    chance = random.Random(capacity)
    database = ViewsDatabase(views_beside(store_url), read_only=False, lock_timeout_s=1)
    expected: dict[str, int] = {}
    with database.writing() as connection:
        NUMBERS.create(connection)
        kept: RowCache[list[Any]] = RowCache(
            NUMBERS, read=lambda row: [*row], row=tuple, weigh=lambda row: 1, capacity=capacity
        )
        for _ in range(60):
            names = [f"n{chance.randint(1, 40)}" for _ in range(8)]
            kept.fetch(connection, names)
            for name in names:
                row = kept.change(name)
                if row is None:
                    assert name not in expected
                    kept.add(name, [name, 1])
                else:
                    assert row == [name, expected[name]]
                    row[1] += 1
                expected[name] = expected.get(name, 0) + 1
            kept.write(connection, lazily=lazily)
        kept.write(connection, lazily=False)
    with database.reading() as connection:
        assert {row[0]: row[1] for row in connection.execute(select(NUMBERS))} == expected
    database.close()
