"""The border: what was handed in in the clear becomes a command in which everything personal is sealed.

After this, nothing sees a name, an identity number, a certificate number or an account: decisions work on pseudonyms.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from domain.application.commands import CorrectApplication, SubmitApplication
from domain.application.state.case import Case
from domain.application.values import Account, Applicant, ApplicantKind, Document, Line
from domain.decisions.commands import Command
from domain.entitlement.edition import Edition
from domain.entitlement.vocabulary import FactType
from domain.entitlement.written import folded, normalised
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer, Vault
from usecases.intake.application import ApplicationFile, DeclaredAccount, DeclaredApplicant, DeclaredLine
from usecases.session.officer_session import OfficerSession


class Desk(Protocol):
    """Where a file is handed in: what seals it, and makes the command ready in the officer's name."""

    @property
    def vault(self) -> Vault: ...

    def sealing(self, parties: Iterable[str]) -> Sealer: ...

    def prepare(
        self,
        command: Command,
        *,
        clear: object = None,
        sealer: Sealer | None = None,
        command_id: str | None = None,
        derived: bool = False,
    ) -> PreparedCommand: ...


LAST = 4
"""So many characters at the end of a number are remembered by whoever has it."""


def person_party(vault: Vault, id_kind: str, id_number: str) -> str:
    """The pseudonym of a person, from the kind and number of the document (normalised at the border)."""
    return vault.pseudonym("person", f"{id_kind}:{id_number}")


def certificate_pseudonym(vault: Vault, number: str) -> str:
    """The pseudonym of a certificate number. Its issuer and kind stay facts, which a limit compares by itself."""
    return vault.pseudonym("certificate", folded(number))


def name_token(vault: Vault, name: str) -> bytes:
    """By what whoever has this name is found (ADR 0052)."""
    return vault.token("name", folded(name))


def last4_token(vault: Vault, number: str) -> bytes:
    """By what whoever has a document whose number ends so is found."""
    return vault.token("last4", normalised(number)[-LAST:])


def person_tokens(vault: Vault, name: str | None, number: str | None) -> list[bytes]:
    """By all of what a person is found."""
    return [*([name_token(vault, name)] if name else ()), *([last4_token(vault, number)] if number else ())]


def name_pseudonym(vault: Vault, party: str, name: str | None) -> str | None:
    """The lasting stand-in for the name of a person under this number: equal for equal names, whatever marks and widths
    they are written with, and for no other person's. None but this office can try names out. ADR 0062.
    """
    return vault.token("called", f"{party}:{folded(name)}").hex() if name else None


def applicant_party(vault: Vault, declared: DeclaredApplicant) -> str:
    """An organisation is known by its public USCC; a person, or a team without a USCC, by a pseudonym."""
    if declared.uscc:
        return declared.uscc
    if declared.id_kind and declared.id_number:
        return person_party(vault, declared.id_kind, declared.id_number)
    return vault.pseudonym("team", folded(declared.name or ""))


def submission(
    session: Desk, edition: Edition, file: ApplicationFile, received_on: date, command_id: str | None = None
) -> PreparedCommand:
    """The sealed submission of a file. Handing in the same file again is the same command."""
    sealed = _Sealed(session, edition, file)
    command = SubmitApplication(
        scheme=file.scheme,
        policy=edition.policy,
        authority=file.authority,
        received_on=received_on,
        applicant=sealed.applicant,
        account=sealed.account,
        documents=sealed.documents,
        facts=sealed.facts,
        lines=sealed.lines,
    )
    return session.prepare(
        command, clear=_text(file.canonical()), sealer=sealed.sealer, command_id=command_id, derived=True
    )


def correction(
    session: Desk, edition: Edition, file: ApplicationFile, number: str, command_id: str | None = None
) -> PreparedCommand:
    """The sealed correction of an application; the same file for the same application is the same command."""
    sealed = _Sealed(session, edition, file)
    command = CorrectApplication(
        application=number,
        applicant=sealed.applicant,
        account=sealed.account,
        documents=sealed.documents,
        facts=sealed.facts,
        lines=sealed.lines,
    )
    return session.prepare(
        command, clear=[number, _text(file.canonical())], sealer=sealed.sealer, command_id=command_id, derived=True
    )


class _Sealed:
    """The parts of a file, sealed with one sealer, so that one transaction stores events and keys together."""

    def __init__(self, session: Desk, edition: Edition, file: ApplicationFile) -> None:
        self._vault = session.vault
        self._edition = edition
        self._party = applicant_party(self._vault, file.applicant)
        people = [self._person(line) for line in file.lines]
        self.sealer: Sealer = session.sealing({self._party, *(party for party in people if party)})
        self.applicant = self._applicant(file.applicant)
        self.account = self._account(file.account, file.applicant)
        self.documents = tuple(
            Document(
                sha256=document.sha256,
                number=document.number,
                sealed=self.sealer.seal(self._party, _stated({"name": document.name, "file": document.file}.items())),
            )
            for document in file.documents
        )
        self.facts = dict(file.facts)
        self.lines = tuple(
            self._line(number, line, person)
            for number, (line, person) in enumerate(zip(file.lines, people, strict=True), 1)
        )

    def _person(self, line: DeclaredLine) -> str | None:
        person = line.person
        if person is None or not person.id_kind or not person.id_number:
            return None
        return person_party(self._vault, person.id_kind, person.id_number)

    def _applicant(self, declared: DeclaredApplicant) -> Applicant:
        if declared.uscc:
            return Applicant(
                kind=ApplicantKind.ORGANISATION,
                party=self._party,
                name=declared.name,
                printed_on=declared.uscc_printed_on,
            )
        hidden = {
            "name": declared.name,
            "id_number": declared.id_number,
            "uscc_absent_because": declared.uscc_absent_because,
        }
        self.sealer.enter(self._party, *person_tokens(self._vault, declared.name, declared.id_number))
        return Applicant(
            kind=ApplicantKind(declared.kind),
            party=self._party,
            name=None,
            id_kind=declared.id_kind,
            birth_year=declared.birth_year,
            called=name_pseudonym(self._vault, self._party, declared.name) if declared.id_number else None,
            sealed=self.sealer.seal(self._party, _stated(hidden.items())),
        )

    def _account(self, declared: DeclaredAccount, applicant: DeclaredApplicant) -> Account:
        return Account(
            account=self._vault.pseudonym("account", declared.number),
            sealed=self.sealer.seal(self._party, _account_members(declared)),
            holder_is_applicant=normalised(declared.holder) == normalised(applicant.name or ""),
            union_number=_union_number(self._vault, declared),
        )

    def _line(self, number: int, line: DeclaredLine, person: str | None) -> Line:
        return sealed_line(self._vault, self.sealer, self._edition, number, line, person, self._party)


def sealed_line(
    vault: Vault, sealer: Sealer, edition: Edition, number: int, line: DeclaredLine, person: str | None, party: str
) -> Line:
    """A line with everything personal sealed: under the key of its person, or of the `party` that applies."""
    facts = dict(line.facts)
    hidden = [(name, str(facts[name])) for name in facts if _is_certificate(edition, name)]
    facts |= {name: certificate_pseudonym(vault, text) for name, text in hidden}
    certificate = next((str(facts[name]) for name, _ in hidden), None)
    if line.person is not None:
        hidden += [("name", line.person.name or ""), ("id_number", line.person.id_number or "")]
    if line.person is not None and person is not None:
        sealer.enter(person, *person_tokens(vault, line.person.name, line.person.id_number))
    return Line(
        line=number,
        facts=facts,
        person=person,
        id_kind=line.person.id_kind if line.person else None,
        birth_year=line.person.birth_year if line.person else None,
        certificate=certificate,
        called=name_pseudonym(vault, person, line.person.name) if line.person and person else None,
        sealed=sealer.seal(person or party, _stated(hidden)) if hidden else None,
    )


def _is_certificate(edition: Edition, fact: str) -> bool:
    kind = edition.vocabulary.get(fact)
    return kind is not None and kind.type is FactType.CERTIFICATE


def sealed_reason(session: OfficerSession, case: Case, reason: str) -> tuple[str, Sealer]:
    """Free text about a case, sealed under the key of its applicant; the sealer belongs to the command that says it."""
    party = case.applicant.party
    sealer = session.sealing([party])
    return sealer.seal(party, {"reason": reason}), sealer


def sealed_reasons(session: OfficerSession, cases: Iterable[Case], reason: str) -> tuple[dict[str, str], Sealer]:
    """The same reason about several cases, each sealed under the key of its applicant, by application."""
    parties = {case.number: case.applicant.party for case in cases}
    sealer = session.sealing(set(parties.values()))
    return {number: sealer.seal(party, {"reason": reason}) for number, party in parties.items()}, sealer


def sealed_account(session: OfficerSession, case: Case, declared: DeclaredAccount) -> tuple[Account, Sealer]:
    """An account that was named later, sealed under the key of the applicant whom it pays."""
    party = case.applicant.party
    sealer = session.sealing([party])
    name = case.applicant.name or session.unseal(party, case.applicant.sealed).get("name", "")
    account = Account(
        account=session.vault.pseudonym("account", declared.number),
        sealed=sealer.seal(party, _account_members(declared)),
        holder_is_applicant=normalised(declared.holder) == normalised(name),
        union_number=_union_number(session.vault, declared),
    )
    return account, sealer


def _account_members(declared: DeclaredAccount) -> dict[str, str]:
    members = {"holder": declared.holder, "bank": declared.bank, "number": declared.number}
    return members if declared.union_number is None else {**members, "union_number": declared.union_number}


def _union_number(vault: Vault, declared: DeclaredAccount) -> str | None:
    """With the account, so that nobody sees which payees have the same bank."""
    if declared.union_number is None:
        return None
    return vault.pseudonym("union-number", f"{declared.number}:{declared.union_number}")


def line_party(line: Line, applicant: Applicant) -> str:
    """Under whose key a line is sealed."""
    return line.person or applicant.party


def _stated(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    return {name: text for name, text in pairs if text}


def _text(canonical: bytes) -> str:
    return canonical.decode()
