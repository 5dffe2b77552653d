"""What limits count: whom or what a line is about, and in what two uses must be alike to count against each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.entitlement.claim import Use
from domain.entitlement.rules import Source, Stated

SITE = "site"
CERTIFICATE_NO = "certificate_no"


class Over(StrEnum):
    """What a limit counts over."""

    PERSON = "person"
    CERTIFICATE = "certificate"
    SITE = "site"
    APPLICANT = "applicant"


class Otherwise(StrEnum):
    """What stands in when a fact that must be alike is not stated."""

    NOT_LIMITED = "not-limited"
    """The limit does not apply to the line."""
    NONE = "none"
    """The line is alike with other lines that do not state it either."""
    APPLICANT = "applicant"
    SCHEME = "scheme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A fact in which two uses must be equal to count against each other."""

    fact: str
    otherwise: Otherwise
    source: Source | None = None
    """Where the stand-in comes from, when the limit's own source does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line that asks for its limits. `person` and `certificate` are pseudonyms."""

    scheme: str
    application: str
    line: int
    person: str | None
    certificate: str | None
    stated: Stated
    amount_fen: int = 0

    def subject(self, over: Over) -> str | None:
        """Whom or what a limit `over` this counts over; None when the line has none, so that nothing is limited."""
        match over:
            case Over.PERSON:
                return self.person
            case Over.CERTIFICATE:
                return self.certificate
            case Over.SITE:
                site = self.stated.text(SITE)
                return None if site is None else normalised(site)
            case Over.APPLICANT:
                return self.stated.applicant

    def alike(self, part: Alike) -> str | None:
        """What the line says about `part`, or what stands in for it; None when the limit then does not apply."""
        found = self.stated.text(part.fact)
        if found is not None:
            return normalised(found)
        match part.otherwise:
            case Otherwise.NOT_LIMITED:
                return None
            case Otherwise.NONE:
                return "none"
            case Otherwise.APPLICANT:
                return self.stated.applicant
            case Otherwise.SCHEME:
                return self.scheme


def named(uses: Sequence[Use]) -> str:
    """Earlier uses as `application/line (day)`, oldest first."""
    ordered = sorted(uses, key=lambda use: (use.on, use.application, use.line))
    return "; ".join(f"{use.application}/{use.line} ({use.on.isoformat()})" for use in ordered)


def normalised(text: str) -> str:
    """The form in which written numbers and names are compared: NFKC, upper case, no spaces, and no `|`."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("|", "/")
