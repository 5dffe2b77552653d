"""A line that was settled elsewhere, before the office opened or under another roof: what limits make of it.

It is known by what somebody wrote down of it. From that each limit of its scheme makes its own use; what was not
written down leaves the use possible, and never out. ADR 0060.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.base import Struct
from domain.entitlement.assessment import line_asked
from domain.entitlement.claim import Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.comparing_limits import Excludes
from domain.entitlement.edition import Edition
from domain.entitlement.limits import Limit
from domain.entitlement.quotas import Quota
from domain.entitlement.recognition import ENTRY_KEY
from domain.entitlement.rules import Span
from domain.entitlement.scheme import Scheme
from domain.entitlement.stating import stating
from domain.entitlement.uses import CERTIFICATE_NO, SITE, Over
from domain.entitlement.vocabulary import ENTRY


class Uncounted(Struct):
    """A limit that cannot tell by whom or what it counts a line."""

    limit: str
    over: Over


def facts_compared(scheme: Scheme) -> tuple[str, ...]:
    """What a line of the scheme may state, so that limits can tell which other lines it counts against."""
    wanted: dict[str, None] = {}
    for limit in scheme.limits:
        wanted |= dict.fromkeys((*limit.facts, *_subject_facts(limit)))
    if {ENTRY} & set(scheme.asked):
        wanted = {ENTRY: None, **wanted}
    named = scheme.asked | {ENTRY}
    of_entries = {fact for one in (*scheme.application_entries, *scheme.line_entries) for fact in _keys_of(one.reads)}
    return tuple(fact for fact in wanted if fact in named and fact not in of_entries)


def _keys_of(reads: Mapping[str, str]) -> list[str]:
    return [fact for fact, attribute in reads.items() if attribute == ENTRY_KEY]


def _subject_facts(limit: Limit) -> tuple[str, ...]:
    if isinstance(limit, Quota):
        return limit.asking.facts
    return {Over.CERTIFICATE: (CERTIFICATE_NO,), Over.SITE: (SITE,)}.get(limit.over, ())


def abridged_uses(
    edition: Edition, claim: Claim, line: ClaimLine, answers: Mapping[Question, RegisterResult], amount_fen: int
) -> tuple[tuple[Use, ...], tuple[Uncounted, ...]]:
    """The uses that the limits of the claim's scheme make of an abridged `line` of it, for which `amount_fen` was paid;
    and those limits that cannot count it. `answers` must hold what registers say to `questions(edition, claim)`.
    """
    scheme = edition.schemes[claim.scheme]
    states = stating(scheme, claim, answers, abridged=True)
    asked = line_asked(states, line, states.of_line(line), Span.exactly(amount_fen))
    uses = tuple(use for limit in scheme.limits if (use := limit.use(asked)) is not None)
    counted = {use.limit for use in uses}
    missing = tuple(
        Uncounted(limit=limit.id, over=scheme.over(limit))
        for limit in scheme.limits
        if limit.id not in counted and not isinstance(limit, Excludes) and limit.subject(asked) is None
        if limit.over is not Over.CERTIFICATE or CERTIFICATE_NO in states.asked
    )
    return uses, missing
