"""What limits make of lines that were settled elsewhere, and whether somebody holds the same already. ADR 0060."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from domain.application.values import LimitUse, ranges
from domain.base import replace
from domain.entitlement.abridged import Uncounted, abridged_uses
from domain.entitlement.claim import Claim, ClaimLine, Question, RegisterResult, Use, limit_key
from domain.entitlement.edition import Edition
from domain.entitlement.uses import Over, all_stated, may_be_alike
from domain.entitlement.written import folded
from domain.errors import NotAllowed
from domain.imports.events import AbridgedLine, LinesProposed
from domain.streams import Kind, stream_name

Answers = Mapping[Question, RegisterResult]


class Named(Protocol):
    """An import, as its lines are cited."""

    @property
    def name(self) -> str: ...

    @property
    def brought(self) -> LinesProposed: ...


class Brought(Protocol):
    """Lines of one scheme of one notice, as they are to be brought in or were."""

    @property
    def authority(self) -> str: ...

    @property
    def policy(self) -> str: ...

    @property
    def scheme(self) -> str: ...

    @property
    def body(self) -> str: ...

    @property
    def lines(self) -> tuple[AbridgedLine, ...]: ...


def import_stream(number: str) -> str:
    return stream_name(Kind.IMPORT, number)


def claims(brought: Brought, number: str) -> Iterator[tuple[Claim, ClaimLine, int]]:
    """Each line as a claim of its own, with the amount that was paid for it, in fen."""
    for line in brought.lines:
        claimed = ClaimLine(line=line.line, person=line.person, facts=line.facts, certificate=line.certificate)
        claim = Claim(
            application=import_stream(number),
            scheme=brought.scheme,
            authority=brought.authority,
            received_on=line.settled_on,
            applicant=line.applicant,
            applicant_kind=line.applicant_kind,
            facts=line.facts,
            lines=(claimed,),
            applicant_name=line.applicant_name,
        )
        yield claim, claimed, line.amount_fen


def wanted_uses(brought: Brought, number: str, edition: Edition, answers: Answers) -> Mapping[int, tuple[Use, ...]]:
    """The uses that limits make of each line, by the keys of the limits."""
    return {
        line.line: tuple(
            replace(use, limit=limit_key(brought.policy, use.limit))
            for use in abridged_uses(edition, claim, line, answers, amount_fen)[0]
        )
        for claim, line, amount_fen in claims(brought, number)
    }


def not_counted_yet(
    brought: Brought, wanted: Mapping[int, tuple[Use, ...]], held: Collection[Use], earlier: Iterable[Named]
) -> None:
    """A line may be a case of ours, or a line of an `earlier` import, where somebody holds what may be the same use of
    each of its limits, for the same amount; two lines to which one body gave two numbers are two.

    Raises `NotAllowed("line-counted")` for the first one. Lists overlap, and a line that counts twice refuses whom
    nobody paid twice.
    """
    numbers = {line.line: line.number for line in brought.lines}
    numbered = {
        (one.name, line.line): line.number
        for one in earlier
        if folded(one.brought.body) == folded(brought.body)
        for line in one.brought.lines
        if line.number
    }
    holding: dict[tuple[str, str], list[Use]] = {}
    incomplete = {(use.application, use.line) for use in held if not all_stated(use.qualifier)}
    for use in held:
        holding.setdefault((use.limit, use.subject), []).append(use)
    for number, uses in sorted(wanted.items()):
        own = {(use.application, use.line) for use in uses}
        left_out = not all(all_stated(use.qualifier) for use in uses)
        alike = [
            {
                holder
                for one in holding.get((use.limit, use.subject), ())
                for holder in ((one.application, one.line),)
                if _may_be_same(use, one, undated=left_out or holder in incomplete)
            }
            for use in uses
        ]
        for holder in sorted(set.intersection(*alike) - own if alike else ()):
            if not (numbers[number] and numbered.get(holder)):
                raise NotAllowed("line-counted", line=number, earlier=f"{holder[0]}/{holder[1]}")


def _may_be_same(use: Use, other: Use, *, undated: bool) -> bool:
    """With `undated`, the day may be one of what was left out of either."""
    one, another = use.qualifier, other.qualifier
    if use.amount_fen != other.amount_fen:
        return False
    if all_stated(one) and all_stated(another):
        return one == another and (undated or use.on == other.on)
    return may_be_alike(one, another) or may_be_alike(another, one)


def uncounted(brought: Brought, number: str, edition: Edition, answers: Answers) -> Iterator[tuple[int, Uncounted]]:
    """The lines that some limit cannot count, each with the limit."""
    for claim, line, amount_fen in claims(brought, number):
        _uses, missing = abridged_uses(edition, claim, line, answers, amount_fen)
        yield from ((line.line, one) for one in missing)


def grouped_uses(brought: LinesProposed, number: str, edition: Edition, answers: Answers) -> tuple[LimitUse, ...]:
    """The uses of all lines, grouped where only the line, and the person or certificate, differs."""
    scheme = edition.schemes[brought.scheme]
    over = {limit.id: scheme.over(limit) for limit in scheme.limits}
    lines = {line.line: line for line in brought.lines}
    groups: dict[tuple[str, str, date, int, str | None], list[int]] = {}
    for claim, line, amount_fen in claims(brought, number):
        for use in abridged_uses(edition, claim, line, answers, amount_fen)[0]:
            own = own_subject(lines[line.line], over[use.limit])
            subject = None if own == use.subject else use.subject
            groups.setdefault((use.limit, use.qualifier, use.on, use.amount_fen, subject), []).append(line.line)
    return tuple(
        LimitUse(
            limit=limit,
            over=over[limit],
            qualifier=qualifier,
            on=on,
            amount_fen=amount_fen,
            lines=ranges(lines),
            subject=subject,
        )
        for (limit, qualifier, on, amount_fen, subject), lines in groups.items()
    )


def own_subject(line: AbridgedLine, over: Over) -> str | None:
    """Where the line itself has what a limit counts over."""
    return {Over.PERSON: line.person, Over.CERTIFICATE: line.certificate, Over.APPLICANT: line.applicant}.get(over)
