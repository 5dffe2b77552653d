"""At a terminal: questions before money is owed, and a bar with a rate for long work."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.application_files import APPROVED, SUBMITTED, certificate, submitted, table, trainee, training, written
from tests.cli.conftest import Bailu
from tests.cli.test_application_verify import ROWS

HOUSE = Path(__file__).parent.parent.parent


def at_terminal(bureau: Bailu, *argv: object, officer: str, clock: str, typed: str = "") -> tuple[int, str]:
    """Run one command on a pseudo-terminal where `typed` is typed; the exit code, and what the screen showed."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "BAILU_AS": officer, "BAILU_CLOCK": clock, "PYTHONPATH": str(HOUSE), "COLUMNS": "120"}
    script = "import sys; from cli.main import main; main(sys.argv[1:])"
    os.write(ours, typed.encode())
    with subprocess.Popen(
        [sys.executable, "-c", script, *map(str, argv)], stdin=theirs, stdout=theirs, stderr=theirs,
        cwd=bureau.folder, env=environ,
    ) as running:  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                read = os.read(ours, 65_536)
            except OSError:
                break
            if not read:
                break
            shown += read
    os.close(ours)
    return running.returncode, shown.decode()


def test_the_clause_the_computation_and_the_amount_are_shown_before_an_approval(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    size = len(bureau.log())
    code, shown = at_terminal(bureau, "application", "approve", number, officer="huang", clock=APPROVED, typed="n\n")
    assert code == 130
    for phrase in (
        "m01 Skills training for all kinds of workers",
        "Line(s) 1-3: 1,000.00 yuan a line; 3 × 1,000.00 = 3,000.00 yuan",
        "In all 3,000.00 yuan (RMB 叁仟元整)",
        "Approve 1 application(s), in all 3,000.00 yuan (RMB 叁仟元整)? [y/N]",
    ):
        assert phrase in shown
    assert len(bureau.log()) == size
    code, shown = at_terminal(bureau, "application", "approve", number, officer="huang", clock=APPROVED, typed="y\n")
    assert code == 0
    assert f"{number}: approved: 3,000.00 yuan for 3 line(s)." in shown


def test_what_is_approved_is_what_was_shown(bureau: Bailu, monkeypatch: pytest.MonkeyPatch) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    size = len(bureau.log())

    def assessed_again(_question: str, *, yes: bool) -> None:
        assert not yes
        assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0

    monkeypatch.setattr("cli.application.approve.asked_here", lambda **_asked: True)
    monkeypatch.setattr("cli.application.approve.agree", assessed_again)
    ran = bureau("application", "approve", number, officer="huang", clock=APPROVED)
    assert (ran.code, "was assessed again" in ran.err) == (65, True)
    assert len(bureau.log()) == size + 1


def test_what_was_not_shown_is_not_approved(bureau: Bailu, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found against when the others were shown, and eligible when the answer came."""
    shown, unseen = submitted(bureau, training(), training(trainee(7, category="general")), until="assessed")
    results = table(bureau, "r.csv", ROWS, (unseen, 1, "", "", "失业人员", "就业登记", "2024-05-08"))

    def eligible_meanwhile(_question: str, *, yes: bool) -> None:
        assert not yes
        assert bureau("application", "send-back", unseen, "--reason", "比对", officer="huang", clock=APPROVED).code == 0
        assert bureau("application", "verify", unseen, results, officer="lin", clock=APPROVED).code == 0
        assert bureau("application", "assess", unseen, officer="chen", clock=APPROVED).code == 0

    monkeypatch.setattr("cli.application.approve.asked_here", lambda **_asked: True)
    monkeypatch.setattr("cli.application.approve.agree", eligible_meanwhile)
    ran = bureau("application", "approve", shown, unseen, "-o", "json", officer="huang", clock=APPROVED)
    assert ran.code == 65
    assert f"{unseen} was assessed again meanwhile" in ran.err
    status = bureau("application", "show", unseen, "-o", "json", officer="lin", clock=APPROVED).json["status"]
    assert status == "assessed"


def test_what_was_found_against_is_not_counted_among_what_is_approved(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), training(trainee(7, category="general")), until="assessed")
    code, shown = at_terminal(bureau, "application", "approve", *numbers, officer="huang", clock=APPROVED, typed="n\n")
    assert code == 130
    assert "Approve 1 application(s)" in shown


def test_nobody_is_asked_who_said_yes_already(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="assessed")
    code, shown = at_terminal(bureau, "application", "approve", number, "--yes", officer="huang", clock=APPROVED)
    assert code == 0
    assert "[y/N]" not in shown


def test_what_cannot_be_approved_is_refused_without_a_question(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    code, shown = at_terminal(bureau, "application", "approve", number, officer="huang", clock=APPROVED)
    assert code == 65
    assert "[y/N]" not in shown


def test_long_work_shows_a_bar_with_a_rate_and_leaves_a_line_for_each_file(bureau: Bailu) -> None:
    files = [written(bureau, certificate(number), f"{number}.json") for number in range(25)]
    code, shown = at_terminal(bureau, "application", "submit", *files, officer="lin", clock=SUBMITTED)
    assert code == 0
    assert "Recording" in shown
    assert "/25" in shown
    assert shown.count("submitted under") == 25
