"""The rules of this house that matter, as tests."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import presentation.locale.__main__ as catalogs
from presentation.words.refusals import SENTENCES
from tests.documents.links import tracked

HOUSE = Path(__file__).parent.parent
ROOMS = ("domain", "policies", "audit", "store", "projections", "presentation", "usecases", "cli")


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]


def test_no_dependency_owns_the_name_of_one_of_our_packages() -> None:
    owners = importlib.metadata.packages_distributions()
    assert {room: set(owners.get(room, ())) - {"bailu"} for room in ROOMS} == {room: set() for room in ROOMS}


def test_decision_records_are_numbered_without_gaps_and_carry_their_number_in_the_title() -> None:
    records = sorted((HOUSE / "docs/adr").glob("[0-9]*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {record.name[:4]}. ")
        assert "TBA" not in text
        assert [line for line in text.splitlines() if line.startswith("## ")] == [
            "## Question",
            "## Options",
            "## Decision",
            "## Consequences",
        ]


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    hosts = ("pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "find-" + "links", "extra-" + "index")
    for path in tracked():
        content = path.read_bytes()
        assert not [host for host in hosts if host.encode() in content], path


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    for path in tracked():
        assert not re.search(rb"/(home|root|Users)/[a-z]|" + os.fsencode(HOUSE), path.read_bytes()), path


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    assert [path for path in modules() if len(path.read_text("utf-8").splitlines()) > 300] == []


WRITERS = {
    "store/files.py",
    # Databases make their files themselves, here under modes that we chose.
    "store/sqlite/database.py",
    "projections/database/sqlite.py",
    # Developers' own tools, which write into the checkout.
    "policies/schema.py",
    "presentation/policy_page.py",
    "presentation/chart_page.py",
    "presentation/locale/__main__.py",
    # The folder of a demonstration, which is new.
    "cli/demo.py",
    "cli/demonstration/bank.py",
    "cli/demonstration/chapters.py",
    "cli/demonstration/mishaps.py",
}
_MAKES_A_FILE = re.compile(
    r"(?<!formatter)\.(write_text|write_bytes|touch|hardlink_to|symlink_to)\(|\bos\.(link|rename|replace)\("
    r"|\b(mkstemp|mkdtemp|fdopen|NamedTemporaryFile|TemporaryDirectory|O_CREAT)\b"
    r"|\bopen\([^)\n]*[\"'][waxr]b?\+?[\"']|\.save\((?!content\))"
)


def test_every_file_of_ours_is_made_by_the_one_atomic_writer() -> None:
    """ADR 0049. Reading is `open("rb")`; whatever else opens, makes or names a file is looked at here."""
    made = {
        str(path.relative_to(HOUSE)): [found.group() for found in _MAKES_A_FILE.finditer(path.read_text("utf-8"))]
        for path in modules()
    }
    others = {name: [how for how in found if '"rb"' not in how] for name, found in made.items() if name not in WRITERS}
    assert {name: found for name, found in others.items() if found} == {}
    assert [name for name in WRITERS if not made[name]] == [], "no longer an exception"


def test_amounts_are_never_floats_in_the_domain() -> None:
    for path in sorted((HOUSE / "domain").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        floats = [
            node.lineno
            for node in ast.walk(tree)
            if (isinstance(node, ast.Constant) and isinstance(node.value, float))
            or (isinstance(node, ast.Name) and node.id == "float")
            or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
        ]
        assert floats == [], path


def test_the_domain_has_no_clock_and_no_randomness() -> None:
    for path in sorted((HOUSE / "domain").rglob("*.py")):
        assert not re.search(r"\b(now|today|utcnow|random|secrets|uuid4|time)\(", path.read_text("utf-8")), path


def test_every_no_has_its_sentence() -> None:
    """Codes are literals where they are raised, so reading the code finds them all."""
    raised = re.compile(
        r"(?:NotAllowed|NotPermitted|NoSuchThing|StoreUnavailable|StoreBusy)\(\s*\"([a-z0-9-]+)\"", re.MULTILINE
    )
    codes = {code for path in modules() for code in raised.findall(path.read_text("utf-8"))}
    assert len(codes) > 100
    assert codes - SENTENCES.keys() == set()


def test_every_sentence_of_the_command_line_has_its_chinese() -> None:
    kept = catalogs.translations()
    assert catalogs.untranslated(kept) == []
    translated = {message.id for message in kept if message.id}
    assert {message.id for message in catalogs.collected() if message.id} - translated == set(), "run `make catalog`"


def test_no_sentence_stands_within_an_f_string_where_it_would_not_be_collected() -> None:
    uncollected = [
        f"{path.relative_to(HOUSE)}:{call.lineno}"
        for path in modules()
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_")
        if any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert uncollected == []


def test_the_compiled_catalog_is_that_of_the_kept_one() -> None:
    assert catalogs.MO.read_bytes() == catalogs.compiled(catalogs.translations()), "run `make catalog`"


@pytest.mark.parametrize(
    "module",
    ["store.commands.executor", "usecases.session.officer_session", "cli.application", "cli.payment", "cli.fund"],
)
def test_commands_never_import_the_read_models(module: str) -> None:
    script = f"import sys, {module}; print([name for name in ('sqlalchemy', 'projections') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
