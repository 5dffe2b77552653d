"""`bailu register`: who is recognised, put forward by one officer and confirmed by another."""

from __future__ import annotations

from cli.output import print_line, print_note, print_record
from domain.office.register import EntryEndProposed, EntryProposed
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from store.commands.executor import Result

PROPOSED = (
    Column("register", N_("Register"), Kind.NAME),
    Column("proposal", N_("Proposal"), Kind.NAME),
    Column("entry", N_("Entry"), Kind.NAME),
)


def print_proposed(result: Result, name: str, output: str | None, *, dry_run: bool) -> None:
    proposed = result.events[0].event
    assert isinstance(proposed, (EntryProposed, EntryEndProposed)), "what was recorded is a proposal"
    said = {
        "register": name,
        "proposal": proposed.proposal,
        "entry": proposed.entry,
        "recorded": not dry_run,
        "repeated": result.repeated,
    }
    if print_record(said, output, PROPOSED):
        return
    if dry_run:
        print_line(_("Would propose %(proposal)s about the entry %(entry)s.") % said)
    else:
        print_line(_("Proposed as %(proposal)s, about the entry %(entry)s.") % said)
        print_next(name)


def print_next(name: str) -> None:
    print_note(_("A supervisor confirms it: bailu confirm register-%(register)s") % {"register": name})
