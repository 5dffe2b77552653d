"""Commands about one case: what stands in its stream, and nowhere else."""

from __future__ import annotations

from domain.application import events as f
from domain.application.status import RECEIVED, Status
from domain.base import Event
from domain.shapes.shape import Follower, Half, Shape, Where

REDUCED = Where(member="because", values=("reduced",))
"""A supervisor granted it."""
OVERPAID_LESS = Where(member="because", values=("overpaid-less",))
"""It followed of itself: no more is demanded than is overpaid."""
CREDITED = Where(member="credit")
UNCREDITED = Where(member="credit", filled=False)
"""Settled, or reopened, by what is left to be paid: no money moved."""

UNCONFIRMED = ("backdated-receipt", "other-account-holder", "code-as-printed")
"""What of a file may need a second officer: see `ConfirmationRequired`."""


def settled_after(*events: type[Event]) -> Follower:
    return Follower(events=(f.ApplicationSettled,), after=events, where=UNCREDITED)


def _asked(most: int, *acts: str, after: type[Event]) -> Follower:
    return Follower(events=(f.ConfirmationRequired,), most=most, after=(after,), where=Where(member="act", values=acts))


def once(*events: type[Event], where: Where | None = None) -> Follower:
    return Follower(events=events, least=1, where=where)


_FILE = (
    Shape(
        leads=f.ApplicationSubmitted,
        permission="submit",
        followers=(_asked(len(UNCONFIRMED), *UNCONFIRMED, after=f.ApplicationSubmitted),),
    ),
    Shape(leads=f.ApplicationAccepted, permission="accept"),
    Shape(leads=f.ApplicationNotAccepted, permission="refuse"),
    Shape(leads=f.CorrectionRequested, permission="request-correction"),
    Shape(
        leads=f.ApplicationCorrected,
        permission="correct",
        followers=(
            _asked(2, "other-account-holder", "code-as-printed", after=f.ApplicationCorrected),
            # What was open may have been taken out of the file, and have been all that kept the case open.
            settled_after(f.ApplicationCorrected),
        ),
    ),
    Shape(leads=f.ApplicationWithdrawn, permission="withdraw"),
    Shape(leads=f.ApplicationSuspended, permission="suspend"),
    Shape(leads=f.ApplicationResumed, permission="resume"),
    Shape(leads=f.DocumentsAttached, permission="attach"),
    Shape(leads=f.FactsVerified, permission="verify"),
    Shape(leads=f.NoticePublished, permission="publish-notice"),
    # While a notice ran, everything on it may have been forfeited or revised away.
    Shape(leads=f.NoticeClosed, permission="close-notice", followers=(settled_after(f.NoticeClosed),)),
    Shape(leads=f.ObjectionRaised, permission="raise-objection"),
    Shape(leads=f.LetterIssued, permission="issue-letter"),
    Shape(leads=f.LetterIssued, permission="issue-demand"),
    Shape(leads=f.LetterServed, permission="serve-letter"),
    Shape(leads=f.LetterServed, permission="serve-recovery-letter"),
    Shape(leads=f.RecoveryNotified, permission="notify-recovery"),
    Shape(leads=f.RecoveryHeard, permission="hear-recovery"),
    Shape(leads=f.RecoveryReminded, permission="remind-recovery"),
    Shape(leads=f.RecoveryServed, permission="serve-recovery"),
    Shape(leads=f.RecoveryObjected, permission="object-to-recovery"),
    Shape(leads=f.RecoveryPlanned, permission="plan-recovery"),
)

_TAKING_BACK: dict[str, tuple[str, ...]] = {
    "take-back-refusal": (*RECEIVED, Status.CORRECTION_REQUESTED),
    "take-back-rejection": (Status.ACCEPTED,),
}
"""Where a case is again, by what is taken back."""
_CHANGES = ("reduce-recovery", "cancel-recovery", "write-off-recovery", "refer-recovery")

_FIRST_HALVES = (
    Shape(leads=f.ApplicationAssessed, permission="assess", half=Half.OPENS),
    Shape(leads=f.TransferProposed, permission="transfer", half=Half.OPENS),
    Shape(leads=f.MilestoneReported, permission="milestone", half=Half.OPENS),
    Shape(leads=f.AccountProposed, permission="account", half=Half.OPENS),
    Shape(leads=f.ObjectionAnswerProposed, permission="answer-objection", half=Half.OPENS),
    *(Shape(leads=f.TakingBackProposed, permission=act, half=Half.OPENS) for act in _TAKING_BACK),
    Shape(leads=f.WaiverRequested, permission="waive", half=Half.OPENS),
    Shape(leads=f.RevisionProposed, permission="revise", half=Half.OPENS),
    Shape(leads=f.FollowUpProposed, permission="follow-up", half=Half.OPENS),
    Shape(leads=f.RecoveryDemanded, permission="demand-recovery", half=Half.OPENS),
    *(Shape(leads=f.RecoveryChangeProposed, permission=act, half=Half.OPENS) for act in _CHANGES),
    Shape(leads=f.RecoveryReceiptProposed, permission="receive-recovery", half=Half.OPENS),
    Shape(leads=f.ReceiptCorrectionProposed, permission="correct-receipt", half=Half.OPENS),
    Shape(leads=f.RecoveryOffsetProposed, permission="offset-recovery", half=Half.OPENS),
)

# An award of nothing is none, so that nothing is settled with its approval.
_REVIEWS = (
    Shape(leads=f.ApplicationApproved, permission="assess", half=Half.CLOSES),
    Shape(leads=f.ApplicationRejected, permission="assess", half=Half.CLOSES),
    Shape(leads=f.ApplicationSentBack, permission="assess", half=Half.CLOSES),
)

_CONFIRMED: dict[str, tuple[Follower, ...]] = {
    **dict.fromkeys(UNCONFIRMED, ()),
    "account": (once(f.AccountCorrected),),
    "transfer": (once(f.ApplicationTransferred),),
    "waive": (once(f.LimitWaived),),
    # What waited may have been all that kept the case open. What was recorded wrongly is owed again, or is overpaid.
    "milestone": (
        once(f.MilestoneMet, f.InstalmentForfeited),
        Follower(events=(f.RecoveryReduced,), most=None, after=(f.MilestoneMet,), where=OVERPAID_LESS),
        settled_after(f.MilestoneMet, f.InstalmentForfeited),
        Follower(events=(f.ApplicationReopened,), after=(f.MilestoneMet,)),
    ),
    # The end of a case drops its open questions: when it goes on, they are asked again.
    "answer-objection": (
        once(f.ObjectionUpheld, f.ObjectionDismissed),
        _asked(len(UNCONFIRMED), *UNCONFIRMED, after=f.ObjectionUpheld),
        Follower(events=(f.ApplicationReopened,), after=(f.ObjectionUpheld,)),
    ),
    **{
        act: (
            once(f.DecisionTakenBack, where=Where(member="status", values=back_to)),
            _asked(len(UNCONFIRMED), *UNCONFIRMED, after=f.DecisionTakenBack),
        )
        for act, back_to in _TAKING_BACK.items()
    },
    "revise": (
        once(f.ApplicationRevised),
        Follower(events=(f.RecoveryReduced,), most=None, after=(f.ApplicationRevised,), where=OVERPAID_LESS),
        Follower(events=(f.ApplicationSettled, f.ApplicationReopened), after=(f.ApplicationRevised,), where=UNCREDITED),
    ),
    # What was open may have been all that kept the case from being settled.
    "follow-up": (
        once(f.ApplicationFollowedUp),
        Follower(events=(f.RecoveryReduced,), most=None, after=(f.ApplicationFollowedUp,), where=OVERPAID_LESS),
        settled_after(f.ApplicationFollowedUp),
    ),
    "demand-recovery": (once(f.RecoveryApproved),),
    "reduce-recovery": (once(f.RecoveryReduced, where=REDUCED),),
    "cancel-recovery": (once(f.RecoveryCancelled),),
    "write-off-recovery": (once(f.RecoveryWrittenOff),),
    "refer-recovery": (once(f.RecoveryReferred),),
}
"""What follows from the yes of the second officer, by what was proposed. From their no, nothing."""

CASE: tuple[Shape, ...] = (
    *_FILE,
    *_FIRST_HALVES,
    *_REVIEWS,
    *(
        Shape(leads=f.ProposalConfirmed, permission=act, half=Half.CLOSES, followers=followers)
        for act, followers in _CONFIRMED.items()
    ),
    *(
        Shape(leads=f.ProposalDeclined, permission=act, half=Half.CLOSES)
        for act in (*_CONFIRMED, "receive-recovery", "correct-receipt", "offset-recovery")
    ),
)
