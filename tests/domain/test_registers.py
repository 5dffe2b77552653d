"""Registers recognise bodies: an entry is proposed by a clerk and confirmed by a supervisor, and answers by day."""

from __future__ import annotations

from datetime import date

import pytest

from domain.base import replace
from domain.entitlement.claim import Doubt, Question, RegisterResult
from domain.office import register as r
from domain.office.roles import Actor, Role
from tests.domain.given_when_then import History
from tests.domain.sample_cases import JIANG, LIN, OPENING, POLICY, SHEN, TRAINER, also, given, told

REGISTER = "demonstration-enterprises"
ENTRY = f"{REGISTER}/0001"


def entry(valid_from: date = date(2024, 1, 1), valid_to: date | None = None, quota: int | None = 50) -> r.AddEntry:
    return r.AddEntry(
        policy="xiamen-2023-187",
        register=REGISTER,
        key=TRAINER,
        name="厦门市鹭江职业培训学校",
        valid_from=valid_from,
        valid_to=valid_to,
        document="厦高管〔2024〕3号",
        quota=quota,
    )


def end(last_on: date = date(2024, 6, 30), of: str = ENTRY) -> r.EndEntry:
    return r.EndEntry(register=REGISTER, entry=of, last_on=last_on, document="厦高管〔2024〕40号")


def confirm(proposal: str | None = None, *, declined: bool = False) -> r.ConfirmEntry:
    return r.ConfirmEntry(register=REGISTER, proposal=proposal, declined=declined)


def proposed(*commands: r.RegisterCommand, after: History = ()) -> History:
    return told(*((command, SHEN, OPENING) for command in commands), after=after)


def listed(*commands: r.AddEntry | r.EndEntry, after: History = ()) -> History:
    return told((confirm(), JIANG, OPENING), after=proposed(*commands, after=after))


def answer(history: History, on: date, key: str = TRAINER, policy: str = POLICY) -> RegisterResult:
    registers = given(history).office.registers
    return registers.get(REGISTER, r.Register()).answer(Question(register=REGISTER, key=key, on=on), policy)


def test_a_clerk_proposes_an_entry() -> None:
    given().when(entry(), by=SHEN, on=OPENING).then(
        r.EntryProposed(
            proposal="p1",
            entry=ENTRY,
            policy="xiamen-2023-187",
            key=TRAINER,
            name="厦门市鹭江职业培训学校",
            valid_from=date(2024, 1, 1),
            valid_to=None,
            document="厦高管〔2024〕3号",
            quota=50,
        )
    )


def test_an_entry_is_of_the_day_from_which_it_is_valid_and_an_end_of_the_last_day() -> None:
    added, ended = (minute.event for minute in proposed(end(), after=listed(entry()))[::2])
    assert (added.happened_on, ended.happened_on) == (date(2024, 1, 1), date(2024, 6, 30))


def test_an_entry_answers_nothing_until_another_officer_confirms_it() -> None:
    assert answer(proposed(entry()), date(2024, 5, 1)) == RegisterResult(entry=None, doubt=Doubt.ENTRY_PROPOSED)
    assert answer(proposed(entry()), date(2023, 12, 31)).doubt is Doubt.INCOMPLETE
    assert answer(listed(entry()), date(2024, 5, 1)) == RegisterResult(
        entry=ENTRY, document="厦高管〔2024〕3号", quota=50
    )


def test_an_entry_that_was_declined_never_answers() -> None:
    declined = told((confirm(declined=True), JIANG, OPENING), after=proposed(entry()))
    assert declined[-1].event == r.RegisterProposalDeclined(proposal="p1")
    assert answer(declined, date(2024, 5, 1)) == RegisterResult(entry=None, doubt=Doubt.INCOMPLETE)


def test_nobody_confirms_their_own_entry() -> None:
    both = also(SHEN, Role.SUPERVISOR)
    meeting = given(proposed(entry()))
    meeting.when(confirm(), by=both, on=OPENING).not_permitted("own-proposal", officer=SHEN.officer)
    meeting.when(confirm(declined=True), by=both, on=OPENING).not_permitted("own-proposal", officer=SHEN.officer)


@pytest.mark.parametrize("actor", [SHEN, LIN])
def test_only_a_supervisor_confirms_an_entry(actor: Actor) -> None:
    given(proposed(entry())).when(confirm(), by=actor, on=OPENING).not_permitted("role-missing", role="supervisor")


def test_only_a_clerk_proposes_an_entry_or_an_end() -> None:
    given(listed(entry())).when(entry(), by=JIANG, on=OPENING).not_permitted("role-missing", role="clerk")
    given(listed(entry())).when(end(), by=JIANG, on=OPENING).not_permitted("role-missing", role="clerk")


def test_one_confirmation_takes_the_only_one_that_is_open_or_the_one_that_is_named() -> None:
    two = proposed(entry(), entry(quota=None))
    given(two).when(confirm(), by=JIANG, on=OPENING).declined("proposals-open", subject=REGISTER, proposals="p1, p2")
    given(proposed(entry())).when(confirm(), by=JIANG, on=OPENING).then(r.RegisterProposalConfirmed(proposal="p1"))
    given(two).when(confirm("p2"), by=JIANG, on=OPENING).then(r.RegisterProposalConfirmed(proposal="p2"))


def test_a_confirmation_needs_something_to_confirm() -> None:
    given().when(confirm(), by=JIANG, on=OPENING).declined("nothing-proposed", subject=REGISTER)
    given(listed(entry())).when(confirm(), by=JIANG, on=OPENING).declined("nothing-proposed", subject=REGISTER)
    given(proposed(entry())).when(confirm("p9"), by=JIANG, on=OPENING).no_such_thing("no-such-proposal", proposal="p9")


def test_an_entry_cannot_end_before_it_begins() -> None:
    backwards = entry(date(2024, 3, 2), date(2024, 3, 1))
    given().when(backwards, by=SHEN, on=OPENING).declined(
        "dates-out-of-order", first=date(2024, 3, 2), last=date(2024, 3, 1)
    )
    given(listed(entry())).when(end(date(2023, 12, 31)), by=SHEN, on=OPENING).declined("dates-out-of-order")


def test_an_entry_of_one_day_is_an_entry() -> None:
    one_day = listed(entry(date(2024, 3, 1), date(2024, 3, 1)))
    assert [answer(one_day, date(2024, 3, day)).entry for day in (1, 2)] == [ENTRY, None]
    assert answer(one_day, date(2024, 2, 29)).entry is None


def test_an_end_is_proposed_like_an_entry_under_the_next_number() -> None:
    given(listed(entry())).when(end(), by=SHEN, on=OPENING).then(
        r.EntryEndProposed(proposal="p2", entry=ENTRY, last_on=date(2024, 6, 30), document="厦高管〔2024〕40号")
    )


def test_an_entry_may_end_on_the_day_on_which_it_began() -> None:
    assert given(listed(entry())).when(end(date(2024, 1, 1)), by=SHEN, on=OPENING).events


def test_an_end_can_be_moved_forward_and_never_back() -> None:
    ended = listed(end(), after=listed(entry()))
    assert given(ended).when(end(date(2024, 6, 29)), by=SHEN, on=OPENING).events
    assert given(ended).when(end(date(2024, 6, 30)), by=SHEN, on=OPENING).events
    given(ended).when(end(date(2024, 7, 1)), by=SHEN, on=OPENING).declined(
        "entry-ended", entry=ENTRY, valid_to=date(2024, 6, 30)
    )


def test_only_a_confirmed_entry_can_be_ended() -> None:
    given(proposed(entry())).when(end(), by=SHEN, on=OPENING).no_such_thing("no-such-entry", entry=ENTRY)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), ENTRY),
        (date(2024, 6, 29), ENTRY),
        (date(2024, 6, 30), ENTRY),
        (date(2024, 7, 1), None),
    ],
)
def test_an_ended_entry_answers_up_to_and_including_its_last_day(on: date, expected: str | None) -> None:
    assert answer(listed(end(), after=listed(entry())), on).entry == expected


def test_an_end_that_is_only_proposed_ends_nothing() -> None:
    assert answer(proposed(end(), after=listed(entry())), date(2024, 7, 1)).entry == ENTRY


def test_of_two_entries_that_are_valid_on_a_day_the_newer_answers() -> None:
    twice = listed(entry(date(2024, 4, 1), quota=80), after=listed(entry()))
    assert [answer(twice, date(2024, month, 1)).quota for month in (3, 4)] == [50, 80]


def test_a_body_that_is_not_listed_is_answered_with_nobody() -> None:
    nobody = RegisterResult(entry=None, doubt=Doubt.INCOMPLETE)
    assert answer(listed(entry()), date(2024, 5, 1), key="91350200MA2XN0001Q") == nobody
    assert answer((), date(2024, 5, 1)) == nobody


MAY = date(2024, 5, 31)


def test_what_is_listed_for_one_notice_answers_no_other_that_has_a_register_of_the_same_name() -> None:
    complete = told((declared(), SHEN, MAY), (confirm(), JIANG, MAY), after=listed(entry()))
    other = answer(complete, MAY, policy="fuzhou-2024-9")
    assert other == RegisterResult(entry=None, doubt=Doubt.INCOMPLETE)
    theirs = replace(entry(quota=7), policy="fuzhou-2024-9")
    both = told((theirs, SHEN, MAY), (confirm(), JIANG, MAY), after=complete)
    assert [answer(both, MAY, policy=policy).quota for policy in (POLICY, "fuzhou-2024-9")] == [50, 7]


def declared(through: date = MAY) -> r.DeclareComplete:
    return r.DeclareComplete(
        policy="xiamen-2023-187", register=REGISTER, through=through, document="厦人社〔2024〕31号"
    )


def test_that_nobody_is_listed_is_an_answer_up_to_the_day_for_which_two_people_declared_the_register_complete() -> None:
    other = "91350200MA2XN0001Q"
    asked = told((declared(), SHEN, MAY), after=listed(entry()))
    assert answer(asked, MAY, key=other).doubt is Doubt.INCOMPLETE
    complete = told((confirm(), JIANG, MAY), after=asked)
    for day, doubt in ((date(2023, 1, 1), None), (MAY, None), (date(2024, 6, 1), Doubt.INCOMPLETE)):
        assert answer(complete, day, key=other) == RegisterResult(entry=None, doubt=doubt)
    assert answer(complete, MAY).entry == ENTRY


def test_an_entry_that_is_proposed_is_in_doubt_even_where_the_register_is_complete() -> None:
    complete = told((declared(), SHEN, MAY), (confirm(), JIANG, MAY))
    waiting = proposed(entry(), after=complete)
    assert [answer(waiting, day).doubt for day in (date(2023, 12, 31), MAY)] == [None, Doubt.ENTRY_PROPOSED]


@pytest.mark.parametrize(
    ("through", "code"),
    [(date(2024, 6, 1), "in-the-future"), (MAY, "complete-already"), (date(2024, 5, 30), "complete-already")],
)
def test_a_register_is_declared_complete_for_days_that_have_come_and_further_than_before(
    through: date, code: str
) -> None:
    complete = told((declared(), SHEN, MAY), (confirm(), JIANG, MAY))
    given(complete).when(declared(through), by=SHEN, on=MAY).declined(code)


def test_of_two_declarations_that_wait_the_one_that_reaches_further_counts() -> None:
    both = told((declared(), SHEN, MAY), (declared(date(2024, 4, 30)), SHEN, MAY))
    answered = told((confirm("p1"), JIANG, MAY), (confirm("p2"), JIANG, MAY), after=both)
    assert answer(answered, MAY, key="91350200MA2XN0001Q").doubt is None


def test_who_declares_a_register_complete_does_not_confirm_it() -> None:
    asked = told((declared(), SHEN, MAY))
    given(asked).when(confirm(), by=also(SHEN, Role.SUPERVISOR), on=MAY).not_permitted("own-proposal")
    given(()).when(declared(), by=JIANG, on=MAY).not_permitted("role-missing")
