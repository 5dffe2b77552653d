"""`bailu calendar`: the working days that the office counts by, year by year. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "calendar",
    package="cli.calendar",
    help=N_("Working days."),
    verbs={
        "adopt": N_("Adopt the working days of years, as published by the State Council, or those of a file"),
        "show": N_("Show the adopted years, or the days of one that break the weekly rule"),
    },
)
