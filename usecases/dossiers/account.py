"""An account as screens may show it: its holder and bank, and of its number only the ends."""

from __future__ import annotations

from domain.application.state.case import Case
from domain.application.values import Account, ApplicantKind
from presentation.language import N_, _
from presentation.masks import masked_name, masked_number
from presentation.rows.columns import Row
from presentation.rows.values import fields
from usecases.session.officer_session import OfficerSession


class AccountDetails(Row):
    """Holder, bank and number, the number masked, and the bank's union number; empty once the person was forgotten. A
    person's name is masked.
    """

    holder: str
    bank: str
    number: str
    union_number: str | None
    holder_is_applicant: bool


def account_details(session: OfficerSession, case: Case, account: Account) -> AccountDetails:
    """An account of the case's applicant, opened from its seal."""
    opened = session.unseal(case.applicant.party, account.sealed)
    holder = opened.get("holder", "")
    public = account.holder_is_applicant and case.applicant.kind is ApplicantKind.ORGANISATION
    return AccountDetails(
        holder=holder if public else masked_name(holder),
        bank=opened.get("bank", ""),
        number=masked_number(opened.get("number", "")),
        union_number=opened.get("union_number"),
        holder_is_applicant=account.holder_is_applicant,
    )


def account_shown(session: OfficerSession, case: Case, account: Account) -> str:
    """An account in one sentence."""
    sentence = (
        N_("Account: %(holder)s, %(bank)s, %(number)s")
        if account.holder_is_applicant
        else N_("Account: %(holder)s (not the applicant), %(bank)s, %(number)s")
    )
    details = account_details(session, case, account)
    shown = _(sentence) % fields(details)
    return (
        shown
        if details.union_number is None
        else shown + _(", union number %(number)s") % {"number": details.union_number}
    )
