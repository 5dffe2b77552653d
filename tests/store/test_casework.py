"""The way of a command on a real store: locked, decided, signed, recorded once, and answered the same ever after."""

from __future__ import annotations

import dataclasses
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Barrier

import pytest

from audit.rules import Rules
from audit.verify import verify
from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.state.identities import ACCOUNTS
from domain.application.status import Status
from domain.base import Event, replace
from domain.entitlement.claim import Use, limit_key
from domain.errors import NoSuchThing, NotAllowed, NotPermitted, Refusal
from domain.office.log_commands import OpenLog
from domain.office.officer import RotateKey, SuspendOfficer
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear
from domain.office.register import ConfirmEntry
from domain.office.roles import Actor
from domain.shapes.table import table
from domain.treasury import run_commands as runs
from store.commands.executor import CommandExecutor, Result
from store.databases import create
from store.errors import StoreUnavailable
from store.line.envelope import Recorded, read_all
from store.log import PersonKey, PersonToken
from tests.bureau import Bureau, adoption, identity
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import Minute, Office
from tests.domain.keys import OPENING_OF_LOG, Key, public_key
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, OPENING, WU, YE, ZHENG
from tests.listing import listing
from tests.processes import processes

SECOND = "350203-2024-000002"
RECEIVED = date(2024, 9, 18)
ON = date(2024, 9, 27)
PAY_DAY = date(2024, 10, 11)

Act = tuple[object, Actor, date]


def acts_of_a_training(submitted: c.SubmitApplication | None = None, number: str = FIRST) -> list[Act]:
    """From the file to the payable case."""
    file = submitted or s.training()
    on = file.received_on
    return [
        (file, CHEN, on),
        (c.AcceptApplication(application=number), CHEN, on),
        (s.comparison(file, on, number), CHEN, on),
        (c.AssessApplication(application=number), LIN, on),
        (c.ApproveApplication(application=number), HUANG, ON),
        (c.PublishNotice(application=number), CHEN, ON),
        (c.CloseNotice(application=number), CHEN, PAY_DAY),
    ]


def acts_of_a_payment(batch: str = s.BATCH, *numbers: str) -> list[Act]:
    wanted = numbers or (FIRST,)
    credits_ = tuple(
        a_credit(application=number, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1") for number in wanted
    )
    return [
        (runs.OrderPayment(applications=wanted), WU, PAY_DAY),
        (runs.ReleasePayment(batch=batch), ZHENG, PAY_DAY),
        (s.exported(batch, 3_000_00 * len(wanted), len(wanted)), WU, PAY_DAY),
        (s.credited(batch, *credits_), ZHENG, s.CREDIT_ON),
    ]


def a_fund(amount_fen: int = 100_000_00, source: str = "central") -> list[Act]:
    """Proposed, and confirmed by the supervisor."""
    opened = s.opening(source, amount_fen)
    return [(opened, WU, OPENING), (ConfirmForOffice(proposal=None), s.JIANG, OPENING)]


def day_by_day(*ways: list[Act]) -> list[Act]:
    """Several ways at once, each act on its day."""
    return sorted((act for way in ways for act in way), key=lambda act: act[2])


def do(bureau: Bureau, *acts: Act) -> list[Result]:
    return [bureau.act(command, by=by, on=on) for command, by, on in acts]  # type: ignore[arg-type]


def log_of(bureau: Bureau) -> list[Recorded]:
    with bureau.database.reading() as view:
        return read_all(view.rows(limit=1_000_000))


def size_of(bureau: Bureau) -> int:
    with bureau.database.reading() as view:
        return view.head().size


def case_of(bureau: Bureau, number: str = FIRST) -> Case:
    with bureau.executor.repository() as repository:
        return repository.case(number)


def events_of(result: Result) -> tuple[Event, ...]:
    return tuple(recorded.event for recorded in result.events)


def assert_sound(bureau: Bureau) -> None:
    """The log verifies offline, and both indexes are what the events make of them."""
    with bureau.database.reading() as view:
        rows = view.rows(limit=1_000_000)
        head = view.head()
        indexed = sorted(view.all_uses(), key=repr)
        commits = list(view.commits())
        numbers = {series: view.highest(series) for series in last_numbers(row.stream for row in rows)}
    lines = ((row.position, row.line) for row in rows)
    verified = verify(lines, commits, size=head.size, root=head.root, rules=Rules(table()))
    assert verified.errors == ()
    office = Office(s.edition())
    for recorded in read_all(rows):
        office.record(Minute(recorded.stream, recorded.event, recorded.actor, recorded.effective_on))
    assert indexed == sorted(office.uses(), key=repr)
    assert numbers == last_numbers(row.stream for row in rows)


def last_numbers(streams: Iterator[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for stream in streams:
        name, _, number = stream.rpartition("-")
        if name.startswith(("application-", "batch-", "fund-")):
            numbers[name] = max(numbers.get(name, 0), int(number.removeprefix("F")))
    return numbers


# The whole way


def test_a_store_records_what_the_deciders_decide_from_the_file_to_the_last_credit(bureau: Bureau) -> None:
    acts = [*a_fund(), *acts_of_a_training(), *acts_of_a_payment()]
    before = size_of(bureau)
    do(bureau, *acts)
    year = AdoptCalendarYear(year=2024, exceptions=s.EXCEPTIONS_2024, source="…")
    office = Office(s.edition(), s.agreed(*((founding, s.SHEN, s.JIANG, OPENING) for founding in (adoption(), year))))
    told = [minute for command, by, on in acts for minute in office.execute(command, by, on)]
    recorded = log_of(bureau)[before:]
    assert [(entry.stream, entry.event, entry.actor) for entry in recorded] == [minute[:3] for minute in told]
    assert [entry.effective_on for entry in recorded] == [minute.event.happened_on or minute.on for minute in told]
    assert case_of(bureau) == office.cases[FIRST]
    assert case_of(bureau).status is Status.SETTLED
    assert_sound(bureau)


def test_an_introduction_is_paid_in_stages_and_forfeits_the_second(bureau: Bureau) -> None:
    registers = [("labour-cooperation-operators", s.OPERATOR), ("key-enterprises", s.EMPLOYER)]
    for register, key in registers:
        entry = listing(
            policy="xiamen-2023-187",
            register=register,
            key=key,
            valid_from=date(2023, 9, 1),
            document="厦人社〔2023〕201号",
        )
        do(bureau, (entry, s.SHEN, OPENING), (ConfirmEntry(register=register, proposal=None), s.JIANG, OPENING))
    file = s.introduction()
    on = file.received_on
    do(
        bureau,
        *a_fund(),
        (file, CHEN, on),
        (c.AcceptApplication(application=FIRST), CHEN, on),
        (s.comparison(file, on), CHEN, on),
        (c.AssessApplication(application=FIRST), LIN, on),
        (c.ApproveApplication(application=FIRST), HUANG, on),
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 6, 13)),
        (c.CloseNotice(application=FIRST), CHEN, date(2024, 6, 21)),
        (s.milestone("employed-3-months", date(2024, 8, 31)), LIN, date(2024, 9, 2)),
        (s.confirmed(), HUANG, date(2024, 9, 2)),
        (runs.OrderPayment(applications=(FIRST,)), WU, date(2024, 9, 3)),
        (runs.ReleasePayment(batch=s.BATCH), ZHENG, date(2024, 9, 3)),
        (s.exported(s.BATCH, 1_000_00), WU, date(2024, 9, 3)),
        (
            s.credited(
                s.BATCH,
                a_credit(application=FIRST, amount_fen=1_000_00, value_on=date(2024, 9, 4), reference="B1"),
            ),
            ZHENG,
            date(2024, 9, 4),
        ),
        (s.milestone("employed-6-months", date(2024, 9, 20), met=False), LIN, date(2024, 9, 23)),
    )
    (settling,) = do(bureau, (s.confirmed(), HUANG, date(2024, 9, 24)))
    assert events_of(settling)[-1] == f.ApplicationSettled(credit=None)
    case = case_of(bureau)
    assert (case.status, case.entitled_fen, case.paid_fen) == (Status.SETTLED, 1_000_00, 1_000_00)
    assert_sound(bureau)


def test_the_day_of_receipt_may_lie_back_and_the_recording_is_of_now(bureau: Bureau) -> None:
    (result,) = do(bureau, (s.training(), CHEN, date(2024, 9, 20)))
    (recorded,) = result.events
    assert recorded.effective_on == date(2024, 9, 18)
    assert recorded.recorded_at.date() == date(2024, 9, 20)
    assert recorded.position == size_of(bureau)


def test_a_clock_that_goes_back_never_makes_an_event_earlier_than_the_one_before_it(bureau: Bureau) -> None:
    do(bureau, (s.training(), CHEN, date(2024, 9, 20)))
    (result,) = do(bureau, (c.AcceptApplication(application=FIRST), CHEN, date(2024, 9, 19)))
    assert result.events[0].recorded_at.date() == date(2024, 9, 20)
    assert_sound(bureau)


def test_numbers_count_by_authority_and_year_of_receipt(bureau: Bureau) -> None:
    in_2023 = s.training("person-x", received_on=date(2023, 12, 29))
    results = do(bureau, (in_2023, CHEN, OPENING), (s.training(), CHEN, ON), (s.training("person-y"), CHEN, ON))
    numbers = [result.events[0].stream for result in results]
    assert numbers == ["application-350203-2023-000001", f"application-{FIRST}", f"application-{SECOND}"]
    assert_sound(bureau)


def test_the_numbers_of_runs_go_on_after_an_earlier_run_was_released(bureau: Bureau) -> None:
    third = "350203-2024-000003"
    do(
        bureau,
        *a_fund(),
        *day_by_day(
            acts_of_a_training(),
            acts_of_a_training(s.training("person-d"), SECOND),
            acts_of_a_training(s.training("person-e"), third),
        ),
        (runs.OrderPayment(applications=(FIRST,)), WU, PAY_DAY),
        (runs.OrderPayment(applications=(SECOND,)), WU, PAY_DAY),
        (runs.ReleasePayment(batch="350200-2024-0001"), ZHENG, PAY_DAY),
    )
    (ordered,) = do(bureau, (runs.OrderPayment(applications=(third,)), WU, PAY_DAY))
    assert ordered.events[0].stream == "batch-350200-2024-0003"
    assert_sound(bureau)


# Once, and answered the same ever after


def test_a_repeated_command_id_is_answered_as_before(bureau: Bureau) -> None:
    first = bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    size = size_of(bureau)
    again = bureau.act(s.training(), by=CHEN, on=PAY_DAY, command_id="once")
    assert (again.events, again.repeated, first.repeated) == (first.events, True, False)
    assert size_of(bureau) == size


def test_a_command_id_with_another_body_is_refused(bureau: Bureau) -> None:
    bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    with pytest.raises(NotAllowed) as refused:
        bureau.act(s.training("person-z"), by=CHEN, on=ON, command_id="once")
    assert (refused.value.code, refused.value.values) == ("command-id-reused", {"command_id": identity("once")})


def test_a_refused_command_may_be_tried_again_under_its_id(bureau: Bureau) -> None:
    do(bureau, *acts_of_a_training()[:-2])
    close = c.CloseNotice(application=FIRST)
    with pytest.raises(NotAllowed):
        bureau.act(close, by=CHEN, on=ON, command_id="close")
    do(bureau, (c.PublishNotice(application=FIRST), CHEN, ON))
    assert events_of(bureau.act(close, by=CHEN, on=PAY_DAY, command_id="close")) == (f.NoticeClosed(),)


def test_what_changes_nothing_records_nothing(bureau: Bureau) -> None:
    size = size_of(bureau)
    assert bureau.act(adoption(), by=s.SHEN).events == ()
    assert size_of(bureau) == size


def test_a_dry_run_says_what_would_be_recorded_and_leaves_no_trace(bureau: Bureau) -> None:
    do(bureau, *a_fund(), *acts_of_a_training())
    before = log_of(bureau)
    order = runs.OrderPayment(applications=(FIRST,))
    dry = bureau.act(order, by=WU, on=PAY_DAY, command_id="order", dry_run=True)
    assert log_of(bureau) == before
    assert_sound(bureau)
    wet = bureau.act(order, by=WU, on=PAY_DAY, command_id="order")
    assert events_of(dry) == events_of(wet)
    assert not wet.repeated


def test_a_dry_run_is_declined_like_any_other(bureau: Bureau) -> None:
    with pytest.raises(NoSuchThing, match="no-such-application"):
        bureau.act(c.AcceptApplication(application=FIRST), by=CHEN, dry_run=True)


def test_the_keys_of_new_persons_are_kept_with_the_events_or_not_at_all(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    request = dataclasses.replace(
        bureau.request(s.training(), by=CHEN),
        new_keys=(PersonKey("person-a", "key-1", b"wrapped"),),
        person_tokens=(PersonToken(b"token", "person-a"),),
    )
    bureau.executor.execute(request, dry_run=True)
    assert person_keys(bureau) == {}
    early = dataclasses.replace(request, command=s.training(received_on=PAY_DAY))
    with pytest.raises(NotAllowed, match="in-the-future"):
        bureau.executor.execute(early)
    assert person_keys(bureau) == {}
    assert person_tokens(bureau) == []
    bureau.executor.execute(request)
    assert person_keys(bureau) == {"person-a": ("key-1", b"wrapped")}
    assert person_tokens(bureau) == [PersonToken(b"token", "person-a")]


def person_keys(bureau: Bureau) -> dict[str, tuple[str, bytes]]:
    with bureau.database.reading() as view:
        return dict(view.person_key_of(["person-a"]))


def person_tokens(bureau: Bureau) -> list[PersonToken]:
    with bureau.database.reading() as view:
        return list(view.all_person_tokens())


# Who acts


def test_the_log_is_opened_once(bureau: Bureau) -> None:
    opened = OpenLog(
        log="other",
        simulated=False,
        officer=YE.officer,
        sealed="sealed-ye",
        key=public_key(YE.officer),
        **OPENING_OF_LOG,
    )
    with pytest.raises(NotAllowed, match="log-open"):
        bureau.act(opened, by=YE)


def test_the_first_administrator_opens_the_log_with_their_own_key(store_url: str) -> None:
    bureau = Bureau(create(store_url))
    opened = OpenLog(
        log="new",
        simulated=True,
        officer=YE.officer,
        sealed="sealed-ye",
        key=public_key(YE.officer),
        **OPENING_OF_LOG,
    )
    request = bureau.request(opened, by=YE)
    for wrong in (
        dataclasses.replace(request, signer=Key(CHEN.officer)),
        dataclasses.replace(request, officer=CHEN.officer),
    ):
        with pytest.raises(NotPermitted, match="wrong-key"):
            bureau.executor.execute(wrong)
    with pytest.raises(NotPermitted, match="officer-unknown"):
        bureau.act(s.training(), by=CHEN)
    assert [recorded.stream for recorded in bureau.executor.execute(request).events] == ["log", "officer-ye-qing"]
    bureau.close()


def test_an_officer_unknown_to_the_log_does_nothing(bureau: Bureau) -> None:
    stranger = replace(CHEN, officer="nobody")
    with pytest.raises(NotPermitted, match="officer-unknown"):
        bureau.act(s.training(), by=stranger, on=ON)


def test_what_an_officer_may_do_is_what_the_log_says_and_not_what_they_say(bureau: Bureau) -> None:
    pretending = replace(CHEN, officer=s.CAI.officer)
    with pytest.raises(NotPermitted, match="role-missing"):
        bureau.act(s.training(), by=pretending, on=ON)


def test_a_suspended_officer_does_nothing(bureau: Bureau) -> None:
    do(bureau, (SuspendOfficer(officer=CHEN.officer), YE, OPENING))
    with pytest.raises(NotPermitted, match="officer-suspended"):
        bureau.act(s.training(), by=CHEN, on=ON)


def test_another_officers_key_signs_nothing(bureau: Bureau) -> None:
    request = dataclasses.replace(bureau.request(s.training(), by=CHEN), signer=Key(LIN.officer))
    with pytest.raises(NotPermitted, match="wrong-key"):
        bureau.executor.execute(request)


def test_after_a_rotation_only_the_new_key_signs(bureau: Bureau) -> None:
    new = Key("chen-jing, second key")
    do(bureau, (RotateKey(officer=CHEN.officer, key=public_key("chen-jing, second key")), CHEN, ON))
    with pytest.raises(NotPermitted, match="wrong-key"):
        bureau.act(s.training(), by=CHEN, on=ON)
    request = dataclasses.replace(bureau.request(s.training(), by=CHEN), signer=new)
    assert bureau.executor.execute(request).events
    assert_sound(bureau)


# What does not exist


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.AcceptApplication(application="350203-2024-000099"), "no-such-application"),
        (runs.ReleasePayment(batch="350200-2024-0099"), "no-such-batch"),
        (replace(s.training(), policy="xiamen-1999-1"), "policy-not-adopted"),
    ],
)
def test_what_a_command_names_must_exist(bureau: Bureau, command: object, code: str) -> None:
    with pytest.raises(NoSuchThing, match=code):
        bureau.act(command, by=CHEN, on=ON)  # type: ignore[arg-type]


def test_a_scheme_that_the_edition_does_not_know_cannot_be_applied_for(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed, match="no-such-scheme"):
        bureau.act(replace(s.training(), scheme="free-lunch"), by=CHEN, on=ON)


def test_a_run_of_no_applications_orders_nothing(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed, match="nothing-payable"):
        bureau.act(runs.OrderPayment(applications=()), by=WU, on=PAY_DAY)


# In bulk


def test_a_refusal_in_bulk_does_not_undo_its_neighbours(bureau: Bureau) -> None:
    do(bureau, (s.training("person-a"), CHEN, RECEIVED), (s.training("person-b"), CHEN, RECEIVED))
    numbers = (FIRST, "350203-2024-000099", SECOND, FIRST)
    results = list(bureau.act_in_bulk((c.AcceptApplication(application=number), CHEN) for number in numbers))
    codes = [result.code if isinstance(result, Refusal) else None for result in results]
    assert codes == [None, "no-such-application", None, "status"]
    assert {case_of(bureau, number).status for number in (FIRST, SECOND)} == {Status.ACCEPTED}
    assert_sound(bureau)


def test_a_command_in_bulk_sees_what_the_one_before_it_recorded(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    acts = [(command, by) for command, by, _ in acts_of_a_training()[:5]]
    assert all(isinstance(result, Result) and result.events for result in bureau.act_in_bulk(acts))  # type: ignore[arg-type]
    assert case_of(bureau).status is Status.APPROVED
    assert_sound(bureau)


def test_work_in_bulk_is_recorded_in_chunks_and_can_be_repeated(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    requests = [
        bureau.request(s.training(f"person-{number}"), by=CHEN, command_id=f"file-{number}") for number in range(1_100)
    ]
    first = list(bureau.executor.execute_many(requests))
    again = list(bureau.executor.execute_many(requests))
    assert [result.events for result in first if isinstance(result, Result)] == [
        result.events for result in again if isinstance(result, Result)
    ]
    assert [isinstance(result, Result) and result.repeated for result in again] == [True] * 1_100
    assert len({result.events[0].stream for result in first if isinstance(result, Result)}) == 1_100
    assert_sound(bureau)


# A store that fails at the moment of committing


@contextmanager
def no_file_grows() -> Iterator[None]:
    """Within, every write beyond the present ends of files fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.on_sqlite
def test_a_commit_that_failed_is_looked_for_and_not_found_and_can_be_repeated(bureau: Bureau) -> None:
    before = log_of(bureau)
    with no_file_grows(), pytest.raises(StoreUnavailable):
        bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    assert log_of(bureau) == before
    assert events_of(bureau.act(s.training(), by=CHEN, on=ON, command_id="once"))
    assert_sound(bureau)


@pytest.mark.on_sqlite
def test_a_refusal_stays_a_refusal_when_the_commit_of_its_chunk_failed(bureau: Bureau) -> None:
    bureau.clock.day = RECEIVED
    unknown = c.AcceptApplication(application="350203-2024-000099")
    with no_file_grows():
        results = bureau.act_in_bulk([(unknown, CHEN)])
        assert [type(result) for result in results] == [NoSuchThing]
    with no_file_grows(), pytest.raises(StoreUnavailable):
        list(bureau.act_in_bulk([(unknown, CHEN), (s.training(), CHEN)]))
    assert_sound(bureau)


# Many desks at once


def in_processes(path: str, work: Callable[..., list[str]], shares: list[tuple[object, ...]]) -> list[str]:
    """What `work` answers in as many processes as there are shares, all of which begin at the same moment."""
    context = processes()
    with context.Manager() as manager:
        barrier = manager.Barrier(len(shares))
        with context.Pool(len(shares)) as pool:
            answers = pool.starmap(work, [(path, barrier, *share) for share in shares], chunksize=1)
    return [answer for of_process in answers for answer in of_process]


def approve(path: str, barrier: Barrier, numbers: tuple[str, ...]) -> list[str]:
    return attempt(path, barrier, HUANG, [c.ApproveApplication(application=number) for number in numbers])


def order(path: str, barrier: Barrier, officer: Actor) -> list[str]:
    return attempt(path, barrier, officer, [runs.OrderPayment(applications=(FIRST,))])


def attempt(path: str, barrier: Barrier, by: Actor, commands: list[object]) -> list[str]:
    """`done`, or the code of the refusal, of each command."""
    bureau = Bureau.open(path)
    bureau.clock.day = PAY_DAY
    answers = []
    barrier.wait(60)
    for command in commands:
        try:
            bureau.act(command, by=by)  # type: ignore[arg-type]
            answers.append("done")
        except Refusal as refusal:
            answers.append(refusal.code)
    bureau.close()
    return answers


def test_eight_desks_that_approve_at_once_never_beat_a_limit(bureau: Bureau, store_url: str) -> None:
    files = [
        s.training("person-a", certificate_on=f"2024-0{month}-15", occupation=f"4-14-02-0{month}")
        for month in range(1, 9)
    ]
    numbers = [f"350203-2024-{number:06d}" for number in range(1, 9)]
    for file, number in zip(files, numbers, strict=True):
        do(bureau, *acts_of_a_training(file, number)[:4])
    answers = in_processes(store_url, approve, [((number,),) for number in numbers])
    assert Counter(answers) == {"done": 3, "overtaken": 5}
    assert_sound(bureau)
    with bureau.database.reading() as view:
        yearly = [use for use in view.all_uses() if use.limit == limit_key(s.POLICY, "training-yearly")]
    assert len(yearly) == 3


def test_two_desks_that_order_the_same_case_make_one_order(bureau: Bureau, store_url: str) -> None:
    do(bureau, *a_fund(), *acts_of_a_training())
    answers = in_processes(store_url, order, [(WU,), (ZHENG,)])
    assert Counter(answers) == {"done": 1, "payment-in-flight": 1}
    with bureau.executor.repository() as repository:
        assert sum(fund.drawn_fen for fund in repository.funds()) == 3_000_00
    assert_sound(bureau)


def test_what_another_desk_recorded_is_seen_at_once(bureau: Bureau, store_url: str) -> None:
    other = Bureau.open(store_url)
    second = acts_of_a_training(s.training("person-d", "person-e", "person-f"), SECOND)
    do(bureau, *a_fund(3_000_00), *day_by_day(acts_of_a_training(), second))
    do(other, (runs.OrderPayment(applications=(FIRST,)), WU, PAY_DAY))
    with pytest.raises(NotAllowed, match="funds-short"):
        bureau.act(runs.OrderPayment(applications=(SECOND,)), by=WU, on=PAY_DAY)
    do(other, (runs.ReleasePayment(batch=s.BATCH, declined=True), ZHENG, PAY_DAY))
    assert bureau.act(runs.OrderPayment(applications=(SECOND,)), by=WU, on=PAY_DAY).events
    other.close()
    assert_sound(bureau)


# The index of uses


def test_the_index_of_uses_is_freed_by_a_withdrawal(bureau: Bureau) -> None:
    do(bureau, *acts_of_a_training())
    with bureau.database.reading() as view:
        held: list[Use] = list(view.all_uses())
    assert len([use for use in held if use.limit != ACCOUNTS]) == 9
    assert len(held) == 10, "and the account"
    do(bureau, (c.WithdrawApplication(application=FIRST, reason="sealed"), CHEN, PAY_DAY))
    with bureau.database.reading() as view:
        assert list(view.all_uses()) == []
    assert_sound(bureau)


def test_a_clock_of_another_zone_changes_nothing(bureau: Bureau) -> None:
    instant = datetime(2024, 9, 26, 16, 0, tzinfo=UTC)
    late = CommandExecutor(bureau.database, lambda: instant)
    (recorded,) = late.execute(bureau.request(s.training(received_on=ON), by=CHEN)).events
    assert recorded.effective_on == ON
