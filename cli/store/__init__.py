"""`bailu store`: a store copied to another place, backed up, restored, and opened again. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "store",
    package="cli.store",
    help=N_("The store as a whole: copy, backup, restore."),
    verbs={
        "copy": N_("Copy a store to another place, from a file to PostgreSQL or the other way round"),
        "backup": N_("Write one file with all that is in the store, and the outer keys in escrow under a passphrase"),
        "restore": N_("Make the store anew from a backup, and its outer keys from the escrow"),
        "pseudonyms": N_("Write the pseudonym key of the store into a file, for other offices of the city or province"),
        "reopen": N_("Open an office again that was closed for longer than a computer's clock is believed"),
    },
)
