"""A case of 500 lines from its file to its settlement, each command a process of its own: `python -m benchmarks.case`.

It is the shipped example of a class of 500 trainees, whose roster is an Excel file and whose comparison results are a
table. What is printed: the seconds of each command as an officer waits for them, and the bytes of the case's events.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from cli.demonstration.bank import answer
from cli.demonstration.bureau import EXAMPLES
from cli.demonstration.chapters import OFFICERS, SECOND_PERSON
from domain.application.state.case import application_stream
from store.databases import open_database

NUMBER, BATCH = "350200-2024-000001", "350200-2024-0001"
SECOND = "xu"
"""Confirms what the others propose about the office."""
_BAILU = Path(sys.executable).with_name("bailu")


@dataclass(frozen=True, slots=True)
class OfficerSession:
    folder: Path

    def give(self, day: str, officer: str, *argv: str) -> float:
        """Run one command to its end; the seconds it took. Raises subprocess.CalledProcessError when it is refused."""
        environment = {
            "BAILU_STORE": str(self.folder / "bailu.db"),
            "BAILU_KEYS": str(self.folder / "bailu.keys"),
            "BAILU_OFFICERS": str(self.folder / "officers"),
            "BAILU_CLOCK": day,
            "BAILU_AS": officer,
        }
        began = perf_counter()
        subprocess.run(
            [_BAILU, *argv], env={**os.environ, **environment}, cwd=EXAMPLES.parent, check=True, capture_output=True
        )
        return perf_counter() - began

    def found(self) -> None:
        self.give("2024-04-29", "admin", "init", "--simulated", "--name", "周示零")
        # The second person comes first, and alone.
        for officer, name, roles in (SECOND_PERSON, *OFFICERS):
            asked = [word for role in roles for word in ("--role", role)]
            if officer == SECOND:  # Whose key is their own.
                file = str(self.folder / "second.request")
                key = ("officer", "key", "new", officer, "--name", name, *asked, "--no-passphrase", "--out", file)
                self.give("2024-04-29", officer, *key)
                self.give("2024-04-29", "admin", "officer", "enrol", "--request", file)
            else:
                self.give("2024-04-29", "admin", "officer", "enrol", officer, "--name", name, *asked)
                self.give("2024-04-29", SECOND, "confirm", "log", "--yes")
        opened = ("--year", "2024", "--amount", "900000", "--document", "示2024-2", "--yes")
        for officer, *words in (
            ("lin", "policy", "adopt", "xiamen-2023-187"),
            ("lin", "calendar", "adopt", "2024"),
            ("lin", "register", "import", "training-projects", str(EXAMPLES / "register.training-projects.csv")),
            ("wu", "fund", "open", "provincial", *opened),
        ):
            self.give("2024-04-29", officer, *words)
            waits = f"register-{words[2]}" if words[0] == "register" else "office"
            self.give("2024-04-29", SECOND, "confirm", waits, "--every", "--yes")

    def live(self) -> Iterator[tuple[str, float]]:
        """The way of the case: the words of each command, and its seconds."""
        name = "project-skills-training"
        at = EXAMPLES.name
        asked = self.folder / "asked.csv"
        for day, officer, words in (
            ("2024-05-13", "lin", f"application submit {at}/{name}.json --roster {at}/{name}.xlsx"),
            ("2024-05-20", "lin", f"application accept {NUMBER}"),
            ("2024-05-22", "lin", f"application verify {NUMBER} {at}/{name}.verifications.csv"),
            ("2024-05-22", "chen", f"application assess {NUMBER}"),
            ("2024-05-22", "huang", f"application approve {NUMBER} --yes"),
            ("2024-05-24", "lin", f"public-notice publish {NUMBER}"),
            ("2024-06-03", "lin", f"public-notice close {NUMBER}"),
            ("2024-06-05", "wu", f"payment order {NUMBER} --yes"),
            ("2024-06-06", "zheng", f"payment release {BATCH} --yes"),
            ("2024-06-06", "zheng", f"payment export {BATCH} {asked}"),
            ("2024-06-13", "zheng", f"payment import {self.folder / 'answer.csv'} --yes"),
            ("2024-06-13", "lin", f"application show {NUMBER} -o json"),
        ):
            if words.startswith("payment import"):
                answer(asked, self.folder / "answer.csv", "2024-06-12")
            yield " ".join(words.split()[:2]), self.give(day, officer, *words.split())


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bailu-case-") as folder:
        session = OfficerSession(Path(folder))
        session.found()
        together = 0.0
        for words, seconds in session.live():
            together += seconds
            print(f"{words:24} {seconds:6.2f} s")
        print(f"{'together':24} {together:6.2f} s")
        database = open_database(f"{folder}/bailu.db", read_only=True)
        with database.reading() as view:
            rows = view.stream(application_stream(NUMBER))
        database.close()
        for row in rows:
            print(f"{row.name:36} {len(row.line):9,} bytes")
        print(f"{len(rows)} events, {sum(len(row.line) for row in rows):,} bytes, of 500 lines")


if __name__ == "__main__":
    main()
