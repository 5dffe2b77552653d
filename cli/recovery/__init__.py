"""`bailu recovery`: 追回, what was paid too much and comes back. Each verb is behind a door of its own."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

recovery = LazyGroup(
    "recovery",
    help=N_("Recovery: what was paid too much, from the demand to the last fen."),
    subcommands={
        "demand": ("cli.recovery.demand", "demand", N_("Propose to demand back what was overpaid")),
        "approve": ("cli.recovery.demand", "approve", N_("Approve what finance proposed about a demand")),
        "serve": ("cli.recovery.demand", "serve", N_("Record that the payee has the demand")),
        "object": ("cli.recovery.demand", "object_to", N_("Record an objection of the payee to a demand")),
        "plan": ("cli.recovery.demand", "plan", N_("Agree that a demand is paid back in parts")),
        "receive": ("cli.recovery.money", "receive", N_("Record money that came back")),
        "offset": ("cli.recovery.money", "offset", N_("Keep back an instalment of another case of the payee")),
        "reduce": ("cli.recovery.changes", "reduce", N_("Propose to demand less")),
        "cancel": ("cli.recovery.changes", "cancel", N_("Propose to cancel a demand")),
        "write-off": ("cli.recovery.changes", "write_off", N_("Ask that a demand be written off")),
        "refer": ("cli.recovery.changes", "refer", N_("Ask that a demand be referred to a court or the police")),
        "list": ("cli.recovery.list", "list_demands", N_("List demands to pay back, by age and ground")),
        "show": ("cli.recovery.show", "show", N_("Show the demands of one application")),
    },
)
