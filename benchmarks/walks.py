"""Four commands walked as data: `python -m benchmarks.walks [-o json]`.

How many files of ours a command enters, how often the way moves from a file to another (a call into a function of
another file than the call before it), and how many transactions it reads and writes in. These are counts without noise.
 The office is that of the demo's examples, on SQLite; every command runs in this process, through the entry point.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = tuple(
    f"{folder}{os.sep}"
    for folder in sorted(ROOT.iterdir())
    if (folder / "__init__.py").exists() and folder.name != "tests"
)
HERE = str(Path(__file__).parent)
NUMBER, BATCH = "350200-2024-000001", "350200-2024-0001"
NAME = "skill-certificate"
STORY = (
    ("2024-04-29", "lin", "policy adopt xiamen-2023-187"),
    ("2024-04-29", "xu", "confirm office --yes"),
    ("2024-04-29", "lin", f"standard adopt examples/standards/{NAME}.toml"),
    ("2024-04-29", "xu", "confirm office --yes"),
    ("2024-04-29", "lin", "calendar adopt 2024"),
    ("2024-04-29", "xu", "confirm office --yes"),
    ("2024-04-29", "wu", "fund open provincial --year 2024 --amount 900000 --document 2024-2 --yes"),
    ("2024-04-29", "xu", "confirm office --yes"),
    ("2024-05-08", "lin", f"application submit examples/{NAME}.json"),
    ("2024-05-20", "lin", f"application accept {NUMBER}"),
    ("2024-05-22", "lin", f"application verify {NUMBER} examples/{NAME}.verifications.csv"),
    ("2024-05-22", "chen", f"application assess {NUMBER}"),
    ("2024-05-22", "huang", f"application approve {NUMBER} --yes"),
    ("2024-05-24", "lin", f"public-notice publish {NUMBER}"),
    ("2024-06-03", "lin", f"public-notice close {NUMBER}"),
    ("2024-06-05", "wu", f"payment order {NUMBER} --yes"),
    ("2024-06-06", "zheng", f"payment release {BATCH} --yes"),
    ("2024-06-06", "zheng", f"payment export {BATCH} {{asked}}"),
    ("2024-06-13", "zheng", "payment import {answer} --yes"),
    ("2024-06-13", "wu", "history --as-of 2024-06-30 -o json"),
    ("2024-06-13", "admin", "audit verify"),
)
WALKED = ("application submit", "payment import", "history --as-of", "audit verify")
SECOND = "xu"
OWN_KEY = ("officer", "key", "new", "--no-passphrase")
OFFICERS = {
    SECOND: "supervisor",
    "lin": "clerk",
    "chen": "assessor",
    "huang": "approver",
    "wu": "finance",
    "zheng": "finance",
}
"""The second person comes first, and alone."""


@dataclass(slots=True)
class Walk:
    """What one command did: `files` entered, `moves` between them, transactions."""

    command: str
    files: set[str] = field(default_factory=set)
    moves: int = 0
    reads: int = 0
    writes: int = 0

    def row(self) -> dict[str, Any]:
        return {**asdict(self), "files": len(self.files)}


@contextlib.contextmanager
def watched(walk: Walk) -> Iterator[None]:
    """Count what happens within: calls by file, and the transactions of the store."""
    last = ""

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal last
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(PACKAGES) and not file.startswith(HERE):
            walk.files.add(file)
            if file != last:
                walk.moves += 1
                last = file

    enter = contextlib._GeneratorContextManager.__enter__

    def counting(manager: Any) -> Any:
        match manager.func.__qualname__.rpartition(".")[2], "store" in manager.func.__module__:
            case ("reading", True):
                walk.reads += 1
            case ("writing", True):
                walk.writes += 1
        return enter(manager)

    contextlib._GeneratorContextManager.__enter__ = counting  # type: ignore[method-assign]
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)
        contextlib._GeneratorContextManager.__enter__ = enter  # type: ignore[method-assign]


def give(folder: Path, day: str, officer: str, argv: list[str]) -> None:
    """Run one command to its end, in this process. Raises AssertionError when it is refused."""
    from cli.main import run

    settings = {
        "BAILU_STORE": str(folder / "bailu.db"),
        "BAILU_KEYS": str(folder / "bailu.keys"),
        "BAILU_OFFICERS": str(folder / "officers"),
        "BAILU_CLOCK": day,
        "BAILU_AS": officer,
        "BAILU_LANG": "en",
    }
    os.environ.update(settings)
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        code = run(argv)
    assert code == 0, f"bailu {' '.join(argv)}: {code}"


def walks() -> list[Walk]:
    """The walks of the commands in `WALKED`; each was run once before, so that nothing is imported on the way."""
    walked: list[Walk] = []
    for round_ in range(2):
        with tempfile.TemporaryDirectory(prefix="bailu-walks-") as name:
            folder = Path(name)
            asked, answer = folder / "asked.csv", folder / "answer.csv"
            give(folder, "2024-04-29", "admin", ["init", "--simulated"])
            for officer, role in OFFICERS.items():
                asked_for = ["--name", officer, "--role", role]
                if officer == SECOND:  # Whose key is their own.
                    file = str(folder / "second.request")
                    give(folder, "2024-04-29", officer, [*OWN_KEY, officer, *asked_for, "--out", file])
                    asked_for = ["--request", file]
                give(
                    folder,
                    "2024-04-29",
                    "admin",
                    ["officer", "enrol", *([] if officer == SECOND else [officer]), *asked_for],
                )
                if officer != SECOND:
                    give(folder, "2024-04-29", SECOND, ["confirm", "log", "--yes"])
            for day, officer, words in STORY:
                if words.startswith("payment import"):
                    bank(asked, answer)
                argv = [word.format(asked=asked, answer=answer) for word in words.split()]
                walk = Walk(" ".join(argv[:2]))
                if round_ and walk.command in WALKED:
                    with watched(walk):
                        give(folder, day, officer, argv)
                    walked.append(walk)
                else:
                    give(folder, day, officer, argv)
    return walked


def bank(asked: Path, answer: Path) -> None:
    """The bank of the demo credits what it was asked to."""
    from cli.demonstration.bank import answer as answered

    answered(asked, answer, "2024-06-12")


def main() -> None:
    os.chdir(ROOT)
    measured = walks()
    if "json" in sys.argv:
        print(json.dumps([walk.row() for walk in measured], indent=2))
        return
    for walk in measured:
        row = walk.row()
        print("{command:20} {files:4} files {moves:6,} moves {reads:3} reads {writes:3} writes".format(**row))


if __name__ == "__main__":
    main()
