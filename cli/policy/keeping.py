"""`bailu policy check`, `adopt` and `list`: a pack on its way into the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from cli.exit_codes import OK, REFUSED
from cli.output import print_line, print_listing, print_note, print_record
from cli.verbs import Verb, command_id_option, dry_run_option, option, output_option
from domain.entitlement.edition import Edition
from domain.office.reference import AdoptEdition, EditionAdopted, policy_stream
from policies import left_as_begun, shipped_ids, shipped_refs
from policies.problems import PackProblem
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.pack_problems import problem_line, sentence
from presentation.words.policy_rules import called
from store.line.envelope import read_all
from usecases.errors import PackRefused
from usecases.intake.editions import pack, shipped_edition, store_there
from usecases.intake.packs import read_pack
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_PROBLEMS = (
    Column("file", N_("File"), Kind.NAME),
    Column("line", N_("Line"), Kind.COUNT),
    Column("where", N_("Where"), Kind.NAME),
    Column("code", N_("Code"), Kind.NAME),
    Column("problem", N_("Problem")),
)
_EDITIONS = (
    Column("edition", N_("Edition"), Kind.NAME),
    Column("document", N_("Document"), Kind.NAME),
    Column("title", N_("Title")),
    Column("applies_from", N_("Applies from"), Kind.DAY),
    Column("adopted", N_("Adopted"), Kind.NAME),
    Column("adopted_at", N_("Adopted at"), Kind.INSTANT),
    Column("officer", N_("By"), Kind.NAME),
    Column("shipped", N_("Comes with bailu"), Kind.NAME),
    Column("digest", N_("Digest"), Kind.NAME),
)


@click.command("check", cls=Verb, help=N_("Check a policy file: everything that is wrong with it, with its line."))
@click.argument("file")
@output_option
def check(file: str, output: str | None) -> int:
    content = pack(file)
    if lines := left_as_begun(content):
        said_of = {"file": file, "lines": ", ".join(map(str, lines))}
        print_note(_("%(file)s: still as `policy new` wrote it, to be replaced, on line(s) %(lines)s.") % said_of)
    try:
        edition = read_pack(file, content)
    except PackRefused as refused:
        return _say_problems(file, refused.problems, output)
    said = {"file": file, "edition": edition.ref, "digest": edition.digest, "schemes": len(edition.schemes)}
    if output in ("csv", "xlsx"):
        print_listing(_PROBLEMS, (), output)
    elif not print_record({**said, "problems": []}, output, ()):
        print_line(_("%(file)s: the edition %(edition)s, with %(schemes)s schemes, is in order (%(digest)s).") % said)
    return OK


@click.command("adopt", cls=Verb, help=N_("Adopt a policy edition: a file, or one that comes with bailu, by its id."))
@click.argument("file")
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def adopt(settings: Settings, file: str, dry_run: bool, command_id: str | None, output: str | None) -> int:
    content = pack(file)
    edition = read_pack(file, content)
    session = OfficerSession(settings)
    command = AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.applies_from,
        content=content.decode(),
    )
    result = session.execute(session.prepare(command, command_id=command_id, derived=True), dry_run=dry_run)
    said = {
        "edition": edition.ref,
        "digest": edition.digest,
        "applies_from": edition.applies_from,
        "recorded": bool(result.events) and not result.repeated and not dry_run,
    }
    if print_record(said, output, _EDITIONS):
        return OK
    if not result.events or result.repeated:
        print_line(_("The edition %(edition)s was adopted before: nothing changed.") % said)
    elif dry_run:
        print_line(_("Would adopt the edition %(edition)s, for what is received from %(applies_from)s on.") % said)
    else:
        print_line(_("The edition %(edition)s is adopted, for what is received from %(applies_from)s on.") % said)
    return OK


@click.command("list", cls=Verb, help=N_("List the policy editions: those adopted, and those that come with bailu."))
@option("--examples", is_flag=True, help=N_("The examples that come with bailu, too."))
@output_option
@click.pass_obj
def list_editions(settings: Settings, examples: bool, output: str | None) -> None:
    rows = {row["digest"]: row for row in _shipped_rows(shipped_refs() if examples else shipped_ids())}
    if store_there(settings):
        for row in _adopted_rows(OfficerSession(settings)):
            rows[row["digest"]] = {**rows.get(row["digest"], {"shipped": False}), **row}
    print_listing(_EDITIONS, rows.values(), output)


def _shipped_rows(references: Iterable[str]) -> Iterator[dict[str, Any]]:
    for reference in references:
        edition = shipped_edition(reference)
        yield {**_row(edition), "applies_from": edition.applies_from, "adopted": False, "shipped": True}


def _adopted_rows(session: OfficerSession) -> Iterator[dict[str, Any]]:
    with session.repository() as repository, session.database.reading() as view:
        for name in repository.names("policy"):
            for each in read_all(view.stream(policy_stream(name))):
                assert isinstance(each.event, EditionAdopted), "a policy's stream holds adoptions"
                yield {
                    **_row(repository.edition(each.event.edition)),
                    "applies_from": each.event.applies_from,
                    "adopted": True,
                    "adopted_at": each.recorded_at,
                    "officer": each.actor,
                }


def _row(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.ref,
        "document": edition.document_number,
        "title": called(edition.title),
        "digest": edition.digest,
    }


def _say_problems(file: str, problems: Sequence[PackProblem], output: str | None) -> int:
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
