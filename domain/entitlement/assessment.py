"""Assessment: what an edition makes of a claim. Pure: the same claim and the same givens have the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from domain.base import Struct
from domain.entitlement.amounts import Award, Instalment, Step
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, LineOutcome, OwedBy, Value, together
from domain.entitlement.limits import Limit, Sum
from domain.entitlement.paying import paying
from domain.entitlement.rules import Span, Stated
from domain.entitlement.scheme import LineKind
from domain.entitlement.standing import PERSON_KIND, about_something, after_receipt, two_names
from domain.entitlement.stating import Stating, stating
from domain.entitlement.uses import Asked
from domain.entitlement.uses_so_far import UsesSoFar
from domain.entitlement.vocabulary import FactType

__all__ = [
    "PERSON_KIND",
    "Assessment",
    "Instalment",
    "LineAssessment",
    "Step",
    "assess",
    "limit_subjects",
    "line_asked",
    "line_uses",
    "questions",
]

NOTHING = Span()


class LineAssessment(Struct):
    """One line, answered. Only an eligible line is worth something and uses limits; an open one reserves none
    (*i:limit-order*).
    """

    line: int
    findings: tuple[Finding, ...]
    amount_fen: int
    instalments: tuple[Instalment, ...]
    arithmetic: tuple[Step, ...]
    uses: tuple[Use, ...]

    @property
    def outcome(self) -> LineOutcome:
        return together(self.findings)

    @property
    def counts(self) -> bool:
        return self.outcome is LineOutcome.ELIGIBLE


class Assessment(Struct):
    """A claim, answered under `edition` (such as `xiamen-2023-187@1`), whose file has `digest`.

    Lines are answered on their own, so that each says what is wrong with it; together they are worth something only
    when the application itself is eligible: `amount_fen` is 0 and `uses` is empty otherwise. ADR 0055.
    """

    edition: str
    digest: str
    scheme: str
    findings: tuple[Finding, ...]
    lines: tuple[LineAssessment, ...]
    payer: str | None = None
    """The authority that pays it (兑现机关); None while that is not known, which is then among the findings."""

    @property
    def eligible(self) -> bool:
        """Whether something can be approved: the application holds, and one line at least is eligible."""
        return together(self.findings) is LineOutcome.ELIGIBLE and any(line.counts for line in self.lines)

    @property
    def undecided(self) -> bool:
        """Whether what is not known decides about something: then nobody is refused, and at most a part is approved."""
        outcomes = {line.outcome for line in self.lines}
        match together(self.findings):
            case LineOutcome.NOT_ELIGIBLE:
                return False
            case LineOutcome.OPEN:
                return outcomes != {LineOutcome.NOT_ELIGIBLE}
            case LineOutcome.ELIGIBLE:
                return LineOutcome.OPEN in outcomes

    @property
    def owed_by(self) -> tuple[OwedBy, ...]:
        """Who owes what decides; what is not known of a line that is refused for another reason, nobody owes."""
        of_lines = (line.findings for line in self.lines if line.outcome is LineOutcome.OPEN)
        owed = {finding.owed_by for findings in (self.findings, *of_lines) for finding in findings}
        return tuple(debtor for debtor in OwedBy if debtor in owed) if self.undecided else ()

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines) if self.eligible else 0

    @property
    def uses(self) -> tuple[Use, ...]:
        return tuple(use for line in self.lines for use in line.uses) if self.eligible else ()


def assess(edition: Edition, claim: Claim, given: AssessmentGiven) -> Assessment:
    """Answer every condition of the claim's scheme, line after line: first those that were awarded before, in the order
    in which they were, then the others in the order of their numbers.

    `given` must answer all `questions(edition, claim)` and hold the uses, by other applications, of all
    `limit_subjects(edition, claim)`. Uses by the claim's own application are what is being decided, and are left out,
    but for those in `given.held`.
    """
    scheme = edition.schemes[claim.scheme]
    states = stating(scheme, claim, given.answers, given.standards)
    rules = (scheme.receipt or edition.window, scheme.applicant, *scheme.application_conditions)
    uses = UsesSoFar(use for use in given.uses if use.application != claim.application)
    days = {name for name, kind in edition.vocabulary.items() if kind.type is FactType.DAY}
    # Also where the application, or its entry, states them for all its lines.
    line_days = days.intersection((*scheme.line_facts, *states.read))
    lines = list(_assess_lines(states, given, uses, line_days))
    paid = paying(edition, states, given.payer)
    return Assessment(
        edition=edition.ref,
        digest=edition.digest,
        scheme=scheme.id,
        findings=(
            *(rule.examine(states.application) for rule in rules),
            *after_receipt(scheme, days.intersection(scheme.application_facts), claim.facts, claim.received_on),
            *((paid.finding,) if paid.finding else ()),
        ),
        lines=tuple(sorted(lines, key=lambda line: line.line)),
        payer=paid.authority,
    )


def questions(edition: Edition, claim: Claim) -> tuple[Question, ...]:
    """What the assessment will ask registers, each question once. A question that lacks a fact is not asked."""
    scheme = edition.schemes[claim.scheme]
    states = stating(scheme, claim, {})
    asked = [asking.question(states.application) for asking in scheme.application_askings]
    for line in claim.lines if scheme.line_askings else ():
        stated = states.of_line(line)
        asked += [asking.question(stated) for asking in scheme.line_askings]
    return tuple(dict.fromkeys(question for question in asked if question is not None))


def limit_subjects(
    edition: Edition, claim: Claim, answers: Mapping[Question, RegisterResult]
) -> frozenset[tuple[str, str]]:
    """The (limit, subject) pairs whose earlier uses the assessment must know; registers say which site is meant."""
    scheme = edition.schemes[claim.scheme]
    states = stating(scheme, claim, answers)
    asked = [line_asked(states, line, states.of_line(line)) for line in claim.lines]
    counted = [(limit, (limit.id, *limit.also)) for limit in scheme.limits]
    pairs = (
        (names, subject)
        for one in asked
        for limit, names in counted
        for subject in (limit.subject(one), limit.possible_subject(one))
    )
    return frozenset((name, subject) for names, subject in pairs if subject is not None for name in names)


def line_uses(
    edition: Edition, claim: Claim, line: ClaimLine, answers: Mapping[Question, RegisterResult], amount_fen: int = 0
) -> tuple[Use, ...]:
    """The uses of limits that `line` is, when it counts and is worth `amount_fen`; and those under other notices that
    would stand in its way.
    """
    scheme = edition.schemes[claim.scheme]
    states = stating(scheme, claim, answers)
    asked = line_asked(states, line, states.of_line(line), Span.exactly(amount_fen))
    uses = (limit.use(asked) or limit.use_elsewhere(asked) for limit in scheme.limits)
    return tuple(use for use in uses if use)


def _assess_lines(states: Stating, given: AssessmentGiven, uses: UsesSoFar, days: Set[str]) -> Iterator[LineAssessment]:
    """In the order of `assess`. What a line holds already counts from its turn on, as its use does when it counts: it
    is in the way of no line that was awarded before it, nor in its own.
    """
    lines = {line.line: line for line in states.claim.lines}
    held: dict[int, list[Use]] = {}
    for use in given.held:
        held.setdefault(use.line, []).append(use)
    last = max(given.ranks.values(), default=0) + 1
    after_all = last + 1
    ranks = {number: given.ranks.get(number, last if number in held else after_all) for number in lines | held}
    for number in sorted(ranks, key=lambda number: (ranks[number], number)):
        assessed = _assess_line(states, lines[number], given, uses, days) if number in lines else None
        if assessed is not None:
            yield assessed
        if assessed is None or not assessed.counts:
            uses.add(held.get(number, ()))


def _assess_line(
    states: Stating, line: ClaimLine, given: AssessmentGiven, uses: UsesSoFar, days: Set[str]
) -> LineAssessment:
    scheme = states.scheme
    stated = states.of_line(line, given.determined_fen.get(line.line))
    award = scheme.amount.award(stated)
    award = _cut(states, line, stated, award, uses)
    asked = line_asked(states, line, stated, scheme.amount.span(award))
    wanted = [(limit, limit.use(asked)) for limit in scheme.limits]
    findings = (
        *about_something(scheme, asked),
        *two_names(scheme, given.names_apart.get(line.line, ())),
        *after_receipt(scheme, days, stated.facts, stated.received_on),
        *(condition.examine(stated) for condition in scheme.line_conditions),
        *award.findings,
        *_limit_findings(asked, wanted, given, uses),
    )
    counts = together(findings) is LineOutcome.ELIGIBLE
    used = tuple(use for _, use in wanted if use) if counts else ()
    uses.add(used)
    award = award if counts else Award()
    return LineAssessment(
        line=line.line,
        findings=findings,
        amount_fen=award.amount_fen,
        instalments=award.instalments,
        arithmetic=award.arithmetic,
        uses=used,
    )


def _cut(states: Stating, line: ClaimLine, stated: Stated, award: Award, uses: UsesSoFar) -> Award:
    """The award, cut to what limits that clip have left; where nothing is left, the limit itself says no."""
    for limit in states.scheme.limits:
        if not (isinstance(limit, Sum) and limit.clips) or award.amount_fen == 0:
            continue
        use = limit.use(line_asked(states, line, stated, Span.exactly(award.amount_fen)))
        if use is None:
            continue
        left_fen = limit.left_fen(use, uses.before(limit, use.subject))
        if 0 < left_fen < award.amount_fen:
            values: dict[str, Value] = {"limit": limit.id, "asked_fen": award.amount_fen, "amount_fen": left_fen}
            award = award.cut_to(left_fen, Step(code="clipped", values={**values, "maximum_fen": limit.maximum_fen}))
    return award


def _limit_findings(
    asked: Asked, wanted: Iterable[tuple[Limit, Use | None]], given: AssessmentGiven, uses: UsesSoFar
) -> Iterator[Finding]:
    for limit, use in wanted:
        subject = use.subject if use else limit.subject(asked)
        finding = limit.examine(asked, use, uses.before(limit, subject, limit.possible_subject(asked)))
        if finding is None:
            continue
        granted = limit.waivable and (limit.id, asked.line) in given.waived
        yield finding.waived if granted and not finding.holds else finding


def line_asked(states: Stating, line: ClaimLine, stated: Stated, worth: Span = NOTHING) -> Asked:
    """The line as limits see it, `worth` being what it is worth."""
    scheme, claim = states.scheme, states.claim
    # A line without a person whose applicant is a person is about the applicant.
    about_applicant = line.person is None and claim.applicant_kind == PERSON_KIND
    return Asked(
        scheme=scheme.id,
        application=claim.application,
        line=line.line,
        person=claim.applicant if about_applicant else line.person,
        certificate=line.certificate,
        stated=stated,
        worth=worth,
        asks=states.asked,
        requires=scheme.line_facts.required,
        about_applicant=scheme.line_kind is LineKind.APPLICANT,
        abridged=states.abridged,
    )
