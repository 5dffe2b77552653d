"""Which applications there are, how they stand and what is next: the register of applications, a read model."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from projections.application_register import model
from projections.application_register.queries import register
from usecases.progress import OnProgress
from usecases.queries.views import AsOf, caught_up, unobserved
from usecases.session.officer_session import OfficerSession


class RegisteredApplication(Row):
    """An application as it stands now, its money in fen."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME, below=True)]
    authority: Annotated[str, Heading(N_("Deciding authority"), Kind.NAME, minor=True)]
    payer: Annotated[str | None, Heading(N_("Paying authority"), Kind.NAME, minor=True)]
    received_on: Annotated[date, Heading(N_("Received on"), minor=True)]
    status: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    next_act: Annotated[str | None, Heading(N_("What is next"), Kind.LABEL)]
    lines: Annotated[int, Heading(N_("Lines"), below=True)]
    entitled_fen: Annotated[int, Heading(N_("Entitled (yuan)"))]
    ordered_fen: Annotated[int, Heading(N_("Ordered (yuan)"), minor=True)]
    paid_fen: Annotated[int, Heading(N_("Paid (yuan)"))]
    recovered_fen: Annotated[int, Heading(N_("Recovered (yuan)"), minor=True)]
    outstanding_fen: Annotated[int, Heading(N_("Outstanding (yuan)"))]
    closes_on: Annotated[date | None, Heading(N_("Notice closes on"), minor=True)]


def registered_applications(
    session: OfficerSession,
    *,
    status: str | None = None,
    scheme: str | None = None,
    authority: str | None = None,
    payer: str | None = None,
    on_progress: OnProgress = unobserved,
) -> AsOf[tuple[RegisteredApplication, ...]]:
    """The applications that have every value given, by number."""
    with caught_up(session, model.NAME, on_progress=on_progress) as views:
        registrations = register(views, status=status, scheme=scheme, authority=authority, payer=payer)
    applications = tuple(
        RegisteredApplication(**{name: getattr(row, name) for name in RegisteredApplication.__struct_fields__})
        for row in registrations.rows
    )
    return AsOf(result=applications, position=registrations.position, behind=registrations.behind)
