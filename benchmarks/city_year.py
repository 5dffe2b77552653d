"""The city's year: `python -m benchmarks.city_year [SIZE] [--seed N] [--into FOLDER]`, 100 000 applications unless said
otherwise.

Made through the real commands on a simulated clock, deterministic by its seed. Printed: events, seconds, bytes, what
was refused, and what is planted. With `--into`, the store, the keys of its officers, lists of persons and bodies as
other departments have them, and what is planted stay there.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.city.lists import write_lists
from benchmarks.city.office import CityOffice
from benchmarks.city.year import CityYear

SIZE = 100_000


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.city_year")
    asked.add_argument("size", nargs="?", type=int, default=SIZE, help="applications")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--into", type=Path, help="where the store is to stay")
    arguments = asked.parse_args()
    if arguments.into:
        live(arguments.into, arguments.size, arguments.seed)
    else:
        with tempfile.TemporaryDirectory(prefix="bailu-year-") as folder:
            live(Path(folder), arguments.size, arguments.seed)


def live(folder: Path, size: int, seed: int) -> CityYear:
    office = CityOffice.at_folder(folder, seed)
    began, cpu = perf_counter(), process_time()
    year = CityYear(
        office, size, seed, watch=lambda line: print(f"{perf_counter() - began:7.1f} s  {line}", flush=True)
    )
    year.live()
    seconds, cpu = perf_counter() - began, process_time() - cpu
    events, size_bytes = office.size(), (folder / "bailu.db").stat().st_size
    made = f"{len(year.cases):,} applications, {events:,} events"
    print(f"{made} in {seconds:.1f} s ({cpu:.1f} s CPU): {events / seconds:,.0f} events/s")
    print(f"{size_bytes / 1e6:,.0f} MB, {size_bytes / events:,.0f} bytes an event")
    print("refused:", dict(office.refused.most_common()))
    print("planted:", dict(Counter(one.sort for one in year.planted)))
    print("cases:", dict(year.money()))
    write_lists(folder, year)
    return year


if __name__ == "__main__":
    main()
