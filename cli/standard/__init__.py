"""`bailu standard`: rates that notices leave to the bureau. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "standard",
    package="cli.standard",
    help=N_("Standards: dated tables of rates beside a notice."),
    verbs={
        "adopt": N_("Propose to adopt a table of rates"),
        "list": N_("List the standards and their tables"),
        "show": N_("Show a table, rate by rate"),
    },
)
