"""Registers recognise bodies: an entry is proposed by a clerk and confirmed by a supervisor, and answers by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.base import replace
from domain.entitlement.claim import Doubt, Question, RegisterResult
from domain.office import register as r
from domain.office import register_events as e
from domain.office.register_state import Register
from domain.office.roles import Actor, Role
from tests.domain.given_when_then import History
from tests.domain.sample_cases import JIANG, LIN, OPENING, POLICY, SHEN, TRAINER, also, given, told
from tests.listing import content, listing

REGISTER = "demonstration-enterprises"
ENTRY = f"{REGISTER}/0001"


def entry(valid_from: date = date(2024, 1, 1), valid_to: date | None = None, quota: int | None = 50) -> r.AddEntry:
    return listing(
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
    return registers.get(REGISTER, Register()).answer(Question(register=REGISTER, key=key, on=on), policy)


def test_a_clerk_proposes_an_entry() -> None:
    given().when(entry(), by=SHEN, on=OPENING).then(
        e.EntryProposed(
            proposal="p1",
            entry=ENTRY,
            policy="xiamen-2023-187",
            content=content(
                TRAINER,
                name="厦门市鹭江职业培训学校",
                valid_from=date(2024, 1, 1),
                document="厦高管〔2024〕3号",
                quota=50,
            ),
        )
    )


def test_an_entry_is_of_the_day_from_which_it_is_valid_and_an_end_of_the_last_day() -> None:
    added, ended = (minute.event for minute in proposed(end(), after=listed(entry()))[::2])
    assert (added.happened_on, ended.happened_on) == (date(2024, 1, 1), date(2024, 6, 30))


def test_an_entry_answers_nothing_until_another_officer_confirms_it() -> None:
    assert answer(proposed(entry()), date(2024, 5, 1)) == RegisterResult(entry=None, doubt=Doubt.ENTRY_PROPOSED)
    assert answer(proposed(entry()), date(2023, 12, 31)).doubt is Doubt.INCOMPLETE
    assert answer(listed(entry()), date(2024, 5, 1)) == RegisterResult(
        entry=ENTRY, series=ENTRY, key=TRAINER, document="厦高管〔2024〕3号", quota=50
    )


def test_an_entry_that_was_declined_never_answers() -> None:
    declined = told((confirm(declined=True), JIANG, OPENING), after=proposed(entry()))
    assert declined[-1].event == e.RegisterProposalDeclined(proposal="p1")
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
    two = proposed(entry(valid_to=date(2024, 12, 31)), entry(date(2025, 1, 1)))
    given(two).when(confirm(), by=JIANG, on=OPENING).declined("proposals-open", subject=REGISTER, proposals="p1, p2")
    given(proposed(entry())).when(confirm(), by=JIANG, on=OPENING).then(e.RegisterProposalConfirmed(proposal="p1"))
    given(two).when(confirm("p2"), by=JIANG, on=OPENING).then(e.RegisterProposalConfirmed(proposal="p2"))


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
        e.EntryEndProposed(proposal="p2", entry=ENTRY, last_on=date(2024, 6, 30), document="厦高管〔2024〕40号")
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


CHANGED = f"{REGISTER}/0002"


def change(valid_from: date = date(2024, 4, 1), of: str = ENTRY, key: str = TRAINER, **said: Any) -> r.AddEntry:
    return listing(REGISTER, POLICY, key, valid_from=valid_from, replaces=of, **said)


def test_an_entry_that_changed_answers_from_its_day_on_and_counts_with_the_one_before() -> None:
    changed = listed(change(quota=80), after=listed(entry()))
    march, april = (answer(changed, date(2024, month, 1)) for month in (3, 4))
    assert (march.entry, march.quota, april.entry, april.quota) == (ENTRY, 50, CHANGED, 80)
    assert march.series == april.series == ENTRY


def test_an_entry_that_was_wrong_from_the_start_answers_no_more() -> None:
    corrected = listed(change(date(2024, 1, 1), quota=80), after=listed(entry()))
    assert [answer(corrected, day).quota for day in (date(2024, 1, 1), date(2024, 12, 1))] == [80, 80]
    assert answer(corrected, date(2023, 12, 31)).entry is None


def test_a_change_gives_no_day_back_to_an_entry_that_ended_before() -> None:
    history = listed(change(date(2024, 9, 1), quota=80), after=listed(end(), after=listed(entry())))
    assert answer(history, date(2024, 8, 1)).entry is None


OVERLAPPING: dict[str, tuple[r.AddEntry, str | None]] = {
    "the day before it begins": (listing(REGISTER, POLICY, TRAINER, valid_to=date(2024, 2, 29)), None),
    "its first day": (listing(REGISTER, POLICY, TRAINER, valid_to=date(2024, 3, 1)), "entry-overlaps"),
    "within it": (listing(REGISTER, POLICY, TRAINER, valid_from=date(2024, 4, 1)), "entry-overlaps"),
    "its last day": (listing(REGISTER, POLICY, TRAINER, valid_from=date(2024, 6, 30)), "entry-overlaps"),
    "the day after it ends": (listing(REGISTER, POLICY, TRAINER, valid_from=date(2024, 7, 1)), None),
    "around it": (listing(REGISTER, POLICY, TRAINER, valid_from=date(2023, 1, 1)), "entry-overlaps"),
    "written otherwise": (
        listing(REGISTER, POLICY, f" {TRAINER.lower()}", valid_from=date(2024, 4, 1)),
        "entry-overlaps",
    ),
    "another key": (listing(REGISTER, POLICY, "91350200M0001B2C3X"), None),
    "another notice": (listing(REGISTER, "fuzhou-2024-1", TRAINER), None),
}


@pytest.mark.parametrize(("another", "code"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_one_entry_of_a_key_is_valid_on_a_day(another: r.AddEntry, code: str | None) -> None:
    standing = listed(entry(date(2024, 3, 1), date(2024, 6, 30)))
    asked = given(standing).when(another, by=SHEN, on=OPENING)
    if code is None:
        assert asked.events
    else:
        asked.declined(code, key=another.content.key, entry=ENTRY)


def test_of_two_that_wait_for_the_same_days_the_second_is_refused() -> None:
    waiting = proposed(entry())
    given(waiting).when(entry(quota=60), by=SHEN, on=OPENING).declined(
        "entry-waiting", key=TRAINER, entry=ENTRY, proposal="p1"
    )


def test_who_follows_on_an_end_may_be_proposed_with_it_and_is_confirmed_after_it() -> None:
    follower = listing(REGISTER, POLICY, TRAINER, valid_from=date(2024, 7, 1))
    both = proposed(end(), follower, after=listed(entry()))
    given(both).when(confirm("p3"), by=JIANG, on=OPENING).declined("entry-overlaps", key=TRAINER, entry=ENTRY)
    ended = told((confirm("p2"), JIANG, OPENING), after=both)
    given(ended).when(confirm("p3"), by=JIANG, on=OPENING).then(e.RegisterProposalConfirmed(proposal="p3"))


def test_of_two_ends_the_later_one_is_no_end_any_more_once_the_earlier_one_is_confirmed() -> None:
    both = proposed(end(date(2024, 6, 30)), end(date(2024, 3, 31)), after=listed(entry()))
    ended = told((confirm("p3"), JIANG, OPENING), after=both)
    given(ended).when(confirm("p2"), by=JIANG, on=OPENING).declined(
        "entry-ended", entry=ENTRY, valid_to=date(2024, 3, 31)
    )


def test_an_entry_is_changed_into_one_of_its_own_key_and_not_before_its_first_day() -> None:
    standing = listed(entry())
    other = "91350200M0001B2C3X"
    given(standing).when(change(key=other), by=SHEN, on=OPENING).declined(
        "replaced-by-another-key", entry=ENTRY, key=TRAINER, found=other
    )
    given(standing).when(change(date(2023, 12, 31)), by=SHEN, on=OPENING).declined(
        "dates-out-of-order", first=date(2024, 1, 1), last=date(2023, 12, 31)
    )
    missing = f"{REGISTER}/0009"
    given(standing).when(change(of=missing), by=SHEN, on=OPENING).no_such_thing("no-such-entry", entry=missing)


def test_an_end_and_a_change_of_one_entry_do_not_wait_side_by_side() -> None:
    """Confirmed after the end, the change would bring back what had ended, as it was when it was proposed."""
    standing = listed(entry())
    given(proposed(end(), after=standing)).when(change(), by=SHEN, on=OPENING).declined(
        "entry-waiting", key=TRAINER, entry=ENTRY, proposal="p2"
    )
    given(proposed(change(), after=standing)).when(end(), by=SHEN, on=OPENING).declined(
        "entry-waiting", key=TRAINER, entry=CHANGED, proposal="p2"
    )


SITES = "gig-stations"


def a_site(*entries: tuple[str, str], on: date = OPENING) -> Register:
    history: History = ()
    for key, name in entries:
        act = listing(SITES, POLICY, key, name=name, owner=TRAINER)
        confirmed = r.ConfirmEntry(register=SITES, proposal=None)
        history = told((act, SHEN, on), (confirmed, JIANG, on), after=history)
    return given(history).office.registers[SITES]


SPELT = {
    "its number": ("ZZ-12", "ZZ-12"),
    "in full width": ("ＺＺ－１２", "ZZ-12"),
    "with a space": ("zz 12", "ZZ-12"),
    "another number": ("ZZ-1-2", None),
    "its name": ("园博零工驿站", "ZZ-12"),
    "its name with other marks": ("园博·零工驿站", "ZZ-12"),
    "a name that two have": ("殿前驿站", None),
    "nothing of it": ("园博", None),
}


@pytest.mark.parametrize(("written", "key"), SPELT.values(), ids=SPELT)
def test_an_entry_is_found_by_its_number_however_it_is_spelt_or_by_a_name_that_it_alone_has(
    written: str, key: str | None
) -> None:
    register = a_site(("ZZ-12", "园博零工驿站"), ("ZZ-13", "殿前驿站"), ("ZZ-14", "殿前·驿站"))
    answered = register.answer(Question(register=SITES, key=written, on=date(2024, 5, 1)), POLICY)
    assert answered.key == key
    if written == "殿前驿站":
        assert answered.doubt is Doubt.AMBIGUOUS


def test_whoever_is_paid_in_the_place_of_the_owner_is_whose_claim_it_is() -> None:
    zone = "91350200155000001P"
    entries = {None: TRAINER, zone: zone}
    for payee, whose in entries.items():
        act = listing(SITES, POLICY, "ZZ-1", owner=TRAINER, payee=payee, authority="350206", facts={"tier": 2})
        history = told((act, SHEN, OPENING), (r.ConfirmEntry(register=SITES, proposal=None), JIANG, OPENING))
        answered = (
            given(history).office.registers[SITES].answer(Question(register=SITES, key="ZZ-1", on=OPENING), POLICY)
        )
        assert (answered.payee, answered.authority, answered.facts) == (whose, "350206", {"tier": 2})


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
