"""What is refused above the domain, code by code, and why there: what may be done is decided in `domain` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from domain import errors
from tests.test_architecture import CHAIN, ROOT

ABOVE = tuple(package for package in CHAIN if package != "domain")
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)}

NOT_THERE = "what was named is not there, so that there is nothing to ask the domain about"
FILE = "a file or a folder: what is in the way, what does not fit what it is given to"
KEY = "the key that opens a sealed value was destroyed"
PROOF = "the domain knows no cryptography: whether a key signed its request is asked where it is recorded"
STORE = "a store, a backup or a read model as a whole"
CHOICE = "the words fit several things, or none: nobody was asked yet for anything"
LETTER = "a letter that does not fit the state of the case: its issue is an event, its words are not the domain's"
EVALUATED = "a file for `policy evaluate`, which records nothing"
EARLY = "said before free text is sealed or a file is written; the decision under the lock says it again"
OPEN = "the rule of a verb that changes with registers and assessments"

CODES: Mapping[str, tuple[str, ...]] = {
    NOT_THERE: (
        "allotment-not-yet",
        "nothing-allotted",
        "calendar-missing",
        "letter-no-demands",
        "letter-no-objection",
        "letter-no-objections",
        "no-calendar-data",
        "no-policy-adopted",
        "no-such-account",
        "no-such-application",
        "no-such-batch",
        "no-such-entry",
        "no-such-file",
        "no-such-group",
        "not-answered",
        "no-such-debts",
        "no-such-import",
        "fund-not-yet",
        "no-such-fund",
        "no-such-line",
        "no-such-officer",
        "no-such-person",
        "no-such-projection",
        "no-such-recovery",
        "no-such-register",
        "no-such-scheme",
        "no-such-stream",
        "officer-unknown",
        "policy-not-adopted",
        "policy-not-shipped",
        "position-beyond",
        "standard-not-adopted",
    ),
    FILE: (
        "calendar-without-source",
        "failed-differs",
        "file-exists",
        "file-there",
        "folder-not-empty",
        "not-a-backup",
        "notice-number",
        "notice-text",
        "notice-unreadable",
        "order-file-name",
        "order-not-writable",
        "order-over-limit",
        "order-value-missing",
        "order-value-too-long",
        "payer-unnamed",
        "path-form",
        "profile-pays-otherwise",
        "request-elsewhere",
        "role-of-authority",  # Also before there is anything: `domain.office.log_decisions.open_log` has the rule.
        "several-editions",
    ),
    KEY: ("payee-forgotten",),
    PROOF: ("key-unproved",),
    STORE: ("books-spoiled", "copy-other-log", "copy-target-taken", "log-closed"),
    CHOICE: (
        "not-published-then",
        "nothing-published",
        "notice-terms-differ",
        "import-form",
        "member-form",
        "lines-given-twice",
        "weights-differ",
        "nothing-demanded",
        "nothing-of-file",
        "several-answers",
        "nothing-notified",
        "nothing-payable-at-all",
        "nothing-to-serve",
        "nothing-verified",
        "policy-unsaid",
        "recovery-unsaid",
    ),
    LETTER: (
        "letter-forgotten",
        "letter-no-approval",
        "letter-no-correction",
        "letter-no-demand",
        "letter-no-follow-up",
        "letter-no-notice",
        "letter-no-recovery-notice",
        "letter-no-refusal",
        "letter-not-transferred",
        "letter-no-reminder",
        "letter-nothing-revoked",
        "letter-objection-open",
        "letter-sent-back",
        "not-assessed",
        "receipt-unconfirmed",
    ),
    EVALUATED: (
        "fact-not-fitting",
        "received-on-missing",
        "unknown-fact",
        "unknown-limit",
        "unknown-line",
        "unknown-scheme",
    ),
    EARLY: (
        "batch-standing",
        "not-of-debts",
        "nothing-unmatched",
        "officer-enrolled",
        "nothing-proposed",
        "proposals-open",
    ),
    OPEN: ("another-number", "correction-differs", "line-without-person"),
}


def refusals(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The code of each refusal that is raised, with its line; a code that is no constant is a `?`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
            code = node.args[0] if node.args else None
            named = code.value if isinstance(code, ast.Constant) else "?"
            yield str(named), node.lineno


def raised() -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for package in ABOVE:
        for path in sorted((ROOT / package).rglob("*.py")):
            for code, line in refusals(ast.parse(path.read_text("utf-8"))):
                places.setdefault(code, []).append(f"{path.relative_to(ROOT)}:{line}")
    return places


def test_what_is_refused_above_the_domain_is_listed_with_its_reason() -> None:
    listed = [code for codes in CODES.values() for code in codes]
    assert len(listed) == len(set(listed))
    assert {code: places for code, places in raised().items() if code not in listed} == {}
    assert set(listed) - raised().keys() == set()


@pytest.mark.parametrize("source", ['raise NotAllowed("new-rule")', 'found = NotPermitted("new-rule", who="x")'])
def test_a_refusal_is_found_wherever_it_is_made(source: str) -> None:
    assert list(refusals(ast.parse(source))) == [("new-rule", 1)]


def test_the_sources_are_where_they_are_looked_for() -> None:
    assert all(Path(ROOT / package / "__init__.py").exists() for package in ABOVE)
