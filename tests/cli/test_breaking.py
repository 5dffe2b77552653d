"""A bad day in a bureau: a power cut or Ctrl-C in the middle of an import, two terminals at once, a full disk."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.databases import open_database
from tests.cli.application_files import SUBMITTED, certificate
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import PAYABLE, fund, training

pytestmark = pytest.mark.on_both

BAILU = (sys.executable, "-c", "from cli.main import main; main()")
HOUSE = Path(__file__).parent.parent.parent
FILES = 60


def started(bureau: Bailu, *argv: str, officer: str, clock: str) -> subprocess.Popen[str]:
    """One run in a process of its own, as in another terminal."""
    environ = {**os.environ, "BAILU_CLOCK": clock, "BAILU_AS": officer, "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        [*BAILU, *argv], env=environ, cwd=bureau.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def handed_in(bureau: Bailu) -> list[str]:
    """The files of many workers, each with an application of their own."""
    names = [f"{number}.json" for number in range(1, FILES + 1)]
    for number, name in enumerate(names, 1):
        (bureau.folder / name).write_text(json.dumps(certificate(number)), "utf-8")
    return names


def submitted(bureau: Bailu) -> list[str]:
    """The numbers of the applications in the log, in order, once the log has been verified."""
    verified = bureau("audit", "verify", officer="gao")
    assert verified.code == 0, verified.out
    return [line["data"]["number"] for line in bureau.log() if line["name"] == "application.submitted.v1"]


def killed_again_and_again(bureau: Bailu, kills: int, signal_number: int = signal.SIGKILL) -> None:
    names = handed_in(bureau)
    chance = random.Random(20231)
    for kill in range(kills):
        run = started(bureau, "application", "submit", *names, officer="lin", clock=SUBMITTED)
        # From the start of the program to beyond the end of the import.
        time.sleep(chance.uniform(0.2, 1.6))
        run.send_signal(signal_number)
        output, _ = run.communicate()
        acknowledged = {number for number in submitted(bureau) if number in output}
        told = [line for line in output.splitlines() if "350203-2024-" in line]
        assert len(acknowledged) == len(told), f"kill {kill}: what was acknowledged is in the log"
    whole = started(bureau, "application", "submit", *names, officer="lin", clock=SUBMITTED)
    assert whole.wait() == 0
    whole.communicate()
    numbers = submitted(bureau)
    assert len(numbers) == len(set(numbers)) == FILES
    assert numbers == [f"350203-2024-{number:06d}" for number in range(1, FILES + 1)]


def test_an_import_that_is_killed_loses_nothing_that_was_acknowledged_and_can_be_repeated(bureau: Bailu) -> None:
    killed_again_and_again(bureau, kills=3)


@pytest.mark.campaign
def test_an_import_that_is_killed_fifty_times_loses_nothing_that_was_acknowledged(bureau: Bailu) -> None:
    killed_again_and_again(bureau, kills=50)


def test_ctrl_c_in_an_import_is_said_in_one_sentence_and_leaves_nothing_half_done(bureau: Bailu) -> None:
    names = handed_in(bureau)
    # The head is locked by another terminal, so that the import is certainly in the middle when it is interrupted.
    database = open_database(bureau.url)
    with database.writing():
        run = started(bureau, "application", "submit", *names, officer="lin", clock=SUBMITTED)
        time.sleep(3)
        assert run.poll() is None, "it waits for the lock"
        run.send_signal(signal.SIGINT)
        output, complained = run.communicate()
    database.close()
    assert run.returncode == 130
    assert complained.strip().splitlines()[-1] == (
        "Interrupted. What was acknowledged is recorded; nothing is half done."
    )
    assert "Traceback" not in output + complained
    assert submitted(bureau) == []


def test_of_two_terminals_that_order_the_same_payment_one_orders_it(bureau: Bailu) -> None:
    number = training(bureau)
    fund(bureau, "central", 10_000)
    runs = [
        started(bureau, "payment", "order", number, "--yes", officer=officer, clock=PAYABLE)
        for officer in ("wu", "zheng")
    ]
    codes = []
    for run in runs:
        run.communicate()
        codes.append(run.returncode)
    assert sorted(codes) == [0, 65]
    ordered = [line for line in bureau.log() if line["name"] == "application.payment-ordered.v1"]
    assert len(ordered) == 1


def test_whoever_waits_too_long_for_another_terminal_is_told_to_try_again(bureau: Bailu) -> None:
    (bureau.folder / "1.json").write_text(json.dumps(certificate(1)), "utf-8")
    database = open_database(bureau.url)
    with database.writing():
        ran = bureau("application", "submit", "1.json", officer="lin", clock=SUBMITTED, BAILU_LOCK_TIMEOUT="0.2")
    database.close()
    assert ran.code == 75
    assert ran.err.strip() == "Somebody else is writing to the store. Nothing was recorded; try again."
    assert submitted(bureau) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_an_answer_that_nobody_can_store_is_an_error_and_no_traceback(bureau: Bailu) -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [*BAILU, "officer", "list", "-o", "json"],
            env={**os.environ, "BAILU_AS": "gao", "BAILU_CLOCK": SUBMITTED, "PYTHONPATH": str(HOUSE)},
            cwd=bureau.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
