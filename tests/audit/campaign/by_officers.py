"""By an officer with the key of their own and the database in hand: own commits are signed anew, and own commands made.

What an officer's key may do lawfully is in `tests/audit/test_campaign.py`, each in a test that says so.
"""

from __future__ import annotations

from collections.abc import Callable

from audit.key_requests import ROTATE
from domain.base import ACTS, EVENTS
from domain.shapes.table import table
from tests.audit.campaign.kinds import APPROVER, ASSESSOR, CLERK, FINANCE, SUPERVISOR, Target
from tests.audit.campaign.kinds import kind as kind_of
from tests.audit.campaign.lines import changed, members_of, with_a_key_repeated, with_another_digit
from tests.audit.campaign.prepared import GUO, OPEN_BATCH, OPEN_REGISTER, OTHER_CASE, ROTATED
from tests.audit.campaign.rights import ENROLMENT_PROPOSED, enrols, guest, replaced, second_guest
from tests.audit.campaign.workbench import NewEvent, Signed, Workbench, neighbours
from tests.audit.log_book import OF_THE_OFFICE, grant, key_member, proposal, rotation
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.keys import Key

KEYS = {
    CLERK: (s.CHEN.officer, Key(s.CHEN.officer)),
    ASSESSOR: (s.LIN.officer, Key(ROTATED)),
    APPROVER: (s.HUANG.officer, Key(s.HUANG.officer)),
    FINANCE: (s.WU.officer, Key(s.WU.officer)),
    SUPERVISOR: (s.XU.officer, Key(s.XU.officer)),
}
FIRST, SECOND, OTHER = (f"application-{number}" for number in (s.FIRST, t.SECOND, OTHER_CASE))
BATCH = f"batch-{OPEN_BATCH}"
REGISTER = f"register-{OPEN_REGISTER}"
EVERYBODY = tuple(KEYS)
ATTACHED = (FIRST, "application.documents-attached.v1", {"documents": []})

Forgery = Callable[[Workbench, str, Key], None]


def kind(name: str, *holders: str, by: tuple[str, Key] | None = None, gap: str = "") -> Callable[[Forgery], Forgery]:
    """Enter it for each holder; `by` is an officer of that role other than the usual one."""

    def enter(forge: Forgery) -> Forgery:
        for holder in holders:
            officer, key = by or KEYS[holder]
            kind_of(name, holder, gap=gap)(_tamper(forge, officer, key))
        return forge

    return enter


def _tamper(forge: Forgery, officer: str, key: Key) -> Callable[[Target], None]:
    def tamper(target: Target) -> None:
        forge(target.bench, officer, key)
        target.bench.put_back()

    return tamper


def do(bench: Workbench, officer: str, key: Key, *events: NewEvent) -> Signed:
    """One command at the end, signed."""
    commit = bench.append(officer, *events, key=key)
    bench.sign({officer: key}, [commit])
    return commit


# Every officer


@kind("a commit of one's own with another digit, all of one's own signed anew", *EVERYBODY)
def own_commit_edited(bench: Workbench, officer: str, key: Key) -> None:
    commit = bench.commits[_own(bench, officer, key)]
    commit.lines = [with_another_digit(line, bench.random) for line in commit.lines]
    bench.sign({officer: key})


@kind("a commit of one's own taken out, all of one's own signed anew", *EVERYBODY)
def own_commit_taken_out(bench: Workbench, officer: str, key: Key) -> None:
    del bench.commits[_own(bench, officer, key)]
    bench.renumber()
    bench.sign({officer: key})


@kind("somebody else's commit edited, all of one's own signed anew", *EVERYBODY)
def of_somebody_else(bench: Workbench, officer: str, key: Key) -> None:
    commit = bench.commits[bench.choose(lambda commit: commit.officer != officer)]
    commit.lines = [with_another_digit(line, bench.random) for line in commit.lines]
    bench.sign({officer: key})


@kind("a commit of one's own stretched over the next officer's lines", *EVERYBODY)
def stretched(bench: Workbench, officer: str, key: Key) -> None:
    at = neighbours(bench, lambda one, other: one.officer == officer != other.officer)
    bench.commits[at].lines += bench.commits.pop(at + 1).lines
    bench.sign({officer: key})


@kind("somebody else's lines taken over as one's own", *EVERYBODY)
def taken_over(bench: Workbench, officer: str, key: Key) -> None:
    last = bench.commits[-1]
    # Another approver may ask for the waiver that is asked for last: of the tail, checkpoints tell.
    lawful = last if (officer, last.officer) == (s.HUANG.officer, t.ASKING.officer) else None
    commit = bench.commits[bench.choose(lambda commit: commit.officer != officer and commit is not lawful)]
    commit.officer = officer
    if bench.random.random() < 0.5:
        commit.lines = [changed(line, actor=officer) for line in commit.lines]
    bench.sign({officer: key})


@kind("a command in another officer's name, signed with one's own key", *EVERYBODY)
def in_another_name(bench: Workbench, officer: str, key: Key) -> None:
    other = bench.random.choice([one for one, _ in KEYS.values() if one != officer])
    commit = bench.append(other, (FIRST, "application.documents-attached.v1", {"documents": []}), key=key)
    bench.sign({other: key}, [commit])
    if bench.random.random() < 0.5:
        commit.public_key = next(held.raw for one, held in KEYS.values() if one == other)


@kind("a consequence alone", *EVERYBODY)
def a_consequence(bench: Workbench, officer: str, key: Key) -> None:
    shapes = table()
    name = bench.random.choice(sorted(EVENTS.keys() - shapes["leading"].keys()))
    called = shapes["streams"][name.partition(".")[0]]
    act = bench.random.choice(sorted(filter(None, (act.permission for act in ACTS.values()))))
    do(bench, officer, key, (f"{called}{s.FIRST}", name, {"act": act}))


@kind("an event of an officer, by one who keeps none", *EVERYBODY)
def keeping_officers(bench: Workbench, officer: str, key: Key) -> None:
    events: list[NewEvent] = [
        second_guest("administrator"),
        proposal("p99", guest("administrator")),
        grant(officer, "administrator"),
        grant(GUO.officer, "clerk"),
        ("officer-cai-ning", "officer.role-revoked.v1", {"role": "inspector"}),
        rotation("cai-ning", Key("guest"), **OF_THE_OFFICE),
        replaced("cai-ning", Key("guest")),
    ]
    do(bench, officer, key, bench.random.choice(events))


@kind("a key of a kind that nobody may have", *EVERYBODY)
def a_hostile_key(bench: Workbench, officer: str, key: Key) -> None:
    """Of small order, another officer's, one's own from before, of another scheme."""
    weak = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    keys = [{"public_key": public} for public in (weak, Key("cai-ning").public_key, key.public_key)]
    hostile = {**OF_THE_OFFICE, **bench.random.choice([*keys, {"scheme": "rsa-v1"}])}
    do(bench, officer, key, rotation(officer, Key("guest"), **hostile))


@kind("a key that does not prove itself", *EVERYBODY)
def an_unproved_key(bench: Workbench, officer: str, key: Key) -> None:
    """Without a proof, or with that of another log, another officer, another end."""
    log = members_of(bench.commits[0].lines[0])["data"]["log"]
    fresh = Key("guest")
    keys = [
        key_member(fresh, officer, purpose=ROTATE),
        key_member(fresh, officer, log=log),
        key_member(fresh, "cai-ning", purpose=ROTATE, log=log),
        key_member(fresh, officer, purpose=ROTATE, log=log, proof=None),
        key_member(fresh, officer, purpose=ROTATE, log=log, made_by="office"),
    ]
    do(bench, officer, key, (f"officer-{officer}", "officer.key-rotated.v1", {"key": bench.random.choice(keys)}))


@kind("an event in a stream of another kind", *EVERYBODY)
def a_foreign_stream(bench: Workbench, officer: str, key: Key) -> None:
    commit = bench.commits[_own(bench, officer, key)]
    name = commit.names[0]
    do(bench, officer, key, (bench.random.choice(["log", "people", "officer-", "x"]), name, {}))


@kind("an event that nobody has", *EVERYBODY)
def an_unknown_event(bench: Workbench, officer: str, key: Key) -> None:
    do(bench, officer, key, (FIRST, bench.random.choice(["application.blessed.v1", "x", ""]), {}))


@kind("a key of the data repeated in one's own command", *EVERYBODY)
def a_key_repeated(bench: Workbench, officer: str, key: Key) -> None:
    commit = do(bench, officer, key, ATTACHED)
    commit.lines = [with_a_key_repeated(line, bench.random) for line in commit.lines]
    bench.sign({officer: key}, [commit])


@kind("a command divided over two commits", *EVERYBODY)
def divided(bench: Workbench, officer: str, key: Key) -> None:
    one = bench.append(officer, (FIRST, "application.documents-attached.v1", {}), (FIRST, "x", {}), key=key)
    other = Signed(officer, key.raw, b"", [one.lines.pop()])
    bench.commits.append(other)
    bench.sign({officer: key}, [one, other])


@kind("a command without its last part", *EVERYBODY)
def unfinished(bench: Workbench, officer: str, key: Key) -> None:
    commit = bench.append(officer, (FIRST, "application.documents-attached.v1", {}), (FIRST, "x", {}), key=key)
    commit.lines.pop()
    bench.sign({officer: key}, [commit])


@kind("a command that is dated back", *EVERYBODY)
def dated_back(bench: Workbench, officer: str, key: Key) -> None:
    commit = do(bench, officer, key, (FIRST, "application.documents-attached.v1", {}))
    commit.lines = [changed(line, recorded_at="2024-10-01T01:00:00Z") for line in commit.lines]
    bench.sign({officer: key}, [commit])


@kind("an officer line left out before one's own commits", *EVERYBODY)
def an_officer_line_left_out(bench: Workbench, officer: str, key: Key) -> None:
    changed_by = ["officer.suspended.v1"], ["officer.key-rotated.v1"], [ENROLMENT_PROPOSED]
    del bench.commits[bench.choose(lambda commit: commit.names in changed_by or enrols(commit))]
    bench.renumber()
    bench.sign({officer: key})


def _own(bench: Workbench, officer: str, key: Key) -> int:
    """One of an officer's own commits under this key, behind which somebody else's stand."""
    last = max(index for index, commit in enumerate(bench.commits) if commit.officer != officer)
    own = [
        i for i, commit in enumerate(bench.commits[:last]) if (commit.officer, commit.public_key) == (officer, key.raw)
    ]
    return bench.random.choice(own)
