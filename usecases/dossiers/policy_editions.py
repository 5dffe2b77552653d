"""The policy editions there are: those that come with bailu, and those that the office adopted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from domain.entitlement.edition import Edition
from domain.office.reference import EditionAdopted, policy_stream
from policies import shipped_ids, shipped_refs
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.policy_rules import called
from store.line.envelope import Recorded, read_all
from usecases.intake.editions import shipped_edition, store_exists
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.session.officer_session import OfficerSession


class ListedEdition(Row):
    """An edition; `applies_from` is the first day of receipt that selects it. An adopted one has the instant and the
    officer.
    """

    edition: Annotated[str, Heading(N_("Edition"), Kind.NAME)]
    document: Annotated[str, Heading(N_("Document"), Kind.NAME)]
    title: Annotated[str, Heading(N_("Title"), below=True)]
    applies_from: Annotated[date, Heading(N_("Applies from"))]
    adopted: Annotated[bool, Heading(N_("Adopted"), Kind.NAME)]
    adopted_at: Annotated[datetime | None, Heading(N_("Adopted at"), below=True)] = None
    officer: Annotated[str | None, Heading(N_("By"), Kind.NAME, below=True)] = None
    shipped: Annotated[bool, Heading(N_("Comes with bailu"), Kind.NAME, below=True)]
    digest: Annotated[str, Heading(N_("Digest"), Kind.NAME, below=True)]


def policy_editions(settings: Settings, *, examples: bool = False) -> list[ListedEdition]:
    """The editions that come with bailu, with `examples` those too, and the adopted ones where there is a store.

    Each file is one row: an adopted edition that comes with bailu stands where that stands.
    """
    rows = {row.digest: row for row in _shipped(shipped_refs() if examples else shipped_ids())}
    if store_exists(settings):
        from usecases.session.officer_session import OfficerSession

        for row in _adopted(OfficerSession(settings), frozenset(rows)):
            rows[row.digest] = row
    return list(rows.values())


def _shipped(references: tuple[str, ...]) -> Iterator[ListedEdition]:
    for reference in references:
        edition = shipped_edition(reference)
        yield _listed(edition, applies_from=edition.applies_from, adopted=None, shipped=True)


def _adopted(session: OfficerSession, shipped: frozenset[str]) -> Iterator[ListedEdition]:
    """`shipped` are the digests of the editions that come with bailu."""
    with session.repository() as repository, session.database.reading() as view:
        for name in repository.names("policy"):
            for recorded in read_all(view.stream(policy_stream(name))):
                adoption = recorded.event
                if not isinstance(adoption, EditionAdopted):
                    continue  # Its standards have a list of their own.
                edition = repository.edition(adoption.edition)
                comes_with_bailu = edition.digest in shipped
                yield _listed(edition, applies_from=adoption.applies_from, adopted=recorded, shipped=comes_with_bailu)


def _listed(edition: Edition, *, applies_from: date, adopted: Recorded | None, shipped: bool) -> ListedEdition:
    """`adopted` is its adoption."""
    return ListedEdition(
        edition=edition.ref,
        document=edition.document_number,
        title=called(edition.title),
        applies_from=applies_from,
        adopted=adopted is not None,
        adopted_at=adopted.recorded_at if adopted else None,
        officer=adopted.actor if adopted else None,
        shipped=shipped,
        digest=edition.digest,
    )
