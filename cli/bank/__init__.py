"""`bailu bank`: how banks want their files, and what a file of theirs would mean. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "bank",
    package="cli.bank",
    help=N_("Bank files: profiles of banks, and what an answer file would mean."),
    verbs={
        "profiles": N_("List the bank profiles, or show one"),
        "check": N_("Read an answer file of a bank, and say row by row what it would mean; nothing is stored"),
    },
)
