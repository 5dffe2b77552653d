"""An account as screens may show it: its holder and bank, and of its number only the ends."""

from __future__ import annotations

from typing import Any

from domain.application.state.case import Case
from domain.application.values import Account, ApplicantKind
from presentation.language import N_, _
from presentation.masks import masked_name, masked_number
from usecases.session.officer_session import OfficerSession


def account_values(session: OfficerSession, case: Case, account: Account) -> dict[str, Any]:
    """Holder, bank and number; empty once the person was forgotten. A person's name is masked."""
    opened = session.unseal(case.applicant.party, account.sealed)
    holder = opened.get("holder", "")
    public = account.holder_is_applicant and case.applicant.kind is ApplicantKind.ORGANISATION
    return {
        "holder": holder if public else masked_name(holder),
        "bank": opened.get("bank", ""),
        "number": masked_number(opened.get("number", "")),
        "holder_is_applicant": account.holder_is_applicant,
    }


def account_shown(session: OfficerSession, case: Case, account: Account) -> str:
    values = account_values(session, case, account)
    said = (
        N_("Account: %(holder)s, %(bank)s, %(number)s")
        if account.holder_is_applicant
        else N_("Account: %(holder)s (not the applicant), %(bank)s, %(number)s")
    )
    return _(said) % values
