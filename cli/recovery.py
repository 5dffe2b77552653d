"""`bailu recovery`: 追回, demands to pay back what was paid too much. Each verb is behind a door of its own."""

from __future__ import annotations

from cli.language import N_
from cli.verbs import Room

recovery = Room(
    "recovery",
    help=N_("Recovery: demands to pay back, and what came of them."),
    doors={
        "list": ("cli.recovery_list", "list_demands", N_("List demands to pay back, by age and ground")),
    },
)
