"""`bailu book`: the books in double entry, their months, and a journal for other programs. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "book",
    package="cli.book",
    help=N_("The books: accounts, months, and a journal that others can check."),
    verbs={
        "show": N_("Show what each account comes to, or the postings of one"),
        "accounts": N_("List the chart of accounts"),
        "close": N_("Close a month"),
        "journal": N_("Write the books as a Beancount journal"),
    },
)
