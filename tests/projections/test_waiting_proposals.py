"""What waits for a second person stands in the worklist: of which authority, for which roles, and who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from domain.base import replace
from domain.office.officer import EnrolOfficer, GrantRole, RotateKey
from domain.office.people import JoinNames, LinkPersons
from domain.office.reference import AdoptCalendarYear
from domain.office.roles import Actor, Role
from domain.streams import LOG
from domain.treasury.run_commands import RecordBankReply
from domain.work import Work
from projections.building.runner import catch_up
from projections.engine.views import Views
from projections.worklist.queries import works
from store.addresses import views_beside
from store.databases import create
from tests.bureau import adoption, standard
from tests.domain import later_events as later
from tests.domain import log_history as log
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History, answer_to
from tests.domain.keys import public_key
from tests.domain.sample_cases import (
    BATCH,
    CREDIT_ON,
    FIRST,
    JIANG,
    SHEN,
    WU,
    XU,
    YE,
    ZHENG,
    agreed,
    proposed,
    told,
)
from tests.projections.event_writer import Ledger
from tests.projections.test_officer_acts import a_staffed_office
from tests.projections.test_questions import noon

Read = Callable[[History], list[Work]]
FINANCE, SUPERVISOR = (Role.FINANCE,), (Role.SUPERVISOR,)
GIVING = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)
REPLACING = (Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)


@pytest.fixture
def read(store_url: str) -> Iterator[Read]:
    """What is to be done after a history; the next one goes on from it."""
    store = create(store_url)
    views, ledger = Views(store, views_beside(store_url)), Ledger(store)
    recorded: list[object] = []

    def of(history: History) -> list[Work]:
        if history[0].stream != LOG:
            history = (*log.an_opened_log(), *history)
        # As the parts of a history were told, a day may come before the one in front of it.
        day = max((minute.on for minute in history[: len(recorded)]), default=history[0].on)
        for minute in history[len(recorded) :]:
            day = max(day, minute.on)
            ledger.record([({minute.stream: (minute.event,)}, minute.on, minute.by, noon(day))])
        recorded.extend(history[len(recorded) :])
        catch_up(views, ["worklist"])
        # A fund waits for the end of its year from its opening on: `tests.domain.test_worklist`.
        return [work for work in works(views).rows if not work.stream.startswith("fund-")]

    yield of
    views.close()
    store.close()


def confirmation(
    stream: str, of: str, about: str, roles: tuple[Role, ...], *excluded: Actor, authority: str | None
) -> Work:
    return Work(
        stream=stream,
        authority=authority,
        action="confirm",
        roles=roles,
        of=of,
        about=about,
        excluded=tuple(actor.officer for actor in excluded),
    )


def answered_by(second: Actor, history: History, *, declined: bool = False) -> History:
    return told((answer_to(history[-1], declined=declined), second, history[-1].on), after=history)


FUND = s.opening("central", 1)
YEAR = AdoptCalendarYear(year=2024, exceptions=(), source="s")
JOIN = JoinNames(person="person-a", name="name-1", other="name-2", document="d")
LINK = LinkPersons(person="person-a", other="person-b", document="d")
ABOVE = Role.SUPERVISING_AUTHORITY
LI = s.actor("li-na", Role.CLERK)


@pytest.mark.parametrize("declined", [False, True])
@pytest.mark.parametrize(
    ("command", "by", "second", "act", "authority"),
    [
        (FUND, WU, JIANG, "open-fund", s.CITY),
        (adoption(), SHEN, JIANG, "adopt-policy", None),
        (YEAR, SHEN, JIANG, "adopt-calendar", None),
        (LINK, JIANG, s.also(SHEN, Role.SUPERVISOR), "link-persons", None),
        (JOIN, JIANG, s.also(SHEN, Role.SUPERVISOR), "two-names", None),
    ],
)
def test_what_is_proposed_about_the_office_waits_for_a_supervisor_of_whose_it_is(
    read: Read, command: object, by: Actor, second: Actor, act: str, authority: str | None, declined: bool
) -> None:
    history = proposed(command, by, CREDIT_ON, after=a_staffed_office())
    assert read(history) == [confirmation("office", act, "p1", SUPERVISOR, by, authority=authority)]
    assert read(answered_by(second, history, declined=declined)) == []


@pytest.mark.parametrize("declined", [False, True])
def test_a_standard_that_is_proposed_waits_for_a_supervisor(read: Read, declined: bool) -> None:
    adopted = agreed((adoption(), SHEN, JIANG, CREDIT_ON), after=a_staffed_office())
    history = proposed(standard("hard-to-employ"), SHEN, CREDIT_ON, after=adopted)
    assert read(history) == [confirmation("office", "adopt-standard", "p2", SUPERVISOR, SHEN, authority=None)]
    assert read(answered_by(JIANG, history, declined=declined)) == []


STANDS_IN = replace(s.DEPUTY, officer=SHEN.officer, deputyship=replace(s.DEPUTY.deputyship, absent=JIANG.officer))


def enrolment(actor: Actor, role: Role) -> EnrolOfficer:
    key = public_key(actor.officer)
    return EnrolOfficer(officer=actor.officer, sealed="s", roles=(role,), authority=actor.authority, key=key)


@pytest.mark.parametrize("declined", [False, True])
@pytest.mark.parametrize(
    ("command", "by", "second", "act", "roles", "about"),
    [
        (enrolment(LI, Role.CLERK), YE, JIANG, "give-rights", GIVING, LI),
        (GrantRole(officer=SHEN.officer, role=Role.ASSESSOR), YE, JIANG, "give-rights", GIVING, SHEN),
        (RotateKey(officer=SHEN.officer, key=public_key("a new one")), YE, JIANG, "give-rights", GIVING, SHEN),
        (enrolment(LI, Role.ADMINISTRATOR), JIANG, XU, "replace-administrator", REPLACING, LI),
        (replace(s.EXCEPTION, officer=SHEN.officer), YE, s.AUTHORITY, "except-officer", (ABOVE,), SHEN),
        (STANDS_IN, YE, JIANG, "appoint-deputy", GIVING, SHEN),
    ],
)
def test_a_right_waits_for_somebody_who_neither_proposed_it_nor_is_to_have_it(
    read: Read,
    command: object,
    by: Actor,
    second: Actor,
    act: str,
    roles: tuple[Role, ...],
    about: Actor,
    declined: bool,
) -> None:
    """Of the officer's authority, or of the supervising one."""
    history = proposed(command, by, CREDIT_ON, after=a_staffed_office())
    (work,) = read(history)
    assert work == confirmation("log", act, work.about or "", roles, by, about, authority=about.authority)
    assert read(answered_by(second, history, declined=declined)) == []


def test_whoever_is_to_have_a_right_does_not_see_it_among_what_they_may_confirm(read: Read) -> None:
    history = proposed(GrantRole(officer=XU.officer, role=Role.CLERK), YE, CREDIT_ON, after=a_staffed_office())
    (work,) = read(history)
    office = s.given(history).office
    actors = (officer.actor(CREDIT_ON, s.CITY) for officer in office.officers.values())
    may = {actor.officer for actor in actors if work.fits(actor)}
    assert may == {JIANG.officer, s.AUTHORITY.officer}


def a_reply(amount_fen: int) -> RecordBankReply:
    return s.credited(BATCH, a_credit(application=FIRST, amount_fen=amount_fen, value_on=CREDIT_ON, reference="B1"))


@pytest.mark.parametrize("declined", [False, True])
def test_what_the_bank_did_otherwise_waits_for_another_finance_officer_who_may_have_ordered_the_run(
    read: Read, declined: bool
) -> None:
    stream = f"batch-{BATCH}"
    history = proposed(a_reply(2_999_00), ZHENG, CREDIT_ON, after=s.a_sent_training())
    waits = confirmation(stream, "differing-reply", "p1", FINANCE, ZHENG, authority=s.CITY)
    assert [work for work in read(history) if work.stream == stream and work.action == "confirm"] == [waits]
    assert not [work for work in read(history) if work.action == "remind-recovery"]
    left = [work for work in read(answered_by(WU, history, declined=declined)) if work.action == "confirm"]
    assert left == []


def test_nobody_takes_in_the_answer_to_what_they_ordered(read: Read) -> None:
    exported = s.exported()
    (work,) = (
        work
        for work in read(told((exported, WU, CREDIT_ON), after=s.a_released_training()))
        if work.stream == f"batch-{BATCH}"
    )
    assert (work.action, work.roles, work.excluded) == ("record-credits", FINANCE, (WU.officer,))


@pytest.mark.parametrize("declined", [False, True])
def test_a_receipt_waits_for_another_finance_officer_and_the_payee_for_nobody_meanwhile(
    read: Read, declined: bool
) -> None:
    history = proposed(later.received(400_00), WU, later.LATER, after=later.a_served_demand())
    of_money = [work for work in read(history) if "receive-recovery" in (work.action, work.of)]
    assert [(work.action, work.roles, work.authority, work.excluded) for work in of_money] == [
        ("confirm", FINANCE, s.CITY, (WU.officer,))
    ]
    left = [work for work in read(answered_by(ZHENG, history, declined=declined)) if work.of or work.about == "r1"]
    open_fen = 1_000_00 if declined else 600_00
    assert [(work.action, work.amount_fen) for work in left] == [
        ("receive-recovery", open_fen),
        ("remind-recovery", open_fen),
    ]


def test_what_was_sent_is_asked_once_and_its_confirmation_answers_whatever_else_was_proposed_of_it(read: Read) -> None:
    history = told((log.sent_nothing, WU, CREDIT_ON), (log.sent_nothing, ZHENG, CREDIT_ON), after=log.restored())
    assert [(work.of, work.about, work.excluded) for work in read(history)] == [
        ("declare-sent", "p1", (WU.officer,)),
        ("declare-sent", "p2", (ZHENG.officer,)),
    ]
    assert read(answered_by(WU, history)) == []
