"""What goes unseen, and why that is as it should be.

Of the tail only a noted head, a checkpoint, can tell. What a key may do alone it may do: propose, confirm what another
proposed, and take away from others what they might misuse. Of what takes two people nothing happens by one of them.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.audit.campaign.by_hand import TEN_BILLION
from tests.audit.campaign.by_officers import do
from tests.audit.campaign.kinds import (
    ADMINISTRATOR,
    ALL_KEYS,
    APPROVER,
    FINANCE,
    LAWFUL,
    RECOMPUTED,
    SUPERVISOR,
    TAILS,
    Kind,
    Target,
    kind,
)
from tests.audit.campaign.lines import members_of, with_another_digit, with_data
from tests.audit.campaign.prepared import ROTATED
from tests.audit.campaign.rights import (
    ENROLLED,
    ENROLMENT_PROPOSED,
    FUND_PROPOSED,
    confirmed,
    guest,
    replaced,
)
from tests.audit.campaign.workbench import NewEvent, Signed, Workbench, neighbours
from tests.audit.log_book import CITY, OF_THE_OFFICE, confirmation, enrolment, key_member, proposal, second_person
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.keys import Key

Forgery = Callable[[Workbench], None]
YE, WU, XU, JIANG = s.YE.officer, s.WU.officer, s.XU.officer, s.JIANG.officer
FUND: NewEvent = ("office", FUND_PROPOSED, {"proposal": "p99", **TEN_BILLION})


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


def _log_of(bench: Workbench) -> str:
    """The identity that the first line says."""
    return str(members_of(bench.lines[0])["data"]["log"])


@unseen("another log altogether, under keys of one hand", RECOMPUTED, TAILS)
def another_log(bench: Workbench) -> None:
    """Every key is of one's own making, so that everything can be signed: it is another log under the same id."""
    for commit in bench.commits:
        for index, line in enumerate(commit.lines):
            members = members_of(line)
            if members["name"] in (*ENROLLED, ENROLMENT_PROPOSED):
                officer, made = members["data"]["officer"], members["data"]["key"]["made_by"]
                of_office = {} if made == "officer" else OF_THE_OFFICE
                key = key_member(Key(f"{officer} of one hand"), officer, log=_log_of(bench), **of_office)
                commit.lines[index] = with_data(line, key=key)
    del bench.commits[bench.with_event("officer.key-rotated.v1") :]
    bench.sign({commit.officer: Key(f"{commit.officer} of one hand") for commit in bench.commits})


@unseen("the last commit, which is one's own, with other content", APPROVER, TAILS)
def own_last_commit(bench: Workbench) -> None:
    commit = bench.commits[-1]
    assert commit.officer == t.ASKING.officer
    commit.lines = [with_data(line, reason=f"{bench.random.random()}") for line in commit.lines]
    bench.sign({commit.officer: Key(commit.officer)})


@unseen("everything behind the opening taken away, and a second person of his own making", ADMINISTRATOR, TAILS)
def another_second_person(bench: Workbench) -> None:
    """In a log that has only its opening he is alone, and whoever comes then is his creature; of two that are there
    nobody is rid that way, so that it is a new log under an old id."""
    del bench.commits[1:]
    accomplice, clerk = Key("guest"), enrolment("x", "clerk", **OF_THE_OFFICE)
    do(bench, YE, Key(YE), second_person("guest", "supervisor", authority=CITY, log=_log_of(bench)))
    do(bench, YE, Key(YE), proposal("p1", clerk))
    do(bench, "guest", accomplice, confirmation("p1", clerk), clerk)
    do(bench, "x", Key("x"), ("application-1", "application.submitted.v1", {"authority": s.SIMING}))


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


@unseen("what takes two proposed, and confirmed by nobody", ADMINISTRATOR, LAWFUL)
def a_right_proposed(bench: Workbench) -> None:
    """Nothing of it has happened yet."""
    event = bench.random.choice([guest("administrator"), replaced(WU, Key("of his own"))])
    do(bench, YE, Key(YE), proposal("p99", event))


@unseen("a fund of ten billion proposed", FINANCE, LAWFUL)
def a_large_fund(bench: Workbench) -> None:
    """There is no money in it before a supervisor confirms it."""
    do(bench, WU, Key(WU), FUND)


@unseen("what another proposed confirmed as it was proposed", SUPERVISOR, LAWFUL)
def confirmed_as_proposed(bench: Workbench) -> None:
    """Two people did it."""
    do(bench, JIANG, Key(JIANG), *confirmed(bench, bench.random.choice([FUND_PROPOSED, ENROLMENT_PROPOSED])))


@unseen("an officer suspended", SUPERVISOR, LAWFUL)
def suspended(bench: Workbench) -> None:
    """What takes a right away waits for nobody, so that a stolen key can be stopped at once."""
    do(
        bench,
        XU,
        Key(XU),
        (f"officer-{bench.random.choice([s.CHEN.officer, s.HUANG.officer])}", "officer.suspended.v1", {}),
    )


@unseen("an officer suspended, or a role of theirs taken", ADMINISTRATOR, LAWFUL)
def taken_away(bench: Workbench) -> None:
    revoked = ("officer-wu-yan", "officer.role-revoked.v1", {"role": "finance"})
    do(bench, YE, Key(YE), bench.random.choice([revoked, (f"officer-{XU}", "officer.suspended.v1", {})]))


@unseen("commits of one's own, one behind the other, made one or two", ADMINISTRATOR, LAWFUL)
def merged_or_split(bench: Workbench) -> None:
    """The lines are the same, and so is every head: only what pins the rows of commits shows it."""
    at = neighbours(bench, lambda one, other: one.officer == other.officer == YE)
    one, other = bench.commits[at : at + 2]
    whole = Signed(YE, Key(YE).raw, b"", one.lines + other.lines)
    bench.commits[at : at + 2] = [whole]
    bench.sign({YE: Key(YE)}, [whole])
