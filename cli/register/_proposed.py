"""What was proposed about a register, and how it goes on."""

from __future__ import annotations

from cli.output import print_line, print_note, print_record
from cli.parameters import NAME
from cli.verbs import option
from presentation.language import N_, _
from usecases.commands.register_entries import ProposedEntry

policy_option = option(
    "--policy", type=NAME, help=N_("The notice whose register is meant, where several have one of this name.")
)


def print_proposed(proposed: ProposedEntry, output: str | None, *, dry_run: bool) -> None:
    """Print the proposal and, unless nothing is recorded, who has to confirm it."""
    if print_record(proposed, output):
        return
    values = {"proposal": proposed.proposal, "entry": proposed.entry, "register": proposed.register}
    if proposed.entry is None:
        would, done = N_("Would propose %(proposal)s about %(register)s."), N_("Proposed as %(proposal)s.")
    else:
        would = N_("Would propose %(proposal)s about the entry %(entry)s.")
        done = N_("Proposed as %(proposal)s, about the entry %(entry)s.")
    print_line(_(would if dry_run else done) % values)
    if proposed.similar:
        near = "；".join(proposed.similar)
        print_note(_("Nearly the same name has: %(entries)s. Is it another one?") % {"entries": near})
    if not dry_run:
        print_next(f"{proposed.register}/{proposed.proposal}")


def print_next(named: str) -> None:
    """Print which verb confirms what was proposed; `named` is the register with the proposal, or with `--every`."""
    print_note(_("A supervisor confirms it: bailu confirm register-%(register)s") % {"register": named})
