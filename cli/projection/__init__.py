"""`bailu projection`: the read models, each of which is disposable. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "projection",
    package="cli.projection",
    help=N_("Read models: status, catch-up, rebuild, verify."),
    verbs={
        "status": N_("Show how far each read model is"),
        "catch-up": N_("Fold the events that were recorded since"),
        "rebuild": N_("Build read models anew from the first event; the old ones serve until then"),
        "verify": N_("Build read models beside the live ones and compare row by row; nothing is changed"),
    },
)
