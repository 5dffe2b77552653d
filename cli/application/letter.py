"""文书: `letter` writes a letter of a case. That names were opened for it is recorded, with the hash of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.batch_run import BatchRun
from cli.case_selection import WORDS, choosing
from cli.exit_codes import OK, USAGE, code_of
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import DAY
from cli.progress import watched
from cli.report_refusals import refusal_sentence as why_not
from cli.verbs import Verb, option
from domain.application.commands import IssueLetter
from domain.application.state.case import Case
from domain.errors import Refusal
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.dossier import open_dossier
from usecases.letters.kinds import LetterKind
from usecases.session.atomic_file import AtomicFile, is_there

if TYPE_CHECKING:
    from usecases.letters.writing import Letter

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


_KIND = click.Choice([each.value for each in LetterKind])


_ABOUT = {LetterKind.RECOVERY_DEMAND: "recovery", LetterKind.OBJECTION_DECISION: "objection"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which letter, and what the office says in it beside the case."""

    kind: LetterKind
    about: str | None
    out: Path | None
    reference: str
    due_on: date | None
    pay_to: str


@click.command(
    "letter",
    cls=Verb,
    help=N_(
        "Write letters of cases: pages in Chinese, to be printed on A4.\n\n"
        "KIND is receipt, correction-request, refusal, approval, public-notice, recovery-demand or "
        "objection-decision. Names stand in a letter in full, so that it is recorded with its hash before the file "
        "is in its place. A file that is there is never overwritten. docs/letters.md says how an office changes a "
        "template."
    ),
)
@option("--recovery", metavar="ID", help=N_("Which demand, such as r1; needed when there are several."))
@option("--objection", metavar="ID", help=N_("Which objection, such as o1; needed when there are several."))
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help=N_("Where to: a file or, for letters under their numbers, a folder; here, if not."),
)
@option("--reference", type=WORDS, help=N_("The office's own reference, to stand above the text (文号)."))
@option("--due", type=DAY, metavar="DATE", help=N_("recovery-demand: until when; a blank if nobody has said."))
@option("--pay-to", type=WORDS, help=N_("recovery-demand: the account to pay to; a blank if not said."))
@choosing(last="KIND")
def command(
    run: BatchRun,
    last: str,
    recovery: str | None,
    objection: str | None,
    out: Path | None,
    reference: str | None,
    due: date | None,
    pay_to: str | None,
) -> int:
    kind = LetterKind(_KIND.convert(last, None, click.get_current_context()))
    _fitting_options(kind, recovery=recovery, objection=objection, due=due, pay_to=pay_to)
    wanted = _Wanted(
        kind=kind, about=recovery or objection, out=out, reference=reference or "", due_on=due, pay_to=pay_to or ""
    )
    if not run.alone:
        return _write_all(run, wanted)
    (number,) = run.numbers()
    row, said = _write_one(run, wanted, number)
    if not print_record(row, run.output, _COLUMNS):
        for sentence in said:
            print_line(sentence)
    return OK


def _write_all(run: BatchRun, wanted: _Wanted) -> int:
    """A letter of each case; the worst exit code. A case that the letter does not fit stands in nobody's way."""
    if wanted.out is not None and not wanted.out.is_dir():
        raise click.UsageError(
            _("Several letters go into a folder that is there: %(out)s is none.") % {"out": wanted.out}
        )
    numbers = run.numbers()
    if not numbers:
        print_note(_("Nothing to do."))
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    codes: list[int] = []
    try:
        for number in watched(numbers, len(numbers), _("Writing")):
            try:
                row, said = _write_one(run, wanted, number)
            except Refusal as refusal:
                codes.append(code_of(refusal))
                sentence = why_not(refusal)
                print_note(sentence if number in sentence else f"{number}: {sentence}")
                continue
            except click.UsageError as unsaid:
                codes.append(USAGE)
                print_note(f"{number}: {unsaid.message}")
                continue
            rows.append(row)
            lines += said
    finally:
        # Also before what stopped half-way: the letters that were written are recorded, and said.
        if run.output in (None, "table"):
            for line in lines:
                print_line(line)
        else:
            print_listing(_COLUMNS, rows, run.output)
    return max(codes, default=OK)


def _write_one(run: BatchRun, wanted: _Wanted, number: str) -> tuple[dict[str, Any], list[str]]:
    """The letter of one case, recorded and then in its place: for programs, and in sentences."""
    from usecases.letters.case import Writing
    from usecases.letters.writing import write

    session = run.session
    dossier = open_dossier(session, number)
    about = _about(wanted.kind, dossier.case, wanted.about, [each.event for each in dossier.recorded])
    writing = Writing(session=session, dossier=dossier, about=about, due_on=wanted.due_on, pay_to=wanted.pay_to)
    templates = session.settings["letters"]
    folder = Path(templates).expanduser() if templates else None
    written = write(writing, wanted.kind, folder, today=session.today(), reference=wanted.reference)
    path = _placed(wanted.out, f"{written.name}.html")
    there_before = is_there(path, written.content)
    command = IssueLetter(application=number, letter=wanted.kind.value, about=about, sha256=written.sha256)
    said = run.prepare(number, command)
    session.execute(said, dry_run=True)
    recorded = not there_before and not run.dry_run
    if recorded:
        with AtomicFile(path) as file:
            session.execute(said)
            file.commit(written.content)
    sentences = _sentences(wanted.kind, written, path, there_before=there_before, dry_run=run.dry_run)
    return _row(number, wanted.kind, written, path, recorded=recorded), list(sentences)


def _placed(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


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
            option_name = f"--{name.replace('_', '-')}"
            raise click.UsageError(
                _("%(option)s goes with the letter %(letter)s.") % {"option": option_name, "letter": belong[name].value}
            )


def _about(wanted: LetterKind, case: Case, named: str | None, events: list[Any]) -> str | None:
    """The demand or objection that the letter is about: the one that was named, or the only one there is."""
    kind = _ABOUT.get(wanted)
    if kind is None or named is not None:
        return named
    there = list(case.recoveries) if kind == "recovery" else _objections(events)
    if len(there) > 1:
        raise click.UsageError(_("Say which one, with --%(option)s: %(there)s.") % _which(kind, there))
    return there[0] if there else None


def _which(kind: str, there: list[str]) -> dict[str, str]:
    return {"option": kind, "there": ", ".join(there)}


def _objections(events: list[Any]) -> list[str]:
    from domain.application.events import ObjectionRaised

    return [event.objection for event in events if isinstance(event, ObjectionRaised)]


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


def _sentences(wanted: LetterKind, written: Letter, path: Path, *, there_before: bool, dry_run: bool) -> Iterator[str]:
    values = {"letter": label(wanted.value), "file": path, "number": written.number, "sha256": written.sha256}
    if written.before is not None:
        before = _("%(number)s was issued on %(on)s by %(officer)s; this is the same letter.")
        yield before % {**values, "on": written.before.on, "officer": written.before.by}
    if there_before:
        yield _("%(file)s is there already, exactly so. Nothing was recorded.") % values
    elif dry_run:
        yield _("Would write the %(letter)s %(number)s to %(file)s.") % values
    else:
        yield _("%(file)s is written: %(letter)s, SHA-256 %(sha256)s.") % values
