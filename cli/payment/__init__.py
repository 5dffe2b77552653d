"""`bailu payment`: runs of payments, ordered by one finance officer, released by another, answered by the bank. A file
a verb.
"""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "payment",
    package="cli.payment",
    help=N_("Payment runs: order, release, export, import."),
    verbs={
        "order": N_("Order what is payable, as one run of one paying authority"),
        "release": N_("Release a run that another finance officer ordered, or decline it"),
        "export": N_("Write the file of a released run for the bank, with every account in full"),
        "attach": N_("Attach a document to a run, such as its approval with signatures"),
        "import": N_("Record a bank's answer file: credits, returned payments, and payments that were not carried out"),
        "correct": N_("Put right what was recorded wrongly of the bank's answer; both stay in the log"),
        "assign": N_("Say what money is that a bank moved without an order for it, or beyond one"),
        "declare-sent": N_("Say which runs had gone to the bank when the store was restored"),
        "list": N_("List the payment runs"),
        "show": N_("Show one payment run: its items, its funds, and what the bank answered"),
    },
)
