"""Ways to money, or out of a limit, that somebody tried on open lines and corrections; each stands for its kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import Status
from domain.application.values import Document, VerifiedValue, expand, ranges
from domain.base import replace
from domain.entitlement.findings import OwedBy
from domain.office import people
from domain.office.register import ConfirmEntry, DeclareComplete, EndEntry
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.open_lines import (
    case_after,
    compared,
    correction,
    follow_up,
    followed_up,
    in_batches,
    todo,
    with_facts,
    without_facts,
)
from tests.domain.sample_cases import CHEN, FIRST, HUANG, JIANG, LIN, SHEN, XU, given, told
from tests.domain.test_notices_apart import KEY, REGISTER, key_training

ON, LATER, WHY = date(2024, 9, 24), t.LATER, t.WHY
assess, approve = c.AssessApplication(application=FIRST), c.ApproveApplication(application=FIRST)
ask = c.RequestCorrection(application=FIRST, lines=(), reason=WHY)


def handed_in(file: c.SubmitApplication, *more: c.VerifyFacts) -> History:
    on = file.received_on
    accept = c.AcceptApplication(application=FIRST)
    return told((file, CHEN, on), (accept, CHEN, on), *((one, CHEN, ON) for one in more))


def of_the_whole(fact: str, value: Any) -> c.VerifyFacts:
    """A comparison about the application, for all its lines."""
    compared_whole = compared(fact, value)
    return replace(compared_whole, values=(VerifiedValue(fact=fact, value=value),))


# What was compared of others


def test_what_was_compared_for_all_lines_answers_for_no_line_that_comes_later() -> None:
    def without_category(*people: str) -> c.SubmitApplication:
        file = s.training(*people)
        lines = tuple(
            replace(line, facts={name: value for name, value in line.facts.items() if name != "category"})
            for line in file.lines
        )
        return replace(file, facts={**file.facts, "category": "veteran"}, lines=lines)

    verified = handed_in(without_category("person-a"), of_the_whole("category", "veteran"))
    more = correction(without_category("person-a", "person-b", "person-c"))
    case = case_after(told((ask, CHEN, ON), (more, CHEN, ON), after=verified))
    assert case.verified == {}
    assessed = given(told((ask, CHEN, ON), (more, CHEN, ON), after=verified)).when(assess, by=LIN, on=ON).events[0]
    assert isinstance(assessed, f.ApplicationAssessed)
    assert (assessed.awards, assessed.undecided) == ((), True)


def test_a_limit_that_was_waived_for_a_line_is_not_waived_for_what_the_line_states_later() -> None:
    waived = told((t.waive, t.ASKING, ON), (s.confirmed(), XU, ON), after=s.an_accepted_training())
    assert case_after(waived).waived
    other = s.training()
    lines = tuple(replace(line, facts={**line.facts, "occupation": "4-14-01-01"}) for line in other.lines)
    anew = told((ask, CHEN, ON), (correction(replace(other, lines=lines)), CHEN, ON), after=waived)
    assert case_after(anew).waived == frozenset()


def test_a_case_that_was_accepted_gets_another_account_from_two_people_only() -> None:
    elsewhere = correction(s.training(pays_to=s.account("account-9")))
    for history in (s.an_accepted_training(), s.an_assessed_training()):
        asked = told((ask, CHEN, ON), after=history)
        given(asked).when(elsewhere, by=CHEN, on=ON).declined("account-by-two", application=FIRST)


# Days that have not come


def test_a_day_of_all_lines_is_a_day_of_each_of_them() -> None:
    """Stated once for the whole application it escaped, and moved the year of a limit."""
    file = s.training()
    lines = tuple(
        replace(line, facts={name: value for name, value in line.facts.items() if name != "certificate_on"})
        for line in file.lines
    )
    ahead = replace(file, facts={**file.facts, "certificate_on": "2035-01-01"}, lines=lines)
    history = told((assess, LIN, ON), after=handed_in(ahead, s.comparison(file, file.received_on)))
    assessment = case_after(history).assessment
    assert assessment is not None
    assert (assessment.eligible, assessment.undecided, assessment.owed_by) == (False, True, (OwedBy.APPLICANT,))


def test_every_value_of_a_comparison_is_looked_at() -> None:
    two = tuple(
        VerifiedValue(fact="certificate_on", value=day, lines=ranges(lines))
        for day, lines in (("2035-01-01", [1]), ("2024-08-30", [2, 3]))
    )
    both = replace(compared("certificate_on", "2024-08-30", 1), values=two)
    given(s.an_accepted_training()).when(both, by=CHEN, on=ON).declined("verified-after-receipt")


# An open line always has a way out


def test_of_a_line_that_was_left_open_a_correction_is_asked_for_while_the_others_are_paid() -> None:
    file = s.training()
    ahead = replace(file.lines[2], facts={**file.lines[2].facts, "certificate_on": "2035-01-01"})
    history = in_batches(replace(file, lines=(*file.lines[:2], ahead)), s.comparison(file, file.received_on))
    assert (case_after(history).open_lines, case_after(history).owed_by) == ({3}, {OwedBy.APPLICANT})
    assert "request-correction" in todo(history)
    given(history).when(replace(ask, lines=((2, 3),)), by=CHEN, on=ON).declined("line-decided", line=2)
    asked = told((ask, CHEN, ON), after=history)
    assert (case_after(asked).status, todo(asked)[0]) == (Status.APPROVED, "correct")
    other = replace(file.lines[1], facts={**file.lines[1].facts, "category": "veteran"})
    changed = correction(replace(file, lines=(file.lines[0], other, file.lines[2])))
    given(asked).when(changed, by=CHEN, on=ON).declined("decided-differs", line=2)
    more = correction(replace(file, lines=(*file.lines, s.trainee(4, "person-d"))))
    given(asked).when(more, by=CHEN, on=ON).declined("more-lines")
    right = told((correction(file), CHEN, ON), after=asked)
    assert (case_after(right).status, case_after(right).open_lines, todo(right)[0]) == (Status.APPROVED, {3}, "verify")
    decided = followed_up(compared("category", "veteran", 3), after=right, on=ON)
    assert (case_after(decided).open_lines, case_after(decided).entitled_fen) == (set(), 3_000_00)


def test_an_applicant_may_drop_what_is_open_and_the_case_is_settled() -> None:
    paid = s.a_training_paid_but_for_an_open_line()
    asked = told((ask, CHEN, LATER), after=paid)
    file = s.training()
    dropped = given(asked).when(correction(replace(file, lines=file.lines[:2])), by=CHEN, on=LATER)
    assert [type(event) for event in dropped.events] == [f.ApplicationCorrected, f.ApplicationSettled]


def test_nothing_is_taken_away_for_what_is_not_known() -> None:
    """What a line has, it loses only for a finding that is not met."""
    file = key_training(s.POLICY, "person-a", occupation="4-14-01-01")
    enterprise = s.approved(file, FIRST, after=s.listed(REGISTER, KEY, quota=9))
    end = EndEntry(register=REGISTER, entry=f"{REGISTER}/0001", last_on=date(2024, 9, 17), document="…")
    confirm = ConfirmEntry(register=REGISTER, proposal=None)
    struck_off = told((end, SHEN, ON), (confirm, JIANG, ON), after=enterprise)
    given(struck_off).when(t.revision("correction"), by=LIN, on=LATER).declined("revision-unclear")
    declared = DeclareComplete(register=REGISTER, policy=s.POLICY, through=ON, document="…")
    complete = told((declared, SHEN, ON), (confirm, JIANG, ON), after=struck_off)
    assert given(complete).when(t.revision("correction"), by=LIN, on=LATER).events


# Who came first comes first


def twice_in_a_file() -> History:
    """Lines 1 and 3 are one person and occupation; 3 was compared, and approved, first."""
    file = s.training("person-a", "person-b", "person-a")
    return in_batches(file, compared("category", "veteran", 2, 3))


def test_a_revision_leaves_the_order_of_decisions() -> None:
    refused = followed_up(compared("category", "veteran", 1), after=twice_in_a_file(), on=ON)
    assert (case_after(refused).open_lines, case_after(refused).entitled_fen) == (set(), 2_000_00)
    given(refused).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_what_was_claimed_falsely_counts_against_lines_of_the_same_case() -> None:
    falsely = t.revised(t.revision("false-claim", struck=[3]), after=twice_in_a_file(), on=ON)
    refused = followed_up(compared("category", "veteran", 1), after=falsely, on=ON)
    given(refused).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


# What was determined


def test_a_second_revision_leaves_the_amounts_of_the_first() -> None:
    claim = replace(s.training("person-a", scheme="differentiated-training"), facts={"project_no": "XM-1"})
    lines = tuple(replace(line, facts={**line.facts, "cost_fen": 2_000_00}) for line in claim.lines)
    first = replace(assess, determined=s.determined({1: 2_000_00}))
    history = told((first, LIN, ON), (approve, HUANG, ON), after=handed_in(replace(claim, lines=lines)))
    less = replace(t.revision("correction"), determined=s.determined({1: 500_00}))
    revised = t.revised(less, after=history, on=ON)
    assert case_after(revised).entitled_fen == 500_00
    given(revised).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


# What follows


def test_a_follow_up_lowers_a_demand_and_goes_on_public_notice_before_the_case_is_settled() -> None:
    paid = s.a_training_paid_but_for_an_open_line()
    overpaid = t.revised(t.revision(struck=[1]), after=paid, on=LATER)
    demanded = told((t.demand, s.WU, LATER), (s.confirmed(), s.JIANG, LATER), after=t.heard(after=overpaid))
    known = told((compared("category", "veteran", 3), CHEN, LATER), (follow_up, LIN, LATER), after=demanded)
    events = given(known).when(s.confirmed(), by=HUANG, on=LATER).events
    assert [type(event) for event in events] == [f.ProposalConfirmed, f.ApplicationFollowedUp, f.RecoveryReduced]
    after = told((s.confirmed(), HUANG, LATER), after=known)
    assert (case_after(after).status, todo(after)) == (Status.PARTIALLY_PAID, ["publish-notice"])


# What was claimed falsely counts against the other lines of the case, from the revision on that finds it


def test_a_line_that_is_refuted_without_being_struck_leaves_its_limit_to_no_twin() -> None:
    refuted = told((t.found_to_be(3, "category", "general", on=ON), CHEN, ON), after=twice_in_a_file())
    falsely = t.revised(t.revision("false-claim"), after=refuted, on=ON)
    refused = followed_up(compared("category", "veteran", 1), after=falsely, on=ON)
    assert (case_after(refused).open_lines, case_after(refused).entitled_fen) == (set(), 1_000_00)
    given(refused).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_the_revision_that_finds_a_claim_false_awards_its_twin_nothing() -> None:
    refused = followed_up(compared("category", "veteran", 1), after=twice_in_a_file(), on=ON)
    falsely = t.revised(t.revision("false-claim", struck=[3]), after=refused, on=ON)
    assert (case_after(falsely).entitled_fen, {use.line for use in case_after(falsely).uses}) == (1_000_00, {2, 3})
    given(falsely).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_a_line_that_was_claimed_falsely_is_not_in_its_own_way() -> None:
    refuted = told((t.found_to_be(3, "category", "general", on=ON), CHEN, ON), after=twice_in_a_file())
    falsely = t.revised(t.revision("false-claim"), after=refuted, on=ON)
    true_after_all = told((t.found_to_be(3, "category", "veteran", on=ON), CHEN, ON), after=falsely)
    right = t.revised(t.revision("correction"), after=true_after_all, on=ON)
    assert (case_after(right).entitled_fen, {use.line for use in case_after(right).uses}) == (2_000_00, {2, 3})


def linked(after: History) -> History:
    """Person-a and person-b turn out to be one, after each was awarded."""
    link = people.LinkPersons(person="person-a", other="person-b", document="…")
    return s.agreed((link, SHEN, JIANG, LATER), after=after)


@pytest.mark.parametrize("ground", ["ineligible", "false-claim"])
@pytest.mark.parametrize("struck", [(), (2,)])
def test_a_false_claim_takes_nothing_from_a_line_that_was_awarded_before_it(
    ground: str, struck: tuple[int, ...]
) -> None:
    """Line 2 is of the person of line 1, to whom one award is due."""
    revised = t.revised(t.revision(ground, struck=struck), after=linked(s.a_settled_training()))
    assert case_after(revised).entitled_fen == 2_000_00
    held = {1, 2, 3} if ground == "false-claim" else {1, 3}
    assert {use.line for use in case_after(revised).uses} == held
    given(revised).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_a_use_that_is_held_is_in_the_way_of_no_line_that_was_awarded_before_it_later_either() -> None:
    falsely = t.revised(t.revision("false-claim", struck=[2]), after=s.a_settled_training())
    given(linked(falsely)).when(t.revision("correction"), by=LIN, on=LATER).declined("nothing-changes")


def test_a_false_claim_beside_a_waived_line_takes_nothing_from_the_others() -> None:
    """Four trainings of one person in a year, of which a supervisor let the fourth pass."""
    file = s.training("person-a", "person-a", "person-a", "person-a")
    lines = tuple(
        replace(
            line, facts={**line.facts, "occupation": f"6-18-02-0{line.line}"}, certificate=f"certificate-{line.line}"
        )
        for line in file.lines
    )
    accepted = handed_in(replace(file, lines=lines), compared("category", "veteran", 1, 2, 3, 4))
    waive = replace(t.waive, lines=((4, 4),))
    waived = told((waive, t.ASKING, ON), (s.confirmed(), XU, ON), after=accepted)
    approved = told((assess, LIN, ON), (approve, HUANG, ON), after=waived)
    assert case_after(approved).entitled_fen == 4_000_00
    for struck in (1, 4):
        falsely = t.revised(t.revision("false-claim", struck=[struck]), after=approved, on=ON)
        assert case_after(falsely).entitled_fen == 3_000_00
        assert {use.line for use in case_after(falsely).uses} == {1, 2, 3, 4}


def test_only_the_lines_that_are_struck_as_false_are_called_so() -> None:
    paid = s.a_settled_training()
    ineligible = t.revised(t.revision(struck=[3]), after=paid)
    falsely = t.revised(t.revision("false-claim", struck=[2]), after=ineligible)
    assert {use.line for use in case_after(falsely).uses} == {1, 2}
    of_both = t.revised(t.revision("false-claim"), after=falsely)
    assert {use.line for use in case_after(of_both).uses} == {1, 2, 3}
    refuted = told((t.found_to_be(2, "category", "general", on=LATER), CHEN, LATER), after=paid)
    beside = t.revised(t.revision("false-claim", struck=[3]), after=refuted)
    assert (case_after(beside).entitled_fen, {use.line for use in case_after(beside).uses}) == (1_000_00, {1, 3})


def test_a_line_that_is_revived_and_still_refuted_leaves_its_limit_to_nobody() -> None:
    refuted = told((t.found_to_be(3, "category", "general", on=ON), CHEN, ON), after=twice_in_a_file())
    falsely = t.revised(t.revision("false-claim", struck=[3]), after=refuted, on=ON)
    revived = t.revised(t.revision("correction", revived=[3]), after=falsely, on=ON)
    assert (case_after(revived).entitled_fen, {use.line for use in case_after(revived).uses}) == (1_000_00, {2, 3})


def test_what_a_revision_awarded_can_be_found_false_after_it_was_taken_away() -> None:
    file = s.training()
    refused = replace(file.lines[1], facts={**file.lines[1].facts, "certificate_kind": "internal"})
    claim = replace(file, lines=(file.lines[0], refused, file.lines[2]))
    history = told((assess, LIN, ON), (approve, HUANG, ON), after=handed_in(claim, s.comparison(file, ON)))
    assert case_after(history).entitled_fen == 2_000_00
    right = told((t.found_to_be(2, "certificate_kind", "completion", on=ON), CHEN, ON), after=history)
    awarded = t.revised(t.revision("correction"), after=right, on=ON)
    taken_away = t.revised(t.revision(struck=[2]), after=awarded, on=ON)
    for decided in (awarded, taken_away):
        assert {line for use in case_after(decided).granted for line in expand(use.lines)} == {1, 2, 3}
    falsely = t.revised(t.revision("false-claim", struck=[2]), after=taken_away, on=ON)
    assert case_after(falsely)


# What is decided stays what it was


def test_a_correction_of_an_open_line_changes_nobody_who_is_decided() -> None:
    asked = told((ask, CHEN, LATER), after=s.a_training_paid_but_for_an_open_line())
    file, before = s.training(), case_after(asked)
    other = replace(
        correction(file),
        applicant=replace(file.applicant, name="别的公司", sealed="sealed-other"),
        account=replace(file.account, sealed="sealed-other-holder"),
        documents=(Document(sha256=None, number="补-1", sealed="sealed-more"),),
        lines=(replace(file.lines[0], sealed="sealed-other", birth_year=1960), *file.lines[1:]),
    )
    after = case_after(told((other, CHEN, LATER), after=asked))
    assert (after.applicant, after.account) == (before.applicant, before.account)
    assert {line: after.lines[line] for line in (1, 2)} == {line: before.lines[line] for line in (1, 2)}
    assert [document.number for document in after.documents] == ["厦培〔2024〕18号", "补-1"]


def test_of_an_accepted_case_the_account_stays_as_recorded_whoever_is_named_as_its_holder() -> None:
    asked = told((ask, CHEN, ON), after=s.an_accepted_training())
    renamed = replace(correction(s.training()), account=replace(s.account(), sealed="sealed-other-holder"))
    assert case_after(told((renamed, CHEN, ON), after=asked)).account == case_after(asked).account


def test_an_open_line_that_equals_as_a_decided_one_can_be_left_out() -> None:
    file = s.training("person-a", "person-b", "person-a")
    history = in_batches(file, compared("category", "veteran", 2, 3))
    asked = told((ask, CHEN, ON), after=history)
    without_it = told((correction(replace(file, lines=file.lines[1:])), CHEN, ON), after=asked)
    assert (case_after(without_it).lines.keys(), case_after(without_it).open_lines) == ({2, 3}, set())
    assert case_after(without_it).owed_by == set()


def test_what_the_applicant_corrected_is_not_asked_for_again() -> None:
    file = s.training()
    ahead = replace(file.lines[2], facts={**file.lines[2].facts, "certificate_on": "2035-01-01"})
    history = in_batches(replace(file, lines=(*file.lines[:2], ahead)), s.comparison(file, file.received_on))
    corrected = told((ask, CHEN, ON), (correction(file), CHEN, ON), after=history)
    assert case_after(corrected).owed_by == {OwedBy.OFFICE}
    assert "request-correction" not in todo(corrected)


def test_a_waiver_that_was_proposed_before_a_correction_is_asked_for_again() -> None:
    proposed = told((t.waive, t.ASKING, ON), after=s.an_accepted_training())
    corrected = told((ask, CHEN, ON), (correction(s.training()), CHEN, ON), after=proposed)
    given(corrected).when(s.confirmed(), by=XU, on=ON).declined("nothing-proposed")
    assert given(corrected).when(t.waive, by=t.ASKING, on=ON).events


def with_costs(*costs_fen: int, people: tuple[str, ...] = s.PEOPLE) -> c.SubmitApplication:
    claim = s.training(*people[: len(costs_fen)], scheme="differentiated-training")
    claim = replace(claim, facts={"project_no": "XM-1"})
    lines = tuple(
        replace(line, facts={**line.facts, "cost_fen": cost_fen})
        for line, cost_fen in zip(claim.lines, costs_fen, strict=True)
    )
    return replace(claim, lines=lines)


def test_an_amount_that_was_determined_for_other_facts_is_determined_anew() -> None:
    first = replace(assess, determined=s.determined({1: 1_500_00, 2: 1_500_00}))
    accepted = told((first, LIN, ON), (ask, CHEN, ON), after=handed_in(with_costs(2_000_00, 2_000_00)))
    corrected = told((correction(with_costs(2_000_00, 1_600_00)), CHEN, ON), after=accepted)
    assert [part.lines for part in case_after(corrected).determined] == [((1, 1),)]


def test_a_revision_that_types_no_amount_is_confirmed_though_an_earlier_one_is_out_of_bounds_by_now() -> None:
    """Line 2 is refused for line 1, of the same person, and was cheaper than what had been determined of it."""
    first = replace(assess, determined=s.determined({1: 1_500_00, 2: 1_500_00, 3: 1_500_00}))
    twins = with_costs(2_000_00, 2_000_00, 2_000_00, people=("person-a", "person-a", "person-b"))
    approved = told((first, LIN, ON), (approve, HUANG, ON), after=handed_in(twins))
    assert case_after(approved).entitled_fen == 3_000_00
    cheaper = told((t.found_to_be(2, "cost_fen", 1_000_00, on=ON), CHEN, ON), after=approved)
    known = replace(t.revision("correction"), determined=s.determined({3: 900_00}))
    assert case_after(t.revised(known, after=cheaper, on=ON)).entitled_fen == 2_400_00


def test_a_line_is_not_revived_for_what_is_not_known() -> None:
    """It would be neither awarded nor struck nor open, and on nobody's list."""
    lines = tuple(without_facts(s.training(), line, "category").lines[line - 1] for line in (1, 2, 3))
    file = replace(s.training(), facts={"project_no": "XM-1", "category": "veteran"}, lines=lines)
    ahead = with_facts(file, 3, certificate_on="2035-01-01")
    struck = t.revised(t.revision(struck=[2]), after=in_batches(ahead, of_the_whole("category", "veteran")), on=ON)
    corrected = told((ask, CHEN, ON), (correction(file), CHEN, ON), after=struck)
    known = told((compared("category", "veteran", 1), CHEN, ON), after=corrected)
    revive = t.revision("correction", revived=[2])
    given(known).when(revive, by=LIN, on=ON).declined("revision-unclear", lines=(2,))
    compared_too = told((compared("category", "veteran", 2), CHEN, ON), after=known)
    assert case_after(t.revised(revive, after=compared_too, on=ON)).entitled_fen == 2_000_00


def test_what_a_revision_says_is_owed_is_what_was_proposed() -> None:
    """It opens a line, of which more is known by its confirmation: the verifier compares the two."""
    file = s.training()
    ahead = {**file.lines[1].facts, "certificate_kind": "internal", "certificate_on": "2035-01-01"}
    claim = replace(file, lines=(file.lines[0], replace(file.lines[1], facts=ahead), file.lines[2]))
    history = in_batches(claim, compared("category", "veteran", 1, 3))
    right = told((t.found_to_be(2, "certificate_kind", "completion", on=ON), CHEN, ON), after=history)
    proposed = told((t.revision("correction"), LIN, ON), after=right)
    more_is_known = told((compared("category", "veteran", 2), CHEN, ON), after=proposed)
    _confirmed, revised, *_rest = given(more_is_known).when(s.confirmed(), by=HUANG, on=ON).events
    assert isinstance(revised, f.ApplicationRevised)
    assert (revised.opened, revised.owed_by) == (((2, 2),), (OwedBy.OFFICE, OwedBy.APPLICANT))
