"""By the administrator with his own key and the database in hand: what he does alone takes another person.

What he may do lawfully, and what only a noted head shows, is in `tests/audit/campaign/lawful.py`.
"""

from __future__ import annotations

from audit.merkle import Frontier
from tests.audit.campaign.by_hand import TEN_BILLION
from tests.audit.campaign.by_officers import ATTACHED, do, kind
from tests.audit.campaign.kinds import ADMINISTRATOR
from tests.audit.campaign.lines import members_of, with_another_digit, with_data
from tests.audit.campaign.prepared import GUO
from tests.audit.campaign.rights import ENROLMENT_PROPOSED, confirmed, enrols, guest, replaced, second_guest
from tests.audit.campaign.workbench import NewEvent, Workbench
from tests.audit.log_book import OF_THE_OFFICE, confirmation, deputy, grant, lost_key, proposal, rotation
from tests.domain import sample_cases as s
from tests.domain.keys import Key

YE = (s.YE.officer, Key(s.YE.officer))
JIANG, WU = s.JIANG.officer, s.WU.officer
OWN = Key("of the administrator's making")
WEAK = ("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
"""Of order 1 and 4: under the first, one constant signature holds for every message."""
GIVEN = (
    guest(),
    guest("administrator"),
    grant("chen-jing", "approver"),
    grant(GUO.officer, "clerk"),
    replaced(WU, OWN),
)
"""Rights that he would like somebody to have."""
DEPUTIES = (
    deputy("chen-jing", "lin-mei", "assessor"),
    deputy(s.YE.officer, WU, "finance"),
    deputy(GUO.officer, s.XU.officer, "supervisor"),
)


def own_key(**key: str | None) -> NewEvent:
    return rotation(s.YE.officer, Key("ye again"), **{**OF_THE_OFFICE, **key})


def one_of(name: str, *events: NewEvent) -> None:
    """A kind that is one command at the end, any of these."""

    def forge(bench: Workbench, officer: str, key: Key) -> None:
        do(bench, officer, key, bench.random.choice(events))

    kind(name, ADMINISTRATOR, by=YE)(forge)


one_of("a right given alone", *GIVEN)
one_of("a second administrator enrolled", second_guest("administrator"), second_guest(), guest("administrator"))
one_of("somebody enrolled alone who works on cases", second_guest("clerk"), second_guest("approver"))
one_of("another's key rotated as if it were his own", rotation(WU, OWN, **OF_THE_OFFICE))
one_of("his key rotated to one of small order", *(own_key(public_key=key) for key in WEAK))
one_of(
    "his key rotated to one that is enrolled",
    *(own_key(public_key=Key(one).public_key) for one in ("chen-jing", "lin-mei", "ye-qing")),
)
one_of("his key rotated to one of another scheme", *(own_key(scheme=one) for one in ("rsa-v1", "", "ed25519-v2")))
one_of("his key rotated to another spelling", own_key(public_key=OWN.public_key + "\n"), own_key(public_key="AAAA"))
one_of("his key rotated without its proof", own_key(made_by="officer"), own_key(proof="c2lnbmVk"))
one_of("somebody who stands in for another, by him alone", *DEPUTIES)
one_of(
    "a lost key of who does not exist, or of his own",
    *(lost_key(one) for one in ("nobody", "ye-qing")),
)
one_of("an officer enrolled twice", *(second_guest(officer=one) for one in ("chen-jing", "guo-rui", "ye-qing")))
one_of("an enrolment in another officer's stream", ("officer-x", *second_guest()[1:]), ("officer-y", *guest()[1:]))
one_of(
    "a right of his own",
    proposal("p99", grant("ye-qing", "finance")),
    ("officer-ye-qing", "officer.role-revoked.v1", {"role": "administrator"}),
    ("officer-ye-qing", "officer.suspended.v1", {}),
)
one_of(
    "work on cases and money",
    ATTACHED,
    ("office", "office.fund-proposed.v1", {"proposal": "p99", **TEN_BILLION}),
    ("office", "office.link-proposed.v1", {"proposal": "p99"}),
    ("register-guidance-bases", "register.proposal-confirmed.v1", {"proposal": "p2"}),
)
one_of(
    "an event about an officer who is not enrolled",
    ("officer-nobody", "officer.role-revoked.v1", {"role": "clerk"}),
    ("officer-nobody", "officer.suspended.v1", {}),
)


@kind("a proposal of his own confirmed", ADMINISTRATOR, by=YE)
def own_proposal(bench: Workbench, officer: str, key: Key) -> None:
    event = bench.random.choice(GIVEN)
    do(bench, officer, key, proposal("p99", event))
    do(bench, officer, key, confirmation("p99", event), event)


@kind("a proposal that waits for another confirmed", ADMINISTRATOR, by=YE)
def waiting_proposal(bench: Workbench, officer: str, key: Key) -> None:
    do(bench, officer, key, *confirmed(bench, ENROLMENT_PROPOSED))


@kind("a proposal of his own confirmed in the name of the second person", ADMINISTRATOR, by=YE)
def in_the_name_of_the_second(bench: Workbench, officer: str, key: Key) -> None:
    event = bench.random.choice(GIVEN)
    do(bench, officer, key, proposal("p99", event))
    commit = do(bench, JIANG, key, confirmation("p99", event), event)
    if bench.random.random() < 0.5:
        commit.public_key = Key(JIANG).raw


@kind("a proposal of his own confirmed by an authority above that he made up", ADMINISTRATOR, by=YE)
def by_a_made_up_authority(bench: Workbench, officer: str, key: Key) -> None:
    event, above = bench.random.choice(GIVEN), "authority-350200"
    do(bench, officer, key, proposal("p99", event))
    do(bench, above, Key(above), confirmation("p99", event), event)


@kind("a proposal of his own with other roles, all of his own signed anew", ADMINISTRATOR, by=YE)
def another_proposal(bench: Workbench, officer: str, key: Key) -> None:
    commit = bench.commits[bench.choose(lambda commit: commit.names == [ENROLMENT_PROPOSED])]
    commit.lines = [with_data(line, roles=["administrator"]) for line in commit.lines]
    bench.sign({officer: key})


@kind("an officer's key replaced by one of his own, and a fund of ten billion opened with it", ADMINISTRATOR, by=YE)
def in_the_name_of_another(bench: Workbench, officer: str, key: Key) -> None:
    do(bench, officer, key, replaced(WU, OWN))
    do(bench, WU, OWN, ("office", "office.fund-proposed.v1", {"proposal": "p99", **TEN_BILLION}))


@kind("everybody else's key reported lost, and somebody enrolled alone", ADMINISTRATOR, by=YE)
def all_keys_lost(bench: Workbench, officer: str, key: Key) -> None:
    for other in (JIANG, s.XU.officer, "ma-li"):
        do(bench, officer, key, lost_key(other))
    do(bench, officer, key, second_guest())


@kind("a deputyship of his own making confirmed, by him or by nobody", ADMINISTRATOR, by=YE)
def own_deputy(bench: Workbench, officer: str, key: Key) -> None:
    event = bench.random.choice(DEPUTIES)
    do(bench, officer, key, proposal("p99", event))
    do(bench, officer, key, *((confirmation("p99", event),) if bench.random.random() < 0.5 else ()), event)


@kind("everybody else suspended, and somebody enrolled alone", ADMINISTRATOR, by=YE)
def alone_again(bench: Workbench, officer: str, key: Key) -> None:
    for other in (JIANG, s.XU.officer, "ma-li"):
        do(bench, officer, key, (f"officer-{other}", "officer.suspended.v1", {}))
    do(bench, officer, key, second_guest())


@kind("the log continued from a copy, and somebody enrolled alone", ADMINISTRATOR, by=YE)
def restored(bench: Workbench, officer: str, key: Key) -> None:
    size, root = len(bench.lines), Frontier().extend(bench.lines).root().hex()
    told = {"log": f"{bench.random.random()}", "size": size, "root": root, "taken_at": None, "numbers": {}}
    do(bench, officer, key, ("log", "log.restored.v1", told))
    do(bench, officer, key, second_guest())


@kind("the log opened once more", ADMINISTRATOR, by=YE)
def opened_again(bench: Workbench, officer: str, key: Key) -> None:
    first = members_of(bench.commits[0].lines[0])["data"]
    do(bench, officer, key, ("log", "log.opened.v1", {**first, "authority": s.SIMING}), guest("administrator"))


@kind("the opening changed, all of one's own signed anew", ADMINISTRATOR, by=YE)
def another_opening(bench: Workbench, officer: str, key: Key) -> None:
    lines = bench.commits[0].lines
    at = bench.random.randrange(2)
    lines[at] = with_another_digit(lines[at], bench.random)
    bench.renumber()
    bench.sign({officer: key})


@kind("an enrolment taken out or changed, all of one's own signed anew", ADMINISTRATOR, by=YE)
def another_enrolment(bench: Workbench, officer: str, key: Key) -> None:
    at = bench.choose(enrols)
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
    rotated = bench.append(officer, own_key(), key=key)
    more = bench.append(officer, proposal("p99", guest()), key=key)
    rotated.lines += more.lines
    bench.commits.pop()
    bench.sign({officer: bench.random.choice([key, Key("ye again")])}, [rotated])


@kind("an officer enrolled and at work in one commit", ADMINISTRATOR, by=YE)
def enrolled_and_at_work(bench: Workbench, officer: str, key: Key) -> None:
    enrolled = bench.append(officer, second_guest(), key=key)
    work = bench.append("guest", ATTACHED)
    enrolled.lines += work.lines
    bench.commits.pop()
    bench.sign({officer: key}, [enrolled])


@kind("another's key replaced, with their commits from before signed anew", ADMINISTRATOR, by=YE)
def replaced_backwards(bench: Workbench, officer: str, key: Key) -> None:
    """The key that he gave them counts from then on, and not for what they had signed."""
    do(bench, officer, key, replaced(WU, OWN))
    earlier = bench.commits[bench.by(WU)]
    earlier.lines = [with_another_digit(line, bench.random) for line in earlier.lines]
    bench.sign({WU: OWN, officer: key})
