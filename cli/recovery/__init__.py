"""`bailu recovery`: 追回, what was paid too much and comes back. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "recovery",
    package="cli.recovery",
    help=N_("Recovery: what was paid too much, from the notice of it to the last fen."),
    verbs={
        "import": N_("Propose to take over demands from before this log"),
        "template": N_("Print the columns of a file of demands from before this log"),
        "notify": N_("Tell the payee what is to be demanded back, and until when they may answer"),
        "heard": N_("Record what the payee answered to a notice, or that nothing came"),
        "demand": N_("Propose to demand back what was overpaid"),
        "approve": N_("Approve what finance proposed about a demand"),
        "serve": N_("Record that the payee has the demand"),
        "remind": N_("Remind the payee of what was not paid in time"),
        "object": N_("Record an objection of the payee to a demand"),
        "plan": N_("Agree that a demand is paid back in parts"),
        "receive": N_("Record money that came back"),
        "correct": N_("Put right what was recorded wrongly of money that came back"),
        "pay-out": N_("Pay the treasury, or the payee, what came in for demands from before this log"),
        "offset": N_("Keep back what the same payee is paid, in another case or this one"),
        "reduce": N_("Propose to demand less"),
        "cancel": N_("Propose to cancel a demand"),
        "write-off": N_("Ask that a demand be written off"),
        "refer": N_("Ask that a demand be referred to a court or the police"),
        "list": N_("List demands to pay back, by age and ground"),
        "show": N_("Show the demands of one application"),
    },
)
