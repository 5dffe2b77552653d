"""Every verb that records, given in the name of every role: what comes of it is what the table of permissions says.

One officer has one role. They give each verb where it would succeed for the right role, in the same words; a refusal
counts only if it is for the role, under the act of the row, and the log is as long as it was.
"""

from __future__ import annotations

import re

import pytest

from cli.exit_codes import NOT_PERMITTED
from domain.base import ACTS, Part
from domain.office.roles import PERMISSIONS, Role
from presentation.words.refusals import sentence
from tests.cli.conftest import Bailu
from tests.cli.matrix.calls import ELSEWHERE, Given, call_of
from tests.cli.matrix.staff import alone
from tests.cli.matrix.watching import Line, Watched
from tests.documents.permissions import NOBODYS, Entry, entries, may
from tests.documents.reference import WORDS, file_of
from tests.documents.verbs import verbs

ASKED_AS = {
    ("application submit", "backdated-receipt"): "submit",
    ("application submit", "other-account-holder"): "submit",
    ("application submit", "code-as-printed"): "submit",
    ("application correct", "other-account-holder"): "correct",
    ("application correct", "code-as-printed"): "correct",
    ("payment import", "differing-reply"): "record-credits",
    ("officer key-lost", "take-rights"): "suspend-officer",
}
"""Under which act a row is refused that follows from another of the same command."""
OF_ONESELF = {
    ("confirm", "take-rights", Role.SUPERVISING_AUTHORITY),
    ("officer rotate-key", "own-key", Role.SUPERVISING_AUTHORITY),
}
"""What waits here is about the authority's own key. It confirms another's, and takes another key where nobody asks that
this one be stopped: `tests/cli/test_two_people.py`.
"""
HERE = [entry for entry in entries() if call_of(entry) is not None]


def tried(office: Bailu, watched: Watched, entry: Entry, role: Role) -> str:
    """What comes of a cell: `recorded` under the act of its row, `refused` for the role, or whatever else it was."""
    officer, call = alone(role), call_of(entry)
    assert call is not None
    ran = office(*call(Given(office, officer)), officer=officer)
    acts = [act for line in watched.recorded() for act in acts_of(line)]
    if ran.code == 0 and acts:
        return "recorded" if entry.act in acts else f"recorded as {acts[0]}"
    if acts:
        return f"refused, and recorded as {acts}"
    return "refused" if _for_the_role(ran.code, ran.err, entry, officer) else f"{ran.code}: {ran.err}"


def told(entry: Entry, role: Role) -> str:
    """What the table says of a cell."""
    if may(entry, role):
        return "recorded"
    rights = entry.act == "replace-administrator" and entry.part is Part.FIRST
    return "recorded as give-rights" if rights and role is Role.ADMINISTRATOR else "refused"


def acts_of(line: Line) -> list[str]:
    """Under which permission a line says that it is recorded; none for what follows of itself."""
    act = ACTS[line.name]
    if act.otherwise and line.data.get(act.otherwise.member) in act.otherwise.values:
        return [act.otherwise.permission]
    return [str(named) for named in (act.permission, line.data.get("act")) if named]


def _for_the_role(code: int, shown: str, entry: Entry, officer: str) -> bool:
    """Whether a refusal is that of the role, under the act of the row."""
    act = ASKED_AS.get((entry.verb, entry.act), entry.act)
    if entry.act == "replace-administrator" and entry.part is Part.FIRST:
        act = "give-rights"  # Only a supervisor asks under the other.
    permission = PERMISSIONS[act]
    roles = permission.second if entry.part is Part.SECOND else permission.first
    values = {"act": act, "role": " / ".join(role.value for role in roles), "officer": officer}
    return code == NOT_PERMITTED and sentence("role-missing", values) in shown


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_a_role_may_do_of_each_verb_what_the_table_says_and_no_more(
    office: Bailu, watched: Watched, role: Role
) -> None:
    others = [entry for entry in HERE if (entry.verb, entry.act, role) not in OF_ONESELF]
    cells = {entry: tried(office, watched, entry, role) for entry in others}
    other = [f"{entry.verb} ({entry.act}): {cell}" for entry, cell in cells.items() if cell != told(entry, role)]
    assert other == [], "\n".join(other)


def test_every_verb_that_records_has_its_rows() -> None:
    """The reference tells of each verb whether it was seen to record."""
    shown = file_of("en").read_text("utf-8")
    sections = dict(re.findall(r"^## bailu (.+)\n((?:(?!^## ).*\n)*)", shown, re.MULTILINE))
    recording = {verb for verb, _module in verbs() if WORDS["en"]["reads"] not in sections.get(verb, "")}
    assert {entry.verb for entry in entries()} == recording - NOBODYS


def test_every_act_that_has_a_permission_has_its_rows() -> None:
    assert {entry.act for entry in entries() if entry.part is not Part.SECOND} == set(PERMISSIONS)
    assert {entry.act for entry in entries() if entry.part is Part.SECOND} == {
        act for act, permission in PERMISSIONS.items() if permission.second
    }
    assert set(entries()) >= ELSEWHERE
