"""Each fact is folded exactly once: whoever is killed when, and however many catch up at a time."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest
from sqlalchemy import inspect

from domain.errors import NoSuchThing
from projections.application_register import model as application_register
from projections.application_register.queries import register
from projections.building.catalogue import MODELS
from projections.building.rebuild import rebuild
from projections.building.runner import catch_up, status
from projections.engine.views import Views
from projections.payout_history.queries import EVERYTHING, Filter, history
from store.addresses import views_beside
from store.databases import open_database
from store.errors import StoreBusy
from tests.processes import Running
from tests.projections.conftest import Place, all_rows
from tests.projections.expected_movements import movements


def run(url: str, act: str, page_size: int, telling: Connection) -> None:
    """Catch up once, or rebuild without an end; tells of the opened store, and then how far a rebuild has come."""
    store = open_database(url)
    views = Views(store, views_beside(url))
    telling.send("opened")
    while act == "rebuild":
        rebuild(views, on_progress=lambda reached, head: telling.send(reached))
    catch_up(views, page_size=page_size)
    views.close()
    store.close()


def start(url: str, act: str, page_size: int) -> Running:
    """A process of its own, which has opened the store and is about to begin."""
    process = Running(run, url, act, page_size)
    assert process.next() == "opened"
    return process


def kill(process: Running) -> None:
    process.kill()
    process.rest()
    assert process.ended() in (0, -signal.SIGKILL)


def killed_runners_leave_whole_pages(place: Place, times: int) -> None:
    chance = random.Random(times)
    for _ in range(times):
        place.town.live(150)
        process = start(place.url, "catch-up", 2)
        time.sleep(chance.uniform(0, 0.15))
        kill(process)
        views = place.views()
        if status(views)[0].error is None:
            answer = history(views)
            expected = movements(place.town.minutes, place.town.recorded_at)
            assert list(answer.rows) == [movement for movement in expected if movement.position <= answer.position]
        views.close()


def test_a_runner_that_is_killed_has_folded_whole_pages_and_the_next_one_goes_on(place: Place, views: Views) -> None:
    killed_runners_leave_whole_pages(place, 4)
    catch_up(views)
    incremental = all_rows(views)
    rebuild(views)
    assert all_rows(views) == incremental


@pytest.mark.campaign
def test_two_hundred_killed_runners_leave_whole_pages(place: Place, views: Views) -> None:
    killed_runners_leave_whole_pages(place, 200)
    catch_up(views)
    incremental = all_rows(views)
    rebuild(views)
    assert all_rows(views) == incremental


def test_a_rebuild_that_is_killed_leaves_the_old_models(place: Place, views: Views) -> None:
    place.town.live(600)
    before, rows = catch_up(views), all_rows(views)
    chance = random.Random(1)
    for _ in range(3):
        process = start(place.url, "rebuild", 0)
        process.next()  # It has folded the facts, and is about to swap.
        time.sleep(chance.uniform(0, 0.02))
        kill(process)
        assert all_rows(views) == rows
        assert [standing.position for standing in status(views)] == [standing.position for standing in before]
    with views.database.reading() as connection:
        assert not [name for name in inspect(connection).get_table_names() if name.endswith("_shadow")]


def test_runners_that_begin_together_fold_every_fact_once(place: Place, views: Views) -> None:
    place.town.live(600)
    running = [start(place.url, "catch-up", size) for size in (3, 5, 7)]
    place.town.live(600)
    assert [process.ended() for process in running] == [0, 0, 0]
    assert [standing.position for standing in catch_up(views)] == [len(place.town.minutes)] * len(MODELS)
    assert list(history(views).rows) == movements(place.town.minutes, place.town.recorded_at)


def test_runners_in_turn_do_not_trust_what_they_kept_in_memory(place: Place, opened: Callable[..., Views]) -> None:
    first, second = opened(), opened()
    for views in (first, second) * 5:
        place.town.live(60)
        catch_up(views, page_size=4, until=len(place.town.minutes) - 3)

    def overtake(reached: int, head: int) -> None:
        catch_up(second, page_size=1)

    catch_up(first, page_size=4, on_progress=overtake)
    assert list(history(first).rows) == movements(place.town.minutes, place.town.recorded_at)
    before = all_rows(first)
    rebuild(first)
    assert all_rows(first) == before


def test_who_has_caught_up_asks_for_no_lock(place: Place, opened: Callable[..., Views]) -> None:
    views = opened(lock_timeout_s=0.05)
    place.town.live(100)
    catch_up(views)
    with opened().database.writing():
        assert all(standing.behind == 0 for standing in catch_up(views))
        place.town.live(100)
        with pytest.raises(StoreBusy) as busy:
            catch_up(views)
        assert busy.value.code == "store-busy"
        assert history(views, EVERYTHING).behind == len(place.town.minutes) - status(views)[0].position
    assert all(standing.behind == 0 for standing in catch_up(views))


def test_readers_see_the_old_model_until_the_new_one_is_whole(place: Place, opened: Callable[..., Views]) -> None:
    views, reader = opened(), opened(read_only=True)
    place.town.live(400)
    position = catch_up(views)[0].position
    before = history(views).rows
    place.town.live(400)
    seen = []
    rebuild(views, on_progress=lambda reached, head: seen.append(history(reader)))
    assert seen
    assert all((standing.rows, standing.position) == (before, position) for standing in seen)
    assert history(reader).position == len(place.town.minutes)


def test_facts_that_are_recorded_during_a_rebuild_are_in_it(place: Place, views: Views) -> None:
    place.town.live(300)
    grown: list[int] = []

    def record_more(reached: int, head: int) -> None:
        if not grown:
            place.town.live(300)
        grown.append(reached)

    rebuild(views, on_progress=record_more)
    catch_up(views)
    assert list(history(views).rows) == movements(place.town.minutes, place.town.recorded_at)


def test_models_that_stand_at_different_positions_come_together(place: Place, views: Views) -> None:
    place.town.live(600)
    catch_up(views, until=50)
    catch_up(views, ["payout_history"], until=120)
    assert [standing.position for standing in status(views)] == [120, *[50] * (len(MODELS) - 1)]
    steps: list[int] = []
    catch_up(views, page_size=1_000, on_progress=lambda reached, head: steps.append(reached))
    assert steps == [50, 120, len(place.town.minutes)]
    assert [each.position for each in status(views)] == [steps[-1]] * len(MODELS)


def test_one_model_can_be_rebuilt_alone(place: Place, views: Views) -> None:
    place.town.live(100)
    catch_up(views)
    rebuild(views, ["application_register"])
    assert [standing.generation for standing in status(views)] == [
        1 + (model is application_register) for model in MODELS
    ]


def test_a_model_that_does_not_exist_is_named(views: Views) -> None:
    with pytest.raises(NoSuchThing) as unknown:
        rebuild(views, ["payouts"])
    assert (unknown.value.code, unknown.value.values) == ("no-such-projection", {"projection": "payouts"})


def test_of_an_empty_log_nothing_is_known_and_what_comes_later_is_folded(store_url: str) -> None:
    place = Place(store_url)
    views = place.views()
    assert [(standing.position, standing.head) for standing in catch_up(views)] == [(0, 0)] * len(MODELS)
    assert (history(views).rows, register(views).rows) == ((), ())
    place.town.open()
    place.town.live(200)
    catch_up(views)
    assert list(history(views, Filter()).rows) == movements(place.town.minutes, place.town.recorded_at)
    views.close()
    place.store.close()
