"""Everything about a case that screens may show: keys as the contract has them, amounts in fen, people masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.application import events as f
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.values import Line, expand
from domain.entitlement.vocabulary import FactType
from domain.office.roles import PERMISSIONS
from domain.proposals import Proposal
from usecases.dossiers.account import account_values
from usecases.dossiers.demand_sheet import demand_row
from usecases.dossiers.dossier import Dossier, applicant_shown, line_shown
from usecases.dossiers.timeline import timeline
from usecases.session.officer_session import OfficerSession


def shown(session: OfficerSession, dossier: Dossier) -> dict[str, Any]:
    case = dossier.case
    applicant = applicant_shown(session, case)
    items = by_line(case)
    return {
        "number": case.number,
        "scheme": case.scheme,
        "scheme_name": dossier.scheme_name,
        "status": case.status,
        "stage": case.stage,
        "authority": case.authority,
        "received_on": case.received_on,
        "edition": case.edition,
        "digest": case.digest,
        "applicant": {"kind": case.applicant.kind, "name": applicant.name, "id_number": applicant.id_number},
        "account": account_values(session, case, case.account) | {"doubtful": case.account_doubtful},
        "entitled_fen": case.entitled_fen,
        "ordered_fen": case.ordered_fen,
        "paid_fen": case.paid_fen,
        "recovered_fen": case.recovered_fen,
        "written_off_fen": case.written_off_fen,
        "outstanding_fen": case.outstanding_fen,
        "payable_fen": case.payable_fen,
        "overpaid_fen": case.overpaid_fen,
        "owed_back_fen": max(0, case.owed_back.open_fen),
        "recovery": case.recovery,
        "instalments": _instalments(case),
        "lines": [_line(session, dossier, line, items.get(line.line, ())) for line in case.lines.values()],
        "documents": [{"sha256": each.sha256, "number": each.number} for each in case.documents],
        "published_on": case.notice.published_on if case.notice else None,
        "closes_on": case.notice.closes_on if case.notice else None,
        "payable_from": case.notice.payable_from if case.notice else None,
        "objections": _objections(session, dossier),
        "sent_back": sorted(case.sent_back),
        "recoveries": [demand_row(each, dossier.recorded) for each in case.recoveries.values()],
        "waivers": [{"limit": limit, "line": line} for limit, line in sorted(case.waived)],
        "proposals": [proposal_values(case, each) for each in case.proposals.values()],
        "timeline": timeline(session, dossier.recorded, case.applicant.party),
    }


def by_line(case: Case) -> dict[int, list[Item]]:
    """The instalments of each line, in their order."""
    items: dict[int, list[Item]] = {}
    for due, item in sorted(case.items.items()):
        items.setdefault(due.line, []).append(item)
    return items


def proposal_values(case: Case, proposal: Proposal) -> dict[str, Any]:
    """A proposal for programs; of a milestone, also what is said of it."""
    proposed = case.proposed.get(proposal.id)
    reported = proposed if isinstance(proposed, f.MilestoneReported) else None
    return {
        "proposal": proposal.id,
        "act": proposal.act,
        "by": proposal.by,
        "role": PERMISSIONS[proposal.act].second,
        "milestone": reported.milestone if reported else None,
        "met": reported.met if reported else None,
        "lines": getattr(proposed, "lines", None),
        "reached_on": reported.reached_on if reported else None,
    }


def _instalments(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "line": due.line,
            "instalment": due.instalment,
            "amount_fen": item.entitled_fen,
            "payable": item.payable,
            "standing": item.status,
            "held": case.holds(due.line),
            "entitled_fen": item.entitled_fen,
            "ordered_fen": item.ordered_fen,
            "paid_fen": item.paid_fen,
            "recovered_fen": item.recovered_fen,
            "written_off_fen": item.written_off_fen,
        }
        for due, item in sorted(case.items.items())
    ]


def _line(session: OfficerSession, dossier: Dossier, line: Line, items: Iterable[Item]) -> dict[str, Any]:
    case = dossier.case
    who = line_shown(session, case, line)
    vocabulary = dossier.edition.vocabulary
    return {
        "line": line.line,
        "name": who.name,
        "id_kind": line.id_kind,
        "id_number": who.id_number,
        "site": who.site,
        "entitled_fen": sum(item.entitled_fen for item in items),
        # A certificate number is known to the case as a pseudonym, which tells nobody anything.
        "facts": {k: v for k, v in line.facts.items() if vocabulary[k].type is not FactType.CERTIFICATE},
        "verified": {
            name: {"value": each.value, "source": each.source, "checked_on": each.checked_on}
            for name, each in case.verified.get(line.line, {}).items()
            if vocabulary[name].type is not FactType.CERTIFICATE
        },
    }


def _objections(session: OfficerSession, dossier: Dossier) -> list[dict[str, Any]]:
    """Every objection that was ever raised, and what became of it."""
    ended: dict[str, str] = {}
    for each in dossier.recorded:
        if isinstance(each.event, f.ObjectionUpheld):
            ended[each.event.objection] = "upheld"
        elif isinstance(each.event, f.ObjectionDismissed):
            ended[each.event.objection] = "dismissed"
    raised = (each.event for each in dossier.recorded if isinstance(each.event, f.ObjectionRaised))
    party = dossier.case.applicant.party
    return [
        {
            "objection": each.objection,
            "standing": "open" if each.objection in dossier.case.objections else ended.get(each.objection, "ended"),
            "lines": list(expand(each.lines)),
            "received_on": each.received_on,
            "raised_by": each.raised_by,
            "grounds": session.unseal(party, each.grounds).get("reason", ""),
        }
        for each in raised
    ]
