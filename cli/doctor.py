"""`bailu doctor`: one line for everything that has to be right, and for what is not, what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import click

from cli.exit_codes import REFUSED
from cli.output import print_listing, print_note
from cli.progress import watched
from cli.verbs import Verb, option, output_option
from domain.errors import NoSuchThing
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.refusals import sentence
from store.addresses import without_password
from store.errors import StoreError, StoreUnavailable
from store.format import STORE_FORMAT
from store.log import Reading
from store.maintenance.integrity import (
    Difference,
    all_rows,
    counters_differ,
    facts_differ,
    uses_differ,
    uses_of_the_facts,
)
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("check", N_("Check"), Kind.LABEL),
    Column("result", N_("Result"), Kind.LABEL),
    Column("said", N_("What was found, and what to do")),
)


_THEN = N_("run `bailu audit verify`, and restore the store from a backup")


_TOLD = 10
"""So many differences of one kind are named; all are counted."""


_DIFFERENCES: Mapping[str, str] = {
    "columns-differ": N_("position %(position)s is filed under another stream, version or name than its line says"),
    "version-gap": N_("position %(position)s: version %(expected)s of %(stream)s was expected, %(found)s found"),
    "use-missing": N_("%(application)s, line %(line)s: the use of %(limit)s is not in the index"),
    "use-unknown": N_("%(application)s, line %(line)s: the index has a use of %(limit)s that the case does not hold"),
    "counter-differs": N_("%(name)s stands at %(found)s, the facts end at %(expected)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`result` is `ok` or `error`."""

    check: str
    result: str
    said: str


@click.command(
    "doctor",
    cls=Verb,
    help=N_(
        "Check the store, its indexes, its keys and its read models.\n\n"
        "Exit code 65 when something is not as it should be, 69 when the store cannot be opened. Whether the log was "
        "altered is for `bailu audit verify`."
    ),
)
@option(
    "--documents",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("Also hash the documents below this folder, and compare them with what was handed in."),
)
@output_option
@click.pass_obj
def command(settings: Settings, documents: Path | None, output: str | None) -> None:
    session = OfficerSession(settings)
    lines = list(examine(session))
    if documents is not None:
        lines += _documents(session, documents)
    print_listing(_COLUMNS, (asdict(line) for line in lines), output)
    troubles = sum(line.result != "ok" for line in lines)
    print_note(_("%(count)s trouble(s).") % {"count": troubles} if troubles else _("Everything is as it should be."))
    if troubles:
        raise click.exceptions.Exit(REFUSED)


def examine(session: OfficerSession) -> Iterator[Line]:
    """Every check in turn. Raises StoreUnavailable when there is no store to examine."""
    yield _line("store", [], _store(session))
    damage = _damage(session)
    yield _line("file", damage, _("The database finds nothing wrong with its pages and indexes."))
    yield _told("outer-keys", lambda: _outer_keys(session))
    if session.settings["officer"]:
        yield _told("officer-key", lambda: _officer_key(session))
    if not damage:
        yield from _indexes(session)
    yield from _read_models(session)
    yield _line("terminal", _terminal(), _("Chinese can be shown here."))


def _store(session: OfficerSession) -> str:
    with session.database.reading() as view:
        size = view.head().size
    said = _("%(store)s: format %(format)s, %(size)s facts.")
    if session.clock.simulated:
        said = _("%(store)s: format %(format)s, %(size)s facts, a simulation.")
    return said % {"store": without_password(session.settings["store"]), "format": STORE_FORMAT, "size": size}


def _damage(session: OfficerSession) -> list[str]:
    try:
        return [
            _("%(found)s: restore the store from a backup") % {"found": found} for found in session.database.check()
        ]
    except StoreUnavailable as error:
        return [sentence(error.code, error.values)]


def _outer_keys(session: OfficerSession) -> str:
    assert session.vault is not None
    return _("%(path)s is this store's, and only its owner can read it.") % {"path": session.settings["keys"]}


def _officer_key(session: OfficerSession) -> str:
    officer, key = session.officer, session.key
    with session.repository() as repository:
        enrolled = repository.officer(officer)
    if enrolled is None:
        raise NoSuchThing("no-such-officer", officer=officer)
    if enrolled.public_key != key.public_key:
        raise StoreUnavailable("wrong-key", officer=officer)
    return _("The key of %(officer)s is the one that is enrolled.") % {"officer": officer}


def _indexes(session: OfficerSession) -> Iterator[Line]:
    """What stands beside the facts, against what they say, all as of one moment."""
    with session.database.reading() as view:
        filed = list(facts_differ(all_rows(view)))
        yield _compared("facts", filed, _("Every fact is filed under its own stream and version."))
        if filed:
            return
        yield _uses(view)
        yield _compared("counters", counters_differ(view), _("The counters stand where the numbers end."))


def _uses(view: Reading) -> Line:
    try:
        differences = list(uses_differ(view.all_uses(), uses_of_the_facts(view)))
    except StoreError as error:
        if error.code != "line-unreadable":
            raise
        return _line("uses", [sentence(error.code, error.values)], "")
    except Exception as error:
        # Facts that were altered can break the fold of a case in any way; that is a finding, not an error of ours.
        broken = _("the cases cannot be folded from their facts (%(kind)s)") % {"kind": type(error).__name__}
        return _line("uses", [broken, _(_THEN)], "")
    return _compared("uses", differences, _("The index of limit uses is what the facts say."))


def _read_models(session: OfficerSession) -> Iterator[Line]:
    from cli.views import opened
    from projections.building.runner import status

    try:
        with opened(session, read_only=True) as views:
            standings = status(views)
    except StoreError as error:
        yield _line("read-models", [sentence(error.code, error.values)], "")
        return
    for each in standings:
        values = {"model": each.model, "position": each.position, "behind": each.behind}
        said = _("%(model)s is at the head of the log, position %(position)s.")
        if each.behind:
            said = _("%(model)s is %(behind)s behind the log, at position %(position)s; the next question catches up.")
        if each.error == "views-behind":
            said = _("%(model)s is not built yet; the first question builds it.")
        wrong = each.error if each.error != "views-behind" else None
        yield _line("read-models", [sentence(wrong, values)] if wrong else [], said % values)


def _documents(session: OfficerSession, folder: Path) -> Iterator[Line]:
    """Raises NoSuchThing when there is no such folder."""
    from usecases.integrity.documents import examine_documents

    try:
        found = examine_documents(session, folder, watched)
    except StoreError as error:
        yield _line("documents", [sentence(error.code, error.values)], "")
        return
    altered = _("%(path)s is not what was handed in under this name with %(application)s")
    said = [altered % asdict(each) for each in found.altered[:_TOLD]]
    said += [_("%(path)s cannot be read") % {"path": path} for path in found.unreadable[:_TOLD]]
    more = len(found.altered) + len(found.unreadable) - len(said)
    if more > 0:
        said.append(_("and %(count)s more") % {"count": more})
    if said:
        yield _line("documents", said, "")
    counted = _(
        "%(matching)s document(s) match; %(missing)s not at hand, %(unhashed)s without a digest; "
        "%(unknown)s file(s) that no application names."
    )
    yield _line("documents", [], counted % asdict(found))


def _terminal() -> list[str]:
    try:
        "白鹭".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ["Chinese cannot be shown. Set a UTF-8 locale, for example: export LANG=C.UTF-8"]
    return []


def _told(check: str, ask: Callable[[], str]) -> Line:
    try:
        return _line(check, [], ask())
    except (StoreError, NoSuchThing) as error:
        return _line(check, [sentence(error.code, error.values)], "")


def _compared(check: str, differences: Iterable[Difference], otherwise: str) -> Line:
    found = iter(differences)
    said = [_(_DIFFERENCES[each.code]) % each.values for each in islice(found, _TOLD)]
    more = sum(1 for _each in found)
    if more:
        said.append(_("and %(count)s more") % {"count": more})
    if said:
        said.append(_(_THEN))
    return _line(check, said, otherwise)


def _line(check: str, troubles: list[str], otherwise: str) -> Line:
    return Line(check=check, result="trouble" if troubles else "ok", said="; ".join(troubles) or otherwise)
