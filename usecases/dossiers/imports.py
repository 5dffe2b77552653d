"""What was brought in from elsewhere: which imports there are, and what limits make of each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from domain.application.values import LimitUse, expand
from domain.entitlement.abridged import facts_compared
from domain.entitlement.edition import Edition
from domain.entitlement.uses import all_stated
from domain.errors import NotAllowed
from domain.imports.events import AbridgedLine, ImportProposed, ImportTakingBackProposed
from domain.imports.imports import Import
from domain.proposals import OpenProposal, ProposalId, meant
from domain.streams import Kind as StreamKind
from domain.streams import prefix
from presentation.language import N_, _
from presentation.masks import masked_name, masked_number
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.amounts import amount_in_words
from presentation.words.policy_rules import as_stated, called, fact_called
from usecases.session.officer_session import OfficerSession


class ListedImport(Row):
    """An import as it stands: proposed, confirmed or declined."""

    number: Annotated[str, Heading(N_("Import"), Kind.NAME)]
    policy: Annotated[str, Heading(N_("Policy"), Kind.NAME, minor=True)]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    body: Annotated[str, Heading(N_("Settled by"))]
    document: Annotated[str, Heading(N_("Document"))]
    lines: Annotated[int, Heading(N_("Lines"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    standing: Annotated[str, Heading(N_("Status"), Kind.LABEL)]
    sha256: Annotated[str, Heading(N_("SHA-256 of the file"), Kind.NAME, minor=True)]
    officer: Annotated[str, Heading(N_("By"), Kind.NAME, minor=True)]


class ListedLine(Row):
    """A line of an import; `uses` names the limits that count it, and `possible` those that it may count against."""

    line: Annotated[int, Heading(N_("Line"))]
    number: Annotated[str | None, Heading(N_("Its number there"), Kind.NAME)]
    name: Annotated[str | None, Heading(N_("Name"))]
    settled_on: Annotated[date, Heading(N_("Settled on"))]
    amount_fen: Annotated[int, Heading(N_("Amount (yuan)"))]
    states: Annotated[str | None, Heading(N_("It states"))]
    uses: Annotated[str | None, Heading(N_("Counted by"))]
    possible: Annotated[str | None, Heading(N_("Possibly counted by"))]


class ImportSheet(Row):
    """An import with its lines."""

    number: str
    policy: str
    scheme: str
    body: str
    document: str
    standing: str
    sha256: str
    lines: tuple[ListedLine, ...]


def import_number(name: str) -> str:
    """The number of an import, by its name. Raises `NotAllowed("import-form")` for a name that none has."""
    beginning = prefix(StreamKind.IMPORT)
    if not name.startswith(beginning):
        raise NotAllowed("import-form", number=name)
    return name.removeprefix(beginning)


def brought_line(session: OfficerSession, name: str, line: int) -> AbridgedLine | None:
    """A line of an import, by how it is cited; None where `name` is that of an application.

    Raises `NoSuchThing("no-such-import")`, `NotAllowed("no-such-line")`.
    """
    if not name.startswith(prefix(StreamKind.IMPORT)):
        return None
    with session.repository() as repository:
        brought = repository.imported(import_number(name)).lines.get(line)
    if brought is None:
        raise NotAllowed("no-such-line", application=name, line=line)
    return brought


def brought_shown(session: OfficerSession, line: AbridgedLine) -> str:
    """How a screen may show the person of a line."""
    told = session.unseal(line.person or line.applicant, line.sealed)
    return f"{masked_name(told.get('name', ''))} {masked_number(told.get('id_number', ''))}"


def imports(session: OfficerSession) -> list[ListedImport]:
    """Every import, in the order in which they were proposed."""
    with session.repository() as repository:
        return [_listed(one) for one in repository.imports()]


def _listed(one: Import) -> ListedImport:
    brought = one.brought
    return ListedImport(
        number=one.name,
        policy=brought.policy,
        scheme=brought.scheme,
        body=brought.body,
        document=brought.document,
        lines=len(brought.lines),
        amount_fen=sum(line.amount_fen for line in brought.lines),
        standing=_standing(one),
        sha256=brought.sha256,
        officer=one.by,
    )


def _standing(one: Import) -> str:
    if one.taken_back:
        return "import-taken-back"
    if one.waits and not one.counted:
        return "import-proposed"
    return "import-declined" if one.declined else "import-confirmed"


def import_sheet(session: OfficerSession, name: str) -> ImportSheet:
    """An import with its lines, by its name such as `import-350200-2024-0001`. Raises `NoSuchThing("no-such-import")`,
    and `NotAllowed("import-form")` for a name that none has.
    """
    with session.repository() as repository:
        one = repository.imported(import_number(name))
        edition = repository.edition(one.brought.edition)
    brought = one.brought
    of_line: dict[int, list[LimitUse]] = {}
    for use in one.uses:
        for number in expand(use.lines):
            of_line.setdefault(number, []).append(use)
    return ImportSheet(
        number=one.name,
        policy=brought.policy,
        scheme=brought.scheme,
        body=brought.body,
        document=brought.document,
        standing=_standing(one),
        sha256=brought.sha256,
        lines=tuple(_line(session, edition, line, of_line.get(line.line, ())) for line in brought.lines),
    )


def _line(session: OfficerSession, edition: Edition, line: AbridgedLine, own: Sequence[LimitUse]) -> ListedLine:
    name = line.applicant_name if line.person is None else None
    name = name or session.unseal(line.person or line.applicant, line.sealed).get("name")
    stated = {fact: value for fact, value in line.facts.items() if fact != "certificate_no"}
    return ListedLine(
        line=line.line,
        number=line.number,
        name=name,
        settled_on=line.settled_on,
        amount_fen=line.amount_fen,
        states=as_stated(stated, edition) or None,
        uses=_limits(edition, [use.limit for use in own if all_stated(use.qualifier)]),
        possible=_limits(edition, [use.limit for use in own if not all_stated(use.qualifier)]),
    )


def _limits(edition: Edition, limits: list[str]) -> str | None:
    return "；".join(called(edition.limits[limit].names) for limit in limits if limit in edition.limits) or None


def shown_import(session: OfficerSession, proposal: ProposalId) -> tuple[str, list[str]]:
    """A heading and sentences for whoever confirms an import. Raises as `meant`."""
    with session.repository() as repository:
        one = repository.imported(proposal.subject)
        edition = repository.edition(one.brought.edition)
    opened = meant(one.proposals.waiting, proposal.name, proposal.subject)
    return f"{one.name}/{opened.proposal.id}", list(_about(edition, one, opened))


def _about(edition: Edition, one: Import, opened: OpenProposal[ImportProposed]) -> Iterator[str]:
    brought = one.brought
    if isinstance(opened.event, ImportTakingBackProposed):
        yield _("%(officer)s: limits are to count %(number)s no more, %(count)s line(s); by %(document)s") % {
            "officer": opened.proposal.by,
            "number": one.name,
            "count": len(brought.lines),
            "document": opened.event.document,
        }
        return
    yield _("%(officer)s: have limits count %(count)s line(s) of %(scheme)s that %(body)s settled; by %(document)s") % {
        "officer": opened.proposal.by,
        "count": len(brought.lines),
        "scheme": called(edition.schemes[brought.scheme].names),
        "body": brought.body,
        "document": brought.document,
    }
    yield _("Paid in all: %(amount)s") % {"amount": amount_in_words(sum(line.amount_fen for line in brought.lines))}
    days = [line.settled_on for line in brought.lines]
    yield _("Settled from %(first)s to %(last)s; SHA-256 of the file: %(sha256)s") % {
        "first": min(days),
        "last": max(days),
        "sha256": brought.sha256,
    }
    for fact in facts_compared(edition.schemes[brought.scheme]):
        left_out = sum(fact not in line.facts for line in brought.lines)
        if left_out:
            yield _("%(count)s line(s) do not state “%(fact)s”: a limit that compares it leaves later lines open") % {
                "count": left_out,
                "fact": fact_called(fact, edition),
            }
