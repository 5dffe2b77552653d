"""`bailu register confirm`: the second pair of eyes for what was proposed about a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from cli.output import print_line, print_listing
from cli.verbs import Verb, command_id_option, option, output_option
from domain.errors import NotAllowed, NotPermitted, Refusal
from domain.office.register import ConfirmEntry, EntryEndProposed, Open
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.commands.executor import PreparedCommand, Result
from usecases.intake.editions import known_register
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_DONE = (
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("change", N_("Change"), Kind.LABEL),
    Column("entry", N_("Entry"), Kind.NAME),
    Column("outcome", N_("Outcome"), Kind.LABEL),
    Column("because", N_("Why not")),
)


@click.command("confirm", cls=Verb, help=N_("Confirm or decline what another officer proposed."))
@click.argument("name", metavar="REGISTER")
@option("--proposal", metavar="PROPOSAL", help=N_("The proposal, such as p3; the only open one, unless said."))
@option("--all", "every", is_flag=True, help=N_("Every open proposal."))
@option("--decline", is_flag=True, help=N_("Decline instead."))
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    name: str,
    proposal: str | None,
    every: bool,
    decline: bool,
    command_id: str | None,
    output: str | None,
) -> int:
    from cli.report_refusals import refusal_sentence, worst

    if every and (proposal or command_id):
        raise click.UsageError(_("--all goes without --proposal and without --command-id."))
    session = OfficerSession(settings)
    known_register(session, name)
    with session.repository() as repository:
        proposals = repository.register(name).proposals
    chosen = [proposal] if proposal else _chosen(name, list(proposals), every)
    commands = [ConfirmEntry(register=name, proposal=each, declined=decline) for each in chosen]
    if len(commands) == 1:
        results: list[Result | Refusal] = [session.execute(session.prepare(commands[0], command_id=command_id))]
    else:
        results = list(one_by_one(session, map(session.prepare, commands)))
    done = "declined" if decline else "confirmed"
    rows = [
        {
            "proposal": each,
            **_change(proposals.get(each)),
            "outcome": "refused" if isinstance(result, Refusal) else done,
            "because": refusal_sentence(result) if isinstance(result, Refusal) else None,
        }
        for each, result in zip(chosen, results, strict=True)
    ]
    if output is None:
        for row in rows:
            print_line(
                _("%(proposal)s, %(entry)s: %(outcome)s") % {**row, "outcome": row["because"] or label(row["outcome"])}
            )
    else:
        print_listing(_DONE, rows, output)
    return worst(result for result in results if isinstance(result, Refusal))


def one_by_one(session: OfficerSession, saids: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
    """Each command on its own. Raises the first `NotPermitted` for want of a role: it is the same for all of them."""
    for result in session.execute_many(saids):
        if isinstance(result, NotPermitted) and result.code == "role-missing":
            raise result
        yield result


def _chosen(name: str, proposals: list[str], every: bool) -> list[str]:
    if not proposals:
        raise NotAllowed("nothing-proposed", subject=name)
    if len(proposals) > 1 and not every:
        raise NotAllowed("proposals-open", subject=name, proposals=proposals)
    return proposals


def _change(opened: Open | None) -> dict[str, Any]:
    """What a proposal would do; nothing is known of one that was decided before, which repeats its first answer."""
    if opened is None:
        return {"change": None, "entry": ""}
    return {"change": "end" if isinstance(opened.change, EntryEndProposed) else "add", "entry": opened.change.entry}
