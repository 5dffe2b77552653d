"""Words of ours for funds: what is done to them, what moved in them, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

FUND_LABELS: Mapping[str, str] = {
    # Acts
    "open-fund": N_("opening of a fund"),
    "increase-fund": N_("increase of a fund"),
    "transfer-fund": N_("transfer between funds"),
    "carry-over-fund": N_("carry-over of a fund"),
    "surrender-fund": N_("surrender of a fund"),
    "plan-fund": N_("plan of use of a fund"),
    "close-fund": N_("closing of a fund"),
    "adopt-draw-rules": N_("adoption of draw rules"),
    # What moved in a fund
    "opened": N_("opened"),
    "increased": N_("increased"),
    "transferred-in": N_("transferred in"),
    "transferred-out": N_("transferred out"),
    "carried-in": N_("carried in"),
    "carried-over": N_("carried over"),
    "surrendered": N_("surrendered"),
    "drawn": N_("drawn"),
    "came-back": N_("came back"),
    "use-planned": N_("use planned"),
    # Where money is booked
    "fund": N_("the fund"),
    "treasury": N_("the treasury"),
    # Through whom a run is paid, beside it
    "bank": N_("the bank"),
    "treasury-due": N_("due to the treasury"),
    # What a draw rule says
    "allowed": N_("allowed"),
    "forbidden": N_("forbidden"),
    # Events, by the names under which they are stored
    "office.fund-proposed.v1": N_("opening of a fund proposed"),
    "office.fund-increase-proposed.v1": N_("increase of a fund proposed"),
    "office.fund-transfer-proposed.v1": N_("transfer between funds proposed"),
    "office.fund-carry-over-proposed.v1": N_("carry-over of a fund proposed"),
    "office.fund-surrender-proposed.v1": N_("surrender of a fund proposed"),
    "office.fund-plan-proposed.v1": N_("plan of use of a fund proposed"),
    "office.fund-close-proposed.v1": N_("closing of a fund proposed"),
    "office.draw-rules-proposed.v1": N_("adoption of draw rules proposed"),
    "policy.draw-rules-adopted.v1": N_("draw rules adopted"),
    "fund.opened.v1": N_("fund opened"),
    "fund.increased.v1": N_("fund increased"),
    "fund.transferred-out.v1": N_("money transferred out of the fund"),
    "fund.transferred-in.v1": N_("money transferred into the fund"),
    "fund.carried-over.v1": N_("fund carried over"),
    "fund.carried-in.v1": N_("fund opened by carry-over"),
    "fund.passed-on.v1": N_("money that came back passed on to another year"),
    "fund.passed-in.v1": N_("money that came back passed in from another year"),
    "fund.surrendered.v1": N_("fund surrendered"),
    "fund.planned.v1": N_("use of the fund planned"),
    "fund.closed.v1": N_("fund closed"),
    "fund.drawn.v1": N_("fund drawn on"),
    "fund.draw-cancelled.v1": N_("draw on the fund cancelled"),
    "fund.restored.v1": N_("money back in the fund"),
}
"""Beside `presentation.labels.vocabulary.LABELS`, which takes them in."""
