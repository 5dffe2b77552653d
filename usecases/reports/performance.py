"""绩效自评表: what an allotment was to achieve and did, target by target, with the money beside, to be signed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from domain.money import yuan
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns
from presentation.sheets.printed import PrintedSheet
from presentation.words.amounts import in_hundredths, in_percent
from usecases.dossiers.allotments import AllotmentDetails, TargetRow, allotment_details
from usecases.reports.names import Names
from usecases.reports.report import Report
from usecases.session.officer_session import OfficerSession

SIGNING = (
    N_("Self-assessment of the authority that received the money"),
    N_("Opinion of the authority that allotted it"),
)
"""实施单位自评意见, 主管部门意见."""
READING = "target-weights"
"""What the notice is read to mean by one achieved share of several targets."""
FULL_MARKS = 100


class PerformanceRow(Row):
    """A target of an allotment, and how much of it was achieved; None where nobody evaluated it."""

    target: int
    what: Annotated[str, Heading(N_("What is to be achieved"))]
    quantity: Annotated[int | None, Heading(N_("Planned"))]
    unit: Annotated[str, Heading(N_("Unit"))]
    due_on: Annotated[date | None, Heading(N_("Due on"), below=True)]
    weight: Annotated[int, Heading(N_("Weight"))]
    achieved: Annotated[int | None, Heading(N_("Achieved"))]
    share: str
    """An exact fraction, none beyond its whole."""
    share_percent: Annotated[str, Heading(N_("Share"), Kind.NAME)]
    evaluation: Annotated[str | None, Heading(N_("Document of the evaluation"), below=True)]
    evaluated_on: Annotated[date | None, Heading(N_("Evaluated on"), below=True)]


def performance(session: OfficerSession, number: str, *, as_of: date | None) -> Report[PerformanceRow]:
    """The sheet of one allotment. Raises `NoSuchThing`: `no-such-allotment`, `allotment-not-yet`."""
    names, allotment = Names(session), allotment_details(session, number, as_of)
    rows = [_row(target) for target in allotment.targets]
    total = PerformanceRow(
        target=0,
        what="",
        quantity=None,
        unit="",
        due_on=None,
        weight=sum(row.weight for row in rows),
        achieved=None,
        share=allotment.achieved,
        share_percent=in_percent(Fraction(allotment.achieved)),
        evaluation=None,
        evaluated_on=None,
    )
    received_fen = allotment.advance_fen + allotment.released_fen
    sheet = PrintedSheet(
        title=_("Self-assessment of performance"),
        office=names.office(allotment.receiver),
        period=_("As of %(day)s") % {"day": as_of or session.today()},
        number=number,
        particulars=_particulars(names, allotment, received_fen),
        columns=columns(PerformanceRow),
        rows=rows,
        total=total,
        in_words_fen=received_fen,
        notes=_notes(names, allotment),
        signing=tuple(map(_, SIGNING)),
    )
    return Report(rows=rows, sheet=sheet)


def _row(target: TargetRow) -> PerformanceRow:
    return PerformanceRow(
        target=target.target,
        what=target.what,
        quantity=target.quantity,
        unit=target.unit,
        due_on=target.due_on,
        weight=target.weight,
        achieved=target.achieved,
        share=target.share,
        share_percent=in_percent(Fraction(target.share)),
        evaluation=target.evaluation,
        evaluated_on=target.evaluated_on,
    )


def _particulars(names: Names, allotment: AllotmentDetails, received_fen: int) -> list[tuple[str, str]]:
    """What the money is, what became of it, and the score."""
    told = [
        (
            _("Document"),
            _("%(document)s (budget year %(year)s)") % {"document": allotment.document, "year": allotment.year},
        ),
        (_("Allotted by"), names.authority(allotment.holder)),
        (_("Allotted to"), names.authority(allotment.receiver)),
        (_("Schemes"), _(", ").join(names.scheme(allotment.edition, scheme) for scheme in allotment.schemes)),
        (
            _("Given to the district (yuan)"),
            _("%(received)s, of which %(advance)s in advance (%(percent)s%% of %(total)s)")
            % {
                "received": yuan(received_fen),
                "advance": yuan(allotment.advance_fen),
                "percent": allotment.advance_percent,
                "total": yuan(allotment.total_fen),
            },
        ),
        (
            _("Spent by the district (yuan)"),
            _("%(spent)s (%(share)s of what was given)")
            % {
                "spent": yuan(allotment.spent_fen),
                "share": in_percent(Fraction(allotment.spent_fen, max(received_fen, 1))),
            },
        ),
        (
            _("Left with the district (yuan)"),
            _("%(left)s (reclaimed: %(reclaimed)s; owed yet: %(owed)s)")
            % {
                "left": yuan(allotment.left_fen),
                "reclaimed": yuan(allotment.reclaimed_fen),
                "owed": yuan(allotment.owed_fen),
            },
        ),
    ]
    score = in_hundredths(Fraction(allotment.achieved) * FULL_MARKS)
    told.append((_("Score"), _("%(score)s of %(full)s") % {"score": score, "full": FULL_MARKS}))
    return told


def _notes(names: Names, allotment: AllotmentDetails) -> tuple[str, ...]:
    capitals = _("The amount in capitals is what was given to the district.")
    reading = names.reading(allotment.edition, READING)
    if reading is None:
        return (capitals,)
    sentence = _("How the score is reckoned (reading %(id)s): %(reading)s")
    return (capitals, sentence % {"id": READING, "reading": reading})
