"""What the verbs that copy a store share: their options, and how the result is shown."""

from __future__ import annotations

from cli.output import print_line, print_note, print_record
from cli.parameters import FILE
from cli.verbs import option
from presentation.language import N_, _
from usecases.integrity.store_copies import CopyResult

escrow_option = option(
    "--escrow",
    metavar="FILE",
    type=FILE,
    help=N_("Keep the escrow of the outer keys in FILE, apart from the backup."),
)
passphrase_option = option(
    "--passphrase-file",
    metavar="FILE",
    type=FILE,
    help=N_("Read the passphrase of the escrow from FILE instead of asking for it."),
)


def print_copy(result: CopyResult, output: str | None) -> bool:
    """Print what was copied and read back; True when that was for a program, which then gets nothing more."""
    if result.resumed_at:
        print_note(_("It went on from position %(position)s.") % {"position": result.resumed_at})
    if result.corrected:
        print_note(
            _("%(count)s entries of the indexes were not what the events say; in the copy they are.")
            % {"count": result.corrected}
        )
    if print_record(result.row, output):
        return True
    size, _colon, root = result.row.head.partition(":")
    print_line(_("%(size)s events, read back and the same. Head: %(size)s:%(root)s") % {"size": size, "root": root})
    return False
