"""`bailu audit`: every event in order, and whether the log is whole, unaltered and signed."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "audit",
    package="cli.audit",
    verbs={
        "trail": N_("Show every fact in order: when, who, what, and the command that it is a part of."),
        "verify": N_(
            "Verify the whole log: every line and its leaf, the head, the versions of every stream, the parts of every "
            "command, and every signature with the key that the log has for the officer."
        ),
    },
    help=N_("The audit log: trail and verification."),
)
