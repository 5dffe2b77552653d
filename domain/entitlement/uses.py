"""What limits count: whom or what a line is about, and in what two uses must be alike to count against each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from heapq import nsmallest

from domain.base import Struct, field
from domain.entitlement.claim import Use
from domain.entitlement.findings import Value
from domain.entitlement.rules import Source, Span, Stated
from domain.entitlement.written import folded

SITE = "site"
CERTIFICATE_NO = "certificate_no"
NOT_STATED = "*"
"""Stands in a qualifier for what an abridged line leaves out; nothing that is `folded` reads so."""


class Over(StrEnum):
    """What a limit counts over."""

    PERSON = "person"
    CERTIFICATE = "certificate"
    SITE = "site"
    """The site; of a line that is about the applicant itself, the applicant."""
    APPLICANT = "applicant"
    ENTRY = "entry"
    """The register entry that answers, however often it was changed."""
    SCHEME = "scheme"
    """Everybody's lines of one scheme together."""


class Otherwise(StrEnum):
    """What stands in when a fact that must be alike is not stated."""

    NOT_LIMITED = "not-limited"
    """The limit does not apply to the line."""
    NONE = "none"
    """The line is alike with other lines that do not state it either."""
    APPLICANT = "applicant"
    """The applicant is taken to be meant, so that its own name or code, where it is stated, means the same."""
    SCHEME = "scheme"


class Alike(Struct):
    """A fact in which two uses must be equal to count against each other. Where nothing stands in for it, a line that
    does not state it leaves the limit unclear.
    """

    fact: str
    otherwise: Otherwise | None = None
    source: Source | None = None
    """Where the stand-in comes from, when the limit's own source does not say it."""
    taken_as: Mapping[str, str] = field(default_factory=dict)
    """What the lines of some schemes are taken to state, by scheme."""


class Asked(Struct):
    """A line that asks for its limits. `person` and `certificate` are pseudonyms.

    `asks` are the facts that the scheme asks for (None: any): what a line states besides must not tell uses apart.
    """

    scheme: str
    application: str
    line: int
    person: str | None
    certificate: str | None
    stated: Stated
    worth: Span = Span()
    """What the line is worth, or may be while that is not known."""
    asks: Collection[str] | None = None
    requires: Collection[str] = ()
    """Of these the facts without which nothing is decided."""
    about_applicant: bool = False
    """The line is about the applicant itself, an agency or a team, and not about a site or a person."""
    abridged: bool = False
    """The line was settled elsewhere, and what it leaves out is not known: nothing stands in for it. ADR 0060."""

    def subject(self, over: Over) -> str | None:
        """Whom or what a limit `over` this counts over; None when the line has none, so that nothing is limited."""
        match over:
            case Over.PERSON:
                return self.person
            case Over.CERTIFICATE:
                return self.certificate
            case Over.SITE if not self.about_applicant or self._asks(SITE):
                site = self.stated.text(SITE)
                return None if site is None else folded(site)
            case Over.SITE | Over.APPLICANT:
                return self.stated.applicant
            case Over.SCHEME:
                return self.scheme
            case Over.ENTRY:
                return None  # The limit itself knows which register it asks.

    def _asks(self, fact: str) -> bool:
        return self.asks is not None and fact in self.asks

    def stated_about(self, part: Alike) -> str | None:
        """What the line says about `part`, if its scheme asks for it."""
        return self.stated.text(part.fact) if self.asks is None or part.fact in self.asks else None

    def alike(self, part: Alike) -> str | None:
        """What the line says about `part`, or what stands in for it; None when the limit then does not apply."""
        declared = self.stated_about(part)
        if declared is None and self.scheme not in part.taken_as and self.leaves_out(part.fact):
            return NOT_STATED
        if part.otherwise is Otherwise.APPLICANT:
            return self._issuer(declared)
        if declared is not None:
            return folded(declared)
        if self.scheme in part.taken_as:
            return folded(part.taken_as[self.scheme])
        match part.otherwise:
            case None | Otherwise.NOT_LIMITED:
                return None
            case Otherwise.NONE:
                return "none"
            case Otherwise.SCHEME:
                return self.scheme

    def leaves_out(self, fact: str) -> bool:
        """Whether the line is an abridged one that should state `fact`, and does not."""
        if not self.abridged:
            return False
        return (self.asks is None or fact in self.asks) and self.stated.value(fact) is None

    def stated_or_left_out(self, fact: str) -> str | None:
        """What the line states, `NOT_STATED` where an abridged one leaves it out."""
        return NOT_STATED if self.leaves_out(fact) else self.stated.text(fact)

    def _issuer(self, declared: str | None) -> str:
        """Who is meant, under every name by which that can be told; an organisation that states itself means itself.

        A person issues no certificates: whose issuer is blank may be any that the same person states elsewhere.
        """
        stated = self.stated
        told = None if declared is None else folded(declared)
        if stated.applicant_kind == "person":
            return f"?{stated.applicant}" if told is None else f"{told}~!{stated.applicant}"
        own = [stated.applicant, *filter(None, [folded(stated.applicant_name or "")])]
        return "~".join(dict.fromkeys(own)) if told is None or told in own else told


NAMED_MAX = 3
"""So many earlier uses does a finding name; a thousand of them would say no more to whom it refuses."""


def culprits(uses: Sequence[Use]) -> dict[str, Value]:
    """The values of a finding that say which uses stood in the way, as `application/line (day)`: `earlier` has the
    oldest, at most `NAMED_MAX`, and `more` how many others there are, where there are any. ADR 0057.
    """
    oldest = nsmallest(NAMED_MAX, uses, key=lambda use: (use.on, use.application, use.line))
    earlier = "; ".join(f"{use.application}/{use.line} ({use.on.isoformat()})" for use in oldest)
    return {"earlier": earlier, **({"more": len(uses) - len(oldest)} if len(uses) > len(oldest) else {})}


def together_fen(uses: Sequence[Use]) -> int:
    """What the uses are worth together; a `Tally` knows without adding them up again for each of many lines."""
    return uses.amount_fen if isinstance(uses, Tally) else sum(use.amount_fen for use in uses)


class Tally(list[Use]):
    """Uses of one kind, with what they are worth together."""

    amount_fen = 0

    def add(self, use: Use) -> None:
        self.append(use)
        self.amount_fen += use.amount_fen


def are_alike(qualifier: str, other: str) -> bool:
    """Whether two qualifiers are equal part by part; parts that name somebody are, when they have a name in common."""
    parts, others = qualifier.split("|"), other.split("|")
    return len(parts) == len(others) and all(map(_the_same, parts, others))


def all_stated(qualifier: str) -> bool:
    """Whether nothing was left out of what tells the use apart."""
    return NOT_STATED not in qualifier or NOT_STATED not in qualifier.split("|")


def may_be_alike(qualifier: str, other: str) -> bool:
    """Whether two qualifiers could be alike, the first being of a line that leaves something out."""
    parts, others = qualifier.split("|"), other.split("|")
    if len(parts) != len(others):
        return True
    return all(part == NOT_STATED or _the_same(part, one) for part, one in zip(parts, others, strict=True))


def _the_same(part: str, other: str) -> bool:
    if part == other:
        return True
    names, others = set(part.split("~")), set(other.split("~"))
    unknown = {f"!{name[1:]}" for name in names | others if name.startswith("?")}
    shared = {name for name in names & others if not name.startswith("!")}
    return bool(shared or (unknown & (names | others)))
