"""Under which names persons stand in a case, and to which account it is paid: what is looked up over all cases.

It lies in the index of limit uses, under names that no limit can have: like those, it is a pure function of the
events, is written with them, and can be made anew and compared. ADR 0062.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.application.state.stated import WHOLE_APPLICATION, Stated
from domain.application.values import ApplicantKind
from domain.entitlement.claim import Use

NAMES, ACCOUNTS = "=name", "=account"
"""A name counts over the number of a person, by its pseudonym; a payee over the account."""


def names(stated: Stated) -> Iterator[Use]:
    """The name of each person under their number; `WHOLE_APPLICATION` is the line of an applicant."""
    applicant = stated.applicant
    if applicant.kind is ApplicantKind.PERSON and applicant.called is not None:
        yield _use(stated, NAMES, applicant.party, applicant.called, WHOLE_APPLICATION)
    for line in stated.lines.values():
        if line.person is not None and line.called is not None:
            yield _use(stated, NAMES, line.person, line.called, line.line)


def payee(stated: Stated) -> Use:
    """Who is paid to the account."""
    return _use(stated, ACCOUNTS, stated.account.account, stated.applicant.party, WHOLE_APPLICATION)


def _use(stated: Stated, limit: str, subject: str, qualifier: str, line: int) -> Use:
    return Use(
        limit=limit,
        subject=subject,
        qualifier=qualifier,
        on=stated.received_on,
        amount_fen=0,
        application=stated.number,
        line=line,
    )
