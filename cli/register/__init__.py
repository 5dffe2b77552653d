"""`bailu register`: who and what is recognised, put forward by one officer and confirmed by another. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "register",
    package="cli.register",
    help=N_("Registers: who and what is recognised."),
    verbs={
        "add": N_("Propose an entry; it answers nothing until a supervisor has confirmed it"),
        "change": N_("Propose that an entry is another from a day on, such as a base that was promoted"),
        "end": N_("Propose that an entry answers no more after a day"),
        "complete": N_("Declare that whoever was recognised up to a day is listed"),
        "import": N_("Propose the entries of a list; importing the same list again changes nothing"),
        "list": N_("List the entries of the registers, and what waits for confirmation"),
        "show": N_("Show everything that the entries of a key state, the oldest first"),
    },
)
