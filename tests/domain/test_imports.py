"""期初数据: what was settled elsewhere counts here; what nobody wrote down of it leaves later lines open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from domain.application import commands as c
from domain.base import replace
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.entitlement.findings import OwedBy, Value
from domain.imports.events import AbridgedLine, ImportConfirmed, ImportDeclined
from domain.imports.imports import ConfirmImport, ImportLines, TakeBackImport
from domain.office.people import LinkPersons
from domain.office.proposed import ConfirmForOffice
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Meeting, Office
from tests.domain.sample_cases import CHEN, HUANG, JIANG, LIN, SHEN, TRAINING
from tests.domain.test_notices_apart import ON, live

POLICY = s.edition().policy
NUMBER = "350203-2024-0001"
TOLD: dict[str, Value] = {
    "occupation": "6-18-02-04",
    "level": "5",
    "certificate_on": "2024-03-05",
    "certificate_no": "certificate-a",
    "certificate_kind": "completion",
    "certificate_issuer": "issuer",
}
"""A line of which everything was written down that limits compare."""


def edition() -> Edition:
    """The notice, by which nobody is paid without a certificate."""
    scheme = s.edition().schemes[TRAINING]
    asked = replace(scheme.line_facts, required=(*scheme.line_facts.required, "certificate_no"))
    return replace(s.edition(), schemes={**s.edition().schemes, TRAINING: replace(scheme, line_facts=asked)})


def settled(line: int = 1, person: str = "person-a", *, without: tuple[str, ...] = (), **facts: Any) -> AbridgedLine:
    stated = {name: value for name, value in {**TOLD, **facts}.items() if name not in without}
    certificate = stated.get("certificate_no")
    return AbridgedLine(
        line=line,
        settled_on=date(2024, 4, 1),
        amount_fen=1000_00,
        facts=stated,
        applicant=s.TRAINER,
        applicant_kind="organisation",
        number=f"旧-{line}",
        person=person,
        certificate=None if certificate is None else str(certificate),
    )


def bringing(*lines: AbridgedLine, scheme: str = TRAINING, **other: Any) -> ImportLines:
    content = {"sha256": "0" * 64, "body": "厦门市劳动就业中心", "document": "移交〔2024〕1号", **other}
    return ImportLines(authority=s.SIMING, policy=POLICY, scheme=scheme, lines=lines, **content)


def office(*lines: AbridgedLine) -> Office:
    """With these lines brought in and confirmed."""
    one = Office(edition())
    one.execute(bringing(*lines), LIN, ON)
    one.execute(ConfirmImport(number=NUMBER, proposal=None), HUANG, ON)
    return one


def claimed(person: str = "person-a", **facts: Value) -> c.SubmitApplication:
    """An application by the same facts, unless others are given."""
    stated = {**TOLD, **facts}
    file = s.training(person, **stated)
    return replace(file, lines=tuple(replace(line, certificate=str(stated["certificate_no"])) for line in file.lines))


def findings(one: Office, file: c.SubmitApplication) -> Mapping[str, tuple[str, str, object]]:
    """By limit: the outcome, its code, and who is named."""
    return {
        part.finding.condition: (part.finding.outcome.value, part.finding.code, part.finding.values.get("earlier"))
        for part in live(one, file).line_findings
    }


EARLIER = f"import-{NUMBER}/1 (2024-03-05)"
UNDATED = f"import-{NUMBER}/1 (2024-04-01)"
REACHED, OPEN = ("not_met", "limit-reached"), ("met", "limit-open")
POSSIBLE = ("unclear", "limit-possibly-used")


def test_what_was_settled_elsewhere_is_cited_line_by_line() -> None:
    given = findings(office(settled()), claimed(certificate_no="certificate-b"))
    assert given["training-no-repeat"] == (*REACHED, EARLIER)
    assert given["training-yearly"][:2] == OPEN
    assert given["certificate-once"][:2] == OPEN


@pytest.mark.parametrize(
    ("left_out", "claim", "limit", "expected"),
    [
        # What is left out, what the later line states otherwise, and what the limit that compares it then says.
        ((), {}, "certificate-once", (*REACHED, EARLIER)),
        ((), {"certificate_issuer": "another"}, "certificate-once", (*OPEN, None)),
        ((), {"occupation": "4-14-01-01"}, "training-no-repeat", (*OPEN, None)),
        (("occupation",), {}, "training-no-repeat", (*POSSIBLE, EARLIER)),
        (("occupation",), {"occupation": "4-14-01-01"}, "training-no-repeat", (*POSSIBLE, EARLIER)),
        (("occupation",), {"level": "4"}, "training-no-repeat", (*OPEN, None)),
        (("level",), {}, "training-no-repeat", (*POSSIBLE, EARLIER)),
        (("level",), {"occupation": "4-14-01-01"}, "training-no-repeat", (*OPEN, None)),
        (("level", "occupation"), {"occupation": "4-14-01-01"}, "training-no-repeat", (*POSSIBLE, EARLIER)),
        (("certificate_no",), {"certificate_no": "another"}, "certificate-once", (*POSSIBLE, EARLIER)),
        (("certificate_issuer",), {"certificate_issuer": "another"}, "certificate-once", (*POSSIBLE, EARLIER)),
        (("certificate_kind",), {}, "certificate-once", (*POSSIBLE, EARLIER)),
        (("certificate_no",), {}, "training-no-repeat", (*REACHED, EARLIER)),
        (("certificate_on",), {}, "training-no-repeat", (*REACHED, UNDATED)),
        (("certificate_on",), {}, "training-yearly", (*OPEN, None)),
    ],
)
def test_what_is_left_out_of_it_is_possible_and_never_out(
    left_out: tuple[str, ...], claim: dict[str, Value], limit: str, expected: tuple[str, str, object]
) -> None:
    assert findings(office(settled(without=left_out)), claimed(**claim))[limit] == expected


def test_of_somebody_else_nothing_is_known() -> None:
    without = ("occupation", "level", "certificate_no", "certificate_on")
    given = findings(office(settled(without=without)), claimed("person-b"))
    assert {given[limit][0] for limit in ("training-no-repeat", "training-yearly", "certificate-once")} == {"met"}


def test_uses_of_a_year_that_nobody_wrote_down_may_be_of_any() -> None:
    dated = [settled(number, certificate_no=f"c{number}", occupation=f"o{number}") for number in (1, 2, 3)]
    undated = [
        replace(line, facts={fact: value for fact, value in line.facts.items() if fact != "certificate_on"})
        for line in dated
    ]
    later, before = (
        claimed(certificate_no="new", certificate_on=day, occupation="o4") for day in ("2024-05-06", "2023-12-31")
    )
    assert findings(office(*dated), later)["training-yearly"][:2] == REACHED
    assert findings(office(*dated), before)["training-yearly"][:2] == OPEN
    assert findings(office(*undated), later)["training-yearly"][:2] == POSSIBLE
    assert findings(office(*undated), before)["training-yearly"][:2] == POSSIBLE
    assert findings(office(*dated[:2], undated[2]), later)["training-yearly"][:2] == POSSIBLE
    assert findings(office(*undated[:2]), later)["training-yearly"][:2] == OPEN


def test_nobody_writes_themselves_into_a_possible_use() -> None:
    """What an applicant writes is folded: the mark of what is not stated cannot be declared."""
    one = Office(edition())
    assert live(one, claimed(occupation="*")).eligible
    assert findings(one, claimed(certificate_no="b", occupation="4-14-01-01"))["training-no-repeat"][:2] == OPEN
    assert findings(one, claimed(certificate_no="c", occupation="*"))["training-no-repeat"][:2] == REACHED


def test_until_it_is_confirmed_it_counts_nowhere() -> None:
    one = Office(edition())
    one.execute(bringing(settled()), LIN, ON)
    assert findings(one, claimed("person-b"))["certificate-once"][:2] == OPEN
    assert not list(one.imports[NUMBER].indexed_uses)
    one.execute(ConfirmImport(number=NUMBER, proposal=None, declined=True), HUANG, ON)
    assert findings(one, claimed())["training-no-repeat"][:2] == OPEN
    assert one.imports[NUMBER].declined


def test_two_people_bring_it_in() -> None:
    one = Office(edition())
    meeting = Meeting(one)
    meeting.when(bringing(settled()), by=CHEN, on=ON).not_permitted("role-missing")
    one.execute(bringing(settled()), LIN, ON)
    meeting.when(ConfirmImport(number=NUMBER, proposal="p1"), by=LIN, on=ON).not_permitted("role-missing")
    (event,) = meeting.when(ConfirmImport(number=NUMBER, proposal="p1"), by=HUANG, on=ON).events
    assert isinstance(event, ImportConfirmed)
    assert {use.limit for use in event.uses} == {"training-yearly", "training-no-repeat", "certificate-once"}
    declined = meeting.when(ConfirmImport(number=NUMBER, proposal="p1", declined=True), by=HUANG, on=ON)
    declined.then(ImportDeclined(proposal="p1"))
    meeting.when(ConfirmImport(number="350203-2024-0002", proposal="p1"), by=HUANG, on=ON).no_such_thing(
        "no-such-import"
    )


def test_the_same_file_or_line_is_brought_in_once() -> None:
    meeting = Meeting(office(settled()))
    meeting.when(bringing(settled()), by=LIN, on=ON).declined("imported-already", number=f"import-{NUMBER}")
    other = bringing(settled(), sha256="1" * 64)
    meeting.when(other, by=LIN, on=ON).declined("line-imported", number="旧-1", earlier=f"import-{NUMBER}/1")
    elsewhere = bringing(replace(settled(), number=None), sha256="1" * 64, body="另一单位")
    meeting.when(elsewhere, by=LIN, on=ON).declined("line-counted", line=1, earlier=f"import-{NUMBER}/1")
    assert meeting.when(bringing(settled(certificate_no="c"), sha256="1" * 64, body="另一单位"), by=LIN, on=ON).events


def test_what_was_declined_may_be_brought_in_again() -> None:
    one = Office(edition())
    one.execute(bringing(settled()), LIN, ON)
    one.execute(ConfirmImport(number=NUMBER, proposal=None, declined=True), HUANG, ON)
    assert list(Meeting(one).when(bringing(settled()), by=LIN, on=ON).decision) == ["import-350203-2024-0002"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (bringing(scheme="no-such-scheme"), "no-such-scheme"),
        (bringing(), "nothing-to-import"),
        (bringing(replace(settled(), settled_on=date(2099, 1, 1))), "in-the-future"),
        # A base that its row does not name: no limit can tell which one it was.
        (bringing(replace(settled(), facts={}, person=None), scheme="guidance-base"), "not-countable"),
    ],
)
def test_what_cannot_be_counted_is_not_brought_in(command: ImportLines, code: str) -> None:
    Meeting(Office(edition())).when(command, by=LIN, on=ON).declined(code)


def test_what_is_possible_the_office_finds_out() -> None:
    one = office(settled(without=("occupation",)))
    assessed = live(one, claimed(certificate_no="b"))
    (finding,) = [part.finding for part in assessed.line_findings if part.finding.condition == "training-no-repeat"]
    assert finding.owed_by is OwedBy.OFFICE
    assert assessed.undecided
    assert not assessed.awards


def test_the_uses_are_a_pure_function_of_the_events() -> None:
    one = office(settled(), settled(2, "person-b", without=("certificate_no",)))
    indexed = one.imports[NUMBER].indexed_uses
    counted = {(use.limit, use.subject, use.line) for use in indexed}
    assert (f"{POLICY}/certificate-once", "certificate-a", 1) in counted
    assert (f"{POLICY}/certificate-once", "person-b", 2) in counted
    assert all(isinstance(use, Use) and use.application == f"import-{NUMBER}" for use in indexed)


def taking_back(number: str = NUMBER) -> TakeBackImport:
    return TakeBackImport(number=number, document="厦就业更〔2024〕2号")


def test_what_was_wrong_is_taken_back_by_two_and_brought_in_again_with_what_was_left_out() -> None:
    one = office(settled(without=("occupation",)))
    file = claimed(certificate_no="b", occupation="4-14-01-01")
    assert findings(one, file)["training-no-repeat"][:2] == POSSIBLE
    meeting = Meeting(one)
    meeting.when(taking_back(), by=CHEN, on=ON).not_permitted("role-missing")
    one.execute(taking_back(), LIN, ON)
    assert one.imports[NUMBER].counted
    meeting.when(taking_back(), by=LIN, on=ON).declined("import-waits")
    meeting.when(ConfirmImport(number=NUMBER, proposal=None), by=LIN, on=ON).not_permitted("role-missing")
    one.execute(ConfirmImport(number=NUMBER, proposal=None), HUANG, ON)
    assert not one.imports[NUMBER].indexed_uses
    meeting.when(taking_back(), by=LIN, on=ON).declined("import-not-counted")
    one.execute(bringing(settled(), sha256="1" * 64), LIN, ON)
    one.execute(ConfirmImport(number="350203-2024-0002", proposal=None), HUANG, ON)
    assert findings(one, file)["training-no-repeat"][:2] == OPEN


def test_a_taking_back_that_is_declined_leaves_everything_as_it_was() -> None:
    one = office(settled())
    one.execute(taking_back(), LIN, ON)
    one.execute(ConfirmImport(number=NUMBER, proposal="p2", declined=True), HUANG, ON)
    assert findings(one, claimed(certificate_no="b"))["training-no-repeat"][:2] == REACHED
    one.execute(taking_back(), LIN, ON)


@pytest.mark.parametrize("declined", [False, True])
def test_what_is_not_counted_is_not_taken_back(declined: bool) -> None:
    one = Office(edition())
    one.execute(bringing(settled()), LIN, ON)
    if declined:
        one.execute(ConfirmImport(number=NUMBER, proposal=None, declined=True), HUANG, ON)
    Meeting(one).when(taking_back(), by=LIN, on=ON).declined("import-not-counted")


def test_a_line_that_we_decided_ourselves_is_not_brought_in_as_well() -> None:
    """Seen before: a list with our own paid line was confirmed, and the next revision took the award away."""
    one = Office(edition())
    assert live(one, claimed()).eligible
    Meeting(one).when(bringing(settled()), by=LIN, on=ON).declined("line-counted", earlier="350203-2024-000001/1")
    assert Meeting(one).when(bringing(settled(occupation="4-14-01-01")), by=LIN, on=ON).events


def test_between_proposal_and_confirmation_it_may_have_been_counted() -> None:
    one = Office(edition())
    one.execute(bringing(settled()), LIN, ON)
    one.execute(bringing(replace(settled(), number=None), sha256="1" * 64), LIN, ON)
    one.execute(ConfirmImport(number=NUMBER, proposal=None), HUANG, ON)
    second = ConfirmImport(number="350203-2024-0002", proposal=None)
    Meeting(one).when(second, by=HUANG, on=ON).declined("line-counted")


@pytest.mark.parametrize("left_out", [(), ("level",), ("occupation",), ("level", "occupation", "certificate_on")])
def test_overlapping_lists_count_a_line_once_however_much_each_of_them_leaves_out(left_out: tuple[str, ...]) -> None:
    """Seen before: the second list had the level, and two trainings counted four times."""
    for first, second in ((left_out, ()), ((), left_out)):
        one = office(replace(settled(without=first), number=None))
        again = bringing(replace(settled(without=second), number="旧-9"), sha256="1" * 64)
        Meeting(one).when(again, by=LIN, on=ON).declined("line-counted", earlier=f"import-{NUMBER}/1")


def test_two_numbers_of_one_body_are_two_lines() -> None:
    bare = settled(without=("level", "occupation", "certificate_no"))
    one = office(bare)
    other = bringing(replace(bare, number="旧-2"), sha256="1" * 64)
    assert Meeting(one).when(other, by=LIN, on=ON).events
    more = bringing(replace(bare, number=None, amount_fen=500_00), sha256="1" * 64)
    assert Meeting(one).when(more, by=LIN, on=ON).events, "another amount is another line"


def test_somebody_under_two_documents_is_one_there_too() -> None:
    one = office(settled())
    one.execute(LinkPersons(person="person-a", other="person-z", document="…"), SHEN, ON)
    one.execute(ConfirmForOffice(proposal=None), JIANG, ON)
    again = bringing(replace(settled(person="person-z"), number=None), sha256="1" * 64)
    Meeting(one).when(again, by=LIN, on=ON).declined("line-counted", earlier=f"import-{NUMBER}/1")


def test_a_certificate_of_which_nobody_wrote_the_number_counts_also_where_none_is_required() -> None:
    """Seen before: certificates are asked for, and not required, in three schemes of the notice."""
    one = Office(s.edition())
    one.execute(bringing(settled(without=("certificate_no",))), LIN, ON)
    one.execute(ConfirmImport(number=NUMBER, proposal=None), HUANG, ON)
    given = findings(one, claimed(occupation="4-14-01-01"))
    assert given["certificate-once"] == (*POSSIBLE, EARLIER)


def test_a_limit_that_was_renamed_knows_what_is_possible() -> None:
    one = office(settled(without=("certificate_no",)))
    again = edition()
    renamed = replace(again.limits["certificate-once"], id="certificate-new", also=("certificate-once",))
    scheme = again.schemes[TRAINING]
    limits = tuple(renamed if limit.id == "certificate-once" else limit for limit in scheme.limits)
    one.by_policy[POLICY] = one.edition = replace(
        again, limits={**again.limits, renamed.id: renamed}, schemes={TRAINING: replace(scheme, limits=limits)}
    )
    assert findings(one, claimed(occupation="4-14-01-01"))["certificate-new"][:2] == POSSIBLE
