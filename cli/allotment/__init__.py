"""`bailu allotment`: money that the city allots to districts, in advance and by what is achieved. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "allotment",
    package="cli.allotment",
    help=N_("Allotments: money of the city for districts, in advance and by what they achieve."),
    verbs={
        "make": N_("Allot money of the city to a district: a share in advance, the rest reserved"),
        "evaluate": N_("Record how much of its targets was achieved"),
        "release": N_("Release part of what is reserved, as far as it is achieved"),
        "settle": N_("Release the rest that is achieved, and end what is reserved"),
        "reclaim": N_("Reclaim what the district received and did not achieve"),
        "export": N_("Write what this log has of a district's allotments, for the log of the other side"),
        "receive": N_("Receive what the city allotted by a log of its own"),
        "list": N_("List the allotments, and where each stands"),
        "show": N_("Show one allotment: its targets, its parts, and what the district spent"),
    },
)
