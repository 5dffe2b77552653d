"""What other cases, and other lines of the same, say of the persons and the account of a case. ADR 0062."""

from __future__ import annotations

from collections.abc import Mapping

from domain.application.state.case import Case
from domain.application.state.identities import ACCOUNTS, NAMES, names
from domain.application.values import ApplicantKind
from domain.decisions.repository import Repository
from domain.entitlement.claim import Use


def names_apart(repository: Repository, case: Case) -> Mapping[int, tuple[Use, ...]]:
    """By line: where the number of its person, or of an applicant who is one, stands under another name. Names that two
    people stood by are one; names under two documents of one person are not compared, for two people stood by these.
    """
    own = tuple(names(case))
    if not own:
        return {}
    people = repository.people()
    elsewhere = repository.uses({(NAMES, use.subject) for use in own})
    under: dict[str, list[Use]] = {}
    for use in (*own, *(use for use in elsewhere if use.application != case.number)):
        under.setdefault(use.subject, []).append(use)
    apart = {
        use.line: [other for other in under[use.subject] if people.name(other.qualifier) != people.name(use.qualifier)]
        for use in own
    }
    of_applicant = apart.pop(0, []) if case.applicant.kind is ApplicantKind.PERSON else []
    by_line = {line: (*apart.get(line, ()), *of_applicant) for line in case.lines}
    return {line: uses for line, uses in by_line.items() if uses}


def sharing_account(repository: Repository, case: Case) -> tuple[str, ...]:
    """The other cases that are paid to the same account and have another applicant. One person under two documents is
    one, and so is an organisation that has several cases.
    """
    people = repository.people()
    applicant = people.of(case.applicant.party)
    paid = repository.uses({(ACCOUNTS, case.account.account)})
    return tuple(sorted({use.application for use in paid if people.of(use.qualifier) != applicant} - {case.number}))
