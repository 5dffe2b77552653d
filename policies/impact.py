"""What past cases would have been given under another edition: each assessed anew, in the order of their decisions.

Nothing is decided by it and nobody is paid. Limits are used up as they would have been: a case counts what the cases
before it would have used under the other edition, not what they used under their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from domain.base import Struct
from domain.entitlement.assessment import Assessment, assess, limit_subjects
from domain.entitlement.claim import AssessmentGiven, Claim, Question, RegisterResult, Use
from domain.entitlement.edition import Edition
from domain.entitlement.standard_checks import allowed
from domain.entitlement.standards import StandardTable

Answers = Callable[[Edition, Claim], Mapping[Question, RegisterResult]]


class Past(Struct):
    """A case that was decided: its claim, what the officers added to it, and what it was given, by line, in fen.

    With `uses` the case is not assessed anew: it was decided under an edition that is not compared, and what it used
    stands. `retained` is what lines use that are out of the claim, for what was claimed falsely still counts.
    """

    claim: Claim
    determined_fen: Mapping[int, int]
    waived: frozenset[tuple[str, int]]
    awarded_fen: Mapping[int, int]
    uses: tuple[Use, ...] | None = None
    retained: tuple[Use, ...] = ()

    @property
    def entitled_fen(self) -> int:
        return sum(self.awarded_fen.values())


class Impact(Struct):
    """A past case and what it would be under the other edition; `assessment` None where that has no such scheme."""

    past: Past
    assessment: Assessment | None

    @property
    def after_fen(self) -> int:
        return self.assessment.amount_fen if self.assessment else 0

    @property
    def lines_after_fen(self) -> Mapping[int, int]:
        if self.assessment is None or not self.assessment.eligible:
            return {}
        return {line.line: line.amount_fen for line in self.assessment.lines if line.counts}

    @property
    def lines_changed(self) -> tuple[int, ...]:
        after = self.lines_after_fen
        lines = sorted({*self.past.awarded_fen, *after})
        return tuple(line for line in lines if self.past.awarded_fen.get(line, 0) != after.get(line, 0))


def impacts(
    edition: Edition,
    pasts: Iterable[Past],
    answers: Answers,
    standards: Mapping[str, tuple[StandardTable, ...]] | None = None,
) -> Iterator[Impact]:
    """Each of `pasts`, which are in the order of their decisions, as `edition` would have it, with the tables in
    `standards` that were adopted beside its notice.
    """
    used: dict[tuple[str, str], list[Use]] = {}
    for past in pasts:
        if past.uses is not None:
            _take(used, past.uses)
            continue
        claim = past.claim
        if claim.scheme not in edition.schemes:
            yield Impact(past=past, assessment=None)
            continue
        answered = answers(edition, claim)
        counted = sorted(limit_subjects(edition, claim, answered))
        given = AssessmentGiven(
            answers=answered,
            standards=allowed(edition, standards or {}, claim.scheme),
            uses=tuple(use for pair in counted for use in used.get(pair, ())),
            waived=past.waived,
            determined_fen=past.determined_fen,
        )
        assessment = assess(edition, claim, given)
        _take(used, (*assessment.uses, *past.retained))
        yield Impact(past=past, assessment=assessment)


def _take(used: dict[tuple[str, str], list[Use]], uses: Iterable[Use]) -> None:
    for use in uses:
        used.setdefault((use.limit, use.subject), []).append(use)
