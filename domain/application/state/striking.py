"""剔除与恢复: what revisions took out of a case, and what they brought back, by line and by instalment. ADR 0074."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from domain.application.values import Due, Ranges, expand
from domain.base import Struct


class Strikes(Protocol):
    """What one revision takes out and brings back: whole lines, and single instalments of others."""

    @property
    def struck(self) -> Ranges: ...
    @property
    def revived(self) -> Ranges: ...
    @property
    def struck_items(self) -> tuple[Due, ...]: ...
    @property
    def revived_items(self) -> tuple[Due, ...]: ...


class Struck(Struct):
    """What is out, whatever the policy says of it."""

    lines: frozenset[int] = frozenset()
    items: frozenset[Due] = frozenset()
    """Single instalments, of lines that are not out as a whole."""

    def after(self, change: Strikes, dues: Collection[Due]) -> Struck:
        """What is out once a revision took out and brought back what it names, of a case with the instalments `dues`.

        A line that comes back comes back with all its instalments. Where one instalment comes back of a line that was
        out as a whole, its others stay out.
        """
        back, back_items = frozenset(expand(change.revived)), frozenset(change.revived_items)
        opened = {due.line for due in back_items} & self.lines
        lines = (self.lines - back - opened) | frozenset(expand(change.struck))
        others = {due for due in dues if due.line in opened}
        items = (self.items | others | frozenset(change.struck_items)) - back_items
        return Struck(lines=lines, items=frozenset(due for due in items if due.line not in back | lines))

    def whole_lines(self, dues: Collection[Due]) -> frozenset[int]:
        """The lines of which nothing is left: they count no more than lines that were taken out."""
        touched = {due.line for due in self.items}
        return self.lines | (touched - {due.line for due in dues if due not in self.items})


def brought_back(change: Strikes, dues: Collection[Due]) -> frozenset[Due]:
    """The instalments that a revision brings back, forfeited ones included."""
    lines = frozenset(expand(change.revived))
    return frozenset(change.revived_items) | {due for due in dues if due.line in lines}


def lines_named(change: Strikes) -> frozenset[int]:
    """The lines of which a revision takes out, or brings back, something."""
    single = {due.line for due in (*change.struck_items, *change.revived_items)}
    return frozenset({*expand(change.struck), *expand(change.revived), *single})


def lines_struck(change: Strikes) -> frozenset[int]:
    """The lines of which it takes out something."""
    return frozenset({*expand(change.struck), *(due.line for due in change.struck_items)})
