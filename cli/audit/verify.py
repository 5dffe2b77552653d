"""`bailu audit verify`: whether the log is whole, unaltered and signed."""

from __future__ import annotations

from typing import Annotated

import click

from cli.exit_codes import NOT_VERIFIED
from cli.output import print_line, print_listing, print_record
from cli.parameters import HEAD
from cli.progress import Pace
from cli.verbs import Verb, option, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.rows.values import fields, human
from presentation.words import refusals
from presentation.words.log_errors import sentence
from usecases.integrity.decisions import with_decisions
from usecases.integrity.log_verification import AuditReport, LogError, verify_log
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_CHECKED = {
    "lines": N_("lines"),
    "leaves": N_("leaves"),
    "head": N_("head"),
    "versions": N_("versions of the streams"),
    "schema": N_("the tables of the store"),
    "commits": N_("commits"),
    "permissions": N_("what officers may do"),
    "parts": N_("parts of the commands"),
    "signatures": N_("signatures"),
    "earlier-head": N_("the head that was noted earlier"),
    "decisions": N_("every decision"),
}


class ErrorLine(Row):
    """An error of the log with its sentence, for people and spreadsheets."""

    position: Annotated[int | None, Heading(N_("Position"))]
    code: Annotated[str, Heading(N_("Code"), Kind.NAME)]
    said: Annotated[str, Heading(N_("What does not fit"))]


@click.command(
    "verify",
    cls=Verb,
    help=N_(
        "Verify the whole log: every line and its leaf, the head, the versions of every stream, the parts of every "
        "command; every commit, whose signature vouches for all that was there, with the key that the log has for "
        "the officer; that each command was its officer's to give or confirm; and the tables of the store.\n\n"
        "With --head, also that the log begins with exactly what it was when that head was noted. With --decisions, "
        "every recorded command is decided again, by the same rules, on the state from before it. Exit code 79 when "
        "anything does not fit."
    ),
)
@option(
    "--no-signatures", "unsigned", is_flag=True, help=N_("Leave the signatures out: faster, but says nothing of who.")
)
@option(
    "--head", "noted", type=HEAD, metavar="SIZE:ROOT", help=N_("A head as noted earlier, by an earlier run of this.")
)
@option(
    "--decisions", "decisions", is_flag=True, help=N_("Decide every recorded command again, and compare: takes longer.")
)
@output_option
@click.pass_obj
def command(
    settings: Settings, unsigned: bool, noted: tuple[int, bytes] | None, decisions: bool, output: str | None
) -> None:
    database = OfficerSession(settings).forensic_database
    with Pace(_("Verifying")) as pace:
        report = verify_log(database, signatures=not unsigned, noted=noted, on_progress=pace)
    if decisions:
        with Pace(_("Deciding again")) as pace:
            report = with_decisions(report, database, pace)
    if output in ("csv", "xlsx"):
        print_listing(ErrorLine, _error_lines(report), output)
    elif not print_record(report, output):
        _print_report(report)
    if not report.holds:
        raise click.exceptions.Exit(NOT_VERIFIED)


def _error_lines(report: AuditReport) -> list[ErrorLine]:
    return [ErrorLine(position=error.position, code=error.code, said=_sentence(error)) for error in report.troubles]


def _sentence(error: LogError) -> str:
    if "refusal" not in error.values:
        return sentence(error.code, error.values)
    refusal = refusals.sentence(str(error.values["refusal"]), error.values)
    return sentence(error.code, {**error.values, "refusal": refusal})


def _print_report(report: AuditReport) -> None:
    print_line(_("Checked: %(what)s.") % {"what": _(", ").join(_(_CHECKED[name]) for name in report.checked)})
    counted = _(
        "%(size)s events of %(commands)s command(s), %(signatures)s signature(s) of %(officers)s officer(s); "
        "%(seconds)s s, %(rate)s leaves/s."
    )
    print_line(
        counted
        % {
            "size": report.size,
            "commands": report.commands,
            "signatures": report.signatures,
            "officers": len(report.officers),
            "seconds": f"{report.seconds:.2f}",
            "rate": f"{report.leaves_per_second:,}",
        }
    )
    if report.decided is not None:
        print_line(_("%(count)s command(s) decided again.") % {"count": report.decided})
    print_line(_("Head: %(head)s") % {"head": report.head})
    if report.by_office_keys:
        made = _("%(count)s of the signatures are under keys that somebody else than their officer made.")
        print_line(made % {"count": report.by_office_keys})
    if report.keys_of_office:
        print_line(_("The office made the keys of: %(officers)s.") % {"officers": ", ".join(report.keys_of_office)})
    for exception in report.exceptions:
        excepted = _(
            "%(officer)s decides and pays from %(begins_on)s to %(ends_on)s, up to %(ceiling)s yuan a payment."
        )
        print_line(excepted % {**fields(exception), "ceiling": human(Kind.MONEY, exception.ceiling_fen)})
    for deputy in report.deputyships:
        stands_in = _("%(officer)s stands in for %(absent)s from %(begins_on)s to %(ends_on)s, as %(roles)s.")
        print_line(stands_in % {**fields(deputy), "roles": ", ".join(label(role) for role in deputy.roles)})
    for key in report.lost_keys:
        nothing = N_("A key of %(officer)s is not trusted since %(since)s; nothing was signed with it since.")
        signed = N_(
            "A key of %(officer)s is not trusted since %(since)s; signed with it since: %(commits)s commit(s), from "
            "position %(first)s to %(last)s."
        )
        print_line(_(signed if key.commits else nothing) % fields(key))
    for error in _error_lines(report):
        where = _("the log as a whole") if not error.position else _("position %(position)s")
        print_line(_("%(where)s: %(what)s") % {"where": where % {"position": error.position}, "what": error.said})
    declared = sum(error.declared for error in report.troubles)
    if declared:
        print_line(_("%(count)s of them are known: two people declared them.") % {"count": declared})
    if report.holds:
        print_line(_("The log verifies."))
    else:
        print_line(_("The log does NOT verify: %(count)s trouble(s).") % {"count": report.troubles_total})
