"""What is wrong with a policy pack, for whoever wrote it: a sentence for every code of `policies`."""

from __future__ import annotations

from collections.abc import Mapping

from domain.money import yuan
from policies.problems import PackProblem
from presentation.language import N_, _

SENTENCES: Mapping[str, str] = {
    # The file and its tables
    "not-utf8": N_("The file is not UTF-8."),
    "not-toml": N_("The file is not TOML: %(reason)s."),
    "invisible-character": N_("The character %(character)s cannot be seen here: delete it."),
    "invisible-text": N_("“%(key)s” has the character %(character)s, which cannot be seen: delete it."),
    "text-too-long": N_("“%(key)s” is too long: at most %(length_max)s characters."),
    "wide-sign": N_('%(found)s is a sign in full width: write it in half width, as in key = "text".'),
    "missing-key": N_("“%(key)s” is missing."),
    "unknown-key": N_("“%(key)s” is not a key of this table."),
    "wrong-type": N_("“%(key)s” must be: %(expected)s."),
    "not-valid": N_("“%(key)s” cannot be %(found)s: %(reason)s."),
    "not-one-of": N_("%(found)s must be one of: %(known)s."),
    "out-of-range": N_("“%(key)s” is %(found)s, out of range: the bound is %(bound)s."),
    "too-few": N_("“%(key)s” needs at least %(required)s."),
    "not-a-name": N_("“%(key)s” must be small letters, digits and hyphens."),
    "empty-text": N_("“%(key)s” is empty."),
    "not-an-amount": N_("%(found)s is not an amount: a number of yuan above zero, in whole fen."),
    "unknown-rule": N_("There is no rule %(found)s; there are: %(known)s."),
    # Where values come from
    "no-source": N_("Nothing is cited: give a clause, or the interpretation where the notice is silent."),
    "unknown-clause": N_("The clause %(found)s is not among the clauses of this file."),
    "unknown-interpretation": N_("The interpretation %(found)s is not explained in this file."),
    "not-in-clause": N_("These words do not stand in the clause %(clause)s."),
    "clause-unused": N_("Nothing implements the clause %(clause)s, and nothing says why it pays nobody."),
    # Words
    "unknown-fact": N_("There is no fact %(found)s."),
    "wrong-fact-type": N_("The fact %(fact)s is of type %(found)s; this rule works with: %(expected)s."),
    "unknown-choice": N_("%(found)s is not a choice of the fact %(fact)s."),
    "choices-missing": N_("A fact of type %(type)s needs choices."),
    "choices-not-allowed": N_("A fact of type %(type)s has no choices."),
    "not-a-rank": N_("%(found)s is not a rank: ranks are whole numbers."),
    "dates-out-of-order": N_("The dates are out of order: %(first)s and %(last)s."),
    "not-an-id": N_("“%(found)s” cannot be a name here: use small letters, digits, - and _."),
    "called-alike": N_("%(first)s and %(second)s are both called “%(called)s”: nobody could tell them apart."),
    "listed-twice": N_("%(found)s stands twice in this list."),
    "name-taken": N_("The name %(name)s is taken by another finding of this scheme: choose another."),
    "fen-misnamed": N_("A fact of type fen, and no other, has a name that ends with _fen: %(fact)s."),
    # Schemes
    "payer-without-fact": N_("Who pays by a fact names both: the fact, and the choices of it that others pay."),
    "no-city": N_('The city pays this, and no authority of this file is the city\'s: government = "city".'),
    "second-city": N_("%(found)s is a second authority of the city: %(city)s is one."),
    "fact-twice": N_("The fact %(fact)s is asked for twice."),
    "fact-not-examined": N_("The fact %(fact)s is asked for, but nothing examines it."),
    "fact-not-asked": N_("The fact %(fact)s is examined, but the scheme does not ask for it."),
    "cap-below-floor": N_("At most %(cap)s yuan is less than at least %(floor)s yuan."),
    "choice-twice": N_("%(found)s (%(fact)s) is said twice: it has an amount, is unsettled, or is not given."),
    "no-day-of-lines": N_("%(fact)s is no day that a line states."),
    "choice-without-amount": N_("%(found)s (%(fact)s) has no amount, and is neither unsettled nor excluded."),
    "bands-overlap": N_("The bands overlap: one ends with %(last)s, and the next begins with %(first)s."),
    "compared-with-itself": N_("The fact %(fact)s is compared with itself."),
    "never-met": N_("No application can meet this and the condition %(other)s as well."),
    "nothing-fits": N_("At most %(cap)s yuan: a single line is worth %(floor)s yuan, so that nobody could be paid."),
    "determined-unnamed": N_("The assessor determines this amount: it needs the fact %(fact)s, of type fen."),
    "unknown-scheme": N_("There is no scheme %(found)s."),
    # Amounts that somebody sets, and standards
    "determined-by-nobody": N_("Nobody sets this amount: name a standard, or the body that determines it."),
    "determined-twice": N_("The entry fixes this amount: neither a standard nor a body sets it."),
    "amount-unbounded": N_("This amount has no bound: say at most how much it is."),
    "unknown-standard": N_("There is no standard %(found)s."),
    "standard-unused": N_("No scheme is paid by the standard %(standard)s."),
    "standard-fact-declared": N_("The amount rests on %(fact)s: let it be verified, or read from an entry."),
    "standard-without-period": N_("A rate a month, and no other, needs the first and the last day: %(unit)s."),
    "standard-without-quantity": N_("This unit needs the fact that counts it, or is counted by none: %(unit)s."),
    "standard-by-months": N_("Each month has the table of its own first day: leave “on” out."),
    "clip-with-waiver": N_("The limit %(limit)s cuts what is paid to what is left: it cannot be waived as well."),
    "clip-with-stages": N_("What is paid in stages cannot be cut to what the limit %(limit)s has left."),
    # Tables of standards
    "no-such-standard": N_("The notice leaves nothing to a standard %(found)s; it has: %(known)s."),
    "standard-of-other-policy": N_("The table stands beside %(found)s, and not beside %(policy)s."),
    "rate-says-one-thing": N_("Say one of three: “yuan”, “share” or “excluded”."),
    "rate-over-other-fact": N_("The standard does not look at %(fact)s; it looks at: %(known)s."),
    "rate-value-unfit": N_("This is no value of %(fact)s (%(expected)s)."),
    "rate-of-nothing-paid": N_("The standard %(standard)s knows no sum that was paid."),
    "rate-outside-bounds": N_(
        "%(found_fen)s yuan is outside of what the clause %(clause)s allows: %(floor_fen)s to %(cap_fen)s yuan."
    ),
    "standard-of-other-kind": N_("The notice counts the standard %(standard)s otherwise: adopt a table of its own."),
    "rates-too-many": N_("%(found)s rates are more than two people can read: at most %(required)s."),
    "rate-too-much": N_("%(found_fen)s yuan for one unit is more than anybody means: at most %(cap_fen)s yuan."),
    "rates-meet": N_("%(first)s and %(second)s could both hold of one line: let them exclude each other."),
    "share-above-one": N_("%(found)s is more than all that was paid."),
    # Milestones, limits, registers
    "unknown-milestone": N_("There is no milestone %(found)s."),
    "milestone-unreachable": N_("No line can reach the milestone %(milestone)s."),
    "stages-out-of-order": N_("The stages are out of order: %(first)s does not come before %(last)s."),
    "unknown-limit": N_("There is no limit %(found)s."),
    "limit-over-nothing": N_("The limit %(limit)s has nothing to count over here."),
    "also-with-alike": N_("A limit that counts the uses of others, too, tells them apart by days alone."),
    "not-of-another-notice": N_("%(found)s names no limit of another notice: write NOTICE/LIMIT."),
    "excludes-all": N_("What excludes another notice looks at whom or what it is over, and at nothing else."),
    "also-over-other": N_("The limit %(found)s counts over something else: %(over)s."),
    "choice-not-excluded": N_(
        "What excludes %(found)s (%(fact)s) is not said: give it a list, which may be empty if nothing does."
    ),
    "register-unasked": N_("No condition and no limit asks the register %(register)s."),
    "unknown-attribute": N_("%(found)s is not among the attributes of the register %(register)s."),
    "fact-read-and-asked": N_("%(fact)s is read from a register entry: it is neither asked for nor verified."),
    "fact-asks": N_("%(fact)s says which entry is meant: no entry can state it."),
    "fact-not-read": N_("%(fact)s fixes the amount: a register entry must state it, and no applicant."),
    "attribute-of-applications": N_("%(fact)s stands in applications, and is no attribute of an entry."),
    "body-without-code": N_("The register %(register)s lists bodies: %(fact)s must be a credit code."),
    "unknown-register": N_("There is no register %(found)s."),
    "register-without-quota": N_("The register %(found)s has no quota."),
    "quota-without-register": N_(
        "The limit %(limit)s counts a quota of the register %(register)s, which no condition of the scheme asks."
    ),
}

_EXPECTED: Mapping[str, str] = {
    "text": N_("text"),
    "whole number": N_("a whole number"),
    "true or false": N_("true or false"),
    "date": N_("a date"),
    "list": N_("a list"),
    "table": N_("a table"),
}


def sentence(problem: PackProblem) -> str:
    """The sentence of one problem, without its place."""
    values = dict(problem.values)
    expected = str(values.get("expected", ""))
    if expected in _EXPECTED:
        values["expected"] = _(_EXPECTED[expected])
    values |= {name: yuan(value) for name, value in values.items() if name.endswith("_fen") and isinstance(value, int)}
    return _(SENTENCES[problem.code]) % values


def problem_line(file: str, problem: PackProblem) -> str:
    """As compilers write it, so that an editor can go there."""
    return f"{file}:{problem.line}: {problem.where}: {sentence(problem)}"
