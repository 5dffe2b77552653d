"""Cases that were decided, as the comparison with another edition takes them (`policies.impact`)."""

from __future__ import annotations

from collections.abc import Iterator

from domain.application.decisions.striking import struck_fen
from domain.application.state.case import Case
from domain.application.status import DECIDED, Status
from domain.application.values import Award, expand
from domain.office.people import People
from domain.streams import Kind, prefix
from policies.impact import Past
from store.commands.repository import Repository
from store.log import Reading

_DECISIONS = ("application.approved.v1", "application.rejected.v1")
_PAGE_ROWS = 2_000


def past_decisions(view: Reading, repository: Repository, edition: str) -> Iterator[tuple[Case, Past]]:
    """Every case that was approved or rejected, in the order of its first decision, if that decision stands; and what a
    withdrawn case used, where it was paid. Those decided under `edition`, a reference such as `xiamen-2023-187@1`, are
    to be assessed anew.
    """
    read: set[str] = set()
    position = 0
    while rows := view.rows(after=position, limit=_PAGE_ROWS, names=_DECISIONS):
        position = rows[-1].position
        for number in dict.fromkeys(row.stream.removeprefix(prefix(Kind.APPLICATION)) for row in rows):
            if number in read:
                continue
            read.add(number)
            case = repository.case(number)
            if case.stage in (*DECIDED, Status.REJECTED):
                yield case, past_of(case, repository.people(), anew=case.edition == edition)
            elif case.counted:
                yield case, past_of(case, repository.people(), anew=False)
            repository.begin_command()


def past_of(case: Case, people: People, *, anew: bool) -> Past:
    """The case as it was last decided, after revisions; not `anew`, its uses stand as they are. Lines that a revision
    took out stay out, whatever an edition says of them; of a line that lost an instalment, editions are compared whole.
    """
    out = case.struck.whole_lines(case.items)
    return Past(
        claim=people.one_person(case.claim()).without(out),
        determined_fen={line: lines.amount_fen for lines in case.determined for line in expand(lines.lines)},
        waived=case.waived,
        awarded_fen=_awarded_fen(case.awards),
        uses=None if anew else case.uses,
        retained=tuple(use for use in case.uses if use.line in out),
    )


def _awarded_fen(awards: tuple[Award, ...]) -> dict[int, int]:
    return {
        line: sum(part.amount_fen for part in award.parts) + struck_fen(award)
        for award in awards
        for line in expand(award.lines)
    }
