"""`bailu person link`: one person under two documents. Limits count both as one from then on."""

from __future__ import annotations

import re

import click

from cli.case_selection import WORDS
from cli.output import print_line, print_record
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.application.values import Line
from domain.errors import NotAllowed
from domain.office.people import LinkPersons
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.dossier import line_shown
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

Place = tuple[str, int]
"""An application and a line of it."""


_COLUMNS = (
    Column("person", N_("Person"), Kind.NAME),
    Column("other", N_("Other document"), Kind.NAME),
    Column("recorded", N_("Recorded")),
)


class LineOfCase(click.ParamType[Place]):
    """A line of an application, as `350203-2024-000001/3`."""

    name = "application/line"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"\s*(\S+)/(\d{1,5})\s*", str(value), re.ASCII)
        if not found:
            self.fail(
                _("%(text)s: write APPLICATION/LINE, such as 350203-2024-000001/3.") % {"text": value}, param, ctx
            )
        return found[1], int(found[2])


@click.command(
    "link",
    cls=Verb,
    help=N_(
        "Record, as a supervisor, that the persons of two lines are one and the same, under two documents.\n\n"
        "Each is given as APPLICATION/LINE, so that no identity number is typed. What was approved before stays as it "
        "is; later decisions count both."
    ),
)
@click.argument("one", type=LineOfCase(), metavar="APPLICATION/LINE")
@click.argument("other", type=LineOfCase(), metavar="APPLICATION/LINE")
@option("--document", type=WORDS, required=True, help=N_("The evidence, such as the number of a certificate."))
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(
    settings: Settings,
    one: Place,
    other: Place,
    document: str,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    session = OfficerSession(settings)
    first, first_shown = _person(session, one)
    second, second_shown = _person(session, other)
    said = session.prepare(LinkPersons(person=first, other=second, document=document), command_id=command_id)
    result = session.execute(said, dry_run=dry_run)
    values = {
        "person": f"{one[0]}/{one[1]}",
        "other": f"{other[0]}/{other[1]}",
        "recorded": bool(result.events) and not dry_run,
        "repeated": result.repeated,
    }
    if print_record(values, output, _COLUMNS):
        return
    if not result.events:
        print_line(_("These are known to be one person already: nothing new."))
        return
    sentence = (
        _("%(one)s and %(other)s would be one person.") if dry_run else _("%(one)s and %(other)s are one person.")
    )
    print_line(sentence % {"one": first_shown, "other": second_shown})


def _person(session: OfficerSession, place: Place) -> tuple[str, str]:
    """The pseudonym of whom a line is about, and how a screen may show them.

    Raises `NoSuchThing("no-such-application")`; `NotAllowed`: `no-such-line`, `line-without-person`.
    """
    number, line_number = place
    with session.repository() as repository:
        case = repository.case(number)
    line: Line | None = case.lines.get(line_number)
    if line is None:
        raise NotAllowed("no-such-line", application=number, line=line_number)
    found = case.person(line)
    if found is None:
        raise NotAllowed("line-without-person", application=number, line=line_number)
    shown = line_shown(session, case, line)
    return found, f"{shown.name} {shown.id_number} ({number}/{line_number})"
