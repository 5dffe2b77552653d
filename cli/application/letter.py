"""文书: `letter` writes a letter of a case. That names were opened for it is recorded, with the hash of the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.application.choice import WORDS
from cli.desk import Desk
from cli.dossier import open_dossier
from cli.language import N_, _
from cli.letters.kinds import LetterKind
from cli.parameters import DAY
from cli.placing import Place, is_there
from cli.render import Column, Kind, label, record, say
from cli.settings import Settings
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.application.commands import IssueLetter
from domain.application.state import Case

if TYPE_CHECKING:
    from cli.letters.writing import Letter

_COLUMNS = (
    Column("number", N_("Application"), Kind.NAME),
    Column("letter", N_("Letter"), Kind.LABEL),
    Column("letter_number", N_("Letter number"), Kind.NAME),
    Column("on", N_("Dated"), Kind.DAY),
    Column("file", N_("File"), Kind.NAME),
    Column("sha256", N_("SHA-256 of the file"), Kind.NAME),
    Column("recorded", N_("Recorded")),
    Column("issued_before", N_("Issued before")),
)
_ABOUT = {LetterKind.RECOVERY_DEMAND: "recovery", LetterKind.OBJECTION_DECISION: "objection"}


@click.command(
    "letter",
    cls=Verb,
    help=N_(
        "Write a letter of a case: a page in Chinese, to be printed on A4.\n\n"
        "Names stand in it in full, so that the letter is recorded with its hash before the file is in its place. A "
        "file that is there is never overwritten. docs/letters.md says how an office changes a template."
    ),
)
@click.argument("number")
@click.argument("kind", type=click.Choice([each.value for each in LetterKind]))
@option("--recovery", metavar="ID", help=N_("Which demand, such as r1; needed when there are several."))
@option("--objection", metavar="ID", help=N_("Which objection, such as o1; needed when there are several."))
@option("--out", type=click.Path(path_type=Path), metavar="FILE", help=N_("Where to; here, under its number, if not."))
@option("--reference", type=WORDS, help=N_("The office's own reference, to stand above the text (文号)."))
@option("--due", type=DAY, metavar="DATE", help=N_("recovery-demand: until when; a blank if nobody has said."))
@option("--pay-to", type=WORDS, help=N_("recovery-demand: the account to pay to; a blank if not said."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def letter(
    settings: Settings,
    number: str,
    kind: str,
    recovery: str | None,
    objection: str | None,
    out: Path | None,
    reference: str | None,
    due: date | None,
    pay_to: str | None,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from cli.letters.case import Writing
    from cli.letters.writing import write

    wanted = LetterKind(kind)
    _fitting_options(wanted, recovery=recovery, objection=objection, due=due, pay_to=pay_to)
    desk = Desk(settings)
    dossier = open_dossier(desk, number)
    about = _about(wanted, dossier.case, recovery or objection, [each.fact for each in dossier.recorded])
    writing = Writing(desk=desk, dossier=dossier, about=about, due_on=due, pay_to=pay_to or "")
    folder = Path(settings["letters"]).expanduser() if settings["letters"] else None
    written = write(writing, wanted, folder, today=desk.today(), reference=reference or "")
    path = out or Path(f"{written.name}.html")
    there_before = is_there(path, written.content)
    command = IssueLetter(application=number, letter=wanted.value, about=about, sha256=written.sha256)
    said = desk.saying(command, command_id=command_id)
    desk.execute(said, dry_run=True)
    if not there_before and not dry_run:
        with Place(path) as place:
            desk.execute(said)
            place.fill(written.content)
    recorded = not there_before and not dry_run
    if not record(_row(number, wanted, written, path, recorded=recorded), output, _COLUMNS):
        _say(wanted, written, path, there_before=there_before, dry_run=dry_run)


def _fitting_options(wanted: LetterKind, **given: object) -> None:
    """Raises `click.UsageError` for an option that belongs to another kind of letter."""
    belong = {
        "recovery": LetterKind.RECOVERY_DEMAND,
        "due": LetterKind.RECOVERY_DEMAND,
        "pay_to": LetterKind.RECOVERY_DEMAND,
        "objection": LetterKind.OBJECTION_DECISION,
    }
    for name, value in given.items():
        if value and belong[name] is not wanted:
            option_said = f"--{name.replace('_', '-')}"
            raise click.UsageError(
                _("%(option)s goes with the letter %(letter)s.") % {"option": option_said, "letter": belong[name].value}
            )


def _about(wanted: LetterKind, case: Case, named: str | None, facts: list[Any]) -> str | None:
    """The demand or objection that the letter is about: the one that was named, or the only one there is."""
    kind = _ABOUT.get(wanted)
    if kind is None or named is not None:
        return named
    there = list(case.recoveries) if kind == "recovery" else _objections(facts)
    if len(there) > 1:
        raise click.UsageError(_("Say which one, with --%(option)s: %(there)s.") % _which(kind, there))
    return there[0] if there else None


def _which(kind: str, there: list[str]) -> dict[str, str]:
    return {"option": kind, "there": ", ".join(there)}


def _objections(facts: list[Any]) -> list[str]:
    from domain.application.facts import ObjectionRaised

    return [fact.objection for fact in facts if isinstance(fact, ObjectionRaised)]


def _row(number: str, wanted: LetterKind, written: Letter, path: Path, *, recorded: bool) -> dict[str, Any]:
    return {
        "number": number,
        "letter": wanted.value,
        "letter_number": written.number,
        "on": written.on,
        "file": str(path),
        "sha256": written.sha256,
        "recorded": recorded,
        "issued_before": written.before is not None,
    }


def _say(wanted: LetterKind, written: Letter, path: Path, *, there_before: bool, dry_run: bool) -> None:
    values = {"letter": label(wanted.value), "file": path, "number": written.number, "sha256": written.sha256}
    if written.before is not None:
        before = _("%(number)s was issued on %(on)s by %(officer)s; this is the same letter.")
        say(before % {**values, "on": written.before.on, "officer": written.before.by})
    if there_before:
        say(_("%(file)s is there already, exactly so. Nothing was recorded.") % values)
    elif dry_run:
        say(_("Would write the %(letter)s %(number)s to %(file)s.") % values)
    else:
        say(_("%(file)s is written: %(letter)s, SHA-256 %(sha256)s.") % values)
