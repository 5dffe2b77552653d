"""By the administrator with his own key and the database in hand.

What he may do lawfully, nearly everything as long as one human is enough, is in `tests/audit/test_campaign.py`.
"""

from __future__ import annotations

from typing import Any

from tests.audit.campaign.by_officers import ATTACHED, do, kind
from tests.audit.campaign.kinds import ADMINISTRATOR
from tests.audit.campaign.lines import changed, with_another_digit, with_data
from tests.audit.campaign.workbench import NewEvent, Workbench
from tests.domain import sample_cases as s
from tests.domain.keys import Key

YE = (s.YE.officer, Key(s.YE.officer))
WEAK = ("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
"""Of order 1 and 4: under the first, one constant signature holds for every message."""


def member(**key: str) -> dict[str, str]:
    return {"scheme": "ed25519-v1", "public_key": Key("guest").public_key, "made_by": "officer", **key}


def enrolment(officer: str = "guest", *, stream: str = "", **key: str) -> NewEvent:
    members: dict[str, Any] = {
        "officer": officer,
        "sealed": "…",
        "roles": ["clerk"],
        "authority": s.CITY,
        "key": member(**key),
    }
    return stream or f"officer-{officer}", "officer.enrolled.v1", members


def one_of(name: str, *events: NewEvent, gap: str = "") -> None:
    """A kind that is one command at the end, any of these."""

    def forge(bench: Workbench, officer: str, key: Key) -> None:
        do(bench, officer, key, bench.random.choice(events))

    kind(name, ADMINISTRATOR, by=YE, gap=gap)(forge)


one_of("a key of small order enrolled", *(enrolment(public_key=key) for key in WEAK))
one_of(
    "a key enrolled twice", *(enrolment(public_key=Key(one).public_key) for one in ("chen-jing", "lin-mei", "ye-qing"))
)
one_of("a key of another scheme", *(enrolment(scheme=one) for one in ("rsa-v1", "", "ed25519-v2")))
one_of("a key in another spelling", enrolment(public_key=Key("guest").public_key + "\n"), enrolment(public_key="AAAA"))
one_of("an officer enrolled twice", enrolment("chen-jing"), enrolment("guo-rui"), enrolment("ye-qing"))
one_of("an enrolment in another officer's stream", enrolment(stream="officer-x"), enrolment("x", stream="officer-y"))
one_of(
    "a role of one's own",
    ("officer-ye-qing", "officer.role-granted.v1", {"role": "finance"}),
    ("officer-ye-qing", "officer.role-revoked.v1", {"role": "administrator"}),
    ("officer-ye-qing", "officer.suspended.v1", {}),
)
one_of(
    "work on cases and money",
    ATTACHED,
    ("fund-350203-central-x-2024", "fund.opened.v1", {"holder": s.SIMING}),
    ("register-guidance-bases", "register.proposal-confirmed.v1", {"proposal": "p2"}),
    ("people", "people.linked.v1", {}),
)
one_of(
    "an officer rotated to a key of small order",
    *(("officer-xu-an", "officer.key-rotated.v1", {"key": member(public_key=key)}) for key in WEAK),
)
one_of(
    "roles that exclude each other",
    ("officer-wu-yan", "officer.role-granted.v1", {"role": "administrator"}),
    ("officer-cai-ning", "officer.role-granted.v1", {"role": "approver"}),
)
one_of(
    "a role that there is not",
    ("officer-wu-yan", "officer.role-granted.v1", {"role": "mayor"}),
)
one_of(
    "an event about an officer who is not enrolled",
    ("officer-nobody", "officer.role-granted.v1", {"role": "clerk"}),
    ("officer-nobody", "officer.suspended.v1", {}),
)


@kind("the log opened once more", ADMINISTRATOR, by=YE)
def opened_again(bench: Workbench, officer: str, key: Key) -> None:
    first = with_data(bench.commits[0].lines[0], authority=s.SIMING)
    do(bench, officer, key, ("log", "log.opened.v1", {}), enrolment())
    bench.commits[-1].lines[0] = changed(first, version=2, command_id="00000000-0000-4000-8000-000000000002")
    bench.renumber()
    bench.sign({officer: key}, [bench.commits[-1]])


@kind("the opening changed, all of one's own signed anew", ADMINISTRATOR, by=YE)
def another_opening(bench: Workbench, officer: str, key: Key) -> None:
    lines = bench.commits[0].lines
    at = bench.random.randrange(2)
    lines[at] = with_another_digit(lines[at], bench.random)
    bench.renumber()
    bench.sign({officer: key})


@kind("an enrolment taken out or changed, all of one's own signed anew", ADMINISTRATOR, by=YE)
def another_enrolment(bench: Workbench, officer: str, key: Key) -> None:
    at = bench.choose(lambda commit: commit.names == ["officer.enrolled.v1"])
    if bench.random.random() < 0.5:
        del bench.commits[at]
    else:
        bench.commits[at].lines = [with_data(line, roles=["administrator"]) for line in bench.commits[at].lines]
    bench.renumber()
    bench.sign({officer: key})


@kind("a suspension taken out, all of one's own signed anew", ADMINISTRATOR, by=YE)
def suspension_taken_out(bench: Workbench, officer: str, key: Key) -> None:
    del bench.commits[bench.with_event("officer.suspended.v1")]
    bench.renumber()
    bench.sign({officer: key})


@kind("an own rotation with a command behind it, in one commit", ADMINISTRATOR, by=YE)
def rotation_with_more(bench: Workbench, officer: str, key: Key) -> None:
    fresh = member(public_key=Key("ye again").public_key)
    rotation = bench.append(officer, (f"officer-{officer}", "officer.key-rotated.v1", {"key": fresh}), key=key)
    more = bench.append(officer, enrolment(), key=key)
    rotation.lines += more.lines
    bench.commits.pop()
    bench.sign({officer: bench.random.choice([key, Key("ye again")])}, [rotation])


@kind("an officer enrolled and at work in one commit", ADMINISTRATOR, by=YE)
def enrolled_and_at_work(bench: Workbench, officer: str, key: Key) -> None:
    enrolled = bench.append(officer, enrolment(), key=key)
    work = bench.append("guest", ATTACHED)
    enrolled.lines += work.lines
    bench.commits.pop()
    bench.sign({officer: key}, [enrolled])


@kind("a rotation of another's key, with their commits from before signed anew", ADMINISTRATOR, by=YE)
def rotated_backwards(bench: Workbench, officer: str, key: Key) -> None:
    """The key that he gave them counts from then on, and not for what they had signed."""
    fresh = Key("of the administrator's making")
    rotation = ("officer-wu-yan", "officer.key-rotated.v1", {"key": member(public_key=fresh.public_key)})
    do(bench, officer, key, rotation)
    earlier = bench.commits[bench.by("wu-yan")]
    earlier.lines = [with_another_digit(line, bench.random) for line in earlier.lines]
    bench.sign({"wu-yan": fresh, officer: key})
