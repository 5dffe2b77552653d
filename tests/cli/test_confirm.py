"""`bailu proposals` and `bailu confirm`: the second person's answer to proposals of any stream."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from domain.proposals import parse
from store.errors import StoreUnavailable
from tests.cli.application_files import CLOSED, introduction, submitted
from tests.cli.conftest import UNLISTED, Bailu
from tests.cli.payable_cases import FORMS
from usecases.commands.confirm_proposals import Answer, answer_proposals, named_alone

ADD = ("register", "add", "key-enterprises", UNLISTED, "--from", "2023-09-01", "--document", "示1号")
ANOTHER = "91350299XN00000047"
ENTRY = "register-key-enterprises/p2"


def reported(bureau: Bailu) -> str:
    """A case with an open proposal, that a milestone was met; the name of the proposal."""
    (number,) = submitted(bureau, introduction(5), until="closed")
    arguments = (
        "application",
        "milestone",
        number,
        "employed-3-months",
        "--met",
        "--on",
        "2024-04-10",
        "--source",
        "社保",
    )
    assert bureau(*arguments, officer="chen", clock=CLOSED).code == 0
    return f"application-{number}/p1"


def listed(bureau: Bailu, *options: str, officer: str = "gao") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = bureau("proposals", *options, "-o", "json", officer=officer, clock=CLOSED).json
    return rows


def names(bureau: Bailu, *options: str, officer: str = "gao") -> list[str]:
    return [row["proposal"] for row in listed(bureau, *options, officer=officer)]


@pytest.fixture
def both(bureau: Bailu) -> tuple[str, str]:
    """A proposal about a case, and one about a register."""
    about_case = reported(bureau)
    assert bureau(*ADD, officer="lin", clock=CLOSED).code == 0
    return about_case, ENTRY


def test_proposals_of_every_stream_are_listed_with_who_proposed_and_who_confirms(
    bureau: Bailu, both: tuple[str, str]
) -> None:
    about_case, entry = both
    assert [(row["proposal"], row["act"], row["officer"], " ".join(row["roles"])) for row in listed(bureau)] == [
        (about_case, "milestone", "chen", "approver"),
        (entry, "register-entry", "lin", "supervisor"),
    ]
    assert names(bureau, "--mine", officer="huang") == [about_case]
    assert names(bureau, "--mine", officer="xu") == [entry]
    assert names(bureau, "--mine", officer="chen") == []


def test_several_are_confirmed_each_on_its_own_and_refusals_are_reported(bureau: Bailu, both: tuple[str, str]) -> None:
    about_case, entry = both
    ran = bureau("confirm", about_case, entry, "-o", "json", officer="xu", clock=CLOSED)
    assert ran.code == 77
    rows = {row["proposal"]: row for row in json.loads(ran.out)}
    assert rows[about_case]["refused"] == "role-missing"
    assert (rows[entry]["outcome"], rows[entry]["done"]) == ("confirmed", True)
    assert names(bureau) == [about_case]
    assert bureau("confirm", about_case, officer="huang", clock=CLOSED).code == 0
    assert names(bureau) == []


def test_all_is_what_the_officer_may_confirm(bureau: Bailu, both: tuple[str, str]) -> None:
    about_case, entry = both
    assert bureau("confirm", "--all", "--act", "waive", officer="xu", clock=CLOSED).code == 0
    assert names(bureau) == [about_case, entry]
    assert bureau("confirm", "--all", officer="xu", clock=CLOSED).code == 0
    assert names(bureau) == [about_case]
    ran = bureau("confirm", "--all", officer="xu", clock=CLOSED)
    assert (ran.code, "Nothing to do." in ran.err) == (0, True)


def test_a_stream_alone_is_its_only_open_proposal_and_with_every_each_of_them(
    bureau: Bailu, both: tuple[str, str]
) -> None:
    about_case, register = both[0].partition("/")[0], ENTRY.partition("/")[0]
    shown = bureau("confirm", about_case, "--dry-run", officer="huang", clock=CLOSED)
    assert (shown.code, both[0] in shown.err) == (0, True)
    arguments = ("confirm", about_case, "--command-id", str(uuid.uuid4()), "-o", "json")
    assert bureau(*arguments, officer="huang", clock=CLOSED).json["repeated"] is False
    assert bureau(*arguments, officer="huang", clock=CLOSED).json["repeated"] is True
    again = bureau("confirm", about_case, officer="huang", clock=CLOSED)
    assert (again.code, "nothing waits for confirmation" in again.err) == (65, True)
    more = (*ADD[:3], ANOTHER, *ADD[4:])
    assert bureau(*more, officer="lin", clock=CLOSED).code == 0
    assert bureau("confirm", register, officer="xu", clock=CLOSED).code == 65, "two are open"
    assert bureau("confirm", register, "--every", officer="xu", clock=CLOSED).code == 0
    assert names(bureau) == []
    assert bureau("confirm", register, "--every", officer="xu", clock=CLOSED).code == 65


def test_all_leaves_to_who_took_over_what_they_may_confirm(bureau: Bailu, both: tuple[str, str]) -> None:
    about_case, _entry = both
    assert bureau("officer", "hand-over", "huang", "lin", officer="admin", clock=CLOSED).code == 65
    assert bureau.agreed("officer", "grant", "lin", "approver", officer="admin", second="xu", clock=CLOSED).code == 0
    assert bureau("officer", "hand-over", "huang", "lin", officer="admin", clock=CLOSED).code == 0
    assert names(bureau, "--mine", officer="huang") == []
    assert names(bureau, "--mine", officer="lin") == [about_case]
    ran = bureau("confirm", "--all", "--yes", officer="huang", clock=CLOSED)
    assert (ran.code, "Nothing to do." in ran.err) == (0, True)
    assert about_case in names(bureau)
    assert bureau("confirm", "--all", "--yes", officer="lin", clock=CLOSED).code == 0
    assert about_case not in names(bureau)


def test_all_tells_when_the_read_models_may_not_name_all(
    bureau: Bailu, both: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    about_case, entry = both
    assert names(bureau) == [about_case, entry]
    assert bureau(*ADD[:3], ANOTHER, *ADD[4:], officer="lin", clock=CLOSED).code == 0

    def may_not_be_written(*_models: object, **_options: object) -> None:
        raise StoreUnavailable("views-read-only", views="the read models")

    monkeypatch.setattr("usecases.queries.views.catch_up", may_not_be_written)
    ran = bureau("proposals", "-o", "json", officer="gao", clock=CLOSED)
    assert [row["proposal"] for row in ran.json] == [about_case, entry]
    assert "1 behind the log" in ran.err


def test_all_is_narrowed_by_scheme_and_authority(bureau: Bailu, both: tuple[str, str]) -> None:
    for narrowed in (("--scheme", "project-skills-training"), ("--authority", "350205")):
        ran = bureau("confirm", "--all", *narrowed, officer="huang", clock=CLOSED)
        assert (ran.code, "Nothing to do." in ran.err) == (0, True)
    assert bureau("confirm", "--all", "--scheme", "labour-introduction", officer="huang", clock=CLOSED).code == 0
    assert names(bureau) == [ENTRY]


def test_what_is_confirmed_is_shown_first(bureau: Bailu, both: tuple[str, str]) -> None:
    about_case, entry = both
    ran = bureau("confirm", about_case, entry, "--dry-run", officer="huang", clock=CLOSED)
    assert ran.code == 77, "a clerk's entry is a supervisor's to confirm"
    assert "Payable then:" in ran.err
    assert UNLISTED in ran.err
    assert names(bureau) == [about_case, entry]


def test_a_decline_about_an_application_takes_a_reason_and_one_about_a_register_keeps_none(
    bureau: Bailu, both: tuple[str, str]
) -> None:
    about_case, entry = both
    assert bureau("confirm", about_case, "--decline", officer="huang", clock=CLOSED).code == 2
    assert bureau("confirm", entry, "--decline", "--reason", "重复", officer="xu", clock=CLOSED).code == 2
    assert bureau("confirm", entry, "--reason", "重复", officer="xu", clock=CLOSED).code == 2
    assert bureau("confirm", about_case, "--decline", "--reason", "未满三个月", officer="huang", clock=CLOSED).code == 0
    assert bureau("confirm", entry, "--decline", officer="xu", clock=CLOSED).code == 0
    assert names(bureau) == []
    assert "register.proposal-declined.v1" in {event["name"] for event in bureau.log()}


def test_the_same_command_id_is_answered_as_before(bureau: Bailu, both: tuple[str, str]) -> None:
    arguments = ("confirm", both[0], "--command-id", str(uuid.uuid4()), "-o", "json")
    assert bureau(*arguments, officer="huang", clock=CLOSED).json["repeated"] is False
    assert bureau(*arguments, officer="huang", clock=CLOSED).json["repeated"] is True
    again = ("confirm", *both, "--command-id", "no-uuid")
    assert bureau(*again, officer="huang", clock=CLOSED).code == 2


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        ((), 2),
        (("--all", ENTRY), 2),
        ((ENTRY, "--act", "waive"), 2),
        (("--all", "--every"), 2),
        (("p1",), 65),
        (("fund-350200-2024-F001/p1",), 65),
        (("batch-350200-2024-0001/p1",), 66),
        (("batch-350200-2024-0001",), 66),
        (("office/p9",), 66),
        (("log/p9",), 66),
        (("register-key-enterprises/p9",), 66),
        (("application-350203-2024-000009/p1",), 66),
        (("application-350203-2024-000009/p1", "--decline", "--reason", "无"), 66),
    ],
)
def test_what_names_no_proposal_is_refused(bureau: Bailu, argv: tuple[str, ...], code: int) -> None:
    assert bureau("confirm", *argv, officer="xu", clock=CLOSED).code == code


def test_nobody_confirms_their_own(bureau: Bailu, both: tuple[str, str]) -> None:
    bureau.agreed("officer", "grant", "chen", "approver", officer="admin", second="xu", clock=CLOSED)
    ran = bureau("confirm", both[0], officer="chen", clock=CLOSED)
    assert ran.code == 77
    assert names(bureau, "--mine", officer="chen") == []


@pytest.mark.on_sqlite
def test_every_form_is_there_in_both_languages(bureau: Bailu, both: tuple[str, str]) -> None:
    for lang, output in FORMS:
        assert bureau("proposals", "-o", output, "--lang", lang, officer="gao", clock=CLOSED).code == 0
        assert (
            bureau("confirm", *both, "--dry-run", "-o", output, "--lang", lang, officer="xu", clock=CLOSED).code == 77
        )


def test_of_several_names_each_is_what_it_was_before_the_first_was_answered(
    bureau: Bailu, both: tuple[str, str]
) -> None:
    _, entry = both
    stream = entry.partition("/")[0]
    other = (*ADD[:3], ANOTHER, *ADD[4:])
    assert bureau(*other, officer="lin", clock=CLOSED).code == 0
    for order in ((entry, stream), (stream, entry)):
        ran = bureau("confirm", *order, "--dry-run", "-o", "json", officer="xu", clock=CLOSED)
        refused = {row["proposal"]: row["refused"] for row in json.loads(ran.out)}
        assert refused == {entry: None, stream: "proposals-open"}
    bureau("confirm", entry, stream, officer="xu", clock=CLOSED)
    assert names(bureau, "--mine", officer="xu") == [f"{stream}/p3"], "nobody named it"


def test_a_stream_that_is_named_alone_can_be_repeated_under_its_command_id(
    bureau: Bailu, both: tuple[str, str]
) -> None:
    about_case, entry = both
    case, register = about_case.partition("/")[0], entry.partition("/")[0]
    supervisor_too = bureau.agreed(
        "officer", "grant", "huang", "supervisor", officer="admin", second="xu", clock=CLOSED
    )
    assert supervisor_too.code == 0
    said = ("confirm", case, register, "--command-id", str(uuid.uuid4()), "--yes", "-o", "json")
    first = bureau(*said, officer="huang", clock=CLOSED)
    assert [(row["proposal"], row["repeated"]) for row in first.json] == [(about_case, False), (entry, False)]
    size = len(bureau.log())
    again = bureau(*said, officer="huang", clock=CLOSED)
    assert [(row["done"], row["repeated"]) for row in again.json] == [(True, True)] * 2
    assert len(bureau.log()) == size


def test_what_was_shown_is_repeated_under_its_command_id(bureau: Bailu, both: tuple[str, str]) -> None:
    """As on a terminal, where a stream is read as its one proposal before that is shown."""
    _, entry = both
    stream = parse(entry.partition("/")[0])
    answer = Answer(command_id=str(uuid.uuid4()))
    repeated = []
    for _time in range(2):
        session = bureau.session("xu", CLOSED)
        typed = named_alone(session, [stream])
        (answered,) = answer_proposals(session, list(typed), answer, typed)
        session.close()
        repeated.append((answered.refusal, answered.repeated))
    assert repeated == [(None, False), (None, True)]


def test_what_is_answered_is_what_was_shown(bureau: Bailu, both: tuple[str, str]) -> None:
    """A stream is read as the name of its one proposal before that is shown."""
    _, entry = both
    stream = parse(entry.partition("/")[0])
    session = bureau.session("xu", CLOSED)
    typed = named_alone(session, [stream])
    session.close()
    assert typed == {parse(entry): stream}
    assert bureau("confirm", entry, "--decline", officer="xu", clock=CLOSED).code == 0
    assert bureau(*ADD, officer="lin", clock=CLOSED).code == 0
    session = bureau.session("xu", CLOSED)
    (answered,) = answer_proposals(session, list(typed), Answer(), typed)
    session.close()
    assert answered.refusal is not None
    assert answered.refusal.code == "no-such-proposal"


def test_a_register_that_no_edition_has_is_not_there(bureau: Bailu, both: tuple[str, str]) -> None:
    for name in ("register-nosuch", "register-nosuch/p1"):
        ran = bureau("confirm", name, officer="xu", clock=CLOSED)
        assert ran.code == 66
        assert "nosuch" in ran.err


@pytest.mark.parametrize("found_anew", [("--all",), ("register-key-enterprises", "--every")])
def test_a_command_id_goes_with_names(bureau: Bailu, both: tuple[str, str], found_anew: tuple[str, ...]) -> None:
    ran = bureau("confirm", *found_anew, "--command-id", str(uuid.uuid4()), officer="xu", clock=CLOSED)
    assert ran.code == 2
    assert "--command-id goes with names" in ran.err
    assert names(bureau, "--mine", officer="xu") == [ENTRY]
