"""`bailu policy evaluate`: what would this application get? The contract of cli.md, without a store or an officer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policies import shipped
from policies.loader import digest
from store.databases import exists
from tests.cli.conftest import POLICY, Bailu

ROOT = Path(__file__).parents[2]
KEY_TRAINING = "key-enterprise-training"
MET: dict[str, Any] = {"employee": True, "exam_passed": True, "certificate_kind": "internal"}
CLASS: dict[str, Any] = {
    "hours_total": 40,
    "hours_offline": 20,
    "occupation": "6-31-01-03",
    "level": "none",
    "completed_on": "2024-04-30",
}
LISTED: dict[str, Any] = {"demonstration-enterprises": True, "enterprise-classes": CLASS}
LONGER = LISTED | {"enterprise-classes": CLASS | {"hours_total": 41}}


def application(folder: Path, *lines: dict[str, Any], **keys: Any) -> Path:
    """A file of key enterprise training by a listed enterprise; each line states its facts, each of another person."""
    content = {
        "scheme": KEY_TRAINING,
        "applicant": {"kind": "organisation", "name": "厦门某公司", "uscc": "91350200M0001B2C3X"},
        "received_on": "2024-05-06",
        "registers": LISTED,
        "lines": [
            {"person": {"id_kind": "resident-id", "id_number": f"person-{number}"}, "facts": facts}
            for number, facts in enumerate(lines)
        ],
    }
    path = folder / "application.json"
    path.write_text(json.dumps({**content, **keys}, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_answer_has_the_keys_of_the_contract_and_needs_no_store(bailu: Bailu) -> None:
    answer = bailu("policy", "evaluate", application(bailu.folder, MET), "-o", "json").json
    assert not exists(bailu.url)
    keys = ["scheme", "policy", "digest", "eligible", "undecided", "amount_fen", "findings", "lines"]
    assert list(answer) == keys
    assert answer["scheme"] == KEY_TRAINING
    assert answer["policy"] == POLICY
    assert answer["digest"] == digest(shipped(POLICY))
    assert (answer["eligible"], answer["amount_fen"]) == (True, 120_000)
    [line] = answer["lines"]
    assert list(line) == ["line", "eligible", "outcome", "amount_fen", "instalments", "findings"]
    assert (line["line"], line["eligible"], line["amount_fen"]) == (1, True, 120_000)
    assert line["instalments"] == [{"instalment": 1, "amount_fen": 120_000, "payable": "on-approval"}]
    for finding in (*answer["findings"], *line["findings"]):
        assert {"condition", "clause", "outcome", "because"} <= finding.keys()
        assert finding["outcome"] == "met"
        assert finding["because"]


def test_a_calculator_loads_neither_the_log_nor_the_read_models(bailu: Bailu) -> None:
    asked = ["--store", str(bailu.folder / "none.db"), "policy", "evaluate", str(application(bailu.folder, MET))]
    heavy = ("sqlalchemy", "projections", "eventsourcing", "store.commands.executor", "cryptography", "openpyxl")
    script = (
        "import sys\n"
        "from cli.main import run\n"
        f"assert run({[*asked, '-o', 'json']!r}) == 0\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stderr.splitlines()[-1] == "[]"


def test_a_line_that_does_not_count_says_why_and_is_worth_nothing(bailu: Bailu) -> None:
    path = application(bailu.folder, MET, registers=LONGER)
    answer = bailu("policy", "evaluate", path, "-o", "json").json
    assert (answer["eligible"], answer["amount_fen"]) == (False, 0)
    [refused] = answer["lines"]
    assert refused["eligible"] is False
    assert (refused["amount_fen"], refused["instalments"]) == (0, [])
    [finding] = [finding for finding in refused["findings"] if finding["outcome"] != "met"]
    assert (finding["condition"], finding["clause"]) == ("offline-share", "m03")
    assert "20 of 41" in finding["because"]
    assert "48.8 %" in finding["because"]


def test_reasons_are_given_in_the_language_of_the_officer(bailu: Bailu) -> None:
    path = application(bailu.folder, MET, registers=LONGER)
    answer = bailu("policy", "evaluate", path, "-o", "json", "--lang", "zh").json
    [finding] = [finding for finding in answer["lines"][0]["findings"] if finding["outcome"] != "met"]
    assert "课时" in finding["because"]


def test_a_register_that_is_not_given_lists_nobody(bailu: Bailu) -> None:
    answer = bailu("policy", "evaluate", application(bailu.folder, MET, registers={}), "-o", "json").json
    assert (answer["eligible"], answer["amount_fen"]) == (False, 0)
    assert [finding["code"] for finding in answer["findings"] if finding["outcome"] == "not_met"] == ["not-listed"]


def test_limits_used_before_are_given_in_the_file(bailu: Bailu) -> None:
    used = [{"limit": "training-yearly", "line": 1, "count": 3}]
    path = application(bailu.folder, MET, used=used)
    [line] = bailu("policy", "evaluate", path, "-o", "json").json["lines"]
    [finding] = [finding for finding in line["findings"] if finding["outcome"] == "not_met"]
    assert (finding["condition"], finding["clause"]) == ("training-yearly", "closing-1")


def test_what_is_received_after_the_last_day_is_found_against(bailu: Bailu) -> None:
    path = application(bailu.folder, MET, received_on="2025-01-02")
    answer = bailu("policy", "evaluate", path, "-o", "json").json
    assert answer["eligible"] is False
    assert answer["findings"][0]["clause"] == "closing-3"
    assert answer["findings"][0]["outcome"] == "not_met"


@pytest.mark.parametrize(("today", "eligible"), [("2024-12-31", True), ("2025-01-01", False)])
def test_without_a_day_of_receipt_it_is_today(bailu: Bailu, today: str, eligible: bool) -> None:
    path = application(bailu.folder, MET, received_on=None)
    assert bailu("policy", "evaluate", path, "-o", "json", clock=today).json["eligible"] is eligible


def test_people_see_the_lines_the_findings_and_the_amount_in_figures_and_capitals(bailu: Bailu) -> None:
    ran = bailu("policy", "evaluate", application(bailu.folder, MET, MET | {"exam_passed": False}))
    assert ran.code == 0
    assert "Eligible: 1,200.00 yuan (RMB 壹仟贰佰元整)." in ran.out
    assert "20 of 41" in bailu("policy", "evaluate", application(bailu.folder, MET, registers=LONGER)).out
    assert "hours-total" not in ran.out
    every = bailu("policy", "evaluate", application(bailu.folder, MET), "--findings")
    assert "hours-total" in every.out


def test_a_spreadsheet_gets_a_row_a_line(bailu: Bailu) -> None:
    ran = bailu("policy", "evaluate", application(bailu.folder, MET, MET | {"exam_passed": False}), "-o", "csv")
    heading, first, second = ran.out.removeprefix("\ufeff").splitlines()
    assert heading.startswith("Line,Outcome,Amount (yuan)")
    assert first.startswith("1,eligible,1200")
    assert second.startswith("2,not eligible,0")


def test_the_lines_may_come_from_a_roster(bailu: Bailu) -> None:
    roster = bailu.folder / "roster.csv"
    roster.write_text(
        "姓名,证件类型,证件号码,employee,exam_passed,certificate_kind\n"
        "示甲,护照,E12345678,是,是,internal\n"
        "示乙,护照,E12345679,是,否,internal\n",
        encoding="utf-8",
    )
    answer = bailu("policy", "evaluate", application(bailu.folder), "--roster", roster, "-o", "json").json
    assert [line["eligible"] for line in answer["lines"]] == [True, False]


def test_a_roster_with_a_mistake_is_refused_whole(bailu: Bailu) -> None:
    roster = bailu.folder / "roster.csv"
    roster.write_text("姓名,证件类型,证件号码\n示甲,护照,!\n", encoding="utf-8")
    ran = bailu("policy", "evaluate", application(bailu.folder), "--roster", roster)
    assert (ran.code, ran.out) == (65, "")
    assert f"{roster}: Row 2, 证件号码: A passport number" in ran.err


@pytest.mark.parametrize(
    ("keys", "phrase"),
    [
        ({"policy": "nowhere-2025-1"}, "policy: There is no policy “nowhere-2025-1” here."),
        ({"scheme": "key-enterprise-trainings"}, "“key-enterprise-training” perhaps?"),
        ({"colour": "green"}, "“colour” is not a key of this file."),
        ({"facts": {"hours": 40}}, "The policy has no fact “hours”"),
        ({"registers": {"heroes": True}}, "The policy has no register “heroes”"),
        (
            {"registers": {"enterprise-classes": {"tier": 2}}},
            "registers.enterprise-classes.tier: tier is not among what this register states",
        ),
        ({"registers": {"enterprise-classes": {"hours_total": "40"}}}, "“hours_total” must be a whole number"),
        ({"used": [{"limit": "training-yearly", "line": 2}]}, "There is no line 2"),
        (
            {"used": [{"limit": "training-yearly", "line": 1, "count": 10**9}]},
            "used[0].count: More than 100000 earlier uses are told of in this file.",
        ),
        (
            {"used": [{"limit": "training-yearly", "line": 1, "count": 60_000}] * 2},
            "used[1].count: More than 100000 earlier uses are told of in this file.",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_name(bailu: Bailu, keys: dict[str, Any], phrase: str) -> None:
    ran = bailu("policy", "evaluate", application(bailu.folder, MET, **keys), "-o", "json")
    assert (ran.code, ran.out) == (65, "")
    assert phrase in ran.err


def test_a_file_that_is_not_there_cannot_be_evaluated(bailu: Bailu) -> None:
    assert bailu("policy", "evaluate", "nowhere.json").code == 66


def test_a_pack_that_is_still_being_written_is_asked_before_anybody_adopts_it(bailu: Bailu) -> None:
    assert bailu("policy", "new", "heron-2026", clock="2026-03-02").code == 0
    claim = {"scheme": "first-scheme", "received_on": "2026-03-02", "lines": [{"facts": {"employee": True}}]}
    path = bailu.folder / "claim.json"
    path.write_text(json.dumps(claim), encoding="utf-8")
    answer = bailu("policy", "evaluate", path, "--policy", "heron-2026.toml", "-o", "json").json
    assert (answer["policy"], answer["amount_fen"]) == ("heron-2026", 50_000)
    path.write_text(json.dumps({**claim, "policy": "heron-2026@2"}), encoding="utf-8")
    other = bailu("policy", "evaluate", path, "--policy", "heron-2026.toml")
    assert (other.code, "heron-2026@2" in other.err) == (65, True)
    rows = bailu("policy", "coverage", "heron-2026.toml", "-o", "json").json
    assert [row["clause"] for row in rows] == ["c1", "c2"]
    assert rows[0]["implemented_by"]["schemes"] == ["first-scheme"]
    assert rows[0]["coverage"] == "declared-only", "its author's tests are not ours"
    assert bailu("policy", "show", "heron-2026.toml").code == 0
    pack = bailu.folder / "heron-2026.toml"
    pack.write_text(pack.read_text("utf-8").replace("yuan = 500", "yuan = 0"), encoding="utf-8")
    broken = bailu("policy", "evaluate", path, "--policy", "heron-2026.toml")
    assert (broken.code, "0 is not an amount" in broken.err) == (65, True)
    assert bailu("policy", "evaluate", path, "--policy", "nowhere.toml").code == 66


def test_an_edition_that_was_adopted_here_is_asked_by_its_name(bureau: Bailu) -> None:
    answer = bureau("policy", "evaluate", application(bureau.folder, MET), "--policy", f"{POLICY}@1", "-o", "json").json
    assert answer["policy"] == POLICY
