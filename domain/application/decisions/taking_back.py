"""撤销原决定: a refusal or a rejection by mistake is taken back by two people, and the case goes on.

ADR 0054.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status
from domain.application.state.case import Case
from domain.application.status import Status
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting

_ACTS: Mapping[Status, str] = {Status.NOT_ACCEPTED: "take-back-refusal", Status.REJECTED: "take-back-rejection"}
"""Whoever decides such a case says so, and whoever stands over them confirms it."""


def take_back(case: Case, command: c.TakeBackDecision, given: Given) -> tuple[Event, ...]:
    """Propose it. Raises `NotAllowed`: `status`, `taking-back-proposed`, and `objection-open` where somebody objects:
    then an answer to them brings the case back.
    """
    in_status(case, "take-back", *_ACTS)
    act = _ACTS[case.stage]
    acting(given.actor, act, case.authority)
    _unobjected(case)
    if any(isinstance(proposed, f.TakingBackProposed) for proposed in case.proposed.values()):
        raise NotAllowed("taking-back-proposed", application=case.number)
    return (f.TakingBackProposed(proposal=f"p{case.proposals_made + 1}", act=act, reason=command.reason),)


def taken_back(case: Case, proposed: f.TakingBackProposed) -> tuple[Event, ...]:
    """What follows when the second person has confirmed it. Raises `NotAllowed`: `status`, `objection-open`."""
    in_status(case, "take-back", *(stage for stage, act in _ACTS.items() if act == proposed.act))
    _unobjected(case)
    # What was rejected is assessed anew; what was refused while a correction was asked for still lacks it.
    stage = Status.ACCEPTED if case.stage is Status.REJECTED else case.refused_in
    back = f.DecisionTakenBack(status=stage.value, revoked=case.refusal_issued)
    return (back, *asked_again(case))


def asked_again(case: Case) -> tuple[Event, ...]:
    """Ending a case dropped its open questions; going on, they are asked again."""
    made = case.proposals_made
    return tuple(
        f.ConfirmationRequired(proposal=f"p{made + index}", act=act)
        for index, act in enumerate(sorted(case.unconfirmed), start=1)
    )


def _unobjected(case: Case) -> None:
    for objection in case.objections:
        raise NotAllowed("objection-open", application=case.number, objection=objection)
