"""`bailu roster`: an empty roster to fill in, and everything that is wrong with one that was filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.verbs import option
from domain.entitlement.edition import Edition
from domain.entitlement.scheme import Scheme
from domain.errors import NoSuchThing
from presentation.language import N_
from usecases.intake.editions import edition_of
from usecases.session.settings import Settings

if TYPE_CHECKING:
    pass


policy_option = option("--policy", metavar="POLICY", help=N_("The policy; the only one there is, unless said."))


def _scheme(settings: Settings, policy: str | None, scheme: str) -> tuple[Edition, Scheme]:
    edition = edition_of(settings, policy)
    if scheme not in edition.schemes:
        raise NoSuchThing("no-such-scheme", scheme=scheme, policy=edition.ref)
    return edition, edition.schemes[scheme]
