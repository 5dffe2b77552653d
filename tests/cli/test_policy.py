"""`bailu policy`: what is wrong with a file, and which editions the office decides by."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import policies
from policies import shipped
from policies.loader import load
from presentation.words.pack_problems import SENTENCES
from tests.cli.conftest import POLICY, Bailu

PACK = shipped(POLICY).decode()


def pack(folder: Path, *changes: tuple[str, str], name: str = "pack.toml") -> Path:
    """The shipped pack with changes, each of which must hit something."""
    content = PACK
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


SECOND = (("number = 1", "number = 2"), ("from = 2023-08-24", "from = 2024-07-01"))
"""A second edition, for what is received from July 2024 on."""


# check


def test_the_shipped_edition_is_in_order(bailu: Bailu) -> None:
    ran = bailu("policy", "check", POLICY)
    assert ran.code == 0
    assert f"{POLICY}@1" in ran.out
    assert load(PACK.encode()).digest in ran.out


def test_every_problem_of_a_file_is_said_with_its_line(bailu: Bailu) -> None:
    path = pack(
        bailu.folder,
        ('limits = ["training-yearly"', 'limits = ["training-weekly"'),
        ("waivable = true", 'waivable = "perhaps"'),
    )
    ran = bailu("policy", "check", path)
    assert ran.code == 65
    lines = path.read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(rf"{re.escape(str(path))}:(\d+): (\S+): (.+)", line) for line in ran.out.splitlines()]
    places = {match[2]: (lines[int(match[1]) - 1], match[3]) for match in matches if match}
    assert len(places) == len(matches)
    assert places["limits.training-yearly.waivable"] == ('waivable = "perhaps"', "“waivable” must be: true or false.")
    where, sentence = places["schemes.skill-certificate.limits.0"]
    assert where.startswith('limits = ["training-weekly"')
    assert sentence == "There is no limit training-weekly."


def test_the_problems_of_a_file_can_be_read_by_a_program(bailu: Bailu) -> None:
    path = pack(bailu.folder, ("yuan = 1_000", "yuan = 0"))
    ran = bailu("policy", "check", path, "-o", "json")
    assert ran.code == 65
    [problem] = json.loads(ran.out)["problems"]
    assert problem["code"] == "not-an-amount"
    assert problem["where"] == "schemes.project-skills-training.amount.yuan"
    assert problem["line"] > 1
    listed = bailu("policy", "check", path, "-o", "csv")
    assert listed.code == 65
    assert "not-an-amount" in listed.out


def test_a_file_that_is_no_toml_is_one_sentence(bailu: Bailu) -> None:
    path = bailu.folder / "pack.toml"
    path.write_text("id = ", encoding="utf-8")
    ran = bailu("policy", "check", path)
    assert ran.code == 65
    assert ran.out.startswith(f"{path}:1: (file): The file is not TOML")


def test_a_file_that_is_not_there_cannot_be_checked(bailu: Bailu) -> None:
    ran = bailu("policy", "check", "nowhere.toml")
    assert (ran.code, ran.out) == (66, "")
    assert "nowhere.toml: There is no such file." in ran.err


def test_every_mistake_that_a_pack_can_make_has_a_sentence() -> None:
    assert complaints() <= SENTENCES.keys()
    assert len(complaints()) > 30


def complaints() -> frozenset[str]:
    """The codes in the checks of packs: what stands second in a tuple of three, and the codes of problems."""
    folder = Path(policies.__file__).parent
    return frozenset(code for path in folder.glob("*.py") for code in _codes(ast.parse(path.read_text("utf-8"))))


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:
            yield from (code for part in ast.walk(node.elts[1]) for code in _code(part))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PackProblem":
            yield from (code for part in node.keywords for code in _code(part.value))


def _code(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "-" in node.value:
        yield node.value


# adopt


def test_a_clerk_proposes_a_policy_and_a_supervisor_adopts_it(bureau: Bailu) -> None:
    path = pack(bureau.folder, *SECOND)
    ran = bureau("policy", "adopt", path, officer="chen")
    assert ran.code == 77
    assert "supervisor" in ran.err
    assert bureau("policy", "adopt", path, officer="lin").code == 0
    assert bureau("confirm", "office", officer="lin").code == 77


def test_an_edition_applies_from_the_first_day_of_its_receipt(bureau: Bailu) -> None:
    path = pack(bureau.folder, *SECOND)
    ran = bureau("policy", "adopt", path, "-o", "json", officer="lin")
    assert ran.json["edition"] == f"{POLICY}@2"
    assert (ran.json["recorded"], ran.json["proposal"]) == (True, "office/p5")
    assert bureau("confirm", "office/p5", officer="xu").code == 0
    fact = bureau.log()[-1]
    assert fact["name"] == "policy.edition-adopted.v1"
    assert fact["data"]["applies_from"] == "2024-07-01"
    assert fact["data"]["content"] == path.read_text(encoding="utf-8")


def test_adopting_the_same_edition_again_changes_nothing(bureau: Bailu) -> None:
    before = bureau.log()
    ran = bureau("policy", "adopt", POLICY, officer="xu")
    assert ran.code == 0
    assert "nothing changed" in ran.out
    assert bureau.log() == before


def test_an_adopted_edition_cannot_get_other_content(bureau: Bailu) -> None:
    path = pack(bureau.folder, ("yuan = 1_000", "yuan = 1_100"))
    ran = bureau("policy", "adopt", path, officer="xu")
    assert ran.code == 65
    assert "A changed notice is a new edition" in ran.err


def test_a_file_with_mistakes_is_not_adopted(bureau: Bailu) -> None:
    path, before = pack(bureau.folder, *SECOND, ("yuan = 1_000", "yuan = -1")), bureau.log()
    ran = bureau("policy", "adopt", path, officer="xu")
    assert (ran.code, ran.out) == (65, "")
    assert "is not an amount" in ran.err
    assert bureau.log() == before


def test_a_dry_run_adopts_nothing(bureau: Bailu) -> None:
    path, before = pack(bureau.folder, *SECOND), bureau.log()
    ran = bureau("policy", "adopt", path, "--dry-run", officer="xu")
    assert ran.code == 0
    assert ran.out.startswith("Would propose")
    assert bureau.log() == before


# list and show


def test_without_a_store_the_shipped_editions_are_listed(bailu: Bailu) -> None:
    [edition] = bailu("policy", "list", "-o", "json").json
    assert edition["edition"] == f"{POLICY}@1"
    assert (edition["adopted"], edition["shipped"]) == (False, True)


def test_adopted_editions_are_listed_with_who_adopted_them_and_when(bureau: Bailu) -> None:
    bureau.agreed("policy", "adopt", pack(bureau.folder, *SECOND), officer="lin", second="xu", clock="2024-06-03")
    first, second = bureau("policy", "list", "-o", "json").json
    assert (first["edition"], first["adopted"], first["shipped"], first["officer"]) == (f"{POLICY}@1", True, True, "xu")
    assert (second["edition"], second["adopted"], second["shipped"]) == (f"{POLICY}@2", True, False)
    assert second["adopted_at"] == "2024-06-03T01:00:00Z"


def test_a_policy_is_shown_with_its_schemes_limits_and_interpretations(bailu: Bailu) -> None:
    edition = load(PACK.encode())
    shown = bailu("policy", "show", "-o", "json").json
    assert [scheme["scheme"] for scheme in shown["schemes"]] == list(edition.schemes)
    assert [interpretation["interpretation"] for interpretation in shown["interpretations"]] == list(
        edition.interpretations
    )
    assert {limit["limit"] for limit in shown["limits"]} == set(edition.limits)
    for scheme in shown["schemes"]:
        for cited in (scheme["amount"], *scheme["paid_by"], *scheme["conditions"]):
            assert cited["clause"] in edition.clauses


def test_a_scheme_is_shown_with_its_clause_word_for_word(bailu: Bailu) -> None:
    ran = bailu("policy", "show", POLICY, "--scheme", "labour-introduction", "-o", "table")
    assert ran.code == 0
    assert load(PACK.encode()).clauses["m09"].text in ran.out
    assert "1,000.00 yuan: Employed for 3 months; 1,000.00 yuan: Employed for 6 months" in ran.out
    assert "register-day [closing-3]" in ran.out
    assert "training-group" not in ran.out


def test_a_scheme_is_shown_in_chinese_as_well(bailu: Bailu) -> None:
    ran = bailu("policy", "show", "--scheme", "labour-introduction", "--lang", "zh")
    assert ran.code == 0
    assert "劳务合作运营机构名单" in ran.out


@pytest.mark.parametrize("argv", [("nowhere-2025-1",), (POLICY, "--scheme", "free-lunch")])
def test_what_no_policy_has_cannot_be_shown(bailu: Bailu, argv: tuple[str, ...]) -> None:
    ran = bailu("policy", "show", *argv)
    assert (ran.code, ran.out) == (66, "")
    assert argv[-1] in ran.err


def test_the_adopted_edition_is_shown_rather_than_the_shipped_one(bureau: Bailu) -> None:
    bureau.agreed("policy", "adopt", pack(bureau.folder, *SECOND), officer="lin", second="xu")
    assert bureau("policy", "show", "-o", "json").json["edition"] == f"{POLICY}@2"
    assert bureau("policy", "show", f"{POLICY}@1", "-o", "json").json["edition"] == f"{POLICY}@1"


def test_of_several_policies_one_must_be_named(bureau: Bailu) -> None:
    other = pack(bureau.folder, (f'id = "{POLICY}"', 'id = "xiamen-2025-9"'))
    bureau.agreed("policy", "adopt", other, officer="lin", second="xu")
    ran = bureau("policy", "show")
    assert ran.code == 2
    assert f"xiamen-2025-9, {POLICY}" in ran.err or f"{POLICY}, xiamen-2025-9" in ran.err
