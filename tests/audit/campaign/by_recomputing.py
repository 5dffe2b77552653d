"""By whoever gets at the database and makes everything fit anew but the signatures."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from tests.audit.campaign.by_hand import TEN_BILLION
from tests.audit.campaign.kinds import RECOMPUTED, Target
from tests.audit.campaign.kinds import kind as kind_of
from tests.audit.campaign.lines import changed, members_of, with_a_key_repeated, with_another_digit, with_data
from tests.audit.campaign.prepared import GUO
from tests.audit.campaign.rights import ENROLMENT_PROPOSED, FUND_PROPOSED, enrols, guest
from tests.audit.campaign.workbench import NewEvent, Workbench, neighbours
from tests.audit.log_book import OF_THE_OFFICE, proposal
from tests.domain import sample_cases as s
from tests.domain.keys import Key

Forgery = Callable[[Workbench], None]


def kind(name: str) -> Callable[[Forgery], Forgery]:
    def enter(forge: Forgery) -> Forgery:
        def tamper(target: Target) -> None:
            forge(target.bench)
            target.bench.put_back()

        kind_of(name, RECOMPUTED)(tamper)
        return forge

    return enter


def edit(bench: Workbench, change: Callable[[bytes], bytes], at: int | None = None) -> None:
    """Change one line of a commit, or of any; of a command of several parts the last."""
    commit = bench.commits[bench.choose() if at is None else at]
    place = bench.random.randrange(len(commit.lines)) if at is None else -1
    commit.lines[place] = change(commit.lines[place])


def remove(bench: Workbench, *indexes: int) -> None:
    gone = set(indexes)
    bench.commits = [commit for index, commit in enumerate(bench.commits) if index not in gone]
    bench.renumber()


@kind("one digit of a line")
def a_digit(bench: Workbench) -> None:
    edit(bench, lambda line: with_another_digit(line, bench.random))


@kind("a key of the data repeated")
def a_key_repeated(bench: Workbench) -> None:
    edit(bench, lambda line: with_a_key_repeated(line, bench.random))


@kind("a case taken out")
def a_case_taken_out(bench: Workbench) -> None:
    cases = sorted({one for commit in bench.commits for one in commit.streams if one.startswith("application-")})
    case = bench.random.choice(cases)
    remove(bench, *(index for index, commit in enumerate(bench.commits) if case in commit.streams))


@kind("a suspension taken out")
def a_suspension_taken_out(bench: Workbench) -> None:
    remove(bench, bench.with_event("officer.suspended.v1"))


@kind("a commit taken out")
def a_commit_taken_out(bench: Workbench) -> None:
    remove(bench, bench.random.randrange(len(bench.commits) - 1))


@kind("a line taken out of a commit")
def a_line_taken_out(bench: Workbench) -> None:
    commit = bench.commits[bench.choose(lambda commit: len(commit.lines) > 1)]
    del commit.lines[bench.random.randrange(len(commit.lines))]
    bench.renumber()


@kind("a demand taken out")
def a_demand_taken_out(bench: Workbench) -> None:
    first = bench.with_event("application.recovery-demanded.v1")
    remove(bench, first, first + 1, first + 2)


@kind("an enrolment taken out")
def an_enrolment_taken_out(bench: Workbench) -> None:
    remove(bench, bench.choose(enrols))


@kind("an enrolment taken out with its proposal")
def an_enrolment_taken_out_whole(bench: Workbench) -> None:
    at = bench.choose(lambda commit: enrols(commit) and len(commit.lines) > 1)
    remove(bench, at - 1, at)


@kind("a proposal taken out, what it led to left")
def a_proposal_taken_out(bench: Workbench) -> None:
    remove(bench, bench.choose(lambda commit: commit.names[0] in (ENROLMENT_PROPOSED, FUND_PROPOSED)))


@kind("commits of two streams in another order")
def another_order(bench: Workbench) -> None:
    at = neighbours(bench, lambda one, other: not one.streams & other.streams)
    bench.commits[at : at + 2] = bench.commits[at + 1], bench.commits[at]
    bench.renumber()


@kind("instants shifted")
def instants_shifted(bench: Workbench) -> None:
    """By so little, from some commit on, that the order stays."""
    later = bench.random.randrange(len(bench.commits))
    for commit in bench.commits[later:]:
        for index, line in enumerate(commit.lines):
            commit.lines[index] = changed(line, recorded_at=members_of(line)["recorded_at"].rstrip("Z") + ".000001Z")


@kind("a legal day moved")
def a_day_moved(bench: Workbench) -> None:
    edit(bench, lambda line: changed(line, effective_on="2023-12-31"))


@kind("a line by another actor")
def another_actor(bench: Workbench) -> None:
    edit(bench, lambda line: changed(line, actor="xu-an" if b'"actor":"xu-an"' not in line else "wu-yan"))


@kind("a commit by another actor, with the key that the log has")
def another_signer(bench: Workbench) -> None:
    commit = bench.commits[bench.choose(lambda commit: commit.officer != s.XU.officer)]
    commit.officer, commit.public_key = s.XU.officer, Key(s.XU.officer).raw
    commit.lines = [changed(line, actor=s.XU.officer) for line in commit.lines]


@kind("a line in another stream")
def another_stream(bench: Workbench) -> None:
    at = bench.choose(lambda commit: any(one.startswith("application-") for one in commit.streams))
    edit(bench, lambda line: changed(line, stream="application-350203-2024-000009"), at)
    bench.renumber()


@kind("the id of another command")
def another_command(bench: Workbench) -> None:
    at = bench.choose(lambda commit: len(commit.lines) == 1)
    digits = f"{bench.random.getrandbits(48):012x}"
    edit(bench, lambda line: changed(line, command_id=f"00000000-0000-4000-8000-{digits}"), at)


@kind("the parts of a command numbered anew")
def other_parts(bench: Workbench) -> None:
    commit = bench.commits[bench.choose(lambda commit: len(commit.lines) > 1)]
    commit.lines = [
        changed(line, part=[1, 1], command_id=str(UUID(int=bench.random.getrandbits(128)))) for line in commit.lines
    ]


@kind("more roles for an officer")
def more_roles(bench: Workbench) -> None:
    edit(
        bench,
        lambda line: with_data(line, roles=["administrator", "approver", "assessor", "finance"]),
        bench.choose(enrols),
    )


@kind("another authority for an officer")
def other_authority(bench: Workbench) -> None:
    edit(bench, lambda line: with_data(line, authority="350299"), bench.choose(enrols))


@kind("an officer's key exchanged, and all of theirs signed anew")
def a_key_exchanged(bench: Workbench) -> None:
    at = bench.choose(enrols)
    officer = members_of(bench.commits[at].lines[-1])["data"]["officer"]
    own = Key("somebody else")
    key = {"scheme": "ed25519-v1", "public_key": own.public_key, **OF_THE_OFFICE}
    edit(bench, lambda line: with_data(line, key=key), at)
    bench.sign({officer: own})


@kind("a fund of ten billion")
def a_large_fund(bench: Workbench) -> None:
    edit(bench, lambda line: with_data(line, **TEN_BILLION), bench.with_event("fund.opened.v1"))


FORGED: tuple[tuple[str, NewEvent], ...] = (
    (s.WU.officer, ("office", FUND_PROPOSED, {"proposal": "p99", **TEN_BILLION})),
    (s.YE.officer, proposal("p99", guest("administrator"))),
    (s.XU.officer, ("officer-wu-yan", "officer.suspended.v1", {})),
    (GUO.officer, ("application-350203-2024-000002", "application.documents-attached.v1", {"documents": []})),
)


@kind("a forged command with a signature of its officer's from before")
def forged(bench: Workbench) -> None:
    officer, event = bench.random.choice(FORGED)
    earlier = bench.commits[bench.by(officer)]
    commit = bench.append(officer, event)
    commit.signature, commit.public_key = earlier.signature, earlier.public_key


@kind("a forged command in the middle")
def forged_in_the_middle(bench: Workbench) -> None:
    officer, event = bench.random.choice(FORGED[:3])
    earlier = bench.commits[bench.by(officer)]
    commit = bench.append(officer, event)
    commit.signature, commit.public_key = earlier.signature, earlier.public_key
    bench.commits.insert(bench.random.randrange(20, len(bench.commits) - 1), bench.commits.pop())
    bench.renumber()


@kind("a forged line within a commit")
def forged_within(bench: Workbench) -> None:
    officer, event = bench.random.choice(FORGED[:3])
    commit = bench.append(officer, event)
    bench.commits.pop()
    bench.commits[bench.by(officer)].lines += commit.lines
    bench.renumber()


@kind("a command once more")
def once_more(bench: Workbench) -> None:
    earlier = bench.commits[bench.choose(lambda commit: len(commit.lines) == 1)]
    commit = bench.append(earlier.officer, ("log", "log.opened.v1", {}))
    members = members_of(commit.lines[0])
    commit.lines = [
        changed(line, recorded_at=members["recorded_at"], command_id=members["command_id"]) for line in earlier.lines
    ]
    commit.public_key, commit.signature = earlier.public_key, earlier.signature
    bench.renumber()
