"""Every proposal, answered by who may not: the proposer, another role, a suspended officer, another authority, oneself.

Each is refused for its own reason, and nothing is recorded; then the right person answers.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cli.exit_codes import NOT_PERMITTED
from domain.base import Part
from domain.office.roles import PERMISSIONS, Role, of_payer
from presentation.words.refusals import sentence
from tests.cli.conftest import Bailu
from tests.cli.matrix import staff
from tests.cli.matrix.calls import ELSEWHERE, Call, Given, call_of, confirm
from tests.cli.matrix.furnishing import GRANT, ROTATION
from tests.cli.matrix.watching import Watched
from tests.documents.permissions import Entry
from tests.domain.sample_cases import CITY

BY_VERB = {"assess": "application approve", "order-payment": "payment release"}
ACTS = [
    act
    for act, permission in PERMISSIONS.items()
    if permission.second and Entry("confirm", act, Part.SECOND) not in ELSEWHERE
]
OF_CITY = frozenset({
    "open-fund", "increase-fund", "transfer-fund", "carry-over-fund", "surrender-fund", "plan-fund", "close-fund",
    "make-allotment", "evaluate-allotment", "release-allotment", "settle-allotment", "reclaim-allotment",
    "close-month",
    "adopt-draw-rules", "link-persons", "adopt-policy", "adopt-standard", "adopt-calendar", "register-entry",
    "import-lines", "import-recovery", "pay-out-recovery",
    "two-names", "give-rights", "replace-administrator", "appoint-deputy", "take-rights",
})  # fmt: skip
"""What the city keeps, or is about its officers; the rest is about a case of Siming, which the city pays."""
SIMING = "350203"
ITS_OWN = frozenset({"receive-allotment"})
"""What Siming does about money of its own."""


def answer(act: str) -> Call:
    """What the second person types."""
    call = call_of(Entry(BY_VERB[act], act, Part.SECOND)) if act in BY_VERB else confirm(act)
    assert call is not None
    return call


def role_of(act: str) -> Role:
    """The role among those that may answer which the office's officers have with others."""
    second = PERMISSIONS[act].second
    return Role.SUPERVISOR if Role.SUPERVISOR in second else second[0]


def proposer(act: str) -> str:
    by_role = {Role.CLERK: "lin", Role.ASSESSOR: "chen", Role.APPROVER: "huang", Role.FINANCE: "wu"}
    others = {
        **dict.fromkeys(("differing-reply", "correct-reply", "assign-clearing"), "zhao"),
        "replace-administrator": staff.SECOND,
    }
    return others.get(act) or by_role.get(PERMISSIONS[act].first[0], staff.ADMINISTRATOR)


def by_proposer(act: str) -> tuple[str, str]:
    alone = act == "except-officer"  # An administrator has no role besides, and so not that of the authority.
    return proposer(act), "role-missing" if alone else "own-proposal"


def by_another_role(act: str) -> tuple[str, str]:
    return staff.WITHOUT.get(role_of(act), "no-supervisor"), "role-missing"


def by_suspended(act: str) -> tuple[str, str]:
    return staff.SUSPENDED.get(role_of(act), "off-pays"), "officer-suspended"


def by_another_authority(act: str) -> tuple[str, str]:
    above = role_of(act) is Role.SUPERVISING_AUTHORITY
    return staff.FAR_AWAY.get(role_of(act), "far-pays"), "role-missing" if above else "other-authority"


def refused(office: Bailu, act: str, officer: str, code: str, call: Call) -> str:
    """Nothing when an officer is refused by this code; else what came of it."""
    ran = office(*call(Given(office, officer)), officer=officer)
    values = {
        "act": act,
        "officer": officer,
        "role": " / ".join(role.value for role in PERMISSIONS[act].second),
        "authority": CITY if act not in ITS_OWN and (act in OF_CITY or of_payer(act, second=True)) else SIMING,
    }
    same = ran.code == NOT_PERMITTED and sentence(code, values) in ran.err
    return "" if same else f"{act} by {officer}, not {code}: {ran.code} {ran.out}{ran.err}"


@pytest.mark.parametrize("holder", [by_proposer, by_another_role, by_suspended, by_another_authority])
def test_who_may_not_answer_is_refused_for_that_and_nothing_is_recorded(
    office: Bailu, watched: Watched, holder: Callable[[str], tuple[str, str]]
) -> None:
    for act in ACTS:
        assert refused(office, act, *holder(act), answer(act)) == ""
        assert watched.recorded() == [], act


def test_nobody_answers_what_is_about_themselves(office: Bailu, watched: Watched) -> None:
    about = (("give-rights", GRANT, "promoted"), ("give-rights", ROTATION, "locked-out"))
    for act, kind, officer in (*about, ("appoint-deputy", "appoint-deputy", "promoted")):
        assert refused(office, act, officer, "own-role", confirm(kind)) == ""
        assert watched.recorded() == [], kind


def test_the_right_person_answers(office: Bailu, watched: Watched) -> None:
    for act in (*ACTS, GRANT, ROTATION):
        officer = staff.alone(role_of("give-rights" if act in (GRANT, ROTATION) else act))
        ran = office(*answer(act)(Given(office, officer)), officer=officer)
        assert ran.code == 0, (act, ran.err)
        assert {line.actor for line in watched.recorded()} == {officer}, act
