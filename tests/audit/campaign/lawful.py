"""What goes unseen, and why that is as it should be or is so for now.

Of the tail only a noted head, a checkpoint, can tell. What a key may do alone it may do; as long as one human is enough
for most, that is much. The issue "One human is never enough" takes most of the second list away.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.audit.campaign.by_administrator import enrolment, member
from tests.audit.campaign.by_hand import TEN_BILLION
from tests.audit.campaign.by_officers import do
from tests.audit.campaign.kinds import (
    ADMINISTRATOR,
    ALL_KEYS,
    APPROVER,
    FINANCE,
    LAWFUL,
    RECOMPUTED,
    TAILS,
    Kind,
    Target,
    kind,
)
from tests.audit.campaign.lines import members_of, with_another_digit, with_data
from tests.audit.campaign.prepared import ROTATED
from tests.audit.campaign.workbench import Signed, Workbench, neighbours
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.keys import Key

Forgery = Callable[[Workbench], None]
YE, WU = s.YE.officer, s.WU.officer
FUND = ("fund-350203-central-x-2024", "fund.opened.v1", TEN_BILLION)


def unseen(name: str, holder: str, into: list[Kind]) -> Callable[[Forgery], Forgery]:
    def enter(forge: Forgery) -> Forgery:
        def tamper(target: Target) -> None:
            forge(target.bench)
            target.bench.put_back()

        kind(name, holder, into=into)(tamper)
        return forge

    return enter


# The tail


@unseen("an older head put back", RECOMPUTED, TAILS)
def an_older_head(bench: Workbench) -> None:
    """Cut exactly at a commit, as a backup would be: nothing in the log can say that there was more."""
    del bench.commits[-bench.random.randint(1, 20) :]


@unseen("another log altogether, under keys of one hand", RECOMPUTED, TAILS)
def another_log(bench: Workbench) -> None:
    """Every key is of one's own making, so that everything can be signed: it is another log under the same id."""
    for commit in bench.commits:
        for index, line in enumerate(commit.lines):
            members = members_of(line)
            if members["name"] == "officer.enrolled.v1":
                key = Key(f"{members['data']['officer']} of one hand").public_key
                commit.lines[index] = with_data(line, key={**members["data"]["key"], "public_key": key})
    del bench.commits[bench.with_event("officer.key-rotated.v1") :]
    bench.sign({commit.officer: Key(f"{commit.officer} of one hand") for commit in bench.commits})


@unseen("the last commit, which is one's own, with other content", APPROVER, TAILS)
def own_last_commit(bench: Workbench) -> None:
    commit = bench.commits[-1]
    assert commit.officer == t.ASKING.officer
    commit.lines = [with_data(line, reason=f"{bench.random.random()}") for line in commit.lines]
    bench.sign({commit.officer: Key(commit.officer)})


@unseen("everything behind the enrolments taken away, and other officers enrolled", ADMINISTRATOR, TAILS)
def other_officers(bench: Workbench) -> None:
    """His own commits stand there first; whoever comes behind them is of his making."""
    del bench.commits[bench.random.randint(1, 9) :]
    key = Key(YE)
    do(bench, YE, key, enrolment("guest"))
    do(bench, "guest", Key("guest"), ("application-1", "application.submitted.v1", {"authority": s.SIMING}))


@unseen("whatever is wanted", ALL_KEYS, TAILS)
def with_all_keys(bench: Workbench) -> None:
    """A commit taken out or edited, and every commit from there on signed anew by its own officer's key."""
    at = bench.choose(lambda commit: commit.names == ["application.documents-attached.v1"] * len(commit.lines))
    if bench.random.random() < 0.5:
        del bench.commits[at]
    else:
        bench.commits[at].lines = [with_another_digit(line, bench.random) for line in bench.commits[at].lines]
    bench.renumber()
    rotated = bench.with_event("officer.key-rotated.v1")
    bench.sign({commit.officer: Key(commit.officer) for commit in bench.commits}, bench.commits[: rotated + 1])
    bench.sign(
        {
            commit.officer: Key(ROTATED if commit.officer == s.LIN.officer else commit.officer)
            for commit in bench.commits
        },
        bench.commits[rotated + 1 :],
    )


# What a key is good for


@unseen("an officer's key rotated to one of his own, and a fund of ten billion opened with it", ADMINISTRATOR, LAWFUL)
def in_the_name_of_another(bench: Workbench) -> None:
    """Until a second person has to confirm a rotation by others, and the opening of a fund."""
    rotation = (f"officer-{WU}", "officer.key-rotated.v1", {"key": member(public_key=Key("of his own").public_key)})
    do(bench, YE, Key(YE), rotation)
    do(bench, WU, Key("of his own"), FUND)


@unseen("a second administrator enrolled", ADMINISTRATOR, LAWFUL)
def a_second_administrator(bench: Workbench) -> None:
    """Until a second person has to confirm an enrolment."""
    stream, name, enrolled = enrolment()
    do(bench, YE, Key(YE), (stream, name, {**enrolled, "roles": ["administrator"]}))


@unseen("a fund of ten billion opened", FINANCE, LAWFUL)
def a_large_fund(bench: Workbench) -> None:
    """Until a second person has to confirm it."""
    do(bench, WU, Key(WU), FUND)


@unseen("commits of one's own, one behind the other, made one or two", ADMINISTRATOR, LAWFUL)
def merged_or_split(bench: Workbench) -> None:
    """The lines are the same, and so is every head: only what pins the rows of commits shows it."""
    at = neighbours(bench, lambda one, other: one.officer == other.officer == YE)
    one, other = bench.commits[at : at + 2]
    whole = Signed(YE, Key(YE).raw, b"", one.lines + other.lines)
    bench.commits[at : at + 2] = [whole]
    bench.sign({YE: Key(YE)}, [whole])
