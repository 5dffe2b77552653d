"""Recognition lives in the register: what an entry states is not the applicant's to state. By the command line."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests.cli.application_files import ACCEPTED, ACCOUNT, APPROVED, ASSESSED, PUBLISHED, SUBMITTED, written
from tests.cli.conftest import OPERATOR, TRAINER, UNLISTED, Bailu
from tests.cli.determined_cases import determining
from tests.cli.test_every_scheme import done

BASES, STATIONS = "guidance-bases", "gig-stations"
LISTED = ("--from", "2024-01-01", "--document", "示1号")


def listed(bureau: Bailu, register: str, key: str, *more: object) -> None:
    done(bureau, "2024-01-02", "lin", "register", "add", register, key, *LISTED, "--owner", TRAINER, *more)
    done(bureau, "2024-01-03", "xu", "confirm", f"register-{register}", "--yes")


def changed(bureau: Bailu, register: str, entry: str, *more: object) -> None:
    done(bureau, "2024-02-01", "lin", "register", "change", register, entry, "--document", "示2号", *more)
    done(bureau, "2024-02-02", "xu", "confirm", f"register-{register}", "--yes")


def claimed(bureau: Bailu, scheme: str, entry: str, uscc: str = TRAINER, **changes: Any) -> str:
    """The number of an application for what an entry recognises, accepted."""
    tree = {
        "scheme": scheme,
        "applicant": {"kind": "organisation", "name": "厦门某单位", "uscc": uscc},
        "authority": "torch" if scheme == "gig-station" else "350200",
        "received_on": SUBMITTED,
        "account": {"holder": "厦门某单位", "bank": "厦门银行", "number": ACCOUNT},
        "lines": [{"entry": entry}],
        **changes,
    }
    file = written(bureau, tree, f"{entry}-{len(bureau.log())}.json")
    ran = bureau("application", "submit", file, "-o", "json", officer="lin", clock=SUBMITTED)
    number = str(ran.json["number"])
    done(bureau, ACCEPTED, "lin", "application", "accept", number)
    return number


def assessed(bureau: Bailu, number: str, *more: object) -> dict[str, Any]:
    done(bureau, ASSESSED, "chen", "application", "assess", number, *more)
    (line,) = explained(bureau, number)["lines"]
    outcome: dict[str, Any] = line
    return outcome


def explained(bureau: Bailu, number: str) -> dict[str, Any]:
    shown: dict[str, Any] = bureau("application", "explain", number, "-o", "json", officer="gao", clock=ASSESSED).json
    return shown


def against(line: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in line["findings"] if finding["outcome"] == "not_met"]


def approved(bureau: Bailu, number: str) -> int:
    done(bureau, APPROVED, "huang", "application", "approve", number, "--yes")
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=APPROVED).json
    return int(shown["entitled_fen"])


def test_a_base_is_paid_for_the_tier_of_its_entry_once_for_each_and_in_full_when_it_is_promoted(bureau: Bailu) -> None:
    """Seen before: one base took tiers 1, 2 and 3 on one day."""
    listed(bureau, BASES, "ZD-01", "--name", "虚构大学基地", "--state", "tier=1")
    greedy = {"lines": [{"entry": "ZD-01", "facts": {"tier": 3, "site": "另一基地"}}]}
    first = claimed(bureau, "guidance-base", "ZD-01", **greedy)
    assert against(assessed(bureau, first)) == []
    assert approved(bureau, first) == 5_000_000
    again = claimed(bureau, "guidance-base", "虚构·大学基地")
    assert against(assessed(bureau, again)) == ["limit-reached"]
    changed(bureau, BASES, f"{BASES}/0001", "--from", "2024-03-01", "--state", "tier=3")
    promoted = claimed(bureau, "guidance-base", "ｚｄ０１")
    assert against(assessed(bureau, promoted)) == []
    assert approved(bureau, promoted) == 15_000_000
    late = claimed(bureau, "guidance-base", "ZD-01")
    assert against(assessed(bureau, late)) == ["limit-reached"]
    assert bureau("doctor", officer="admin", clock=APPROVED).code == 0
    assert bureau("audit", "verify", "--decisions", officer="gao", clock=APPROVED).code == 0


def test_an_operator_is_not_paid_for_the_station_of_another(bureau: Bailu) -> None:
    """Seen before: an operator recognised for one station was paid for two others."""
    listed(bureau, STATIONS, "YZ-01", "--name", "园博零工驿站")
    determined = determining("200000", "按评分核定", "--score-sheet", "评分表1号")
    number = claimed(bureau, "gig-station", "YZ-01", uscc=OPERATOR)
    assert against(assessed(bureau, number, *determined)) == ["listed-for-another"]
    unheard = claimed(bureau, "gig-station", "YZ-02")
    line = assessed(bureau, unheard, *determined)
    assert (line["outcome"], against(line)) == ("open", [])


@pytest.mark.on_sqlite
def test_a_station_under_five_spellings_is_one_station(bureau: Bailu) -> None:
    """Case 20 of those that were tried: an award each."""
    listed(bureau, STATIONS, "YZ-01", "--name", "杏林街道·园博零工驿站")
    determined = determining("200000", "按评分核定", "--score-sheet", "评分表1号")
    spelt = ("杏林街道·园博零工驿站", "杏林街道•园博零工驿站", "杏林街道园博零工驿站", "杏林街道 园博零工驿站", "YZ—01")
    numbers = [claimed(bureau, "gig-station", entry) for entry in spelt]
    assert against(assessed(bureau, numbers[0], *determined)) == []
    assert approved(bureau, numbers[0]) == 20_000_000
    assert [against(assessed(bureau, number, *determined)) for number in numbers[1:]] == [["limit-reached"]] * 4


@pytest.mark.on_sqlite
def test_a_public_notice_says_which_base_it_is_about(bureau: Bailu) -> None:
    listed(bureau, BASES, "ZD-01", "--name", "虚构大学基地", "--state", "tier=2")
    greedy = {"lines": [{"entry": "ZD-01", "facts": {"site": "市人才中心三星站", "tier": 3}}]}
    number = claimed(bureau, "guidance-base", "ZD-01", **greedy)
    assessed(bureau, number)
    approved(bureau, number)
    told = bureau("application", "explain", number, "-o", "table", officer="gao", clock=APPROVED).out
    assert "Tier: Tier 3" not in told
    done(bureau, PUBLISHED, "lin", "public-notice", "publish", number)
    (row,) = bureau("public-notice", "list", "-o", "json", officer="gao", clock=PUBLISHED).json
    assert row["site"] == "ZD-01 虚构大学基地"


def test_what_an_entry_does_not_state_is_owed_by_the_office(bureau: Bailu) -> None:
    listed(bureau, BASES, "ZD-01")
    number = claimed(bureau, "guidance-base", "ZD-01", lines=[{"entry": "ZD-01", "facts": {"tier": 3}}])
    line = assessed(bureau, number)
    owed = {finding["code"]: finding["owed_by"] for finding in line["findings"] if finding["outcome"] == "unclear"}
    assert (line["outcome"], owed) == ("open", {"not-in-entry": "office"})
    changed(bureau, BASES, f"{BASES}/0001", "--from", "2024-01-01", "--state", "tier=2")
    assert against(assessed(bureau, number)) == []
    assert approved(bureau, number) == 10_000_000


@pytest.mark.on_sqlite
def test_everything_of_an_entry_is_shown_to_whoever_confirms_it_and_afterwards(bureau: Bailu) -> None:
    add = (
        *LISTED,
        "--owner",
        TRAINER,
        "--authority",
        "350206",
        "--payee",
        OPERATOR,
        "--parent",
        "湖里区",
        "--body",
        "示局",
    )
    done(bureau, "2024-01-02", "lin", "register", "add", BASES, "ZD-01", *add, "--state", "tier=1")
    shown = bureau("confirm", f"register-{BASES}", "--dry-run", officer="xu", clock="2024-01-03").err
    for part in ("Tier: Tier 1", TRAINER, OPERATOR, "350206", "湖里区", "示局 示1号"):
        assert part in shown
    done(bureau, "2024-01-03", "xu", "confirm", f"register-{BASES}", "--yes")
    more = ("--from", "2024-03-01", "--state", "tier=2", "--document", "示2号")
    done(bureau, "2024-02-01", "lin", "register", "change", BASES, f"{BASES}/0001", *more)
    shown = bureau("confirm", f"register-{BASES}", "--dry-run", officer="xu", clock="2024-02-02").err
    assert "Until then: Tier: Tier 1" in shown
    assert "It states: Tier: Tier 2" in shown
    done(bureau, "2024-02-02", "xu", "confirm", f"register-{BASES}", "--yes")
    first, second = bureau("register", "show", BASES, "zd01", "-o", "json", clock="2024-04-01").json
    assert (first["standing"], first["valid_to"], first["states"]) == ("ended", "2024-02-29", "Tier: Tier 1")
    assert (second["standing"], second["states"], second["series"]) == ("in-force", "Tier: Tier 2", f"{BASES}/0001")
    assert (second["payee"], second["authority"], second["parent"]) == (OPERATOR, "350206", "湖里区")
    # Ended and listed anew, and not changed: whoever confirms is told what that means.
    end = ("register", "end", BASES, f"{BASES}/0002", "--on", "2024-05-31", "--document", "示3号")
    done(bureau, "2024-04-02", "lin", *end)
    done(bureau, "2024-04-03", "xu", "confirm", f"register-{BASES}", "--yes")
    anew = ("--from", "2024-06-01", "--document", "示4号", "--owner", TRAINER, "--state", "tier=2")
    done(bureau, "2024-04-04", "lin", "register", "add", BASES, "ZD-01", *anew)
    shown = bureau("confirm", f"register-{BASES}", "--dry-run", officer="xu", clock="2024-04-05").err
    assert f"Listed before as entry {BASES}/0002, to 2024-05-31: as a new entry its quota begins anew" in shown
    table = bureau("register", "show", BASES, "ZD-01", "-o", "table", clock="2024-04-01").out
    assert "Counted as" in table
    assert bureau("register", "show", BASES, "ZD-02", clock="2024-04-01").code == 66


@pytest.mark.on_sqlite
def test_an_empty_roster_offers_the_entries_that_are_in_force_and_says_what_they_are(bureau: Bailu) -> None:
    listed(bureau, BASES, "ZD-01", "--name", "虚构大学基地", "--to", "2024-12-31")
    listed(bureau, BASES, "ZD-02", "--name", "虚构学院基地", "--to", "2024-03-31")
    file = bureau.folder / "roster.xlsx"
    done(bureau, SUBMITTED, "lin", "roster", "template", "guidance-base", file)
    book = openpyxl.load_workbook(file)
    assert [cell.value for cell in book["花名册"][1]] == ["认定条目编号"]
    (validation,) = book["花名册"].data_validations.dataValidation
    assert validation.formula1 == "选项!$A$1:$A$1"
    assert book["选项"]["A1"].value == "ZD-01"
    notes = [tuple(cell.value for cell in row[:2]) for row in book["填表说明"].iter_rows()]
    assert ("ZD-01", "虚构大学基地") in notes
    assert "ZD-02" not in {key for key, _ in notes}


OWNED = ("--owner", TRAINER)
WRONG: dict[str, tuple[tuple[object, ...], str]] = {
    "no owner": ((BASES, "ZD-01", *LISTED), "Whose entry is it?"),
    "an owner of what is a body": (("key-enterprises", UNLISTED, *LISTED, *OWNED), "give no owner"),
    "a wrong code of the owner": ((BASES, "ZD-01", *LISTED, "--owner", "91350203M0001B2C3A"), "check"),
    "a body without its code": (("key-enterprises", "某公司", *LISTED), "credit code"),
    "a tier that there is not": ((BASES, "ZD-01", *LISTED, *OWNED, "--state", "tier=4"), "tier"),
    "what the register does not state": (
        (BASES, "ZD-01", *LISTED, *OWNED, "--state", "hours_total=40"),
        "tier, rated_on",
    ),
    "no fact": ((BASES, "ZD-01", *LISTED, *OWNED, "--state", "tier"), "FACT=VALUE"),
    "a quota that is not asked": ((BASES, "ZD-01", *LISTED, *OWNED, "--quota", 3), "no quota"),
    "an authority that there is not": ((BASES, "ZD-01", *LISTED, *OWNED, "--authority", "350299"), "350206"),
    "more bodies than documents": ((BASES, "ZD-01", *LISTED, *OWNED, "--body", "甲", "--body", "乙"), "more bodies"),
    "one document of two": (("labour-cooperation-operators", UNLISTED, *LISTED, "--body", "甲"), "rests on 2"),
}


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("words", "part"), WRONG.values(), ids=WRONG)
def test_an_entry_that_its_register_cannot_have_is_refused_in_a_sentence(
    bureau: Bailu, words: tuple[object, ...], part: str
) -> None:
    before = bureau.log()
    ran = bureau("register", "add", *words, officer="lin")
    assert ran.code in (2, 65)
    assert part in ran.err
    assert bureau.log() == before


@pytest.mark.on_sqlite
def test_a_team_without_a_credit_code_is_the_owner_by_its_name(bureau: Bailu) -> None:
    done(bureau, "2024-01-02", "lin", "register", "add", "expert-teams", "ZJ-01", *LISTED, "--owner", "虚构专家团队")
    done(bureau, "2024-01-03", "xu", "confirm", "register-expert-teams", "--yes")
    assert "虚构专家团队" not in str(bureau.log())
    team = {"kind": "organisation", "uscc_absent_because": "专家团队没有信用代码"}
    determined = determining("30000", "按服务量核定")
    changed(bureau, "expert-teams", "expert-teams/0001", "--from", "2024-03-01", "--name", "专家团队")
    for name, codes in (("虚构 专家团队", []), ("另一团队", ["listed-for-another"])):
        applicant = {**team, "name": name}
        number = claimed(bureau, "expert-team", "ZJ-01", applicant=applicant)
        assert against(assessed(bureau, number, *determined)) == codes


@pytest.mark.on_sqlite
@pytest.mark.parametrize("named", [{"facts": {"entry": "ZD-02"}}, {"facts": {"entry": "ZD-01 "}}])
def test_an_entry_that_is_named_twice_and_differently_is_a_problem_of_the_file(
    bureau: Bailu, named: dict[str, Any]
) -> None:
    tree = {"scheme": "guidance-base", "lines": [{"entry": "ZD-01", **named}]}
    ran = bureau("application", "submit", written(bureau, tree), officer="lin", clock=SUBMITTED)
    assert (ran.code, "named twice" in ran.err) == (65, True)


@pytest.mark.parametrize(
    ("name", "pointed_out"),
    [
        ("海沧产业园", True),
        ("海沧人力资源产业园", False),
        ("海 沧·园", True),
        ("集美园", False),
    ],
)
def test_a_name_that_is_nearly_that_of_another_entry_is_pointed_out_to_both(
    bureau: Bailu, name: str, pointed_out: bool
) -> None:
    """Seen before: a park under two spellings was paid twice a million."""
    listed(bureau, STATIONS, "YZ-01", "--name", "海沧园", "--to", "2024-12-31")
    added = bureau(
        "register", "add", STATIONS, "YZ-02", *LISTED, "--owner", TRAINER, "--name", name, officer="lin",
        clock="2024-02-01",
    )  # fmt: skip
    assert added.code == 0
    assert ("YZ-01 海沧园" in added.err) is pointed_out
    shown = bureau("confirm", f"register-{STATIONS}", "--dry-run", officer="xu", clock="2024-02-02")
    assert ("YZ-01 海沧园" in shown.out + shown.err) is pointed_out
