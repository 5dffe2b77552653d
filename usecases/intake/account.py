"""An account that an applicant names later: a JSON or TOML file with holder, bank and number, and perhaps the bank's
union number, or the same as typed.
"""

from __future__ import annotations

from pathlib import Path

from usecases.intake import text
from usecases.intake.application import DeclaredAccount
from usecases.intake.documents import read_tree, step
from usecases.intake.forms import AccountForm, fill
from usecases.intake.identity import account_number
from usecases.intake.identity import union_number as read_union_number
from usecases.problems import Problem, Where, problem

_READERS = {"holder": text.name, "bank": text.name, "number": account_number, "union_number": read_union_number}


def read_account(path: Path) -> tuple[DeclaredAccount | None, tuple[Problem, ...]]:
    """The account in the file at `path`, as the whole of it or under the key `account`; or every problem with it."""
    tree, problems = read_tree(path)
    if tree is None or problems:
        return None, problems
    inner = tree.get("account")
    nested = isinstance(inner, dict)
    form, problems = fill(AccountForm, inner if isinstance(inner, dict) else tree)
    if form is None:
        return None, problems
    return declared_account(form.holder, form.bank, form.number, form.union_number, "account" if nested else "")


def declared_account(
    holder: str | None, bank: str | None, number: str | None, union_number: str | None = None, path: str = ""
) -> tuple[DeclaredAccount | None, tuple[Problem, ...]]:
    """The account as read, or every problem with it; `path` is where in a file its keys stand."""
    members: dict[str, str] = {}
    problems: list[Problem] = []
    given_keys = {"holder": holder, "bank": bank, "number": number}
    if union_number is not None:
        given_keys["union_number"] = union_number
    for key, given in given_keys.items():
        read = problem("key-missing", key=key) if given is None else _READERS[key](given)
        if isinstance(read, Problem):
            problems.append(read.at(Where(path=step(path, key) if path else key)))
        else:
            members[key] = read
    return (None, tuple(problems)) if problems else (DeclaredAccount(**members), ())
