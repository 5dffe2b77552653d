"""What a decision about a case is given beyond the case, gathered under the lock: only what its rule asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from domain.application import commands as c
from domain.application.decisions.given import Given
from domain.application.state import letters
from domain.application.state.case import Case
from domain.base import replace
from domain.decisions.identities import names_apart, sharing_account
from domain.decisions.repository import Repository
from domain.entitlement.assessment import limit_subjects, questions
from domain.entitlement.claim import Claim, Question, RegisterResult, Use, limit_key
from domain.entitlement.edition import Edition
from domain.entitlement.standard_checks import allowed
from domain.office.roles import Actor
from domain.office.sharing import id_of, policy_of, sharing


def given_for(repository: Repository, case: Case, command: c.CaseCommand, actor: Actor, today: date) -> Given:
    """An acceptance need not wait for the notice to be read."""
    if _assesses(case, command):
        edition = repository.edition(case.edition)
        people = repository.people()
        claim = people.one_person(case.claim())
        results = register_results(repository, edition, claim)
        return Given(
            actor=actor,
            today=today,
            edition=edition,
            register_results=results,
            standards=allowed(edition, repository.editions(edition.policy).standards, case.scheme),
            uses=uses_by_others(repository, edition, claim, results),
            names_apart=_names_apart(repository, case, command),
            sharing_account=sharing_account(repository, case) if isinstance(command, c.ApproveApplication) else (),
            people=people,
        )
    if _handed_over(case, command) or (isinstance(command, c.AcceptApplication) and _of_a_district(case, actor)):
        edition, people = repository.edition(case.edition), repository.people()
        results = register_results(repository, edition, people.one_person(case.claim()))
        return Given(actor=actor, today=today, edition=edition, register_results=results, people=people)
    match command:
        case c.PublishNotice():
            return Given(
                actor=actor,
                today=today,
                edition=repository.edition(case.edition),
                working_days=repository.calendar().working_days,
            )
        case c.ServeLetter(letter=letters.REMINDER):
            return Given(actor=actor, today=today, working_days=repository.calendar().working_days)
        case (
            c.RequestCorrection()
            | c.ReportMilestone()
            | c.RequestWaiver()
            | c.RefuseApplication()
            | c.VerifyFacts()
            | c.CorrectApplication()
        ):
            return Given(actor=actor, today=today, edition=repository.edition(case.edition))
    return Given(actor=actor, today=today)


def _names_apart(repository: Repository, case: Case, command: c.CaseCommand) -> Mapping[int, tuple[Use, ...]]:
    """Of lines that are awarded, a revision asks nobody: what was awarded is not taken away for a name that comes up
    later, and whatever else is to be revised does not wait for it.
    """
    apart = names_apart(repository, case)
    deciding = isinstance(command, c.AssessApplication | c.ApproveApplication | c.RejectApplication)
    return apart if deciding else {line: uses for line, uses in apart.items() if line not in case.awarded_at}


def register_results(repository: Repository, edition: Edition, claim: Claim) -> Mapping[Question, RegisterResult]:
    """What the registers of the edition's notice say to every question that it asks about the claim. What an entry
    states in another type than the edition has, it does not state.
    """
    return {asked: _fitting(edition, answer(repository, edition, asked)) for asked in questions(edition, claim)}


def answer(repository: Repository, edition: Edition, asked: Question) -> RegisterResult:
    """What the register says for the notice, or else one that shares with it; nobody is listed only by all of them."""
    own = repository.register(asked.register).answer(asked, edition.policy)
    others = sharing(repository.editions(edition.policy).groups, "register", f"{edition.policy}/{asked.register}")
    if own.entry is not None or not others:
        return own
    answers = [repository.register(id_of(other)).answer(asked, policy_of(other)) for other in others]
    listed = (answer for answer in answers if answer.entry is not None)
    doubtful = (answer for answer in (own, *answers) if answer.doubt is not None)
    return next(listed, None) or next(doubtful, own)


def _fitting(edition: Edition, result: RegisterResult) -> RegisterResult:
    words = edition.vocabulary
    facts = {fact: value for fact, value in result.facts.items() if fact in words and words[fact].fits(value)}
    return result if len(facts) == len(result.facts) else replace(result, facts=facts)


def uses_by_others(
    repository: Repository, edition: Edition, claim: Claim, results: Mapping[Question, RegisterResult]
) -> tuple[Use, ...]:
    """The uses by other cases of what the claim counts over, under the same notice and under those that share the limit
    with it; persons of two documents as one, as in the claim.
    """
    people = repository.people()
    counted = limit_subjects(edition, claim, results)
    keys = {limit: _keys(repository, edition, limit) for limit in {limit for limit, _ in counted}}
    ids: dict[str, list[str]] = {}
    for limit, of_limit in keys.items():
        for key in of_limit:
            ids.setdefault(key, []).append(limit)
    wanted = {(key, alias) for limit, subject in counted for alias in people.aliases(subject) for key in keys[limit]}
    uses = (use for use in repository.uses(wanted) if use.application != claim.application)
    return people.one_subject(replace(use, limit=limit) for use in uses for limit in ids[use.limit])


def _keys(repository: Repository, edition: Edition, limit: str) -> tuple[str, ...]:
    """By what the uses of a limit stand in the index: its own key, and those of the limits that share with it."""
    own = limit_key(edition.policy, limit)
    others = sharing(repository.editions(edition.policy).groups, "limit", own)
    return (own, *dict.fromkeys(key for other in others for key in _named_before(repository, other)))


def _named_before(repository: Repository, member: str) -> Iterator[str]:
    """The key of a limit of another notice, and those of the limits whose uses it counts as its own."""
    yield member
    policy, limit = policy_of(member), id_of(member)
    for edition in repository.newest_editions():
        if edition.policy == policy and limit in edition.limits:
            yield from (limit_key(policy, one) for one in edition.limits[limit].also)


def _handed_over(case: Case, command: c.CaseCommand) -> bool:
    """Whether the command asks which authority is competent for the file."""
    if isinstance(command, c.ConfirmProposal):
        return any(proposal.act == "transfer" for proposal in case.proposals.values())
    return isinstance(command, c.TransferApplication)


def _of_a_district(case: Case, actor: Actor) -> bool:
    """Whether a district may be to pay it. What the city pays, any authority accepts, and waits for no notice."""
    return case.payer is None or case.authority == case.payer != actor.supervised_by


def _assesses(case: Case, command: c.CaseCommand) -> bool:
    """Whether the command runs the policy: also a confirmation does, of a revision or a follow-up."""
    if isinstance(command, c.ConfirmProposal):
        return any(proposal.act in ("revise", "follow-up") for proposal in case.proposals.values())
    return isinstance(
        command,
        c.AssessApplication | c.ApproveApplication | c.RejectApplication | c.ReviseApplication | c.FollowUpApplication,
    )
