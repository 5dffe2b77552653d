"""`bailu policy show`: an edition as people read it: schemes, amounts, conditions, limits, and what was interpreted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.verbs import Verb, option, output_option
from domain.entitlement.edition import Edition
from domain.entitlement.rules import Names, Source
from domain.entitlement.scheme import Scheme
from domain.errors import NoSuchThing
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.policy_rules import amount_rule_in_words, called, condition_in_words
from usecases.intake.editions import edition_of
from usecases.session.settings import Settings

_SCHEMES = (
    Column("scheme", N_("Scheme"), Kind.NAME),
    Column("name", N_("Name")),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("amount", N_("A line is worth")),
    Column("paid_by", N_("Paid by"), Kind.LABEL),
    Column("limits", N_("Limits")),
)


_CONDITIONS = (
    Column("about", N_("Of"), Kind.LABEL),
    Column("condition", N_("Condition"), Kind.NAME),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("interpretation", N_("Interpretation"), Kind.NAME),
    Column("requires", N_("Requires")),
)


_FACTS = (
    Column("about", N_("Of"), Kind.LABEL),
    Column("fact", N_("Fact"), Kind.NAME),
    Column("name", N_("Name")),
    Column("type", N_("Type"), Kind.LABEL),
    Column("required", N_("Required"), Kind.NAME),
    Column("verified", N_("Verified"), Kind.NAME),
)


_LIMITS = (
    Column("limit", N_("Limit"), Kind.NAME),
    Column("name", N_("Name")),
    Column("clause", N_("Clause"), Kind.NAME),
    Column("interpretation", N_("Interpretation"), Kind.NAME),
    Column("over", N_("Counts over"), Kind.LABEL),
    Column("waivable", N_("May be waived"), Kind.NAME),
)


@click.command("show", cls=Verb, help=N_("Show a policy edition, or one of its schemes: what it asks for and gives."))
@click.argument("policy", metavar="[POLICY]", required=False)
@option("--scheme", metavar="SCHEME", help=N_("Only this scheme, with everything about it."))
@output_option
@click.pass_obj
def command(settings: Settings, policy: str | None, scheme: str | None, output: str | None) -> None:
    edition = edition_of(settings, policy)
    if scheme is not None and scheme not in edition.schemes:
        raise NoSuchThing("no-such-scheme", scheme=scheme, policy=edition.ref)
    shown = [edition.schemes[scheme]] if scheme is not None else list(edition.schemes.values())
    described = _edition(edition, shown)
    if output in ("csv", "xlsx"):
        print_listing(_SCHEMES, map(_scheme_row, described["schemes"]), output)
    elif not print_record(described, output, ()):
        _print_edition(described)
        if scheme is None:
            print_table(_SCHEMES, map(_scheme_row, described["schemes"]))
        else:
            _print_scheme(described["schemes"][0], edition)
        print_table(_LIMITS, map(_named, described["limits"]), title=N_("Limits"))
        _print_interpretations(described["interpretations"])


def _edition(edition: Edition, schemes: list[Scheme]) -> dict[str, Any]:
    described = [_scheme(each, edition) for each in schemes]
    limits = {limit.id: limit for scheme in schemes for limit in scheme.limits}
    limited = [
        {
            "limit": limit.id,
            "name": _names(limit.names),
            **_source(limit),
            "over": limit.over.value,
            "waivable": limit.waivable,
        }
        for limit in limits.values()
    ]
    whole = len(schemes) == len(edition.schemes)
    cited = set(edition.interpretations) if whole else set(_cited((described, limited, _received(edition))))
    return {
        "policy": edition.policy,
        "edition": edition.ref,
        "digest": edition.digest,
        "title": _names(edition.title),
        "document": edition.document_number,
        "issued_on": edition.issued_on,
        "received": _received(edition),
        "public_notice": {"working_days": edition.notice_working_days, **_source(edition.notice_source)},
        "schemes": described,
        "limits": limited,
        "interpretations": [
            {
                "interpretation": each.id,
                "clause": each.clause,
                "question": _names(each.question),
                "reading": _names(each.reading),
                "other_readings": [_names(other) for other in each.other_readings],
                "settled_by": _names(each.settled_by),
            }
            for each in edition.interpretations.values()
            if each.id in cited
        ],
    }


def _received(edition: Edition) -> dict[str, Any]:
    return {"from": edition.window.first, "to": edition.window.last, **_source(edition.window)}


def _scheme(scheme: Scheme, edition: Edition) -> dict[str, Any]:
    return {
        "scheme": scheme.id,
        "name": _names(scheme.names),
        "clause": scheme.clause,
        "line_about": scheme.line_kind.value,
        "amount": {
            "says": amount_rule_in_words(scheme.amount, edition),
            "most_fen": scheme.amount.most_fen,
            **_source(scheme.amount),
        },
        "conditions": list(_conditions(scheme, edition)),
        "facts": list(_facts(scheme, edition)),
        "limits": [limit.id for limit in scheme.limits],
        "paid_by": {"government": scheme.payer.value, **_source(scheme.payer_source)},
        "budget": {"amount_fen": scheme.budget.amount_fen, **_source(scheme.budget.source)} if scheme.budget else None,
    }


def _conditions(scheme: Scheme, edition: Edition) -> Iterator[dict[str, Any]]:
    for about, rules in (
        ("application", (scheme.receipt or edition.window, scheme.applicant, *scheme.application_conditions)),
        ("line", scheme.line_conditions),
    ):
        for rule in rules:
            said = condition_in_words(rule, edition)
            yield {"about": about, "condition": rule.id, **_source(rule), "requires": said}


def _facts(scheme: Scheme, edition: Edition) -> Iterator[dict[str, Any]]:
    for about, asked in (("application", scheme.application_facts), ("line", scheme.line_facts)):
        for fact in asked:
            kind = edition.vocabulary[fact]
            yield {
                "about": about,
                "fact": fact,
                "name": {"zh": kind.zh, "en": kind.en},
                "type": kind.type.value,
                "required": fact in asked.required,
                "verified": fact in scheme.verify,
            }


def _source(source: Source | Any) -> dict[str, str | None]:
    return {"clause": source.clause, "interpretation": source.interpretation}


def _names(names: Names) -> dict[str, str]:
    return {"zh": names.zh, "en": names.en}


def _cited(part: object) -> Iterator[str]:
    """The interpretations that anything within `part` leans on."""
    if isinstance(part, dict):
        if part.get("interpretation"):
            yield part["interpretation"]
        for each in part.values():
            yield from _cited(each)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _cited(each)


def _print_edition(described: dict[str, Any]) -> None:
    print_line(_named(described, "title")["title"])
    print_line(_("%(document)s, edition %(edition)s (%(digest)s)") % described)
    received = {"first": described["received"]["from"], "last": described["received"]["to"]}
    print_line(_("Received from %(first)s to %(last)s") % received)
    print_line("")


def _print_scheme(scheme: dict[str, Any], edition: Edition) -> None:
    clause = edition.clauses[scheme["clause"]]
    print_line(f"{_named(scheme)['name']} ({scheme['scheme']})")
    print_line(f"{called(clause.names)} [{clause.id}]")
    print_line(clause.text)
    print_line(_("A line is worth: %(amount)s") % {"amount": scheme["amount"]["says"]})
    print_table(_CONDITIONS, scheme["conditions"], title=N_("Conditions"))
    if scheme["facts"]:
        print_table(_FACTS, map(_named, scheme["facts"]), title=N_("Facts"))


def _print_interpretations(interpretations: list[dict[str, Any]]) -> None:
    if interpretations:
        print_line(_("Interpretations: where the notice is silent or ambiguous"))
    for each in interpretations:
        said = _named(_named(_named(each, "question"), "reading"), "settled_by")
        print_line("")
        print_line(f"{said['interpretation']} [{said['clause']}]")
        print_line("  " + _("Question: %(question)s") % said)
        print_line("  " + _("Taken: %(reading)s") % said)
        for other in each["other_readings"]:
            print_line("  " + _("Also possible: %(reading)s") % _named({"reading": other}, "reading"))
        print_line("  " + _("To be settled by: %(settled_by)s") % said)


def _scheme_row(scheme: dict[str, Any]) -> dict[str, Any]:
    return {**_named(scheme), "amount": scheme["amount"]["says"], "paid_by": scheme["paid_by"]["government"]}


def _named(described: dict[str, Any], key: str = "name") -> dict[str, Any]:
    """The same with what something is called in the officer's language."""
    names = described[key]
    return {**described, key: called(Names(zh=names["zh"], en=names["en"]))}
