"""The sheet of a revision: what each line was entitled to, what it would be, and what that means for the money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.application.events import RevisionProposed
from domain.application.folding.disputes import items_revised
from domain.application.state.case import Case
from domain.application.values import Portion, amounts_of, ranges
from domain.base import replace
from domain.money import yuan
from presentation.language import _
from presentation.words.amounts import amount_in_words
from presentation.words.findings import because
from presentation.words.phrases import change_fen, instalment_numbers, line_numbers, signed
from usecases.dossiers.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLines:
    """Lines whose entitlement changes alike: what each was entitled to, and by how much that changes, in fen."""

    lines: str
    before_fen: int
    change_fen: int

    @property
    def after_fen(self) -> int:
        return self.before_fen + self.change_fen


def changed_lines(case: Case, changed: Iterable[Portion]) -> list[ChangedLines]:
    """The lines whose entitlement changes, those that change alike and were paid alike together."""
    change: dict[int, int] = {}
    for due, amount_fen in amounts_of(changed).items():
        change[due.line] = change.get(due.line, 0) + amount_fen
    before: dict[int, int] = {}
    paid: dict[int, int] = {}
    for due, item in case.items.items():
        before[due.line] = before.get(due.line, 0) + item.entitled_fen
        paid[due.line] = paid.get(due.line, 0) + item.net_paid_fen
    alike: dict[tuple[int, int, int], list[int]] = {}
    for line, by_fen in sorted(change.items()):
        alike.setdefault((before.get(line, 0), by_fen, paid.get(line, 0)), []).append(line)
    return [
        ChangedLines(lines=line_numbers(ranges(lines)), before_fen=before_fen, change_fen=by_fen)
        for (before_fen, by_fen, _paid_fen), lines in alike.items()
    ]


def revision_lines(dossier: Dossier, proposed: RevisionProposed) -> Iterable[str]:
    """A revision in sentences: line by line, in all, and what follows."""
    case = dossier.case
    for row in changed_lines(case, proposed.changed):
        yield _("line(s) %(lines)s: %(before)s → %(after)s yuan a line (%(change)s)") % {
            "lines": row.lines,
            "before": yuan(row.before_fen),
            "after": yuan(row.after_fen),
            "change": signed(row.change_fen),
        }
    if proposed.struck:
        yield _("Taken out: line(s) %(lines)s") % {"lines": line_numbers(proposed.struck)}
    if proposed.revived:
        yield _("Back in: line(s) %(lines)s") % {"lines": line_numbers(proposed.revived)}
    if proposed.struck_items:
        yield _("Taken out: instalment(s) %(items)s") % {"items": instalment_numbers(proposed.struck_items)}
    if proposed.revived_items:
        yield _("Back in: instalment(s) %(items)s") % {"items": instalment_numbers(proposed.revived_items)}
    yield from _no_longer(dossier, proposed)
    after_fen = case.entitled_fen + change_fen(proposed.changed)
    yield _("Entitled in all: %(before)s yuan → %(after)s") % {
        "before": yuan(case.entitled_fen),
        "after": amount_in_words(after_fen),
    }
    overpaid_fen = replace(case, items=items_revised(case, proposed)).overpaid_fen
    if overpaid_fen:
        yield _("Overpaid then: %(amount)s, to be demanded back") % {"amount": amount_in_words(overpaid_fen)}
    added = {row.lines for row in changed_lines(case, proposed.changed) if not row.before_fen}
    if added:
        yield _("On public notice before it is paid: line(s) %(lines)s") % {"lines": ", ".join(sorted(added))}


def _no_longer(dossier: Dossier, proposed: RevisionProposed) -> Iterable[str]:
    """Why lines count no more, or do not count still: the findings against them."""
    lowered = {due.line for due, fen in amounts_of(proposed.changed).items() if fen < 0}
    for line_finding in proposed.line_findings:
        if line_finding.finding.fails and any(
            first <= line <= last for first, last in line_finding.lines for line in lowered
        ):
            yield _("line(s) %(lines)s: %(because)s (%(clause)s)") % {
                "lines": line_numbers(line_finding.lines),
                "because": because(line_finding.finding, dossier.edition),
                "clause": line_finding.finding.clause,
            }
    for finding in proposed.findings:
        if finding.fails:
            yield f"{because(finding, dossier.edition)} ({finding.clause})"
