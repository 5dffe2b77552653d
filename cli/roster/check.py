"""`bailu roster check`: check a roster: every row that has something wrong, and a copy beside it with those cells
marked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.exit_codes import NO_SUCH_THING, OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.verbs import option, output_option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.errors import StoreUnavailable
from usecases.intake.editions import today
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usecases.problems import Problem
from cli.roster._roster import _scheme, policy_option
from cli.verbs import Verb

_PROBLEMS = (
    Column("row", N_("Row"), Kind.COUNT),
    Column("column", N_("Column"), Kind.COUNT),
    Column("heading", N_("Heading"), Kind.NAME),
    Column("code", N_("Code"), Kind.NAME),
    Column("problem", N_("Problem")),
)


@click.command(
    "check",
    cls=Verb,
    help=N_("Check a roster: every row that has something wrong, and a copy beside it with those cells marked."),
)
@click.argument("file", type=click.Path(path_type=Path))
@option("--scheme", metavar="SCHEME", required=True, help=N_("The scheme that the roster is for."))
@policy_option
@option("--no-copy", is_flag=True, help=N_("Do not write the marked copy."))
@output_option
@click.pass_obj
def command(settings: Settings, file: Path, scheme: str, policy: str | None, no_copy: bool, output: str | None) -> int:
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
        _print_problems(file, found.problems, len(found.rows), copy)
    if missing:
        return NO_SUCH_THING
    return REFUSED if found.problems else OK


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


def _print_problems(file: Path, problems: Sequence[Problem], rows: int, copy: Path | None) -> None:
    from presentation.words.file_problems import sentence

    for each in problems:
        print_line(f"{file}: {sentence(each, _)}")
    if not problems:
        print_line(_("%(file)s: %(rows)s row(s), all in order.") % {"file": file, "rows": rows})
        return
    print_note(_("%(file)s: %(count)s problem(s).") % {"file": file, "count": len(problems)})
    if copy is not None:
        print_note(_("They are marked in %(copy)s.") % {"copy": copy})
