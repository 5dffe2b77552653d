"""`bailu officer key`: the officer's own key. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "key",
    package="cli.officer.key",
    help=N_("An officer's own key."),
    verbs={
        "new": N_("Make a key of one's own, and a request to have it enrolled"),
    },
)
