"""`bailu officer`: who may act, in which roles, with which key. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "officer",
    package="cli.officer",
    help=N_("Officers, their roles and keys."),
    verbs={
        "enrol": N_("Enrol an officer and make their key; hand the key file over in person"),
        "list": N_("List the officers"),
        "grant": N_("Grant a role"),
        "revoke": N_("Revoke a role"),
        "suspend": N_("Suspend an officer until a role is granted again"),
        "rotate-key": N_("Give an officer a new key; the old file is kept beside it"),
        "hand-over": N_(
            "Hand the open work of an officer over to another: it stands in the other's `todo --mine` from then on"
        ),
        "acts": N_("Show who did what, act by act"),
    },
)
