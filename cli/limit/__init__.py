"""`bailu limit`: what limits count that was not decided here. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "limit",
    package="cli.limit",
    help=N_("Limits: what was settled elsewhere, so that it counts here."),
    verbs={
        "import": N_("Propose that limits count lines that another body settled"),
        "list": N_("List what was brought in, and what waits for confirmation"),
        "groups": N_("List the limits and registers that notices share"),
        "share": N_("Propose that limits, or registers, of several notices count as one"),
        "show": N_("Show an import, line by line, with the limits that count each"),
        "take-back": N_("Propose that an import counts no more"),
        "template": N_("Print the columns of a file of lines that were settled elsewhere"),
    },
)
