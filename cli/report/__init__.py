"""`bailu report`: sheets that a bureau prints, and charts. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "report",
    package="cli.report",
    help=N_("Reports: sheets that a bureau prints, and charts."),
    verbs={
        "approval": N_("The sheet on which a run or cases are approved by signature (审批表)"),
        "disbursement": N_("The list of a payment run, with what the bank answered (发放明细)"),
        "usage": N_("Persons, person-times and money of a month or a year (就业补助资金使用情况表)"),
        "ledger": N_("Cases with what they are entitled to, got, gave back and have yet to get (台账)"),
        "funds": N_("The funds of a budget year, from what was opened to what is left"),
        "allotments": N_("The allotments of a budget year, from the advance to what is owed, with a chart (资金下达)"),
        "performance": N_("What an allotment was to achieve and did, with the money beside, to be signed (绩效自评表)"),
        "forecast": N_("What is still to be paid by month and payer, and what the funds have for it"),
        "notice": N_("One public notice of many cases, with lines for the proof of its posting"),
        "disbursed": N_("What was disbursed month by month, with a chart"),
        "demands": N_("Open demands by age, with a chart"),
    },
)
