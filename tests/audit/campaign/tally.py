"""What a campaign came to, by holder: kinds, trials, and what went unseen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.audit.campaign.kinds import HOLDERS, Kind
from tests.audit.campaign.trial import Outcome

_trials: defaultdict[tuple[str, str], dict[str, Counter[Outcome]]] = defaultdict(dict)
"""By holder and database: the outcomes of each kind."""


def enter(kind: Kind, database: str, outcomes: Counter[Outcome]) -> None:
    _trials[kind.holder, database][kind.name] = outcomes


def table() -> Iterator[str]:
    """Lines to print; none when nothing was tried."""
    if not _trials:
        return
    yield f"{'who holds':32}{'on':12}{'kinds':>6}{'trials':>8}{'seen':>7}{'refused':>9}{'crashed':>9}{'unseen':>8}"
    for holder in HOLDERS:
        for database in sorted(database for one, database in _trials if one == holder):
            kinds = _trials[holder, database]
            total = sum(kinds.values(), Counter[Outcome]())
            counts = (total[Outcome.SEEN], total[Outcome.REFUSED], total[Outcome.CRASHED], total[Outcome.UNSEEN])
            yield "{:32}{:12}{:>6}{:>8}{:>7}{:>9}{:>9}{:>8}".format(
                holder, database, len(kinds), total.total(), *counts
            )
    for (holder, database), kinds in _trials.items():
        for name, outcomes in kinds.items():
            missed = outcomes[Outcome.UNSEEN] + outcomes[Outcome.CRASHED]
            if missed:
                yield f"  {missed} of {outcomes.total()} got through on {database}, by {holder}: {name}"
