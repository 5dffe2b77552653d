"""A claim: an application as the policy sees it, with every verified value already in its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from domain.base import Struct, field, replace
from domain.entitlement.findings import Value
from domain.entitlement.standards import StandardTable


class ClaimLine(Struct):
    """One claimed unit: a trainee, a certificate, a base, a period.

    `person` is the pseudonym of the person whom the line is about, or None. `facts` are the values to assess on, by
    fact name; `unverified` names the facts that are only declared, and `confirmed` those that the applicant confirmed
    when asked: these may be held against them. `certificate` is the pseudonym (or, in an
    evaluation without a store, the normalised text) of the certificate number, or None.
    """

    line: int
    person: str | None
    facts: Mapping[str, Value]
    certificate: str | None = None
    unverified: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()


class Claim(Struct):
    """`applicant` is the USCC of an organisation, or the pseudonym of a person or of a team without a USCC. `authority`
    is the one that received the file; empty in an evaluation that names none.

    `applicant_name` is the name of an organisation, which is public, and None for everybody else.
    """

    application: str
    scheme: str
    authority: str
    received_on: date
    applicant: str
    applicant_kind: str
    facts: Mapping[str, Value]
    lines: tuple[ClaimLine, ...]
    unverified: frozenset[str] = field(default_factory=frozenset)
    confirmed: frozenset[str] = field(default_factory=frozenset)
    applicant_name: str | None = None

    def without(self, lines: Collection[int]) -> Claim:
        """The same claim, with those lines left out."""
        return replace(self, lines=tuple(line for line in self.lines if line.line not in lines)) if lines else self


class Question(Struct):
    """What an assessment asks a register: is `key` listed in `register` on the legal day `on`?"""

    register: str
    key: str
    on: date


class Doubt(StrEnum):
    """Why it may be that somebody who is not listed was recognised all the same."""

    ENTRY_PROPOSED = "entry-proposed"
    AMBIGUOUS = "entry-ambiguous"
    """Several entries have the name that was given, and none has it as its key."""
    INCOMPLETE = "register-incomplete"
    """Nobody declared the register complete for the day."""


class RegisterResult(Struct):
    """What a register said: the entry that answered, or None when nobody was listed.

    `key` is its own, however it was asked for, and stays over promotions. `payee` is whose claim it is: its owner, or
    who is paid in the owner's place; None where it belongs to nobody in particular. `facts` are its attributes.
    """

    entry: str | None
    series: str | None = None
    """The entry that was changed into this one, however often; its own number, where none was."""
    key: str | None = None
    payee: str | None = None
    authority: str | None = None
    """The district that it lies in, where the entry names it: that district receives, and pays what districts pay."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    document: str | None = None
    quota: int | None = None
    doubt: Doubt | None = None
    """Why nobody's being listed may not be the last word."""
    unlimited: bool = False
    """Nothing is asked of a quota: an evaluation without a store may leave it out."""


class Use(Struct):
    """One use of a limit by one line of an application.

    `subject` is what the limit counts over (a person, a certificate, a site, a team); `qualifier` is what else must be
    equal (an occupation and level, a benefit and period), empty when nothing else must be. `limit` is the id that the
    notice has for it; in the index over all cases it is its key (`limit_key`). ADR 0056.
    """

    limit: str
    subject: str
    qualifier: str
    on: date
    amount_fen: int
    application: str
    line: int


def limit_key(policy: str, limit: str) -> str:
    """What a limit of a notice is called among those of all notices. One that is named with its notice is another's."""
    return limit if "/" in limit else f"{policy}/{limit}"


class AssessmentGiven(Struct):
    """What an assessment may know beyond the claim: what registers answered, and uses of limits by other cases."""

    answers: Mapping[Question, RegisterResult]
    uses: tuple[Use, ...] = ()
    standards: Mapping[str, tuple[StandardTable, ...]] = field(default_factory=dict)
    """The tables that were adopted beside the notice, by standard, in the order of adoption."""
    waived: frozenset[tuple[str, int]] = frozenset()
    determined_fen: Mapping[int, int] = field(default_factory=dict)
    """Amounts that the assessor sets, by line, in fen."""
    ranks: Mapping[int, int] = field(default_factory=dict)
    """Lines that were awarded before others, by when: they come first, in this order (*i:limit-order*)."""
    names_apart: Mapping[int, tuple[Use, ...]] = field(default_factory=dict)
    """By line: where the number of its person stands under another name."""
    payer: str | None = None
    """The authority that pays, of a case that has its decision."""
    held: tuple[Use, ...] = ()
    """Uses that lines of the same application hold, whatever is found of them here, each at the rank of its line."""
