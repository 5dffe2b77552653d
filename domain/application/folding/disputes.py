"""What suspensions, objections, waivers, revisions and what is taken back do to a case."""

from __future__ import annotations

from domain.application import events as f
from domain.application.folding import money, recovery
from domain.application.state import letters
from domain.application.state.balances import Item, Objection
from domain.application.state.case import Case
from domain.application.state.letters import Letter
from domain.application.state.striking import brought_back
from domain.application.status import Status
from domain.application.values import Due, expand, lines_of
from domain.base import replace


def suspended(state: Case, happened: f.ApplicationSuspended, by: str) -> Case:
    return replace(state, suspended=True)


def resumed(state: Case, happened: f.ApplicationResumed, by: str) -> Case:
    return replace(state, suspended=False)


def waived(state: Case, happened: f.LimitWaived, by: str) -> Case:
    return replace(state, waived=state.waived | {(happened.limit, line) for line in expand(happened.lines)})


def objected(state: Case, happened: f.ObjectionRaised, by: str) -> Case:
    raised = Objection(
        objection=happened.objection,
        lines=frozenset(expand(happened.lines)),
        received_on=happened.received_on,
        raised_by=happened.raised_by,
        grounds=happened.grounds,
    )
    return replace(
        state, objections={**state.objections, happened.objection: raised}, objections_made=state.objections_made + 1
    )


def dismissed(state: Case, happened: f.ObjectionDismissed | f.ObjectionUpheld, by: str) -> Case:
    left = {key: objection for key, objection in state.objections.items() if key != happened.objection}
    return replace(state, objections=left)


def upheld(state: Case, happened: f.ObjectionUpheld, by: str) -> Case:
    after = _without_overtaken(dismissed(state, happened, by))
    if happened.status is not None:
        return replace(
            after,
            stage=Status(happened.status),
            items={},
            counted=(),
            granted=(),
            awarded_at={},
            awards=(),
            unpublished=frozenset(),
            open_lines=frozenset(),
            owed_by=frozenset(),
            awaits_correction=False,
            notice_open=False,
        )
    lines = frozenset(expand(happened.lines))
    items = money.changed(after.items, happened.changed, {})
    idle = {line for line in lines if not any(due.line == line and money.touched(item) for due, item in items.items())}
    return replace(
        after,
        items=items,
        counted=money.uses_without(state.counted, idle),
        sent_back=state.sent_back | lines,
        unpublished=state.unpublished - lines,
    )


def _without_overtaken(state: Case) -> Case:
    """What else would have brought the case back, or decided on what it left open, was proposed before the objection
    was upheld.
    """
    overtaken = (f.TakingBackProposed, f.FollowUpProposed)
    left = {name: event for name, event in state.proposed.items() if not isinstance(event, overtaken)}
    waiting = {name: one for name, one in state.proposals.items() if name in left or name not in state.proposed}
    return replace(state, proposals=waiting, proposed=left)


def letter_issued(state: Case, happened: f.LetterIssued, by: str) -> Case:
    letter = Letter(letter=happened.letter, about=happened.about, sha256=happened.sha256, issued_on=happened.issued_on)
    return replace(state, letters=letters.issued(state.letters, letter))


def letter_served(state: Case, happened: f.LetterServed, by: str) -> Case:
    service = Letter(
        letter=happened.letter,
        about=happened.about,
        sha256=happened.sha256,
        served_on=happened.served_on,
        due_on=happened.due_on,
    )
    return recovery.letter_served(replace(state, letters=letters.served(state.letters, service)), happened)


def taken_back(state: Case, happened: f.DecisionTakenBack, by: str) -> Case:
    return replace(state, stage=Status(happened.status))


def items_revised(state: Case, revision: f.ApplicationRevised | f.RevisionProposed) -> dict[Due, Item]:
    """The instalments as a revision makes them."""
    items = money.changed(state.items, revision.changed, money.milestones_of(revision.awards))
    back = brought_back(revision, items)
    return {
        due: replace(item, forfeited=False, missed="") if due in back and item.entitled_fen else item
        for due, item in items.items()
    }


def revised(state: Case, happened: f.ApplicationRevised, by: str) -> Case:
    items = items_revised(state, happened)
    entitled = {due.line for due, item in items.items() if item.entitled_fen}
    awarded = {line for award in happened.awards for line in expand(award.lines)}
    # Open lines are struck where the correction that was asked of them did not come in time.
    open_lines = (state.open_lines | frozenset(expand(happened.opened))) - frozenset(expand(happened.struck))
    granted = (*money.uses_without(state.granted, awarded), *money.uses_within(happened.uses, awarded))
    holding = lines_of(happened.uses)
    return replace(
        state,
        items=items,
        payer=happened.payer,
        payers=state.payers | {happened.payer},
        assessors=state.assessors | {by},
        awards=happened.awards,
        counted=happened.uses,
        granted=granted,
        awarded_at={
            # A line that has nothing and holds its use, since it was claimed falsely, keeps its turn.
            **{line: at for line, at in state.awarded_at.items() if line in holding},
            **{line: state.awarded_at.get(line, state.version + 1) for line in awarded},
        },
        struck=state.struck.after(happened, items),
        sent_back=frozenset(),
        determined=happened.determined,
        open_lines=open_lines,
        owed_by=state.owed_by | frozenset(happened.owed_by) if open_lines else frozenset(),
        awaits_correction=state.awaits_correction and not open_lines.isdisjoint(state.asked_of),
        unpublished=(state.unpublished | frozenset(expand(happened.added))) & entitled,
    )
