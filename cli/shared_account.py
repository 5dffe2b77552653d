"""The option of verbs that are refused where another applicant is paid to the same account."""

from __future__ import annotations

from cli.parameters import WORDS
from cli.verbs import option
from presentation.language import N_

shared_account_option = option(
    "--shared-account",
    type=WORDS,
    metavar="REASON",
    help=N_("Why it is right that another applicant is paid to the same account; recorded where one is."),
)
