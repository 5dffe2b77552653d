"""Who would have got more or less under another edition. Nothing is recorded, and nobody is paid by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

from domain.application.state.case import Case
from domain.application.values import ranges
from domain.decisions.gathering import register_results
from domain.entitlement.edition import Edition
from domain.entitlement.findings import Finding
from domain.errors import NoSuchThing
from policies.impact import Impact, Past, impacts
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.findings import because
from presentation.words.phrases import line_numbers
from usecases.dossiers.dossier import applicant_shown
from usecases.dossiers.past_decisions import past_decisions
from usecases.intake.editions import content_of, newest_adopted
from usecases.intake.packs import read_pack
from usecases.session.officer_session import OfficerSession


class ImpactOnCase(Row):
    """A case as it was decided and as it would be, amounts in fen; with the first finding that does not hold."""

    number: Annotated[str, Heading(N_("Application"), Kind.NAME)]
    applicant: Annotated[str, Heading(N_("Applicant"))]
    scheme: Annotated[str, Heading(N_("Scheme"), Kind.NAME)]
    lines: Annotated[str, Heading(N_("Lines"))]
    before_fen: Annotated[int, Heading(N_("As decided (yuan)"))]
    after_fen: Annotated[int, Heading(N_("Would be (yuan)"))]
    difference_fen: Annotated[int, Heading(N_("Difference (yuan)"))]
    clause: Annotated[str | None, Heading(N_("Clause"), Kind.NAME)]
    because: Annotated[str | None, Heading(N_("Because"))]


class EditionImpact(Row, rename={"from_": "from"}):
    """All cases that were decided under one edition, as another would have them; amounts in fen."""

    from_: str
    to: str
    cases_count: int
    more_count: int
    less_count: int
    before_fen: int
    after_fen: int
    cases: tuple[ImpactOnCase, ...]


def edition_impact(session: OfficerSession, first: str, second: str, *, unchanged: bool = False) -> EditionImpact:
    """Assess the cases that were decided under `first`, which was adopted, as if under `second`: an edition or a file.
    The cases that would get the same are listed when `unchanged` ones are wanted, and counted all the same.

    Raises `NoSuchThing` (`policy-not-adopted`, `policy-not-shipped`), and `FilesRefused` or `PackRefused` for a file
    that is wrong.
    """
    edition = read_pack(second, content_of(session.settings, second))
    cases: dict[str, Case] = {}
    with session.database.reading() as view, session.repository() as repository:
        adopted = newest_adopted(repository, first)
        if adopted is None:
            raise NoSuchThing("policy-not-adopted", policy=first)

        def pasts() -> Iterator[Past]:
            for case, past in past_decisions(view, repository, adopted.edition):
                cases[case.number] = case
                yield past

        compared = list(
            impacts(
                edition,
                pasts(),
                partial(register_results, repository),
                repository.editions(edition.policy).standards,
            )
        )
    listed = [impact for impact in compared if unchanged or _differs(impact)]
    differences_fen = [_difference_fen(impact) for impact in compared]
    return EditionImpact(
        from_=adopted.edition,
        to=edition.ref,
        cases_count=len(compared),
        more_count=sum(difference_fen > 0 for difference_fen in differences_fen),
        less_count=sum(difference_fen < 0 for difference_fen in differences_fen),
        before_fen=sum(impact.past.entitled_fen for impact in compared),
        after_fen=sum(impact.after_fen for impact in compared),
        cases=tuple(_rows(session, cases, listed, edition)),
    )


def _differs(impact: Impact) -> bool:
    return bool(_difference_fen(impact) or impact.lines_changed)


def _difference_fen(impact: Impact) -> int:
    return impact.after_fen - impact.past.entitled_fen


def _rows(
    session: OfficerSession, cases: dict[str, Case], listed: Sequence[Impact], edition: Edition
) -> Iterator[ImpactOnCase]:
    for impact in listed:
        case, finding = cases[impact.past.claim.application], _reason(impact)
        yield ImpactOnCase(
            number=case.number,
            applicant=applicant_shown(session, case).name,
            scheme=case.scheme,
            lines=line_numbers(ranges(impact.lines_changed)),
            before_fen=impact.past.entitled_fen,
            after_fen=impact.after_fen,
            difference_fen=_difference_fen(impact),
            clause=finding.clause if finding else None,
            because=because(finding, edition) if finding else _without_finding(impact),
        )


def _without_finding(impact: Impact) -> str | None:
    return None if impact.assessment else _("The other edition has no such scheme.")


def _reason(impact: Impact) -> Finding | None:
    """The first finding that does not hold: of the application, else of a line that is worth less than it was."""
    assessment = impact.assessment
    if assessment is None:
        return None
    lost = [line for line in assessment.lines if line.line in impact.lines_changed and not line.counts]
    findings = (*assessment.findings, *(finding for line in lost for finding in line.findings))
    return next((finding for finding in findings if not finding.holds), None)
