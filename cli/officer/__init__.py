"""`bailu officer`: who may act, in which roles, with which key. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "officer",
    package="cli.officer",
    help=N_("Officers, their roles and keys."),
    verbs={
        "key": N_("An officer's own key"),
        "enrol": N_("Propose officers, by their requests or with a key of the office"),
        "list": N_("List the officers"),
        "grant": N_("Propose that an officer has a role more"),
        "except": N_("Propose that an officer of a small office has roles that exclude each other"),
        "deputy": N_("Propose that an officer stands in for another who is absent"),
        "revoke": N_("Revoke a role"),
        "suspend": N_("Suspend an officer until a role is granted again"),
        "rotate-key": N_("Take a new key, or propose one for an officer who has lost theirs"),
        "key-lost": N_("Report that the key of an officer is lost: nothing more is recorded under it"),
        "hand-over": N_(
            "Hand the open work of an officer over to another: it stands in the other's `todo --mine` from then on"
        ),
        "acts": N_("Show who did what, act by act"),
    },
)
