"""Verbs that act on several applications: one after the other, by number or by filter, in every form of answer."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.cli.application_files import ACCEPTED, APPROVED, ASSESSED, certificate, introduction, submitted, training
from tests.cli.conftest import Bailu
from tests.cli.standards import adopt_standards

HOUSE = Path(__file__).parent.parent.parent
NOWHERE = "350203-2024-000999"


def status(bureau: Bailu, number: str) -> str:
    return str(bureau("application", "show", number, "-o", "json", officer="lin").json["status"])


def test_one_that_is_refused_does_not_stop_the_others(bureau: Bailu) -> None:
    one, two, three = submitted(bureau, training(), certificate(8), introduction(9))
    bureau("application", "accept", two, officer="lin", clock=ACCEPTED)
    ran = bureau("application", "accept", one, two, three, officer="lin", clock=ACCEPTED)
    assert ran.code == 65
    assert ran.out.splitlines() == [f"{one}: accepted.", f"{three}: accepted."]
    assert ran.err.splitlines() == [f"{two} is accepted: this cannot be done now (acceptance)."]


def test_the_worst_exit_code_is_the_rounds(bureau: Bailu) -> None:
    one, two = submitted(bureau, training(), certificate(8))
    bureau("application", "accept", two, officer="lin", clock=ACCEPTED)
    assert bureau("application", "accept", one, NOWHERE, two, officer="lin", clock=ACCEPTED).code == 66
    assert bureau("application", "accept", one, NOWHERE, officer="chen", clock=ACCEPTED).code == 77
    assert status(bureau, one) == "accepted"


def test_an_unknown_number_is_no_such_thing(bureau: Bailu) -> None:
    reasoned = ("withdraw", "--reason", "不申请了")
    for verb in (("accept",), ("assess",), ("approve",), ("show",), ("explain",), reasoned):
        ran = bureau("application", *verb, NOWHERE, officer="lin")
        assert (ran.code, ran.err) == (66, f"There is no application {NOWHERE}.\n")


def test_a_refusal_that_names_no_application_is_said_of_the_one_it_is_about(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), certificate(8))
    ran = bureau("application", "accept", *numbers, officer="chen", clock=ACCEPTED)
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == numbers


def test_a_filter_finds_those_that_await_the_act(bureau: Bailu) -> None:
    one, two, three = submitted(
        bureau, training(), training(authority="350205", facts={"entry": "XM-2"}), certificate(9)
    )
    ran = bureau("application", "accept", "--all", "--authority", "350203", "--scheme", "skill-certificate",
                 officer="lin", clock=ACCEPTED)  # fmt: skip
    assert ran.out == f"{three}: accepted.\n"
    assert bureau("application", "accept", "--all", "--authority", "350205", officer="lin", clock=ACCEPTED).code == 0
    rest = bureau("application", "accept", "--all", "-o", "json", officer="lin", clock=ACCEPTED)
    assert [row["number"] for row in rest.json] == [one]
    assert {status(bureau, number) for number in (one, two, three)} == {"accepted"}


def test_a_filter_that_finds_nothing_does_nothing(bureau: Bailu) -> None:
    ran = bureau("application", "accept", "--all", officer="lin", clock=ACCEPTED)
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing to do.\n")
    assert bureau("application", "accept", "--all", "-o", "json", officer="lin", clock=ACCEPTED).json == []


@pytest.mark.parametrize(
    "argv",
    [
        ("accept",),
        ("accept", NOWHERE, "--all"),
        ("accept", NOWHERE, "--scheme", "skill-certificate"),
        ("withdraw", "--all", "--reason", "全部"),
        ("request-correction", NOWHERE, "--reason", "缺", "--lines", "3-1"),
        ("request-correction", NOWHERE, "--reason", "缺", "--lines", "1-999999"),
        ("milestone", NOWHERE, "--met", "--on", ACCEPTED, "--source", "社保"),
        ("milestone", NOWHERE, "employed-3-months", "--on", ACCEPTED, "--source", "社保"),
    ],
)
def test_what_is_meant_must_be_said_and_only_once(bureau: Bailu, argv: tuple[str, ...]) -> None:
    assert bureau("application", *argv, officer="lin").code == 2


def test_one_result_is_an_object_and_several_are_a_list(bureau: Bailu) -> None:
    one, two, three = submitted(bureau, training(), certificate(8), introduction(9))
    alone = bureau("application", "accept", one, "-o", "json", officer="lin", clock=ACCEPTED).json
    assert alone == {
        "number": one,
        "done": True,
        "repeated": False,
        "status": "accepted",
        "refused": None,
        "because": "accepted",
    }
    several = bureau("application", "accept", one, two, NOWHERE, "-o", "json", officer="lin", clock=ACCEPTED)
    assert several.code == 66
    assert [(row["number"], row["done"], row["status"], row["refused"]) for row in json.loads(several.out)] == [
        (one, False, "accepted", "status"),
        (two, True, "accepted", None),
        (NOWHERE, False, None, "no-such-application"),
    ]
    lines = bureau("application", "assess", one, two, "-o", "jsonl", officer="chen", clock=ASSESSED)
    assert [json.loads(line)["status"] for line in lines.out.splitlines()] == ["assessed", "assessed"]
    table = bureau("application", "accept", three, "-o", "csv", officer="lin", clock=ASSESSED)
    assert list(csv.reader(io.StringIO(table.out.lstrip("\ufeff"))))[1][:2] == [three, "yes"]


def test_a_dry_run_decides_and_records_nothing(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), certificate(8))
    size = len(bureau.log())
    ran = bureau("application", "accept", *numbers, NOWHERE, "--dry-run", officer="lin", clock=ACCEPTED)
    assert ran.code == 66
    assert ran.out.splitlines() == [f"{number} would be: accepted." for number in numbers]
    ran = bureau("application", "accept", numbers[0], "--dry-run", "-o", "json", officer="lin", clock=ACCEPTED)
    assert (ran.json["done"], ran.json["status"]) == (False, "submitted")
    assert len(bureau.log()) == size


def test_a_round_repeated_under_its_command_id_changes_nothing(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), certificate(8))
    again = ("application", "withdraw", *numbers, "--reason", "不申请了", "--command-id", uuid.uuid4(), "-o", "json")
    assert [row["repeated"] for row in bureau(*again, officer="lin", clock=ACCEPTED).json] == [False, False]
    size = len(bureau.log())
    assert [row["repeated"] for row in bureau(*again, officer="lin", clock=ACCEPTED).json] == [True, True]
    assert len(bureau.log()) == size


def test_a_command_id_is_a_uuid(bureau: Bailu) -> None:
    numbers = submitted(bureau, training(), certificate(8))
    for named in (numbers, numbers[:1]):
        ran = bureau("application", "accept", *named, "--command-id", "x", officer="lin", clock=ACCEPTED)
        assert ran.code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_case_goes_its_way_in_either_language(bureau: Bailu, lang: str) -> None:
    adopt_standards(bureau, "skill-certificate")
    numbers = submitted(bureau, training(), certificate(8), until="verified")
    for verb, officer, day in (
        (("assess", *numbers), "chen", ASSESSED),
        (("approve", *numbers, "--dry-run"), "huang", APPROVED),
        (("approve", *numbers), "huang", APPROVED),
        (("show", numbers[1]), "huang", APPROVED),
        (("explain", numbers[1]), "huang", APPROVED),
        (("list", "-o", "table"), "huang", APPROVED),
    ):
        ran = bureau("application", *verb, "--lang", lang, officer=officer, clock=day)
        assert ran.code == 0, ran.err
        assert ran.out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_verb_has_help(bureau: Bailu, lang: str) -> None:
    from cli.application import command

    for verb in command.list_commands(None):  # type: ignore[arg-type]
        ran = bureau("application", verb, "--help", "--lang", lang)
        assert ran.code == 0
        assert f"bailu application {verb}" in ran.out


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "argv",
    [("application", "accept", NOWHERE), ("public-notice", "close", NOWHERE), ("application", "explain", NOWHERE)],
)
def test_a_command_loads_nothing_that_it_does_not_need(bureau: Bailu, argv: tuple[str, ...]) -> None:
    submitted(bureau, training())
    heavy = ("sqlalchemy", "projections", "pydantic", "openpyxl", "xlsxwriter", "rich", "cn2an")
    loaded = f"print([name for name in {heavy} if name in sys.modules])"
    script = f"import sys; from cli.main import run; run(sys.argv[1:]); {loaded}"
    environ = {**os.environ, "BAILU_AS": "lin", "BAILU_CLOCK": ACCEPTED, "PYTHONPATH": str(HOUSE)}
    ran = subprocess.run(
        [sys.executable, "-c", script, *argv],
        cwd=bureau.folder,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"
