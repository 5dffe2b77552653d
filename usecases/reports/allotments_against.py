"""下达 and 收到 entry by entry: what the city's log and the district's have of the same allotments. ADR 0079."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from domain.base import replace
from domain.office.allotment_notice import EntryKind, NoticeEntry, Side
from domain.treasury.notices import Compared, compare
from domain.treasury.receiving import entry_name
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from usecases.dossiers.allotment_notices import kind_label, notice_of
from usecases.intake.allotment_notice import read_notice
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession


class ReconciledEntry(Row):
    """An entry as both sides have it, in fen; what the one does not have is empty."""

    number: Annotated[str, Heading(N_("Number"), Kind.NAME)]
    kind: Annotated[str, Heading(N_("What moved"), Kind.LABEL)]
    document: Annotated[str, Heading(N_("Document"), below=True)]
    received_document: Annotated[str, Heading(N_("Document of the receipt"), minor=True)]
    allotted_on: Annotated[date | None, Heading(N_("Allotted on"))]
    allotted_fen: Annotated[int | None, Heading(N_("Allotted (yuan)"))]
    received_on: Annotated[date | None, Heading(N_("Arrived on"))]
    received_fen: Annotated[int | None, Heading(N_("Arrived (yuan)"))]
    differences: tuple[str, ...]
    differs: Annotated[str, Heading(N_("What does not agree"))]


def allotments_against(session: OfficerSession, path: Path) -> Report[ReconciledEntry]:
    """Of this log and of a file of the other. Raises as `read_notice` and `compare` do."""
    theirs, _sha256 = read_notice(path)
    side = Side.RECEIVED if theirs.side is Side.ALLOTTED else Side.ALLOTTED
    ours = notice_of(session, theirs.holder, side)
    if not ours.allotments:
        # Nothing is here yet: so much is said of each entry.
        ours = replace(ours, giver=theirs.giver)
    rows = [_row(one) for one in compare(ours, theirs)]
    names = Names(session)
    of_both = {"giver": names.authority(theirs.giver), "holder": names.authority(theirs.holder)}
    sheet = PrintedSheet(
        title=_("Allotments of %(giver)s and receipts of %(holder)s") % of_both,
        office=names.office(None),
        period=_("As of %(day)s") % {"day": session.today()},
        columns=columns(ReconciledEntry),
        rows=rows,
        total=_total(rows),
        in_words_fen=sum(row.allotted_fen or 0 for row in rows),
        notes=(_("Both columns have what is reclaimed below zero. The amount in capitals is what was allotted."),),
    )
    return Report(rows=rows, sheet=sheet)


def _row(one: Compared) -> ReconciledEntry:
    given, received = one.given, one.received
    entry = given or received
    assert entry is not None, "one side has it"
    return ReconciledEntry(
        number=entry_name(one.terms.allotment, entry.number),
        kind=kind_label(entry),
        document=given.document if given else "",
        received_document=received.document if received else "",
        allotted_on=given.value_on if given else None,
        allotted_fen=_signed_fen(given),
        received_on=received.value_on if received else None,
        received_fen=_signed_fen(received),
        differences=one.differences,
        differs=_(", ").join(map(label, one.differences)),
    )


def _signed_fen(entry: NoticeEntry | None) -> int | None:
    if entry is None:
        return None
    return -entry.amount_fen if entry.kind is EntryKind.RECLAIMED else entry.amount_fen


def _total(rows: list[ReconciledEntry]) -> ReconciledEntry:
    return ReconciledEntry(
        number="",
        kind="",
        document="",
        received_document="",
        allotted_on=None,
        allotted_fen=sum(row.allotted_fen or 0 for row in rows),
        received_on=None,
        received_fen=sum(row.received_fen or 0 for row in rows),
        differences=(),
        differs="",
    )
