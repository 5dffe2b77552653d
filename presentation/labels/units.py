"""What a rate of a standard is for, as it stands behind an amount: so many yuan a head."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_, _

UNITS: Mapping[str, str] = {
    "person": N_("a head"),
    "site": N_("a site"),
    "occasion": N_("each time"),
    "hour": N_("an hour"),
    "person-day": N_("a head and day"),
    "person-month": N_("a head and month"),
}


def a_unit(unit: str) -> str:
    """The unit of `domain.entitlement.standards`, in the officer's language."""
    return _(UNITS[unit])
