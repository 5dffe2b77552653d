"""`bailu policy check`: check a policy file: everything that is wrong with it, with its line."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cli.exit_codes import OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.verbs import Verb, output_option
from policies import left_as_begun
from policies.problems import PackProblem
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.pack_problems import problem_line, sentence
from usecases.errors import PackRefused
from usecases.intake.editions import pack
from usecases.intake.packs import read_pack

_PROBLEMS = (
    Column("file", N_("File"), Kind.NAME),
    Column("line", N_("Line"), Kind.COUNT),
    Column("where", N_("Where"), Kind.NAME),
    Column("code", N_("Code"), Kind.NAME),
    Column("problem", N_("Problem")),
)


@click.command("check", cls=Verb, help=N_("Check a policy file: everything that is wrong with it, with its line."))
@click.argument("file")
@output_option
def command(file: str, output: str | None) -> int:
    content = pack(file)
    if lines := left_as_begun(content):
        values = {"file": file, "lines": ", ".join(map(str, lines))}
        print_note(_("%(file)s: still as `policy new` wrote it, to be replaced, on line(s) %(lines)s.") % values)
    try:
        edition = read_pack(file, content)
    except PackRefused as refused:
        return _print_problems(file, refused.problems, output)
    said = {"file": file, "edition": edition.ref, "digest": edition.digest, "schemes": len(edition.schemes)}
    if output in ("csv", "xlsx"):
        print_listing(_PROBLEMS, (), output)
    elif not print_record({**said, "problems": []}, output, ()):
        print_line(_("%(file)s: the edition %(edition)s, with %(schemes)s schemes, is in order (%(digest)s).") % said)
    return OK


def _print_problems(file: str, problems: Sequence[PackProblem], output: str | None) -> int:
    rows = [
        {"file": file, "line": each.line, "where": each.where, "code": each.code, "problem": sentence(each)}
        for each in problems
    ]
    if output in ("csv", "xlsx"):
        print_listing(_PROBLEMS, rows, output)
    elif not print_record({"file": file, "problems": rows}, output, ()):
        for each in problems:
            print_line(problem_line(file, each))
        print_note(_("%(file)s: %(count)s problem(s).") % {"file": file, "count": len(rows)})
    return REFUSED
