"""`bailu fund`: the money there is, by holder, source, programme and year, and what is left of it. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "fund",
    package="cli.fund",
    help=N_("Funds and what is left of them."),
    verbs={
        "open": N_("Open a fund: money of one source for one programme and year"),
        "list": N_("List the funds, and what is left of each"),
        "show": N_("Show one fund: opened, drawn by each payment run, what came back, and what is left"),
    },
)
