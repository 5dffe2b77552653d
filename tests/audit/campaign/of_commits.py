"""The rows of commits, by whoever makes everything else fit: dropped, split, merged, exchanged, stretched, copied."""

from __future__ import annotations

from tests.audit.campaign.by_recomputing import FORGED, kind
from tests.audit.campaign.lines import with_data
from tests.audit.campaign.prepared import ROTATED
from tests.audit.campaign.workbench import Signed, Workbench, neighbours
from tests.domain import sample_cases as s
from tests.domain.keys import Key


@kind("a commit's row dropped")
def dropped(bench: Workbench) -> None:
    bench.places = bench.rows()
    del bench.places[bench.random.randrange(len(bench.places) - 1)]


@kind("a commit's row dropped, and the one behind it begins earlier")
def dropped_and_stretched(bench: Workbench) -> None:
    at = bench.random.randrange(len(bench.commits) - 1)
    bench.places = bench.rows()
    first = bench.places.pop(at).first
    bench.places[at] = bench.places[at]._replace(first=first)


@kind("two commits of an officer merged")
def merged(bench: Workbench) -> None:
    at = neighbours(bench, lambda one, other: one.officer == other.officer)
    one, other = bench.commits[at : at + 2]
    signature = bench.random.choice([one, other]).signature
    bench.commits[at : at + 2] = [Signed(one.officer, one.public_key, signature, one.lines + other.lines)]


@kind("a commit split")
def split(bench: Workbench) -> None:
    at = bench.choose(lambda commit: len(commit.lines) > 1)
    one = bench.commits[at]
    parts = (one.lines[:1], one.lines[1:])
    bench.commits[at : at + 1] = [Signed(one.officer, one.public_key, one.signature, lines) for lines in parts]


@kind("the signatures of two commits exchanged")
def exchanged(bench: Workbench) -> None:
    one, other = bench.random.sample(bench.commits, 2)
    one.signature, other.signature = other.signature, one.signature


@kind("the signature of another commit of the same officer")
def of_another(bench: Workbench) -> None:
    commit = bench.commits[bench.choose()]
    others = [one for one in bench.commits if one is not commit and one.officer == commit.officer]
    commit.signature = bench.random.choice(others or bench.commits[:1] * (commit is not bench.commits[0])).signature


@kind("two commits' lines exchanged, rows as they were")
def lines_exchanged(bench: Workbench) -> None:
    one, other = bench.random.sample([one for one in bench.commits if len(one.lines) == 1], 2)
    one.lines, other.lines = other.lines, one.lines
    bench.renumber()


@kind("a commit stretched over the next one's lines")
def stretched(bench: Workbench) -> None:
    at = bench.random.randrange(len(bench.commits) - 1)
    one, other = bench.commits[at : at + 2]
    bench.commits[at : at + 2] = [Signed(one.officer, one.public_key, one.signature, one.lines + other.lines)]


@kind("a commit that overlaps the one before it")
def overlapping(bench: Workbench) -> None:
    at = bench.random.randrange(1, len(bench.commits))
    bench.places = bench.rows()
    bench.places[at] = bench.places[at]._replace(first=max(1, bench.places[at].first - bench.random.randint(1, 3)))


@kind("a commit that leaves a line between it and the one before")
def with_a_gap(bench: Workbench) -> None:
    at = bench.choose(lambda commit: len(commit.lines) > 1)
    bench.places = bench.rows()
    bench.places[at] = bench.places[at]._replace(first=bench.places[at].first + 1)


@kind("a line behind the last commit")
def behind_the_last(bench: Workbench) -> None:
    bench.append(*bench.random.choice(FORGED))
    bench.places = bench.rows()[:-1]


@kind("a rotation's commit stretched over a forged line, by the key that was rotated away")
def over_a_rotation(bench: Workbench) -> None:
    """Whoever has a stolen key that was rotated away signs the rotation once more, and what never happened with it."""
    at = bench.with_event("officer.key-rotated.v1")
    officer = bench.commits[at].officer
    forged = bench.append(
        officer, ("application-350203-2024-000001", "application.objection-answer-proposed.v1", {"proposal": "p9"})
    )
    bench.commits.pop()
    if bench.random.random() < 0.5:
        del bench.commits[at + 1 :]
    bench.commits[at].lines += forged.lines
    bench.renumber()
    bench.sign({officer: Key(officer)}, [bench.commits[at]])


@kind("a commit behind the rotation, by the key that was rotated away")
def by_the_old_key(bench: Workbench) -> None:
    officer = s.LIN.officer
    commit = bench.append(
        officer, ("application-350205-2024-000001", "application.milestone-reported.v1", {"proposal": "p9"})
    )
    bench.sign({officer: Key(officer)}, [commit])
    if bench.random.random() < 0.5:
        commit.public_key = Key(ROTATED).raw


@kind("a rotation taken out, and what came then signed with the old key")
def without_the_rotation(bench: Workbench) -> None:
    del bench.commits[bench.with_event("officer.key-rotated.v1")]
    bench.renumber()
    bench.sign({s.LIN.officer: Key(s.LIN.officer)})


def training_store(bench: Workbench) -> list[Signed]:
    """The same officers with the same keys in another log, where all of them really sign."""
    original = [
        Signed(commit.officer, commit.public_key, commit.signature, list(commit.lines)) for commit in bench.commits
    ]
    bench.commits[0].lines[0] = with_data(bench.commits[0].lines[0], log="training", simulated=True)
    officer, event = bench.random.choice(FORGED[:3])
    bench.append(officer, event)
    keys = {commit.officer: Key(commit.officer) for commit in bench.commits}
    bench.sign(keys)
    training, bench.commits = bench.commits, original
    return training


@kind("a commit that was signed in a training store")
def from_a_training_store(bench: Workbench) -> None:
    signed = training_store(bench)[-1]
    bench.commits.append(signed)


@kind("the signature of a training store, for the same lines")
def signature_of_a_training_store(bench: Workbench) -> None:
    at = bench.random.randrange(1, len(bench.commits))
    signature = training_store(bench)[at].signature
    bench.commits[at].signature = signature
