"""`bailu audit trail`: show every fact in order: when, who, what, and the command that it is a part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import click

from cli.output import print_listing
from cli.parameters import DAY
from cli.verbs import Verb, option, output_option
from domain.application.state.case import application_stream
from domain.calendar import start_of
from domain.errors import NoSuchThing
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.errors import StoreUnavailable
from store.line.envelope import read_envelope
from store.log import Reading, Row
from store.maintenance.integrity import all_rows
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_TRAIL = (
    Column("position", N_("Position"), Kind.COUNT),
    Column("recorded_at", N_("Recorded at"), Kind.INSTANT),
    Column("effective_on", N_("Took effect on"), Kind.DAY),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("stream", N_("Stream"), Kind.NAME),
    Column("what", N_("What"), Kind.LABEL),
    Column("command_id", N_("Command id"), Kind.NAME),
    Column("part", N_("Part"), Kind.COUNT),
    Column("parts", N_("Of"), Kind.COUNT),
)


@click.command(
    "trail", cls=Verb, help=N_("Show every fact in order: when, who, what, and the command that it is a part of.")
)
@option("--application", help=N_("Only the facts of this application."))
@option("--stream", help=N_("Only the facts of this stream, such as officer-lin."))
@option("--officer", help=N_("Only what this officer did."))
@option("--from", "first", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or later."))
@option("--to", "last", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or earlier."))
@output_option
@click.pass_obj
def command(
    settings: Settings,
    application: str | None,
    stream: str | None,
    officer: str | None,
    first: date | None,
    last: date | None,
    output: str | None,
) -> None:
    if application is not None and stream is not None:
        raise click.UsageError(_("Give --application or --stream, not both."))
    if application is not None:
        stream = application_stream(application)
    session = OfficerSession(settings)
    with session.repository() as repository:
        if officer is not None and repository.officer(officer) is None:
            raise NoSuchThing("no-such-officer", officer=officer)
        if stream is not None and not repository.version_of(stream):
            if application is not None:
                raise NoSuchThing("no-such-application", application=application)
            raise NoSuchThing("no-such-stream", stream=stream)
    since = start_of(first) if first else None
    until = start_of(last + timedelta(days=1)) if last else None
    with session.database.reading() as view:
        rows = (
            row
            for row in _trail(view, stream)
            if officer in (None, row["officer"])
            and (since is None or row["recorded_at"] >= since)
            and (until is None or row["recorded_at"] < until)
        )
        print_listing(_TRAIL, rows, output)


def _trail(view: Reading, stream: str | None) -> Iterator[Mapping[str, Any]]:
    return map(_fact, all_rows(view) if stream is None else view.stream(stream))


def _fact(row: Row) -> Mapping[str, Any]:
    import msgspec

    try:
        envelope = read_envelope(row.line)
    except msgspec.DecodeError:
        raise StoreUnavailable("fact-unreadable", position=row.position) from None
    part, parts = envelope.part
    return {
        "position": row.position,
        "recorded_at": envelope.recorded_at,
        "effective_on": envelope.effective_on,
        "officer": envelope.actor,
        "stream": envelope.stream,
        "what": envelope.name,
        "command_id": envelope.command_id,
        "part": part,
        "parts": parts,
    }
