"""Whether a slip in the shape of events and commands is noticed, and by whom: `python -m tests.mutations_of_shapes`.

Each mutant is one change to a copy of the tree: a handler of the wrong event, a misspelt member, an entry of a registry
deleted. It is given to mypy and, if mypy has nothing to say, to the tests of registries and structs. Of a registry with
more than `SAMPLE` entries that many are taken, evenly spread; `--all` takes each.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).parent.parent
SAMPLE = 4
TESTS = ("tests/test_registries.py", "tests/golden/test_golden.py", "tests/domain/test_structs.py")
REST = ("tests/domain", "tests/store/test_casework.py", "-k", "not postgres")
"""Asked only if nobody else has noticed."""

CASE_FOLD = "domain/application/folding/case.py"
MATCHES = {
    "fold of cases": CASE_FOLD,
    "decisions about cases": "domain/application/decide.py",
    "decisions of the office": "domain/decisions/decide.py",
    "fold of officers": "domain/office/officer.py",
    "fold of registers": "domain/office/register.py",
    "fold of funds": "domain/treasury/fund.py",
    "fold of batches": "domain/treasury/batch.py",
    "sentences": "presentation/words/case_events.py",
    "sentences of disputes": "presentation/words/dispute_events.py",
    "sentences of demands": "presentation/words/recovery_events.py",
}
UNIONS = {
    "union of receipt": "domain/application/events/receipt.py",
    "union of decision": "domain/application/events/decision.py",
    "union of milestones": "domain/application/events/milestones.py",
    "union of payout": "domain/application/events/payout.py",
    "union of disputes": "domain/application/events/disputes.py",
    "union of recovery": "domain/application/events/recovery.py",
    "union of commands": "domain/application/commands.py",
}


class Mutant(NamedTuple):
    what: str
    path: str
    text: str | None
    """What the file holds instead; None when it is deleted."""


def spread(candidates: list[Mutant], everything: bool) -> list[Mutant]:
    if everything or len(candidates) <= SAMPLE:
        return candidates
    return [candidates[index * (len(candidates) - 1) // (SAMPLE - 1)] for index in range(SAMPLE)]


def mutants(everything: bool) -> Iterator[Mutant]:
    yield from handlers()
    yield from misspellings()
    for registry, path in MATCHES.items():
        case = re.compile(r"^        case ((?:[a-z]+\.)?[A-Z]\w+)\([^)\n]*\):\n(?: {12}.*\n)+", re.MULTILINE)
        yield from spread(deletions(registry, path, case), everything)
    for registry, path in UNIONS.items():
        yield from spread(deletions(registry, path, re.compile(r"^    \| (\w+)\n", re.MULTILINE)), everything)
    label = re.compile(r'^    "([a-z]+\.[a-z-]+\.v\d)": N_\(.*\),\n', re.MULTILINE)
    labels = [
        mutant
        for path in sorted((HOUSE / "presentation/labels").glob("*.py"))
        for mutant in deletions("labels", str(path.relative_to(HOUSE)), label)
    ]
    yield from spread(labels, everything)
    view = re.compile(r'^    "([a-z]+\.[a-z-]+\.v\d)": [\w.]+,\n', re.MULTILINE)
    yield from spread(deletions("views", "projections/events/event_views.py", view), everything)
    golden = [
        Mutant(f"golden samples: without {path.stem}", str(path.relative_to(HOUSE)), None)
        for path in sorted((HOUSE / "tests/golden").glob("*.json"))
    ]
    yield from spread([mutant for mutant in golden if f'"{mutant.path[13:-5]}": ' not in upcasts()], everything)
    permission = re.compile(r'^    "([a-z-]+)": Permission\(.*\),\n', re.MULTILINE)
    yield from spread(deletions("permissions", "domain/office/roles.py", permission), everything)
    yield from facets()


def upcasts() -> str:
    return (HOUSE / "store/line/upcasts.py").read_text("utf-8")


def deletions(registry: str, path: str, entry: re.Pattern[str]) -> list[Mutant]:
    text = (HOUSE / path).read_text("utf-8")
    return [
        Mutant(f"{registry}: without {match[1]}", path, text[: match.start()] + text[match.end() :])
        for match in entry.finditer(text)
    ]


def changed(what: str, path: str, before: str, after: str) -> Mutant:
    text = (HOUSE / path).read_text("utf-8")
    assert before in text, f"{path} has no longer {before!r}"
    return Mutant(what, path, text.replace(before, after, 1))


def handlers() -> Iterator[Mutant]:
    bank, decide = "domain/application/folding/bank.py", "domain/application/decide.py"
    yield changed("wrong event in a fold", CASE_FOLD, "bank.ordered(state", "bank.released(state")
    yield changed("wrong event in a fold, as declared", bank, "happened: f.PaymentReleased", "happened: f.MilestoneMet")
    yield changed("wrong command in a decision", decide, "review.approve(case", "review.assess(case")
    yield changed(
        "wrong command of the office",
        "domain/decisions/decide.py",
        "exporting.export(batch",
        "payment_run.release(batch",
    )
    yield changed(
        "wrong event in a sentence", "presentation/words/recovery_events.py", "_served(event)", "_planned(event)"
    )


def misspellings() -> Iterator[Mutant]:
    folding = "domain/application/folding"
    file, money, receipt = f"{folding}/file.py", f"{folding}/money.py", "domain/application/events/receipt.py"
    yield changed("misspelt member read", file, "happened.account,", "happened.acount,")
    funds = "domain/treasury/fund.py"
    yield changed("misspelt member in a pattern", funds, "successor=successor)", "sucessor=successor)")
    yield changed(
        "misspelt member made", "domain/office/officer_decisions.py", "RoleGranted(role=", "RoleGranted(roles="
    )
    yield changed("misspelt member replaced", file, "account_doubtful=False", "account_doubtfull=False")
    yield changed("member of another type replaced", money, "waiting=False", 'waiting="no"')
    yield changed("member renamed in an event", receipt, "    clause: str | None\n", "    clauses: str | None\n")
    yield changed(
        "members of an event in another order",
        receipt,
        "    proposal: str\n    act: str\n",
        "    act: str\n    proposal: str\n",
    )
    base = "domain/base.py"
    yield changed(
        "structs no longer keyword-only",
        base,
        "frozen=True, kw_only=True)\n\n\nclass AbstractStructMeta",
        "frozen=True)\n\n\nclass AbstractStructMeta",
    )
    yield changed(
        "structs no longer frozen",
        base,
        "frozen=True, kw_only=True)\n\n\nclass AbstractStructMeta",
        "kw_only=True)\n\n\nclass AbstractStructMeta",
    )
    yield changed(
        "an event with a tag",
        receipt,
        "class ApplicationAccepted(Event):",
        "class ApplicationAccepted(Event, tag=True):",
    )


def facets() -> Iterator[Mutant]:
    receipt, payout = "domain/application/events/receipt.py", "domain/application/events/payout.py"
    yield changed("facets: a permission that is none", receipt, 'alone("accept")', 'alone("acept")')
    milestones = "domain/application/events/milestones.py"
    yield changed("facets: another part", milestones, 'first("milestone"', 'alone("milestone"')
    yield changed(
        "facets: a member that is none",
        payout,
        'alone("record-credits", about="batch")',
        'alone("record-credits", about="bach")',
    )
    yield changed(
        "facets: none at all", receipt, '"application.accepted.v1", alone("accept")', '"application.accepted.v1"'
    )
    yield changed("facets: nobody's act", receipt, 'alone("accept")', "CONSEQUENCE")


def noticed_by(tree: Path, mutant: Mutant) -> str:
    file = tree / mutant.path
    before = file.read_bytes()
    if mutant.text is None:
        file.unlink()
    else:
        file.write_text(mutant.text, "utf-8")
    try:
        return _mypy(tree) or _tests(tree, *TESTS) or _tests(tree, *REST) or "NOBODY"
    finally:
        file.write_bytes(before)


def _mypy(tree: Path) -> str | None:
    ran = subprocess.run([sys.executable, "-m", "mypy"], cwd=tree, capture_output=True, text=True, check=False)
    errors = re.findall(r": error: (.*?)  \[([a-z-]+)\]", ran.stdout)
    return f"mypy: {errors[0][1]}" if errors else None


def _tests(tree: Path, *tests: str) -> str | None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "0",
        "-q",
        "-x",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        *tests,
    ]
    ran = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    if ran.returncode == 0:
        return None
    failed = re.search(r"^FAILED tests/\S*?(\w+\.py)::(\w+)", ran.stdout, re.MULTILINE)
    if failed is not None:
        return f"{failed[1]}: {failed[2]}"
    raised = re.findall(r"^E +(\w+Error: .*)$", ran.stdout + ran.stderr, re.MULTILINE)
    return f"every test: {raised[-1] if raised else 'nothing can be imported'}"


def copy_of_the_tree(folder: Path) -> Path:
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=HOUSE, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if (HOUSE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HOUSE / name, folder / name)
    return folder


def main() -> int:
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = copy_of_the_tree(Path(folder))
        wrong = _mypy(tree) or _tests(tree, *TESTS)
        assert wrong is None, f"the tree as it stands is not clean: {wrong}"
        print("| mutation | noticed by |\n|---|---|")
        for mutant in mutants("--all" in sys.argv):
            by = noticed_by(tree, mutant)
            missed += by == "NOBODY"
            print(f"| {mutant.what} | {by} |", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
