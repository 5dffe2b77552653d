"""`bailu audit`: every event in order, and whether the log is whole, unaltered and signed. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "audit",
    package="cli.audit",
    help=N_("The audit log: trail and verification."),
    verbs={
        "trail": N_("Show every event in order: when, who, what, and the command that it is a part of"),
        "verify": N_("Verify the whole log: lines, leaves, head, versions, parts and signatures"),
        "declare-fault": N_("Declare that a part of the log does not verify, and that the office knows of it"),
    },
)
