"""`bailu application`: the way of a case, from receipt to settlement. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "application",
    package="cli.application",
    help=N_("Applications, from receipt to settlement."),
    verbs={
        "submit": N_("Hand in application files"),
        "list": N_("List applications, with their state and money"),
        "show": N_("Show one application: money, lines, proposals, timeline"),
        "explain": N_("Explain an assessment, condition by condition"),
        "accept": N_("Accept applications"),
        "refuse": N_("Refuse to accept applications, citing the clause"),
        "request-correction": N_("Ask once for everything that is missing"),
        "correct": N_("Replace the file of an application"),
        "verify": N_("Record what a comparison found about declared facts"),
        "assess": N_("Assess applications under their edition"),
        "approve": N_("Approve assessments, as a second officer"),
        "send-back": N_("Send assessments back to be made again"),
        "follow-up": N_("Decide on lines that an approval left open"),
        "reject": N_("Reject what was assessed as not eligible"),
        "transfer": N_("Propose to hand files over to the authority that is competent"),
        "take-back": N_("Take a refusal or rejection back that was a mistake"),
        "withdraw": N_("Record that applicants took applications back"),
        "suspend": N_("Suspend applications"),
        "resume": N_("Resume suspended applications"),
        "account": N_("Propose the account to which payments go"),
        "waive": N_("Ask that a limit be waived"),
        "revise": N_("Propose to decide anew what applications are entitled to"),
        "milestone": N_("Propose that lines met or missed a milestone"),
        "attach": N_("Attach documents that came later"),
        "letter": N_("Write a letter of a case"),
        "serve": N_("Record that a letter was served"),
    },
)
