"""期初数据: what an office brings with it when it opens in the middle of a year, so that no limit begins at nothing.

An import is a stream of its own, such as `import-350200-2024-0001`; line 17 of it is called
`import-350200-2024-0001/17` wherever it stands in the way of a case. ADR 0060.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from domain.application.state.identities import NAMES
from domain.application.values import LimitUse, expand
from domain.base import Decision, Event, Struct, field, replace
from domain.entitlement.claim import Use, limit_key
from domain.entitlement.edition import Edition
from domain.entitlement.written import folded
from domain.errors import NotAllowed
from domain.imports.counting import (
    Answers,
    grouped_uses,
    import_stream,
    not_counted_yet,
    own_subject,
    uncounted,
)
from domain.imports.events import (
    AbridgedLine,
    ImportConfirmed,
    ImportDeclined,
    ImportEvent,
    ImportProposed,
    ImportTakingBackProposed,
    LinesProposed,
)
from domain.office.roles import Actor, acting, confirming
from domain.proposals import Proposal, Proposals, meant


class ImportLines(Struct):
    """Bring lines in that were settled elsewhere, for an authority."""

    authority: str
    policy: str
    scheme: str
    body: str
    document: str
    sha256: str
    lines: tuple[AbridgedLine, ...]


class ConfirmImport(Struct):
    """Confirm or decline an import; `proposal` None means the only one open."""

    number: str
    proposal: str | None
    declined: bool = False


class TakeBackImport(Struct):
    """Have an import count no more; decisions that were taken by it stay."""

    number: str
    document: str


ImportCommand = ImportLines | ConfirmImport | TakeBackImport


class Import(Struct):
    """An import as it stands; `uses` are held from its confirmation on."""

    number: str
    brought: LinesProposed
    by: str
    proposals: Proposals[ImportProposed] = Proposals()
    uses: tuple[LimitUse, ...] = ()
    declined: bool = False
    confirmed: bool = False
    taken_back: bool = False
    lines: Mapping[int, AbridgedLine] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How its lines are cited."""
        return import_stream(self.number)

    @property
    def waits(self) -> bool:
        return bool(self.proposals.waiting)

    @property
    def ended(self) -> bool:
        """Whether its lines may be brought in again."""
        return self.declined or self.taken_back

    @property
    def counted(self) -> bool:
        return self.confirmed and not self.taken_back

    @property
    def indexed_uses(self) -> tuple[Use, ...]:
        """The uses of limits that its lines are, by the key of each limit: a pure function of its events."""
        return (*self._spelled_out(), *self._names()) if self.counted else ()

    def _names(self) -> Iterator[Use]:
        """The name of each person under their number, which another case may have otherwise."""
        for line in self.lines.values():
            if line.person is not None and line.called is not None:
                yield Use(
                    limit=NAMES,
                    subject=line.person,
                    qualifier=line.called,
                    on=line.settled_on,
                    amount_fen=0,
                    application=self.name,
                    line=line.line,
                )

    def _spelled_out(self) -> Iterator[Use]:
        for use in self.uses:
            limit = limit_key(self.brought.policy, use.limit)
            for line in expand(use.lines):
                subject = use.subject or own_subject(self.lines[line], use.over)
                assert subject is not None, "a line that uses a limit has what it counts over"
                yield Use(
                    limit=limit,
                    subject=subject,
                    qualifier=use.qualifier,
                    on=use.on,
                    amount_fen=use.amount_fen,
                    application=self.name,
                    line=line,
                )


def evolve(state: Import | None, number: str, happened: Event, by: str) -> Import:
    assert isinstance(happened, ImportEvent), f"not an event of an import: {happened!r}"
    if isinstance(happened, LinesProposed):
        proposal = Proposal(id=happened.proposal, act="import-lines", by=by, authority=happened.authority)
        return Import(
            number=number,
            brought=happened,
            by=by,
            proposals=Proposals[ImportProposed]().asked(proposal, happened),
            lines={line.line: line for line in happened.lines},
        )
    assert state is not None, "an import begins with its lines"
    if isinstance(happened, ImportTakingBackProposed):
        proposal = Proposal(id=happened.proposal, act="import-lines", by=by, authority=state.brought.authority)
        return replace(state, proposals=state.proposals.asked(proposal, happened))
    asked = state.proposals.waiting[happened.proposal].event
    answered = state.proposals.answered(happened.proposal)
    if isinstance(asked, ImportTakingBackProposed):
        return replace(state, proposals=answered, taken_back=isinstance(happened, ImportConfirmed))
    if isinstance(happened, ImportConfirmed):
        return replace(state, proposals=answered, confirmed=True, uses=happened.uses)
    return replace(state, proposals=answered, declined=True)


def propose(
    number: str,
    command: ImportLines,
    edition: Edition,
    answers: Answers,
    earlier: Sequence[Import],
    wanted: Mapping[int, tuple[Use, ...]],
    held: Collection[Use],
    actor: Actor,
    today: date,
) -> Decision:
    """Put the lines forward. Raises `NotAllowed`: `no-such-scheme`, `nothing-to-import`, `in-the-future`,
    `imported-already` for a file of an `earlier` import, `line-imported` for a number of one, `not-countable` for a
    line that leaves out whom or what a limit counts it by, and `line-counted` for one whose `wanted` uses are
    `held` already.
    """
    acting(actor, "import-lines", command.authority)
    if command.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=command.scheme, policy=edition.ref)
    if not command.lines:
        raise NotAllowed("nothing-to-import", scheme=command.scheme)
    for line in command.lines:
        if line.settled_on > today:
            raise NotAllowed("in-the-future", day=line.settled_on, today=today)
    _not_imported(command, [one for one in earlier if not one.ended])
    for missing_of, missing in uncounted(command, number, edition, answers):
        raise NotAllowed("not-countable", line=missing_of, limit=missing.limit)
    not_counted_yet(command, wanted, held, earlier)
    proposed = LinesProposed(
        proposal="p1",
        authority=command.authority,
        policy=command.policy,
        edition=edition.ref,
        digest=edition.digest,
        scheme=command.scheme,
        body=command.body,
        document=command.document,
        sha256=command.sha256,
        lines=command.lines,
    )
    return {import_stream(number): (proposed,)}


def take_back(state: Import, command: TakeBackImport, actor: Actor) -> Decision:
    """Propose that an import counts no more. Raises `NotAllowed`: `import-not-counted`, `import-waits`."""
    acting(actor, "import-lines", state.brought.authority)
    if not state.counted:
        raise NotAllowed("import-not-counted", number=state.name)
    if state.waits:
        raise NotAllowed("import-waits", number=state.name)
    proposed = ImportTakingBackProposed(
        proposal=state.proposals.next_name, authority=state.brought.authority, document=command.document
    )
    return {state.name: (proposed,)}


def _not_imported(command: ImportLines, earlier: Sequence[Import]) -> None:
    numbers = {folded(line.number): line.line for line in command.lines if line.number}
    for other in earlier:
        brought = other.brought
        if (brought.policy, brought.scheme) != (command.policy, command.scheme):
            continue
        if brought.sha256 == command.sha256:
            raise NotAllowed("imported-already", number=other.name)
        if folded(brought.body) == folded(command.body):
            for line in brought.lines:
                if line.number and folded(line.number) in numbers:
                    cited = f"{other.name}/{line.line}"
                    raise NotAllowed(
                        "line-imported", line=numbers[folded(line.number)], number=line.number, earlier=cited
                    )


def confirm(
    state: Import,
    command: ConfirmImport,
    edition: Edition,
    answers: Answers,
    earlier: Sequence[Import],
    wanted: Mapping[int, tuple[Use, ...]],
    held: Collection[Use],
    actor: Actor,
) -> Decision:
    """Answer the proposal; a confirmation records what each limit makes of each line, by what registers say by now.

    Raises as `meant` and `confirming`, and `NotAllowed`: `not-countable`, `line-counted`.
    """
    opened = meant(state.proposals.waiting, command.proposal, state.name)
    confirming(actor, opened.proposal)
    name = opened.proposal.id
    if command.declined:
        return {state.name: (ImportDeclined(proposal=name),)}
    if isinstance(opened.event, ImportTakingBackProposed):
        return {state.name: (ImportConfirmed(proposal=name, uses=()),)}
    for missing_of, missing in uncounted(state.brought, state.number, edition, answers):
        raise NotAllowed("not-countable", line=missing_of, limit=missing.limit)
    not_counted_yet(state.brought, wanted, held, earlier)
    return {
        state.name: (ImportConfirmed(proposal=name, uses=grouped_uses(state.brought, state.number, edition, answers)),)
    }
