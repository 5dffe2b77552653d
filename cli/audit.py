"""`bailu audit`: every fact in order, and whether the log is whole, unaltered and signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import click

from cli.exit_codes import NOT_VERIFIED
from cli.output import print_line, print_listing, print_record
from cli.parameters import DAY, HEAD
from cli.progress import Pace
from cli.verbs import group, option, output_option
from domain.application.state.case import application_stream
from domain.calendar import start_of
from domain.errors import NoSuchThing
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.errors import StoreUnavailable
from store.line.envelope import read_envelope
from store.log import Reading, Row
from store.maintenance.integrity import all_rows
from usecases.integrity.log_verification import Checked, verify_log
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
_TROUBLES = (
    Column("position", N_("Position"), Kind.COUNT),
    Column("code", N_("Code"), Kind.NAME),
    Column("said", N_("What does not fit")),
)
_CHECKED = {
    "lines": N_("lines"),
    "leaves": N_("leaves"),
    "head": N_("head"),
    "versions": N_("versions of the streams"),
    "parts": N_("parts of the commands"),
    "signatures": N_("signatures"),
    "earlier-head": N_("the head that was noted earlier"),
}


@group("audit", help=N_("The audit log: trail and verification."))
def audit() -> None:
    pass


@audit.command("trail", help=N_("Show every fact in order: when, who, what, and the command that it is a part of."))
@option("--application", help=N_("Only the facts of this application."))
@option("--stream", help=N_("Only the facts of this stream, such as officer-lin."))
@option("--officer", help=N_("Only what this officer did."))
@option("--from", "first", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or later."))
@option("--to", "last", type=DAY, metavar="DATE", help=N_("Only what was recorded on this legal day or earlier."))
@output_option
@click.pass_obj
def trail(
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


@audit.command(
    "verify",
    help=N_(
        "Verify the whole log: every line and its leaf, the head, the versions of every stream, the parts of every "
        "command, and every signature with the key that the log has for the officer.\n\n"
        "With --head, also that the log begins with exactly what it was when that head was noted. Exit code 79 when "
        "anything does not fit."
    ),
)
@option(
    "--no-signatures", "unsigned", is_flag=True, help=N_("Leave the signatures out: faster, but says nothing of who.")
)
@option(
    "--head", "noted", type=HEAD, metavar="SIZE:ROOT", help=N_("A head as noted earlier, by an earlier run of this.")
)
@output_option
@click.pass_obj
def verify(settings: Settings, unsigned: bool, noted: tuple[int, bytes] | None, output: str | None) -> None:
    database = OfficerSession(settings).forensic_database
    with Pace(_("Verifying")) as pace:
        checked = verify_log(database, signatures=not unsigned, noted=noted, on_progress=pace)
    if output in ("csv", "xlsx"):
        print_listing(_TROUBLES, checked.rows(), output)
    elif not print_record(checked.values(), output, _TROUBLES):
        _tell(checked)
    if not checked.holds:
        raise click.exceptions.Exit(NOT_VERIFIED)


def _tell(checked: Checked) -> None:
    print_line(_("Checked: %(what)s.") % {"what": ", ".join(_(_CHECKED[each]) for each in checked.what)})
    said = _(
        "%(size)s facts, %(signatures)s signed command(s) of %(officers)s officer(s); %(seconds)s s, %(rate)s leaves/s."
    )
    print_line(
        said
        % {
            "size": checked.found.size,
            "signatures": checked.found.signatures,
            "officers": len(checked.found.officers),
            "seconds": f"{checked.seconds:.2f}",
            "rate": f"{checked.rate:,.0f}",
        }
    )
    print_line(_("Head: %(head)s") % {"head": checked.head})
    for error in checked.rows():
        where = _("position %(position)s") % error if error["position"] else _("the log as a whole")
        print_line(f"{where}: {error['said']}")
    if checked.holds:
        print_line(_("The log verifies."))
    else:
        print_line(_("The log does NOT verify: %(count)s trouble(s).") % {"count": checked.errors_total})


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
