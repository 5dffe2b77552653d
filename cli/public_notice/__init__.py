"""`bailu public-notice`: 公示, what is on notice until when, with the names of people masked. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "public-notice",
    package="cli.public_notice",
    help=N_("Public notices: approved applications stand on notice before anything is paid."),
    verbs={
        "publish": N_(
            "Put applications on public notice from today on: approved ones, and lines that a revision added"
        ),
        "close": N_("Close notices that have run their time; what they awarded is payable then"),
        "object": N_(
            "Record an objection to what was decided: the lines that it names are held, and the others are paid"
        ),
        "resolve": N_("Propose to uphold or to dismiss an objection, such as o1; an approver confirms"),
        "list": N_("List what is or was on public notice, line by line, with names masked"),
    },
)
