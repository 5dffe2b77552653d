"""`bailu roster`: an empty roster to fill in, and everything that is wrong with one that was filled in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.exit_codes import NO_SUCH_THING, OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.verbs import group, option, output_option
from domain.calendar import LEGAL_ZONE
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import Scheme
from domain.errors import NoSuchThing, NotAllowed
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.errors import StoreUnavailable
from usecases.intake.editions import edition_of, today
from usecases.session.officer_session import parse_instant
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usecases.problems import Problem

_PROBLEMS = (
    Column("row", N_("Row"), Kind.COUNT),
    Column("column", N_("Column"), Kind.COUNT),
    Column("heading", N_("Heading"), Kind.NAME),
    Column("code", N_("Code"), Kind.NAME),
    Column("problem", N_("Problem")),
)

_policy_option = option("--policy", metavar="POLICY", help=N_("The policy; the only one there is, unless said."))


@group("roster", help=N_("Rosters: templates and checks."))
def roster() -> None:
    pass


@roster.command("template", help=N_("Write an empty roster of a scheme, as a workbook with drop-down lists and notes."))
@click.argument("scheme")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@_policy_option
@output_option
@click.pass_obj
def template(settings: Settings, scheme: str, file: Path | None, policy: str | None, output: str | None) -> None:
    from usecases.intake.template import template as write

    edition, wanted = _scheme(settings, policy, scheme)
    path = file or Path(f"{scheme}.xlsx")
    _reserve(path)
    write(edition, wanted, path, _made_at(settings))
    if not print_record({"file": str(path), "scheme": scheme, "edition": edition.ref}, output, ()):
        print_line(_("The roster %(file)s is ready to be filled in.") % {"file": path})


@roster.command(
    "check",
    help=N_("Check a roster: every row that has something wrong, and a copy beside it with those cells marked."),
)
@click.argument("file", type=click.Path(path_type=Path))
@option("--scheme", metavar="SCHEME", required=True, help=N_("The scheme that the roster is for."))
@_policy_option
@option("--no-copy", is_flag=True, help=N_("Do not write the marked copy."))
@output_option
@click.pass_obj
def check(settings: Settings, file: Path, scheme: str, policy: str | None, no_copy: bool, output: str | None) -> int:
    from usecases.intake.roster import read

    edition, wanted = _scheme(settings, policy, scheme)
    found = read(file, edition, wanted, today(settings))
    missing = any(each.code == "file-missing" for each in found.problems)
    copy = _marked(file, found.problems) if found.problems and not missing and not no_copy else None
    rows = [_row(each) for each in found.problems]
    said = {"file": str(file), "scheme": scheme, "rows": len(found.rows), "problems": rows}
    if output in ("csv", "xlsx"):
        print_listing(_PROBLEMS, rows, output)
    elif not print_record({**said, "copy": str(copy) if copy else None}, output, ()):
        _say(file, found.problems, len(found.rows), copy)
    if missing:
        return NO_SUCH_THING
    return REFUSED if found.problems else OK


def _scheme(settings: Settings, policy: str | None, scheme: str) -> tuple[Edition, Scheme]:
    edition = edition_of(settings, policy)
    if scheme not in edition.schemes:
        raise NoSuchThing("no-such-scheme", scheme=scheme, policy=edition.ref)
    return edition, edition.schemes[scheme]


def _reserve(path: Path) -> None:
    """Make the file, so that nothing which is there already is overwritten."""
    try:
        path.open("xb").close()
    except FileExistsError:
        raise NotAllowed("file-there", path=str(path)) from None
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error


def _made_at(settings: Settings) -> datetime:
    """Now in Xiamen without a zone, which is how workbooks have it."""
    clock = settings["clock"]
    now = parse_instant(clock).astimezone(LEGAL_ZONE) if clock else datetime.now(LEGAL_ZONE)
    return now.replace(tzinfo=None)


def _marked(file: Path, problems: Sequence[Problem]) -> Path:
    from presentation.words.file_problems import in_cell
    from usecases.intake.annotate import annotate, annotated_path

    path = annotated_path(file)
    try:
        annotate(file, problems, path, lambda found: in_cell(found, _))
    except OSError as error:
        raise StoreUnavailable("file-unwritable", path=str(path), reason=error.strerror) from error
    return path


def _row(found: Problem) -> dict[str, Any]:
    from presentation.words.file_problems import in_cell

    return {
        "row": found.where.row,
        "column": found.where.column,
        "heading": found.where.heading,
        "code": found.code,
        "problem": in_cell(found, _),
    }


def _say(file: Path, problems: Sequence[Problem], rows: int, copy: Path | None) -> None:
    from presentation.words.file_problems import sentence

    for each in problems:
        print_line(f"{file}: {sentence(each, _)}")
    if not problems:
        print_line(_("%(file)s: %(rows)s row(s), all in order.") % {"file": file, "rows": rows})
        return
    print_note(_("%(file)s: %(count)s problem(s).") % {"file": file, "count": len(problems)})
    if copy is not None:
        print_note(_("They are marked in %(copy)s.") % {"copy": copy})
