"""Assessment: what an edition makes of a claim. Pure: the same claim and the same givens have the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.base import Struct
from domain.entitlement.amounts import DETERMINED, Award, Instalment, Step
from domain.entitlement.claim import AssessmentGiven, Claim, ClaimLine, Question, RegisterResult, Use
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Outcome
from domain.entitlement.limits import Earlier, Limit, waived
from domain.entitlement.rules import Rule, Stated
from domain.entitlement.scheme import LineKind, Scheme
from domain.entitlement.uses import SITE, Asked, Tally

__all__ = [
    "PERSON_KIND",
    "Assessment",
    "Instalment",
    "LineAssessment",
    "Step",
    "assess",
    "limit_subjects",
    "line_uses",
    "questions",
]

PERSON_KIND = "person"


class LineAssessment(Struct):
    """One line, answered. A line that does not count is worth nothing and uses no limit."""

    line: int
    findings: tuple[Finding, ...]
    amount_fen: int
    instalments: tuple[Instalment, ...]
    arithmetic: tuple[Step, ...]
    uses: tuple[Use, ...]

    @property
    def counts(self) -> bool:
        return all(finding.holds for finding in self.findings)


class Assessment(Struct):
    """A claim, answered under `edition` (such as `xiamen-2023-187@1`), whose file has `digest`.

    Lines are answered on their own, so that each says what is wrong with it; together they are worth something only
    when the application itself is eligible: `amount_fen` is 0 and `uses` is empty otherwise.
    """

    edition: str
    digest: str
    scheme: str
    findings: tuple[Finding, ...]
    lines: tuple[LineAssessment, ...]

    @property
    def eligible(self) -> bool:
        return all(finding.holds for finding in self.findings) and any(line.counts for line in self.lines)

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines) if self.eligible else 0

    @property
    def uses(self) -> tuple[Use, ...]:
        return tuple(use for line in self.lines for use in line.uses) if self.eligible else ()


def assess(edition: Edition, claim: Claim, given: AssessmentGiven) -> Assessment:
    """Answer every condition of the claim's scheme, line after line in the order of their numbers.

    `given` must answer all `questions(edition, claim)` and hold the uses, by other applications, of all
    `limit_subjects(edition, claim)`. Uses by the claim's own application are what is being decided, and are left out.
    """
    scheme = edition.schemes[claim.scheme]
    application = _of_application(scheme, claim, given.answers)
    rules = (scheme.receipt or edition.window, scheme.applicant, *scheme.application_conditions)
    uses = _UsesSoFar(use for use in given.uses if use.application != claim.application)
    return Assessment(
        edition=edition.ref,
        digest=edition.digest,
        scheme=scheme.id,
        findings=tuple(rule.examine(application) for rule in rules),
        lines=tuple(_assess_line(scheme, claim, line, given, uses) for line in _in_order(claim)),
    )


def questions(edition: Edition, claim: Claim) -> tuple[Question, ...]:
    """What the assessment will ask registers, each question once. A question that lacks a fact is not asked."""
    scheme = edition.schemes[claim.scheme]
    application = _of_application(scheme, claim, {})
    asked = [asking.question(application) for asking in scheme.application_askings]
    for line in claim.lines if scheme.line_askings else ():
        stated = _of_line(scheme, claim, line, {})
        asked += [asking.question(stated) for asking in scheme.line_askings]
    return tuple(dict.fromkeys(question for question in asked if question is not None))


def limit_subjects(edition: Edition, claim: Claim) -> frozenset[tuple[str, str]]:
    """The (limit, subject) pairs whose earlier uses the assessment must know."""
    scheme = edition.schemes[claim.scheme]
    asked = [_asked(scheme, claim, line, _of_line(scheme, claim, line, {})) for line in claim.lines]
    counted = [(name, limit.over) for limit in scheme.limits for name in (limit.id, *limit.also)]
    pairs = ((name, one.subject(over)) for one in asked for name, over in counted)
    return frozenset((limit, subject) for limit, subject in pairs if subject is not None)


def line_uses(
    edition: Edition, claim: Claim, line: ClaimLine, answers: Mapping[Question, RegisterResult], amount_fen: int = 0
) -> tuple[Use, ...]:
    """The uses of limits that `line` is, when it counts and is worth `amount_fen`."""
    scheme = edition.schemes[claim.scheme]
    asked = _asked(scheme, claim, line, _of_line(scheme, claim, line, answers), amount_fen)
    return tuple(use for limit in scheme.limits if (use := limit.use(asked)))


class _UsesSoFar:
    """The uses that a line has before it: those given, and those of the lines before it."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._by_subject: dict[tuple[str, str], dict[str, Tally]] = {}
        self.add(uses)

    def add(self, uses: Iterable[Use]) -> None:
        for use in uses:
            of_subject = self._by_subject.setdefault((use.limit, use.subject), {})
            of_subject.setdefault(use.qualifier, Tally()).add(use)

    def before(self, limit: Limit, use: Use | None) -> Earlier:
        if use is None:
            return {}
        own: Earlier = self._by_subject.get((limit.id, use.subject), {})
        return self._with_others(limit, use.subject, own) if limit.also else own

    def _with_others(self, limit: Limit, subject: str, own: Earlier) -> Earlier:
        """With the uses of the limits whose uses count here, too: of each line one, however many it left."""
        merged = {qualifier: list(uses) for qualifier, uses in own.items()}
        seen = {(use.application, use.line) for uses in own.values() for use in uses}
        for other in limit.also:
            for qualifier, uses in self._by_subject.get((other, subject), {}).items():
                fresh = [use for use in uses if (use.application, use.line) not in seen]
                merged.setdefault(qualifier, []).extend(fresh)
                seen |= {(use.application, use.line) for use in fresh}
        return merged


def _assess_line(
    scheme: Scheme, claim: Claim, line: ClaimLine, given: AssessmentGiven, uses: _UsesSoFar
) -> LineAssessment:
    stated = _of_line(scheme, claim, line, given.answers, given.determined_fen.get(line.line))
    award = scheme.amount.award(stated)
    asked = _asked(scheme, claim, line, stated, award.amount_fen)
    wanted = [(limit, limit.use(asked)) for limit in scheme.limits]
    findings = (
        *_about_something(scheme, asked),
        *(condition.examine(stated) for condition in scheme.line_conditions),
        *award.findings,
        *_limit_findings(asked, wanted, given, uses),
    )
    counts = all(finding.holds for finding in findings)
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


def _limit_findings(
    asked: Asked, wanted: Iterable[tuple[Limit, Use | None]], given: AssessmentGiven, uses: _UsesSoFar
) -> Iterator[Finding]:
    for limit, use in wanted:
        finding = limit.examine(asked, use, uses.before(limit, use))
        if finding is None:
            continue
        granted = limit.waivable and (limit.id, asked.line) in given.waived
        yield waived(finding) if granted and finding.outcome is Outcome.NOT_MET else finding


def _about_something(scheme: Scheme, asked: Asked) -> tuple[Finding, ...]:
    """Unclear when a line names nobody, or no site, so that no limit could find it again.

    Where only persons are paid, each is paid for themselves: a line about somebody else is not met.
    """
    payee = scheme.applicant
    rule = Rule(id="line-about", clause=payee.clause, interpretation=payee.interpretation)
    if scheme.line_kind is LineKind.PERSON and asked.person is None:
        return (rule.unclear("person-missing"),)
    if payee.kinds == (PERSON_KIND,) and asked.person not in (None, asked.stated.applicant):
        return (rule.not_met("not-the-applicant"),)
    if scheme.line_kind is LineKind.SITE and asked.stated.value(SITE) is None:
        return (rule.unclear("site-missing"),)
    return ()


def _asked(scheme: Scheme, claim: Claim, line: ClaimLine, stated: Stated, amount_fen: int = 0) -> Asked:
    # A line without a person whose applicant is a person is about the applicant.
    about_applicant = line.person is None and claim.applicant_kind == PERSON_KIND
    return Asked(
        scheme=scheme.id,
        application=claim.application,
        line=line.line,
        person=claim.applicant if about_applicant else line.person,
        certificate=line.certificate,
        stated=stated,
        amount_fen=amount_fen,
        asks=scheme.asked,
        about_applicant=scheme.line_kind is LineKind.APPLICANT,
    )


def _of_application(scheme: Scheme, claim: Claim, answers: Mapping[Question, RegisterResult]) -> Stated:
    return Stated(
        applicant=claim.applicant,
        applicant_kind=claim.applicant_kind,
        received_on=claim.received_on,
        facts=claim.facts,
        unverified=_untrusted(scheme, claim.unverified),
        answers=answers,
        applicant_name=claim.applicant_name,
    )


def _of_line(
    scheme: Scheme,
    claim: Claim,
    line: ClaimLine,
    answers: Mapping[Question, RegisterResult],
    determined_fen: int | None = None,
) -> Stated:
    declared = line.unverified | (claim.unverified - line.facts.keys())
    return Stated(
        applicant=claim.applicant,
        applicant_kind=claim.applicant_kind,
        received_on=claim.received_on,
        facts={**claim.facts, **line.facts},
        unverified=_untrusted(scheme, declared),
        answers=answers,
        determined_fen=determined_fen,
        applicant_name=claim.applicant_name,
    )


def _untrusted(scheme: Scheme, declared: frozenset[str]) -> frozenset[str]:
    """Of what is only declared, that on which nothing may be paid: applicants do not set their own amounts."""
    return declared & (scheme.verify.keys() | {DETERMINED})


def _in_order(claim: Claim) -> list[ClaimLine]:
    return sorted(claim.lines, key=lambda line: line.line)
