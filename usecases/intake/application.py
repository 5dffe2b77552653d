"""What an application file says, once read: plain values, still in the clear. The desk seals what is personal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from domain.entitlement.findings import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPerson:
    """Whom a line is about. Only an evaluation may leave out the name or the document."""

    name: str | None
    id_kind: str | None
    id_number: str | None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredApplicant:
    """`kind` is `organisation` (with `uscc`, or why it has none) or `person` (with an identity document)."""

    kind: str
    name: str | None
    uscc: str | None = None
    uscc_printed_on: str | None = None
    """The document, with its number, that has a `uscc` which fails its check."""
    uscc_absent_because: str | None = None
    id_kind: str | None = None
    id_number: str | None = None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredAccount:
    holder: str
    bank: str
    number: str
    union_number: str | None = None
    """The bank's number in the payment system (联行号), which transfers between banks ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredDocument:
    """A document handed in; `sha256` is 64 lower-case hexadecimal digits, `file` the name of the file at hand."""

    name: str
    sha256: str | None = None
    number: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    facts: Mapping[str, Value]
    person: DeclaredPerson | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredUse:
    """An earlier use of a limit that an evaluation is to reckon with; `line` counts from 1."""

    limit: str
    line: int
    count: int = 1
    amount_fen: int = 0
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFile:
    """An application as handed in. `policy` and `received_on` are None where the file leaves them to the desk."""

    scheme: str
    policy: str | None
    authority: str
    received_on: date | None
    applicant: DeclaredApplicant
    account: DeclaredAccount
    documents: tuple[DeclaredDocument, ...]
    facts: Mapping[str, Value]
    lines: tuple[DeclaredLine, ...]

    def with_lines(self, lines: tuple[DeclaredLine, ...]) -> ApplicationFile:
        """The same application with the lines of a roster."""
        return replace(self, lines=lines)

    def canonical(self) -> bytes:
        """Bytes that are equal exactly when two files say the same, whatever their layout, order of keys or format."""
        content = asdict(self)
        for document in content["documents"]:
            # What was handed in before documents could name files says the same as it did then.
            if document["file"] is None:
                del document["file"]
        if self.account.union_number is None:
            del content["account"]["union_number"]
        return _canonical(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationFile:
    """What `policy evaluate` reads: an application that may leave out who and where, plus what a store would know."""

    scheme: str
    policy: str | None
    authority: str | None
    received_on: date | None
    applicant: DeclaredApplicant | None
    facts: Mapping[str, Value]
    lines: tuple[DeclaredLine, ...]
    registers: Mapping[str, bool | Mapping[str, Value]] = field(default_factory=dict)
    used: tuple[DeclaredUse, ...] = ()


def _canonical(content: dict[str, object]) -> bytes:
    text = json.dumps(content, default=date.isoformat, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
