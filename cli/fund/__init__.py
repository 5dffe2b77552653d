"""`bailu fund`: the money there is, each fund an indicator with a number, and what is left of it. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "fund",
    package="cli.fund",
    help=N_("Funds and what is left of them."),
    verbs={
        "open": N_("Open a fund: money of one document for one budget year"),
        "increase": N_("Increase a fund by a document of its own"),
        "transfer": N_("Transfer money between two funds of one holder and source"),
        "carry-over": N_("Carry what is left of a year that is over into the next one"),
        "surrender": N_("Give the treasury what is left of a fund, and what is due to it"),
        "plan": N_("Plan what the treasury pays from a fund in a month"),
        "close": N_("Close a fund that is empty"),
        "draw-rules": N_("Adopt which money each scheme may be paid from, or show it"),
        "list": N_("List the funds, and what is left of each"),
        "show": N_("Show one fund: its document, all that moved in it, and what is left"),
    },
)
