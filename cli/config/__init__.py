"""`bailu config`: every setting, and where its value comes from. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "config",
    package="cli.config",
    help=N_("Settings and where each comes from."),
    verbs={
        "show": N_("Show each setting and where it comes from: a flag, the environment, bailu.toml, default"),
    },
)
