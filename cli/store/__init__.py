"""`bailu store`: a store copied to another place, backed up, and restored, with its outer keys in escrow."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "store",
    package="cli.store",
    verbs={
        "backup": N_("Write one file with all that is in the store, and the outer keys in escrow under a passphrase."),
        "copy": N_("Copy a store to another place, from a file to PostgreSQL or the other way round."),
        "restore": N_("Make the store anew from a backup, and its outer keys from the escrow."),
    },
    help=N_("The store as a whole: copy, backup, restore."),
)
