"""Questions that need no store: which edition is meant, adopted or as it comes with bailu, and which day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from domain.calendar import legal_day
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import Scheme
from domain.errors import NoSuchThing
from domain.streams import fits
from policies import shipped, shipped_ids, shipped_refs
from policies.loader import load_adopted
from presentation.language import _
from store.databases import exists
from usecases.errors import UsageError, refuse_file
from usecases.session.settings import Settings

if TYPE_CHECKING:
    # A question that needs no store does not wait for one to be imported.
    from domain.office.reference import EditionAdopted
    from store.commands.repository import Repository
    from usecases.session.officer_session import OfficerSession


def edition_of(settings: Settings, reference: str | None) -> Edition:
    """The edition `reference`: a policy's newest, one such as `xiamen-2023-187@1`, or that of a file that ends with
    `.toml`, as an author has it; without one, the only policy.

    Raises `NoSuchThing("policy-not-shipped")`, and `UsageError` when there are several policies to choose from;
    raises `FilesRefused` or `PackRefused` for a file that is wrong.
    """
    if reference and reference.endswith(".toml"):
        from usecases.intake.packs import read_pack

        return read_pack(reference, pack_bytes(reference))
    if store_exists(settings):
        from usecases.session.officer_session import OfficerSession

        with OfficerSession(settings).repository() as repository:
            wanted = reference or _only(repository.names("policy"))
            adopted = newest_adopted(repository, wanted) if wanted else None
            if adopted is not None:
                return repository.edition(adopted.edition)
    return shipped_edition(reference)


def scheme_of(settings: Settings, reference: str | None, scheme: str) -> tuple[Edition, Scheme]:
    """An edition and one of its schemes. Raises `NoSuchThing("no-such-scheme")`, and as `edition_of`."""
    edition = edition_of(settings, reference)
    return edition, scheme_in(edition, scheme)


def scheme_in(edition: Edition, scheme: str) -> Scheme:
    """One scheme of an edition. Raises `NoSuchThing("no-such-scheme")`."""
    if scheme not in edition.schemes:
        raise NoSuchThing("no-such-scheme", scheme=scheme, policy=edition.ref)
    return edition.schemes[scheme]


def shipped_edition(reference: str | None) -> Edition:
    """The edition `reference` as it comes with bailu; without a reference, the only one. Raises as `edition_of`."""
    wanted = reference or _only(shipped_ids())
    assert wanted, "a policy comes with bailu"
    return load_adopted(shipped(wanted))


def pack_bytes(reference: str) -> bytes:
    """The bytes of a pack: a file's, else those of an edition that comes with bailu. Raises `FilesRefused`."""
    path = Path(reference)
    if not path.exists() and reference in (*shipped_ids(), *shipped_refs()):
        return shipped(reference)
    from usecases.intake.documents import read_bytes
    from usecases.problems import Problem

    content = read_bytes(path)
    if isinstance(content, Problem):
        raise refuse_file(path, [content])
    return content


def content_of(settings: Settings, reference: str) -> bytes:
    """The bytes of an edition: a file's, those that were adopted, or those that come with bailu, in this order.

    Raises `NoSuchThing("policy-not-shipped")`; raises `FilesRefused` or `PackRefused` for a file that is wrong.
    """
    if not Path(reference).exists():
        if store_exists(settings):
            from usecases.session.officer_session import OfficerSession

            with OfficerSession(settings).repository() as repository:
                adopted = newest_adopted(repository, reference)
            if adopted is not None:
                return adopted.content.encode()
        if not reference.endswith(".toml"):
            return shipped(reference)
    return pack_bytes(reference)


def newest_adopted(repository: Repository, reference: str) -> EditionAdopted | None:
    """The adoption of an edition such as `xiamen-2023-187@1` or, of a policy, its last one; None for neither."""
    policy = reference.partition("@")[0]
    adopted = repository.editions(policy).adopted if fits(policy) else ()
    named = [edition for edition in adopted if reference in (edition.edition, edition.edition.partition("@")[0])]
    return named[-1] if named else None


def editions_of(session: OfficerSession, policy: str) -> list[Edition]:
    """The adopted editions of one policy, the newest first; none of a policy that was not adopted."""
    with session.repository() as repository:
        adopted = repository.editions(policy).adopted if fits(policy) else ()
        return [repository.edition(one.edition) for one in reversed(adopted)]


def today(settings: Settings) -> date:
    """The legal day of a question that needs no store: that of BAILU_CLOCK, where it is set, else today."""
    clock = settings["clock"]
    if not clock:
        return legal_day(datetime.now(UTC))
    from usecases.session.officer_session import parse_instant

    return legal_day(parse_instant(clock))


def store_exists(settings: Settings) -> bool:
    """Whether there is a store to ask. Raises StoreUnavailable when a server that would know cannot be reached."""
    return exists(settings["store"])


def adopted_policy(session: OfficerSession, policy: str | None) -> str:
    """The notice that is meant: the one that was said, else the only one that was adopted. Raises `UsageError` where
    there are several, and `NoSuchThing("no-policy-adopted")`.
    """
    if policy is not None:
        return policy
    with session.repository() as repository:
        only = _only(repository.names("policy"))
    if only is None:
        raise NoSuchThing("no-policy-adopted")
    return only


def adopted_editions(repository: Repository) -> list[Edition]:
    """Every adopted edition, by policy, in the order of adoption."""
    return [
        repository.edition(adopted.edition)
        for name in repository.names("policy")
        for adopted in repository.editions(name).adopted
    ]


def editions_of_registers(session: OfficerSession) -> dict[str, dict[str, Edition]]:
    """The editions that have a register, by its id and by policy: of each policy the newest that was adopted."""
    having: dict[str, dict[str, Edition]] = {}
    with session.repository() as repository:
        for edition in adopted_editions(repository):
            for name in edition.registers:
                having.setdefault(name, {})[edition.policy] = edition
    return having


def policy_of_register(session: OfficerSession, name: str, policy: str | None = None) -> str:
    """The notice whose register is meant: the one that was said, else the only one that has such a register.

    Raises `NoSuchThing("no-such-register")` for one that is in no adopted edition, or none of that policy, and
    `UsageError` where several have it.
    """
    having = editions_of_registers(session).get(name, {})
    if not having or (policy is not None and policy not in having):
        raise NoSuchThing("no-such-register", register=name)
    only = policy or _only(tuple(having))
    assert only is not None, "some notice has it"
    return only


def edition_of_register(session: OfficerSession, name: str, policy: str) -> Edition:
    """Raises `NoSuchThing("no-such-register")` for one that is in no adopted edition of the policy."""
    edition = editions_of_registers(session).get(name, {}).get(policy)
    if edition is None:
        raise NoSuchThing("no-such-register", register=name)
    return edition


def _only(policies: tuple[str, ...]) -> str | None:
    """The one policy there is, None where there is none."""
    if len(policies) > 1:
        raise UsageError(_("Say which policy: %(policies)s.") % {"policies": ", ".join(policies)})
    return policies[0] if policies else None
