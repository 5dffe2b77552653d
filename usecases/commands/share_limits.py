"""Limits and registers that notices share, put forward; another officer confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from domain.errors import NoSuchThing, NotAllowed
from domain.office.sharing import DeclareSharing, Shared
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.proposing import proposal_in
from usecases.session.officer_session import OfficerSession


class ProposedGroup(Row):
    """What became of a group: `proposal` is what waits for a second person."""

    group: Annotated[str, Heading(N_("Group"), Kind.NAME)]
    members: Annotated[tuple[str, ...], Heading(N_("Members"), Kind.NAME)]
    recorded: bool
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]


def share(
    session: OfficerSession,
    group: str,
    members: Sequence[str],
    *,
    registers: bool,
    document: str,
    command_id: str | None = None,
    dry_run: bool = False,
) -> ProposedGroup:
    """Propose that the members, each as `NOTICE/ID`, count as one; without any the group ends.

    Raises `NotAllowed("member-form")`, `NoSuchThing("no-such-group")` for one that is to end and that nobody declared,
    and the refusals of the command.
    """
    for member in members:
        if member.count("/") != 1 or not all(member.split("/")):
            raise NotAllowed("member-form", member=member)
    shared: Shared = "register" if registers else "limit"
    if not members:
        with session.repository() as repository:
            policies = repository.names("policy")
            groups = {name: one for policy in policies for name, one in repository.editions(policy).groups.items()}
        if group not in groups:
            raise NoSuchThing("no-such-group", group=group)
        shared = groups[group].shared
    command = DeclareSharing(group=group, shared=shared, members=tuple(members), document=document)
    result = session.execute(session.prepare(command, command_id=command_id), dry_run=dry_run)
    return ProposedGroup(
        group=group,
        members=tuple(members),
        recorded=bool(result.events) and not dry_run,
        proposal=proposal_in(result) if not dry_run else None,
    )
