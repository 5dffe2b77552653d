"""Are the documents at hand still the ones that were submitted?

A document is known by its SHA-256. A file that no case and no run knows, under the name of a document, was altered; a
document that is not in the folder is only counted, since not all of them need to be kept there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.application.events import ApplicationCorrected, ApplicationSubmitted, DocumentsAttached
from domain.application.values import Document
from domain.base import STORED_NAMES
from domain.errors import NoSuchThing
from domain.treasury.batch_events import BatchDocumentAttached
from presentation.language import _
from store.line.envelope import read
from usecases.intake.attachment import sha256_of
from usecases.problems import Problem
from usecases.progress import Watch, unwatched
from usecases.session.officer_session import OfficerSession

_PAGE = 1_000
_CASES, _RUNS = "application-", "batch-"
_WITH_DOCUMENTS = (ApplicationSubmitted, ApplicationCorrected, DocumentsAttached, BatchDocumentAttached)


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    application: str
    path: str


@dataclass(slots=True, kw_only=True)
class DocumentsReport:
    """`unhashed` documents were submitted on paper: there is nothing to compare. `unknown` files are of no case
    and no run.
    """

    matching: int = 0
    missing: int = 0
    unhashed: int = 0
    unknown: int = 0
    altered: list[Altered] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def examine_documents(session: OfficerSession, folder: Path, watch: Watch = unwatched) -> DocumentsReport:
    """Every document of every case and run against the files below `folder`. Raises `NoSuchThing("no-such-file")`."""
    if not folder.is_dir():
        raise NoSuchThing("no-such-file", path=str(folder))
    report = DocumentsReport()
    paths = _hashed(folder, report, watch)
    recorded = list(_recorded(session))
    submitted = {document.sha256 for _application, _party, document in recorded if document.sha256}
    strangers: dict[str, list[Path]] = {}
    for digest, same in paths.items():
        if digest not in submitted:
            for path in same:
                strangers.setdefault(path.name, []).append(path)
    accused: set[Path] = set()
    for application, party, document in recorded:
        if document.sha256 is None:
            report.unhashed += 1
        elif document.sha256 in paths:
            report.matching += 1
        else:
            opened = session.unseal(party, document.sealed)
            altered = [
                path for name in {opened.get("file"), opened.get("name")} for path in strangers.get(name or "", ())
            ]
            if not altered:
                report.missing += 1
            for path in sorted(set(altered)):
                accused.add(path)
                report.altered.append(Altered(application=application, path=str(path)))
    report.unknown = sum(map(len, strangers.values())) - len(accused)
    return report


def _hashed(folder: Path, report: DocumentsReport, watch: Watch) -> dict[str, list[Path]]:
    """The files below a folder by their digest. A link is not followed: it could lead anywhere."""
    files = [Path(place) / name for place, _folders, names in os.walk(folder) for name in names]
    regular = sorted(path for path in files if path.is_file() and not path.is_symlink())
    hashed: dict[str, list[Path]] = {}
    for path in watch(regular, len(regular), _("Reading")):
        digest = sha256_of(path)
        if isinstance(digest, Problem):
            report.unreadable.append(str(path))
        else:
            hashed.setdefault(digest, []).append(path)
    return hashed


def _recorded(session: OfficerSession) -> Iterator[tuple[str, str, Document]]:
    """Every document that was ever submitted, each once a case, with the party under whose key its name is sealed; and
    those of payment runs, of whose files nothing is known but the digest.
    """
    kinds = [STORED_NAMES[kind] for kind in _WITH_DOCUMENTS]
    parties: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    after = 0
    with session.database.reading() as view:
        while page := view.rows(after=after, limit=_PAGE, names=kinds):
            after = page[-1].position
            for entry in map(read, page):
                application, event = entry.stream.removeprefix(_CASES), entry.event
                if isinstance(event, BatchDocumentAttached):
                    yield entry.stream.removeprefix(_RUNS), "", Document(sha256=event.sha256, number=None, sealed="")
                    continue
                assert isinstance(event, ApplicationSubmitted | ApplicationCorrected | DocumentsAttached), (
                    "only these were asked for"
                )
                if not isinstance(event, DocumentsAttached):
                    parties[application] = event.applicant.party
                for document in event.documents:
                    if document.sha256 is None or (application, document.sha256) not in seen:
                        seen.add((application, document.sha256 or ""))
                        yield application, parties[application], document
