"""What keeps a case in order beside its way: suspension, documents that come later, the account, letters."""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status, not_status
from domain.application.state.case import Case
from domain.application.state.letters import OF_RECOVERIES
from domain.application.status import ENDED, Status
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting, responsible


def suspend(case: Case, command: c.SuspendApplication, given: Given) -> tuple[Event, ...]:
    """中止, wherever something is still to be decided or paid. Orders that are with the bank run to their end."""
    acting(given.actor, "suspend", case.authority)
    not_status(case, "suspend", *ENDED, Status.SETTLED, Status.SUSPENDED)
    return (f.ApplicationSuspended(reason=command.reason),)


def resume(case: Case, command: c.ResumeApplication, given: Given) -> tuple[Event, ...]:
    acting(given.actor, "resume", case.authority)
    if not case.suspended:
        raise NotAllowed("not-suspended", application=case.number)
    return (f.ApplicationResumed(),)


def attach(case: Case, command: c.AttachDocuments, given: Given) -> tuple[Event, ...]:
    """Documents by name, hash and number, at any stage. A hash that the case has already is not recorded again."""
    acting(given.actor, "attach", case.authority)
    attached = {document.sha256 for document in case.documents if document.sha256}
    new = tuple(document for document in command.documents if document.sha256 not in attached)
    return (f.DocumentsAttached(documents=new),) if new else ()


def propose_account(case: Case, command: c.ProposeAccount, given: Given) -> tuple[Event, ...]:
    """Another account, or the same once more after the bank returned a payment. Finance confirms it.

    Raises `NotAllowed("account-same")` for the account that is good already, and `already-proposed`.
    """
    acting(given.actor, "account", case.authority)
    not_status(case, "account", Status.NOT_ACCEPTED, Status.REJECTED)
    if any(proposal.act == "account" for proposal in case.proposals.values()):
        raise NotAllowed("account-proposed", application=case.number)
    doubtful = case.account_doubtful or "other-account-holder" in case.unconfirmed
    routed_alike = command.account.union_number == case.account.union_number
    if command.account.pays_as(case.account) and routed_alike and not doubtful:
        raise NotAllowed("account-same", application=case.number)
    return (f.AccountProposed(proposal=f"p{case.proposals_made + 1}", account=command.account),)


def issue_letter(case: Case, command: c.IssueLetter, given: Given) -> tuple[Event, ...]:
    """A letter shows names and accounts in full, so that who made it is recorded, with the hash of what was made."""
    act = "issue-demand" if command.letter in OF_RECOVERIES else "issue-letter"
    acting(given.actor, act, responsible(case, act))
    if command.letter == "refusal":
        # It may have been taken back since the letter was written.
        in_status(case, "issue-letter", Status.NOT_ACCEPTED, Status.REJECTED)
    return (f.LetterIssued(letter=command.letter, about=command.about, sha256=command.sha256, issued_on=given.today),)
