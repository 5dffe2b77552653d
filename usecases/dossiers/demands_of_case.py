"""The demands of one case: what each takes back, and what came in."""

from __future__ import annotations

from domain.application.decisions.demands import the_recovery
from presentation.rows.columns import Row
from usecases.dossiers.demand_sheet import Demand, demand_row, owed_back_fen
from usecases.dossiers.dossier import applicant_shown, open_dossier
from usecases.session.officer_session import OfficerSession


class CaseDemands(Row):
    """A case and its demands, amounts in fen; the payee is masked where it is a person."""

    number: str
    payee: str
    recovery: str | None
    overpaid_fen: int
    owed_back_fen: int
    demands: tuple[Demand, ...]


def demands_of_case(session: OfficerSession, number: str, recovery: str | None) -> tuple[str, CaseDemands]:
    """The name of the scheme in the officer's language, and all demands of a case or the one named `recovery`.

    Raises `NoSuchThing`: `no-such-application` and `no-such-recovery`.
    """
    dossier = open_dossier(session, number)
    case = dossier.case
    recoveries = [the_recovery(case, recovery)] if recovery else case.recoveries.values()
    return dossier.scheme_name, CaseDemands(
        number=number,
        payee=applicant_shown(session, case).name,
        recovery=case.recovery,
        overpaid_fen=case.overpaid_fen,
        owed_back_fen=owed_back_fen(case),
        demands=tuple(demand_row(one, dossier.recorded) for one in recoveries),
    )
