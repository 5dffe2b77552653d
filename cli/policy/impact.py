"""`bailu policy impact`: who would have got more or less under another edition. Nothing is recorded, nobody is paid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from cli.output import print_line, print_listing, print_note, print_record, print_table
from cli.verbs import Verb, option, output_option
from domain.application.state.case import Case
from domain.application.status import DECIDED, Status
from domain.application.values import Award, expand, ranges
from domain.decisions.gathering import register_results
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding
from domain.errors import NoSuchThing
from domain.office.people import People
from policies.impact import Impact, Past, impacts
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from presentation.words.findings import because
from presentation.words.phrases import line_numbers
from store.commands.repository import Repository
from store.log import Reading
from usecases.dossiers.dossier import applicant_shown
from usecases.intake.editions import content_of
from usecases.intake.packs import read_pack
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("number", N_("Application"), Kind.NAME),
    Column("applicant", N_("Applicant")),
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("lines", N_("Lines")),
    Column("before_fen", N_("As decided (yuan)"), Kind.MONEY),
    Column("after_fen", N_("Would be (yuan)"), Kind.MONEY),
    Column("difference_fen", N_("Difference (yuan)"), Kind.MONEY),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("because", N_("Because")),
)


_DECISIONS = ("application.approved.v1", "application.rejected.v1")


_PAGE = 2_000


@click.command(
    "impact",
    cls=Verb,
    help=N_(
        "Assess the cases that were decided under A as if under B, and list who would get more or less.\n\n"
        "A case is compared as it was last decided, after revisions. "
        "B may be a file or an edition that was not adopted. Nothing is recorded and nobody is paid."
    ),
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@option("--all", "every", is_flag=True, help=N_("List those who would get the same, too."))
@output_option
@click.pass_obj
def command(settings: Settings, first: str, second: str, every: bool, output: str | None) -> None:
    session = OfficerSession(settings)
    edition = read_pack(second, content_of(settings, second))
    with session.database.reading() as view, session.repository() as repository:
        adopted = repository.editions(first.partition("@")[0]).adopted
        refs = [each.edition for each in adopted if first in (each.edition, each.edition.partition("@")[0])]
        if not refs:
            raise NoSuchThing("policy-not-adopted", policy=first)
        cases: dict[str, Case] = {}
        pasts = _decided(view, repository, refs[-1], cases)
        found = list(impacts(edition, pasts, partial(register_results, repository)))
    changed = [each for each in found if each.after_fen != each.past.entitled_fen or each.lines_changed]
    rows = [_row(session, cases[each.past.claim.application], each, edition) for each in (found if every else changed)]
    if output in ("csv", "xlsx", "jsonl"):
        print_listing(_COLUMNS, rows, output)
    elif not print_record({**_counts(refs[-1], edition.ref, found), "cases": rows}, output, ()):
        _print_all(_counts(refs[-1], edition.ref, found), rows)


def _decided(view: Reading, repository: Repository, ref: str, cases: dict[str, Case]) -> Iterator[Past]:
    """Every case that was approved or rejected, in the order of its first decision, if that decision stands; and what a
    withdrawn case used, where it was paid.
    """
    position = 0
    while rows := view.rows(after=position, limit=_PAGE, names=_DECISIONS):
        position = rows[-1].position
        for number in dict.fromkeys(row.stream.removeprefix("application-") for row in rows):
            if number in cases:
                continue
            case = cases[number] = repository.case(number)
            if case.stage in (*DECIDED, Status.REJECTED):
                yield past_of(case, repository.people(), anew=case.edition == ref)
            elif case.counted:
                yield past_of(case, repository.people(), anew=False)
            repository.begin_command()


def past_of(case: Case, people: People, *, anew: bool) -> Past:
    """The case as it was last decided, after revisions; not `anew`, its uses stand as they are. Lines that a revision
    took out stay out, whatever an edition says of them.
    """
    return Past(
        claim=people.one_person(case.claim()).without(case.struck),
        determined_fen={line: each.amount_fen for each in case.determined for line in expand(each.lines)},
        waived=case.waived,
        awarded_fen=_awarded(case.awards),
        uses=None if anew else case.uses,
        retained=tuple(use for use in case.uses if use.line in case.struck),
    )


def _awarded(awards: tuple[Award, ...]) -> dict[int, int]:
    return {line: sum(part.amount_fen for part in award.parts) for award in awards for line in expand(award.lines)}


def _row(session: OfficerSession, case: Case, each: Impact, edition: Edition) -> dict[str, Any]:
    finding = _reason(each)
    return {
        "number": case.number,
        "applicant": applicant_shown(session, case).name,
        "scheme": case.scheme,
        "lines": line_numbers(ranges(each.lines_changed)),
        "before_fen": each.past.entitled_fen,
        "after_fen": each.after_fen,
        "difference_fen": each.after_fen - each.past.entitled_fen,
        "clause": finding.clause if finding else None,
        "because": because(finding, edition) if finding else _unsaid(each),
    }


def _unsaid(each: Impact) -> str | None:
    return None if each.assessment else _("The other edition has no such scheme.")


def _reason(each: Impact) -> Finding | None:
    """The first finding that does not hold: of the application, else of a line that is worth less than it was."""
    assessment = each.assessment
    if assessment is None:
        return None
    lost = [line for line in assessment.lines if line.line in each.lines_changed and not line.counts]
    findings = (*assessment.findings, *(finding for line in lost for finding in line.findings))
    return next((finding for finding in findings if not finding.holds), None)


def _counts(first: str, second: str, found: list[Impact]) -> dict[str, Any]:
    differences_fen = [each.after_fen - each.past.entitled_fen for each in found]
    return {
        "from": first,
        "to": second,
        "cases_count": len(found),
        "more_count": sum(difference_fen > 0 for difference_fen in differences_fen),
        "less_count": sum(difference_fen < 0 for difference_fen in differences_fen),
        "before_fen": sum(each.past.entitled_fen for each in found),
        "after_fen": sum(each.after_fen for each in found),
    }


def _print_all(counts: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        print_table(_COLUMNS, rows)
    print_line(
        _("Of %(cases_count)s case(s) decided under %(from)s, %(more_count)s would get more and %(less_count)s less.")
        % counts
    )
    totals = {"before": amount_in_words(counts["before_fen"]), "after": amount_in_words(counts["after_fen"]), **counts}
    print_line(_("Together %(before)s as decided, %(after)s under %(to)s.") % totals)
    print_note(_("Nothing was recorded and nobody is paid by this."))
