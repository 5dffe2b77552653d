"""`bailu person`: people behind applications, by pseudonym. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "person",
    package="cli.person",
    help=N_("Persons: who they are, what they received, and which limits they have used."),
    verbs={
        "find": N_("Find a person by name, by the last four characters of their document's number, or by both"),
        "link": N_("Link two documents of one person"),
        "names": N_("Join two names under one number"),
        "show": N_("Show what a person received, and which limits they have used by what"),
    },
)
