"""Views that cannot be trusted say so, each trouble with its code, and no exception of SQLAlchemy gets out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, inspect

from projections.application_register.queries import register
from projections.building.catalogue import MODELS
from projections.building.rebuild import rebuild
from projections.building.runner import catch_up, status
from projections.building.verify import verify
from projections.engine.views import Views
from projections.payout_history.queries import history
from store.addresses import views_beside
from store.databases import open_database
from store.errors import StoreUnavailable
from tests.projections.conftest import Place, all_rows
from tests.stores import hand


def alter(place: Place, *statements: str) -> None:
    with hand(place.views_url, views=True) as connection:
        for statement in statements:
            connection.execute(statement)


def built_at(place: Place) -> bool:
    """Whether there is any table of read models."""
    views = place.views(read_only=True)
    if not views.database.exists():
        return False
    with views.database.reading() as connection:
        tables = inspect(connection).get_table_names()
    views.close()
    return bool(tables)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StoreUnavailable) as error:
        act()
    return error.value.code


@pytest.fixture
def built(place: Place, views: Views) -> Views:
    place.town.live(300)
    catch_up(views)
    return views


@pytest.mark.parametrize("act", [catch_up, history, register, rebuild])
def test_views_of_another_store_are_refused(
    place: Place, built: Views, new_url: Callable[[], str], act: Callable[[Views], object]
) -> None:
    other = Place(new_url())
    other.town.open("log-2")
    views = Views(other.store, place.views_url)
    assert code_of(lambda: act(views)) == "views-other-store"
    views.close()
    other.store.close()


def test_a_model_of_an_older_version_asks_for_a_rebuild_which_mends_it(place: Place, built: Views) -> None:
    rows = all_rows(built)
    alter(place, "UPDATE projection SET version = version - 1 WHERE name = 'payout_history'")
    assert [standing.error for standing in status(built)] == ["views-older", *[None] * (len(MODELS) - 1)]
    assert code_of(lambda: catch_up(built)) == "views-older"
    assert code_of(lambda: history(built)) == "views-older"
    assert register(built).behind == 0
    rebuild(built)
    assert all_rows(built) == rows
    assert history(built).behind == 0


@pytest.mark.parametrize("act", [catch_up, history, register, rebuild])
def test_a_model_of_a_newer_version_is_left_alone(place: Place, built: Views, act: Callable[[Views], object]) -> None:
    alter(place, "UPDATE projection SET version = version + 1")
    assert code_of(lambda: act(built)) == "views-newer"


@pytest.mark.on_sqlite
def test_a_store_that_was_put_back_and_went_another_way_asks_for_a_rebuild(place: Place, tmp_path: Path) -> None:
    place.town.live(200)
    place.store.close()
    kept = tmp_path / "backup.db"
    shutil.copy(place.path, kept)
    with_more = Place.reopen(place)
    with_more.town.live(50)
    views = with_more.views()
    catch_up(views)
    views.close()
    with_more.store.close()
    shutil.copy(kept, place.path)
    store = open_database(place.url)
    views = Views(store, place.views_url)
    assert code_of(lambda: catch_up(views)) == "views-diverged"
    assert code_of(lambda: history(views)) == "views-diverged"
    rebuild(views)
    assert history(views).behind == 0
    views.close()
    store.close()


def test_a_reader_without_write_rights_is_told_how_far_behind_it_is(
    place: Place, built: Views, opened: Callable[..., Views]
) -> None:
    then = len(place.town.minutes)
    rows = history(built).rows
    place.town.live(100)
    reader = opened(read_only=True)
    assert [standing.behind for standing in catch_up(reader)] == [len(place.town.minutes) - then] * len(MODELS)
    answer = history(reader)
    assert (answer.rows, answer.position, answer.head) == (rows, then, len(place.town.minutes))
    assert answer.behind == len(place.town.minutes) - then
    assert code_of(lambda: rebuild(reader)) == "views-read-only"
    assert code_of(lambda: verify(reader, "payout_history")) == "views-read-only"


def test_a_reader_without_write_rights_and_without_views_learns_that_there_are_none(
    place: Place, opened: Callable[..., Views]
) -> None:
    reader = opened(read_only=True)
    assert {standing.error for standing in catch_up(reader)} == {"views-behind"}
    with pytest.raises(StoreUnavailable) as error:
        history(reader)
    assert error.value.code == "views-behind"
    assert error.value.values == {"model": "payout_history", "position": 0, "head": len(place.town.minutes)}
    assert not built_at(place)


@pytest.mark.on_sqlite
def test_the_store_itself_is_never_taken_for_its_views(place: Place) -> None:
    before = place.path.read_bytes()
    views = Views(place.store, f"sqlite:///{place.path}")
    assert code_of(lambda: catch_up(views)) == "views-not-ours"
    views.close()
    assert place.path.read_bytes() == before


@pytest.mark.on_sqlite
@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_corrupt(place: Place, views: Views, content: bytes) -> None:
    place.views_path.write_bytes(content)
    assert code_of(lambda: catch_up(views)) == "views-corrupt"


@pytest.mark.on_sqlite
def test_a_damaged_page_is_corrupt_and_a_new_file_mends_it(
    place: Place, built: Views, opened: Callable[..., Views]
) -> None:
    rows = all_rows(built)
    built.close()
    pages = place.views_path.read_bytes()
    place.views_path.write_bytes(pages[:4096] + b"\xa5" * (len(pages) - 4096))
    views = opened()
    assert code_of(lambda: history(views)) == "views-corrupt"
    assert code_of(lambda: rebuild(views)) == "views-corrupt"
    views.close()
    place.views_path.unlink()
    anew = opened()
    catch_up(anew)
    assert all_rows(anew) == rows


@pytest.mark.parametrize("statement", ["DROP TABLE payout_history", "DROP TABLE projection"])
def test_a_table_that_is_missing_is_corrupt(place: Place, built: Views, statement: str) -> None:
    alter(place, statement)
    assert code_of(lambda: history(built)) == "views-corrupt"


def test_a_row_that_was_lost_is_noticed_when_the_next_fact_needs_it(place: Place, built: Views) -> None:
    alter(place, "DELETE FROM payout_history_context", "DELETE FROM application_register")
    place.town.live(200)
    assert code_of(lambda: catch_up(built)) == "views-corrupt"
    rebuild(built)
    assert history(built).behind == 0


@pytest.mark.on_sqlite
def test_a_full_disk_leaves_the_views_as_they_were(place: Place, built: Views, opened: Callable[..., Views]) -> None:
    rows, position = all_rows(built), status(built)[0].position
    narrow = opened()
    event.listen(
        narrow.database.engine,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA max_page_count={place.views_path.stat().st_size // 4096}"),
    )
    place.town.live(400)
    assert code_of(lambda: catch_up(narrow)) == "disk-full"
    assert code_of(lambda: rebuild(narrow)) == "disk-full"
    assert all_rows(built) == rows
    assert status(built)[0].position == position
    assert {standing.behind for standing in catch_up(built)} == {0}


@pytest.mark.parametrize(
    "url", ["mysql://user:secret@host/views", "sqlite://", "no url", "postgresql+none://a:secret@b"]
)
def test_a_url_of_another_kind_is_refused_without_its_password(place: Place, url: str) -> None:
    with pytest.raises(StoreUnavailable) as error:
        Views(place.store, url)
    assert error.value.code == "views-url-unknown"
    assert "secret" not in str(error.value)


def test_views_lie_beside_their_store() -> None:
    assert views_beside("sqlite:////data/bailu.db") == "sqlite:////data/bailu.views.db"
    assert views_beside("sqlite:///bailu.db") == "sqlite:///bailu.views.db"
    assert views_beside("postgresql://desk@host/bailu") == "postgresql://desk@host/bailu"


def test_verification_finds_what_was_changed_lost_and_added_and_changes_nothing(place: Place, built: Views) -> None:
    good = all_rows(built)["payout_history"]
    alter(
        place,
        f"UPDATE payout_history SET amount_fen = amount_fen + 1 WHERE position = {good[0][0]} AND ordinal = 1",
        f"DELETE FROM payout_history WHERE position = {good[-1][0]} AND ordinal = {good[-1][1]}",
        f"CREATE TEMP TABLE one AS SELECT * FROM payout_history WHERE position = {good[1][0]} LIMIT 1",
        "UPDATE one SET ordinal = 99",
        "INSERT INTO payout_history SELECT * FROM one",
    )
    bad = all_rows(built)["payout_history"]
    verification = verify(built, "payout_history")
    assert verification.position == len(place.town.minutes)
    pairs = {(difference.live, difference.rebuilt) for difference in verification.differences}
    added = next(row for row in bad if row[1] == 99)
    assert pairs == {(bad[0], good[0]), (None, good[-1]), (added, None)}
    assert all_rows(built)["payout_history"] == bad
    assert verify(built, "application_register").differences == ()


def test_a_verification_keeps_no_other_desk_from_folding(place: Place, built: Views) -> None:
    """`book close` asks for one while payments are made. What comes meanwhile is not compared, and nothing remains."""
    position, desk = len(place.town.minutes), Views(built.store, views_beside(place.url), lock_timeout_s=1)
    caught_up: list[int] = []

    def go_on(_reached: int, _head: int) -> None:
        place.town.live(20)
        caught_up.extend(standing.position for standing in catch_up(desk, ["payout_history"]))

    verification = verify(built, "payout_history", on_progress=go_on)
    desk.close()
    assert (verification.position, verification.differences) == (position, ())
    assert caught_up
    assert min(caught_up) > position
    with built.database.reading() as connection:
        assert not [name for name in inspect(connection).get_table_names() if name.endswith("_shadow")]


def test_a_model_that_is_built_anew_meanwhile_is_verified_again(place: Place, built: Views) -> None:
    desk, times = Views(built.store, views_beside(place.url), lock_timeout_s=1), 0

    def rebuilt(_reached: int, _head: int) -> None:
        nonlocal times
        times += 1
        if times == 1:
            rebuild(desk, ["payout_history"])

    verification = verify(built, "payout_history", on_progress=rebuilt)
    desk.close()
    assert (verification.differences, times) == ((), 2)
