"""A notice as a page for citizens, in both languages: `make docs` writes it, and a test holds it to the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.entitlement.edition import Clause, Edition
from domain.entitlement.limits import Limit
from domain.entitlement.rules import Rule, Source
from domain.entitlement.scheme import LineKind, Scheme
from domain.money import yuan
from policies import shipped, shipped_ids
from policies.loader import load_adopted
from presentation.labels.vocabulary import label
from presentation.language import LANGUAGES, N_, _, speak
from presentation.words.policy_rules import (
    amount_rule_in_words,
    called,
    choices_in_words,
    condition_in_words,
    fact_called,
)

FOLDER = Path(__file__).parents[1] / "docs" / "generated"

_ABOUT = {
    LineKind.PERSON: N_("a person"),
    LineKind.SITE: N_("a site"),
    LineKind.APPLICANT: N_("the applicant itself"),
}


def file_of(policy: str, language: str) -> Path:
    return FOLDER / (f"policy-{policy}.zh-CN.md" if language == "zh" else f"policy-{policy}.md")


def document(edition: Edition) -> str:
    """The whole page, in the language that is spoken."""
    return "\n".join([*_head(edition), *_clauses(edition), *_limits(edition), *_readings(edition)]) + "\n"


def _head(edition: Edition) -> Iterator[str]:
    yield f"# {called(edition.title)}"
    yield ""
    yield _("%(document)s, edition %(edition)s. Made from the pack by `make docs`: do not edit.") % {
        "document": edition.document_number,
        "edition": edition.ref,
    }
    yield ""
    rows = [
        (condition_in_words(edition.window, edition), _source(edition.window)),
        (
            _("Approved applications stand on public notice for %(days)s working days")
            % {"days": edition.notice_working_days},
            _source(edition.notice_source),
        ),
        (
            _("Money is drawn in this order: %(sources)s")
            % {"sources": _("; ").join(called(source.names) for source in edition.funding_order)},
            _sources(source.source for source in edition.funding_order),
        ),
        (
            _("Paid by one of: %(authorities)s")
            % {"authorities": _("; ").join(called(authority.names) for authority in edition.authorities.values())},
            _sources(authority.source for authority in edition.authorities.values()),
        ),
        (
            _("Of an allotment to a district, %(percent)s %% are released in advance")
            % {"percent": edition.advance.percent},
            _source(edition.advance.source),
        ),
    ]
    yield from _table((_("Rule"), _("Basis")), rows)


def _clauses(edition: Edition) -> Iterator[str]:
    for clause in edition.clauses.values():
        yield f"## {clause.id} {called(clause.names)}"
        yield ""
        yield f"> {clause.text}"
        yield ""
        yield from _schemes(edition, clause)
        rows = [
            (called(part.names), called(part.why)) for part in edition.pays_nobody.values() if part.clause == clause.id
        ]
        if rows:
            yield from _table((_("Pays nobody"), _("Why")), rows)


def _schemes(edition: Edition, clause: Clause) -> Iterator[str]:
    for scheme in edition.schemes.values():
        if scheme.clause == clause.id:
            yield f"### {called(scheme.names)} (`{scheme.id}`)"
            yield ""
            yield from _table((_("What"), _("Says"), _("Basis")), _rows(scheme, edition))


def _rows(scheme: Scheme, edition: Edition) -> Iterator[tuple[str, str, str]]:
    kinds = _("; ").join(map(label, scheme.applicant.kinds))
    yield _("Who applies and is paid"), kinds, _source(scheme.applicant)
    yield _("A line is about"), _(_ABOUT[scheme.line_kind]), ""
    yield _("A line is worth"), amount_rule_in_words(scheme.amount, edition), _source(scheme.amount)
    for milestone in (edition.milestones[name] for name in scheme.milestones):
        values = {
            "milestone": called(milestone.names),
            "months": milestone.months,
            "fact": fact_called(milestone.fact, edition),
        }
        sentence = _("%(milestone)s: %(months)s months after “%(fact)s”, on the same day of the month or on its last")
        yield _("Milestone"), sentence % values, _source(milestone.source)
    if scheme.budget:
        amount = _("%(amount)s yuan") % {"amount": yuan(scheme.budget.amount_fen)}
        yield _("In all, at most"), amount, _source(scheme.budget.source)
    if scheme.receipt:
        yield _("Receipt"), condition_in_words(scheme.receipt, edition), _source(scheme.receipt)
    for rule in scheme.application_conditions:
        yield _("Required of the application"), condition_in_words(rule, edition), _source(rule)
    for rule in scheme.line_conditions:
        yield _("Required of each line"), condition_in_words(rule, edition), _source(rule)
    verified = _("; ").join(fact_called(fact, edition) for fact in scheme.verify)
    if verified:
        yield _("Must be verified"), verified, _sources(scheme.verify.values())
    for limit in scheme.limits:
        yield _("Limit"), called(limit.names), _source(limit)
    for choice, paid in scheme.paid_by.among.items():
        where = choices_in_words(scheme.paid_by.fact or "", (choice,), edition)
        sentence = _("%(government)s, where %(choices)s")
        yield (
            _("Paid by"),
            sentence % {"government": label(paid.government.value), "choices": where},
            _source(paid.source),
        )
    otherwise = scheme.paid_by.otherwise
    yield _("Paid by"), label(otherwise.government.value), _source(otherwise.source)


def _limits(edition: Edition) -> Iterator[str]:
    yield "## " + _("Limits")
    yield ""
    rows = [
        (
            called(limit.names),
            label(limit.over.value),
            _("yes") if limit.waivable else _("no"),
            _sources(_leaned_on(limit)),
        )
        for limit in edition.limits.values()
    ]
    yield from _table((_("Limit"), _("Counts over"), _("May be waived"), _("Basis")), rows)


def _leaned_on(limit: Limit) -> Iterator[Source]:
    """What a limit stands on, with what says how its year is told and what stands in for a fact that is not stated."""
    yield Source(clause=limit.clause, interpretation=limit.interpretation)
    yield from (source for source in (limit.yearly, *(part.source for part in limit.alike)) if source)


def _readings(edition: Edition) -> Iterator[str]:
    yield "## " + _("Interpretations: where the notice is silent or ambiguous")
    yield ""
    rows = [
        (
            f"`{interpretation.id}`",
            interpretation.clause,
            called(interpretation.question),
            called(interpretation.reading),
            "<br>".join(map(called, interpretation.other_readings)),
        )
        for interpretation in edition.interpretations.values()
    ]
    yield from _table((_("Interpretation"), _("Clause"), _("Question"), _("Taken"), _("Also possible")), rows)


def _source(source: Source | Rule) -> str:
    """The clause, and the interpretation that is leaned on."""
    return f"{source.clause} (`{source.interpretation}`)" if source.interpretation else source.clause


def _sources(sources: Iterable[Source]) -> str:
    return ", ".join(dict.fromkeys(map(_source, sources)))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for policy in shipped_ids():
        edition = load_adopted(shipped(policy))
        for language in LANGUAGES:
            speak(language)
            file_of(policy, language).write_text(document(edition), "utf-8")


if __name__ == "__main__":
    main()
