"""Which limits and registers several notices share."""

from __future__ import annotations

from typing import Annotated

from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.session.officer_session import OfficerSession


class SharedGroup(Row):
    """A group whose members count as one."""

    group: Annotated[str, Heading(N_("Group"), Kind.NAME)]
    of: Annotated[str, Heading(N_("Of"), Kind.LABEL)]
    members: Annotated[tuple[str, ...], Heading(N_("Members"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"))]


def groups(session: OfficerSession) -> list[SharedGroup]:
    """Every group that has members, by name."""
    with session.repository() as repository:
        policies = repository.names("policy")
        declared = {name: one for policy in policies for name, one in repository.editions(policy).groups.items()}
    return [
        SharedGroup(group=name, of=f"group-of-{one.shared}s", members=one.members, document=one.document)
        for name, one in sorted(declared.items())
        if one.members
    ]
