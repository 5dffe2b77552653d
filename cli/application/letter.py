"""`bailu application letter`: write letters of cases. That names were opened for one is recorded, with its hash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from cli.batch_run import BatchRun, about_number
from cli.case_selection import choosing
from cli.exit_codes import OK, USAGE, code_of
from cli.output import print_line, print_listing, print_note, print_record
from cli.parameters import DAY, FILE, NAME, WORDS
from cli.progress import watched
from cli.report_refusals import refusal_sentence
from cli.verbs import Verb, option
from domain.errors import Refusal
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from usecases.commands.issue_letter import IssuedLetter, LetterOrder, LetterOutcome, issue_letter
from usecases.errors import UsageError
from usecases.letters.kinds import OF_RECOVERIES, LetterKind

_KIND = click.Choice([kind.value for kind in LetterKind])


@click.command(
    "letter",
    cls=Verb,
    help=N_(
        "Write letters of cases: pages in Chinese, to be printed on A4.\n\n"
        "KIND is receipt, correction-request, refusal, approval, public-notice, recovery-notice, recovery-demand, "
        "recovery-reminder, objection-decision, follow-up, revocation or transfer-notice. Names stand in a letter in "
        "full, so that it is recorded with its hash before the file is in its place. A file that is there is never "
        "overwritten. docs/letters.md says how an office changes a template."
    ),
)
@option("--recovery", type=NAME, metavar="ID", help=N_("Which demand, such as r1; needed when there are several."))
@option("--objection", type=NAME, metavar="ID", help=N_("Which objection, such as o1; needed when there are several."))
@option(
    "--out",
    type=FILE,
    metavar="PLACE",
    help=N_("Where to: a file or, for letters under their numbers, a folder; here, if not."),
)
@option("--pdf", is_flag=True, help=N_("Print the page to a PDF beside it, too."))
@option("--reference", type=WORDS, help=N_("The office's own reference, to stand above the text (文号)."))
@option("--due", type=DAY, metavar="DATE", help=N_("recovery-demand: until when; a blank if nobody has said."))
@option(
    "--pay-to", type=WORDS, help=N_("recovery-demand, recovery-reminder: the account to pay to; a blank if not said.")
)
@choosing(last="KIND")
def command(
    run: BatchRun,
    last: str,
    recovery: str | None,
    objection: str | None,
    out: Path | None,
    pdf: bool,
    reference: str | None,
    due: date | None,
    pay_to: str | None,
) -> int:
    kind = LetterKind(_KIND.convert(last, None, click.get_current_context()))
    _fitting_options(kind, recovery=recovery, objection=objection, due=due, pay_to=pay_to)
    order = LetterOrder(
        kind=kind,
        about=recovery or objection,
        out=out,
        pdf=pdf,
        reference=reference or "",
        due_on=due,
        pay_to=pay_to or "",
    )
    if not run.alone:
        return _write_all(run, order)
    (number,) = run.numbers()
    outcome = issue_letter(run.batch, number, order)
    if not print_record(outcome.row, run.output):
        _print_sentences([outcome], dry_run=run.dry_run)
    return OK


def _write_all(run: BatchRun, order: LetterOrder) -> int:
    """A letter of each case; the worst exit code. A case that the letter does not fit stops none of the others."""
    if order.out is not None and not order.out.is_dir():
        raise click.UsageError(
            _("Several letters go into a folder that is there: %(out)s is none.") % {"out": order.out}
        )
    numbers = run.numbers()
    if not numbers:
        print_note(_("Nothing to do."))
    outcomes: list[LetterOutcome] = []
    codes: list[int] = []
    try:
        for number in watched(numbers, len(numbers), _("Writing")):
            try:
                outcomes.append(issue_letter(run.batch, number, order))
            except Refusal as refusal:
                codes.append(code_of(refusal))
                print_note(about_number(number, refusal_sentence(refusal)))
            except UsageError as error:
                codes.append(USAGE)
                print_note(f"{number}: {error.message}")
    finally:
        # Also before what stopped half-way: the letters that were written are recorded, and shown.
        if run.output in (None, "table"):
            _print_sentences(outcomes, dry_run=run.dry_run)
        else:
            print_listing(IssuedLetter, [outcome.row for outcome in outcomes], run.output)
    return max(codes, default=OK)


def _fitting_options(wanted: LetterKind, **given: object) -> None:
    """Raises `click.UsageError` for an option that belongs to another kind of letter."""
    belong = {
        "recovery": OF_RECOVERIES,
        "due": (LetterKind.RECOVERY_DEMAND,),
        "pay_to": (LetterKind.RECOVERY_DEMAND, LetterKind.RECOVERY_REMINDER),
        "objection": (LetterKind.OBJECTION_DECISION,),
    }
    for name, value in given.items():
        if value and wanted not in belong[name]:
            option_name = f"--{name.replace('_', '-')}"
            letters = " / ".join(kind.value for kind in belong[name])
            raise click.UsageError(
                _("%(option)s goes with the letter %(letter)s.") % {"option": option_name, "letter": letters}
            )


def _print_sentences(outcomes: list[LetterOutcome], *, dry_run: bool) -> None:
    for outcome in outcomes:
        for sentence in _sentences(outcome, dry_run=dry_run):
            print_line(sentence)


def _sentences(outcome: LetterOutcome, *, dry_run: bool) -> Iterator[str]:
    row, before = outcome.row, outcome.before
    values = {"letter": label(row.letter), "file": row.file, "number": row.letter_number, "sha256": row.sha256}
    if before is not None:
        sentence = _("%(number)s was issued on %(on)s by %(officer)s; this is the same letter.")
        yield sentence % {**values, "on": before.on, "officer": before.by}
    if outcome.in_place:
        yield _("%(file)s is there already, exactly so. Nothing was recorded.") % values
    elif dry_run:
        yield _("Would write the %(letter)s %(number)s to %(file)s.") % values
    else:
        yield _("%(file)s is written: %(letter)s, SHA-256 %(sha256)s.") % values
    if row.pdf is not None and not dry_run:
        yield _("%(file)s is written: the same page as a PDF.") % {"file": row.pdf}
