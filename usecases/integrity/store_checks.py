"""What `bailu doctor` examines: the store, its indexes, its keys, its read models, and the documents at hand.

Results are codes and values; `presentation.words.store_checks` has the sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from domain.errors import NoSuchThing, NotAllowed, Refusal
from domain.office.clock import believed, believed_behind
from domain.office.log import Log, same_domain
from store.addresses import without_password
from store.errors import StoreError, StoreUnavailable
from store.format import STORE_FORMAT
from store.log import Reading
from store.maintenance.integrity import (
    Difference,
    all_rows,
    events_differ,
    head_differs,
    keys_differ,
    uses_differ,
    uses_of_the_events,
)
from usecases.integrity.documents import examine_documents
from usecases.integrity.person_index import index_differs
from usecases.progress import Watch, unwatched
from usecases.session.officer_session import OfficerSession

DIFFERENCES_LISTED = 10
"""So many differences of one kind are listed; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A code with its values; codes of refusals and of errors of the store are among them."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check: the findings that are not as they should be or, when there are none, `summary`."""

    check: str
    findings: tuple[Finding, ...] = ()
    summary: Finding | None = None

    @property
    def ok(self) -> bool:
        return not self.findings


def examine_store(session: OfficerSession) -> Iterator[CheckResult]:
    """Every check of the store in turn. Raises StoreUnavailable when there is no store to examine."""
    yield CheckResult(check="store", summary=_store(session))
    damage = _damage(session)
    yield CheckResult(check="file", findings=damage, summary=Finding(code="file-sound"))
    yield _answered("outer-keys", lambda: _outer_keys(session))
    if session.settings["officer"]:
        yield _answered("officer-key", lambda: _officer_key(session))
    yield _clock(session)
    if not damage:
        yield from _indexes(session)
    yield from _read_models(session)


def check_terminal(encoding: str | None) -> CheckResult:
    """Whether a terminal of this encoding can show Chinese."""
    try:
        "白鹭".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return CheckResult(check="terminal", findings=(Finding(code="terminal-not-chinese"),))
    return CheckResult(check="terminal", summary=Finding(code="terminal-chinese"))


def check_documents(session: OfficerSession, folder: Path, watch: Watch = unwatched) -> Iterator[CheckResult]:
    """The documents below a folder against those that were submitted. Raises `NoSuchThing("no-such-file")`."""
    try:
        report = examine_documents(session, folder, watch)
    except StoreError as error:
        yield CheckResult(check="documents", findings=(_finding(error),))
        return
    findings = [
        Finding(code="document-altered", values={"application": altered.application, "path": altered.path})
        for altered in report.altered[:DIFFERENCES_LISTED]
    ]
    findings += [
        Finding(code="document-unreadable", values={"path": path}) for path in report.unreadable[:DIFFERENCES_LISTED]
    ]
    more = len(report.altered) + len(report.unreadable) - len(findings)
    if more > 0:
        findings.append(_more(more))
    if findings:
        yield CheckResult(check="documents", findings=tuple(findings))
    counts = {
        "matching": report.matching,
        "missing": report.missing,
        "unhashed": report.unhashed,
        "unknown": report.unknown,
    }
    yield CheckResult(check="documents", summary=Finding(code="documents-counted", values=counts))


def _store(session: OfficerSession) -> Finding:
    with session.database.reading() as view:
        size = view.head().size
    return Finding(
        code="store-simulated" if session.clock.simulated else "store-opened",
        values={
            "store": without_password(session.settings["store"]),
            "format": STORE_FORMAT,
            "size": size,
            "log": _identity(session),
        },
    )


def _identity(session: OfficerSession) -> str:
    """By which requests for keys name the log."""
    log = _log(session)
    return log.log if log else "?"


def _log(session: OfficerSession) -> Log | None:
    """None for what cannot be read, which is told by the checks that read it whole."""
    try:
        with session.repository() as repository:
            return repository.log()
    except (Refusal, StoreError, AssertionError, KeyError):
        return None


def _damage(session: OfficerSession) -> tuple[Finding, ...]:
    try:
        return tuple(Finding(code="file-damaged", values={"found": damage}) for damage in session.database.check())
    except StoreUnavailable as error:
        return (_finding(error),)


def _outer_keys(session: OfficerSession) -> Finding:
    vault, log = session.vault, _log(session)  # Opening the vault compares the keys with those of the store.
    if log is not None:
        same_domain(log.pseudonyms, vault.domain.fingerprint)
    return Finding(code="outer-keys-sound", values={"path": session.settings["keys"]})


def _officer_key(session: OfficerSession) -> Finding:
    officer, key = session.officer, session.key
    with session.repository() as repository:
        enrolled = repository.officer(officer)
    if enrolled is None:
        raise NoSuchThing("no-such-officer", officer=officer)
    if enrolled.public_key != key.public_key:
        raise StoreUnavailable("wrong-key", officer=officer)
    return Finding(code="officer-key-enrolled", values={"officer": officer})


def _clock(session: OfficerSession) -> CheckResult:
    """The head of the log against the clock by which the next event would be recorded."""
    if session.clock.simulated:
        return CheckResult(check="clock", summary=Finding(code="clock-simulated"))
    return _answered("clock", lambda: _believed(session))


def _believed(session: OfficerSession) -> Finding:
    with session.database.reading() as view:
        last, of_server = view.head().recorded_at, view.instant()
    assert last is not None, "a log has its opening"
    if of_server is not None:
        believed_behind(last, of_server)
        return Finding(code="clock-of-database")
    with session.repository() as repository:
        believed(last, session.now(), lambda: repository.calendar().working_days)
    return Finding(code="clock-right")


def _indexes(session: OfficerSession) -> Iterator[CheckResult]:
    """What is stored beside the events, against what they say, all as of one position."""
    with session.database.reading() as view:
        yield _schema(view)
        misfiled = list(events_differ(all_rows(view)))
        yield _compared("events", misfiled, "events-filed")
        if misfiled:
            return
        yield _compared("head", head_differs(view), "head-right")
        yield _uses(view)
        yield _answered_by("person-keys", lambda: keys_differ(view, session.vault), "person-keys-right")
        yield _answered_by("person-index", lambda: index_differs(view, session.vault), "person-index-right")


def _schema(view: Reading) -> CheckResult:
    altered = (Difference(code=f"object-{how}", values={"object": name}) for name, how in view.schema_differences())
    return _compared("schema", altered, "schema-right")


def _answered_by(check: str, compare: Callable[[], Iterable[Difference]], otherwise: str) -> CheckResult:
    """The same for a comparison that cannot be made without the outer keys."""
    try:
        return _compared(check, compare(), otherwise)
    except StoreError as error:
        return CheckResult(check=check, findings=(_finding(error),))


def _uses(view: Reading) -> CheckResult:
    try:
        differences = list(uses_differ(view.all_uses(), uses_of_the_events(view)))
    except StoreError as error:
        if error.code != "line-unreadable":
            raise
        return CheckResult(check="uses", findings=(_finding(error),))
    except Exception as error:
        # Events that were altered can break the fold of a case in any way; that is a finding, not an error of ours.
        broken = Finding(code="cases-not-folded", values={"kind": type(error).__name__})
        return CheckResult(check="uses", findings=(broken, Finding(code="restore-store")))
    return _compared("uses", differences, "uses-right")


def _read_models(session: OfficerSession) -> Iterator[CheckResult]:
    from projections.building.runner import status
    from projections.engine.views import Views

    try:
        with closing(Views(session.database, session.settings["views"], read_only=True)) as views:
            statuses = status(views)
            if views.database.exists():
                views.database.check()
    except StoreError as error:
        yield CheckResult(check="read-models", findings=(_finding(error),))
        return
    for model in statuses:
        values = {"model": model.model, "position": model.position, "behind": model.behind}
        if model.error == "views-behind":
            summary = "read-model-not-built"
        elif model.error is not None:
            yield CheckResult(check="read-models", findings=(Finding(code=model.error, values=values),))
            continue
        else:
            summary = "read-model-behind" if model.behind else "read-model-current"
        yield CheckResult(check="read-models", summary=Finding(code=summary, values=values))


def _answered(check: str, ask: Callable[[], Finding]) -> CheckResult:
    """The result of a check that raises when something is not as it should be."""
    try:
        return CheckResult(check=check, summary=ask())
    except (StoreError, NoSuchThing, NotAllowed) as error:
        return CheckResult(check=check, findings=(_finding(error),))


def _compared(check: str, differences: Iterable[Difference], otherwise: str) -> CheckResult:
    remaining = iter(differences)
    findings = [
        Finding(code=difference.code, values=difference.values) for difference in islice(remaining, DIFFERENCES_LISTED)
    ]
    more = sum(1 for _difference in remaining)
    if more:
        findings.append(_more(more))
    if findings:
        findings.append(Finding(code="restore-store"))
    return CheckResult(check=check, findings=tuple(findings), summary=Finding(code=otherwise))


def _finding(error: StoreError | Refusal) -> Finding:
    return Finding(code=error.code, values=error.values)


def _more(count: int) -> Finding:
    return Finding(code="and-more", values={"count": count})
