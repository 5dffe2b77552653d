"""What a finding says, in the officer's language: a sentence for every code that an assessment can emit.

Facts, choices and registers are called what the edition calls them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from domain.entitlement.amounts import ON_APPROVAL
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding, Value
from domain.entitlement.rules import CONFIRMED, Names
from domain.entitlement.vocabulary import FactKind, FactType
from domain.money import yuan
from policies import shipped, shipped_ids
from policies.evaluate import EARLIER, HERE
from policies.loader import load_adopted
from presentation.labels.units import a_unit
from presentation.labels.vocabulary import label
from presentation.language import N_, _, spoken

SENTENCES: Mapping[str, str] = {
    # What is missing
    "not-stated": N_("“%(fact)s” is not stated."),
    "not-verified": N_("“%(fact)s” is only declared and has not been verified."),
    "person-missing": N_("The line does not say whom it is about."),
    "not-the-applicant": N_("The line is about somebody else than the applicant, and this scheme pays the worker."),
    "site-missing": N_("The line does not say which site it is about."),
    # The application
    "received-in-time": N_("Received on %(found)s, within %(first)s to %(last)s."),
    "received-too-early": N_("Received on %(found)s; applications are received from %(first)s on."),
    "received-too-late": N_("Received on %(found)s; applications were received until %(last)s."),
    "applicant-fits": N_("The applicant is of a kind that this scheme pays: %(found)s."),
    "applicant-does-not-fit": N_("The applicant is of the kind “%(found)s”; this scheme pays: %(required)s."),
    "receipt-follows-document": N_("Received on %(received_on)s, as the document cited as “%(fact)s” allows."),
    # Conditions
    "as-required": N_("%(fact)s: %(found)s."),
    "not-as-required": N_("%(fact)s: %(found)s; required: %(required)s."),
    "one-holds": N_("%(fact)s: yes."),
    "none-holds": N_("None of these is true: %(facts)s."),
    "among": N_("%(fact)s: %(found)s."),
    "not-among": N_("%(fact)s: %(found)s; required is one of: %(required)s."),
    "enough": N_("%(fact)s: %(found)s; at least %(required)s."),
    "too-little": N_("%(fact)s: only %(found)s; at least %(required)s."),
    "not-too-much": N_("%(fact)s: %(found)s; at most %(required)s."),
    "too-much": N_("%(fact)s: %(found)s, too much; at most %(required)s."),
    "share-enough": N_("%(fact)s: %(found)s of %(total)s (%(of)s), %(percent)s %%; at least %(required)s %%."),
    "share-too-small": N_("%(fact)s: only %(found)s of %(total)s (%(of)s), %(percent)s %%; at least %(required)s %%."),
    "consistent": N_("%(fact)s (%(found)s) is not more than %(of)s (%(total)s)."),
    "contradiction": N_("The statements contradict each other: %(fact)s (%(found)s) is more than %(of)s (%(total)s)."),
    "in-order": N_("%(fact)s (%(found)s) is not after %(of)s (%(total)s)."),
    "out-of-order": N_("The days contradict each other: %(fact)s (%(found)s) is after %(of)s (%(total)s)."),
    "ends-in-time": N_("%(fact)s: %(found)s, not after %(required)s."),
    "ends-too-late": N_("%(fact)s: %(found)s is after %(required)s."),
    "cited": N_("%(fact)s: %(found)s."),
    "all-cited": N_("Stated: %(facts)s."),
    "listed": N_("%(found)s was on the %(register)s on %(on)s (entry %(entry)s)."),
    "listed-by-document": N_("%(found)s was on the %(register)s on %(on)s (entry %(entry)s, document %(document)s)."),
    "register-incomplete": N_("%(found)s is not on the %(register)s, which nobody declared complete for %(on)s."),
    "entry-proposed": N_("An entry of %(found)s in the %(register)s on %(on)s is proposed, and not confirmed yet."),
    "number-of-two-names": N_("The number has another name: %(earlier)s. One is corrected, or two stand by both."),
    "after-receipt": N_("%(fact)s: %(found)s lies after the receipt on %(received_on)s."),
    "entry-ambiguous": N_("Several entries of the %(register)s are called %(found)s on %(on)s: give a number."),
    "listed-for-another": N_("%(found)s on the %(register)s (entry %(entry)s) belongs to %(payee)s on %(on)s."),
    "several-payers": N_("Several authorities would pay parts of it: %(authorities)s. Each takes a file of its own."),
    "payer-unnamed": N_("A district pays this, and no register entry names which: %(authority)s received the file."),
    "received-elsewhere": N_("%(payer)s pays this, and %(authority)s received the file: it is to be handed over."),
    "not-in-entry": N_("The register entry does not state, or not yet: %(fact)s."),
    "not-listed": N_("%(found)s was not on the %(register)s on %(on)s."),
    "not-required": N_("%(fact)s: %(found)s; nothing is asked here."),
    # Amounts
    "times-within": N_("%(fact)s: %(found)s, of at most %(required)s."),
    "times-outside": N_("%(fact)s: %(found)s; it is from 1 to %(required)s."),
    "rate-named": N_("%(fact)s: %(found)s, %(amount_fen)s yuan."),
    "rate-not-named": N_("%(fact)s: %(found)s; the notice names no rate for this, and none is guessed."),
    "not-determined": N_("The assessor has not determined the amount."),
    "determined-within": N_("%(found_fen)s yuan determined, within %(floor_fen)s to %(cap_fen)s yuan."),
    "determined-outside": N_("%(found_fen)s yuan determined, outside %(floor_fen)s to %(cap_fen)s yuan."),
    "within-cost": N_("%(found_fen)s yuan determined, not above the cost of %(cost_fen)s yuan."),
    "above-cost": N_("%(found_fen)s yuan determined, above the cost of %(cost_fen)s yuan."),
    "determined-unbounded": N_("%(found_fen)s yuan, which stands for what the standard says."),
    "determined-nothing": N_("%(found_fen)s yuan: an award of nothing is no award."),
    "by-standard": N_("%(amount_fen)s yuan by the %(standard)s, %(document)s."),
    "standard-nothing": N_("By the %(standard)s, %(document)s, this comes to nothing, and nothing is no award."),
    "standard-outside": N_(
        "%(found_fen)s yuan by the %(standard)s, %(document)s, is outside of what the notice allows."
    ),
    "excluded-by-standard": N_("The %(standard)s, %(document)s, gives nothing here: %(provision)s."),
    "no-standard": N_("No %(standard)s is adopted for %(on)s."),
    "no-rate": N_("The %(standard)s, %(document)s, has no rate for this: %(found)s."),
    "not-whole-months": N_("%(first)s to %(last)s are not whole calendar months, by which this is paid."),
    "rates-within-period": N_("Within the period the %(standard)s changes: apply for each part on its own."),
    "days-cost": N_("%(found_fen)s yuan, not more than %(days)s days at %(daily_fen)s yuan."),
    "above-days": N_("%(found_fen)s yuan contradicts the product: %(days)s days at %(daily_fen)s yuan cost less."),
    "lesser-paid": N_("It cost %(cost_fen)s yuan, at most %(cap_fen)s yuan is paid: %(amount_fen)s yuan."),
    "nothing-to-pay": N_("%(fact)s: %(found_fen)s yuan; that comes to nothing, and an award of nothing is no award."),
    "outside-bands": N_("%(fact)s: %(found)s; the notice names no rate for this number."),
    "percent-paid": N_("%(percent)s %% of %(of_fen)s yuan: %(amount_fen)s yuan."),
    # Limits
    "limit-open": N_("%(limit)s: used %(found)s of %(required)s before."),
    "limit-reached": N_("%(limit)s: used %(found)s of %(required)s before, by %(earlier)s."),
    "limit-possibly-used": N_("%(limit)s: it is not known whether %(earlier)s counts against this."),
    "limit-not-applying": N_("%(limit)s: does not apply, since “%(fact)s” is not stated."),
    "limit-of-other-days": N_("%(limit)s: does not apply to %(found)s, only to %(first)s to %(last)s."),
    "sum-open": N_("%(limit)s: %(used_fen)s yuan before and %(asked_fen)s yuan now; at most %(maximum_fen)s yuan."),
    "sum-exceeded": N_(
        "%(limit)s: %(used_fen)s yuan before, by %(earlier)s, and %(asked_fen)s yuan now are more than "
        "%(maximum_fen)s yuan."
    ),
    "months-open": N_("%(limit)s: %(found)s months before and %(asked)s now; at most %(required)s."),
    "months-exceeded": N_(
        "%(limit)s: %(found)s months before, by %(earlier)s, and %(asked)s now are more than %(required)s."
    ),
    "no-overlap": N_("%(limit)s: nothing was paid for %(first)s to %(last)s before."),
    "overlap": N_("%(limit)s: %(first)s to %(last)s shares days with %(earlier)s."),
    "award-open": N_("%(limit)s: no earlier award excludes “%(found)s”."),
    "award-excluded": N_("%(limit)s: “%(found)s” is excluded by %(earlier)s."),
    "level-open": N_("%(limit)s: no earlier award is of a higher level than %(found)s."),
    "level-lower": N_("%(limit)s: %(found)s is below the level of %(earlier)s."),
    "not-excluded": N_("%(limit)s: nothing was paid under %(excluded)s."),
    "excluded-by-notice": N_("%(limit)s: paid by %(earlier)s."),
    "budget-open": N_("%(limit)s: within %(maximum_fen)s yuan."),
    "budget-exhausted": N_(
        "%(limit)s: %(used_fen)s yuan are approved, and %(asked_fen)s yuan more would exceed %(maximum_fen)s yuan."
    ),
    "choice-excluded": N_("%(fact)s: %(found)s, which the clause does not give; it gives: %(required)s."),
    "sum-not-known": N_(
        "%(limit)s: %(used_fen)s yuan before, at most %(maximum_fen)s yuan; what this is worth is not known."
    ),
    "quota-not-asked": N_("No quota is stated for the entry %(entry)s of the %(register)s."),
    "quota-not-set": N_("The entry %(entry)s of the %(register)s names no quota."),
    "quota-open": N_("Within the quota of %(required)s of entry %(entry)s of the %(register)s."),
    "quota-reached": N_("The quota of entry %(entry)s of the %(register)s is used up: %(found)s of %(required)s."),
}

WITHOUT_FLOOR: Mapping[str, str] = {
    "determined-within": N_("%(found_fen)s yuan determined, at most %(cap_fen)s yuan."),
    "determined-outside": N_("%(found_fen)s yuan determined; it must be above zero and at most %(cap_fen)s yuan."),
}
"""What is said where the notice names no least amount: one fen is our own bound, and nobody is told of it."""

STEPS: Mapping[str, str] = {
    "flat": N_("%(amount_fen)s yuan a line"),
    "times": N_("%(times)s × %(rate_fen)s yuan: %(amount_fen)s yuan"),
    "by-choice": N_("%(fact)s: %(found)s, %(amount_fen)s yuan"),
    "determined": N_("%(amount_fen)s yuan, as determined"),
    "standard-rate": N_("%(standard)s, %(document)s: %(quantity)s × %(rate_fen)s yuan (%(unit)s): %(amount_fen)s yuan"),
    "standard-share": N_("%(standard)s, %(document)s: %(share)s of %(of_fen)s yuan: %(amount_fen)s yuan"),
    "standard-excluded": N_("%(standard)s, %(document)s: %(quantity)s × nothing (%(provision)s)"),
    "clipped": N_("%(limit)s: of %(asked_fen)s yuan, %(amount_fen)s yuan are left of %(maximum_fen)s yuan"),
    "lesser": N_("the lesser of %(cost_fen)s yuan and %(cap_fen)s yuan: %(amount_fen)s yuan"),
    "percent": N_("%(percent)s %% of %(of_fen)s yuan: %(amount_fen)s yuan"),
    "stage": N_("%(amount_fen)s yuan, %(milestone)s"),
    "struck": N_("instalment %(instalment)s, %(amount_fen)s yuan, taken out"),
}
"""How an amount was computed, one sentence a step."""

_LISTS = {"required": ", ", "facts": ", ", "earlier": "; "}
"""Values that may name several things, and what separates them there."""
SENTENCE_MAX = 200
"""Characters of a sentence that somebody still reads to its end."""
_QUOTED_MAX, _END = 34, 12
"""Of what somebody wrote, so many characters are quoted in a sentence, and of these so many are its end."""
_USE = re.compile(r"(?P<application>\S+)/(?P<line>\d+) \((?P<day>[\d-]+)\)")
"""An earlier use, as `domain.entitlement.uses` names it."""


def because(finding: Finding, edition: Edition | None = None) -> str:
    """The sentence of a finding that was made under `edition`, or in the words of what is shipped.

    Of the earlier uses that stood in the way it names as many as leave it within `SENTENCE_MAX`, and counts the others.
    """
    edition = edition or _shipped()
    values = finding.values
    sentence = _because(finding, edition, values)
    while len(sentence) > SENTENCE_MAX and (values := _with_one_fewer(values)):
        sentence = _because(finding, edition, values)
    return sentence


def _because(finding: Finding, edition: Edition, values: Mapping[str, Value]) -> str:
    limit = edition.limits.get(finding.condition)
    named = {"limit": _called(limit.names)} if limit else {}
    template = SENTENCES[finding.code]
    if values.get("floor_fen") == 1:
        template = WITHOUT_FLOOR.get(finding.code, template)
    sentence = _(template) % {**_words(values, edition), **named}
    if CONFIRMED in values:
        return _("%(sentence)s Confirmed by the applicant.") % {"sentence": sentence}
    return sentence


def _with_one_fewer(values: Mapping[str, Value]) -> dict[str, Value]:
    """The same, with one earlier use counted that was named; empty when there is none to leave out."""
    others, _separator, last = str(values.get("earlier", "")).rpartition(_LISTS["earlier"])
    return {**values, "earlier": others, "more": int(values.get("more", 0)) + 1} if others and last else {}


def computed(code: str, values: Mapping[str, Value], edition: Edition) -> str:
    """The sentence of one step of a computation."""
    return _(STEPS[code]) % _words(values, edition)


@cache
def _shipped() -> Edition:
    return load_adopted(shipped(shipped_ids()[-1]))


def _words(values: Mapping[str, Value], edition: Edition) -> dict[str, str]:
    kind = edition.vocabulary.get(str(values.get("fact", "")))
    words = {
        name: _(N_("; ") if name == "earlier" else N_(", ")).join(
            _sentence(name, member, kind, edition) for member in _members(name, value)
        )
        for name, value in values.items()
    }
    if "more" in values:
        words["earlier"] = _("%(earlier)s and %(more)s more") % words
    return words


def _quoted(text: str) -> str:
    """What somebody wrote: of an endless name its beginning and its end, which tell it from its like."""
    return text if len(text) <= _QUOTED_MAX else f"{text[: _QUOTED_MAX - _END]}…{text[-_END:]}"


def _members(name: str, value: Value) -> Iterator[Value]:
    """The things that a value names: one, except where it is a list."""
    if name in _LISTS and isinstance(value, str):
        yield from value.split(_LISTS[name])
    else:
        yield value


def _sentence(name: str, value: Value, kind: FactKind | None, edition: Edition) -> str:
    text = str(value)
    if name in ("fact", "of", "facts") and text in edition.vocabulary:
        return _called(edition.vocabulary[text])
    if name == "register" and text in edition.registers:
        return _called(edition.registers[text].names)
    if name == "standard":
        return _standard(text, edition)
    if name == "limit" and text in edition.limits:
        return _called(edition.limits[text].names)
    if name == "unit":
        return a_unit(text)
    if name == "earlier" and (use := _USE.fullmatch(text)):
        return _use(use["application"], use["line"], use["day"])
    if name == "milestone" and text == ON_APPROVAL:
        return label(text)
    if name == "milestone" and text in edition.milestones:
        return _called(edition.milestones[text].names)
    if name.endswith("_fen") and not isinstance(value, str):
        return yuan(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ("found", "required"):
        return _choice(text, kind)
    return _quoted(text)


def _standard(tables: str, edition: Edition) -> str:
    """What a standard is called, with the numbers of its tables where tables are meant."""
    named, _at, _number = tables.partition("@")
    if named not in edition.standards:
        return _quoted(tables)
    numbers = [part.partition("@")[2] for part in tables.split(", ")]
    called = _called(edition.standards[named].names)
    if not numbers[0]:
        return called
    return _("%(standard)s no. %(numbers)s") % {"standard": called, "numbers": _(N_(", ")).join(numbers)}


def _use(application: str, line: str, day: str) -> str:
    """An earlier use, as an applicant can find it again: the calculator knows of no numbers of applications."""
    values = {"application": application, "line": line, "day": day}
    if application == HERE:
        return _("line %(line)s of this application (%(day)s)") % values
    if application == EARLIER:
        return _("an earlier application (%(day)s)") % values
    return _("%(application)s/%(line)s (%(day)s)") % values


def _choice(text: str, kind: FactKind | None) -> str:
    """A value of `kind` as it is called; where there is no kind, a word of ours such as the kind of an applicant."""
    if kind is None:
        return _quoted(label(text))
    if kind.type is FactType.FEN and text.isdecimal():
        return yuan(int(text))
    for choice in kind.choices:
        if choice.value == text:
            return choice.zh if spoken() == "zh" else choice.en
    return _quoted(text)


def _called(names: Names | FactKind) -> str:
    return names.zh if spoken() == "zh" else names.en
