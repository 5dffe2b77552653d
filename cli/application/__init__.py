"""`bailu application`: the way of a case, from receipt to settlement. Each verb is behind a door of its own."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

application = LazyGroup(
    "application",
    help=N_("Applications, from receipt to settlement."),
    subcommands={
        "submit": ("cli.application.intake", "submit", N_("Hand in application files")),
        "list": ("cli.application.list", "list_applications", N_("List applications, with their state and money")),
        "show": ("cli.application.show", "show", N_("Show one application: money, lines, proposals, timeline")),
        "explain": ("cli.application.explain", "explain", N_("Explain an assessment, condition by condition")),
        "accept": ("cli.application.acceptance", "accept", N_("Accept applications")),
        "refuse": ("cli.application.acceptance", "refuse", N_("Refuse to accept applications, citing the clause")),
        "request-correction": (
            "cli.application.acceptance",
            "request_correction",
            N_("Ask once for everything that is missing"),
        ),
        "correct": ("cli.application.intake", "correct", N_("Replace the file of an application")),
        "verify": ("cli.application.verify", "verify", N_("Record what a comparison found about declared facts")),
        "assess": ("cli.application.assess", "assess", N_("Assess applications under their edition")),
        "approve": ("cli.application.review", "approve", N_("Approve assessments, as a second officer")),
        "send-back": ("cli.application.review", "send_back", N_("Send assessments back to be made again")),
        "reject": ("cli.application.review", "reject", N_("Reject what was assessed as not eligible")),
        "withdraw": ("cli.application.acceptance", "withdraw", N_("Record that applicants took applications back")),
        "suspend": ("cli.application.upkeep", "suspend", N_("Suspend applications")),
        "resume": ("cli.application.upkeep", "resume", N_("Resume suspended applications")),
        "account": ("cli.application.upkeep", "account", N_("Propose the account to which payments go")),
        "waive": ("cli.application.revise", "waive", N_("Ask that a limit be waived")),
        "revise": ("cli.application.revise", "revise", N_("Propose to decide anew what applications are entitled to")),
        "milestone": ("cli.application.milestones", "milestone", N_("Propose that lines met or missed a milestone")),
        "attach": ("cli.application.attach", "attach", N_("Attach documents that came later")),
        "letter": ("cli.application.letter", "letter", N_("Write a letter of a case")),
    },
)
