"""`bailu application show`: one case, folded from its own facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from cli.asking import amount_said
from cli.desk import Desk
from cli.dossier import Dossier, applicant_shown, line_shown, open_dossier
from cli.language import N_, _
from cli.render import Column, Kind, label, record, say, table
from cli.settings import Settings
from cli.timeline import COLUMNS as TIMELINE
from cli.timeline import happened, timeline
from cli.verbs import Verb, output_option
from domain.application.state import Case, Item
from domain.application.status import Standing
from domain.application.values import Line
from domain.entitlement.vocabulary import FactType
from domain.money import yuan
from domain.office.roles import ACTS, Proposal

_SUMMARY = (
    Column("number", N_("Application"), Kind.NAME),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("status", N_("Status"), Kind.LABEL),
    Column("received_on", N_("Received on"), Kind.DAY),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("ordered_fen", N_("Ordered (yuan)"), Kind.MONEY),
    Column("paid_fen", N_("Paid (yuan)"), Kind.MONEY),
    Column("recovered_fen", N_("Recovered (yuan)"), Kind.MONEY),
    Column("outstanding_fen", N_("Outstanding (yuan)"), Kind.MONEY),
)
_LINES = (
    Column("line", N_("Line"), Kind.COUNT),
    Column("name", N_("Name"), Kind.NAME),
    Column("id_number", N_("Document number"), Kind.NAME),
    Column("site", N_("Site")),
    Column("entitled_fen", N_("Entitled (yuan)"), Kind.MONEY),
    Column("instalments", N_("Instalments")),
)
_PROPOSALS = (
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("act", N_("What is proposed"), Kind.LABEL),
    Column("by", N_("Officer"), Kind.NAME),
    Column("role", N_("Who confirms"), Kind.LABEL),
    Column("about", N_("Details")),
)
_POSITIONS = (
    ("entitled_fen", N_("Entitled")),
    ("ordered_fen", N_("Ordered, in flight")),
    ("paid_fen", N_("Paid")),
    ("recovered_fen", N_("Recovered")),
    ("outstanding_fen", N_("Outstanding")),
)


@click.command("show", cls=Verb, help=N_("Show one application: its money, lines, proposals, and all that happened."))
@click.argument("number")
@output_option
@click.pass_obj
def show(settings: Settings, number: str, output: str | None) -> None:
    desk = Desk(settings)
    dossier = open_dossier(desk, number)
    values = shown(desk, dossier)
    if not record(values, output, _SUMMARY):
        _say_all(dossier, values)


def shown(desk: Desk, dossier: Dossier) -> dict[str, Any]:
    """Everything about a case that screens may show; keys as the contract has them, amounts in fen."""
    case = dossier.case
    applicant = applicant_shown(desk, case)
    items = _items(case)
    # Recovery is not decided by any command yet: nothing that was paid has come back.
    recovered_fen = 0
    return {
        "number": case.number,
        "scheme": case.scheme,
        "scheme_name": dossier.scheme_name,
        "status": case.status,
        "authority": case.authority,
        "received_on": case.received_on,
        "edition": case.edition,
        "digest": case.digest,
        "applicant": {"kind": case.applicant.kind, "name": applicant.name, "id_number": applicant.id_number},
        "entitled_fen": case.entitled_fen,
        "ordered_fen": case.ordered_fen,
        "paid_fen": case.paid_fen,
        "recovered_fen": recovered_fen,
        "outstanding_fen": max(0, case.entitled_fen - (case.paid_fen - recovered_fen)),
        "recovery": "none",
        "instalments": _instalments(case),
        "lines": [_line(desk, dossier, line, items.get(line.line, ())) for line in case.lines.values()],
        "documents": [{"sha256": each.sha256, "number": each.number} for each in case.documents],
        "published_on": case.notice.published_on if case.notice else None,
        "closes_on": case.notice.closes_on if case.notice else None,
        "payable_from": case.notice.payable_from if case.notice else None,
        "proposals": [_proposal(case, each) for each in case.proposals.values()],
        "timeline": timeline(desk, dossier.recorded, case.applicant.party),
    }


def _instalments(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "line": due.line,
            "instalment": due.instalment,
            "amount_fen": item.amount_fen,
            "payable": item.payable,
            "standing": item.standing,
        }
        for due, item in sorted(case.items.items())
    ]


def _items(case: Case) -> dict[int, list[Item]]:
    """The instalments of each line, in their order."""
    items: dict[int, list[Item]] = {}
    for due, item in sorted(case.items.items()):
        items.setdefault(due.line, []).append(item)
    return items


def _line(desk: Desk, dossier: Dossier, line: Line, items: Iterable[Item]) -> dict[str, Any]:
    case = dossier.case
    who = line_shown(desk, case, line)
    vocabulary = dossier.edition.vocabulary
    return {
        "line": line.line,
        "name": who.name,
        "id_kind": line.id_kind,
        "id_number": who.id_number,
        "site": who.site,
        "entitled_fen": sum(item.amount_fen for item in items if item.standing is not Standing.FORFEITED),
        # A certificate number is known to the case as a pseudonym, which tells nobody anything.
        "facts": {k: v for k, v in line.facts.items() if vocabulary[k].type is not FactType.CERTIFICATE},
        "verified": {
            name: {"value": each.value, "source": each.source, "checked_on": each.checked_on}
            for name, each in case.verified.get(line.line, {}).items()
            if vocabulary[name].type is not FactType.CERTIFICATE
        },
    }


def _proposal(case: Case, proposal: Proposal) -> dict[str, Any]:
    reported = case.reported.get(proposal.id)
    return {
        "proposal": proposal.id,
        "act": proposal.act,
        "by": proposal.by,
        "role": ACTS[proposal.act].second,
        "milestone": reported.milestone if reported else None,
        "met": reported.met if reported else None,
        "lines": reported.lines if reported else None,
        "reached_on": reported.reached_on if reported else None,
    }


def _say_all(dossier: Dossier, values: dict[str, Any]) -> None:
    case = dossier.case
    say(f"{case.number}  {dossier.scheme_name}")
    applicant = " ".join(filter(None, (values["applicant"]["name"], values["applicant"]["id_number"])))
    sentence = _("%(applicant)s, received on %(received_on)s, under %(edition)s")
    say(sentence % {**values, "applicant": applicant})
    say(_("Status: %(status)s") % {"status": label(case.status)})
    if case.notice is not None:
        say(_("On public notice from %(published_on)s to %(closes_on)s, payable from %(payable_from)s") % values)
    say("")
    for key, position in _POSITIONS:
        say(_("%(position)s: %(amount)s") % {"position": _(position), "amount": amount_said(values[key])})
    say("")
    items = _items(case)
    rows = [{**line, "instalments": _said(items.get(line["line"], ()))} for line in values["lines"]]
    table(_LINES, rows, title=N_("Lines"))
    if case.proposals:
        proposals = [_proposal_row(case, each) for each in case.proposals.values()]
        table(_PROPOSALS, proposals, title=N_("Waiting for a second officer"))
    table(TIMELINE, values["timeline"], title=N_("What happened"))


def _said(items: Iterable[Item]) -> str:
    return "; ".join(f"{yuan(item.amount_fen)} {label(item.standing)} ({label(item.payable)})" for item in items)


def _proposal_row(case: Case, proposal: Proposal) -> dict[str, Any]:
    reported = case.reported.get(proposal.id)
    return {**_proposal(case, proposal), "about": happened(reported) if reported else ""}
