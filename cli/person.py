"""`bailu person`: people across cases. Each verb is behind a door of its own."""

from __future__ import annotations

from cli.language import N_
from cli.verbs import Room

person = Room(
    "person",
    help=N_("People across applications: two documents of one person, and what was paid for them."),
    doors={
        "link": ("cli.person_link", "link", N_("Link two documents of one person")),
    },
)
