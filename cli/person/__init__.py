"""`bailu person`: people behind applications, by pseudonym. Each verb is behind a door of its own."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

person = LazyGroup(
    "person",
    help=N_("Persons: what they received, and which limits they have used."),
    subcommands={
        "link": ("cli.person.link", "link", N_("Link two documents of one person")),
        "show": ("cli.person.show", "show", N_("Show what a person received, and which limits they have used by what")),
    },
)
