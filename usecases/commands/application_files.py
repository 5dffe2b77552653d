"""Application files and rosters at the border: read, held against the edition, and everything wrong said at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.entitlement.edition import Edition
from domain.entitlement.paid_by import Payer
from domain.errors import NoSuchThing, NotAllowed
from presentation.language import _
from presentation.words.policy_rules import called
from store.commands.repository import Repository
from usecases.intake.application import ApplicationFile
from usecases.session.officer_session import OfficerSession

if TYPE_CHECKING:
    from usecases.errors import FileProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file with nothing wrong, its roster's lines in it, under the edition that the day of receipt selects."""

    path: Path
    file: ApplicationFile
    edition: Edition
    received_on: date
    remark: str | None = None
    """What the clerk should look at, in their language, although nothing is wrong."""


def hand_in(
    session: OfficerSession, path: Path, roster: Path | None, on: date | None = None
) -> tuple[HandedIn | None, list[FileProblem]]:
    """A file with its lines, from `roster` where one is given, or everything that is wrong with either.

    `on` is the day of receipt, whatever the file says. Raises `NoSuchThing` for a file or a policy that is not there.
    """
    file, problems = _read(session, path)
    if file is None:
        return None, problems
    if on is not None:
        file = replace(file, received_on=on)
    received_on = file.received_on or session.today()
    with session.repository() as repository:
        edition = edition_for(repository, file, received_on)
    file, problems = checked(session, path, file, roster, edition)
    if problems:
        return None, problems
    remark = _other_payer(path, file, edition, session.supervised_by)
    return HandedIn(path=path, file=file, edition=edition, received_on=received_on, remark=remark), []


def corrected(
    session: OfficerSession, path: Path, roster: Path | None, edition: Edition
) -> tuple[ApplicationFile | None, list[FileProblem]]:
    """As `hand_in`, under the edition that the application has already."""
    file, problems = _read(session, path)
    if file is None:
        return None, problems
    file, problems = checked(session, path, file, roster, edition)
    return (None if problems else file), problems


def checked(
    session: OfficerSession, path: Path, file: ApplicationFile, roster: Path | None, edition: Edition
) -> tuple[ApplicationFile, list[FileProblem]]:
    """The file with its lines and its facts as `edition` keeps them, and everything that `edition` has against it.

    Raises `NotAllowed("lines-given-twice")` when file and roster both have lines.
    """
    from usecases.intake.check import check

    problems: list[FileProblem] = []
    if roster is not None:
        if file.lines:
            raise NotAllowed("lines-given-twice", path=str(path))
        file, problems = _with_roster(session, file, roster, edition)
    file, against = check(file, edition)
    # Lines that could not be read are not lines that are missing.
    return file, problems + [(path, problem) for problem in against if not (problems and problem.where.path == "lines")]


def edition_for(repository: Repository, file: ApplicationFile, received_on: date) -> Edition:
    """The edition that the file names, or the only policy that has its scheme, as of the day of receipt.

    Raises `NoSuchThing` for a policy that was not adopted, and `NotAllowed("policy-unsaid")` when several would do.
    """
    if file.policy is not None:
        return repository.edition_for(file.policy.partition("@")[0], received_on)
    editions = [repository.edition_for(policy, received_on) for policy in repository.names("policy")]
    if not editions:
        raise NoSuchThing("no-policy-adopted")
    fitting = [edition for edition in editions if file.scheme in edition.schemes] or editions
    if len(fitting) > 1:
        raise NotAllowed("policy-unsaid", policies=", ".join(edition.policy for edition in fitting))
    return fitting[0]


def existing_file(path: Path) -> Path:
    """The path of a file that exists. Raises `NoSuchThing("no-such-file")`."""
    if not path.exists():
        raise NoSuchThing("no-such-file", path=str(path))
    return path


def _read(session: OfficerSession, path: Path) -> tuple[ApplicationFile | None, list[FileProblem]]:
    from usecases.intake.submission import read_application

    file, problems = read_application(existing_file(path), session.today())
    return file, [(path, problem) for problem in problems]


def _with_roster(
    session: OfficerSession, file: ApplicationFile, roster: Path, edition: Edition
) -> tuple[ApplicationFile, list[FileProblem]]:
    scheme = edition.schemes.get(file.scheme)
    if scheme is None:
        return file, []
    from usecases.intake.roster import read

    filled_in = read(existing_file(roster), edition, scheme, session.today())
    if filled_in.problems:
        return file, [(roster, problem) for problem in filled_in.problems]
    return file.with_lines(filled_in.lines), []


def _other_payer(path: Path, file: ApplicationFile, edition: Edition, supervised_by: str) -> str | None:
    """Point out a file that the city receives of what districts pay, where the notice names districts."""
    scheme = edition.schemes[file.scheme]
    others = edition.authorities.keys() - {supervised_by}
    if scheme.paid_by.one is Payer.DISTRICT and file.authority == supervised_by and others:
        sentence = _(
            "%(file)s: “%(scheme)s” is paid by a district (%(clause)s), and this file names %(authority)s: the "
            "district that the register entry names pays, and while it names none, nobody can approve it."
        )
        names = {"scheme": called(scheme.names), "authority": called(edition.authorities[supervised_by].names)}
        return sentence % {"file": path, "clause": scheme.paid_by.otherwise.source.clause, **names}
    return None
