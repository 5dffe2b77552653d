"""What is struck from a revision: single instalments of lines that still count, and what their limits are worth then.

ADR 0074.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from domain.application.state.case import Case
from domain.application.state.striking import Strikes, Struck
from domain.application.status import Ground
from domain.application.values import Award, Computed, Due, LimitUse, expand, ranges
from domain.base import replace
from domain.errors import NoSuchThing, NotAllowed

STRUCK = "struck"
"""The step in the arithmetic of an award that says what was taken out."""


def may_be_struck(case: Case, change: Strikes) -> None:
    """Single instalments are named as they were awarded, and change with that.

    Raises `NoSuchThing("no-such-instalment")`; `NotAllowed`: `instalment-struck` of one that is out already, with its
    line or by itself, `instalment-stands` of one that is to come back and is neither out nor forfeited.
    """
    for due in (*change.struck_items, *change.revived_items):
        if due not in case.items:
            raise NoSuchThing("no-such-instalment", application=case.number, line=due.line, instalment=due.instalment)
    out = {due for due in case.items if due in case.struck.items or due.line in case.struck.lines}
    for due in change.struck_items:
        if due in out:
            raise NotAllowed("instalment-struck", application=case.number, line=due.line, instalment=due.instalment)
    for due in change.revived_items:
        if due not in out and not case.items[due].forfeited:
            raise NotAllowed("instalment-stands", application=case.number, line=due.line, instalment=due.instalment)


def awards_without(awards: Iterable[Award], items: Collection[Due]) -> tuple[Award, ...]:
    """The awards without these instalments; the arithmetic of a line that has lost one says so."""
    if not items:
        return tuple(awards)
    left: list[Award] = []
    for award in awards:
        parts = {part.instalment for part in award.parts}
        gone_of: dict[tuple[int, ...], list[int]] = {}
        for line in expand(award.lines):
            gone = tuple(sorted(due.instalment for due in items if due.line == line and due.instalment in parts))
            gone_of.setdefault(gone, []).append(line)
        for gone, lines in gone_of.items():
            steps = tuple(
                Computed(code=STRUCK, values={"instalment": part.instalment, "amount_fen": part.amount_fen})
                for part in award.parts
                if part.instalment in gone
            )
            parts_left = tuple(part for part in award.parts if part.instalment not in gone)
            left.append(replace(award, lines=ranges(lines), parts=parts_left, arithmetic=(*award.arithmetic, *steps)))
    return tuple(left)


def struck_fen(award: Award) -> int:
    """What each line of an award lost with instalments that were taken out."""
    return sum(int(step.values["amount_fen"]) for step in award.arithmetic if step.code == STRUCK)


def uses_worth(
    case: Case, uses: tuple[LimitUse, ...], awards: Iterable[Award], struck: Struck, ground: Ground
) -> tuple[LimitUse, ...]:
    """What limits that sum money have of lines of which an instalment is out: what is left of the award. What was
    claimed falsely still counts (*i:false-claim-use*), in this revision and as long as no other takes more of the line.
    """
    lines = {due.line for due in struck.items}
    if not lines:
        return uses
    worth_fen = {
        line: sum(part.amount_fen for part in award.parts)
        for award in awards
        for line in expand(award.lines)
        if line in lines
    }
    held_fen = {(use.limit, line): use.amount_fen for use in case.counted for line in expand(use.lines)}
    before = {line: {due for due in case.struck.items if due.line == line} for line in lines}
    as_before = {line for line in lines if before[line] == {due for due in struck.items if due.line == line}}

    def amount_fen(use: LimitUse, line: int) -> int:
        if line not in worth_fen or (ground is Ground.FALSE_CLAIM and line not in as_before):
            return use.amount_fen
        held = held_fen.get((use.limit, line), 0) if line in as_before else 0
        return min(use.amount_fen, max(worth_fen[line], held))

    return tuple(
        replace(use, lines=ranges(same), amount_fen=fen)
        for use in uses
        for fen, same in _by_amount((line, amount_fen(use, line)) for line in expand(use.lines)).items()
    )


def _by_amount(amounts: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for line, fen in amounts:
        groups.setdefault(fen, []).append(line)
    return groups
