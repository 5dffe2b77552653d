"""Demands from before this log as a table: who owes, by which decision, how much of it, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.application.status import DEMANDING, Ground
from domain.entitlement.determined import AMOUNT_MAX_FEN
from usecases.intake import text
from usecases.intake.abridged import BODY_CODE, BODY_NAME, NO_CODE, NUMBER, body_code
from usecases.intake.application import DeclaredApplicant
from usecases.intake.cells import CellValue, count, day, day_until, fen, name, words
from usecases.intake.forms import LINES_MAX
from usecases.intake.roster import ID_KIND, ID_NUMBER, NAME, YUAN, person_of
from usecases.intake.table import Column, Record, Table, read_table
from usecases.problems import Problem, Where, problem

SCHEME = Column(key="scheme", headings=("项目", "scheme"))
OPEN = Column(key="open", headings=("尚欠金额" + YUAN, "尚欠金额", "open"))
GROUND = Column(key="ground", headings=("追回事由", "ground"))
DOCUMENT = Column(key="document", headings=("决定文号", "document"))
DECIDED_ON = Column(key="decided_on", headings=("决定日期", "decided_on"))
SERVED_ON = Column(key="served_on", headings=("送达日期", "served_on"), required=False)
DUE_ON = Column(key="due_on", headings=("应缴日期", "due_on"), required=False)
REMINDER = Column(key="reminder_until", headings=("催告期满日", "reminder_until"), required=False)
PAID_YEAR = Column(key="paid_year", headings=("拨付年度", "paid_year"))
_ABOUT = ((NAME, ID_KIND, ID_NUMBER), (BODY_NAME, BODY_CODE, NO_CODE))
COLUMNS: tuple[Column, ...] = (
    *(Column(key=column.key, headings=column.headings, required=False) for column in _ABOUT[0]),
    *_ABOUT[1],
    *(SCHEME, OPEN, GROUND, DOCUMENT, DECIDED_ON, SERVED_ON, DUE_ON, REMINDER, PAID_YEAR, NUMBER),
)
_GROUNDS: Mapping[Ground, str] = {
    Ground.OVERPAID: "多付",
    Ground.INELIGIBLE: "复查不符合条件",
    Ground.DUPLICATE: "重复享受",
    Ground.FALSE_CLAIM: "虚假申报",
    Ground.LEFT_EARLY: "提前离职",
    Ground.BANK_ERROR: "银行差错",
    Ground.AUDIT_ORDER: "审计决定",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredDebt:
    """One row, read."""

    row: int
    payee: DeclaredApplicant
    scheme: str
    ground: str
    open_fen: int
    document: str
    decided_on: date
    served_on: date | None
    due_on: date | None
    reminder_until: date | None
    paid_year: int
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredDebts:
    rows: tuple[DeclaredDebt, ...]
    problems: tuple[Problem, ...]


def read_debts(path: Path, schemes: Mapping[str, str], today: date) -> DeclaredDebts:
    """The table at `path`, CSV or workbook; never raises for what it holds. `schemes` are those that were adopted, by
    their id and by their name. A row that has a problem is left out.
    """
    table = read_table(path, COLUMNS)
    if len(table.records) > LINES_MAX:
        table.note(problem("too-many-lines", lines_max=LINES_MAX), Where())
        return DeclaredDebts(rows=(), problems=table.in_order())
    rows = (_row(table, record, schemes, today) for record in table.records)
    return DeclaredDebts(rows=tuple(row for row in rows if row is not None), problems=table.in_order())


def _row(table: Table, record: Record, schemes: Mapping[str, str], today: date) -> DeclaredDebt | None:
    before = len(table.problems)
    payee = _payee(table, record, today)
    past = day_until(today)
    scheme = table.take(record, SCHEME.key, _one_of(schemes))
    ground = table.take(record, GROUND.key, _ground)
    open_fen = table.take(record, OPEN.key, fen)
    document = table.take(record, DOCUMENT.key, words)
    decided_on = table.take(record, DECIDED_ON.key, past)
    served_on = table.take(record, SERVED_ON.key, past, needed=False)
    due_on = table.take(record, DUE_ON.key, day, needed=False)
    reminder_until = table.take(record, REMINDER.key, day, needed=False)
    paid_year = table.take(record, PAID_YEAR.key, _year(today))
    number = table.take(record, NUMBER.key, words, needed=False)
    if open_fen is not None and not 0 < open_fen <= AMOUNT_MAX_FEN:
        table.note(problem("amount-not-positive"), record.where(OPEN.key))
    days = [one for one in (decided_on, served_on, due_on, reminder_until) if one is not None]
    if days != sorted(days):
        table.note(problem("days-reversed"), record.where(DECIDED_ON.key))
    # The term of a reminder follows the day to pay, and that the service.
    for stated, needed in ((served_on, DUE_ON), (due_on, SERVED_ON), (reminder_until, SERVED_ON)):
        if stated is not None and {DUE_ON.key: due_on, SERVED_ON.key: served_on}[needed.key] is None:
            table.note(problem("cell-blank"), record.where(needed.key))
    if len(table.problems) > before or payee is None:
        return None
    # A column that is missing altogether was noted with the headings.
    if None in (scheme, ground, open_fen, document, decided_on, paid_year):
        return None
    assert scheme is not None
    assert ground is not None
    assert open_fen is not None
    assert document is not None
    assert decided_on is not None
    assert paid_year is not None
    return DeclaredDebt(
        row=record.row,
        payee=payee,
        scheme=scheme,
        ground=ground,
        open_fen=open_fen,
        document=document,
        decided_on=decided_on,
        served_on=served_on,
        due_on=due_on,
        reminder_until=reminder_until,
        paid_year=paid_year,
        number=number,
    )


def _payee(table: Table, record: Record, today: date) -> DeclaredApplicant | None:
    """A person by name and document, or an organisation by name and code."""
    called = table.take(record, BODY_NAME.key, name, needed=False)
    code = table.take(record, BODY_CODE.key, body_code, needed=False)
    absent = table.take(record, NO_CODE.key, words, needed=False)
    if called is None:
        if code is not None:
            table.note(problem("cell-blank"), record.where(BODY_NAME.key))
        before = len(table.problems)
        person = person_of(table, record, today)
        if len(table.problems) == before and not (person.name and person.id_number):
            table.note(problem("key-missing", key=BODY_NAME.heading), record.where(BODY_NAME.key))
        return DeclaredApplicant(
            kind="person",
            name=person.name,
            id_kind=person.id_kind,
            id_number=person.id_number,
            birth_year=person.birth_year,
        )
    if (code is None) == (absent is None):
        table.note(problem("uscc-or-reason"), record.where(BODY_CODE.key))
    return DeclaredApplicant(kind="organisation", name=called, uscc=code, uscc_absent_because=absent)


def _one_of(schemes: Mapping[str, str]) -> Callable[[CellValue], str | Problem]:
    by_word = {text.folded(word): scheme for word, scheme in schemes.items()}
    named = [word for word, scheme in schemes.items() if word != scheme]

    def read(cell: CellValue) -> str | Problem:
        scheme = by_word.get(text.folded(str(cell)))
        return scheme or problem("cell-not-one-of", allowed="、".join(named))

    return read


def _ground(cell: CellValue) -> str | Problem:
    word = text.folded(str(cell))
    for ground in DEMANDING:
        if word in map(text.folded, (ground.value, _GROUNDS[ground])):
            return ground.value
    return problem("cell-not-one-of", allowed="、".join(_GROUNDS.values()))


def _year(today: date) -> Callable[[CellValue], int | Problem]:
    def read(cell: CellValue) -> int | Problem:
        year = count(cell)
        if isinstance(year, int) and not 2000 <= year <= today.year:
            return problem("cell-not-one-of", allowed=f"2000–{today.year}")
        return year

    return read
