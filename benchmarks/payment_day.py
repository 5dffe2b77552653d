"""A day of payments: `python -m benchmarks.payment_day [ITEMS] [--beside CASES]`, 10 000 items unless said otherwise.

Runs of so many items together are ordered, released, exported and answered, while another desk asks for the store over
and over. Printed of each step: seconds, those of the processor, items a second, and how long that desk waited at most;
at the end, what memory was taken. The files for the bank and from it are written and read by the plain profile, and the
store is not asked for it. With `--beside`, so many cases were settled in the store before.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TypeVar

from benchmarks.office import AMOUNT_FEN, Office
from domain.treasury.ordering import RUN_CASES_MAX
from store.databases import open_database
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import order_files
from usecases.intake.bank.profile_files import shipped_profiles
from usecases.intake.bank.replies import read_replies

ITEMS = 10_000
_T = TypeVar("_T")


class Neighbour:
    """A desk that asks for the lock of the store every few milliseconds, and knows its longest wait."""

    def __init__(self, store: Path) -> None:
        self._longest: Synchronized[float] = multiprocessing.Value("d", 0.0)
        self._answered: Synchronized[int] = multiprocessing.Value("l", 0)
        self._over = multiprocessing.Event()
        arguments = (str(store), self._longest, self._answered, self._over)
        self._desk = multiprocessing.Process(target=_ask_again, args=arguments, daemon=True)

    @contextmanager
    def at_work(self) -> Iterator[Neighbour]:
        self._desk.start()
        self.waited_s()
        try:
            yield self
        finally:
            self._over.set()
            self._desk.join()

    def waited_s(self) -> float:
        """The longest wait since this was asked last."""
        begun = self._answered.value
        while self._answered.value < begun + 2:  # What it asked for last may wait still.
            sleep(0.01)
        with self._longest.get_lock():
            waited_s, self._longest.value = self._longest.value, 0.0
        return waited_s


def _ask_again(store: str, longest: Synchronized[float], answered: Synchronized[int], over: Signal) -> None:
    database = open_database(store)
    while not over.is_set():
        began = perf_counter()
        with database.writing():
            pass
        with longest.get_lock():
            longest.value = max(longest.value, perf_counter() - began)
        answered.value += 1
        sleep(0.005)


def main() -> None:
    parser = ArgumentParser(description="Measure a day of payments.")
    parser.add_argument("items", type=int, nargs="?", default=ITEMS)
    parser.add_argument("--beside", type=int, default=0, metavar="CASES", help="cases settled in the store before")
    asked_for = parser.parse_args()
    items: int = asked_for.items
    with tempfile.TemporaryDirectory(prefix="bailu-day-") as name:
        folder = Path(name)
        office = Office.found(folder / "bailu.db")
        office.live(asked_for.beside, wave=max(1_000, asked_for.beside // 20))  # Each takes days, and the year is one.
        numbers = tuple(office.payable(range(asked_for.beside + 1, asked_for.beside + items + 1)))
        before_kib = _peak_kib()
        with Neighbour(folder / "bailu.db").at_work() as neighbour:

            def timed(what: str, work: Callable[[], _T]) -> _T:
                neighbour.waited_s()
                began, worked = perf_counter(), process_time()
                result = work()
                seconds, worked = perf_counter() - began, process_time() - worked
                print(
                    f"{what:28} {seconds:7.2f} s {worked:7.2f} s CPU {items / seconds:9,.0f} items/s"
                    f"   longest wait {neighbour.waited_s():5.2f} s"
                )
                return result

            parts = [numbers[first : first + RUN_CASES_MAX] for first in range(0, items, RUN_CASES_MAX)]
            runs = dict(zip(timed("order", lambda: office.order_all(parts)), parts, strict=True))
            timed("release", lambda: office.release_all(runs))
            asked = timed("write the files of the bank", lambda: [_asked(folder, *run) for run in runs.items()])
            timed("record the exports", lambda: office.hand_over_all(runs))
            answer = _answer(asked, office)
            timed("read the answer", lambda: _read(answer, office, items))
            timed("take in the answer", lambda: office.credit_all(runs))
        print(f"memory: {(_peak_kib() - before_kib) / 1024:,.0f} MiB more than before, for {items:,} items")
        office.database.close()


def _asked(folder: Path, batch: str, numbers: tuple[str, ...]) -> Path:
    orders = [
        PaymentOrder(
            batch=batch,
            item=count,
            holder="某某",
            bank="厦门银行",
            account=f"{count:019d}",
            amount_fen=AMOUNT_FEN,
            application=number,
            pay_on=date(2024, 7, 1),
        )
        for count, number in enumerate(numbers, 1)
    ]
    (file,) = order_files(shipped_profiles()[0], orders)
    path = folder / f"{batch}.csv"
    path.write_bytes(file.content)
    return path


def _answer(asked: list[Path], office: Office) -> Path:
    """One file about all runs: everything was credited, under a reference of its own."""
    day = office.clock().date()
    rows = [row for path in asked for row in path.read_text("utf-8-sig").splitlines()[1:]]
    answers = ["批次号,申请编号,金额(元),结果,入账日期,银行流水号,原因"]
    for row in rows:
        batch, item, *_, amount, number = row.split(",")
        answers.append(f"{batch},{number},{amount},成功,{day},H{batch}-{item},")
    path = asked[0].with_name("answer.csv")
    path.write_text("\n".join(answers) + "\n", encoding="utf-8-sig")
    return path


def _read(answer: Path, office: Office, items: int) -> None:
    replies = read_replies(answer, office.clock().date(), shipped_profiles(), preferred="csv")
    assert len(replies.replies) == items, replies.problems[:3]


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
